import {expect, test} from 'vitest';
import type {MetricReading} from '../../../source/engine/action.ts';
import {gauges} from '../../../source/engine/sqs/metrics.ts';
import {createSqs} from './call.ts';

test('CloudWatch hears of what is sent, deduplicated, received, deleted and asked for in vain', () => {
	const heard: MetricReading[] = [];
	const sqs = createSqs({}, {countMetrics: reading => heard.push(reading)});
	const QueueUrl = sqs.queue('orders.fifo', {FifoQueue: 'true', ContentBasedDeduplication: 'true'});

	const message = {QueueUrl, MessageBody: 'grün', MessageGroupId: 'g'};
	for (let index = 0; index < 2; index++) sqs.call('SendMessage', message);
	sqs.call('SendMessage', {...message, MessageBody: 'x'});
	const received = sqs.receive(QueueUrl, {MaxNumberOfMessages: 10});
	sqs.receive(QueueUrl);
	sqs.call('DeleteMessage', {QueueUrl, ReceiptHandle: received[0]?.ReceiptHandle});

	const values = heard.flatMap(reading => reading.values);
	expect(values.map(({name, value}) => [name, value])).toEqual([
		['NumberOfMessagesSent', 1],
		['SentMessageSize', 5],
		['NumberOfMessagesSent', 1],
		['SentMessageSize', 5],
		['NumberOfDeduplicatedSentMessages', 1],
		['NumberOfMessagesSent', 1],
		['SentMessageSize', 1],
		['NumberOfMessagesReceived', 2],
		['NumberOfEmptyReceives', 1],
		['NumberOfMessagesDeleted', 1],
	]);
	for (const {namespace, dimensions} of heard) {
		expect(namespace).toBe('AWS/SQS');
		expect(dimensions).toEqual({QueueName: 'orders.fifo'});
	}
	expect(values.find(({name}) => name === 'SentMessageSize')?.unit).toBe('Bytes');
});

test('a queue’s gauges are its counts and the age of its oldest message in seconds', () => {
	const sqs = createSqs();
	const QueueUrl = sqs.queue('orders');
	const queue = sqs.state.queues.get('orders');
	const read = () => queue && gauges(queue, sqs.clock.nowMs());

	expect(read()).toMatchObject({ApproximateAgeOfOldestMessage: 0});
	sqs.call('SendMessage', {QueueUrl, MessageBody: 'x'});
	sqs.clock.advance(1999);
	sqs.call('SendMessage', {QueueUrl, MessageBody: 'x', DelaySeconds: 10});
	sqs.call('SendMessage', {QueueUrl, MessageBody: 'x'});
	sqs.receive(QueueUrl);

	expect(read()).toEqual({
		ApproximateNumberOfMessagesVisible: 1,
		ApproximateNumberOfMessagesNotVisible: 1,
		ApproximateNumberOfMessagesDelayed: 1,
		ApproximateAgeOfOldestMessage: 1,
	});
});
