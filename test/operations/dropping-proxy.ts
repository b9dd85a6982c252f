import {createServer, request, type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';

export type DroppingProxy = {
	readonly url: string;
	/** The next answers to this action are lost: the engine does it, and the client's connection is cut. */
	drop(action: string, times?: number): void;
	/** Called when the engine has done this action, before its client is told. */
	onAnswer(action: string, callback: () => void): void;
	[Symbol.asyncDispose](): Promise<void>;
};

/** Stands between a client and the engine and loses answers. */
export async function startDroppingProxy(engineUrl: string): Promise<DroppingProxy> {
	const drops = new Map<string, number>();
	const callbacks = new Map<string, () => void>();

	function answer(incoming: IncomingMessage, action: string, response: ServerResponse): void {
		callbacks.get(action)?.();
		const left = drops.get(action) ?? 0;
		if (left > 0) {
			drops.set(action, left - 1);
			incoming.resume();
			response.destroy();
			return;
		}
		response.writeHead(incoming.statusCode ?? 500, incoming.headers);
		incoming.pipe(response);
	}

	const server = createServer((incoming, response) => {
		const action = String(incoming.headers['x-amz-target'] ?? '').split('.')[1] ?? '';
		const {method, headers, url} = incoming;
		const outgoing = request(`${engineUrl}${url}`, {method, headers}, engineAnswer => answer(engineAnswer, action, response));
		outgoing.on('error', () => response.destroy());
		incoming.pipe(outgoing);
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	// Listening on TCP, its address is one of a port.
	const {port} = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		drop: (action, times = 1) => void drops.set(action, times),
		onAnswer: (action, callback) => void callbacks.set(action, callback),
		async [Symbol.asyncDispose]() {
			server.closeAllConnections();
			await new Promise(resolve => server.close(resolve));
		},
	};
}
