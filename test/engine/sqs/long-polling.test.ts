import {expect, test} from 'vitest';
import {createSqs} from './call.ts';

test('a poll that nothing answers ends empty when its time is over', async () => {
	const sqs = createSqs();
	const QueueUrl = sqs.queue('orders');

	let isAnswered = false;
	const answer = sqs.poll({QueueUrl, WaitTimeSeconds: 5}).finally(() => {
		isAnswered = true;
	});
	sqs.clock.advance(4999);
	await Promise.resolve();
	expect(isAnswered).toBe(false);
	sqs.clock.advance(1);

	expect(await answer).toEqual({});
});

test("the queue's own waiting time applies, and an explicit 0 overrides it", async () => {
	const sqs = createSqs();
	const QueueUrl = sqs.queue('orders', {ReceiveMessageWaitTimeSeconds: '20'});

	expect(sqs.call('ReceiveMessage', {QueueUrl, WaitTimeSeconds: 0})).toEqual({});
	const answer = sqs.poll({QueueUrl});
	sqs.clock.advance(20_000);

	expect(await answer).toEqual({});
});

test('polls are served in the order in which they came, a batch as far as it goes', async () => {
	const sqs = createSqs();
	const QueueUrl = sqs.queue('orders');
	const first = sqs.poll({QueueUrl, WaitTimeSeconds: 20, MaxNumberOfMessages: 2});
	const second = sqs.poll({QueueUrl, WaitTimeSeconds: 20, MaxNumberOfMessages: 10});

	sqs.call('SendMessageBatch', {QueueUrl, Entries: ['a', 'b', 'c'].map(body => ({Id: body, MessageBody: body}))});

	expect((await first).Messages?.map(({Body}) => Body)).toEqual(['a', 'b']);
	expect((await second).Messages?.map(({Body}) => Body)).toEqual(['c']);
});

test('a delayed message wakes a poll at the moment it becomes visible', async () => {
	const sqs = createSqs();
	const QueueUrl = sqs.queue('orders');
	const answer = sqs.poll({QueueUrl, WaitTimeSeconds: 20, MessageSystemAttributeNames: ['ApproximateFirstReceiveTimestamp']});
	const sentAtMs = sqs.clock.nowMs();

	sqs.call('SendMessage', {QueueUrl, MessageBody: 'later', DelaySeconds: 3});
	sqs.clock.advance(20_000);

	expect((await answer).Messages?.[0]?.Attributes).toEqual({ApproximateFirstReceiveTimestamp: String(sentAtMs + 3000)});
});

test('a message whose visibility timeout ends or is given up wakes a poll', async () => {
	const sqs = createSqs();
	const QueueUrl = sqs.queue('orders');
	sqs.call('SendMessage', {QueueUrl, MessageBody: 'hello'});
	sqs.receive(QueueUrl, {VisibilityTimeout: 7});
	const first = sqs.poll({QueueUrl, WaitTimeSeconds: 20, VisibilityTimeout: 30});
	sqs.clock.advance(7000);
	const [message] = (await first).Messages ?? [];

	const second = sqs.poll({QueueUrl, WaitTimeSeconds: 20});
	sqs.call('ChangeMessageVisibility', {QueueUrl, ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout: 0});

	expect((await second).Messages?.[0]?.Body).toBe('hello');
});

test('a poll whose client went away takes no message', async () => {
	const sqs = createSqs();
	const QueueUrl = sqs.queue('orders');
	let leave = (): void => {};
	const abandoned = sqs.poll(
		{QueueUrl, WaitTimeSeconds: 20},
		{
			onClient(callback) {
				leave = callback;
			},
		},
	);
	const other = sqs.poll({QueueUrl, WaitTimeSeconds: 20});

	leave();
	sqs.call('SendMessage', {QueueUrl, MessageBody: 'hello'});

	expect((await other).Messages?.[0]?.Body).toBe('hello');
	expect(await abandoned).toEqual({});
	expect(sqs.clock.pendingCount()).toBe(0);
});

test('a client that leaves after its answer changes nothing', async () => {
	const sqs = createSqs();
	const QueueUrl = sqs.queue('orders');
	let leave = (): void => {};
	const answer = sqs.poll(
		{QueueUrl, WaitTimeSeconds: 20},
		{
			onClient(callback) {
				leave = callback;
			},
		},
	);
	sqs.call('SendMessage', {QueueUrl, MessageBody: 'hello'});

	leave();

	expect((await answer).Messages).toHaveLength(1);
	expect(sqs.counts(QueueUrl)).toEqual([0, 1, 0]);
});

test('deleting the queue ends the polls on it', async () => {
	const sqs = createSqs();
	const QueueUrl = sqs.queue('orders');
	const answer = sqs.poll({QueueUrl, WaitTimeSeconds: 20});

	sqs.call('DeleteQueue', {QueueUrl});

	await expect(answer).rejects.toMatchObject({code: 'AWS.SimpleQueueService.NonExistentQueue'});
	expect(sqs.clock.pendingCount()).toBe(0);
});

test('ten thousand polls share one timer and all get their message', async () => {
	const sqs = createSqs();
	const QueueUrl = sqs.queue('orders');
	const answers = Array.from({length: 10_000}, () => sqs.poll({QueueUrl, WaitTimeSeconds: 20}));

	expect(sqs.clock.pendingCount()).toBe(1);
	for (let index = 0; index < 10_000; index++) sqs.call('SendMessage', {QueueUrl, MessageBody: `${index}`});

	const bodies = (await Promise.all(answers)).map(({Messages}) => Messages?.[0]?.Body);
	expect(bodies).toEqual(Array.from({length: 10_000}, (_, index) => `${index}`));
	expect(sqs.clock.pendingCount()).toBe(0);
});

test('polls wake on a FIFO queue when an earlier message of the group is deleted', async () => {
	const sqs = createSqs();
	const QueueUrl = sqs.queue('orders.fifo', {FifoQueue: 'true', ContentBasedDeduplication: 'true'});
	for (const body of ['a', 'b']) sqs.call('SendMessage', {QueueUrl, MessageBody: body, MessageGroupId: 'g'});
	const [a] = sqs.receive(QueueUrl);
	const answer = sqs.poll({QueueUrl, WaitTimeSeconds: 20});

	sqs.call('DeleteMessage', {QueueUrl, ReceiptHandle: a?.ReceiptHandle});

	expect((await answer).Messages?.[0]?.Body).toBe('b');
});
