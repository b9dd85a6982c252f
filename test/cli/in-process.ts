import {mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {PassThrough} from 'node:stream';
import {runCommandLine} from '../../source/cli/run.ts';
import {createManualClock, type ManualClock} from '../../source/shared/clock.ts';
import {createSeededRandom} from '../../source/shared/random.ts';
import {afterAll, beforeAll} from 'vitest';
import type {Session} from '../../source/aws/session.ts';
import {elapse, openTestSession} from '../aws/test-session.ts';
import {startTestEngine, type TestEngine} from '../helpers/engine.ts';
import type {OnEngine} from './on-engine.ts';
import type {Run} from './run-sluice.ts';

/** A home where nothing is kept yet. */
export function anEmptyHome(): string {
	return mkdtempSync(join(tmpdir(), 'sluice-home-'));
}

export type OnTerminal = {
	readonly code: number;
	/** Standard output and stderr each, as they were written, with every escape. */
	readonly stdout: string;
	readonly stderr: string;
};

export type TerminalOptions = {
	readonly clock: ManualClock;
	/** Lines that a person types, one a question. */
	readonly answers?: readonly string[];
	readonly isTTY?: boolean;
	readonly signal?: AbortSignal;
	/** Called with each text that is written to stderr. */
	readonly onStderr?: (text: string) => void;
	readonly stepMs?: number;
	/** Where the audit log is. Default: an empty one of its own. */
	readonly home?: string;
	readonly environment?: Readonly<Record<string, string>>;
	/** Standard input, where it is no terminal. */
	readonly input?: string;
};

/** Runs a command line in this process, on a terminal of 100 columns and a clock that runs as fast as the work does. */
export async function runOnTerminal(argv: readonly string[], options: TerminalOptions): Promise<OnTerminal> {
	const {clock, isTTY = true, signal = new AbortController().signal, onStderr, stepMs = 100, home = anEmptyHome()} = options;
	const left = [...(options.answers ?? [])];
	const stdin = Object.assign(new PassThrough(), {isTTY});
	const stdout = Object.assign(new PassThrough(), {isTTY, columns: 100});
	const stderr = Object.assign(new PassThrough(), {isTTY, columns: 100});
	const text = {stdout: '', stderr: ''};
	stdout.setEncoding('utf8').on('data', (chunk: string) => {
		text.stdout += chunk;
	});
	stderr.setEncoding('utf8').on('data', (chunk: string) => {
		text.stderr += chunk;
		onStderr?.(chunk);
		if (chunk.endsWith(': ') && left.length > 0) stdin.write(`${left.shift()}\r`);
	});
	if (!isTTY) stdin.end(options.input ?? '');
	const work = runCommandLine(argv, {
		// Streams of a process have more members than commands use.
		stdin: stdin as unknown as NodeJS.ReadStream,
		stdout: stdout as unknown as NodeJS.WriteStream,
		stderr: stderr as unknown as NodeJS.WriteStream,
		environment: {HOME: home, AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', ...options.environment},
		clock,
		random: createSeededRandom(1),
		interrupted: () => signal,
		engineWorkerUrl: new URL('file:///none'),
		version: '0',
	});
	const code = await elapse(work, {clock, stepMs});
	return {code, ...text};
}

/** As `useEngine`, without processes: commands run in the test, piped, on a clock that is as fast as the work. */
export function useFastEngine(): Pick<OnEngine, 'session' | 'queue'> & {
	run(argv: readonly string[], options?: Pick<TerminalOptions, 'input' | 'environment'>): Promise<Run>;
} {
	const clock = createManualClock();
	let engine: TestEngine;
	let session: Session;
	beforeAll(async () => {
		engine = await startTestEngine({clock});
		session = openTestSession(engine.url, {clock});
	});
	afterAll(async () => {
		session.close();
		await engine.close();
	});
	return {
		get session() {
			return session;
		},
		run: (argv, options) => runOnTerminal([...argv, '--endpoint-url', engine.url], {clock, isTTY: false, ...options}),
		queue: async (name, attributes = {}) => (await session.queues.create(name, attributes)).url,
	};
}
