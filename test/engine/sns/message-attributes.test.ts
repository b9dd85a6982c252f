import {expect, test} from 'vitest';
import {createSns} from './call.ts';

function refusal(MessageAttributes: Readonly<Record<string, unknown>>): string {
	const sns = createSns();
	return sns.refusal('Publish', {TopicArn: sns.createTopic(), Message: 'x', MessageAttributes});
}

const text = {DataType: 'String', StringValue: 'x'};

test.each([
	['a'.repeat(257), 'Length of message attribute name must be less than 256 bytes.'],
	[
		'a^b',
		"Invalid non-alphanumeric character '#x5E' was found in the message attribute name. Can only include alphanumeric characters, hyphens, underscores, or dots.",
	],
	[
		'größe',
		"Invalid non-alphanumeric character '#xF6' was found in the message attribute name. Can only include alphanumeric characters, hyphens, underscores, or dots.",
	],
	['.a', "Invalid message attribute name starting with character '.' was found."],
	['a.', "Invalid message attribute name ending with character '.' was found."],
	['a..b', "Message attribute name can not have successive '.' character."],
])('an attribute cannot be called %s', (name, message) => {
	expect(refusal({[name]: text})).toBe(`ParameterValueInvalid: ${message}`);
});

test('a name of 256 bytes with dots, hyphens and underscores is fine', () => {
	expect(refusal({['a'.repeat(256)]: text, 'a.b-c_d': text})).toBe('was not refused');
});

test.each(['Stringprefix', 'string', 'Int', ''])('%s is no type of attributes', DataType => {
	expect(refusal({attr1: {DataType, StringValue: 'x'}})).toBe(
		"ParameterValueInvalid: The message attribute 'attr1' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.",
	);
});

test.each(['String', 'String.Array', 'String.prefix', 'Number', 'Number.int'])('%s is a type of attributes', DataType => {
	expect(refusal({attr1: {DataType, StringValue: '1'}})).toBe('was not refused');
});

test.each([{DataType: 'String'}, {DataType: 'String', StringValue: ''}])('a value is needed: %j', attribute => {
	expect(refusal({attr1: attribute})).toBe(
		"ParameterValueInvalid: The message attribute 'attr1' must contain non-empty message attribute value for message attribute type 'String'.",
	);
});

test('a value must stand in the field of its type', () => {
	expect(refusal({attr1: {DataType: 'Number', BinaryValue: 'AAE='}})).toBe(
		"ParameterValueInvalid: The message attribute 'attr1' with type 'Number' must use field 'String'.",
	);
	expect(refusal({attr1: {DataType: 'Binary', StringValue: 'x'}})).toBe(
		"ParameterValueInvalid: The message attribute 'attr1' with type 'Binary' must use field 'Binary'.",
	);
});

test('a missing type is refused in the words of the framework, with its path', () => {
	const sns = createSns();
	const TopicArn = sns.createTopic();
	const entries = [{Id: '1', Message: 'x', MessageAttributes: {attr1: {StringValue: 'x'}}}];

	expect(refusal({attr1: {StringValue: 'x'}})).toBe(
		"ValidationError: 1 validation error detected: Value null at 'messageAttributes.attr1.member.dataType' failed to satisfy constraint: Member must not be null",
	);
	expect(sns.refusal('PublishBatch', {TopicArn, PublishBatchRequestEntries: entries})).toBe(
		"ValidationError: 1 validation error detected: Value null at 'publishBatchRequestEntries.1.member.messageAttributes.attr1.member.dataType' failed to satisfy constraint: Member must not be null",
	);
});
