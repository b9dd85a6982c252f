import {createHash} from 'node:crypto';
import {describe, expect, test} from 'vitest';
import {createSqs, type Answer, type Sqs} from './call.ts';

type Fifo = {
	sqs: Sqs;
	QueueUrl: string;
	send: (group: string, body: string, input?: object) => Answer;
	/** Bodies received. */
	take: (count?: number, input?: object) => string[];
};

function fifo(attributes: Record<string, string> = {}): Fifo {
	const sqs = createSqs();
	const QueueUrl = sqs.queue('orders.fifo', {FifoQueue: 'true', ContentBasedDeduplication: 'true', VisibilityTimeout: '30', ...attributes});
	return {
		sqs,
		QueueUrl,
		send: (MessageGroupId, MessageBody, input = {}) => sqs.call('SendMessage', {QueueUrl, MessageBody, MessageGroupId, ...input}),
		take: (MaxNumberOfMessages = 10, input = {}) => sqs.receive(QueueUrl, {MaxNumberOfMessages, ...input}).map(({Body}) => Body),
	};
}

describe('what a send must have', () => {
	test('a message group', () => {
		const {sqs, QueueUrl} = fifo();

		expect(sqs.refusal('SendMessage', {QueueUrl, MessageBody: 'x'})).toMatchObject({
			code: 'MissingParameter',
			type: 'com.amazon.coral.service#MissingRequiredParameterException',
			message: 'The request must contain the parameter MessageGroupId.',
		});
	});

	test('a message group in every entry of a batch, else the whole batch is refused with another code', () => {
		const {sqs, QueueUrl} = fifo();

		const Entries = [
			{Id: 'a', MessageBody: 'x', MessageGroupId: 'g'},
			{Id: 'b', MessageBody: 'y'},
		];
		expect(sqs.refusal('SendMessageBatch', {QueueUrl, Entries})).toMatchObject({
			code: 'InvalidParameterValue',
			message: 'The request must contain the parameter MessageGroupId.',
		});
		expect(sqs.counts(QueueUrl)).toEqual([0, 0, 0]);
	});

	test('a deduplication ID, unless the queue makes it of the content', () => {
		const {sqs, QueueUrl} = fifo({ContentBasedDeduplication: 'false'});
		const expected = {
			code: 'InvalidParameterValue',
			message: 'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
		};

		expect(sqs.refusal('SendMessage', {QueueUrl, MessageBody: 'x', MessageGroupId: 'g'})).toMatchObject(expected);
		expect(sqs.refusal('SendMessageBatch', {QueueUrl, Entries: [{Id: 'a', MessageBody: 'x', MessageGroupId: 'g'}]})).toMatchObject(
			expected,
		);
		expect(sqs.call('SendMessage', {QueueUrl, MessageBody: 'x', MessageGroupId: 'g', MessageDeduplicationId: 'd'})).toBeDefined();
	});

	test('no delay of its own; 0 is accepted and the queue’s applies', () => {
		const {sqs, QueueUrl, send} = fifo({DelaySeconds: '5'});

		expect(sqs.refusal('SendMessage', {QueueUrl, MessageBody: 'x', MessageGroupId: 'g', DelaySeconds: 2})).toMatchObject({
			code: 'InvalidParameterValue',
			message:
				'Value 2 for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type.',
		});
		send('g', 'x', {DelaySeconds: 0});
		expect(sqs.counts(QueueUrl)).toEqual([0, 0, 1]);
		sqs.clock.advance(5000);
		expect(sqs.counts(QueueUrl)).toEqual([1, 0, 0]);
	});
});

describe('order within a group', () => {
	test('a group hands out in order of sending, and nothing more while something of it is in flight', () => {
		const {sqs, QueueUrl, send, take} = fifo();
		for (const body of ['a1', 'a2', 'a3']) send('a', body);

		const [first] = sqs.receive(QueueUrl);
		expect(first?.Body).toBe('a1');
		expect(take()).toEqual([]);
		sqs.call('DeleteMessage', {QueueUrl, ReceiptHandle: first?.ReceiptHandle});

		expect(take()).toEqual(['a2', 'a3']);
	});

	test('messages that arrive behind one in flight wait', () => {
		const {send, take} = fifo();
		send('a', 'a1');
		expect(take()).toEqual(['a1']);

		send('a', 'a2');

		expect(take()).toEqual([]);
	});

	test('a message visible again before one in flight comes alone', () => {
		const {sqs, QueueUrl, send, take} = fifo();
		for (const body of ['a1', 'a2', 'a3']) send('a', body);
		const [first] = sqs.receive(QueueUrl, {MaxNumberOfMessages: 2});

		sqs.call('ChangeMessageVisibility', {QueueUrl, ReceiptHandle: first?.ReceiptHandle, VisibilityTimeout: 0});

		expect(take()).toEqual(['a1']);
	});

	test('a message visible again behind one in flight does not come', () => {
		const {sqs, QueueUrl, send, take} = fifo();
		for (const body of ['a1', 'a2', 'a3']) send('a', body);
		const [first, second] = sqs.receive(QueueUrl, {MaxNumberOfMessages: 2});

		sqs.call('ChangeMessageVisibility', {QueueUrl, ReceiptHandle: second?.ReceiptHandle, VisibilityTimeout: 0});
		expect(take()).toEqual([]);
		sqs.call('DeleteMessage', {QueueUrl, ReceiptHandle: first?.ReceiptHandle});

		expect(take()).toEqual(['a2', 'a3']);
	});

	test('deleting the first of two in flight leaves the third blocked', () => {
		const {sqs, QueueUrl, send, take} = fifo();
		for (const body of ['a1', 'a2', 'a3']) send('a', body);
		const [first] = sqs.receive(QueueUrl, {MaxNumberOfMessages: 2});

		sqs.call('DeleteMessage', {QueueUrl, ReceiptHandle: first?.ReceiptHandle});

		expect(take()).toEqual([]);
	});

	test('when the visibility timeout ends the group begins again with the same message', () => {
		const {sqs, send, take} = fifo();
		for (const body of ['a1', 'a2']) send('a', body);
		expect(take(1)).toEqual(['a1']);

		sqs.clock.advance(30_000);

		expect(take()).toEqual(['a1', 'a2']);
	});

	test('a batch is sent in its order', () => {
		const {sqs, QueueUrl, take} = fifo();
		const bodies = Array.from({length: 10}, (_, index) => `${index}`);

		sqs.call('SendMessageBatch', {QueueUrl, Entries: bodies.map(body => ({Id: body, MessageBody: body, MessageGroupId: 'g'}))});

		expect(take()).toEqual(bodies);
	});
});

describe('groups side by side', () => {
	test('do not block each other, and a receive fills up from the next group', () => {
		const {send, take} = fifo();
		for (const body of ['a1', 'a2']) send('a', body);
		for (const body of ['b1', 'b2']) send('b', body);
		send('c', 'c1');

		expect(take(1)).toEqual(['a1']);
		expect(take(3)).toEqual(['b1', 'b2', 'c1']);
		expect(take()).toEqual([]);
	});

	test('a receive takes as many as it can of one group before it goes to the next', () => {
		const {send, take} = fifo();
		send('a', 'a1');
		send('b', 'b1');
		send('a', 'a2');

		expect(take()).toEqual(['a1', 'a2', 'b1']);
	});

	test('a group given back at once goes behind the others', () => {
		const {send, take} = fifo();
		for (const [group, body] of [
			['a', 'a1'],
			['a', 'a2'],
			['b', 'b1'],
		] as const)
			send(group, body);

		expect(take(1, {VisibilityTimeout: 0})).toEqual(['a1']);
		expect(take(1, {VisibilityTimeout: 0})).toEqual(['b1']);
		expect(take(10, {VisibilityTimeout: 0})).toEqual(['a1', 'a2', 'b1']);
	});

	test('visible messages count, also those that wait behind one in flight', () => {
		const {sqs, QueueUrl, send, take} = fifo();
		for (const body of ['a1', 'a2', 'a3']) send('a', body);

		take(1);

		expect(sqs.counts(QueueUrl)).toEqual([2, 1, 0]);
	});
});

describe('deduplication', () => {
	test('a duplicate is answered as its first and not put in', () => {
		const {sqs, QueueUrl, send} = fifo();

		const first = send('g', 'same');
		const second = send('g', 'same');

		expect(second).toEqual(first);
		expect(sqs.counts(QueueUrl)).toEqual([1, 0, 0]);
	});

	test('five minutes from the first, also once that was received and deleted', () => {
		const {sqs, QueueUrl, send} = fifo();
		const first = send('g', 'same');
		const [message] = sqs.receive(QueueUrl);
		sqs.call('DeleteMessage', {QueueUrl, ReceiptHandle: message?.ReceiptHandle});

		sqs.clock.advance(299_999);
		expect(send('g', 'same').MessageId).toBe(first.MessageId);
		sqs.clock.advance(1);
		expect(send('g', 'same').MessageId).not.toBe(first.MessageId);
		expect(sqs.counts(QueueUrl)).toEqual([1, 0, 0]);
	});

	test('outlives a purge', () => {
		const {sqs, QueueUrl, send} = fifo();
		send('g', 'same');

		sqs.call('PurgeQueue', {QueueUrl});
		send('g', 'same');

		expect(sqs.counts(QueueUrl)).toEqual([0, 0, 0]);
	});

	test('by content looks at the body alone, and its ID is the SHA-256', () => {
		const {sqs, QueueUrl, send} = fifo();
		send('g', 'same', {MessageAttributes: {n: {DataType: 'Number', StringValue: '1'}}});
		send('g', 'same', {MessageAttributes: {n: {DataType: 'Number', StringValue: '2'}}});

		const received = sqs.receive(QueueUrl, {MaxNumberOfMessages: 10, AttributeNames: ['MessageDeduplicationId']});

		expect(received.map(({Attributes}) => Attributes)).toEqual([
			{MessageDeduplicationId: createHash('sha256').update('same').digest('hex')},
		]);
	});

	test('an ID given goes before the content, and one equal to the content’s is the same', () => {
		const {sqs, QueueUrl, send} = fifo();

		send('g', 'same', {MessageDeduplicationId: '1'});
		send('g', 'same', {MessageDeduplicationId: '2'});
		send('g', 'same');
		send('g', 'other', {MessageDeduplicationId: createHash('sha256').update('same').digest('hex')});

		expect(sqs.counts(QueueUrl)).toEqual([3, 0, 0]);
	});

	test('within the queue by default, within the group when so created', () => {
		for (const [scope, count] of [
			['queue', 1],
			['messageGroup', 2],
		] as const) {
			const {sqs, QueueUrl, send} = fifo({DeduplicationScope: scope});
			for (const group of ['a', 'b', 'a']) send(group, 'same');

			expect(sqs.counts(QueueUrl)).toEqual([count, 0, 0]);
		}
	});

	test('keeps the scope of the creation when the attribute is changed', () => {
		const {sqs, QueueUrl, send} = fifo();
		sqs.call('SetQueueAttributes', {
			QueueUrl,
			Attributes: {DeduplicationScope: 'messageGroup', FifoThroughputLimit: 'perMessageGroupId'},
		});

		for (const group of ['a', 'b']) send(group, 'same');

		expect(sqs.counts(QueueUrl)).toEqual([1, 0, 0]);
	});

	test('finds duplicates within one batch', () => {
		const {sqs, QueueUrl} = fifo();
		const Entries = ['a', 'b'].map(Id => ({Id, MessageBody: 'same', MessageGroupId: 'g'}));

		const {Successful: sent} = sqs.call('SendMessageBatch', {QueueUrl, Entries});

		expect(sent?.[0]?.MessageId).toBe(sent?.[1]?.MessageId);
		expect(sqs.counts(QueueUrl)).toEqual([1, 0, 0]);
	});
});

describe('sequence numbers', () => {
	test('have 20 digits, grow through the queue with gaps, and come with the message', () => {
		const {sqs, QueueUrl, send} = fifo();

		const numbers = ['a', 'b', 'a'].map((group, index) => send(group, `${index}`).SequenceNumber ?? '');

		for (const number of numbers) expect(number).toMatch(/^\d{20}$/);
		expect(numbers.toSorted()).toEqual(numbers);
		expect(BigInt(numbers[1] ?? 0) - BigInt(numbers[0] ?? 0)).toBeGreaterThan(1n);
		const received = sqs.receive(QueueUrl, {MaxNumberOfMessages: 10, AttributeNames: ['SequenceNumber']});
		expect(new Set(received.map(({Attributes}) => Attributes?.['SequenceNumber']))).toEqual(new Set(numbers));
	});
});

describe('a changed delay applies to messages that wait already', () => {
	test('longer', () => {
		const {sqs, QueueUrl, send, take} = fifo();
		send('g', 'old');
		sqs.clock.advance(60_000);
		send('g', 'new');

		sqs.call('SetQueueAttributes', {QueueUrl, Attributes: {DelaySeconds: '60'}});

		expect(sqs.counts(QueueUrl)).toEqual([1, 0, 1]);
		expect(take()).toEqual(['old']);
		sqs.clock.advance(59_999);
		expect(sqs.counts(QueueUrl)).toEqual([1, 0, 1]);
		sqs.clock.advance(1);
		expect(sqs.counts(QueueUrl)).toEqual([2, 0, 0]);
	});

	test('shorter, and polls wake', async () => {
		const {sqs, QueueUrl, send} = fifo({DelaySeconds: '900'});
		for (const body of ['a', 'b']) send('g', body);
		const answer = sqs.poll({QueueUrl, WaitTimeSeconds: 20, MaxNumberOfMessages: 10});

		sqs.call('SetQueueAttributes', {QueueUrl, Attributes: {DelaySeconds: '0'}});

		expect((await answer).Messages?.map(({Body}) => Body)).toEqual(['a', 'b']);
	});

	test('but not to those received already', () => {
		const {sqs, QueueUrl, send} = fifo();
		send('g', 'hello');
		sqs.receive(QueueUrl, {VisibilityTimeout: 0});

		sqs.call('SetQueueAttributes', {QueueUrl, Attributes: {DelaySeconds: '60'}});

		expect(sqs.counts(QueueUrl)).toEqual([1, 0, 0]);
	});
});

describe('ReceiveRequestAttemptId', () => {
	const attempt = {ReceiveRequestAttemptId: 'attempt-1', MaxNumberOfMessages: 10};

	test('gives the same messages and handles again, hidden anew', () => {
		const {sqs, QueueUrl, send} = fifo();
		for (const body of ['a', 'b']) send('g', body);

		const first = sqs.receive(QueueUrl, attempt);
		sqs.clock.advance(20_000);
		expect(sqs.receive(QueueUrl, attempt)).toEqual(first);
		sqs.clock.advance(20_000);

		expect(first.map(({Body}) => Body)).toEqual(['a', 'b']);
		expect(sqs.counts(QueueUrl)).toEqual([0, 2, 0]);
		expect(sqs.call('DeleteMessage', {QueueUrl, ReceiptHandle: first[0]?.ReceiptHandle})).toEqual({});
	});

	test('for five minutes after the first attempt', () => {
		const {sqs, QueueUrl, send} = fifo();
		send('g', 'hello');
		const first = sqs.receive(QueueUrl, {...attempt, VisibilityTimeout: 600});

		sqs.clock.advance(299_999);
		expect(sqs.receive(QueueUrl, {...attempt, VisibilityTimeout: 600})).toEqual(first);
		sqs.clock.advance(1);
		expect(sqs.receive(QueueUrl, attempt)).toEqual([]);
	});

	test('not once a message was deleted, changed or has become visible', () => {
		for (const change of ['DeleteMessage', 'ChangeMessageVisibility', 'nothing']) {
			const {sqs, QueueUrl, send} = fifo();
			for (const body of ['a', 'b']) send('g', body);
			const [first] = sqs.receive(QueueUrl, attempt);

			if (change === 'nothing') sqs.clock.advance(30_000);
			else sqs.call(change, {QueueUrl, ReceiptHandle: first?.ReceiptHandle, VisibilityTimeout: 60});

			const again = sqs.receive(QueueUrl, attempt);
			expect(again.map(({Body}) => Body)).toEqual(change === 'nothing' ? ['a', 'b'] : []);
			expect(again.map(({ReceiptHandle}) => ReceiptHandle)).not.toContain(first?.ReceiptHandle);
		}
	});

	test('belongs to FIFO queues', () => {
		const sqs = createSqs();

		expect(sqs.refusal('ReceiveMessage', {QueueUrl: sqs.queue('orders'), ReceiveRequestAttemptId: 'a'})).toMatchObject({
			code: 'InvalidParameterValue',
			message:
				'Value a for parameter ReceiveRequestAttemptId is invalid. Reason: The request includes a parameter that is not valid for this queue type.',
		});
	});

	test('is made of the characters of a group ID', () => {
		const {sqs, QueueUrl} = fifo();

		expect(sqs.refusal('ReceiveMessage', {QueueUrl, ReceiveRequestAttemptId: 'a b'}).code).toBe('InvalidParameterValue');
	});
});

test('a message that outlives its retention frees its group', () => {
	const {sqs, send, take} = fifo({MessageRetentionPeriod: '60', VisibilityTimeout: '600'});
	send('g', 'old');
	take();
	sqs.clock.advance(30_000);
	send('g', 'new');

	sqs.clock.advance(29_999);
	expect(take()).toEqual([]);
	sqs.clock.advance(1);
	expect(take()).toEqual(['new']);
});
