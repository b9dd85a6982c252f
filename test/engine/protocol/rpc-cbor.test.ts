import {cbor} from '@smithy/core/cbor';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {encodeRpcCbor} from '../../../source/engine/protocol/rpc-cbor.ts';
import {blob, boolean, double, integer, list, long, map, string, structure, timestamp} from '../../../source/engine/shape.ts';

const shape = structure({
	required: {Name: string()},
	optional: {
		Count: integer(),
		Total: long(),
		Value: double(),
		IsOn: boolean(),
		Data: blob(),
		At: timestamp(),
		Values: list(double()),
		Attributes: map(string()),
	},
});

const hex = (value: object): string => Buffer.from(encodeRpcCbor(shape, value)).toString('hex');
const name = '644e616d656161';

test('a double is written as one, though it has no fraction', () => {
	expect(hex({Name: 'a', Value: 2})).toBe(`a2${name}6556616c7565fb4000000000000000`);
});

test('a time is written in seconds, as an integer where it has no fraction', () => {
	expect(hex({Name: 'a', At: 1_700_000_000_000})).toBe(`a2${name}624174c11a6553f100`);
	expect(hex({Name: 'a', At: 1_700_000_000_500})).toBe(`a2${name}624174c1fb41d954fc40200000`);
});

test('absent members and members that the shape does not know stay out', () => {
	expect(hex({Name: 'a', Count: undefined, Other: 1})).toBe(`a1${name}`);
});

test('what is written, a decoder reads', () => {
	const number = fc.double({noNaN: true});
	const value = fc.record(
		{
			Name: fc.string({maxLength: 300, unit: 'binary'}),
			Count: fc.integer(),
			Total: fc.maxSafeInteger(),
			Value: number,
			IsOn: fc.boolean(),
			Values: fc.array(number, {maxLength: 400}),
			Attributes: fc.dictionary(
				fc.string({maxLength: 5}).filter(key => key !== '__proto__'),
				fc.string(),
			),
		},
		{requiredKeys: ['Name']},
	);
	fc.assert(
		fc.property(value, one => {
			const read: unknown = cbor.deserialize(encodeRpcCbor(shape, one));

			expect(JSON.parse(JSON.stringify(read, bigintToNumber))).toEqual(JSON.parse(JSON.stringify(one)));
		}),
	);
});

test('long texts, bytes and lists have their length in as many bytes as they need', () => {
	const long = {Name: 'x'.repeat(70_000), Data: Buffer.alloc(300, 7).toString('base64'), Values: Array.from({length: 70_000}, () => 0.5)};

	const read = cbor.deserialize(encodeRpcCbor(shape, long)) as {Name: string; Data: Uint8Array; Values: number[]};

	expect([read.Name.length, read.Data.length, read.Values.length]).toEqual([70_000, 300, 70_000]);
});

function bigintToNumber(_: string, value: unknown): unknown {
	return typeof value === 'bigint' ? Number(value) : value;
}
