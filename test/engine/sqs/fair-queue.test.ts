import {expect, test} from 'vitest';
import {createSqs, type Sqs} from './call.ts';

function send(sqs: Sqs, QueueUrl: string, options: {group?: string; count: number}): void {
	const {group: MessageGroupId, count} = options;
	for (let index = 0; index < count; index++) sqs.call('SendMessage', {QueueUrl, MessageBody: MessageGroupId ?? 'nobody', MessageGroupId});
}

const bodies = (sqs: Sqs, QueueUrl: string, MaxNumberOfMessages = 10): string[] =>
	sqs.receive(QueueUrl, {MaxNumberOfMessages}).map(({Body}) => Body);

test('a group that holds most of what is in flight waits behind the others', () => {
	const sqs = createSqs();
	const QueueUrl = sqs.queue('orders');
	send(sqs, QueueUrl, {group: 'noisy', count: 40});
	for (let index = 0; index < 2; index++) bodies(sqs, QueueUrl);

	send(sqs, QueueUrl, {group: 'quiet', count: 2});
	send(sqs, QueueUrl, {count: 1});

	expect(bodies(sqs, QueueUrl, 5)).toEqual(['quiet', 'quiet', 'nobody', 'noisy', 'noisy']);
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
	send(sqs, QueueUrl, {group: 'busy', count: 30});
	const inFlight = [...sqs.receive(QueueUrl, {MaxNumberOfMessages: 10}), ...sqs.receive(QueueUrl, {MaxNumberOfMessages: 10})];
	send(sqs, QueueUrl, {group: 'other', count: 1});

	for (const {ReceiptHandle} of inFlight) sqs.call('DeleteMessage', {QueueUrl, ReceiptHandle});

	expect(bodies(sqs, QueueUrl)).toEqual(Array.from({length: 10}, () => 'busy'));
});

test('groups that are equally busy keep the order', () => {
	const sqs = createSqs();
	const QueueUrl = sqs.queue('orders');
	for (let index = 0; index < 20; index++) for (const group of ['a', 'b']) send(sqs, QueueUrl, {group, count: 1});
	for (let index = 0; index < 3; index++) bodies(sqs, QueueUrl);

	expect(bodies(sqs, QueueUrl)).toEqual(['a', 'b', 'a', 'b', 'a', 'b', 'a', 'b', 'a', 'b']);
});

test('a noisy group alone is served as ever', () => {
	const sqs = createSqs();
	const QueueUrl = sqs.queue('orders');
	send(sqs, QueueUrl, {group: 'noisy', count: 100});

	for (let index = 0; index < 10; index++) expect(bodies(sqs, QueueUrl)).toHaveLength(10);
	expect(bodies(sqs, QueueUrl)).toEqual([]);
	sqs.clock.advance(30_000);
	expect(sqs.counts(QueueUrl)).toEqual([100, 0, 0]);
	expect(bodies(sqs, QueueUrl)).toHaveLength(10);
});
