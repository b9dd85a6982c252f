import {expect, test} from 'vitest';
import type {Message} from '../../source/aws/queue.ts';
import {groupMessages} from '../../source/operations/message-groups.ts';

let serial = 0;

function aMessage(body: string, options: {errorCode?: string; from?: string; sentAtMs?: number} = {}): Message {
	serial++;
	const {errorCode, from, sentAtMs = serial} = options;
	return {
		messageId: `m${serial}`,
		receiptHandle: `h${serial}`,
		body,
		bodyBytes: body.length,
		sentAtMs,
		receiveCount: 1,
		...(from === undefined ? {} : {sourceQueueArn: `arn:aws:sqs:us-east-1:000000000000:${from}`}),
		attributes: errorCode === undefined ? {} : {errorCode: {dataType: 'String', stringValue: errorCode}},
	};
}

test('the error attribute that divides the messages comes first, each value with its count, also the absent', () => {
	const messages = [
		aMessage('{"id":1}', {errorCode: 'VALIDATION'}),
		aMessage('{"id":2}', {errorCode: 'VALIDATION'}),
		aMessage('{"id":3}', {errorCode: 'TIMEOUT'}),
		aMessage('{"id":4}'),
	];

	const {values} = groupMessages(messages);

	expect(values.slice(0, 3).map(({field, value, messageIds}) => [field, value, messageIds.size])).toEqual([
		['attr.errorCode', 'VALIDATION', 2],
		['attr.errorCode', 'TIMEOUT', 1],
		['attr.errorCode', '(absent)', 1],
	]);
});

test('a field with too many values is divided by what kind they are: null, a number, absent', () => {
	const messages = [
		...Array.from({length: 12}, (_, index) => aMessage(`{"total":${index + 0.5}}`)),
		aMessage('{"total":null}'),
		aMessage('{}'),
	];

	const {values} = groupMessages(messages);

	expect(values.map(({field, value, messageIds}) => `${field} ${value} ${messageIds.size}`)).toEqual([
		'.total a number 12',
		'.total null 1',
		'.total (absent) 1',
	]);
});

test('values that cover the same messages are joined into one cause', () => {
	const messages = [
		aMessage('{"total":null}', {errorCode: 'VALIDATION', from: 'orders', sentAtMs: 10}),
		aMessage('{"total":null}', {errorCode: 'VALIDATION', from: 'orders', sentAtMs: 30}),
		aMessage('{"total":1}', {errorCode: 'TIMEOUT', from: 'orders', sentAtMs: 20}),
	];

	const [cause] = groupMessages(messages).causes;

	expect(cause?.values).toContainEqual({field: 'attr.errorCode', value: 'VALIDATION'});
	expect(cause?.values).toContainEqual({field: '.total', value: 'null'});
	expect([cause?.messageIds.size, cause?.firstSentAtMs, cause?.lastSentAtMs]).toEqual([2, 10, 30]);
});

test('an identifier that differs in each message divides nothing', () => {
	const messages = Array.from({length: 3}, (_, index) => aMessage(`{"orderId":"A-${index}"}`));

	expect(groupMessages(messages)).toEqual({values: [], causes: []});
});

test('one message has nothing in common with others', () => {
	expect(groupMessages([aMessage('{"a":1}')])).toEqual({values: [], causes: []});
});

test('bodies that are no JSON, and deep ones, are taken as they are', () => {
	const deep = `${'{"a":'.repeat(50)}1${'}'.repeat(50)}`;

	expect(() => groupMessages([aMessage('text'), aMessage(deep), aMessage('')])).not.toThrow();
});

test('a field that is no error and that no other field agrees with is no cause', () => {
	const messages = ['Malmö', 'Malmö', 'Delft', 'Delft', 'Delft'].map(city => aMessage(JSON.stringify({shipTo: city})));

	const {values, causes} = groupMessages(messages);

	expect(values.map(({value}) => value)).toEqual(['Delft', 'Malmö']);
	expect(causes).toEqual([]);
});

test('numbers are told apart by all their digits, and shown as they are written', () => {
	const messages = ['9007199254740993', '9007199254740992', '9007199254740993', '1.10'].map(number => aMessage(`{"customer":${number}}`));

	const {values} = groupMessages(messages);

	expect(values.map(({value, messageIds}) => [value, messageIds.size])).toEqual([
		['9007199254740993', 2],
		['9007199254740992', 1],
		['1.10', 1],
	]);
});

test('numbers and texts that are different in each message are one group: what they have in common is their kind', () => {
	const messages = [
		aMessage('{"orderId":"A-1","total":12.5}'),
		aMessage('{"orderId":"A-2","total":99}'),
		aMessage('{"orderId":"A-3","total":null}'),
		aMessage('{"refund":"R-1"}'),
	];

	const {values} = groupMessages(messages);

	expect(values.map(({field, value, messageIds}) => `${field} ${value} ${messageIds.size}`)).toEqual([
		'.total a number 2',
		'.total null 1',
		'.total (absent) 1',
		'.orderId a text 3',
		'.orderId (absent) 1',
		'.refund (absent) 3',
		'.refund R-1 1',
	]);
});

test('errors that are different in each message keep their names', () => {
	const messages = [aMessage('{}', {errorCode: 'TIMEOUT'}), aMessage('{}', {errorCode: 'VALIDATION'}), aMessage('{}')];

	expect(groupMessages([...messages, aMessage('{}')]).values.map(({value}) => value)).toEqual(['(absent)', 'TIMEOUT', 'VALIDATION']);
});

test('a field whose values are shared comes before one with more values that hardly are', () => {
	const traces = ['a', 'a', 'b', 'c', 'd', 'e'];
	const messages = traces.map((trace, index) => aMessage(JSON.stringify({trace, isPaid: index < 3})));

	expect(groupMessages(messages).values[0]?.field).toBe('.isPaid');
});
