import {describe, expect, test} from 'vitest';
import {createSqs, type Sqs} from './call.ts';

const throttled = {code: 'RequestThrottled', type: 'com.amazonaws.sqs#RequestThrottled', status: 403, message: 'Request is throttled.'};
const high = {DeduplicationScope: 'messageGroup', FifoThroughputLimit: 'perMessageGroupId'};

function aFifoQueue(sqs: Sqs, attributes: Record<string, string> = {}) {
	const QueueUrl = sqs.queue('lane.fifo', {FifoQueue: 'true', ContentBasedDeduplication: 'true', ...attributes});
	const message = (MessageGroupId = 'a') => ({QueueUrl, MessageBody: 'x', MessageGroupId});
	const times = (count: number, action: string, input: object): void => {
		for (let index = 0; index < count; index++) sqs.call(action, input);
	};
	return {QueueUrl, message, times};
}

describe('where limits are kept a FIFO queue', () => {
	test('takes 300 sends in a second, batches among them', () => {
		const sqs = createSqs({enforceLimits: true});
		const {QueueUrl, message, times} = aFifoQueue(sqs);
		times(299, 'SendMessage', message());
		sqs.call('SendMessageBatch', {QueueUrl, Entries: [{Id: 'a', MessageBody: 'y', MessageGroupId: 'a'}]});

		expect(sqs.refusal('SendMessage', message())).toMatchObject(throttled);
		expect(sqs.refusal('SendMessageBatch', {QueueUrl, Entries: [{Id: 'a', MessageBody: 'z', MessageGroupId: 'a'}]})).toMatchObject(
			throttled,
		);
		expect(sqs.counts(QueueUrl)).toEqual([2, 0, 0]);
		sqs.clock.advance(1000);
		expect(sqs.call('SendMessage', message())).toHaveProperty('MessageId');
	});

	test('counts sends, receives and deletes each on their own', () => {
		const sqs = createSqs({enforceLimits: true});
		const {QueueUrl, message, times} = aFifoQueue(sqs);
		times(300, 'SendMessage', message());
		const [received] = sqs.receive(QueueUrl);

		times(299, 'ReceiveMessage', {QueueUrl});

		expect(sqs.refusal('ReceiveMessage', {QueueUrl})).toMatchObject(throttled);
		times(300, 'DeleteMessage', {QueueUrl, ReceiptHandle: received?.ReceiptHandle});
		expect(sqs.refusal('DeleteMessageBatch', {QueueUrl, Entries: [{Id: 'a', ReceiptHandle: 'x'}]})).toMatchObject(throttled);
		expect(sqs.call('GetQueueAttributes', {QueueUrl, AttributeNames: ['All']})).toHaveProperty('Attributes');
	});

	test('with high throughput takes 300 sends a second to each message group', () => {
		const sqs = createSqs({enforceLimits: true});
		const {message, times, QueueUrl} = aFifoQueue(sqs, high);
		times(300, 'SendMessage', message('a'));

		expect(sqs.refusal('SendMessage', message('a'))).toMatchObject(throttled);
		times(300, 'SendMessage', message('b'));
		expect(
			sqs.refusal('SendMessageBatch', {
				QueueUrl,
				Entries: ['b', 'c'].map(group => ({Id: group, MessageBody: 'x', MessageGroupId: group})),
			}),
		).toMatchObject(throttled);
		times(400, 'ReceiveMessage', {QueueUrl});
	});
});

test('a standard queue takes any number', () => {
	const sqs = createSqs({enforceLimits: true});
	const QueueUrl = sqs.queue('orders');

	for (let index = 0; index < 400; index++) sqs.call('SendMessage', {QueueUrl, MessageBody: 'x'});

	expect(sqs.counts(QueueUrl)).toEqual([400, 0, 0]);
});

test('without limits a FIFO queue takes any number too', () => {
	const sqs = createSqs();
	const {message, times} = aFifoQueue(sqs);

	times(400, 'SendMessage', message());

	expect(sqs.call('SendMessage', message())).toHaveProperty('SequenceNumber');
});
