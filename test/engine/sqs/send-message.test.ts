import {describe, expect, test} from 'vitest';
import {createSqs} from './call.ts';

const invalidContents = {
	code: 'InvalidMessageContents',
	type: 'com.amazonaws.sqs#InvalidMessageContents',
	message:
		'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF',
};

describe('the body', () => {
	test.each([undefined, ''])('is needed: %s', MessageBody => {
		const sqs = createSqs();

		expect(sqs.refusal('SendMessage', {QueueUrl: sqs.queue('orders'), MessageBody})).toMatchObject({
			code: 'MissingParameter',
			type: 'com.amazon.coral.service#MissingRequiredParameterException',
			message: 'The request must contain the parameter MessageBody.',
		});
	});

	test.each([
		['\u0000'],
		['\u0008'],
		['\u000B'],
		['\u000C'],
		['\u000E'],
		['\u001F'],
		['\uD800'],
		['\uDFFF'],
		['\uDE00\uD83D'],
		['\uFFFE'],
		['\uFFFF'],
		['fine but for the end \u0000'],
	])('cannot hold %j', MessageBody => {
		const sqs = createSqs();

		expect(sqs.refusal('SendMessage', {QueueUrl: sqs.queue('orders'), MessageBody})).toMatchObject(invalidContents);
	});

	test.each(['\t', '\n', '\r', ' ', '\u007F', '\u0085', '\uD7FF', '\uE000', '\uFFFD', '\u{10000}', '\u{10FFFF}', '😀 ünï\r\n<&">'])(
		'%j comes back as it was sent',
		MessageBody => {
			const sqs = createSqs();
			const QueueUrl = sqs.queue('orders');

			sqs.call('SendMessage', {QueueUrl, MessageBody});

			expect(sqs.receive(QueueUrl)[0]?.Body).toBe(MessageBody);
		},
	);

	test('its MD5 is that of its UTF-8 bytes', () => {
		const sqs = createSqs();

		expect(sqs.call('SendMessage', {QueueUrl: sqs.queue('orders'), MessageBody: '😀'}).MD5OfMessageBody).toBe(
			'2a02eac39d716a70ecf37579185927b6',
		);
	});
});

describe('the size', () => {
	test.each([
		['ASCII', 'x'.repeat(1024), 'x'.repeat(1025)],
		['UTF-8', 'ü'.repeat(512), 'ü'.repeat(513)],
	])('counts the bytes of a body in %s', (_encoding, fitting, tooLong) => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders', {MaximumMessageSize: '1024'});

		expect(sqs.call('SendMessage', {QueueUrl, MessageBody: fitting}).MessageId).toBeDefined();
		expect(sqs.refusal('SendMessage', {QueueUrl, MessageBody: tooLong})).toMatchObject({
			code: 'InvalidParameterValue',
			message: 'One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes.',
		});
	});

	test('counts names, types and values of attributes too, but not the trace header', () => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders', {MaximumMessageSize: '1024'});
		const MessageBody = 'x'.repeat(1000);
		const MessageSystemAttributes = {AWSTraceHeader: {DataType: 'String', StringValue: 'Root=1-2-3'}};
		const withBytes = (count: number) => ({
			// 4 bytes of name, 6 of type, then the value.
			text: {DataType: 'String', StringValue: 'v'.repeat(count)},
		});
		const binary = {data: {DataType: 'Binary', BinaryValue: Buffer.alloc(14).toString('base64')}};

		expect(sqs.call('SendMessage', {QueueUrl, MessageBody, MessageSystemAttributes, MessageAttributes: withBytes(14)})).toBeDefined();
		expect(sqs.refusal('SendMessage', {QueueUrl, MessageBody, MessageAttributes: withBytes(15)}).code).toBe('InvalidParameterValue');
		expect(sqs.call('SendMessage', {QueueUrl, MessageBody, MessageAttributes: binary})).toBeDefined();
	});

	test('may be 1 MiB and no more', () => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders');

		expect(sqs.call('SendMessage', {QueueUrl, MessageBody: 'x'.repeat(1_048_576)}).MessageId).toBeDefined();
		expect(sqs.refusal('SendMessage', {QueueUrl, MessageBody: 'x'.repeat(1_048_577)}).message).toBe(
			'One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.',
		);
	});
});

describe('the delay', () => {
	test('hides a message, and is the queue’s unless given', () => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders', {DelaySeconds: '10'});

		sqs.call('SendMessage', {QueueUrl, MessageBody: 'as the queue says'});
		sqs.call('SendMessage', {QueueUrl, MessageBody: 'longer', DelaySeconds: 900});
		sqs.call('SendMessage', {QueueUrl, MessageBody: 'at once', DelaySeconds: 0});

		expect(sqs.counts(QueueUrl)).toEqual([1, 0, 2]);
		sqs.clock.advance(9_999);
		expect(sqs.counts(QueueUrl)).toEqual([1, 0, 2]);
		sqs.clock.advance(1);
		expect(sqs.counts(QueueUrl)).toEqual([2, 0, 1]);
		sqs.clock.advance(890_000);
		expect(sqs.counts(QueueUrl)).toEqual([3, 0, 0]);
	});

	test('of a standard queue, when changed, is for new messages only', () => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders', {DelaySeconds: '10'});
		sqs.call('SendMessage', {QueueUrl, MessageBody: 'hello'});

		sqs.call('SetQueueAttributes', {QueueUrl, Attributes: {DelaySeconds: '0'}});

		expect(sqs.counts(QueueUrl)).toEqual([0, 0, 1]);
		sqs.clock.advance(10_000);
		expect(sqs.counts(QueueUrl)).toEqual([1, 0, 0]);
	});

	test.each([-1, 901])('cannot be %i seconds', DelaySeconds => {
		const sqs = createSqs();

		expect(sqs.refusal('SendMessage', {QueueUrl: sqs.queue('orders'), MessageBody: 'x', DelaySeconds})).toMatchObject({
			code: 'InvalidParameterValue',
			message: `Value ${DelaySeconds} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.`,
		});
	});
});

describe('on a standard queue', () => {
	test('a message group ID is kept and nothing is ordered, numbered or deduplicated', () => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders');
		const message = {QueueUrl, MessageBody: 'same', MessageGroupId: 'tenant-1'};

		const answers = [sqs.call('SendMessage', message), sqs.call('SendMessage', message)];

		expect(answers[0]).not.toHaveProperty('SequenceNumber');
		expect(answers[0]?.MessageId).not.toBe(answers[1]?.MessageId);
		expect(sqs.receive(QueueUrl)).toHaveLength(1);
		expect(sqs.receive(QueueUrl, {AttributeNames: ['All']})[0]?.Attributes).toMatchObject({MessageGroupId: 'tenant-1'});
	});

	test('a deduplication ID is refused', () => {
		const sqs = createSqs();

		expect(sqs.refusal('SendMessage', {QueueUrl: sqs.queue('orders'), MessageBody: 'x', MessageDeduplicationId: 'a'})).toMatchObject({
			code: 'InvalidParameterValue',
			message:
				'Value a for parameter MessageDeduplicationId is invalid. Reason: The request includes a parameter that is not valid for this queue type.',
		});
	});
});

describe('group and deduplication IDs', () => {
	test.each(['', 'x'.repeat(129), 'a b', 'ä', 'a\tb'])('cannot be "%s"', value => {
		const sqs = createSqs();
		const fifo = {
			QueueUrl: sqs.queue('orders.fifo', {FifoQueue: 'true'}),
			MessageBody: 'x',
			MessageGroupId: 'g',
			MessageDeduplicationId: 'd',
		};
		const standard = {QueueUrl: sqs.queue('orders'), MessageBody: 'x'};

		for (const name of ['MessageGroupId', 'MessageDeduplicationId'])
			expect(sqs.refusal('SendMessage', {...fifo, [name]: value})).toMatchObject({
				code: 'InvalidParameterValue',
				message: `Value ${value} for parameter ${name} is invalid. Reason: ${name} can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
			});
		expect(sqs.refusal('SendMessage', {...standard, MessageGroupId: value}).code).toBe('InvalidParameterValue');
	});

	test.each(['a', 'x'.repeat(128), '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'])('can be %s', value => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders.fifo', {FifoQueue: 'true'});

		sqs.call('SendMessage', {QueueUrl, MessageBody: 'x', MessageGroupId: value, MessageDeduplicationId: value});

		expect(sqs.receive(QueueUrl, {AttributeNames: ['All']})[0]?.Attributes).toMatchObject({
			MessageGroupId: value,
			MessageDeduplicationId: value,
		});
	});
});

describe('a batch', () => {
	const entries = (count: number) => Array.from({length: count}, (_, index) => ({Id: `id-${index}`, MessageBody: `${index}`}));

	test('of ten is sent in order', () => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders');

		const answer = sqs.call('SendMessageBatch', {QueueUrl, Entries: entries(10)});

		expect(answer.Successful?.map(({Id}) => Id)).toEqual(entries(10).map(({Id}) => Id));
		expect(answer).not.toHaveProperty('Failed');
		const received = sqs.receive(QueueUrl, {MaxNumberOfMessages: 10});
		expect(received.map(({MessageId}) => MessageId)).toEqual(answer.Successful?.map(({MessageId}) => MessageId));
	});

	test.each([
		['no entries', [], 'EmptyBatchRequest', 'There should be at least one SendMessageBatchRequestEntry in the request.'],
		['20 entries', entries(20), 'TooManyEntriesInBatchRequest', 'Maximum number of entries per request are 10. You have sent 20.'],
		['11 entries', entries(11), 'TooManyEntriesInBatchRequest', 'Maximum number of entries per request are 10. You have sent 11.'],
		['a repeated Id', [...entries(2), ...entries(1)], 'BatchEntryIdsNotDistinct', 'Id id-0 repeated.'],
		...['', 'a b', 'a.b', 'x'.repeat(81)].map(
			id =>
				[
					`the Id "${id}"`,
					[{Id: id, MessageBody: 'x'}],
					'InvalidBatchEntryId',
					'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
				] as const,
		),
	] as const)('with %s is refused as a whole', (_what, Entries, name, message) => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders');

		for (const action of ['SendMessageBatch', 'DeleteMessageBatch', 'ChangeMessageVisibilityBatch'])
			expect(sqs.refusal(action, {QueueUrl, Entries})).toMatchObject({
				code: `AWS.SimpleQueueService.${name}`,
				type: `com.amazonaws.sqs#${name}`,
				status: 400,
				message: message.replace('SendMessageBatch', action),
			});
		expect(sqs.counts(QueueUrl)).toEqual([0, 0, 0]);
	});

	test('takes Ids of 80 characters and UUIDs', () => {
		const sqs = createSqs();
		const Entries = ['x'.repeat(80), '6ba7b810-9dad-11d1-80b4-00c04fd430c8', '_-9'].map(Id => ({Id, MessageBody: 'x'}));

		expect(sqs.call('SendMessageBatch', {QueueUrl: sqs.queue('orders'), Entries}).Successful).toHaveLength(3);
	});

	test('may have 1 MiB in all, whatever the queue takes for one', () => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders', {MaximumMessageSize: '1024'});
		const big = sqs.queue('big');
		const half = 'x'.repeat(524_288);

		const fitting = Array.from({length: 10}, (_, index) => ({Id: `${index}`, MessageBody: 'x'.repeat(1024)}));
		expect(sqs.call('SendMessageBatch', {QueueUrl, Entries: fitting}).Successful).toHaveLength(10);
		const exact = [
			{Id: 'a', MessageBody: half},
			{Id: 'b', MessageBody: half},
		];
		expect(sqs.call('SendMessageBatch', {QueueUrl: big, Entries: exact}).Successful).toHaveLength(2);
		expect(sqs.refusal('SendMessageBatch', {QueueUrl: big, Entries: [...exact, {Id: 'c', MessageBody: 'x'}]})).toMatchObject({
			code: 'AWS.SimpleQueueService.BatchRequestTooLong',
			type: 'com.amazonaws.sqs#BatchRequestTooLong',
			message: 'Batch requests cannot be longer than 1048576 bytes. You have sent 1048577 bytes.',
		});
	});

	test('reports what is wrong with an entry at that entry', () => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders', {MaximumMessageSize: '1024'});

		const answer = sqs.call('SendMessageBatch', {
			QueueUrl,
			Entries: [
				{Id: 'long', MessageBody: 'x'.repeat(1025)},
				{Id: 'nul', MessageBody: '\u0000'},
				{Id: 'late', MessageBody: 'x', DelaySeconds: 901},
				{Id: 'good', MessageBody: 'x'},
			],
		});

		expect(answer.Failed).toEqual([
			{
				Id: 'long',
				SenderFault: true,
				Code: 'InvalidParameterValue',
				Message: 'One or more parameters cannot be validated. Reason: Message must be shorter than 1024 bytes.',
			},
			{Id: 'nul', SenderFault: true, Code: 'InvalidMessageContents', Message: invalidContents.message},
			{
				Id: 'late',
				SenderFault: true,
				Code: 'InvalidParameterValue',
				Message: 'Value 901 for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.',
			},
		]);
		expect(answer.Successful?.map(({Id}) => Id)).toEqual(['good']);
		expect(sqs.counts(QueueUrl)).toEqual([1, 0, 0]);
	});

	test.each([undefined, ''])('with an entry without a body (%s) is refused as a whole', MessageBody => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders');

		expect(sqs.refusal('SendMessageBatch', {QueueUrl, Entries: [...entries(1), {Id: 'b', MessageBody}]})).toMatchObject({
			code: 'MissingParameter',
			message: 'The request must contain the parameter SendMessageBatchRequestEntry.2.MessageBody.',
		});
	});
});
