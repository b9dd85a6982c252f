import type {Socket} from 'node:net';
import {bodyBytesMax, writeChunk, type Answer, type AnswerHead, type AnswerStream, type Exchange} from './exchange.ts';
import {chunked, type HeadWriter} from './http1-answer.ts';
import {readPlainHead, type PlainHead} from './http1-head.ts';
import {keepAliveMs} from './http1.ts';

const headEnd = '\r\n\r\n';

export type PlainOptions = {
	readonly serve: (exchange: Exchange) => void;
	/** Takes a connection whose next bytes are not a plain request. */
	readonly handOver: (socket: Socket) => void;
	readonly writeHead: HeadWriter;
};

/**
Reads plain requests from a connection, one after the other, and answers each with one write.

Most of what a small request costs is Node's own server: an empty ReceiveMessage costs by this reader two thirds of what that server does without any work of ours. It knows only what AWS clients send all day. At the first request that is anything else, or that does not come with its head in one piece, it puts the bytes back and hands the connection over for good.
*/
export function servePlainRequests(socket: Socket, options: PlainOptions): void {
	new PlainConnection(socket, options).start();
}

class PlainConnection {
	readonly socket: Socket;
	readonly options: PlainOptions;
	/** Came and is not read yet. */
	#unread: Buffer | undefined;
	/** A body of which more is to come. */
	#body: {readonly head: PlainHead; readonly chunks: Buffer[]; missing: number} | undefined;
	#exchange: PlainExchange | undefined;
	#isReading = false;

	constructor(socket: Socket, options: PlainOptions) {
		this.socket = socket;
		this.options = options;
	}

	start(): void {
		// A connection that breaks is the client's affair; `onClientGone` tells who wants to know.
		this.socket.on('error', ignore).on('end', this.#onEnd).on('timeout', this.#onTimeout).on('data', this.#onData);
		this.socket.setTimeout(keepAliveMs);
	}

	/** Goes on to the next request once the client has taken the answer. */
	finish(): void {
		if (this.socket.writableNeedDrain) this.socket.once('drain', this.#onFinished);
		else this.#onFinished();
	}

	readonly #onFinished = (): void => {
		this.#exchange = undefined;
		// Within `#read` its loop goes on by itself.
		if (this.#isReading) return;
		if (this.#unread) this.#read();
		if (this.socket.isPaused() && !this.#exchange) this.socket.resume();
	};

	readonly #onData = (chunk: Buffer): void => {
		const body = this.#body;
		if (body) {
			body.chunks.push(chunk);
			body.missing -= chunk.length;
			if (body.missing > 0) return;
			this.#body = undefined;
			this.#perform(body.head, Buffer.concat(body.chunks));
		} else {
			this.#unread = this.#unread ? Buffer.concat([this.#unread, chunk]) : chunk;
		}
		if (!this.#exchange) this.#read();
		// Whoever sends more before the answer waits for it.
		else if (this.#unread) this.socket.pause();
	};

	/** As many requests as there are and can be answered at once. */
	#read(): void {
		this.#isReading = true;
		while (this.#unread && !this.#exchange && !this.#body) {
			const unread = this.#unread;
			const end = unread.indexOf(headEnd);
			const head = end === -1 ? undefined : readPlainHead(unread.toString('latin1', 0, end));
			if (!head || head.contentLength > bodyBytesMax) {
				this.#leave(unread);
				return;
			}
			this.#take(head, unread.subarray(end + headEnd.length));
		}
		this.#isReading = false;
	}

	#take(head: PlainHead, rest: Buffer): void {
		if (rest.length >= head.contentLength) this.#perform(head, rest);
		else {
			this.#unread = undefined;
			this.#body = {head, chunks: [rest], missing: head.contentLength - rest.length};
		}
	}

	/** @param bytes Its body, and what follows. */
	#perform(head: PlainHead, bytes: Buffer): void {
		const isAll = bytes.length === head.contentLength;
		this.#unread = isAll ? undefined : bytes.subarray(head.contentLength);
		this.#exchange = new PlainExchange(this, head, isAll ? bytes : bytes.subarray(0, head.contentLength));
		this.options.serve(this.#exchange);
	}

	#leave(unread: Buffer): void {
		const {socket} = this;
		// Whoever called for this one may look here once more.
		this.#unread = undefined;
		socket.setTimeout(0);
		socket.off('error', ignore).off('end', this.#onEnd).off('timeout', this.#onTimeout).off('data', this.#onData);
		socket.pause();
		socket.unshift(unread);
		this.options.handOver(socket);
		socket.resume();
	}

	readonly #onEnd = (): void => {
		this.socket.end();
	};

	readonly #onTimeout = (): void => {
		if (!this.#exchange) this.socket.destroy();
	};
}

function ignore(): void {}

class PlainExchange implements Exchange {
	readonly body: Buffer;
	readonly #connection: PlainConnection;
	readonly #head: PlainHead;
	#isAnswered = false;

	constructor(connection: PlainConnection, head: PlainHead, body: Buffer) {
		this.#connection = connection;
		this.#head = head;
		this.body = body;
	}

	get method(): string {
		return this.#head.method;
	}

	get target(): string {
		return this.#head.target;
	}

	get origin(): string | undefined {
		const host = this.#head.header('host');
		if (host === undefined) return undefined;
		return 'encrypted' in this.#connection.socket ? `https://${host}` : `http://${host}`;
	}

	get remoteAddress(): string | undefined {
		return this.#connection.socket.remoteAddress;
	}

	header(name: string): string | undefined {
		return this.#head.header(name);
	}

	onClientGone(callback: () => void): () => void {
		const {socket} = this.#connection;
		const onClose = (): void => {
			if (!this.#isAnswered) callback();
		};
		socket.once('close', onClose);
		return () => socket.off('close', onClose);
	}

	answer({status, headers, body}: Answer): void {
		const {socket} = this.#connection;
		if (socket.destroyed) return;
		this.#isAnswered = true;
		const head = this.#connection.options.writeHead(status, headers);
		if (typeof body === 'string') {
			const byteCount = Buffer.byteLength(body);
			// In one write, and byte by byte where each character is one.
			socket.write(`${head}Content-Length: ${byteCount}${headEnd}${body}`, byteCount === body.length ? 'latin1' : 'utf8');
		} else {
			socket.cork();
			socket.write(`${head}Content-Length: ${body.byteLength}${headEnd}`, 'latin1');
			socket.write(body);
			socket.uncork();
		}
		this.#connection.finish();
	}

	stream({status, headers}: AnswerHead): AnswerStream {
		const {socket} = this.#connection;
		socket.write(`${this.#connection.options.writeHead(status, headers)}Transfer-Encoding: chunked${headEnd}`, 'latin1');
		const end = (): void => {
			this.#isAnswered = true;
			if (socket.destroyed) return;
			socket.write(`0${headEnd}`, 'latin1');
			this.#connection.finish();
		};
		return {write: chunk => writeChunk(chunked(socket), chunk), end};
	}
}
