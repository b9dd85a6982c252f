import {createServer, request as sendRequest, Agent, type IncomingMessage} from 'node:http';
import {once} from 'node:events';
import {connect, type AddressInfo} from 'node:net';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {readPlainHead} from '../../../source/engine/http1-head.ts';
import {openRaw} from './connection.ts';
import {startToy, toyHeaders} from './toy-service.ts';

const echoHead = 'POST / HTTP/1.1\r\nHost: example.test:1\r\nContent-Type: application/x-amz-json-1.0\r\nX-Amz-Target: Toy.Echo\r\n';
const echo = (text: string): string => {
	const body = JSON.stringify({Text: text});
	return `${echoHead}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
};
const chunked = `${echoHead}Transfer-Encoding: chunked\r\n\r\nb\r\n{"Text":"c"\r\n1\r\n}\r\n0\r\n\r\n`;

describe('the head of a plain request', () => {
	test('is read with its names in any case and its values without the spaces around them', () => {
		const head = readPlainHead('POST /a?b=c HTTP/1.1\r\nHOST: x:1\r\nContent-length:\t7 \r\nX-Empty:\r\nx-twice: 1\r\nX-Twice: 2');

		expect(head).toMatchObject({method: 'POST', target: '/a?b=c', contentLength: 7});
		expect(['host', 'content-length', 'x-empty', 'x-twice', 'x-none'].map(name => head?.header(name))).toEqual([
			'x:1',
			'7',
			'',
			'1',
			undefined,
		]);
	});

	test('has no body when it does not say how long that is', () => {
		expect(readPlainHead('GET /_sluice/health HTTP/1.1\r\nHost: x')).toMatchObject({method: 'GET', contentLength: 0});
	});

	test.each([
		['another method', 'PUT / HTTP/1.1\r\nHost: x'],
		['another version', 'POST / HTTP/1.0\r\nHost: x'],
		['a target that is a whole URL', 'POST http://x/ HTTP/1.1\r\nHost: x'],
		['a chunked body', 'POST / HTTP/1.1\r\nTransfer-Encoding: chunked'],
		['an expectation', 'POST / HTTP/1.1\r\nexpect: 100-continue'],
		['an upgrade', 'GET / HTTP/1.1\r\nUPGRADE: h2c'],
		['a connection that shall close', 'POST / HTTP/1.1\r\nConnection: close'],
		['two lengths', 'POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 1'],
		['a length that is none', 'POST / HTTP/1.1\r\nContent-Length: +1'],
		['a folded line', 'POST / HTTP/1.1\r\nA: b\r\n c'],
		['a space before the colon', 'POST / HTTP/1.1\r\nContent-Length : 1'],
		['a header without a name', 'POST / HTTP/1.1\r\n: b'],
		['a lone line feed', 'POST / HTTP/1.1\r\nA: b\nContent-Length: 1'],
		['a control character', 'POST / HTTP/1.1\r\nA: \u0000'],
	])('is not one with %s', (_what, head) => {
		expect(readPlainHead(head)).toBeUndefined();
	});

	test('means to us what it means to Node, whatever it is made of', async () => {
		const node = createServer((request, response) => response.end(JSON.stringify(seenByNode(request))));
		node.listen(0, '127.0.0.1');
		await once(node, 'listening');
		const {port} = node.address() as AddressInfo;
		let readCount = 0;

		await fc.assert(
			fc.asyncProperty(heads, async text => {
				const head = readPlainHead(text);
				if (!head) return;
				readCount++;
				expect({method: head.method, target: head.target, ...valuesOf(name => head.header(name))}).toEqual(
					await askNode(port, `${text}\r\nConnection: close\r\n\r\n${'x'.repeat(head.contentLength)}`),
				);
			}),
			{numRuns: 400},
		);

		// Enough of what is made up can be read, else nothing would have been compared.
		expect(readCount).toBeGreaterThan(60);
		node.close();
	});
});

describe('a connection', () => {
	test('is answered in one piece, with the date, its length and for how long it stays', async () => {
		await using toy = await startToy();
		const {socket, until} = await openRaw(toy.port);

		socket.write(echo('é'));

		const answer = await until('"}');
		expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
		expect(answer).toMatch(/\r\nDate: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT\r\nConnection: keep-alive\r\nKeep-Alive: timeout=75\r\n/);
		expect(answer).toMatch(/\r\nContent-Length: (\d+)\r\n\r\n/);
		const [, length] = /Content-Length: (\d+)/.exec(answer) ?? [];
		expect(answer.length - answer.indexOf('\r\n\r\n') - 4).toBeLessThanOrEqual(Number(length));
		socket.destroy();
	});

	test('may turn to what is not plain, and back, in one packet', async () => {
		await using toy = await startToy();
		const {socket, until} = await openRaw(toy.port);

		socket.write(echo('a') + echo('b') + chunked + echo('d'));

		for (const text of ['a', 'b', 'c', 'd']) expect(await until('}')).toContain(`"Text":"${text}"`);
		socket.destroy();
	});

	test('may turn to what is not plain behind a body that came in pieces', async () => {
		await using toy = await startToy();
		const {socket, until, rest} = await openRaw(toy.port);
		const first = echo('a');

		socket.write(first.slice(0, -3));
		// Another connection's answer comes after the engine has read so far.
		await fetch(toy.url, {method: 'POST', headers: toyHeaders('Echo'), body: '{}'});
		socket.write(first.slice(-3) + chunked);
		for (const text of ['a', 'c']) expect(await until('}')).toContain(`"Text":"${text}"`);
		socket.write(echo('last').replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n'));

		expect((await rest()).match(/HTTP\/1\.1 \d+|"Text":"\w+"/g)).toEqual(['HTTP/1.1 200', '"Text":"last"']);
	});

	test('may say later what is not plain', async () => {
		await using toy = await startToy();
		const {socket, until, rest} = await openRaw(toy.port);

		socket.write(echo('a'));
		await until('}');
		socket.write(chunked);
		expect(await until('}')).toContain('"Text":"c"');
		socket.write(echo('last').replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n'));

		expect(await rest()).toMatch(/Connection: close[\s\S]*"Text":"last"/);
	});

	test('that says nonsense later is refused and closed', async () => {
		await using toy = await startToy();
		const {socket, until, rest} = await openRaw(toy.port);

		socket.write(echo('a'));
		await until('}');
		socket.write('HELLO THERE\r\n\r\n');

		expect(await rest()).toMatch(/HTTP\/1\.1 400 Bad Request/);
	});

	test('is read on when a request before has waited', async () => {
		await using toy = await startToy();
		const {socket, until} = await openRaw(toy.port);

		const waiting = toy.nextWaiter();
		socket.write(echo('x').replace('Toy.Echo', 'Toy.Wait') + echo('b') + echo('c').slice(0, -3));
		const waiter = await waiting;
		socket.write(echo('c').slice(-3));
		waiter.release('a');

		for (const text of ['a', 'b', 'c']) expect(await until('}')).toContain(`"Text":"${text}"`);
		socket.destroy();
	});

	test('whose client ends it while it waits tells so', async () => {
		await using toy = await startToy();
		const {socket} = await openRaw(toy.port);

		const waiting = toy.nextWaiter();
		socket.write(echo('x').replace('Toy.Echo', 'Toy.Wait'));
		const waiter = await waiting;
		socket.end();

		await waiter.gone;
		expect(waiter.isGone).toBe(true);
	});

	test('whose client said more than its request and went away tells so too', async () => {
		await using toy = await startToy();
		const {socket} = await openRaw(toy.port);

		const waiting = toy.nextWaiter();
		socket.write(echo('x').replace('Toy.Echo', 'Toy.Wait'));
		const waiter = await waiting;
		// Some clients end a body by a line of its own.
		socket.write('\r\n');
		// Another connection's answer comes after the engine has read it.
		await fetch(toy.url, {method: 'POST', headers: toyHeaders('Echo'), body: '{}'});
		socket.destroy();

		await waiter.gone;
		expect(waiter.isGone).toBe(true);
	});

	test('whose client ends it while it waits tells so also where head and body came apart', async () => {
		await using toy = await startToy();
		const {socket} = await openRaw(toy.port);
		const request = echo('x').replace('Toy.Echo', 'Toy.Wait');
		const bodyStart = request.indexOf('{');

		const waiting = toy.nextWaiter();
		socket.write(request.slice(0, bodyStart));
		// Another connection's answer comes after the engine has read so far.
		await fetch(toy.url, {method: 'POST', headers: toyHeaders('Echo'), body: '{}'});
		socket.write(request.slice(bodyStart));
		const waiter = await waiting;
		socket.end();

		await waiter.gone;
		expect(waiter.isGone).toBe(true);
	});

	test('that was answered goes without a word', async () => {
		await using toy = await startToy();
		const agent = new Agent({keepAlive: true, maxSockets: 1});

		const waiting = toy.nextWaiter();
		const answered = post(toy.port, agent, 'Wait');
		const waiter = await waiting;
		waiter.release('a');
		await answered;
		agent.destroy();
		// Another connection's answer comes after the first one's end.
		await fetch(toy.url, {method: 'POST', headers: toyHeaders('Echo'), body: '{}'});

		expect(waiter.isGone).toBe(false);
	});
});

const namesToCompare = ['host', 'a', 'content-type', 'x-amz-target', 'authorization'] as const;

function valuesOf(value: (name: string) => string | undefined): Record<string, string | null> {
	return Object.fromEntries(namesToCompare.map(name => [name, value(name) ?? null]));
}

function seenByNode(request: IncomingMessage): unknown {
	const {rawHeaders} = request;
	// The first of several, as we take it; Node would join some.
	const first = (name: string): string | undefined => {
		const at = rawHeaders.findIndex((text, index) => index % 2 === 0 && text.toLowerCase() === name);
		return at === -1 ? undefined : rawHeaders[at + 1];
	};
	return {method: request.method, target: request.url, ...valuesOf(first)};
}

/** What a server of Node's own reads of the bytes. */
async function askNode(port: number, bytes: string): Promise<unknown> {
	const socket = connect({port, host: '127.0.0.1'});
	let text = '';
	socket.setEncoding('utf8');
	socket.on('data', (chunk: string) => {
		text += chunk;
	});
	socket.write(bytes, 'latin1');
	await once(socket, 'close');
	return text.startsWith('HTTP/1.1 200') ? (JSON.parse(text.slice(text.indexOf('\r\n\r\n') + 4)) as unknown) : text;
}

/** Lines that are sound, and lines that are not. */
const line = fc.oneof(
	{
		weight: 6,
		arbitrary: fc.constantFrom('A: b', 'a:\tb\t', 'A:', 'Content-Type: text/xml', 'X-Amz-Target:  Toy.Echo', 'Authorization: é=\u00a0'),
	},
	{weight: 2, arbitrary: fc.nat(3).map(length => `content-LENGTH: ${length}`)},
	{weight: 1, arbitrary: fc.constantFrom('A : b', ': b', ' a: b', 'a', '', 'Expect: tea', 'Connection: keep-alive', 'Content-Length: 0x1')},
	{weight: 1, arbitrary: fc.string({unit: fc.integer({min: 0, max: 255}).map(code => String.fromCharCode(code)), maxLength: 8})},
);

const heads = fc
	.tuple(
		fc.constantFrom('POST / HTTP/1.1', 'GET /a?b=%20 HTTP/1.1', 'POST /"<>\\^`{|} HTTP/1.1', 'POST  / HTTP/1.1', 'post / HTTP/1.1'),
		fc.array(line, {maxLength: 4}),
	)
	.map(([start, lines]) => [start, 'Host: x', ...lines].join('\r\n'));

function post(port: number, agent: Agent, action: string): Promise<void> {
	return new Promise((resolve, reject) => {
		const request = sendRequest({port, host: '127.0.0.1', method: 'POST', agent, headers: toyHeaders(action)}, response => {
			response.resume().on('end', resolve);
		});
		request.on('error', reject).end('{}');
	});
}
