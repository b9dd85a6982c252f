import {readFileSync} from 'node:fs';
import {deflateSync} from 'node:zlib';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {decodePayload, decodeTitle} from '../../source/payload/decode.ts';

function fixture(name: string): Buffer {
	return readFileSync(new URL(`../fixtures/schemas/${name}`, import.meta.url));
}

const glueId = 'b7b4a7f0-9c96-42b0-a1c0-d0e0f0a1b2c3';
/** Avro of orderId A-1009, total 12.5, tags x and y. */
const avro = fixture('glue-plain.bin').subarray(18);

describe('a header that names a schema is named with its id, and what follows is bytes', () => {
	test.each([
		['glue-plain.bin', `Glue ${glueId} › bytes`],
		['glue-zlib.bin', `Glue ${glueId} › bytes`],
		['confluent.bin', 'Confluent 42 › bytes'],
		['avro-single-object.bin', 'Avro 0123456789abcdef › bytes'],
	])('%s', (name, title) => {
		const decoded = decodePayload(fixture(name));

		expect(decodeTitle(decoded)).toBe(title);
		expect(decoded.bytes).toEqual(avro);
		expect(decoded.problem).toBeUndefined();
	});

	test('the compression of Glue and the fingerprint of Avro are told', () => {
		expect(decodePayload(fixture('glue-plain.bin')).steps[0]?.details).toContainEqual(['compression', 'none']);
		expect(decodePayload(fixture('glue-zlib.bin')).steps[0]?.details).toContainEqual(['compression', 'zlib']);
		expect(decodePayload(fixture('avro-single-object.bin')).steps[0]?.details).toEqual([
			['fingerprint', '0123456789abcdef'],
			['CRC-64-AVRO', 'efcdab8967452301'],
		]);
	});

	test('a compression that Glue does not have is said to be unknown', () => {
		const decoded = decodePayload(fixture('glue-unknown-compression.bin'));

		expect(decodeTitle(decoded)).toBe(`Glue ${glueId} › bytes`);
		expect(decoded.problem).toBe('Its Glue header names compression 09, which is not known.');
	});

	test('zlib that is none is said to be broken', () => {
		const broken = Buffer.concat([Buffer.from([3, 5]), fixture('glue-plain.bin').subarray(2)]);

		expect(decodePayload(broken).problem).toBe('Its Glue header names zlib, but the data cannot be opened.');
	});

	test('JSON behind a header is JSON', () => {
		const header = fixture('glue-plain.bin').subarray(0, 18);

		expect(decodeTitle(decodePayload(Buffer.concat([header, Buffer.from('{"a":1}')])))).toBe(`Glue ${glueId} › JSON`);
	});

	test('letters behind a header are no text: Avro writes short text with a length before it', () => {
		const header = fixture('confluent.bin').subarray(0, 5);

		expect(decodePayload(Buffer.concat([header, Buffer.from('Just a word or two')])).format).toBe('hex');
	});
});

describe('in base64', () => {
	test.each(['glue-plain.bin', 'glue-zlib.bin', 'avro-single-object.bin'])('%s is recognised', name => {
		expect(decodeTitle(decodePayload(fixture(name).toString('base64')))).toMatch(/^base64 › (?:Glue|Avro) \S+ › bytes$/);
	});

	test('Confluent is not: its header is a zero and any number', () => {
		expect(decodeTitle(decodePayload(fixture('confluent.bin').toString('base64')))).toBe('text');
	});
});

describe('what only looks like a header', () => {
	test('text that begins like Glue stays text', () => {
		const decoded = decodePayload(fixture('not-glue-text.txt'));

		expect(decodeTitle(decoded)).toBe('text');
		expect(decoded.text).toContain('is how this text begins, but it is text');
	});

	test('a Glue header that is cut off is bytes', () => {
		expect(decodePayload(fixture('glue-plain.bin').subarray(0, 17)).steps).toEqual([]);
		expect(decodePayload(fixture('glue-plain.bin').subarray(0, 18)).steps).toHaveLength(1);
	});

	test('a schema id of Confluent is at least 1 and at most 16,777,215', () => {
		const record = (id: number): Buffer => {
			const header = Buffer.alloc(5);
			header.writeUInt32BE(id, 1);
			return Buffer.concat([header, avro]);
		};

		expect(decodePayload(record(0)).steps).toEqual([]);
		expect(decodePayload(record(1)).steps).toHaveLength(1);
		expect(decodePayload(record(0xff_ff_ff)).steps).toHaveLength(1);
		expect(decodePayload(record(0x1_00_00_00)).steps).toEqual([]);
	});

	test.each([
		['protobuf.bin', 'bytes'],
		['order.avsc', 'JSON'],
	])('%s is %s', (name, title) => {
		expect(decodeTitle(decodePayload(fixture(name)))).toBe(title);
	});

	test('no text is ever taken for Glue or Avro', () => {
		fc.assert(
			fc.property(fc.string({minLength: 18, maxLength: 60}), fc.constantFrom('', '\u0003\u0000', '\u0003\u0005'), (text, start) => {
				expect(decodePayload(start + text).steps.filter(({name}) => name === 'Glue' || name === 'Avro')).toEqual([]);
			}),
			{numRuns: 500},
		);
	});
});

test('a Glue header cannot hide a bomb', () => {
	const header = Buffer.from(fixture('glue-plain.bin').subarray(0, 18));
	header[1] = 5;
	const bomb = Buffer.concat([header, deflateSync(Buffer.alloc(8 * 1024 * 1024 + 1))]);

	expect(decodePayload(bomb).problem).toBe('The zlib data holds more than 8 MiB; it is shown as it came.');
});
