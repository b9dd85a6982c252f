import {describe, expect, test} from 'vitest';
import {addMessage} from '../../../source/engine/sqs/queue.ts';
import {receiveMessages} from '../../../source/engine/sqs/receive.ts';
import type {ReceivedMessage} from '../../../source/engine/sqs/receive-attempts.ts';
import {accountId, createSqs, type Sqs} from './call.ts';

test('messages come in the order in which they became visible', () => {
	const sqs = createSqs();
	const QueueUrl = sqs.queue('orders');

	sqs.call('SendMessage', {QueueUrl, MessageBody: 'delayed', DelaySeconds: 2});
	for (const body of ['first', 'second']) sqs.call('SendMessage', {QueueUrl, MessageBody: body});
	sqs.clock.advance(2000);
	sqs.call('SendMessage', {QueueUrl, MessageBody: 'last'});

	const bodies = sqs.receive(QueueUrl, {MaxNumberOfMessages: 10}).map(({Body}) => Body);
	expect(bodies).toEqual(['first', 'second', 'delayed', 'last']);
});

test('without a number one message comes, with one at most so many', () => {
	const sqs = createSqs();
	const QueueUrl = sqs.queue('orders');
	for (let index = 0; index < 12; index++) sqs.call('SendMessage', {QueueUrl, MessageBody: `${index}`});

	expect(sqs.receive(QueueUrl)).toHaveLength(1);
	expect(sqs.receive(QueueUrl, {MaxNumberOfMessages: 10})).toHaveLength(10);
	expect(sqs.receive(QueueUrl, {MaxNumberOfMessages: 10})).toHaveLength(1);
	expect(sqs.call('ReceiveMessage', {QueueUrl, MaxNumberOfMessages: 10})).toEqual({});
});

describe('limits', () => {
	test.each([0, 11])('%i messages cannot be asked for', count => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders');

		expect(sqs.refusal('ReceiveMessage', {QueueUrl, MaxNumberOfMessages: count})).toMatchObject({
			code: 'InvalidParameterValue',
			type: 'com.amazon.coral.service#InvalidParameterValueException',
			status: 400,
			message: `Value ${count} for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.`,
		});
	});

	test.each([-1, 21])('a poll cannot wait %i seconds', seconds => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders');

		expect(sqs.refusal('ReceiveMessage', {QueueUrl, WaitTimeSeconds: seconds})).toMatchObject({
			code: 'InvalidParameterValue',
			message: `Value ${seconds} for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided.`,
		});
	});

	test.each([-1, 43_201])('a message cannot be hidden for %i seconds', seconds => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders');

		expect(sqs.refusal('ReceiveMessage', {QueueUrl, VisibilityTimeout: seconds})).toMatchObject({
			code: 'InvalidParameterValue',
			message: `Value ${seconds} for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the message is beyond the limit [43200 seconds]`,
		});
	});

	test('1 and 10 messages, 0 and 43,200 seconds of visibility are fine', () => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders');
		sqs.call('SendMessage', {QueueUrl, MessageBody: 'hello'});

		expect(sqs.receive(QueueUrl, {MaxNumberOfMessages: 10, VisibilityTimeout: 0, WaitTimeSeconds: 0})).toHaveLength(1);
		expect(sqs.receive(QueueUrl, {MaxNumberOfMessages: 1, VisibilityTimeout: 43_200, WaitTimeSeconds: 20})).toHaveLength(1);
		sqs.clock.advance(43_200_000 - 1);
		expect(sqs.receive(QueueUrl)).toHaveLength(0);
		sqs.clock.advance(1);
		expect(sqs.receive(QueueUrl)).toHaveLength(1);
	});
});

test('a receive with visibility timeout 0 leaves the message visible, counts, and its handle deletes', () => {
	const sqs = createSqs();
	const QueueUrl = sqs.queue('orders');
	sqs.call('SendMessage', {QueueUrl, MessageBody: 'hello'});

	const [first] = sqs.receive(QueueUrl, {VisibilityTimeout: 0, MaxNumberOfMessages: 10, AttributeNames: ['ApproximateReceiveCount']});
	const [second] = sqs.receive(QueueUrl, {VisibilityTimeout: 0, AttributeNames: ['ApproximateReceiveCount']});

	expect([first?.Attributes, second?.Attributes]).toEqual([{ApproximateReceiveCount: '1'}, {ApproximateReceiveCount: '2'}]);
	expect(first?.ReceiptHandle).not.toBe(second?.ReceiptHandle);
	expect(sqs.counts(QueueUrl)).toEqual([1, 0, 0]);
	sqs.call('DeleteMessage', {QueueUrl, ReceiptHandle: first?.ReceiptHandle});
	expect(sqs.counts(QueueUrl)).toEqual([0, 0, 0]);
});

describe('system attributes', () => {
	test('come only when asked for, all or by name, in the old parameter or the new', () => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders', {VisibilityTimeout: '0'});
		const sentAtMs = sqs.clock.nowMs();
		sqs.call('SendMessage', {QueueUrl, MessageBody: 'hello', MessageGroupId: 'tenant-1'});
		sqs.clock.advance(1500);

		const [all] = sqs.receive(QueueUrl, {MessageSystemAttributeNames: ['All']});
		const [some] = sqs.receive(QueueUrl, {
			AttributeNames: ['SentTimestamp', 'SequenceNumber'],
			MessageSystemAttributeNames: ['ApproximateReceiveCount'],
		});
		const [none] = sqs.receive(QueueUrl, {AttributeNames: [], MessageSystemAttributeNames: []});

		expect(all?.Attributes).toEqual({
			SenderId: accountId,
			SentTimestamp: String(sentAtMs),
			ApproximateReceiveCount: '1',
			ApproximateFirstReceiveTimestamp: String(sentAtMs + 1500),
			MessageGroupId: 'tenant-1',
		});
		expect(some?.Attributes).toEqual({SentTimestamp: String(sentAtMs), ApproximateReceiveCount: '2'});
		expect(none).not.toHaveProperty('Attributes');
	});

	test('that SQS does not have are refused', () => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders');

		expect(sqs.refusal('ReceiveMessage', {QueueUrl, AttributeNames: ['Foobar']})).toMatchObject({
			code: 'InvalidAttributeName',
			type: 'com.amazonaws.sqs#InvalidAttributeName',
			message: 'Unknown Attribute Foobar.',
		});
	});

	test('the trace header comes from the system attribute, else from the request', () => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders');
		const headers = {'x-amzn-trace-id': 'Root=1-from-header'};
		const AWSTraceHeader = {DataType: 'String', StringValue: 'Root=1-from-attribute'};

		sqs.call('SendMessage', {QueueUrl, MessageBody: 'a'}, {headers});
		sqs.call('SendMessage', {QueueUrl, MessageBody: 'b', MessageSystemAttributes: {AWSTraceHeader}}, {headers});

		const messages = sqs.receive(QueueUrl, {MaxNumberOfMessages: 10, MessageSystemAttributeNames: ['AWSTraceHeader']});
		expect(messages.map(({Attributes}) => Attributes)).toEqual([
			{AWSTraceHeader: 'Root=1-from-header'},
			{AWSTraceHeader: 'Root=1-from-attribute'},
		]);
	});
});

/** Sends to the queue `orders` and receives until nothing more comes, without the wire. */
function fill(sqs: Sqs, count: number): ReceivedMessage[] {
	const queue = sqs.state.queues.get('orders');
	if (!queue) throw new Error('No queue');
	const nowMs = sqs.clock.nowMs();
	const content = {body: 'x', sentAtMs: nowMs, groupId: undefined, details: undefined};
	for (let index = 0; index < count; index++) addMessage(queue, content, {nowMs, visibleAtMs: nowMs});
	const received: ReceivedMessage[] = [];
	const request = {countMax: 10, visibilityTimeoutSeconds: 43_200, attemptId: undefined};
	for (let more = receiveMessages(queue, request, nowMs); more.length > 0; more = receiveMessages(queue, request, nowMs))
		received.push(...more);
	return received;
}

describe('the cap of 120,000 messages in flight', () => {
	test('a short poll is refused, a long poll waits, and a delete lets the next one through', () => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders');
		const last = fill(sqs, 120_010).at(-1)?.receiptHandle;
		expect(sqs.counts(QueueUrl)).toEqual([10, 120_000, 0]);

		expect(sqs.refusal('ReceiveMessage', {QueueUrl})).toMatchObject({
			code: 'OverLimit',
			type: 'com.amazonaws.sqs#OverLimit',
			status: 403,
		});
		expect(() => sqs.call('ReceiveMessage', {QueueUrl, WaitTimeSeconds: 1})).toThrow('waits');
		sqs.clock.advance(1000);
		sqs.call('DeleteMessage', {QueueUrl, ReceiptHandle: last});
		expect(sqs.receive(QueueUrl, {MaxNumberOfMessages: 10})).toHaveLength(1);
	});
});

test.each([
	['http://localhost:4566/000000000000/orders'],
	['https://sqs.us-east-1.amazonaws.com/000000000000/orders'],
	['http://localhost:4566/queue/us-east-1/000000000000/orders'],
	['/000000000000/orders'],
	['orders'],
])('a queue can be named as %s', QueueUrl => {
	const sqs = createSqs();
	sqs.queue('orders');

	expect(sqs.call('ReceiveMessage', {QueueUrl})).toEqual({});
});

test('a request to the path of a queue needs no other name for it', () => {
	const sqs = createSqs();
	sqs.queue('orders');

	expect(sqs.call('ReceiveMessage', {}, {protocol: 'query', path: '/000000000000/orders'})).toEqual({});
	expect(sqs.refusal('ReceiveMessage', {})).toMatchObject({
		code: 'MissingParameter',
		type: 'com.amazon.coral.service#MissingRequiredParameterException',
		message: 'The request must contain the parameter QueueUrl.',
	});
});

test('an unknown queue is told in the words of the protocol', () => {
	const sqs = createSqs();

	expect(sqs.refusal('ReceiveMessage', {QueueUrl: 'http://localhost:4566/000000000000/nope'})).toMatchObject({
		code: 'AWS.SimpleQueueService.NonExistentQueue',
		type: 'com.amazonaws.sqs#QueueDoesNotExist',
		status: 400,
		message: 'The specified queue does not exist.',
		queryMessage: 'The specified queue does not exist for this wsdl version.',
	});
});

test('a queue of another account is another queue', () => {
	const sqs = createSqs();
	sqs.queue('orders');

	expect(sqs.refusal('ReceiveMessage', {QueueUrl: 'http://localhost:4566/123456789012/orders'}).code).toBe(
		'AWS.SimpleQueueService.NonExistentQueue',
	);
});

test.each(['http://localhost:4566/orders', 'http://localhost:4566/', '/orders'])('the address %s names no queue', QueueUrl => {
	const sqs = createSqs();
	sqs.queue('orders');

	expect(sqs.refusal('ReceiveMessage', {QueueUrl})).toMatchObject({
		code: 'InvalidAddress',
		status: 404,
		message: `The address ${QueueUrl} is not valid for this endpoint.`,
	});
});
