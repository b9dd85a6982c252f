import {expect, test} from 'vitest';
import {createSqs} from './call.ts';

test('a message goes in, comes out once, and is gone when deleted', () => {
	const sqs = createSqs();
	const QueueUrl = sqs.queue('orders');

	const sent = sqs.call('SendMessage', {QueueUrl, MessageBody: 'hello'});
	expect(sqs.counts(QueueUrl)).toEqual([1, 0, 0]);
	const messages = sqs.receive(QueueUrl);

	expect(messages).toEqual([
		{
			MessageId: sent.MessageId,
			Body: 'hello',
			MD5OfBody: '5d41402abc4b2a76b9719d911017c592',
			ReceiptHandle: expect.stringMatching(/^[A-Za-z0-9]+$/),
		},
	]);
	expect(sent).toEqual({MessageId: messages[0]?.MessageId, MD5OfMessageBody: '5d41402abc4b2a76b9719d911017c592'});
	expect(sqs.call('ReceiveMessage', {QueueUrl})).toEqual({});
	expect(sqs.counts(QueueUrl)).toEqual([0, 1, 0]);
	expect(sqs.call('DeleteMessage', {QueueUrl, ReceiptHandle: messages[0]?.ReceiptHandle})).toEqual({});
	expect(sqs.counts(QueueUrl)).toEqual([0, 0, 0]);
});

test('a message comes back when its visibility timeout ends', () => {
	const sqs = createSqs();
	const QueueUrl = sqs.queue('orders');
	sqs.call('SendMessage', {QueueUrl, MessageBody: 'hello'});
	sqs.call('ReceiveMessage', {QueueUrl, VisibilityTimeout: 10});

	sqs.clock.advance(9999);
	expect(sqs.call('ReceiveMessage', {QueueUrl})).toEqual({});
	sqs.clock.advance(1);

	const [message] = sqs.receive(QueueUrl, {MessageSystemAttributeNames: ['ApproximateReceiveCount']});
	expect(message?.Attributes).toEqual({ApproximateReceiveCount: '2'});
});

test('a long poll is answered as soon as a message arrives', async () => {
	const sqs = createSqs();
	const QueueUrl = sqs.queue('orders');

	const answer = sqs.poll({QueueUrl, WaitTimeSeconds: 20});
	sqs.clock.advance(5000);
	sqs.call('SendMessage', {QueueUrl, MessageBody: 'hello'});

	expect((await answer).Messages?.[0]?.Body).toBe('hello');
	expect(sqs.clock.pendingCount()).toBe(0);
});

test('the MD5 of a body is right after a hundred thousand other messages', () => {
	const sqs = createSqs();
	const QueueUrl = sqs.queue('orders');
	const Entries = Array.from({length: 10}, (_, index) => ({Id: `${index}`, MessageBody: 'later', DelaySeconds: 900}));
	for (let count = 0; count < 100_000; count += 10) sqs.call('SendMessageBatch', {QueueUrl, Entries});

	sqs.call('SendMessage', {QueueUrl, MessageBody: 'hello'});

	expect(sqs.receive(QueueUrl)).toMatchObject([{Body: 'hello', MD5OfBody: '5d41402abc4b2a76b9719d911017c592'}]);
});
