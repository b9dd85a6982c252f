import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {deflateSync, gzipSync, zstdCompressSync} from 'node:zlib';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {decodedTexts, decodePayload, decodeTitle} from '../../source/payload/decode.ts';

const order = '{"id":9007199254740993}';

const envelope = JSON.stringify({
	Type: 'Notification',
	MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
	TopicArn: 'arn:aws:sns:eu-west-1:123456789012:orders',
	Subject: 'New order',
	Message: order,
	Timestamp: '2026-11-25T03:12:04.000Z',
});

/** Short of 128 records of less than 16 KiB each, of one key: a KPL aggregate. */
function aggregateOf(payloads: readonly Uint8Array[]): Buffer {
	const field = (tag: number, bytes: Uint8Array): Buffer =>
		Buffer.concat([Buffer.from([tag, (bytes.length & 0x7f) | 0x80, bytes.length >> 7]), bytes]);
	const records = payloads.map(data => field(0x1a, Buffer.concat([Buffer.from([8, 0]), field(0x1a, data)])));
	const body = Buffer.concat([field(0x0a, Buffer.from('key')), ...records]);
	return Buffer.concat([Buffer.from('f3899ac2', 'hex'), body, createHash('md5').update(body).digest()]);
}

describe('wrappings are taken off and named', () => {
	test.each([
		['plain JSON', order, 'JSON'],
		['plain text', 'hello', 'text'],
		['gzip', gzipSync(order), 'gzip › JSON'],
		['zlib', deflateSync(order), 'zlib › JSON'],
		['zstd', zstdCompressSync(order), 'zstd › JSON'],
		['base64 of zstd', zstdCompressSync(order).toString('base64'), 'base64 › zstd › JSON'],
		['base64 of gzip', gzipSync(order).toString('base64'), 'base64 › gzip › JSON'],
		['base64 for URLs', deflateSync(order).toString('base64url'), 'base64 › zlib › JSON'],
		['base64 of base64 of gzip', Buffer.from(gzipSync(order).toString('base64')).toString('base64'), 'base64 › base64 › gzip › JSON'],
		['gzip of gzip', gzipSync(gzipSync(order)), 'gzip › gzip › JSON'],
		['an SNS envelope', envelope, 'SNS › JSON'],
		['an SNS envelope in gzip', gzipSync(envelope), 'gzip › SNS › JSON'],
	])('%s', (_, payload, title) => {
		const decoded = decodePayload(payload);

		expect(decodeTitle(decoded)).toBe(title);
		expect(decoded.problem).toBeUndefined();
	});

	test('what is inside keeps every digit', () => {
		expect(decodePayload(gzipSync(envelope)).text).toBe(order);
	});

	test('an SNS envelope tells where its message came from', () => {
		expect(decodePayload(envelope).steps[0]?.details).toEqual([
			['Type', 'Notification'],
			['TopicArn', 'arn:aws:sns:eu-west-1:123456789012:orders'],
			['MessageId', '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324'],
			['Subject', 'New order'],
			['Timestamp', '2026-11-25T03:12:04.000Z'],
		]);
	});
});

describe('what only looks like a wrapping stays as it is', () => {
	test.each([
		['a word in base64 letters', 'abcdefghijklmnop', 'text'],
		['base64 of text', Buffer.from('hello hello hello').toString('base64'), 'text'],
		['base64 three times', Buffer.from(Buffer.from(gzipSync(order).toString('base64')).toString('base64')).toString('base64'), 'text'],
		['text that begins like zlib', 'x^2 + y^2', 'text'],
		['gzip that is cut off', gzipSync(order).subarray(0, 20), 'bytes'],
		['an object with a TopicArn that is none of SNS', '{"TopicArn":1,"Message":"m"}', 'JSON'],
		['an envelope that is no JSON', '{"TopicArn":"a","Message":"m"', 'text'],
		['JSON of another shape', '[{"TopicArn":"a","Message":"m"}]', 'JSON'],
	])('%s', (_, payload, title) => {
		expect(decodeTitle(decodePayload(payload))).toBe(title);
	});

	test('bytes that are no text are bytes', () => {
		const record = readFileSync(new URL('../fixtures/control-characters/kinesis-record.bin', import.meta.url));

		expect(decodePayload(record)).toMatchObject({format: 'hex', text: '', steps: []});
	});

	test('text with a NUL is bytes, text with an escape is text', () => {
		expect(decodePayload('a\0b').format).toBe('hex');
		expect(decodePayload('a\u001B[2Jb').format).toBe('text');
	});

	test('a byte order mark stays', () => {
		expect(decodePayload('\uFEFFhello').text).toBe('\uFEFFhello');
	});
});

describe('what begins like compressed data and cannot be opened says so', () => {
	test.each([
		['gzip', gzipSync(order)],
		['zstd', zstdCompressSync(order)],
	])('%s', (name, whole) => {
		const cutOff = whole.subarray(0, 12);

		expect(decodePayload(cutOff)).toMatchObject({
			format: 'hex',
			steps: [],
			bytes: cutOff,
			problem: `It begins like ${name} data, but cannot be opened; it is shown as it came.`,
		});
	});
});

describe('text for filters', () => {
	test('is the decoded text', () => {
		expect(decodedTexts(decodePayload(gzipSync(envelope)))).toEqual([order]);
	});

	test('is what can be read of bytes', () => {
		expect(decodedTexts(decodePayload(Buffer.from([0xff, 0x41, 0x2d, 0x31, 0])))).toEqual(['\uFFFDA-1\0']);
	});
});

describe('bounds', () => {
	test('compressed data that holds 8 MiB is opened, one byte more is not', () => {
		const whole = decodePayload(gzipSync(Buffer.alloc(8 * 1024 * 1024, 'x')));
		const bomb = decodePayload(gzipSync(Buffer.alloc(8 * 1024 * 1024 + 1, 'x')));

		expect(whole.format).toBe('text');
		expect(whole.problem).toBeUndefined();
		expect(bomb.problem).toBe('The gzip data holds more than 8 MiB; it is shown as it came.');
		expect(bomb.format).toBe('hex');
	});

	test('a bomb in base64 is told of, too', () => {
		expect(decodePayload(gzipSync(Buffer.alloc(9 * 1024 * 1024)).toString('base64'))).toMatchObject({
			format: 'text',
			problem: 'The gzip data holds more than 8 MiB; it is shown as it came.',
		});
	});

	test('bombs in an aggregate are opened up to 32 MiB in all', () => {
		const bomb = gzipSync(Buffer.alloc(8 * 1024 * 1024, 'x'));
		const decoded = decodePayload(aggregateOf(Array.from({length: 6}, () => bomb)));

		expect(decoded.children?.map(child => child.decoded.problem)).toEqual([
			...Array.from({length: 4}, () => undefined),
			...Array.from({length: 2}, () => 'Its compressed data holds more than 32 MiB in all; the rest is shown as it came.'),
		]);
	});

	test('of many wrappings six are taken off', () => {
		let payload = gzipSync(order);
		for (let depth = 1; depth < 10; depth++) payload = gzipSync(payload);

		expect(decodePayload(payload).steps).toHaveLength(6);
	});

	test('nothing makes it throw', () => {
		fc.assert(
			fc.property(fc.uint8Array({maxLength: 200}), fc.constantFrom([], [0x1f, 0x8b], [0x78, 0x9c], [0x7b]), (bytes, start) => {
				expect(['json', 'text', 'hex']).toContain(decodePayload(Uint8Array.from([...start, ...bytes])).format);
			}),
		);
	});
});
