import {once} from 'node:events';
import {connect as connectHttp2} from 'node:http2';
import {request as requestHttps} from 'node:https';
import {connect as connectTls, type TLSSocket} from 'node:tls';
import {expect, test} from 'vitest';
import {openRaw} from './connection.ts';
import {startToy, toyHeaders} from './toy-service.ts';

async function openTls(port: number, protocols: string[]): Promise<TLSSocket> {
	const socket = connectTls({port, host: '127.0.0.1', rejectUnauthorized: false, ALPNProtocols: protocols});
	await once(socket, 'secureConnect');
	return socket;
}

async function firstText(socket: TLSSocket): Promise<string> {
	// A socket without an encoding emits buffers.
	const [chunk] = (await once(socket, 'data')) as [Buffer];
	return chunk.toString('latin1');
}

const echo =
	'POST / HTTP/1.1\r\nHost: engine.test\r\nContent-Type: application/x-amz-json-1.0\r\nX-Amz-Target: Toy.Echo\r\nContent-Length: 12\r\n\r\n{"Text":"x"}';

test('TLS is spoken on the same port, and the endpoint is then https', async () => {
	await using toy = await startToy();

	const body = await new Promise<string>((resolve, reject) => {
		const request = requestHttps(
			`https://127.0.0.1:${toy.port}/`,
			{method: 'POST', headers: toyHeaders('Echo'), rejectUnauthorized: false, agent: false},
			response => {
				response.setEncoding('utf8').once('data', resolve);
			},
		);
		request.on('error', reject).end('{"Text":"x"}');
	});

	expect(JSON.parse(body)).toMatchObject({Text: 'x', Endpoint: `https://127.0.0.1:${toy.port}`});
});

test('HTTP/2 is agreed on in TLS', async () => {
	await using toy = await startToy();
	const session = connectHttp2(`https://127.0.0.1:${toy.port}`, {rejectUnauthorized: false});
	const stream = session.request({':method': 'POST', ':path': '/', ...toyHeaders('Echo')});
	stream.setEncoding('utf8').end('{"Text":"y"}');

	const [body] = (await once(stream, 'data')) as [string];

	expect(session.alpnProtocol).toBe('h2');
	expect(JSON.parse(body)).toMatchObject({Text: 'y', Endpoint: `https://127.0.0.1:${toy.port}`});
	session.destroy();
});

test('a client that agrees on nothing is understood by what it says', async () => {
	await using toy = await startToy();
	const plain = await openTls(toy.port, []);
	plain.write(echo);
	const answer = await firstText(plain);
	const second = await openTls(toy.port, []);
	second.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\u0000\u0000\u0000\u0004\u0000\u0000\u0000\u0000\u0000', 'latin1');
	const settings = await firstText(second);

	expect(answer).toContain('HTTP/1.1 200 OK');
	// The type of an HTTP/2 SETTINGS frame.
	expect(settings.charCodeAt(3)).toBe(4);
	plain.destroy();
	second.destroy();
});

test('a broken handshake harms nobody', async () => {
	await using toy = await startToy();
	const {socket, rest} = await openRaw(toy.port);
	socket.write('\u0016\u0003\u0001\u0000\u0005hello', 'latin1');
	await rest();

	const response = await fetch(toy.url, {method: 'POST', headers: toyHeaders('Echo'), body: '{}'});

	expect(response.status).toBe(200);
});

test('a closed engine ends its TLS connections', async () => {
	await using toy = await startToy();
	const socket = await openTls(toy.port, ['http/1.1']);
	socket.on('error', () => {
		// Being cut off may show as a reset.
	});

	await toy.close();
	if (!socket.closed) await once(socket, 'close');

	expect(socket.destroyed).toBe(true);
});
