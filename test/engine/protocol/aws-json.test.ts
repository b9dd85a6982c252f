import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {conformStructure, encodeJson, encodeJsonError, parseJsonBody} from '../../../source/engine/protocol/aws-json.ts';
import {blob, boolean, integer, list, long, map, string, structure, timestamp} from '../../../source/engine/shape.ts';

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
		Inner: structure({optional: {At: timestamp()}}),
		Inners: list(structure({optional: {At: timestamp(), Name: string()}})),
	},
});

function conformed(value: Record<string, unknown>): Record<string, unknown> {
	conformStructure(shape, value);
	return value;
}

describe('the body of a request', () => {
	test.each(['', '{', '[]', '"text"', '7', 'null', '\u0000'])('%j is no JSON object and is refused without a word', text => {
		expect(() => parseJsonBody(text)).toThrow(expect.objectContaining({name: 'Mismatch', message: ''}));
	});

	test('an object is read, whatever members it has', () => {
		expect(parseJsonBody('{"Unknown":1}')).toEqual({Unknown: 1});
	});
});

function isAccepted(value: Record<string, unknown>): boolean {
	try {
		conformed(value);
		return true;
	} catch {
		return false;
	}
}

describe('reading values as their shape says', () => {
	test('a null member is absent', () => {
		expect(conformed({Name: null, Names: ['a', null], Attributes: {a: 'b', c: null}})).toEqual({
			Name: undefined,
			Names: ['a'],
			Attributes: {a: 'b'},
		});
	});

	test.each([
		[1.5, 1500],
		[1.693e9, 1_693_000_000_000],
		[1_700_000_000.123, 1_700_000_000_123],
	])('the time %d in seconds becomes milliseconds', (seconds, milliseconds) => {
		expect(conformed({At: seconds, Inner: {At: seconds}, Inners: [{At: seconds}]})).toEqual({
			At: milliseconds,
			Inner: {At: milliseconds},
			Inners: [{At: milliseconds}],
		});
	});

	test('a fraction of an integer is cut, and an integer stays within 32 bits', () => {
		expect(conformed({Count: 1.9, Total: 1.9})).toEqual({Count: 1, Total: 1});
		expect(conformed({Count: 2 ** 40, Total: 2 ** 40})).toEqual({Count: 2_147_483_647, Total: 2 ** 40});
	});

	test('what needs no change is not copied', () => {
		const names = ['a'];

		expect(conformed({Names: names}).Names).toBe(names);
	});

	test.each([
		[{Name: 1}, 'class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to an String'],
		[{Name: true}, 'class java.lang.Boolean can not be converted to an String'],
		[{Name: []}, 'Start of list found where not expected'],
		[{Name: {}}, 'Start of structure or map found where not expected.'],
		[{Count: '1'}, 'class java.lang.String can not be converted to an Integer'],
		[{Total: false}, 'class java.lang.Boolean can not be converted to an Long'],
		[{IsOn: 'yes'}, "'YES' can not be converted to an Boolean"],
		[{IsOn: 1}, 'class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to an Boolean'],
		[{At: 'now'}, 'class java.lang.String can not be converted to milliseconds since epoch'],
		[{Names: 'a'}, 'Expected list or null'],
		[{Names: {}}, 'Start of structure or map found where not expected.'],
		[{Names: [1]}, 'class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to an String'],
		[{Attributes: 'a'}, 'Expected map or null'],
		[{Attributes: []}, 'Start of list found where not expected'],
		[{Inner: 'a'}, 'Expected null'],
		[{Inner: []}, 'Start of list found where not expected'],
		[{Data: 7}, 'class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to a Blob'],
		[{Data: 'x'}, "'x' can not be converted to a Blob: Base64 encoded length is expected a multiple of 4 bytes but found: 1"],
		[{Data: 'a$=='}, "'a$==' can not be converted to a Blob: Invalid Base64 character: '$'"],
		[{Data: 'YR=='}, "'YR==' can not be converted to a Blob: Invalid last non-pad Base64 character dectected"],
	])('%j is refused in words of AWS', (value, message) => {
		expect(() => conformed(value)).toThrow(expect.objectContaining({name: 'Mismatch', message}));
	});

	test.each(['', 'YQ==', 'YWI=', 'YWJj', '+/+/'])('%j is base64', text => {
		expect(conformed({Data: text})).toEqual({Data: text});
	});

	test.each(['YQ-_', 'YQ\n=', 'YQ =', '====', 'Y===', 'YQ=A', 'YWJj=AAA', 'YQ==YQ==', 'éééé', 'YWJ\u0142'])('%j is no base64', text => {
		expect(() => conformed({Data: text})).toThrow(expect.objectContaining({name: 'Mismatch'}));
	});

	test('base64 is what the pattern of the documentation says, however long', () => {
		const end = fc.constantFrom('', 'YQ==', 'YWI=', 'YWJj', '=', 'Y', 'YQ-_');
		const characters = fc.constantFrom('A', 'z', '0', '+', '/', '=', '-', '_', ' ', '\n', '$', 'é', 'ł');
		const middle = fc.oneof(fc.base64String({maxLength: 200}), fc.string({unit: characters, maxLength: 24}));
		// The second half is about the bits that padding throws away.
		const isBase64 = (text: string): boolean =>
			/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text) &&
			Buffer.from(text, 'base64').toString('base64') === text;
		fc.assert(
			fc.property(fc.constantFrom(0, 100_000), middle, end, (padding, start, rest) => {
				const text = 'A'.repeat(padding) + start + rest;

				expect(isAccepted({Data: text})).toBe(isBase64(text));
			}),
		);
	});

	test('keys that every object has are keys like others', () => {
		const value = parseJsonBody('{"Attributes":{"__proto__":"a","constructor":"b"}}');

		conformStructure(shape, value);

		expect(JSON.stringify(value)).toBe('{"Attributes":{"__proto__":"a","constructor":"b"}}');
	});
});

describe('the body of an answer', () => {
	test('times are seconds with a fraction, and absent members are left out', () => {
		const text = encodeJson(shape, {Name: undefined, At: 1_700_000_000_123, Inners: [{At: 1000, Name: 'a'}], Attributes: {k: 'v'}});

		expect(text).toBe('{"At":1700000000.123,"Inners":[{"At":1,"Name":"a"}],"Attributes":{"k":"v"}}');
	});

	test('an error names its type and says its message in lower case', () => {
		expect(encodeJsonError({type: 'ResourceNotFoundException', message: 'x'})).toBe('{"__type":"ResourceNotFoundException","message":"x"}');
	});

	test('SerializationException alone spells Message with a capital', () => {
		expect(encodeJsonError({type: 'SerializationException', message: 'x'})).toBe('{"__type":"SerializationException","Message":"x"}');
		expect(encodeJsonError({type: 'SerializationException', message: ''})).toBe('{"__type":"SerializationException"}');
	});
});
