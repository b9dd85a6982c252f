import {createServer, request as httpRequest} from 'node:http';
import {connect, type AddressInfo, type Socket} from 'node:net';

export type Proxy = {
	readonly url: string;
	/** `CONNECT host:port` and `POST host:port`. */ readonly asked: readonly string[];
	[Symbol.asyncDispose](): Promise<void>;
};

/** A proxy as companies have them: it forwards plain requests, tunnels others, and keeps what was asked. */
export async function startProxy(options: {refusesTunnels?: boolean} = {}): Promise<Proxy> {
	const asked: string[] = [];
	const sockets = new Set<Socket>();
	const server = createServer((incoming, response) => {
		const url = new URL(incoming.url ?? '');
		asked.push(`${incoming.method} ${url.host}`);
		const outgoing = httpRequest(url, {method: incoming.method, headers: incoming.headers, agent: false}, answer => {
			response.writeHead(answer.statusCode ?? 502, answer.headers);
			answer.pipe(response);
		});
		outgoing.on('error', () => response.destroy());
		incoming.pipe(outgoing);
	});
	server.on('connect', (request, socket: Socket, head) => {
		asked.push(`CONNECT ${request.url}`);
		if (options.refusesTunnels) {
			socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
			return;
		}
		const [host = '', port = ''] = (request.url ?? '').split(':');
		const upstream = connect(Number(port), host, () => {
			socket.write('HTTP/1.1 200 OK\r\n\r\n');
			upstream.write(head);
			upstream.pipe(socket).pipe(upstream);
		});
		for (const end of [socket, upstream]) {
			sockets.add(end);
			end.on('error', () => {
				socket.destroy();
				upstream.destroy();
			});
		}
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		asked,
		async [Symbol.asyncDispose]() {
			for (const socket of sockets) socket.destroy();
			server.closeAllConnections();
			await new Promise<void>(resolve => server.close(() => resolve()));
		},
	};
}
