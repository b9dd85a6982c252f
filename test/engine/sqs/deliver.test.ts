import {describe, expect, test} from 'vitest';
import {sendFromService} from '../../../source/engine/sqs/deliver.ts';
import {createSqs} from './call.ts';

const everything = {MessageSystemAttributeNames: ['All'], MessageAttributeNames: ['All']};

const topicArn = 'arn:aws:sns:us-east-1:000000000000:events';

describe('a message from another service', () => {
	test('is received as any other, with its attributes and trace header, and wakes a poll', async () => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders');
		const answer = sqs.poll({QueueUrl, WaitTimeSeconds: 20, ...everything});
		const messageAttributes = {Foo: {DataType: 'String', StringValue: 'Bar'}};

		const error = sendFromService(sqs.state, 'orders', {
			message: {body: 'news', messageAttributes, traceHeader: 'Root=1', messageGroupId: 'g', messageDeduplicationId: 'ignored'},
			sourceArn: topicArn,
			nowMs: sqs.clock.nowMs(),
		});

		expect(error).toBeUndefined();
		const [message] = (await answer).Messages ?? [];
		expect(message).toMatchObject({Body: 'news', MessageAttributes: messageAttributes});
		expect(message?.MD5OfMessageAttributes).toBe('ae7155c6026991b6d54b11589678bf9c');
		expect(message?.Attributes).toMatchObject({AWSTraceHeader: 'Root=1', MessageGroupId: 'g'});
		expect(message?.Attributes).not.toHaveProperty('MessageDeduplicationId');
	});

	test('keeps group and deduplication on a FIFO queue', () => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders.fifo', {FifoQueue: 'true'});
		const message = {body: 'news', messageGroupId: 'g', messageDeduplicationId: 'd'};

		for (let index = 0; index < 2; index++)
			expect(sendFromService(sqs.state, 'orders.fifo', {message, sourceArn: topicArn, nowMs: sqs.clock.nowMs()})).toBeUndefined();

		expect(sqs.counts(QueueUrl)).toEqual([1, 0, 0]);
		expect(sqs.receive(QueueUrl, everything)[0]?.Attributes).toMatchObject({MessageGroupId: 'g', MessageDeduplicationId: 'd'});
	});

	test.each([
		['nope', {body: 'news'}, 'AWS.SimpleQueueService.NonExistentQueue'],
		['orders', {body: 'x'.repeat(1025)}, 'InvalidParameterValue'],
		['orders', {body: '\u0000'}, 'InvalidMessageContents'],
		['orders.fifo', {body: 'news'}, 'MissingParameter'],
		['orders.fifo', {body: 'news', messageGroupId: 'g'}, 'InvalidParameterValue'],
	])('to %s can be refused: %j', (name, message, code) => {
		const sqs = createSqs();
		sqs.queue('orders', {MaximumMessageSize: '1024'});
		sqs.queue('orders.fifo', {FifoQueue: 'true'});

		expect(sendFromService(sqs.state, name, {message, sourceArn: topicArn, nowMs: sqs.clock.nowMs()})?.code).toBe(code);
	});
});

describe('a body that is made when it is read', () => {
	function withUnfinished(attributes: Record<string, string> = {}) {
		const sqs = createSqs();
		const name = attributes['FifoQueue'] ? 'orders.fifo' : 'orders';
		const QueueUrl = sqs.queue(name, attributes);
		let madeCount = 0;
		const message = {
			body: '',
			lateBody: {
				byteCount: 6,
				finish() {
					madeCount++;
					return 'foobar';
				},
			},
			messageGroupId: 'g',
		};
		sendFromService(sqs.state, name, {message, sourceArn: topicArn, nowMs: sqs.clock.nowMs()});
		return {sqs, QueueUrl, madeCount: () => madeCount};
	}

	test('is made once, at the first receive', () => {
		const {sqs, QueueUrl, madeCount} = withUnfinished();
		expect(madeCount()).toBe(0);

		const received = [1, 2].flatMap(() => sqs.receive(QueueUrl, {VisibilityTimeout: 0}));

		expect(madeCount()).toBe(1);
		for (const message of received) expect(message).toMatchObject({Body: 'foobar', MD5OfBody: '3858f62230ac3c915f300c664312c63f'});
	});

	test('is made at once where the queue makes the deduplication ID of it', () => {
		const {sqs, QueueUrl, madeCount} = withUnfinished({FifoQueue: 'true', ContentBasedDeduplication: 'true'});

		expect(madeCount()).toBe(1);
		expect(sqs.receive(QueueUrl, everything)[0]).toMatchObject({
			Body: 'foobar',
			Attributes: {MessageDeduplicationId: 'c3ab8ff13720e8ad9047dd39466b3c8974e592c2fa383d4a3960714caef0c4f2'},
		});
	});
});
