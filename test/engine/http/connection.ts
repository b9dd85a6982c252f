import {connect as connectHttp2, constants, type ClientHttp2Session, type ClientHttp2Stream, type IncomingHttpHeaders} from 'node:http2';
import {connect, type Socket} from 'node:net';
import {once} from 'node:events';

/** A TCP connection whose bytes are the test's own. */
export type RawConnection = {
	readonly socket: Socket;
	/** Reads until the text has come. Rejects when the connection ends before. */
	until(text: string): Promise<string>;
	/** Reads to the end of the connection. */
	rest(): Promise<string>;
};

export async function openRaw(port: number): Promise<RawConnection> {
	const socket = connect({port, host: '127.0.0.1', noDelay: true});
	await once(socket, 'connect');
	let received = '';
	let isEnded = false;
	let wake: (() => void) | undefined;
	socket.on('data', (chunk: Buffer) => {
		received += chunk.toString('latin1');
		wake?.();
	});
	socket.on('error', () => {
		// The close that follows is what tests look at.
	});
	socket.on('close', () => {
		isEnded = true;
		wake?.();
	});
	const change = (): Promise<void> =>
		new Promise(resolve => {
			wake = resolve;
		});
	return {
		socket,
		async until(text) {
			while (!received.includes(text)) {
				if (isEnded) throw new Error(`The connection ended after ${JSON.stringify(received)}`);
				await change();
			}
			const end = received.indexOf(text) + text.length;
			const found = received.slice(0, end);
			received = received.slice(end);
			return found;
		},
		async rest() {
			while (!isEnded) await change();
			return received;
		},
	};
}

export type Http2Answer = {readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: string};

export type Http2Connection = {
	readonly session: ClientHttp2Session;
	/** Begins a POST with the body. */
	begin(headers: Readonly<Record<string, string>>, body: string): ClientHttp2Stream;
	post(headers: Readonly<Record<string, string>>, body: string): Promise<Http2Answer>;
	[Symbol.dispose](): void;
};

/** Cleartext HTTP/2 with prior knowledge. */
export function openHttp2(url: string): Http2Connection {
	const session = connectHttp2(url);
	const begin: Http2Connection['begin'] = (headers, body) => {
		const stream = session.request({[constants.HTTP2_HEADER_METHOD]: 'POST', [constants.HTTP2_HEADER_PATH]: '/', ...headers});
		stream.end(body);
		return stream;
	};
	return {
		session,
		begin,
		post: (headers, body) => readAnswer(begin(headers, body)),
		[Symbol.dispose]: () => session.destroy(),
	};
}

function readAnswer(stream: ClientHttp2Stream): Promise<Http2Answer> {
	return new Promise((resolve, reject) => {
		let head: IncomingHttpHeaders = {};
		let body = '';
		stream.setEncoding('utf8');
		stream.on('response', headers => {
			head = headers;
		});
		stream.on('data', (chunk: string) => {
			body += chunk;
		});
		stream.on('end', () => resolve({status: Number(head[constants.HTTP2_HEADER_STATUS]), headers: head, body}));
		stream.on('error', reject);
	});
}
