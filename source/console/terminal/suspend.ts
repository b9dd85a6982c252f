import {spawn} from 'node:child_process';
import type {Clock} from '../../shared/clock.ts';
import {SluiceError} from '../../shared/errors.ts';
import {keepAlive} from './keep-alive.ts';
import type {TerminalInput} from './stdin.ts';

/** Ink's `useApp().suspendTerminal`: hands over the terminal while the callback runs, then paints anew. */
export type SuspendTerminal = (callback: () => Promise<void>) => Promise<void>;

/** What is needed of `process`. */
export type StoppableProcess = {
	readonly pid: number;
	kill(pid: number, signal: NodeJS.Signals): unknown;
	on(signal: 'SIGTSTP' | 'SIGCONT', listener: () => void): unknown;
	off(signal: 'SIGTSTP' | 'SIGCONT', listener: () => void): unknown;
};

export type ChildEnd = {readonly exitCode: number | undefined; readonly signal: NodeJS.Signals | undefined};

export type SuspendOptions = {
	readonly process: StoppableProcess;
	readonly stdin: TerminalInput;
	readonly clock: Clock;
	/** Undefined until the app is mounted, and without a terminal. */
	suspendTerminal(): SuspendTerminal | undefined;
	/** What Ink does not know of, off and on again: the mouse. */
	beforeSuspend(): void;
	afterSuspend(): void;
};

/** A process group that nobody can continue ignores the stop; then the console comes back by itself. */
const stopMs = 150;

/**
Gives the terminal to the shell (Ctrl-Z) or to a child (`$EDITOR`, `$PAGER`) and takes it back.

Also answers SIGTSTP and SIGCONT from outside: a stop leaves the terminal in order, and after a continue it is set up and painted anew.
*/
export class Suspender {
	readonly #options: SuspendOptions;
	#inFront: 'console' | 'shell' | 'child' = 'console';

	constructor(options: SuspendOptions) {
		this.#options = options;
		options.process.on('SIGTSTP', this.#onStop);
		options.process.on('SIGCONT', this.#onContinue);
	}

	/** Restores the terminal and stops the process and its group, as Ctrl-Z does; resolves when it was continued. */
	async suspend(): Promise<void> {
		await this.#handOver('shell', () => this.#stop());
	}

	/**
	Runs a program in the terminal until it ends.

	@throws SluiceError `cannot-run` when it cannot be started.
	*/
	async runChild(command: string, values: readonly string[], options: {env?: NodeJS.ProcessEnv} = {}): Promise<ChildEnd> {
		let end: ChildEnd = {exitCode: undefined, signal: undefined};
		await this.#handOver('child', async () => {
			// Node would keep a read on stdin pending, and the child would lose its first key to it.
			await new Promise<void>(resolve => void setImmediate(resolve));
			this.#options.stdin.pause();
			end = await runInherited(command, values, options.env);
		});
		return end;
	}

	isChildInFront(): boolean {
		return this.#inFront === 'child';
	}

	end(): void {
		this.#options.process.off('SIGTSTP', this.#onStop);
		this.#options.process.off('SIGCONT', this.#onContinue);
	}

	async #handOver(to: 'shell' | 'child', callback: () => Promise<void>): Promise<void> {
		const suspendTerminal = this.#options.suspendTerminal();
		if (!suspendTerminal || this.#inFront !== 'console') return;
		this.#inFront = to;
		this.#options.beforeSuspend();
		const rest = keepAlive();
		try {
			await suspendTerminal(callback);
		} finally {
			rest();
			this.#inFront = 'console';
			this.#options.afterSuspend();
		}
	}

	readonly #onStop = (): void => {
		// A program in front of us stops its whole group: stop with it, the terminal is not ours.
		if (this.#inFront === 'child') void this.#stop();
		else void this.suspend();
	};

	readonly #onContinue = (): void => {
		// Stopped by SIGSTOP, unasked: the shell has set the terminal its own way meanwhile.
		if (this.#inFront === 'console') void this.#handOver('shell', () => Promise.resolve());
	};

	/** Stops here. Listening for the continue comes first, or it would be missed. */
	async #stop(): Promise<void> {
		const {process, clock} = this.#options;
		process.off('SIGTSTP', this.#onStop);
		try {
			await new Promise<void>(resolve => {
				const finish = (): void => {
					process.off('SIGCONT', finish);
					cancel();
					resolve();
				};
				process.on('SIGCONT', finish);
				const cancel = clock.schedule(clock.nowMs() + stopMs, finish);
				// The whole group, as the terminal does it: started by npm, the shell must see npm stop.
				process.kill(this.#inFront === 'child' ? process.pid : 0, 'SIGTSTP');
			});
		} finally {
			process.on('SIGTSTP', this.#onStop);
		}
	}
}

function runInherited(command: string, values: readonly string[], env: NodeJS.ProcessEnv | undefined): Promise<ChildEnd> {
	return new Promise((resolve, reject) => {
		const child = spawn(command, values, {stdio: 'inherit', ...(env ? {env} : {})});
		child.once('error', cause => {
			reject(
				new SluiceError(`"${command}" cannot be started: ${cause.message}.`, {
					code: 'cannot-run',
					nextSteps: ['Set EDITOR or PAGER to a program that is installed.'],
					cause,
				}),
			);
		});
		child.once('close', (exitCode, signal) => resolve({exitCode: exitCode ?? undefined, signal: signal ?? undefined}));
	});
}
