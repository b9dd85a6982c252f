import {constants} from 'node:os';
import {safeText} from '../../payload/safe-text.ts';
import type {Clock} from '../../shared/clock.ts';
import {sleep} from '../../shared/clock.ts';
import {keepAlive} from './keep-alive.ts';

/** Why the console ends. */
export type ExitReason =
	| {readonly type: 'quit'}
	| {readonly type: 'signal'; readonly signal: NodeJS.Signals}
	/** The terminal is gone: nothing can be shown any more. */
	| {readonly type: 'lost'}
	| {readonly type: 'crash'; readonly error: unknown};

/** What is needed of `process`. */
export type ExitProcess = {
	on(event: string, listener: (...values: unknown[]) => void): unknown;
	off(event: string, listener: (...values: unknown[]) => void): unknown;
};

export type ExitOptions = {
	readonly process: ExitProcess;
	readonly clock: Clock;
	/**
	Ends the work: gives back held messages, stops what runs. It has 2 s, then nobody waits for it.

	@returns Lines to leave on the normal screen: what was given back, what still runs in AWS.
	*/
	onExit(reason: ExitReason): Promise<readonly string[]>;
	/** Takes the app off the screen and the terminal back to how it was. Called at least once; must bear to be called again. */
	restoreTerminal(): void;
	/** Writes to the normal screen, after the terminal was restored. */
	print(text: string): void;
	/** Ends the process. */
	exit(code: number): void;
	/** What is held and until when, for the case that it could not be given back in time. */
	whatIsHeld?(): readonly string[];
	/** Lines about a mistake of the program's own, for the normal screen. Default: its stack. */
	describeCrash?(error: unknown): readonly string[];
	/** A child has the terminal: Ctrl-C is meant for it. */
	isChildInFront?(): boolean;
};

export type ExitHandlers = {
	/** Leaves in order. Called again while it waits, it waits no longer. */
	leave(reason: ExitReason): Promise<void>;
	uninstall(): void;
};

/** What giving back may take. */
const exitMs = 2000;

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/**
Restores the terminal on every way out that a process can see: leaving, SIGINT, SIGTERM, SIGHUP, SIGQUIT, an exception nobody caught, a rejection nobody handled, and a plain exit. What went wrong is then printed on the normal screen.
*/
export function installExitHandlers(options: ExitOptions): ExitHandlers {
	return new Exit(options);
}

/** 0 after leaving, 128 and the signal's number after a signal, 1 after a crash. */
export function exitCodeOf(reason: ExitReason): number {
	switch (reason.type) {
		case 'quit':
			return 0;
		case 'crash':
			return 1;
		case 'lost':
			return 128 + constants.signals.SIGHUP;
		case 'signal':
			return 128 + constants.signals[reason.signal];
	}
}

/** Only a person asks twice. A terminal that is gone says so by SIGHUP and by broken streams, and that is one reason to leave, not two. */
function isInHurry(reason: ExitReason): boolean {
	return reason.type === 'quit' || (reason.type === 'signal' && reason.signal !== 'SIGHUP');
}

class Exit implements ExitHandlers {
	readonly #options: ExitOptions;
	readonly #listeners: ReadonlyArray<readonly [event: string, listener: (...values: unknown[]) => void]>;
	#hurry: (() => void) | undefined;
	#hasLeft = false;

	constructor(options: ExitOptions) {
		this.#options = options;
		this.#listeners = [
			...signals.map(signal => [signal, () => this.#onSignal(signal)] as const),
			['uncaughtException', (error: unknown) => void this.leave({type: 'crash', error})],
			['unhandledRejection', (error: unknown) => void this.leave({type: 'crash', error})],
			['exit', () => options.restoreTerminal()],
		];
		for (const [event, listener] of this.#listeners) options.process.on(event, listener);
	}

	uninstall(): void {
		for (const [event, listener] of this.#listeners) this.#options.process.off(event, listener);
	}

	async leave(reason: ExitReason): Promise<void> {
		if (this.#hasLeft) return;
		if (this.#hurry) {
			if (isInHurry(reason)) this.#hurry();
			return;
		}
		const hurried = new Promise<readonly string[]>(resolve => {
			this.#hurry = () => resolve(['Left at once: what was held comes back when its time is over.', ...this.#held()]);
		});
		// After a crash the screen may be broken; without a terminal there is none.
		if (reason.type === 'crash' || reason.type === 'lost') this.#options.restoreTerminal();
		const rest = keepAlive();
		const lines = await Promise.race([this.#end(reason), hurried]);
		rest();
		this.#finish(reason, lines);
	}

	#onSignal(signal: (typeof signals)[number]): void {
		const isForChild = (signal === 'SIGINT' || signal === 'SIGQUIT') && this.#options.isChildInFront?.() === true;
		if (isForChild) return;
		// SIGHUP says that the terminal is closed; writing to it fails.
		void this.leave({type: 'signal', signal});
	}

	/** Never rejects: whatever happens, the terminal must be restored next. */
	async #end(reason: ExitReason): Promise<readonly string[]> {
		const stop = new AbortController();
		const late = sleep(this.#options.clock, exitMs, {signal: stop.signal}).then(
			() => ['Not all of it ended in time: what was held comes back when its time is over.', ...this.#held()],
			() => [],
		);
		try {
			return await Promise.race([this.#options.onExit(reason), late]);
		} catch (error) {
			return [`Could not end everything: ${messageOf(error)}`, ...this.#held()];
		} finally {
			stop.abort();
		}
	}

	/** Never throws: after a crash nothing can be relied on. */
	#held(): readonly string[] {
		try {
			return this.#options.whatIsHeld?.() ?? [];
		} catch {
			return [];
		}
	}

	#described(error: unknown): readonly string[] {
		try {
			return this.#options.describeCrash?.(error) ?? crashReport(error);
		} catch {
			// What describes a mistake may meet the same mistake.
			return crashReport(error);
		}
	}

	#finish(reason: ExitReason, lines: readonly string[]): void {
		if (this.#hasLeft) return;
		this.#hasLeft = true;
		this.#options.restoreTerminal();
		// From here on a signal ends the process as usual.
		this.uninstall();
		const report = reason.type === 'crash' ? this.#described(reason.error) : [];
		const text = [...lines, ...report].map(line => `${safeText(line)}\n`).join('');
		if (text !== '' && reason.type !== 'lost') this.#options.print(text);
		this.#options.exit(exitCodeOf(reason));
	}
}

function crashReport(error: unknown): readonly string[] {
	const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
	return ['sluice stopped because of a mistake of its own:', ...stack.split('\n')];
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
