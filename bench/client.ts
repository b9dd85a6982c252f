import {connect, type Socket} from 'node:net';
import {requestHead, type Api} from './api.ts';

/**
One keep-alive connection of a client that costs as little as it can, so that the server's process gets the rest of the machine.

It sends ready bytes and looks only for the end of the answer.
*/
export type Connection = {
	/** Sends a request and returns the answer's body. Rejects unless the status is 200. */
	call(api: Api, action: string, body: string): Promise<string>;
	close(): void;
};

export type OpenConnection = (url: string) => Promise<Connection>;

export async function openConnection(url: string): Promise<Connection> {
	const {hostname, port, host} = new URL(url);
	const socket = await openSocket(hostname, Number(port));
	const heads = new Map<string, string>();
	let pieces: string[] = [];
	let missing = 0;
	let settle: {resolve: (body: string) => void; reject: (error: Error) => void} | undefined;

	const fail = (error: Error): void => settle?.reject(error);
	socket.on('error', fail);
	socket.on('close', () => fail(new Error('The server closed the connection.')));
	socket.on('data', (chunk: string) => {
		if (missing > 0 && Number.isFinite(missing)) {
			pieces.push(chunk);
			missing -= chunk.length;
		} else {
			pieces = [pieces.join('') + chunk];
			missing = missingOf(pieces[0] ?? '');
		}
		if (missing > 0) return;
		const answer = pieces.join('');
		pieces = [];
		if (answer.startsWith('HTTP/1.1 200')) settle?.resolve(answer.slice(answer.indexOf('\r\n\r\n') + 4));
		else fail(new Error(`The server answered ${answer.slice(0, 1000)}`));
	});

	return {
		call(api, action, body) {
			let head = heads.get(api.contentType + action);
			if (head === undefined) {
				head = requestHead(host, api, action);
				heads.set(api.contentType + action, head);
			}
			socket.write(`${head}${body.length}\r\n\r\n${body}`, 'latin1');
			return new Promise((resolve, reject) => {
				settle = {resolve, reject};
			});
		},
		close: () => socket.destroy(),
	};
}

function openSocket(host: string, port: number): Promise<Socket> {
	return new Promise((resolve, reject) => {
		const socket = connect({host, port, noDelay: true}, () => resolve(socket));
		socket.setEncoding('latin1');
		socket.once('error', reject);
	});
}

/** How many bytes are still to come of an answer; all there can be while its headers are not complete. */
function missingOf(start: string): number {
	const headEnd = start.indexOf('\r\n\r\n');
	return headEnd === -1 ? Infinity : headEnd + 4 + contentLength(start) - start.length;
}

function contentLength(answer: string): number {
	const match = /\r\ncontent-length: (\d+)/i.exec(answer);
	if (!match) throw new Error(`The answer has no Content-Length: ${answer.slice(0, 200)}`);
	return Number(match[1]);
}
