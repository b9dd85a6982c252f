import type {Clock} from '../../shared/clock.ts';
import {clipboardSequence, isInTmux} from './clipboard.ts';
import {installExitHandlers, type ExitHandlers, type ExitProcess, type ExitReason} from './restore.ts';
import {createTokenizedStdin, type TerminalInput} from './stdin.ts';
import {createJoinedStdout, type JoinedStdout, type TerminalOutput} from './stdout.ts';
import {holdStrayOutput, type WritableTarget} from './stray-output.ts';
import {Suspender, type ChildEnd, type StoppableProcess, type SuspendTerminal} from './suspend.ts';
import {WindowTitle} from './title.ts';
import type {Reply, Token} from './token.ts';

/** What is needed of `process`. */
export type TerminalProcess = ExitProcess &
	StoppableProcess & {
		readonly stdin: TerminalInput;
		readonly stdout: TerminalOutput & WritableTarget;
		readonly stderr: WritableTarget;
		readonly env: Readonly<Record<string, string | undefined>>;
	};

export type TerminalOptions = {
	readonly process: TerminalProcess;
	readonly clock: Clock;
	onToken(token: Token): void;
	onReply?(reply: Reply): void;
	/** See `installExitHandlers`. */
	onExit(reason: ExitReason): Promise<readonly string[]>;
	/** See `installExitHandlers`. */
	whatIsHeld?(): readonly string[];
	/** See `installExitHandlers`. */
	describeCrash?(error: unknown): readonly string[];
	/** Ends the process with a code: 0 after leaving, 128 and more after a signal, 1 after a crash. */
	exit(code: number): void;
};

/** The part of Ink's instance that is needed. */
export type InkInstance = {clear(): void; unmount(): void};

/**
Everything between the console and its terminal.

```ts
const terminal = createTerminal({process, clock, onToken, onExit, exit});
const instance = render(<><TerminalModes onReady={terminal.onReady} /><App … /></>, {stdin: terminal.stdin, stdout: terminal.stdout, alternateScreen: true, incrementalRendering: true, maxFps: 60, patchConsole: false, exitOnCtrlC: false});
terminal.attach(instance);
instance.waitUntilExit().catch(error => terminal.leave({type: 'crash', error}));
```
*/
export type Terminal = {
	/** For Ink's `render`. */
	readonly stdin: NodeJS.ReadStream;
	readonly stdout: JoinedStdout;
	attach(instance: InkInstance): void;
	/** For `<TerminalModes onReady>`. */
	onReady(suspendTerminal: SuspendTerminal): void;
	/** Asks, before anything is drawn, how wide the terminal draws the interface's glyphs. Nobody waits for the answer. */
	probeWidth(onWide: () => void): void;
	/** Mouse events take the terminal's own selection away: off until asked for. */
	setMouse(isOn: boolean): void;
	/** The window's title; the old one comes back at the end. */
	setTitle(title: string): void;
	/** Copies to the operator's clipboard; false when it is too much. */
	copy(text: string): boolean;
	suspend(): Promise<void>;
	runChild(command: string, values: readonly string[], options?: {env?: NodeJS.ProcessEnv}): Promise<ChildEnd>;
	/** Paints all of the screen anew. */
	redraw(): void;
	leave(reason: ExitReason): Promise<void>;
	/** Bytes written to the terminal so far. */
	bytesWritten(): number;
};

// Two glyphs that some East Asian settings draw two cells wide; then where the cursor is, and away with them.
const widthProbe = '\r\u2581\u2248\u001B[6n\r\u001B[K';

/** Where the cursor stands after glyphs of one cell each, from 1. */
const narrowColumn = 3;

const mouseOn = '\u001B[?1000h\u001B[?1006h';
const mouseOff = '\u001B[?1000l\u001B[?1006l';
// What a terminal thinks wider than Ink does must not spill into the next row.
const wrapOff = '\u001B[?7l';
const wrapOn = '\u001B[?7h';

export function createTerminal(options: TerminalOptions): Terminal {
	return new ProcessTerminal(options);
}

class ProcessTerminal implements Terminal {
	readonly stdin: NodeJS.ReadStream;
	readonly stdout: JoinedStdout;
	readonly #options: TerminalOptions;
	/** The terminal's own `write`, from before stray output is held. */
	readonly #write: (text: string) => void;
	readonly #releaseStray: () => string;
	readonly #suspender: Suspender;
	readonly #exit: ExitHandlers;
	readonly #title = new WindowTitle();
	#instance: InkInstance | undefined;
	#suspendTerminal: SuspendTerminal | undefined;
	#isMouseOn = false;
	#onWide: (() => void) | undefined;

	constructor(options: TerminalOptions) {
		const {process, clock} = options;
		this.#options = options;
		const onLost = (): void => void this.#exit.leave({type: 'lost'});
		const write = process.stdout.write.bind(process.stdout);
		this.#write = text => void write(text);
		this.stdout = createJoinedStdout(process.stdout, {write, onLost});
		this.stdin = createTokenizedStdin(process.stdin, {clock, onToken: options.onToken, onReply: reply => this.#onReply(reply), onLost});
		this.#releaseStray = holdStrayOutput([process.stdout, process.stderr]);
		this.#suspender = new Suspender({
			process,
			clock,
			stdin: process.stdin,
			suspendTerminal: () => this.#suspendTerminal,
			beforeSuspend: () => void this.stdout.write(wrapOn + (this.#isMouseOn ? mouseOff : '')),
			afterSuspend: () => void this.stdout.write(wrapOff + (this.#isMouseOn ? mouseOn : '')),
		});
		this.#exit = installExitHandlers({
			process,
			clock,
			onExit: options.onExit,
			exit: options.exit,
			restoreTerminal: () => this.#restore(),
			print: text => void (this.stdout.isLost() || write(text)),
			...(options.whatIsHeld && {whatIsHeld: () => options.whatIsHeld?.() ?? []}),
			...(options.describeCrash && {describeCrash: (error: unknown) => options.describeCrash?.(error) ?? []}),
			isChildInFront: () => this.#suspender.isChildInFront(),
		});
	}

	attach(instance: InkInstance): void {
		this.#instance = instance;
	}

	readonly onReady = (suspendTerminal: SuspendTerminal): void => {
		this.#suspendTerminal = suspendTerminal;
		this.stdout.write(wrapOff);
	};

	probeWidth(onWide: () => void): void {
		this.#onWide = onWide;
		// Raw, or the answer would be echoed like typed text.
		this.stdin.setRawMode(true);
		this.stdout.write(widthProbe);
		this.stdout.flush();
	}

	#onReply(reply: Reply): void {
		this.#options.onReply?.(reply);
		const column = reply.type === 'reply' ? /\[\d+;(\d+)R$/.exec(reply.text)?.[1] : undefined;
		if (column === undefined || !this.#onWide) return;
		if (Number(column) !== narrowColumn) this.#onWide();
		this.#onWide = undefined;
	}

	setMouse(isOn: boolean): void {
		this.#isMouseOn = isOn;
		this.stdout.write(isOn ? mouseOn : mouseOff);
	}

	setTitle(title: string): void {
		this.stdout.write(this.#title.change(title));
	}

	copy(text: string): boolean {
		const sequence = clipboardSequence(text, {isTmux: isInTmux(this.#options.process.env)});
		if (sequence !== undefined) this.stdout.write(sequence);
		return sequence !== undefined;
	}

	suspend(): Promise<void> {
		return this.#suspender.suspend();
	}

	runChild(command: string, values: readonly string[], options: {env?: NodeJS.ProcessEnv} = {}): Promise<ChildEnd> {
		return this.#suspender.runChild(command, values, options);
	}

	redraw(): void {
		this.#instance?.clear();
		this.stdout.write('\u001B[?25l\u001B[H\u001B[2J');
		// Ink paints on a resize even when nothing changed.
		this.stdout.emit('resize');
	}

	leave(reason: ExitReason): Promise<void> {
		return this.#exit.leave(reason);
	}

	bytesWritten(): number {
		return this.stdout.bytesWritten();
	}

	#restore(): void {
		const instance = this.#instance;
		this.#instance = undefined;
		try {
			instance?.unmount();
		} catch {
			// A component that fails while it goes must not keep the terminal; what made us leave is reported.
		}
		this.stdout.flush();
		this.stdout.write(this.stdout.restoring() + this.#title.restoring());
		this.#suspender.end();
		const stray = this.#releaseStray();
		if (this.stdout.isLost()) return;
		this.#options.process.stdin.setRawMode?.(false);
		if (stray !== '') this.#write(stray);
	}
}
