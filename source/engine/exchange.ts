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

/** What a client has begun to send of a longer body is thrown away up to here, so that it can read its answer. Beyond this the connection, or the stream, is cut. */
export const discardedBytesMax = 64 * 1024 * 1024;

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
};

/** Whether a request says itself that its body is too long. */
export function isTooLong(contentLength: string | undefined): boolean {
	return contentLength !== undefined && Number(contentLength) > bodyBytesMax;
}

/**
Collects a request's body and calls back once, with undefined when it is too long. Never calls back when the client goes away first.

@param options.refusesAt When it calls back for a body that is too long: as soon as that is known, or when the client has sent it.
@param options.contentLength What the request says of it.
@param options.cut Ends what the client goes on sending after its answer; may be called several times.
*/
export function readBody(
	source: BodySource,
	options: {
		readonly refusesAt: 'once' | 'end';
		readonly contentLength: string | undefined;
		readonly onBody: (body: Buffer | undefined) => void;
		readonly cut: () => void;
	},
): void {
	const {refusesAt, contentLength, onBody, cut} = options;
	let only: Buffer | undefined;
	let chunks: Buffer[] | undefined;
	let byteCount = 0;
	let isRefused = false;

	const refuse = (): void => {
		if (!isRefused) onBody(undefined);
		isRefused = true;
	};
	source.on('data', chunk => {
		byteCount += chunk.length;
		if (byteCount > bodyBytesMax || isRefused) {
			only = undefined;
			chunks = undefined;
			if (refusesAt === 'once') refuse();
			if (byteCount > discardedBytesMax) {
				refuse();
				cut();
			}
		} else if (chunks) chunks.push(chunk);
		else if (only) chunks = [only, chunk];
		else only = chunk;
	});
	source.on('end', () => {
		if (byteCount > bodyBytesMax || isRefused) refuse();
		else onBody(chunks ? Buffer.concat(chunks, byteCount) : (only ?? empty));
	});
	if (refusesAt === 'once' && isTooLong(contentLength)) refuse();
}
