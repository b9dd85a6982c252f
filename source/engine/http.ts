import {createServer, type AddressInfo, type Server as NetServer, type Socket} from 'node:net';
import {createSystemClock} from '../shared/clock.ts';
import {SluiceError} from '../shared/errors.ts';
import type {Random} from '../shared/random.ts';
import type {Exchange} from './exchange.ts';
import {createHeadWriter} from './http1-answer.ts';
import {servePlainRequests} from './http1-plain.ts';
import {createHttp1Server} from './http1.ts';
import {createHttp2Server} from './http2.ts';
import {createTlsAcceptor} from './tls.ts';

export type Listener = {
	readonly host: string;
	readonly port: number;
	/** Cuts all connections and frees the port. */
	close(): Promise<void>;
};

/** What an HTTP/2 connection begins with; no HTTP/1.1 method does. */
const http2Preface = 'PRI ';

/** What a TLS connection begins with: a handshake record. Nothing else begins so. */
const tlsFirstByte = 0x16;

type Version = 'http1' | 'http2' | 'tls';

/**
Listens on one port for HTTP/1.1 and for HTTP/2 with prior knowledge, and for both in TLS, told apart by the connection's first bytes.

Rejects with a SluiceError `port-in-use` or `cannot-listen`.
*/
export async function listen(options: {
	readonly port: number;
	readonly host: string;
	readonly serve: (exchange: Exchange) => void;
	readonly random: Random;
}): Promise<Listener> {
	const {serve, random} = options;
	// Each is made for the first connection that needs it, for a server costs milliseconds of the start.
	const http1 = once(() => createHttp1Server(serve, {newRequestId: random.uuid}));
	const http2 = once(() => createHttp2Server(serve));
	const plainOptions = {
		serve,
		handOver: (socket: Socket) => void http1.get().emit('connection', socket),
		writeHead: createHeadWriter(createSystemClock()),
	};
	const accept = (socket: Socket): void => sniff(socket, version => serveVersion(version, socket));
	const secure = createTlsAcceptor({random, onConnection: accept});
	const serveVersion = (version: Version, socket: Socket): void => {
		// Only HTTP/1.1 knows half-open connections; the others would wait for ever for what cannot come.
		socket.allowHalfOpen = version === 'http1';
		if (version === 'tls') secure(socket);
		else if (version === 'http2') http2.get().emit('connection', socket);
		else servePlainRequests(socket, plainOptions);
	};
	const sockets = new Set<Socket>();
	// Half-open, as Node's own HTTP servers are: a client may end its side before it has read the answer.
	const server = createServer({allowHalfOpen: true, noDelay: true}, socket => {
		sockets.add(socket);
		socket.on('close', () => sockets.delete(socket));
		accept(socket);
	});

	await startListening(server, options);
	// A TCP server's address is an AddressInfo once it listens.
	const {port} = server.address() as AddressInfo;
	return {
		host: options.host,
		port,
		close() {
			const closed = new Promise<void>(resolve => server.close(() => resolve()));
			for (const socket of sockets) socket.destroy();
			http1.made()?.close();
			http2.made()?.close();
			return closed;
		},
	};
}

/** Makes something when it is first asked for. */
function once<T>(make: () => T): {get(): T; made(): T | undefined} {
	let made: T | undefined;
	return {get: () => (made ??= make()), made: () => made};
}

/** Waits until `PRI ` can be told from `POST`, puts the bytes back and says which protocol they begin. A connection that ends before is closed. */
function sniff(socket: Socket, onVersion: (version: Version) => void): void {
	let seen: Buffer | undefined;
	const destroy = (): void => {
		socket.destroy();
	};
	const onReadable = (): void => {
		// A net socket without an encoding reads buffers. Null: it has ended, and `end` follows.
		const chunk = socket.read() as Buffer | null;
		if (chunk === null) return;
		seen = seen ? Buffer.concat([seen, chunk]) : chunk;
		const start = seen.toString('latin1', 0, http2Preface.length);
		if (start.length < http2Preface.length && http2Preface.startsWith(start)) return;
		socket.off('readable', onReadable).off('end', destroy).off('error', destroy);
		socket.unshift(seen);
		if (seen[0] === tlsFirstByte) onVersion('tls');
		else onVersion(start === http2Preface ? 'http2' : 'http1');
	};
	socket.on('readable', onReadable).on('end', destroy).on('error', destroy);
}

function startListening(server: NetServer, {port, host}: {readonly port: number; readonly host: string}): Promise<void> {
	return new Promise((resolve, reject) => {
		server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, port, host)));
		server.listen({port, host}, () => {
			server.removeAllListeners('error');
			server.on('error', () => {
				// Accepting failed, as when file descriptors run out; the next connection may do better.
			});
			resolve();
		});
	});
}

function listenError(error: NodeJS.ErrnoException, port: number, host: string): SluiceError {
	if (error.code === 'EADDRINUSE') {
		return new SluiceError(`Port ${port} on ${host} is in use.`, {
			code: 'port-in-use',
			nextSteps: [
				'Another sluice engine or another emulator may be there: connect to it, or stop it.',
				'Choose another port with --port, or a free one with --port 0.',
			],
			cause: error,
		});
	}
	return new SluiceError(`The engine cannot listen on ${host}:${port}: ${error.message}.`, {
		code: 'cannot-listen',
		nextSteps: [error.code === 'EACCES' ? 'Ports below 1024 need rights: choose a higher one with --port.' : 'Choose another --port.'],
		cause: error,
	});
}
