import {describe, expect, test} from 'vitest';
import {createForm, decodeForm, readForm} from '../../../source/engine/protocol/aws-query.ts';
import {blob, boolean, integer, list, map, string, structure, timestamp, type StructureShape} from '../../../source/engine/shape.ts';

function decoded(shape: StructureShape, text: string): Record<string, unknown> {
	return decodeForm(shape, readForm(text, createForm()));
}

describe('text of a form', () => {
	const shape = structure({optional: {Body: string()}});

	test.each([
		['Body=a%20b+c', 'a b c'],
		['Body=%2B%26%3D%25', '+&=%'],
		['Body=gr%C3%BC%C3%9Fe', 'grüße'],
		['Body=grüße', 'grüße'],
		['Body=', ''],
		['Body', ''],
		['Body=a=b', 'a=b'],
		['Body=100%', '100%'],
		['Body=%0D%0A', '\r\n'],
		['&&Body=x&', 'x'],
	])('%s is read as %j', (text, expected) => {
		expect(decoded(shape, text)).toEqual({Body: expected});
	});

	test('a member that is not given is absent', () => {
		expect(decoded(shape, 'Other=1')).toEqual({});
	});
});

describe('single values', () => {
	const shape = structure({optional: {Count: integer(), IsOn: boolean(), At: timestamp(), Data: blob()}});

	test('numbers, booleans, times and base64 are read as such', () => {
		expect(decoded(shape, 'Count=-7&IsOn=true&At=2026-11-24T14%3A00%3A00Z&Data=YQ%3D%3D')).toEqual({
			Count: -7,
			IsOn: true,
			At: Date.UTC(2026, 10, 24, 14),
			Data: 'YQ==',
		});
	});

	test.each(['Count=', 'Count=1.5', 'Count=abc', 'IsOn=1', 'At=soon', 'Data=!!', 'Data=YQ', 'Data=Y+Q='])('%s is refused', text => {
		expect(() => decoded(shape, text)).toThrow(expect.objectContaining({name: 'Mismatch'}));
	});
});

describe('lists and maps', () => {
	const shape = structure({
		optional: {
			TagKeys: list(string()),
			AttributeNames: list(string(), {flattenedName: 'AttributeName'}),
			Attributes: map(string()),
			QueueAttributes: map(string(), {flattenedName: 'Attribute', keyName: 'Name', valueName: 'Value'}),
			MessageAttributes: map(structure({required: {DataType: string()}, optional: {StringValue: string()}}), {
				keyName: 'Name',
				valueName: 'Value',
			}),
			Entries: list(structure({required: {Id: string()}, optional: {Attributes: map(string(), {flattenedName: 'Attribute'})}}), {
				flattenedName: 'Entry',
			}),
		},
	});

	test('a list stands under its name and member', () => {
		expect(decoded(shape, 'TagKeys.member.1=a&TagKeys.member.2=b')).toEqual({TagKeys: ['a', 'b']});
	});

	test('a flattened list stands under its singular name', () => {
		expect(decoded(shape, 'AttributeName.1=a&AttributeName.2=b')).toEqual({AttributeNames: ['a', 'b']});
	});

	test('items come in the order of their numbers, which may have gaps', () => {
		expect(decoded(shape, 'AttributeName.10=c&AttributeName.9=b&AttributeName.2=a')).toEqual({AttributeNames: ['a', 'b', 'c']});
	});

	test.each([
		['AttributeName=All', {AttributeNames: ['All']}],
		['Attribute.Name=a&Attribute.Value=b', {QueueAttributes: {a: 'b'}}],
		['Entry.Id=x', {Entries: [{Id: 'x'}]}],
	])('a single item of a flattened list may go without its number: %s', (text, expected) => {
		expect(decoded(shape, text)).toEqual(expected);
	});

	test('items with numbers win over one without', () => {
		expect(decoded(shape, 'AttributeName=a&AttributeName.1=b')).toEqual({AttributeNames: ['b']});
	});

	test('a flattened list that is given empty is empty', () => {
		expect(decoded(shape, 'AttributeName=')).toEqual({AttributeNames: []});
	});

	test('a list that is given empty is empty', () => {
		expect(decoded(shape, 'TagKeys=')).toEqual({TagKeys: []});
	});

	test('a map stands under its name and entry', () => {
		expect(decoded(shape, 'Attributes.entry.1.key=a&Attributes.entry.1.value=b')).toEqual({Attributes: {a: 'b'}});
	});

	test('a flattened map has its own names for key and value', () => {
		expect(decoded(shape, 'Attribute.1.Name=a&Attribute.1.Value=b&Attribute.2.Name=c&Attribute.2.Value=')).toEqual({
			QueueAttributes: {a: 'b', c: ''},
		});
	});

	test('a map that is not flattened may have its own names too', () => {
		const text =
			'MessageAttributes.entry.1.Name=a&MessageAttributes.entry.1.Value.DataType=String&MessageAttributes.entry.1.Value.StringValue=b';

		expect(decoded(shape, text)).toEqual({MessageAttributes: {a: {DataType: 'String', StringValue: 'b'}}});
	});

	test('structures in lists have maps of their own', () => {
		expect(decoded(shape, 'Entry.1.Id=x&Entry.1.Attribute.1.key=k&Entry.1.Attribute.1.value=v')).toEqual({
			Entries: [{Id: 'x', Attributes: {k: 'v'}}],
		});
	});

	test('the key __proto__ is dropped rather than obeyed', () => {
		const {Attributes} = decoded(shape, 'Attributes.entry.1.key=__proto__&Attributes.entry.1.value=b');

		expect(Object.getPrototypeOf(Attributes)).toBe(Object.prototype);
	});
});
