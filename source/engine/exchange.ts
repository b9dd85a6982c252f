/**
One request and the way to answer it, whatever version of HTTP carries it.

The dispatcher sees nothing else of HTTP.
*/
export type Exchange = {
	readonly method: string;
	/** Path and query string as they were sent. */
	readonly target: string;
	/** `http://host:port` as the client spoke to us; undefined when it did not say. */
	readonly origin: string | undefined;
	/** The whole body; undefined when it was longer than the engine accepts. */
	readonly body: Buffer | undefined;
	/** The client's IP address; undefined once it is gone. */
	readonly remoteAddress: string | undefined;
	/** A header's value by lower-case name. */
	header(name: string): string | undefined;
	/** Calls back when the client goes away before it is answered. The returned function unregisters. */
	onClientGone(callback: () => void): () => void;
	/** Answers, once. Does nothing when the client is gone. */
	answer(answer: Answer): void;
	/** Begins an answer of unknown length. */
	stream(head: AnswerHead): AnswerStream;
};

export type AnswerHead = {
	readonly status: number;
	/** Names and values in turn, without Content-Length. */
	readonly headers: readonly string[];
};

export type Answer = AnswerHead & {
	/** Text where possible: it leaves in one write together with the headers. */
	readonly body: string | Uint8Array;
};

export type AnswerStream = {
	/** Resolves when the client keeps up, or is gone. */
	write(chunk: Uint8Array): Promise<void>;
	end(): void;
};

/** Longest accepted body. Kinesis' PutRecords takes 10 MiB, which base64 makes 14. */
export const bodyBytesMax = 32 * 1024 * 1024;

/** A longer body is read to its end and thrown away, so that the client can read its error; beyond this the connection is cut. */
export const discardedBytesMax = 1024 * 1024 * 1024;

const empty = Buffer.alloc(0);

/** What the two HTTP versions have in common to write to. */
type Sink = {
	readonly destroyed: boolean;
	write(chunk: Uint8Array): boolean;
	once(event: 'drain' | 'close', listener: () => void): unknown;
	off(event: 'drain' | 'close', listener: () => void): unknown;
};

/** Writes, and waits where the client does not keep up. */
export function writeChunk(sink: Sink, chunk: Uint8Array): Promise<void> {
	if (sink.destroyed || sink.write(chunk)) return Promise.resolve();
	return new Promise(resolve => {
		const settle = (): void => {
			sink.off('drain', settle);
			sink.off('close', settle);
			resolve();
		};
		sink.once('drain', settle);
		sink.once('close', settle);
	});
}

/** What the two HTTP versions have in common to read from. */
type BodySource = {
	on(event: 'data', listener: (chunk: Buffer) => void): unknown;
	on(event: 'end', listener: () => void): unknown;
	destroy(): unknown;
};

/** Collects a request's body and calls back once, with undefined when it is too long. Never calls back when the client goes away first. */
export function readBody(source: BodySource, onBody: (body: Buffer | undefined) => void): void {
	let only: Buffer | undefined;
	let chunks: Buffer[] | undefined;
	let byteCount = 0;

	source.on('data', chunk => {
		byteCount += chunk.length;
		if (byteCount > bodyBytesMax) {
			only = undefined;
			chunks = undefined;
			if (byteCount > discardedBytesMax) source.destroy();
		} else if (chunks) chunks.push(chunk);
		else if (only) chunks = [only, chunk];
		else only = chunk;
	});
	source.on('end', () => {
		if (byteCount > bodyBytesMax) onBody(undefined);
		else onBody(chunks ? Buffer.concat(chunks, byteCount) : (only ?? empty));
	});
}
