import {cbor} from '@smithy/core/cbor';
import {describe, expect, test} from 'vitest';
import {encodeCbor, encodeCborError, parseCborBody, readCbor} from '../../../source/engine/protocol/cbor.ts';
import {blob, boolean, integer, list, long, map, string, structure, timestamp, type StructureShape} from '../../../source/engine/shape.ts';

const shape = structure({
	optional: {
		Name: string(),
		Count: integer(),
		Total: long(),
		IsOn: boolean(),
		Data: blob(),
		At: timestamp(),
		Names: list(string()),
		Attributes: map(string()),
		Inners: list(structure({optional: {At: timestamp(), Data: blob()}})),
	},
});

function bytes(hex: string): Buffer {
	return Buffer.from(hex.replaceAll(/\s/g, ''), 'hex');
}

function readHex(hex: string): Record<string, unknown> {
	return readCbor(shape, parseCborBody(bytes(hex)));
}

/** `Name` as a text string of CBOR. */
const name = '644e616d65';
const at = '624174';

describe('the body of a request', () => {
	test('maps, lists, texts and byte strings may be of indefinite length, as Java sends them', () => {
		const hex = `bf ${name} 7f 6161 6162 ff 654e616d6573 9f 6178 6179 ff 6444617461 5f 4161 4162 ff ff`;

		expect(readHex(hex)).toEqual({Name: 'ab', Names: ['x', 'y'], Data: 'YWI='});
	});

	test('a byte string becomes base64 text', () => {
		expect(readHex('a1 6444617461 43 00ff7f')).toEqual({Data: 'AP9/'});
	});

	test.each([
		['milliseconds under tag 1, as Java sends them', `a1 ${at} c1 1b 0000018bcfe5687b`, 1_700_000_000_123],
		['seconds under tag 1', `a1 ${at} c1 1a 6553f100`, 1_700_000_000_000],
		['seconds with a fraction', `a1 ${at} c1 fb 41d954fc4007df3b`, 1_700_000_000_123],
		['a bare integer', `a1 ${at} 1a 6553f100`, 1_700_000_000_000],
	])('a time may be %s', (_, hex, expected) => {
		expect(readHex(hex)).toEqual({At: expected});
	});

	test('null is absent, and unknown members are ignored', () => {
		expect(readHex(`a2 ${name} f6 6155 01`)).toEqual({});
	});

	test.each(['', 'ff', 'bf', 'a1', '80', '01', '6161', 'c101', '5b0000ffffffffffff', '81'.repeat(100_000)])(
		'bytes that are no map are refused without a word',
		hex => {
			expect(() => parseCborBody(bytes(hex))).toThrow(expect.objectContaining({name: 'Mismatch', message: ''}));
		},
	);

	test('the key __proto__ gives no members', () => {
		expect(readHex(`a1 695f5f70726f746f5f5f a1 ${name} 6161`)).toEqual({});
	});

	test.each([
		[`a1 ${name} 01`, 'A CBOR value can not be converted to an String'],
		[`a1 6444617461 6161`, 'A CBOR value can not be converted to a Blob'],
		[`a1 654e616d6573 a0`, 'Expected list or null'],
		[`a1 ${at} 6161`, 'A CBOR value can not be converted to milliseconds since epoch'],
	])('%s has a wrong type', (hex, message) => {
		expect(() => readHex(hex)).toThrow(expect.objectContaining({name: 'Mismatch', message}));
	});
});

describe('the body of an answer', () => {
	const answer = (value: unknown, of: StructureShape = shape): Buffer => Buffer.from(encodeCbor(of, value));

	test('a time is tag 1 with integer milliseconds, never a float', () => {
		expect(answer({At: 1_700_000_000_123})).toEqual(bytes(`a1 ${at} c1 1b 0000018bcfe5687b`));
	});

	test('a blob is a byte string', () => {
		expect(answer({Data: 'AP9/'})).toEqual(bytes('a1 6444617461 43 00ff7f'));
	});

	test('lists, maps and structures are converted all the way down, and absent members left out', () => {
		const value = {Name: undefined, Names: ['a'], Attributes: {k: 'v'}, Inners: [{Data: 'YQ==', At: undefined}], Count: 0, IsOn: false};

		expect(cbor.deserialize(answer(value))).toEqual({
			Names: ['a'],
			Attributes: {k: 'v'},
			Inners: [{Data: Buffer.from('a')}],
			Count: 0,
			IsOn: false,
		});
	});

	test('an error has type and message', () => {
		expect(cbor.deserialize(encodeCborError({type: 'T', message: 'm'}))).toEqual({__type: 'T', message: 'm'});
		expect(cbor.deserialize(encodeCborError({type: 'T', message: ''}))).toEqual({__type: 'T'});
	});
});
