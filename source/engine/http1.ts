import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {Socket} from 'node:net';
import {isTooLong, readBody, writeChunk, type Answer, type AnswerHead, type AnswerStream, type Exchange} from './exchange.ts';

/** Longer than any long poll and than the idle time of the SDKs' connection pools, so that the server is never the one to close first. */
export const keepAliveMs = 75_000;

/** Bytes of a request's headers; a session token alone can have several thousand. */
const headerBytesMax = 64 * 1024;

/** Serves HTTP/1.1 on connections given to it by `emit('connection', socket)`; it does not listen by itself. */
export function createHttp1Server(serve: (exchange: Exchange) => void, options: {newRequestId: () => string}): Server {
	const receive = (request: IncomingMessage, response: ServerResponse): void => {
		// A connection that breaks is the client's affair; `onClientGone` tells who wants to know.
		request.on('error', ignore);
		response.on('error', ignore);
		readBody(request, {
			refusesAt: 'once',
			contentLength: request.headers['content-length'],
			onBody: body => serve(new Http1Exchange(request, response, body)),
			cut: () => request.destroy(),
		});
	};
	const server = createServer(
		{
			keepAliveTimeout: keepAliveMs,
			requestTimeout: 0,
			headersTimeout: 0,
			maxHeaderSize: headerBytesMax,
			noDelay: true,
			requireHostHeader: false,
		},
		receive,
	);
	// A client that waits for leave to send a body that is too long gets its answer instead.
	server.on('checkContinue', (request, response) => {
		if (!isTooLong(request.headers['content-length'])) response.writeContinue();
		receive(request, response);
	});
	// An expectation that is not known is none: Node's own answer would not be one of AWS's.
	server.on('checkExpectation', receive);
	server.on('clientError', (error: NodeJS.ErrnoException, socket) => answerMalformed(error, socket as Socket, options.newRequestId()));
	return server;
}

function ignore(): void {}

/** What cannot be parsed as HTTP belongs to no service, so the answer is HTTP's own, in the shape that AWS's front ends use. */
function answerMalformed(error: NodeJS.ErrnoException, socket: Socket, requestId: string): void {
	if (error.code === 'ECONNRESET' || !socket.writable) {
		socket.destroy();
		return;
	}
	const end = `x-amzn-RequestId: ${requestId}\r\nConnection: close\r\n\r\n`;
	if (error.code === 'HPE_HEADER_OVERFLOW') {
		// Which method it is was read too long ago to be known here, and an answer to HEAD must not have a body.
		socket.end(
			`HTTP/1.1 431 Request Header Fields Too Large\r\nx-amzn-ErrorMessage: The request headers are longer than 64 KiB.\r\nContent-Length: 0\r\n${end}`,
		);
		return;
	}
	const body = '<BadRequest><Message>The request is not valid HTTP.</Message></BadRequest>\n';
	socket.end(`HTTP/1.1 400 Bad Request\r\nContent-Type: text/xml\r\nContent-Length: ${body.length}\r\n${end}${body}`);
}

class Http1Exchange implements Exchange {
	readonly body: Buffer | undefined;
	readonly #request: IncomingMessage;
	readonly #response: ServerResponse;

	constructor(request: IncomingMessage, response: ServerResponse, body: Buffer | undefined) {
		this.#request = request;
		this.#response = response;
		this.body = body;
	}

	get method(): string {
		return this.#request.method ?? 'GET';
	}

	get target(): string {
		return this.#request.url ?? '/';
	}

	get origin(): string | undefined {
		const {host} = this.#request.headers;
		if (host === undefined) return undefined;
		return 'encrypted' in this.#request.socket ? `https://${host}` : `http://${host}`;
	}

	get remoteAddress(): string | undefined {
		return this.#request.socket.remoteAddress;
	}

	header(name: string): string | undefined {
		const value = this.#request.headers[name];
		return typeof value === 'string' ? value : value?.[0];
	}

	onClientGone(callback: () => void): () => void {
		const response = this.#response;
		const onClose = (): void => {
			if (!response.writableFinished) callback();
		};
		response.once('close', onClose);
		return () => response.off('close', onClose);
	}

	answer({status, headers, body}: Answer): void {
		if (this.#response.destroyed) return;
		const byteCount = typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength;
		this.#response.writeHead(status, [...headers, 'Content-Length', String(byteCount)]);
		this.#response.end(body);
	}

	stream({status, headers}: AnswerHead): AnswerStream {
		const response = this.#response;
		response.writeHead(status, [...headers]);
		response.flushHeaders();
		return {
			write: chunk => writeChunk(response, chunk),
			end() {
				if (!response.destroyed) response.end();
			},
		};
	}
}
