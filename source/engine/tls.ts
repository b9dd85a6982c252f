import {generateKeyPairSync} from 'node:crypto';
import type {Socket} from 'node:net';
import type {Server} from 'node:tls';
import type {Random} from '../shared/random.ts';
import {pem, selfSignedCertificate} from './sns/certificate.ts';

/**
Makes the function that takes a TLS connection and passes on what is inside it.

The certificate is made at the first connection, for that takes some 50 ms, and is signed by itself: clients must be told not to verify it, or be given it.
*/
export function createTlsAcceptor(options: {
	readonly random: Random;
	readonly onConnection: (socket: Socket) => void;
}): (socket: Socket) => void {
	let server: Server | undefined;
	return socket => {
		server ??= createTlsServer(options);
		server.emit('connection', socket);
	};
}

function createTlsServer({random, onConnection}: {readonly random: Random; readonly onConnection: (socket: Socket) => void}): Server {
	const {createServer} = process.getBuiltinModule('node:tls');
	const {privateKey, publicKey} = generateKeyPairSync('rsa', {modulusLength: 2048});
	const certificate = selfSignedCertificate({host: 'localhost', serial: Buffer.from(random.hex(16), 'hex'), publicKey, privateKey});
	const server = createServer({
		key: privateKey.export({type: 'pkcs8', format: 'pem'}),
		cert: pem('CERTIFICATE', certificate),
		ALPNProtocols: ['h2', 'http/1.1'],
	});
	server.on('secureConnection', socket => {
		// Old Java clients begin HTTP/2 without having agreed on it; what the bytes say decides.
		if (socket.alpnProtocol === false) socket.alpnProtocol = 'h2';
		onConnection(socket);
	});
	server.on('tlsClientError', (_error, socket) => socket.destroy());
	return server;
}
