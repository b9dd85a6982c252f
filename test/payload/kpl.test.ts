import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {decodedTexts, decodePayload, decodeTitle} from '../../source/payload/decode.ts';
import {readKplAggregate} from '../../source/payload/kpl.ts';

function fixture(name: string): Uint8Array {
	return readFileSync(new URL(`../fixtures/kpl/${name}.bin`, import.meta.url));
}

describe('a KPL aggregate', () => {
	test('is opened into its records, with their keys', () => {
		const decoded = decodePayload(fixture('three-records'));

		expect(decodeTitle(decoded)).toBe('kpl 3');
		expect(
			decoded.children?.map(({partitionKey, explicitHashKey, decoded: child}) => [
				partitionKey,
				explicitHashKey,
				decodeTitle(child),
				child.text,
			]),
		).toEqual([
			['truck_1', undefined, 'JSON', '{"n":1}'],
			['truck_2', '170141183460469231731687303715884105728', 'JSON', '{"n":2,"s":"ü"}'],
			['truck_1', undefined, 'bytes', ''],
		]);
		expect(decoded.text).toBe(
			[
				'1 key truck_1: JSON\n{"n":1}',
				'2 key truck_2, hash 170141183460469231731687303715884105728: JSON\n{"n":2,"s":"ü"}',
				'3 key truck_1: bytes\n000102ff',
			].join('\n\n'),
		);
	});

	test('has records that are wrapped themselves', () => {
		const [child] = decodePayload(fixture('gzip-inside')).children ?? [];

		expect(child && decodeTitle(child.decoded)).toMatch(/^gzip › /);
	});

	test('is opened inside base64, too', () => {
		expect(decodeTitle(decodePayload(Buffer.from(fixture('three-records')).toString('base64')))).toBe('base64 › kpl 3');
	});

	test('offers filters the text of each record', () => {
		expect(decodedTexts(decodePayload(fixture('three-records'))).slice(0, 2)).toEqual(['{"n":1}', '{"n":2,"s":"ü"}']);
	});

	test('may be empty', () => {
		const decoded = decodePayload(fixture('empty'));

		expect(decodeTitle(decoded)).toBe('kpl 0');
		expect(decoded.children).toEqual([]);
	});
});

describe('what begins like a KPL aggregate and is none is shown as bytes', () => {
	test('with a wrong checksum, and says so', () => {
		expect(decodePayload(fixture('wrong-md5'))).toMatchObject({
			format: 'hex',
			problem: 'It begins like a KPL aggregate, but its MD5 checksum is wrong; it is shown as it came.',
		});
	});

	test('with a key that is not in its table, and says so', () => {
		expect(decodePayload(fixture('index-out-of-range'))).toMatchObject({
			format: 'hex',
			problem: 'The KPL aggregate cannot be read: a record names partition key 8 of 1; it is shown as it came.',
		});
	});

	test('with nothing behind its first four bytes', () => {
		expect(decodePayload(fixture('magic-only'))).toMatchObject({format: 'hex', steps: []});
	});

	test('whatever it holds, it never throws', () => {
		const body = fixture('three-records').subarray(4, -16);
		fc.assert(
			fc.property(fc.nat({max: body.length}), fc.uint8Array({maxLength: 40}), (cut, noise) => {
				const changed = Buffer.concat([body.subarray(0, cut), noise]);
				const record = Buffer.concat([Buffer.from('f3899ac2', 'hex'), changed, createHash('md5').update(changed).digest()]);

				expect(readKplAggregate(record)).toBeDefined();
			}),
			{numRuns: 500},
		);
	});
});
