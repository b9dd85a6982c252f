import {describe, expect, test} from 'vitest';
import {arnOf, createSqs, redrivePolicy, type Sqs} from './call.ts';

const everything = {MessageSystemAttributeNames: ['All'], MessageAttributeNames: ['All'], MaxNumberOfMessages: 10};

function withDlq(maxReceiveCount: number): {sqs: Sqs; QueueUrl: string; dlqUrl: string} {
	const sqs = createSqs();
	const dlqUrl = sqs.queue('dlq');
	const QueueUrl = sqs.queue('orders', {VisibilityTimeout: '10', RedrivePolicy: redrivePolicy('dlq', maxReceiveCount)});
	return {sqs, QueueUrl, dlqUrl};
}

/** Receives and lets the visibility timeout pass. */
function receiveInVain(sqs: Sqs, QueueUrl: string): number {
	const {length} = sqs.receive(QueueUrl, {MaxNumberOfMessages: 10});
	sqs.clock.advance(10_000);
	return length;
}

test('a message received maxReceiveCount times moves at the next receive, not before', () => {
	const {sqs, QueueUrl, dlqUrl} = withDlq(2);
	sqs.call('SendMessage', {QueueUrl, MessageBody: 'poison'});

	expect(receiveInVain(sqs, QueueUrl)).toBe(1);
	expect(receiveInVain(sqs, QueueUrl)).toBe(1);
	sqs.clock.advance(3_600_000);
	expect(sqs.counts(QueueUrl)).toEqual([1, 0, 0]);
	expect(sqs.counts(dlqUrl)).toEqual([0, 0, 0]);

	expect(receiveInVain(sqs, QueueUrl)).toBe(0);
	expect(sqs.counts(QueueUrl)).toEqual([0, 0, 0]);
	expect(sqs.counts(dlqUrl)).toEqual([1, 0, 0]);
});

test('in the dead-letter queue it keeps what it was and says where it came from', () => {
	const {sqs, QueueUrl, dlqUrl} = withDlq(1);
	const MessageAttributes = {Foo: {DataType: 'String', StringValue: 'Bar'}};
	const sentAtMs = sqs.clock.nowMs();
	const sent = sqs.call('SendMessage', {QueueUrl, MessageBody: 'poison', MessageAttributes}, {headers: {'x-amzn-trace-id': 'Root=1'}});
	sqs.clock.advance(1000);
	const [original] = sqs.receive(QueueUrl);
	sqs.clock.advance(10_000);
	expect(sqs.receive(QueueUrl)).toHaveLength(0);

	const [moved] = sqs.receive(dlqUrl, everything);

	expect(moved).toMatchObject({MessageId: sent.MessageId, Body: 'poison', MessageAttributes});
	expect(moved?.ReceiptHandle).not.toBe(original?.ReceiptHandle);
	expect(moved?.Attributes).toEqual({
		SenderId: '000000000000',
		SentTimestamp: String(sentAtMs),
		ApproximateFirstReceiveTimestamp: String(sentAtMs + 1000),
		ApproximateReceiveCount: '2',
		AWSTraceHeader: 'Root=1',
		DeadLetterQueueSourceArn: arnOf('orders'),
	});
	expect(sqs.call('DeleteMessage', {QueueUrl, ReceiptHandle: original?.ReceiptHandle})).toEqual({});
	expect(sqs.counts(dlqUrl)).toEqual([0, 1, 0]);
});

test('a receive that moves messages still returns the good ones behind them', () => {
	const {sqs, QueueUrl, dlqUrl} = withDlq(1);
	for (let index = 0; index < 5; index++) sqs.call('SendMessage', {QueueUrl, MessageBody: 'poison'});
	receiveInVain(sqs, QueueUrl);
	sqs.call('SendMessage', {QueueUrl, MessageBody: 'good'});

	expect(sqs.receive(QueueUrl, {MaxNumberOfMessages: 10}).map(({Body}) => Body)).toEqual(['good']);
	expect(sqs.counts(dlqUrl)).toEqual([5, 0, 0]);
});

test('a move wakes a poll on the dead-letter queue', async () => {
	const {sqs, QueueUrl, dlqUrl} = withDlq(1);
	sqs.call('SendMessage', {QueueUrl, MessageBody: 'poison'});
	receiveInVain(sqs, QueueUrl);
	const answer = sqs.poll({QueueUrl: dlqUrl, WaitTimeSeconds: 20});

	sqs.receive(QueueUrl);

	expect((await answer).Messages?.[0]?.Body).toBe('poison');
});

test('a message put back with visibility 0 counts as received', () => {
	const {sqs, QueueUrl, dlqUrl} = withDlq(1);
	sqs.call('SendMessage', {QueueUrl, MessageBody: 'poison'});
	sqs.receive(QueueUrl, {VisibilityTimeout: 0});

	expect(sqs.receive(QueueUrl)).toHaveLength(0);
	expect(sqs.counts(dlqUrl)).toEqual([1, 0, 0]);
});

test('without the dead-letter queue messages stay where they are', () => {
	const {sqs, QueueUrl, dlqUrl} = withDlq(1);
	sqs.call('SendMessage', {QueueUrl, MessageBody: 'poison'});
	sqs.call('DeleteQueue', {QueueUrl: dlqUrl});

	expect([receiveInVain(sqs, QueueUrl), receiveInVain(sqs, QueueUrl), receiveInVain(sqs, QueueUrl)]).toEqual([1, 1, 1]);
});

test('in a chain each queue counts its own receives', () => {
	const sqs = createSqs();
	const lastUrl = sqs.queue('last');
	const middleUrl = sqs.queue('middle', {VisibilityTimeout: '10', RedrivePolicy: redrivePolicy('last', 2)});
	const QueueUrl = sqs.queue('orders', {VisibilityTimeout: '10', RedrivePolicy: redrivePolicy('middle', 1)});
	sqs.call('SendMessage', {QueueUrl, MessageBody: 'poison'});

	expect([receiveInVain(sqs, QueueUrl), receiveInVain(sqs, QueueUrl)]).toEqual([1, 0]);
	expect([receiveInVain(sqs, middleUrl), receiveInVain(sqs, middleUrl), receiveInVain(sqs, middleUrl)]).toEqual([1, 1, 0]);

	expect(sqs.receive(lastUrl, everything)[0]?.Attributes).toMatchObject({
		ApproximateReceiveCount: '4',
		DeadLetterQueueSourceArn: arnOf('middle'),
	});
});

test('two queues that are each other’s dead-letter queue pass a message to and fro between their polls', async () => {
	const sqs = createSqs();
	const aUrl = sqs.queue('a', {VisibilityTimeout: '1'});
	const bUrl = sqs.queue('b', {VisibilityTimeout: '1', RedrivePolicy: redrivePolicy('a', 1)});
	sqs.call('SetQueueAttributes', {QueueUrl: aUrl, Attributes: {RedrivePolicy: redrivePolicy('b', 1)}});
	sqs.call('SendMessage', {QueueUrl: aUrl, MessageBody: 'ball'});
	sqs.receive(aUrl);
	const polls = [aUrl, bUrl, aUrl, bUrl].map(QueueUrl => sqs.poll({QueueUrl, WaitTimeSeconds: 20}));

	sqs.clock.advance(20_000);

	const bodies = (await Promise.all(polls)).flatMap(({Messages}) => Messages ?? []).map(({Body}) => Body);
	expect(bodies.length).toBeGreaterThan(0);
	expect(sqs.counts(aUrl)[0] + sqs.counts(bUrl)[0]).toBe(1);
});

test('one receive moves a thousand messages at most, and a waiting poll goes on', async () => {
	const {sqs, QueueUrl, dlqUrl} = withDlq(1);
	const Entries = Array.from({length: 10}, (_, index) => ({Id: `${index}`, MessageBody: 'poison'}));
	for (let index = 0; index < 150; index++) sqs.call('SendMessageBatch', {QueueUrl, Entries});
	for (let index = 0; index < 150; index++) sqs.receive(QueueUrl, {MaxNumberOfMessages: 10});
	sqs.clock.advance(10_000);

	const answer = sqs.poll({QueueUrl, WaitTimeSeconds: 20});
	expect(sqs.counts(dlqUrl)).toEqual([1000, 0, 0]);
	sqs.clock.advance(0);
	expect(sqs.counts(dlqUrl)).toEqual([1500, 0, 0]);
	sqs.call('SendMessage', {QueueUrl, MessageBody: 'good'});

	expect((await answer).Messages?.[0]?.Body).toBe('good');
});

describe('retention in the dead-letter queue', () => {
	test('runs from the time of sending on standard queues', () => {
		const sqs = createSqs();
		const dlqUrl = sqs.queue('dlq', {MessageRetentionPeriod: '100'});
		const QueueUrl = sqs.queue('orders', {VisibilityTimeout: '90', RedrivePolicy: redrivePolicy('dlq', 1)});
		sqs.call('SendMessage', {QueueUrl, MessageBody: 'poison'});
		sqs.call('SendMessage', {QueueUrl: dlqUrl, MessageBody: 'newer'});
		sqs.receive(QueueUrl);
		sqs.clock.advance(90_000);
		sqs.call('SendMessage', {QueueUrl: dlqUrl, MessageBody: 'newest'});
		sqs.receive(QueueUrl);
		expect(sqs.counts(dlqUrl)).toEqual([3, 0, 0]);

		sqs.clock.advance(9_999);
		expect(sqs.counts(dlqUrl)).toEqual([3, 0, 0]);
		sqs.clock.advance(1);

		expect(sqs.receive(dlqUrl, {MaxNumberOfMessages: 10}).map(({Body}) => Body)).toEqual(['newest']);
	});

	test('starts anew on FIFO queues', () => {
		const sqs = createSqs();
		const dlqUrl = sqs.queue('dlq.fifo', {FifoQueue: 'true', MessageRetentionPeriod: '100'});
		const QueueUrl = sqs.queue('orders.fifo', {FifoQueue: 'true', VisibilityTimeout: '90', RedrivePolicy: redrivePolicy('dlq.fifo', 1)});
		sqs.call('SendMessage', {QueueUrl, MessageBody: 'poison', MessageGroupId: 'g', MessageDeduplicationId: 'd'});
		sqs.receive(QueueUrl);
		sqs.clock.advance(90_000);
		sqs.receive(QueueUrl);

		sqs.clock.advance(99_999);
		expect(sqs.counts(dlqUrl)).toEqual([1, 0, 0]);
		sqs.clock.advance(1);
		expect(sqs.counts(dlqUrl)).toEqual([0, 0, 0]);
	});
});

test('in a FIFO dead-letter queue messages that shared a deduplication ID both survive', () => {
	const sqs = createSqs();
	const dlqUrl = sqs.queue('dlq.fifo', {FifoQueue: 'true'});
	const QueueUrl = sqs.queue('orders.fifo', {
		FifoQueue: 'true',
		VisibilityTimeout: '10',
		DeduplicationScope: 'messageGroup',
		RedrivePolicy: redrivePolicy('dlq.fifo', 1),
	});
	const ids = ['a', 'b'].map(
		MessageGroupId => sqs.call('SendMessage', {QueueUrl, MessageBody: 'same', MessageGroupId, MessageDeduplicationId: 'd'}).MessageId,
	);
	receiveInVain(sqs, QueueUrl);
	sqs.receive(QueueUrl);

	const moved = sqs.receive(dlqUrl, everything);

	expect(moved.map(({MessageId}) => MessageId)).toEqual(ids);
	expect(moved.map(({Attributes}) => Attributes?.['MessageDeduplicationId'])).toEqual(ids);
	expect(moved.map(({Attributes}) => Attributes?.['MessageGroupId'])).toEqual(['a', 'b']);
	expect(new Set(moved.map(({Attributes}) => Attributes?.['SequenceNumber'])).size).toBe(2);
});

describe('ListDeadLetterSourceQueues', () => {
	test('lists the queues that name it, in pages', () => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('dlq');
		const urls = ['c', 'a', 'b'].map(name => sqs.queue(name, {RedrivePolicy: redrivePolicy('dlq', 3)})).toSorted();
		sqs.queue('unrelated');

		expect(sqs.call('ListDeadLetterSourceQueues', {QueueUrl})).toEqual({queueUrls: urls});
		const first = sqs.call('ListDeadLetterSourceQueues', {QueueUrl, MaxResults: 2});
		expect(first.queueUrls).toEqual(urls.slice(0, 2));
		expect(sqs.call('ListDeadLetterSourceQueues', {QueueUrl, MaxResults: 2, NextToken: first.NextToken})).toEqual({
			queueUrls: urls.slice(2),
		});
	});

	test('answers with an empty list, not with none', () => {
		const sqs = createSqs();

		expect(sqs.call('ListDeadLetterSourceQueues', {QueueUrl: sqs.queue('orders')})).toEqual({queueUrls: []});
	});
});
