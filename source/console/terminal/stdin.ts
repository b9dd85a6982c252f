import {EventEmitter} from 'node:events';
import {createTokenizer, type TokenizerOptions} from './tokenizer.ts';

/** What Ink needs of stdin. `process.stdin` is one, and so is the fake of the tests. */
export type TerminalInput = {
	readonly isTTY?: boolean;
	setRawMode?(isRaw: boolean): unknown;
	ref?(): unknown;
	unref?(): unknown;
	on(event: 'data', listener: (chunk: string | Uint8Array) => void): unknown;
	on(event: 'end' | 'close', listener: () => void): unknown;
	on(event: 'error', listener: (error: Error) => void): unknown;
	off(event: 'data', listener: (chunk: string | Uint8Array) => void): unknown;
	resume(): unknown;
	pause(): unknown;
};

export type StdinOptions = TokenizerOptions & {
	/** The terminal is gone: it was closed, or the connection to it broke. */
	onLost?(): void;
};

/**
A stdin for Ink's `render({stdin})` that is silent: Ink switches raw mode and bracketed paste through it and never reads a key; all keys go to `onToken`, one a token.

Why: given the keys, Ink would join them again (`gg` is one event of its), drop function keys and hold Esc back a second time.

What the app must do: mount `useTerminal` (input.ts) once, always. It holds Ink's raw mode and bracketed paste. Reading starts when Ink turns raw mode on and stops when it turns it off, so a suspended console takes no key from the program in front.
*/
export function createTokenizedStdin(stdin: TerminalInput, options: StdinOptions): NodeJS.ReadStream {
	const silent = new SilentStdin(stdin, options);
	// Ink asks for no more of a ReadStream than what the class has.
	return silent as unknown as NodeJS.ReadStream;
}

class SilentStdin extends EventEmitter {
	readonly isTTY: boolean;
	readonly #stdin: TerminalInput;
	readonly #tokenizer;
	#isReading = false;

	constructor(stdin: TerminalInput, options: StdinOptions) {
		super();
		this.#stdin = stdin;
		this.isTTY = stdin.isTTY === true;
		this.#tokenizer = createTokenizer(options);
		const onLost = (): void => options.onLost?.();
		// A terminal that hangs up ends the stream, or breaks it (EIO). Unheard, the error would be a crash.
		stdin.on('end', onLost);
		stdin.on('error', onLost);
	}

	setRawMode(isRaw: boolean): this {
		this.#stdin.setRawMode?.(isRaw);
		if (isRaw) this.#startReading();
		else this.#stopReading();
		return this;
	}

	/** Ink wants text; the tokenizer decodes the bytes itself. */
	setEncoding(): this {
		return this;
	}

	/** There is never anything to read. */
	read(): null {
		return null;
	}

	ref(): this {
		this.#stdin.ref?.();
		return this;
	}

	unref(): this {
		this.#stdin.unref?.();
		return this;
	}

	resume(): this {
		return this;
	}

	pause(): this {
		return this;
	}

	readonly #onData = (chunk: string | Uint8Array): void => this.#tokenizer.push(chunk);

	#startReading(): void {
		if (this.#isReading) return;
		this.#isReading = true;
		this.#tokenizer.reset();
		this.#stdin.on('data', this.#onData);
		this.#stdin.resume();
	}

	#stopReading(): void {
		if (!this.#isReading) return;
		this.#isReading = false;
		this.#stdin.off('data', this.#onData);
		this.#stdin.pause();
		this.#tokenizer.reset();
	}
}
