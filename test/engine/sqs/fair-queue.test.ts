import {expect, test} from 'vitest';
import {createSqs, type AnsweredMessage, type Sqs} from './call.ts';

function send(sqs: Sqs, QueueUrl: string, options: {group?: string; count: number}): void {
	const {group: MessageGroupId, count} = options;
	for (let index = 0; index < count; index++) sqs.call('SendMessage', {QueueUrl, MessageBody: MessageGroupId ?? 'nobody', MessageGroupId});
}

function receive(sqs: Sqs, QueueUrl: string, count: number): AnsweredMessage[] {
	const received: AnsweredMessage[] = [];
	while (received.length < count) received.push(...sqs.receive(QueueUrl, {MaxNumberOfMessages: Math.min(10, count - received.length)}));
	return received;
}

const bodies = (sqs: Sqs, QueueUrl: string, count: number): string[] => receive(sqs, QueueUrl, count).map(({Body}) => Body);

test('a group with 30 messages in flight, more than a tenth of all, waits behind the others', () => {
	const sqs = createSqs();
	const QueueUrl = sqs.queue('orders');
	send(sqs, QueueUrl, {group: 'noisy', count: 40});
	receive(sqs, QueueUrl, 30);

	send(sqs, QueueUrl, {group: 'quiet', count: 2});
	send(sqs, QueueUrl, {count: 1});

	expect(bodies(sqs, QueueUrl, 5)).toEqual(['quiet', 'quiet', 'nobody', 'noisy', 'noisy']);
});

test('with 29 in flight the order is still that of sending', () => {
	const sqs = createSqs();
	const QueueUrl = sqs.queue('orders');
	send(sqs, QueueUrl, {group: 'busy', count: 30});
	receive(sqs, QueueUrl, 29);

	send(sqs, QueueUrl, {group: 'quiet', count: 1});

	expect(bodies(sqs, QueueUrl, 2)).toEqual(['busy', 'quiet']);
});

test('a group with no more than a tenth of what is in flight is not noisy', () => {
	for (const [othersCount, expected] of [
		[270, ['group', 'nobody']],
		[269, ['nobody', 'group']],
	] as const) {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders');
		send(sqs, QueueUrl, {count: othersCount});
		send(sqs, QueueUrl, {group: 'group', count: 31});
		receive(sqs, QueueUrl, othersCount + 30);

		send(sqs, QueueUrl, {count: 1});

		expect(bodies(sqs, QueueUrl, 2)).toEqual(expected);
	}
});

test('with little in flight the order is that of sending, whatever the groups', () => {
	const sqs = createSqs();
	const QueueUrl = sqs.queue('orders');
	for (const group of ['a', 'a', 'b', 'a', 'b']) send(sqs, QueueUrl, {group, count: 1});

	const seen = Array.from({length: 5}, () => bodies(sqs, QueueUrl, 1)).flat();

	expect(seen).toEqual(['a', 'a', 'b', 'a', 'b']);
});

test('a group whose messages are done with is quiet again', () => {
	const sqs = createSqs();
	const QueueUrl = sqs.queue('orders');
	send(sqs, QueueUrl, {group: 'busy', count: 40});
	const inFlight = receive(sqs, QueueUrl, 30);
	send(sqs, QueueUrl, {group: 'other', count: 1});

	for (const {ReceiptHandle} of inFlight) sqs.call('DeleteMessage', {QueueUrl, ReceiptHandle});

	expect(bodies(sqs, QueueUrl, 10)).toEqual(Array.from({length: 10}, () => 'busy'));
});

test('of two noisy groups the one with less in flight comes first', () => {
	const sqs = createSqs();
	const QueueUrl = sqs.queue('orders');
	send(sqs, QueueUrl, {group: 'a', count: 60});
	receive(sqs, QueueUrl, 32);
	send(sqs, QueueUrl, {group: 'b', count: 60});
	receive(sqs, QueueUrl, 30);

	expect(bodies(sqs, QueueUrl, 6)).toEqual(['b', 'b', 'a', 'b', 'a', 'b']);
});

test('a noisy group alone is served as ever', () => {
	const sqs = createSqs();
	const QueueUrl = sqs.queue('orders');
	send(sqs, QueueUrl, {group: 'noisy', count: 100});

	expect(receive(sqs, QueueUrl, 100)).toHaveLength(100);
	expect(sqs.receive(QueueUrl)).toEqual([]);
	sqs.clock.advance(30_000);
	expect(sqs.counts(QueueUrl)).toEqual([100, 0, 0]);
	expect(receive(sqs, QueueUrl, 10)).toHaveLength(10);
});
