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
	const heads = new Map<string, string>();
	let pieces: string[] = [];
	let missing = 0;
	let settle: {resolve: (body: string) => void; reject: (error: Error) => void} | undefined;
	let socket = await open();

	function end(error: Error): void {
		settle?.reject(error);
		settle = undefined;
	}

	function take(chunk: string): void {
		// Nobody asked: a server says 408 to a connection that was idle for too long, and closes it. The next call opens another.
		if (!settle) return void socket.destroy();
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
		if (!answer.startsWith('HTTP/1.1 200')) return end(new Error(`The server answered ${answer.slice(0, 1000)}`));
		settle.resolve(answer.slice(answer.indexOf('\r\n\r\n') + 4));
		settle = undefined;
	}

	async function open(): Promise<Socket> {
		const opened = await openSocket(hostname, Number(port));
		pieces = [];
		missing = 0;
		opened.on('error', end);
		opened.on('close', () => end(new Error('The server closed the connection.')));
		opened.on('data', take);
		return opened;
	}

	function send(bytes: string): Promise<string> {
		socket.write(bytes, 'latin1');
		return new Promise((resolve, reject) => {
			settle = {resolve, reject};
		});
	}

	return {
		call(api, action, body) {
			let head = heads.get(api.contentType + action);
			if (head === undefined) {
				head = requestHead(host, api, action);
				heads.set(api.contentType + action, head);
			}
			const bytes = `${head}${body.length}\r\n\r\n${body}`;
			if (socket.writable) return send(bytes);
			return open().then(opened => {
				socket = opened;
				return send(bytes);
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
	// What has none is a refusal before its connection is closed: its head says all.
	return Number(/\r\ncontent-length: (\d+)/i.exec(answer)?.[1] ?? 0);
}
