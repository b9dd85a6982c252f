import {EventEmitter} from 'node:events';
import {ModeTracker} from './modes.ts';

/** What is needed of a terminal to write to. `process.stdout` is one. */
export type TerminalOutput = {
	readonly isTTY?: boolean;
	readonly columns?: number;
	readonly rows?: number;
	write(text: string, callback?: (error?: Error | null) => void): boolean;
	on(event: 'resize', listener: () => void): unknown;
	on(event: 'error', listener: (error: Error) => void): unknown;
	off(event: 'resize', listener: () => void): unknown;
};

/** A stdout for Ink's `render({stdout})`. */
export type JoinedStdout = NodeJS.WriteStream & {
	/** Bytes written so far. */
	bytesWritten(): number;
	/** Writes at once what waits for the end of the tick. */
	flush(): void;
	/** What would leave the terminal as it was found: modes that are on now, turned off. */
	restoring(): string;
	/** The terminal is gone, as a failed write told. Later writes go nowhere. */
	isLost(): boolean;
};

/**
While the alternate screen is on, joins the writes of one tick into one, so that no half-drawn frame is sent: Ink writes a frame in three pieces and erases outside of them on a resize.

Size and `resize` events are those of the terminal.

@param options.write Where to write, if not to `stdout.write`: that one may be held back meanwhile.
@param options.onLost A write failed: the terminal is gone.
*/
export function createJoinedStdout(stdout: TerminalOutput, options: JoinedStdoutOptions = {}): JoinedStdout {
	// Ink asks for no more of a WriteStream than what the class has.
	return new Joined(stdout, options) as unknown as JoinedStdout;
}

export type JoinedStdoutOptions = {readonly write?: TerminalOutput['write']; onLost?(): void};

const alternateScreen = 1049;
const enterAlternateScreen = '\u001B[?1049h';
const leaveAlternateScreen = '\u001B[?1049l';

type Callback = (error?: Error | null) => void;

class Joined extends EventEmitter {
	readonly writable = true;
	readonly destroyed = false;
	readonly writableEnded = false;
	readonly #stdout: TerminalOutput;
	readonly #write: TerminalOutput['write'];
	readonly #modes = new ModeTracker();
	#waiting = '';
	#callbacks: Callback[] = [];
	#isScheduled = false;
	#isLost = false;
	#byteCount = 0;

	constructor(stdout: TerminalOutput, options: JoinedStdoutOptions) {
		super();
		this.#stdout = stdout;
		this.#write = options.write ?? stdout.write.bind(stdout);
		this.setMaxListeners(50);
		stdout.on('resize', () => this.emit('resize'));
		stdout.on('error', () => {
			this.#isLost = true;
			options.onLost?.();
		});
	}

	get isTTY(): boolean {
		return this.#stdout.isTTY === true;
	}

	get columns(): number | undefined {
		return this.#stdout.columns;
	}

	get rows(): number | undefined {
		return this.#stdout.rows;
	}

	write(text: string | Uint8Array, encodingOrCallback?: BufferEncoding | Callback, callback?: Callback): boolean {
		const written = typeof text === 'string' ? text : Buffer.from(text).toString();
		// The cursor stays where the shell or a child left it; a frame begins at the top left.
		this.#waiting += written.replace(enterAlternateScreen, `${enterAlternateScreen}\u001B[H`);
		const done = typeof encodingOrCallback === 'function' ? encodingOrCallback : callback;
		if (done) this.#callbacks.push(done);
		// Outside the alternate screen nothing waits: the process may be about to end, and what restores the terminal must reach it.
		if (!this.#modes.isOn(alternateScreen) || this.#waiting.includes(leaveAlternateScreen)) this.flush();
		else if (!this.#isScheduled) {
			this.#isScheduled = true;
			// After all microtasks of this tick, before the next key is read.
			setImmediate(() => this.flush());
		}
		return true;
	}

	flush(): void {
		this.#isScheduled = false;
		const text = this.#waiting;
		const callbacks = this.#callbacks;
		this.#waiting = '';
		this.#callbacks = [];
		if (text === '' || this.#isLost) {
			for (const callback of callbacks) callback();
			return;
		}
		this.#byteCount += Buffer.byteLength(text);
		this.#modes.follow(text);
		this.#write(text, error => {
			for (const callback of callbacks) callback(error);
		});
	}

	bytesWritten(): number {
		return this.#byteCount;
	}

	restoring(): string {
		return this.#modes.restoring();
	}

	isLost(): boolean {
		return this.#isLost;
	}
}
