import {once} from 'node:events';
import {createServer} from 'node:net';
import {describe, expect, test} from 'vitest';
import {createEngine} from '../../../source/engine/index.ts';
import {openHttp2, openRaw} from './connection.ts';
import {startToy, toyHeaders} from './toy-service.ts';

const echo =
	'POST / HTTP/1.1\r\nHost: example.test:1\r\nContent-Type: application/x-amz-json-1.0\r\nX-Amz-Target: Toy.Echo\r\nContent-Length: 12\r\n\r\n{"Text":"x"}';

describe('telling the versions apart', () => {
	test('HTTP/1.1 and HTTP/2 are answered on the same port', async () => {
		await using toy = await startToy();
		using http2 = openHttp2(toy.url);

		const first = await fetch(toy.url, {method: 'POST', headers: toyHeaders('Echo'), body: '{"Text":"one"}'});
		const second = await http2.post(toyHeaders('Echo'), '{"Text":"two"}');

		expect(await first.json()).toMatchObject({Text: 'one'});
		expect(second.status).toBe(200);
		expect(JSON.parse(second.body)).toMatchObject({Text: 'two'});
	});

	test('a request that arrives byte by byte is read, though P begins both POST and PRI', async () => {
		await using toy = await startToy();
		const {socket, until} = await openRaw(toy.port);

		for (const byte of echo) {
			socket.write(byte);
			// The next turn of the loop, so that the bytes travel one by one.
			await new Promise(setImmediate);
		}

		expect(await until('}')).toContain('200 OK');
		socket.destroy();
	});

	test('two requests in one packet are answered in order', async () => {
		await using toy = await startToy();
		const {socket, until} = await openRaw(toy.port);

		socket.write(echo + echo.replace('"x"', '"y"'));

		expect(await until('}')).toContain('"Text":"x"');
		expect(await until('}')).toContain('"Text":"y"');
		socket.destroy();
	});

	test('a connection that closes without a word harms nobody', async () => {
		await using toy = await startToy();
		for (const start of ['', 'P', 'PR']) {
			const {socket, rest} = await openRaw(toy.port);
			socket.end(start);
			await rest();
		}

		const response = await fetch(toy.url, {method: 'POST', headers: toyHeaders('Echo'), body: '{}'});

		expect(response.status).toBe(200);
	});
});

describe('malformed requests', () => {
	test('a malformed request line is a 400 with a request id, and the connection is closed', async () => {
		await using toy = await startToy();
		const {socket, rest} = await openRaw(toy.port);

		socket.write('HELLO THERE\r\n\r\n');

		const answer = await rest();
		expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
		expect(answer).toMatch(/x-amzn-RequestId: [0-9a-f-]{36}\r\n/);
		expect(answer).toContain('The request is not valid HTTP.');
	});

	test.each([
		['without a Host header', 'Host: example.test:1\r\n', ''],
		['that expects what nobody knows', 'Host:', 'Expect: tea\r\nHost:'],
	])('a request %s is answered as any other', async (_what, from, to) => {
		await using toy = await startToy();
		const {socket, until} = await openRaw(toy.port);

		socket.write(echo.replace(from, to));

		expect(await until('}')).toContain('200 OK');
		socket.destroy();
	});

	test.each(['PRI * HTTP/2.0\r\n', '\u0016\u0003\u0001\u0000'])('a connection that ends in the middle of %j is closed', async start => {
		await using toy = await startToy();
		const {socket, rest} = await openRaw(toy.port);

		socket.end(start, 'latin1');

		expect(await rest()).not.toContain('HTTP/1.1 2');
	});

	test.each(['POST', 'HEAD'])('headers beyond 64 KiB of a %s are a 431 that says so and has no body', async method => {
		await using toy = await startToy();
		const {socket, rest} = await openRaw(toy.port);

		socket.write(`${method} / HTTP/1.1\r\nHost: x\r\nX-Long: ${'a'.repeat(80 * 1024)}\r\n\r\n`);
		const answer = await rest();

		expect(answer).toMatch(/^HTTP\/1\.1 431 /);
		expect(answer).toContain('x-amzn-ErrorMessage: The request headers are longer than 64 KiB.\r\n');
		expect(answer).toMatch(/\r\n\r\n$/);
	});

	test('a broken HTTP/2 connection harms nobody', async () => {
		await using toy = await startToy();
		const {socket, rest} = await openRaw(toy.port);
		socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nthis is no frame at all, and it is long enough');
		await rest();

		const response = await fetch(toy.url, {method: 'POST', headers: toyHeaders('Echo'), body: '{}'});

		expect(response.status).toBe(200);
	});
});

describe('bodies', () => {
	test.each([1, 2 * 1024 * 1024, 16 * 1024 * 1024])('a body of %d bytes is read, over both versions', async length => {
		await using toy = await startToy();
		using http2 = openHttp2(toy.url);
		const body = JSON.stringify({Text: 'a'.repeat(length)});

		const first = await fetch(toy.url, {method: 'POST', headers: toyHeaders('Length'), body});
		const second = await http2.post(toyHeaders('Length'), body);

		expect(await first.json()).toEqual({Length: length});
		expect(JSON.parse(second.body)).toEqual({Length: length});
	});

	describe('beyond 32 MiB', () => {
		const length = 32 * 1024 * 1024 + 1;

		test('are refused in a readable answer, and the connection goes on', async () => {
			await using toy = await startToy();
			const {socket, until} = await openRaw(toy.port);

			socket.write(`POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: Toy.Echo\r\nContent-Length: ${length}\r\n\r\n`);
			socket.write(Buffer.alloc(length, 97));
			const tooLarge = await until('}');
			socket.write(echo);
			const next = await until('}');

			expect(tooLarge).toMatch(/^HTTP\/1\.1 413 /);
			expect(tooLarge).toContain('{"__type":"RequestEntityTooLargeException","message":"The request body is longer than 32 MiB."}');
			expect(next).toContain('200 OK');
			socket.destroy();
		});

		test('are refused before they are read, when the request says how long they are', async () => {
			await using toy = await startToy();
			const {socket, until} = await openRaw(toy.port);
			const head = `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n`;

			socket.write(`${head}\r\n`);
			const answer = await until('</ErrorResponse>');

			expect(answer).toMatch(/^HTTP\/1\.1 413 /);
			expect(answer).toContain('<Code>RequestEntityTooLargeException</Code><Message>The request body is longer than 32 MiB.</Message>');
			socket.destroy();
		});

		test('get no leave to be sent', async () => {
			await using toy = await startToy();
			const {socket, until} = await openRaw(toy.port);

			socket.write(`POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: ${length}\r\n\r\n`);

			expect(await until('</ErrorResponse>')).toMatch(/^HTTP\/1\.1 413 /);
			socket.destroy();
		});

		test('that do not say so are refused when they are, and cut when they go on', async () => {
			await using toy = await startToy();
			const {socket, until, rest} = await openRaw(toy.port);
			const chunk = Buffer.concat([Buffer.from('1000000\r\n'), Buffer.alloc(16 * 1024 * 1024, 97), Buffer.from('\r\n')]);

			socket.write('POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n');
			for (let index = 0; index < 3; index++) socket.write(chunk);
			expect(await until('</ErrorResponse>')).toMatch(/^HTTP\/1\.1 413 /);
			for (let index = 0; index < 3; index++) socket.write(chunk);

			expect(await rest()).toBe('');
		});

		test('are refused over HTTP/2 when they are sent, to CBOR clients too', async () => {
			await using toy = await startToy();
			using http2 = openHttp2(toy.url);

			const json = await http2.post({...toyHeaders('Echo'), 'content-length': String(length)}, 'x'.repeat(length));
			const cbor = await http2.post({'x-amz-target': 'Toy.Echo', 'content-type': 'application/x-amz-cbor-1.1'}, 'x'.repeat(length));

			expect([json.status, json.body]).toEqual([413, expect.stringContaining('"__type":"RequestEntityTooLargeException"')]);
			expect([cbor.status, cbor.headers['content-type']]).toEqual([413, 'application/x-amz-cbor-1.1']);
			expect(cbor.body).toContain('RequestEntityTooLargeException');
		});

		test('are answered at 64 MiB over HTTP/2, whether or not more is to come', async () => {
			await using toy = await startToy();
			using http2 = openHttp2(toy.url);

			const {status} = await http2.post(toyHeaders('Echo'), 'x'.repeat(70 * 1024 * 1024));

			expect(status).toBe(413);
		});
	});

	test('a client that waits for leave to send its body gets it', async () => {
		await using toy = await startToy();
		const {socket, until} = await openRaw(toy.port);

		socket.write(echo.replace('\r\n\r\n', '\r\nExpect: 100-continue\r\n\r\n').replace('{"Text":"x"}', ''));
		const leave = await until('\r\n\r\n');
		socket.write('{"Text":"x"}');

		expect(leave).toBe('HTTP/1.1 100 Continue\r\n\r\n');
		expect(await until('}')).toContain('200 OK');
		socket.destroy();
	});

	test('bytes that are not ASCII survive', async () => {
		await using toy = await startToy();
		using http2 = openHttp2(toy.url);
		const text = 'grüße 🚰 \u2028 end';
		const body = JSON.stringify({Text: text});

		const first = await fetch(toy.url, {method: 'POST', headers: toyHeaders('Echo'), body});
		const second = await http2.post(toyHeaders('Echo'), body);

		expect(await first.json()).toMatchObject({Text: text});
		expect(JSON.parse(second.body)).toMatchObject({Text: text});
	});
});

describe('many at once', () => {
	test('a thousand streams on one HTTP/2 connection are answered, a hundred and more of them at once', async () => {
		await using toy = await startToy();
		using http2 = openHttp2(toy.url);
		const waiting = Array.from({length: 150}, (_, index) => http2.post(toyHeaders('Wait'), JSON.stringify({Text: String(index)})));
		const waiters = await Promise.all(waiting.map(() => toy.nextWaiter()));

		const others = await Promise.all(
			Array.from({length: 850}, (_, index) => http2.post(toyHeaders('Echo'), JSON.stringify({Text: `n${index}`}))),
		);
		for (const waiter of waiters) waiter.release('done');
		const released = await Promise.all(waiting);

		expect(others.map(({body}) => (JSON.parse(body) as {Text: string}).Text)).toEqual(Array.from({length: 850}, (_, index) => `n${index}`));
		expect(released.every(({status, body}) => status === 200 && body === '{"Text":"done"}')).toBe(true);
	});
});

describe('clients that go away', () => {
	test('a closed HTTP/1.1 connection ends the wait of its request', async () => {
		await using toy = await startToy();
		const {socket} = await openRaw(toy.port);
		socket.write(echo.replace('Echo', 'Wait'));
		const waiter = await toy.nextWaiter();

		socket.destroy();
		await waiter.gone;

		expect(waiter.isGone).toBe(true);
		waiter.release('too late');
		expect(toy.bugs).toEqual([]);
	});

	test('a reset HTTP/2 stream ends the wait of its request and of no other', async () => {
		await using toy = await startToy();
		using http2 = openHttp2(toy.url);
		const stream = http2.begin(toyHeaders('Wait'), '{}');
		stream.on('error', () => {});
		const waiter = await toy.nextWaiter();
		const otherAnswer = http2.post(toyHeaders('Wait'), '{}');
		const other = await toy.nextWaiter();

		stream.close(8);
		await waiter.gone;
		other.release('still here');

		expect((await otherAnswer).body).toBe('{"Text":"still here"}');
		expect(other.isGone).toBe(false);
	});

	test('an answered request is not told that its client went away', async () => {
		await using toy = await startToy();
		using http2 = openHttp2(toy.url);
		const {socket, until} = await openRaw(toy.port);
		socket.write(echo.replace('Echo', 'Wait'));
		const first = await toy.nextWaiter();
		const answer = http2.post(toyHeaders('Wait'), '{}');
		const second = await toy.nextWaiter();

		first.release('a');
		second.release('b');
		await until('}');
		await answer;
		socket.destroy();
		await once(socket, 'close');
		http2.session.destroy();
		await toy.close();

		expect([first.isGone, second.isGone]).toEqual([false, false]);
	});
});

describe('listening', () => {
	test('a port in use is said in words, with a way out', async () => {
		const other = createServer().listen(0, '127.0.0.1');
		await once(other, 'listening');
		const address = other.address();
		const port = typeof address === 'object' && address ? address.port : 0;

		const starting = createEngine({port});

		await expect(starting).rejects.toMatchObject({
			name: 'SluiceError',
			code: 'port-in-use',
			message: `Port ${port} on 127.0.0.1 is in use.`,
			nextSteps: [expect.stringContaining('Another sluice engine or another emulator'), expect.stringContaining('--port 0')],
		});
		other.close();
	});

	test('a closed engine frees its port at once, even in the middle of a request', async () => {
		const toy = await startToy();
		const {socket, rest} = await openRaw(toy.port);
		socket.write(echo.replace('Echo', 'Wait'));
		await toy.nextWaiter();

		await toy.close();
		await rest();
		const engine = await createEngine({port: toy.port});

		expect(engine.port).toBe(toy.port);
		await engine.close();
	});
});
