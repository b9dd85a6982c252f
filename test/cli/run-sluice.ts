import {type ChildProcess, spawn} from 'node:child_process';
import {mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

/** How a run of the real program ended. */
export type Run = {readonly code: number | null; readonly stdout: string; readonly stderr: string};

export type RunOptions = {
	/** Standard input; closed at once when absent. */
	readonly input?: string;
	readonly environment?: Readonly<Record<string, string>>;
	/** Arguments of node itself, before the program. */
	readonly nodeArguments?: readonly string[];
	/** Called when the first line of standard output has come. */
	readonly onFirstLine?: (line: string, child: ChildProcess) => void;
};

const program = fileURLToPath(new URL('../../bin/sluice.js', import.meta.url));
const emptyHome = mkdtempSync(join(tmpdir(), 'sluice-home-'));

/** Runs bin/sluice.js as a process of its own, without terminal, profile or settings of this machine. */
export function runSluice(argv: readonly string[], options: RunOptions = {}): Promise<Run> {
	const {input, environment, nodeArguments = [], onFirstLine} = options;
	const child = spawn(process.execPath, [...nodeArguments, program, ...argv], {
		stdio: ['pipe', 'pipe', 'pipe'],
		env: {
			HOME: emptyHome,
			AWS_ACCESS_KEY_ID: 'test',
			AWS_SECRET_ACCESS_KEY: 'test',
			AWS_REGION: 'us-east-1',
			...environment,
		},
	});
	let stdout = '';
	let stderr = '';
	child.stdout.setEncoding('utf8').on('data', (text: string) => {
		const isFirst = !stdout.includes('\n') && `${stdout}${text}`.includes('\n');
		stdout += text;
		if (isFirst) onFirstLine?.(stdout.split('\n')[0] ?? '', child);
	});
	child.stderr.setEncoding('utf8').on('data', (text: string) => {
		stderr += text;
	});
	child.stdin.end(input ?? '');
	return new Promise((resolve, reject) => {
		child.on('error', reject);
		child.on('close', code => resolve({code, stdout, stderr}));
	});
}

/** The JSON lines that a run has written. */
export function jsonLines(run: Run): ReadonlyArray<Record<string, unknown>> {
	return run.stdout
		.split('\n')
		.filter(line => line !== '')
		.map(line => JSON.parse(line) as Record<string, unknown>);
}
