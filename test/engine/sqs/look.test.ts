import {expect, test} from 'vitest';
import {look} from '../../../source/engine/sqs/look.ts';
import {createSqs, redrivePolicy} from './call.ts';

test('a look shows messages in all states, those sent first first, and changes nothing', () => {
	const sqs = createSqs();
	sqs.queue('dlq');
	const QueueUrl = sqs.queue('orders', {RedrivePolicy: redrivePolicy('dlq', 1)});
	for (const MessageBody of ['in flight', 'visible']) sqs.call('SendMessage', {QueueUrl, MessageBody});
	sqs.call('SendMessage', {QueueUrl, MessageBody: 'delayed', DelaySeconds: 10});
	sqs.receive(QueueUrl);
	const nowMs = sqs.clock.nowMs();

	const seen = [1, 2, 3].map(() => look(sqs.state, 'orders', {count: 10, nowMs}));

	expect(seen[2]).toEqual(seen[0]);
	expect(seen[0]?.map(({body, status, receiveCount, visibleAtMs}) => ({body, status, receiveCount, visibleAtMs}))).toEqual([
		{body: 'in flight', status: 'inFlight', receiveCount: 1, visibleAtMs: nowMs + 30_000},
		{body: 'visible', status: 'visible', receiveCount: 0, visibleAtMs: undefined},
		{body: 'delayed', status: 'delayed', receiveCount: 0, visibleAtMs: nowMs + 10_000},
	]);
	expect(sqs.counts(QueueUrl)).toEqual([1, 1, 1]);
	expect(sqs.receive(QueueUrl, {AttributeNames: ['ApproximateReceiveCount']})[0]?.Attributes).toEqual({ApproximateReceiveCount: '1'});
});

test('a look shows at most as many as asked for, and nothing of a queue that is not there', () => {
	const sqs = createSqs();
	const QueueUrl = sqs.queue('orders');
	for (let index = 0; index < 5; index++) sqs.call('SendMessage', {QueueUrl, MessageBody: `${index}`});

	expect(look(sqs.state, 'orders', {count: 2, nowMs: sqs.clock.nowMs()})?.map(({body}) => body)).toEqual(['0', '1']);
	expect(look(sqs.state, 'orders', {count: 0, nowMs: sqs.clock.nowMs()})).toEqual([]);
	expect(look(sqs.state, 'nope', {count: 2, nowMs: sqs.clock.nowMs()})).toBeUndefined();
});

test('a look shows what is expired no more, and where dead letters came from', () => {
	const sqs = createSqs();
	const dlqUrl = sqs.queue('dlq', {MessageRetentionPeriod: '60'});
	const QueueUrl = sqs.queue('orders', {VisibilityTimeout: '0', RedrivePolicy: redrivePolicy('dlq', 1)});
	sqs.call('SendMessage', {QueueUrl, MessageBody: 'poison'});
	for (let index = 0; index < 2; index++) sqs.receive(QueueUrl);

	expect(look(sqs.state, 'dlq', {count: 1, nowMs: sqs.clock.nowMs()})?.[0]).toMatchObject({
		body: 'poison',
		receiveCount: 1,
		deadLetterSourceArn: 'arn:aws:sqs:us-east-1:000000000000:orders',
	});
	sqs.clock.advance(60_000);
	expect(look(sqs.state, 'dlq', {count: 1, nowMs: sqs.clock.nowMs()})).toEqual([]);
	expect(sqs.counts(dlqUrl)).toEqual([0, 0, 0]);
});
