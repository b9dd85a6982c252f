import type {Http2Server, IncomingHttpHeaders, OutgoingHttpHeaders, ServerHttp2Stream} from 'node:http2';
import {isVersionAtLeast} from '../shared/version.ts';
import {readBody, writeChunk, type Answer, type AnswerHead, type AnswerStream, type Exchange} from './exchange.ts';

/** What a client may have sent and we not yet read, for the connection and for each stream: a large PutRecords in one round trip. */
const windowBytes = 16 * 1024 * 1024;

/** Serves HTTP/2 on connections given to it by `emit('connection', socket)`. Node's module is loaded here, for most engines never see HTTP/2. */
export function createHttp2Server(serve: (exchange: Exchange) => void): Http2Server {
	const {createServer} = process.getBuiltinModule('node:http2');
	const server = createServer({
		settings: {initialWindowSize: windowBytes, maxConcurrentStreams: 1000},
		// In megabytes. The default of 10 refuses streams as soon as a few clients put records at once.
		maxSessionMemory: 1000,
	});
	configureHttp2(server, serve);
	return server;
}

/** Sets the handlers that cleartext and TLS servers share. */
export function configureHttp2(server: Http2Server, serve: (exchange: Exchange) => void): void {
	server.on('session', session => {
		session.setLocalWindowSize(windowBytes);
		session.on('error', ignore);
	});
	server.on('sessionError', ignore);
	server.on('stream', (stream, headers) => {
		// A stream that breaks is the client's affair; `onClientGone` tells who wants to know.
		stream.on('error', ignore);
		readBody(stream, {
			// Node's own client throws away an answer that comes while it holds more than 10 MB of its request.
			refusesAt: 'end',
			contentLength: headers['content-length'],
			onBody: body => serve(new Http2Exchange(stream, headers, body)),
			// After the answer has left.
			cut: () => stream.close(),
		});
	});
}

function ignore(): void {}

class Http2Exchange implements Exchange {
	readonly body: Buffer | undefined;
	readonly #stream: ServerHttp2Stream;
	readonly #headers: IncomingHttpHeaders;
	#isAnswered = false;

	constructor(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, body: Buffer | undefined) {
		this.#stream = stream;
		this.#headers = headers;
		this.body = body;
	}

	get method(): string {
		return this.#headers[':method'] ?? 'GET';
	}

	get target(): string {
		return this.#headers[':path'] ?? '/';
	}

	get origin(): string | undefined {
		const authority = this.#headers[':authority'] ?? this.#headers.host;
		return authority === undefined ? undefined : `${this.#headers[':scheme'] === 'https' ? 'https' : 'http'}://${authority}`;
	}

	get remoteAddress(): string | undefined {
		return this.#stream.session?.socket.remoteAddress;
	}

	header(name: string): string | undefined {
		const value = this.#headers[name];
		return typeof value === 'string' ? value : value?.[0];
	}

	onClientGone(callback: () => void): () => void {
		const stream = this.#stream;
		const onClose = (): void => {
			if (!this.#isAnswered) callback();
		};
		stream.once('close', onClose);
		return () => stream.off('close', onClose);
	}

	answer({status, headers, body}: Answer): void {
		const stream = this.#stream;
		if (stream.destroyed || stream.closed) return;
		this.#isAnswered = true;
		const byteCount = typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength;
		const head = headOf(status, [...headers, 'Content-Length', String(byteCount)]);
		if (byteCount === 0) {
			stream.respond(head, {endStream: true});
			return;
		}
		stream.respond(head);
		stream.write(body);
		// Ending in the same tick makes Node destroy the stream before its write calls back, which costs an error object with a stack that nobody reads.
		process.nextTick(end, stream);
	}

	stream({status, headers}: AnswerHead): AnswerStream {
		const stream = this.#stream;
		if (!stream.destroyed && !stream.closed) stream.respond(headOf(status, headers));
		return {
			write: chunk => (stream.closed ? Promise.resolve() : writeChunk(stream, chunk)),
			end: () => {
				this.#isAnswered = true;
				end(stream);
			},
		};
	}
}

function end(stream: ServerHttp2Stream): void {
	if (!stream.destroyed && !stream.closed) stream.end();
}

/** Whether Node takes a head as it is sent, names and values in turn, which costs it a fifth less of the whole answer. Older ones would take the array for an object. */
const takesPairs = isVersionAtLeast(process.versions.node, 24, 10);

function headOf(status: number, headers: readonly string[]): OutgoingHttpHeaders | string[] {
	const pairs: string[] = [':status', String(status)];
	for (let index = 0; index + 1 < headers.length; index += 2) pairs.push(lowerCase(headers[index] ?? ''), headers[index + 1] ?? '');
	return takesPairs ? pairs : objectOf(pairs);
}

/** The engine's own names of headers, some twenty of them, in the case that HTTP/2 wants. */
const lowerCased = new Map<string, string>();

function lowerCase(name: string): string {
	let lower = lowerCased.get(name);
	if (lower === undefined) {
		lower = name.toLowerCase();
		lowerCased.set(name, lower);
	}
	return lower;
}

function objectOf(pairs: readonly string[]): OutgoingHttpHeaders {
	const head: OutgoingHttpHeaders = {};
	for (let index = 0; index + 1 < pairs.length; index += 2) head[pairs[index] ?? ''] = pairs[index + 1];
	return head;
}
