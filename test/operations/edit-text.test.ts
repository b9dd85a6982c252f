import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Message, MessageAttribute} from '../../source/aws/queue.ts';
import {editText, readEditText} from '../../source/operations/edit-text.ts';

function aMessage(body: string, attributes: Message['attributes'] = {}): Message {
	return {messageId: 'm-1', receiptHandle: 'r', body, bodyBytes: Buffer.byteLength(body), sentAtMs: 0, receiveCount: 2, attributes};
}

const bodyLine = '# -- the body is everything below this line --';

test('what an editor leaves untouched is the same message, whatever is in it', () => {
	const attribute: fc.Arbitrary<MessageAttribute> = fc.oneof(
		fc.string({minLength: 1, unit: 'grapheme'}).map(stringValue => ({dataType: 'String', stringValue})),
		fc.string({minLength: 1, unit: 'binary'}).map(stringValue => ({dataType: 'String.custom', stringValue})),
		fc.integer().map(count => ({dataType: 'Number', stringValue: String(count)})),
		fc.uint8Array({minLength: 1}).map(binaryValue => ({dataType: 'Binary', binaryValue})),
	);
	const body = fc.oneof(
		fc.string({minLength: 1, unit: 'binary'}),
		fc.constantFrom('\n', '\n\n', `${bodyLine}\n`, '# not a comment', 'a: b', '\r\nx\r\n'),
	);
	const attributes = fc.dictionary(fc.string({minLength: 1, unit: 'binary'}), attribute, {maxKeys: 10});

	fc.assert(
		fc.property(body, attributes, (text, named) => {
			const message = aMessage(text, named);
			const read = readEditText(editText(message), message);
			expect(read).toEqual({
				edit: {
					body: text,
					attributes: Object.fromEntries(
						Object.entries(named).map(([name, {dataType, stringValue, binaryValue}]) => [
							name,
							stringValue === undefined ? {dataType, binaryValue: Buffer.from(binaryValue ?? [])} : {dataType, stringValue},
						]),
					),
				},
			});
		}),
		{numRuns: 25},
	);
});

test('it opens with what the message is, then its attributes, then its body', () => {
	const message = aMessage('{"a":1}', {
		errorCode: {dataType: 'String', stringValue: 'VALIDATION'},
		total: {dataType: 'Number', stringValue: '12'},
		note: {dataType: 'String', stringValue: ' two\nlines'},
	});

	expect(editText(message)).toBe(`# Message m-1, sent 1970-01-01T00:00:00.000Z, received 2 times.
# Save and leave to see the difference; nothing is sent before you confirm it.
# Attributes, one a line: name: text, or name (Number): 12, or name (Binary): base64.
errorCode: VALIDATION
total (Number): 12
note: " two\\nlines"
${bodyLine}
{"a":1}`);
});

test('the newline that editors add at the end is not part of the body; one that was there is', () => {
	expect(readEditText(`${bodyLine}\nnew\n`, {body: 'old'})).toMatchObject({edit: {body: 'new'}});
	expect(readEditText(`${bodyLine}\nnew\n`, {body: 'old\n'})).toMatchObject({edit: {body: 'new\n'}});
});

describe('what cannot be sent is said with its line', () => {
	test.each([
		['no line before the body', '{"a":1}', 'so what the body is cannot be told'],
		['an empty body', `${bodyLine}\n`, 'SQS takes no empty message.'],
		['a line that names nothing', `# a comment\nnonsense\n${bodyLine}\nx`, 'Line 2: no attribute is named here'],
		['an unknown type', `a (Date): 1\n${bodyLine}\nx`, 'Line 1: "Date" is none of String, Number, Binary.'],
		['a number that is none', `a (Number): many\n${bodyLine}\nx`, 'Line 1: a is a Number, "many" is none.'],
		['no value', `a:\n${bodyLine}\nx`, 'Line 1: a has no value'],
		['a name twice', `a: 1\n\na: 2\n${bodyLine}\nx`, 'Line 3: the attribute a is there twice.'],
		['eleven attributes', `${Array.from({length: 11}, (_, index) => `a${index}: 1\n`).join('')}${bodyLine}\nx`, 'at most 10 attributes'],
	])('%s', (_name, text, problem) => {
		const read = readEditText(text, {body: 'old'});

		expect('problem' in read && read.problem).toContain(problem);
	});
});
