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

export async function openConnection(url: string): Promise<Connection> {
	const {hostname, port, host} = new URL(url);
	const socket = await openSocket(hostname, Number(port));
	const heads = new Map<string, string>();
	let received = '';
	let settle: {resolve: (body: string) => void; reject: (error: Error) => void} | undefined;

	const fail = (error: Error): void => settle?.reject(error);
	socket.on('error', fail);
	socket.on('close', () => fail(new Error('The server closed the connection.')));
	socket.on('data', (chunk: string) => {
		received = received === '' ? chunk : received + chunk;
		const headEnd = received.indexOf('\r\n\r\n');
		if (headEnd === -1) return;
		const length = contentLength(received);
		if (received.length < headEnd + 4 + length) return;
		const answer = received;
		received = '';
		if (answer.startsWith('HTTP/1.1 200')) settle?.resolve(answer.slice(headEnd + 4));
		else fail(new Error(`The server answered ${answer.slice(0, 1000)}`));
	});

	return {
		call(api, action, body) {
			let head = heads.get(action);
			if (head === undefined) {
				head = requestHead(host, api, action);
				heads.set(action, head);
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

function contentLength(answer: string): number {
	const match = /\r\ncontent-length: (\d+)/i.exec(answer);
	if (!match) throw new Error(`The answer has no Content-Length: ${answer.slice(0, 200)}`);
	return Number(match[1]);
}
