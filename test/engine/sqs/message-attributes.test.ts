import {describe, expect, test} from 'vitest';
import {createSqs, type Answer} from './call.ts';

type Attributes = Record<string, {DataType?: string; StringValue?: string; BinaryValue?: string; StringListValues?: string[]}>;

const base64 = (text: string): string => Buffer.from(text).toString('base64');

function roundTrip(MessageAttributes: Attributes, asked: string[] = ['All']): {sent: Answer; received: Answer['Messages']} {
	const sqs = createSqs();
	const QueueUrl = sqs.queue('orders');
	const sent = sqs.call('SendMessage', {QueueUrl, MessageBody: 'hello', MessageAttributes});
	return {sent, received: sqs.receive(QueueUrl, {MessageAttributeNames: asked})};
}

const string = (StringValue: string) => ({DataType: 'String', StringValue});
const greetings = {General: string('Kenobi'), Hello: string('There'), 'Help.Me': string('Me')};

describe('the MD5', () => {
	test.each([
		['a string', {Foo: string('Bar')}, 'ae7155c6026991b6d54b11589678bf9c'],
		['another string', {MyAttribute: string('foobar')}, 'adb59cd4678ea5a855436b949cd07ab6'],
		[
			'two numbers',
			{attr2: {DataType: 'Number', StringValue: '109.12'}, attr1: {DataType: 'Number', StringValue: '99.12'}},
			'9b720b3af309c1c4b0d395c53b08c502',
		],
		['three strings', greetings, '4c360f3fdafd970e05fae2f149d997f5'],
		[
			'bytes',
			{attr1: {DataType: 'Binary', BinaryValue: base64('traceparent\u001E00-774062d6c37081a5a0b9b5b88e30627c-2d2482211f6489da-01')}},
			'8cbe4db156db8a94db8b801b7addb984',
		],
	])('of %s is as AWS computes it, sent and received', (_what, attributes: Attributes, md5) => {
		const {sent, received} = roundTrip(attributes);

		expect(sent.MD5OfMessageAttributes).toBe(md5);
		expect(received?.[0]).toMatchObject({MD5OfMessageAttributes: md5, MessageAttributes: attributes});
	});

	test('covers only what is returned', () => {
		const {received} = roundTrip(greetings, ['Hello']);

		expect(received?.[0]).toMatchObject({
			MD5OfMessageAttributes: 'a311262e065454b75da111d535b8dacd',
			MessageAttributes: {Hello: string('There')},
		});
	});

	test('depends on the whole type, label and all', () => {
		const plain = roundTrip({n: {DataType: 'Number', StringValue: '1'}});
		const labelled = roundTrip({n: {DataType: 'Number.int', StringValue: '1'}});

		expect(labelled.sent.MD5OfMessageAttributes).not.toBe(plain.sent.MD5OfMessageAttributes);
		expect(labelled.received?.[0]?.MessageAttributes).toEqual({n: {DataType: 'Number.int', StringValue: '1'}});
	});

	test('is absent without attributes, and that of system attributes stands beside', () => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders');

		const answer = sqs.call('SendMessage', {
			QueueUrl,
			MessageBody: 'hello',
			MessageAttributes: {},
			MessageSystemAttributes: {AWSTraceHeader: string('Root=1-5759e988-bd862e3fe1be46a994272793')},
		});

		expect(answer).not.toHaveProperty('MD5OfMessageAttributes');
		expect(answer.MD5OfMessageSystemAttributes).toMatch(/^[0-9a-f]{32}$/);
		expect(sqs.call('SendMessage', {QueueUrl, MessageBody: 'x', MessageSystemAttributes: {}})).not.toHaveProperty(
			'MD5OfMessageSystemAttributes',
		);
	});
});

describe('which are returned', () => {
	test.each([
		[['All'], ['General', 'Hello', 'Help.Me']],
		[['.*'], ['General', 'Hello', 'Help.Me']],
		[['*'], ['General', 'Hello', 'Help.Me']],
		[['Hel.*'], ['Hello', 'Help.Me']],
		[['Help.*'], ['Help.Me']],
		[
			['Hello', 'General'],
			['General', 'Hello'],
		],
		[['hello'], undefined],
		[['Hel*'], undefined],
		[['', '.', '..', 'AWS.x', '!'], undefined],
		[[], undefined],
	])('%j returns %j', (asked, names) => {
		const [message] = roundTrip(greetings, asked).received ?? [];

		expect(message?.MessageAttributes && Object.keys(message.MessageAttributes)).toEqual(names);
		expect(message?.MD5OfMessageAttributes === undefined).toBe(names === undefined);
	});
});

describe('what is refused', () => {
	const refusal = (MessageAttributes: Attributes): {code: string; message: string} => {
		const sqs = createSqs();
		return sqs.refusal('SendMessage', {QueueUrl: sqs.queue('orders'), MessageBody: 'hello', MessageAttributes});
	};

	test('an eleventh attribute', () => {
		const attributes = (count: number): Attributes =>
			Object.fromEntries(Array.from({length: count}, (_, index) => [`a${index}`, string('x')]));

		expect(roundTrip(attributes(10)).received?.[0]?.MessageAttributes).toEqual(attributes(10));
		expect(refusal(attributes(11))).toMatchObject({
			code: 'InvalidParameterValue',
			message: 'Number of message attributes [11] exceeds the allowed maximum [10].',
		});
	});

	test.each(['AWS.x', 'aws.X', 'Amazon.x', 'AMAZON.x', '.x', 'x.'])('the name %s', name => {
		expect(refusal({[name]: string('x')})).toMatchObject({
			code: 'InvalidParameterValue',
			message:
				"You can't use message attribute names beginning with 'AWS.' or 'Amazon.'. These strings are reserved for internal use. Additionally, they cannot start or end with '.'.",
		});
	});

	test.each(['a b', 'ä', 'a..b', 'a/b', ''])('the name "%s"', name => {
		expect(refusal({[name]: string('x')}).code).toBe('InvalidParameterValue');
	});

	test('a name longer than 256 bytes', () => {
		expect(roundTrip({['x'.repeat(256)]: string('x')}).received?.[0]?.MessageAttributes).toBeDefined();
		expect(refusal({['x'.repeat(257)]: string('x')}).message).toBe('Message (user) attribute names must be shorter than 256 Bytes');
	});

	test('a type that is none', () => {
		expect(refusal({a: {StringValue: 'x'}}).message).toBe("The message attribute 'a' must contain non-empty message attribute type.");
		for (const DataType of ['string', 'Text', 'StringX', 'String.', `String.${'x'.repeat(250)}`])
			expect(refusal({a: {DataType, StringValue: 'x'}})).toMatchObject({
				code: 'InvalidParameterValue',
				message:
					"The message attribute 'a' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.",
			});
	});

	test('an empty value, or one in the wrong place', () => {
		for (const [attribute, type] of [
			[{DataType: 'String', StringValue: ''}, 'String'],
			[{DataType: 'String.x', BinaryValue: 'eA=='}, 'String'],
			[{DataType: 'Number'}, 'Number'],
			[{DataType: 'Binary', StringValue: 'x'}, 'Binary'],
			[{DataType: 'Binary', BinaryValue: ''}, 'Binary'],
		] as const)
			expect(refusal({ErrorDetails: attribute})).toMatchObject({
				code: 'InvalidParameterValue',
				message: `Message (user) attribute 'ErrorDetails' must contain a non-empty value of type '${type}'.`,
			});
	});

	test('characters that a body cannot hold either', () => {
		expect(refusal({a: string('\u0000')}).code).toBe('InvalidParameterValue');
	});

	test.each(['1', '-1.5', '+0.25', '1e126', '9.9e126', '1e-128', '0', '0.000', '.5', '5.', '1'.repeat(38), '0'.repeat(50)])(
		'not the number %s, which comes back as it is',
		StringValue => {
			const attribute = {DataType: 'Number', StringValue};

			expect(roundTrip({n: attribute}).received?.[0]?.MessageAttributes).toEqual({n: attribute});
		},
	);

	test.each(['x', '', '1 ', '0x10', '1e127', '1e-129', '1'.repeat(39), 'NaN', 'Infinity', '.', 'e5'])('the number "%s"', StringValue => {
		expect(refusal({n: {DataType: 'Number', StringValue}}).code).toBe('InvalidParameterValue');
	});

	test('lists of values', () => {
		expect(refusal({a: {DataType: 'String', StringValue: 'x', StringListValues: ['x']}})).toMatchObject({
			code: 'AWS.SimpleQueueService.UnsupportedOperation',
			message: 'Message attribute list values in SendMessage operation are not supported.',
		});
	});

	test('system attributes other than a trace header', () => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders');
		const message = {QueueUrl, MessageBody: 'hello'};

		for (const MessageSystemAttributes of [
			{SenderId: string('x')},
			{AWSTraceHeader: {DataType: 'Number', StringValue: '1'}},
			{AWSTraceHeader: string('')},
		])
			expect(sqs.refusal('SendMessage', {...message, MessageSystemAttributes}).code).toBe('InvalidParameterValue');
	});
});

test('an attribute may be called __proto__', () => {
	const attributes = Object.fromEntries([['__proto__', string('x')]]);

	const [message] = roundTrip(attributes).received ?? [];

	expect(Object.entries(message?.MessageAttributes ?? {})).toEqual([['__proto__', string('x')]]);
});
