import {once} from 'node:events';
import {connect} from 'node:net';
import {ListQueuesCommand} from '@aws-sdk/client-sqs';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {startTestEngine} from '../../helpers/engine.ts';
import {openRaw} from '../http/connection.ts';
import {startToy} from '../http/toy-service.ts';

/*
Half requests, broken framing and noise, on connections of their own. What is answered is HTTP with a request id; nothing of it harms anybody else. A failure prints its seed.
*/

const body = '{"QueueNamePrefix":"a"}';
const whole =
	`POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: AmazonSQS.ListQueues\r\nContent-Type: application/x-amz-json-1.0\r\n` +
	`Content-Length: ${body.length}\r\n\r\n${body}`;
const chunked = whole.replace(
	/Content-Length.*$/s,
	`Transfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
);

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const anyBytes = (maxLength: number): fc.Arbitrary<Buffer> => fc.uint8Array({maxLength}).map(bytes => Buffer.from(bytes));

const http1 = fc.constantFrom(whole, chunked, whole + whole);

/** Ends in the middle. */
const half = fc.tuple(http1, fc.nat()).map(([text, at]) => latin1(text.slice(0, at % text.length)));

/** One byte is another, one is missing, or there is something in between. */
const broken = fc
	.tuple(http1, fc.nat(), fc.nat(2), anyBytes(6))
	.map(([text, at, count, insertion]) =>
		Buffer.concat([latin1(text.slice(0, at % text.length)), insertion, latin1(text.slice((at % text.length) + count))]),
	);

const oddHead = fc.constantFrom(
	'GET / HTTP/9.9\r\n\r\n',
	'GET /\r\n\r\n',
	'CONNECT example.com:443 HTTP/1.1\r\nHost: x\r\n\r\n',
	'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n',
	'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
	'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
	'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n',
	'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n',
	'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
	`POST / HTTP/1.1\r\nHost: x\r\n${'A: b\r\n'.repeat(3000)}\r\n`,
	`POST /${'a'.repeat(70_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
	'GET / HTTP/1.1\r\nHost: x\r\nUpgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABk\r\n\r\n',
);

const http2Preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
const emptySettings = Buffer.from('000000040000000000', 'hex');

/** Frames of any type, flags and stream, with any content. */
const http2Frame = fc.tuple(fc.nat(12), fc.nat(255), fc.nat(7), anyBytes(40)).map(([type, flags, stream, content]) => {
	const head = Buffer.alloc(9);
	head.writeUIntBE(content.length, 0, 3);
	head[3] = type;
	head[4] = flags;
	head.writeUInt32BE(stream, 5);
	return Buffer.concat([head, content]);
});
const http2Noise = fc.array(http2Frame, {maxLength: 6}).map(frames => Buffer.concat([latin1(http2Preface), emptySettings, ...frames]));
const http2Half = fc.nat(http2Preface.length).map(at => latin1(http2Preface.slice(0, at)));
const tlsNoise = anyBytes(60).map(bytes => Buffer.concat([Buffer.from([0x16, 0x03, 0x01]), bytes]));

/** Sends bytes and the end of them, and reads what comes until the connection ends. */
async function converse(port: number, bytes: Buffer): Promise<string> {
	const socket = connect({port, host: '127.0.0.1', allowHalfOpen: true});
	const chunks: Buffer[] = [];
	socket.on('data', (chunk: Buffer) => chunks.push(chunk));
	socket.on('error', () => {
		// A reset is an answer too.
	});
	const closed = once(socket, 'close');
	socket.end(bytes);
	await closed;
	return Buffer.concat(chunks).toString('latin1');
}

/** Every answer in what came over one HTTP/1.1 connection. */
function expectAnswers(received: string): void {
	for (const answer of received.split(/(?=HTTP\/1\.1 )/)) {
		if (answer === '' || answer.startsWith('HTTP/1.1 100 ')) continue;
		expect(answer).toMatch(/^HTTP\/1\.1 [24]\d\d [^\r]+\r\n/);
		expect(answer).toMatch(/\r\nx-amzn-requestid: [\da-f-]{36}\r\n/i);
	}
}

describe('a connection harms nobody and is answered in HTTP, when it brings', () => {
	test.each([
		['half a request', half, 300],
		['a broken request', broken, 600],
		['a head that HTTP does not allow', oddHead.map(latin1), 60],
		['noise', anyBytes(200), 300],
		['half a greeting of HTTP/2', http2Half, 30],
		['frames of HTTP/2 that make no sense', http2Noise, 400],
		['something that begins like TLS', tlsNoise, 100],
	])('%s', async (_what, conversations, numRuns) => {
		await using engine = await startTestEngine();

		await fc.assert(
			fc.asyncProperty(conversations, async bytes => {
				const received = await converse(engine.port, bytes);

				if (received.startsWith('HTTP/')) expectAnswers(received);
				expect(engine.bugs).toEqual([]);
			}),
			{numRuns, interruptAfterTimeLimit: 15_000, markInterruptAsFailure: true},
		);

		expect(await engine.sqs.send(new ListQueuesCommand({}))).toHaveProperty('$metadata.httpStatusCode', 200);
	});
});

/** Sound requests, each in its own way, that say who they are. */
const echoes: ReadonlyArray<(text: string) => string> = [
	text => echoHead(`Content-Length: ${json(text).length}`) + json(text),
	text => echoHead(`Connection: Keep-Alive\r\nCONTENT-LENGTH:${json(text).length}`) + json(text),
	text => echoHead('Transfer-Encoding: chunked') + Array.from(json(text), character => `1\r\n${character}\r\n`).join('') + '0\r\n\r\n',
	text => echoHead(`X-Amz-Security-Token: ${'a'.repeat(5000)}\r\nContent-Length: ${json(text).length}`) + json(text),
	text => `GET /?Action=Echo&Text=${text} HTTP/1.1\r\nHost: x\r\nAccept: application/json\r\n\r\n`,
	text => `PUT /?Action=Echo&Text=${text} HTTP/1.1\r\nHost: x\r\nAccept: application/json\r\nContent-Length: 2\r\n\r\n{}`,
];
const json = (text: string): string => JSON.stringify({Text: text});
const echoHead = (header: string): string =>
	`POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: Toy.Echo\r\nContent-Type: application/x-amz-json-1.0\r\n${header}\r\n\r\n`;

test('requests one behind the other, cut wherever packets end, are answered one by one and in order', async () => {
	await using toy = await startToy();

	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.constantFrom(...echoes), {minLength: 1, maxLength: 8}),
			fc.array(fc.nat(), {maxLength: 6}),
			async (requests, cuts) => {
				const bytes = latin1(requests.map((write, index) => write(`n${index}.`)).join(''));
				const ends = [...new Set(cuts.map(cut => cut % bytes.length)), bytes.length].toSorted((left, right) => left - right);
				const {socket, until} = await openRaw(toy.port);
				let start = 0;
				for (const end of ends) {
					socket.write(bytes.subarray(start, end));
					start = end;
					// The engine reads what there is before more comes.
					await new Promise(resolve => setImmediate(resolve));
				}

				for (let index = 0; index < requests.length; index++) {
					const upToText = await until(`"n${index}."`);
					expect(upToText.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200']);
				}
				socket.destroy();
			},
		),
		{numRuns: 150, interruptAfterTimeLimit: 15_000, markInterruptAsFailure: true},
	);
	expect(toy.bugs).toEqual([]);
});
