import {EventEmitter} from 'node:events';
import {Writable} from 'node:stream';
import {render} from 'ink';
import type {ReactNode} from 'react';
import {createScreenBuffer, type ScreenBuffer} from './screen-buffer.ts';
import {bracketedPaste, bytesOfKey} from './screen-keys.ts';

/** A stdin that is a terminal in raw mode, for Ink or for `createTokenizedStdin`. */
export class FakeStdin extends EventEmitter {
	readonly isTTY = true;
	isRaw = false;
	readonly #queue: string[] = [];

	/** Bytes as one read. */
	send(data: string): void {
		this.#queue.push(data);
		this.emit('readable');
		this.emit('data', data);
	}

	read(): string | null {
		return this.#queue.shift() ?? null;
	}

	setRawMode(isRaw: boolean): this {
		this.isRaw = isRaw;
		return this;
	}

	setEncoding(): this {
		return this;
	}

	ref(): this {
		return this;
	}

	unref(): this {
		return this;
	}

	resume(): this {
		return this;
	}

	pause(): this {
		return this;
	}
}

/** A stdout that is a terminal of a given size; what is written to it appears on `screen`. */
export class FakeStdout extends Writable {
	readonly isTTY = true;
	columns: number;
	rows: number;
	readonly screen: ScreenBuffer;
	#written = '';

	constructor(size: {columns: number; rows: number}) {
		super({decodeStrings: false});
		this.columns = size.columns;
		this.rows = size.rows;
		this.screen = createScreenBuffer(size);
	}

	override _write(chunk: string | Buffer, _encoding: BufferEncoding, callback: () => void): void {
		this.#written += String(chunk);
		this.screen.write(String(chunk).replaceAll(/(?<!\r)\n/g, '\r\n'));
		callback();
	}

	/** All that was written since the last call. */
	takeWritten(): string {
		const written = this.#written;
		this.#written = '';
		return written;
	}

	resize(columns: number, rows: number): void {
		this.columns = columns;
		this.rows = rows;
		this.screen.resize(columns, rows);
		this.emit('resize');
	}
}

export type RenderedScreen = {
	readonly screen: ScreenBuffer;
	readonly stdin: FakeStdin;
	readonly stdout: FakeStdout;
	/** Keys in the console's notation, each as a read of its own; waits for the frame. */
	press(...keys: readonly string[]): Promise<void>;
	paste(text: string): Promise<void>;
	lines(): readonly string[];
	text(): string;
	rerender(node: ReactNode): Promise<void>;
	resize(columns: number, rows: number): Promise<void>;
	/** Waits until what was committed is on screen. */
	flush(): Promise<void>;
	unmount(): void;
};

/** Renders a tree on a terminal of the given size, as the console does it: alternate screen, incremental, no console patching. */
export async function renderScreen(
	node: ReactNode,
	options: {
		columns?: number;
		rows?: number;
		stdin?: NodeJS.ReadStream;
		stdout?: NodeJS.WriteStream;
		terminal?: {stdin: FakeStdin; stdout: FakeStdout};
	} = {},
): Promise<RenderedScreen> {
	const {columns = 80, rows = 24} = options;
	const stdin = options.terminal?.stdin ?? new FakeStdin();
	const stdout = options.terminal?.stdout ?? new FakeStdout({columns, rows});
	const instance = render(node, {
		// Ink asks for no more of the streams than what the fakes have.
		stdin: options.stdin ?? (stdin as unknown as NodeJS.ReadStream),
		stdout: options.stdout ?? (stdout as unknown as NodeJS.WriteStream),
		interactive: true,
		alternateScreen: true,
		incrementalRendering: true,
		maxFps: 60,
		patchConsole: false,
		exitOnCtrlC: false,
	});
	const flush = (): Promise<void> => instance.waitUntilRenderFlush();
	await flush();
	return {
		screen: stdout.screen,
		stdin,
		stdout,
		async press(...keys) {
			for (const key of keys) {
				stdin.send(bytesOfKey(key));
				await flush();
			}
		},
		async paste(text) {
			stdin.send(bracketedPaste(text));
			await flush();
		},
		lines: () => stdout.screen.lines(),
		text: () => stdout.screen.text(),
		async rerender(changed) {
			instance.rerender(changed);
			await flush();
		},
		async resize(changedColumns, changedRows) {
			stdout.resize(changedColumns, changedRows);
			// The first frame after a resize still has the old size.
			await flush();
			await flush();
		},
		flush,
		unmount: () => instance.unmount(),
	};
}
