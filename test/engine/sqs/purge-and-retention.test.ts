import {describe, expect, test} from 'vitest';
import {createSqs} from './call.ts';

describe('a purge', () => {
	test('removes visible, in-flight and delayed messages, and their handles delete nothing', () => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders');
		for (let index = 0; index < 3; index++) sqs.call('SendMessage', {QueueUrl, MessageBody: 'x'});
		sqs.call('SendMessage', {QueueUrl, MessageBody: 'x', DelaySeconds: 10});
		const [inFlight] = sqs.receive(QueueUrl);
		expect(sqs.counts(QueueUrl)).toEqual([2, 1, 1]);

		expect(sqs.call('PurgeQueue', {QueueUrl})).toEqual({});

		expect(sqs.counts(QueueUrl)).toEqual([0, 0, 0]);
		sqs.call('SendMessage', {QueueUrl, MessageBody: 'new'});
		expect(sqs.call('DeleteMessage', {QueueUrl, ReceiptHandle: inFlight?.ReceiptHandle})).toEqual({});
		sqs.clock.advance(60_000);
		expect(sqs.counts(QueueUrl)).toEqual([1, 0, 0]);
	});

	test('is refused within 60 seconds of the last', () => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders');
		sqs.call('PurgeQueue', {QueueUrl});

		sqs.clock.advance(59_999);
		expect(sqs.refusal('PurgeQueue', {QueueUrl})).toMatchObject({
			code: 'AWS.SimpleQueueService.PurgeQueueInProgress',
			type: 'com.amazonaws.sqs#PurgeQueueInProgress',
			status: 403,
			message: 'Only one PurgeQueue operation on orders is allowed every 60 seconds.',
		});
		sqs.clock.advance(1);
		expect(sqs.call('PurgeQueue', {QueueUrl})).toEqual({});
	});

	test('may follow another at once on an engine without waiting rules', () => {
		const sqs = createSqs({waits: false});
		const QueueUrl = sqs.queue('orders');

		for (let index = 0; index < 2; index++) expect(sqs.call('PurgeQueue', {QueueUrl})).toEqual({});
	});

	test('leaves long polls waiting for what comes next', async () => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders');
		const answer = sqs.poll({QueueUrl, WaitTimeSeconds: 20});

		sqs.call('PurgeQueue', {QueueUrl});
		sqs.call('SendMessage', {QueueUrl, MessageBody: 'hello'});

		expect((await answer).Messages?.[0]?.Body).toBe('hello');
	});
});

describe('retention', () => {
	test('is four days unless the queue says otherwise', () => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders');
		sqs.call('SendMessage', {QueueUrl, MessageBody: 'x'});

		sqs.clock.advance(345_600_000 - 1);
		expect(sqs.counts(QueueUrl)).toEqual([1, 0, 0]);
		sqs.clock.advance(1);
		expect(sqs.counts(QueueUrl)).toEqual([0, 0, 0]);
	});

	test('counts from the sending and removes delayed and in-flight messages too', () => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders', {MessageRetentionPeriod: '60', VisibilityTimeout: '600'});
		sqs.call('SendMessage', {QueueUrl, MessageBody: 'in flight'});
		sqs.call('SendMessage', {QueueUrl, MessageBody: 'delayed', DelaySeconds: 900});
		const [message] = sqs.receive(QueueUrl);
		sqs.clock.advance(30_000);
		sqs.call('SendMessage', {QueueUrl, MessageBody: 'later'});

		sqs.clock.advance(30_000);

		expect(sqs.counts(QueueUrl)).toEqual([1, 0, 0]);
		expect(sqs.call('DeleteMessage', {QueueUrl, ReceiptHandle: message?.ReceiptHandle})).toEqual({});
		expect(sqs.receive(QueueUrl).map(({Body}) => Body)).toEqual(['later']);
	});

	test('when shortened applies to what is there', () => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders');
		sqs.call('SendMessage', {QueueUrl, MessageBody: 'x'});
		sqs.clock.advance(60_000);

		sqs.call('SetQueueAttributes', {QueueUrl, Attributes: {MessageRetentionPeriod: '60'}});

		expect(sqs.counts(QueueUrl)).toEqual([0, 0, 0]);
	});

	test('a message that is not read before then is not received', () => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders', {MessageRetentionPeriod: '60'});
		sqs.call('SendMessage', {QueueUrl, MessageBody: 'x'});
		sqs.clock.advance(60_000);

		expect(sqs.receive(QueueUrl)).toEqual([]);
	});
});
