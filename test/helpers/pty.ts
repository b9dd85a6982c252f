import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {spawn, type IPty} from '@lydell/node-pty';
import {createScreenBuffer, type ScreenBuffer} from './screen-buffer.ts';
import {bracketedPaste, bytesOfKey} from './screen-keys.ts';

export type ProgramOptions = {
	/** Default: the real binary, `bin/sluice.js`, under the Node of this process. */
	readonly command?: string;
	readonly values?: readonly string[];
	/** 80 by 24, unless said otherwise. */
	readonly columns?: number;
	readonly rows?: number;
	/** Added to a small, clean environment: no CI, no colour settings, no AWS account. */
	readonly env?: Readonly<Record<string, string>>;
	readonly cwd?: string;
};

export type ProgramEnd = {readonly exitCode: number; readonly signal: number | undefined};

export type Program = {
	readonly pid: number;
	/** Its home folder, removed by `stop`. */
	readonly home: string;
	readonly screen: ScreenBuffer;
	/** Keys in the console's notation, one at a time, as fingers do it: after each, the program gets a moment to answer. */
	press(...keys: readonly string[]): Promise<void>;
	/** Presses each character. */
	type(text: string): Promise<void>;
	paste(text: string): void;
	/** Bytes as they are, in one write. */
	send(data: string): void;
	/** Waits until the screen shows the text, or until the predicate holds; fails with a copy of the screen. */
	waitFor(wanted: string | RegExp | ((screen: ScreenBuffer) => boolean), options?: {withinMs?: number}): Promise<void>;
	waitForExit(options?: {withinMs?: number}): Promise<ProgramEnd>;
	resize(columns: number, rows: number): void;
	signal(signal: NodeJS.Signals): void;
	/** Closes the terminal, as a window that is closed or a connection that breaks. */
	hangUp(): void;
	/** All the program wrote. */
	rawOutput(): string;
	/** Ends the program if it still runs, and removes its home folder. */
	stop(): Promise<void>;
};

/** The types of the package do not tell of it. */
type HangablePty = IPty & {destroy?(): void};

const bin = fileURLToPath(new URL('../../bin/sluice.js', import.meta.url));

/** Long enough for a busy machine, and less than a test may take, so that a failure shows the screen. */
const withinMsDefault = 15_000;
const answerMs = 60;

/** Starts a program in a real pseudo-terminal. The only place in the tests that waits on real time. */
export function startProgram(options: ProgramOptions = {}): Program {
	const {columns = 80, rows = 24} = options;
	const home = mkdtempSync(join(tmpdir(), 'sluice-home-'));
	const command = options.command ?? process.execPath;
	const values = options.command === undefined ? [bin, ...(options.values ?? [])] : [...(options.values ?? [])];
	const pty: HangablePty = spawn(command, values, {
		name: 'xterm-256color',
		cols: columns,
		rows,
		cwd: options.cwd ?? process.cwd(),
		env: {...cleanEnvironment(home), ...options.env},
	});
	const screen = createScreenBuffer({columns, rows});
	let output = '';
	let end: ProgramEnd | undefined;
	const watchers = new Set<() => void>();
	const changed = (): void => {
		for (const watcher of watchers) watcher();
	};
	pty.onData(data => {
		output += data;
		screen.write(data);
		changed();
	});
	pty.onExit(({exitCode, signal}) => {
		end = {exitCode, signal: signal === 0 ? undefined : signal};
		changed();
	});
	screen.onReply(data => pty.write(data));

	function until(isDone: () => boolean, withinMs: number): Promise<boolean> {
		if (isDone()) return Promise.resolve(true);
		return new Promise(resolve => {
			const finish = (isInTime: boolean): void => {
				clearTimeout(timer);
				watchers.delete(check);
				resolve(isInTime);
			};
			const check = (): void => {
				if (isDone()) finish(true);
			};
			const timer = setTimeout(() => finish(false), withinMs);
			watchers.add(check);
		});
	}

	async function press(...keys: readonly string[]): Promise<void> {
		for (const key of keys) {
			const lengthBefore = output.length;
			pty.write(bytesOfKey(key));
			await until(() => output.length > lengthBefore || end !== undefined, answerMs);
		}
	}

	const program: Program = {
		pid: pty.pid,
		home,
		screen,
		press,
		type: text => press(...Array.from(text, character => (character === ' ' ? 'space' : character))),
		paste: text => pty.write(bracketedPaste(text)),
		send: data => pty.write(data),
		async waitFor(wanted, {withinMs = withinMsDefault} = {}) {
			const isThere = (): boolean =>
				typeof wanted === 'function'
					? wanted(screen)
					: typeof wanted === 'string'
						? screen.text().includes(wanted)
						: wanted.test(screen.text());
			await until(() => isThere() || end !== undefined, withinMs);
			if (isThere()) return;
			const ended = end ? ` The program has ended: ${JSON.stringify(end)}.` : '';
			throw new Error(`Not on screen within ${withinMs} ms: ${String(wanted)}.${ended}\n${framed(screen)}`);
		},
		async waitForExit({withinMs = withinMsDefault} = {}) {
			await until(() => end !== undefined, withinMs);
			if (!end) throw new Error(`Still running after ${withinMs} ms.\n${framed(screen)}`);
			return end;
		},
		resize(changedColumns, changedRows) {
			screen.resize(changedColumns, changedRows);
			pty.resize(changedColumns, changedRows);
		},
		signal: signal => void process.kill(pty.pid, signal),
		hangUp: () => pty.destroy?.(),
		rawOutput: () => output,
		async stop() {
			if (!end && isKilled(pty.pid)) await until(() => end !== undefined, withinMsDefault);
			rmSync(home, {recursive: true, force: true});
		},
	};
	return program;
}

/** False when it has ended already, of which nobody is told once its terminal is gone. */
function isKilled(pid: number): boolean {
	try {
		return process.kill(pid, 'SIGKILL');
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
		throw error;
	}
}

function cleanEnvironment(home: string): Record<string, string> {
	return {
		PATH: process.env['PATH'] ?? '',
		HOME: home,
		XDG_CONFIG_HOME: join(home, '.config'),
		TERM: 'xterm-256color',
		LANG: 'C.UTF-8',
		AWS_EC2_METADATA_DISABLED: 'true',
	};
}

function framed(screen: ScreenBuffer): string {
	const edge = `+${'-'.repeat(screen.columns())}+`;
	return [edge, ...screen.lines().map(line => `|${line}`), edge].join('\n');
}
