import type {Clock} from '../../shared/clock.ts';
import {clipboardSequence, isInTmux} from './clipboard.ts';
import {installExitHandlers, type ExitProcess, type ExitReason} from './restore.ts';
import {createTokenizedStdin, type TerminalInput} from './stdin.ts';
import {createJoinedStdout, type JoinedStdout, type TerminalOutput} from './stdout.ts';
import {holdStrayOutput, type WritableTarget} from './stray-output.ts';
import {Suspender, type ChildEnd, type StoppableProcess, type SuspendTerminal} from './suspend.ts';
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
	/** Mouse events take the terminal's own selection away: off until asked for. */
	setMouse(isOn: boolean): void;
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

const mouseOn = '\u001B[?1000h\u001B[?1006h';
const mouseOff = '\u001B[?1000l\u001B[?1006l';
// What a terminal thinks wider than Ink does must not spill into the next row.
const wrapOff = '\u001B[?7l';
const wrapOn = '\u001B[?7h';

export function createTerminal(options: TerminalOptions): Terminal {
	const {process, clock} = options;
	let instance: InkInstance | undefined;
	let suspendTerminal: SuspendTerminal | undefined;
	let isMouseOn = false;
	const onLost = (): void => void exit.leave({type: 'lost'});

	const write = process.stdout.write.bind(process.stdout);
	const stdout = createJoinedStdout(process.stdout, {write, onLost});
	const stdin = createTokenizedStdin(process.stdin, {clock, onToken: options.onToken, onReply: options.onReply, onLost});
	const releaseStray = holdStrayOutput([process.stdout, process.stderr]);
	const suspender = new Suspender({
		process,
		clock,
		stdin: process.stdin,
		suspendTerminal: () => suspendTerminal,
		beforeSuspend: () => void stdout.write(wrapOn + (isMouseOn ? mouseOff : '')),
		afterSuspend: () => void stdout.write(wrapOff + (isMouseOn ? mouseOn : '')),
	});

	function restoreTerminal(): void {
		instance?.unmount();
		instance = undefined;
		stdout.flush();
		stdout.write(stdout.restoring());
		suspender.end();
		const stray = releaseStray();
		if (!stdout.isLost()) {
			process.stdin.setRawMode?.(false);
			if (stray !== '') write(stray);
		}
	}

	const exit = installExitHandlers({
		process,
		clock,
		onExit: options.onExit,
		exit: options.exit,
		restoreTerminal,
		print: text => void (stdout.isLost() || write(text)),
		isChildInFront: () => suspender.isChildInFront(),
	});

	return {
		stdin,
		stdout,
		attach: attached => void (instance = attached),
		onReady(suspend) {
			suspendTerminal = suspend;
			stdout.write(wrapOff);
		},
		setMouse(isOn) {
			isMouseOn = isOn;
			stdout.write(isOn ? mouseOn : mouseOff);
		},
		copy: text => copyTo(stdout, text, process.env),
		suspend: () => suspender.suspend(),
		runChild: (command, values, childOptions) => suspender.runChild(command, values, childOptions),
		redraw() {
			instance?.clear();
			stdout.write('\u001B[?25l\u001B[H\u001B[2J');
			// Ink paints on a resize even when nothing changed.
			stdout.emit('resize');
		},
		leave: reason => exit.leave(reason),
		bytesWritten: () => stdout.bytesWritten(),
	};
}

function copyTo(stdout: JoinedStdout, text: string, environment: TerminalProcess['env']): boolean {
	const sequence = clipboardSequence(text, {isTmux: isInTmux(environment)});
	if (sequence !== undefined) stdout.write(sequence);
	return sequence !== undefined;
}
