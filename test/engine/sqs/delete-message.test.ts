import {describe, expect, test} from 'vitest';
import {createSqs} from './call.ts';

const fifo = {FifoQueue: 'true', ContentBasedDeduplication: 'true', VisibilityTimeout: '10'};

describe('on a standard queue', () => {
	test('a handle deletes after its visibility timeout, while the message is visible again', () => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders', {VisibilityTimeout: '10'});
		sqs.call('SendMessage', {QueueUrl, MessageBody: 'hello'});
		const [message] = sqs.receive(QueueUrl);
		sqs.clock.advance(10_000);
		expect(sqs.counts(QueueUrl)).toEqual([1, 0, 0]);

		sqs.call('DeleteMessage', {QueueUrl, ReceiptHandle: message?.ReceiptHandle});

		expect(sqs.counts(QueueUrl)).toEqual([0, 0, 0]);
		expect(sqs.receive(QueueUrl)).toHaveLength(0);
	});

	test('an old handle deletes a message that somebody else has received since', () => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders', {VisibilityTimeout: '10'});
		sqs.call('SendMessage', {QueueUrl, MessageBody: 'hello'});
		const [old] = sqs.receive(QueueUrl);
		sqs.clock.advance(10_000);
		sqs.receive(QueueUrl);

		sqs.call('DeleteMessage', {QueueUrl, ReceiptHandle: old?.ReceiptHandle});

		expect(sqs.counts(QueueUrl)).toEqual([0, 0, 0]);
	});
});

describe('on a FIFO queue', () => {
	test('a handle deletes only while the message is in flight', () => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders.fifo', fifo);
		sqs.call('SendMessage', {QueueUrl, MessageBody: 'hello', MessageGroupId: 'g'});
		const [message] = sqs.receive(QueueUrl);
		const ReceiptHandle = message?.ReceiptHandle;

		sqs.clock.advance(10_000);

		expect(sqs.refusal('DeleteMessage', {QueueUrl, ReceiptHandle})).toMatchObject({
			code: 'InvalidParameterValue',
			message: `Value ${ReceiptHandle} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.`,
		});
		expect(sqs.counts(QueueUrl)).toEqual([1, 0, 0]);
	});

	test('a handle whose visibility was extended in time still deletes', () => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders.fifo', fifo);
		sqs.call('SendMessage', {QueueUrl, MessageBody: 'hello', MessageGroupId: 'g'});
		const [message] = sqs.receive(QueueUrl);
		const ReceiptHandle = message?.ReceiptHandle;
		sqs.clock.advance(9_000);
		sqs.call('ChangeMessageVisibility', {QueueUrl, ReceiptHandle, VisibilityTimeout: 30});
		sqs.clock.advance(20_000);

		expect(sqs.call('DeleteMessage', {QueueUrl, ReceiptHandle})).toEqual({});
		expect(sqs.counts(QueueUrl)).toEqual([0, 0, 0]);
	});

	test('an old handle cannot delete what was received again', () => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders.fifo', fifo);
		sqs.call('SendMessage', {QueueUrl, MessageBody: 'hello', MessageGroupId: 'g'});
		const [old] = sqs.receive(QueueUrl);
		sqs.clock.advance(10_000);
		sqs.receive(QueueUrl);

		expect(sqs.refusal('DeleteMessage', {QueueUrl, ReceiptHandle: old?.ReceiptHandle}).code).toBe('InvalidParameterValue');
	});
});

test.each([['orders', {}] as const, ['orders.fifo', fifo] as const])('deleting again from %s succeeds', (name, attributes) => {
	const sqs = createSqs();
	const QueueUrl = sqs.queue(name, attributes);
	sqs.call('SendMessage', {QueueUrl, MessageBody: 'hello', MessageGroupId: 'g'});
	const [message] = sqs.receive(QueueUrl);
	const ReceiptHandle = message?.ReceiptHandle;

	sqs.call('DeleteMessage', {QueueUrl, ReceiptHandle});

	expect(sqs.call('DeleteMessage', {QueueUrl, ReceiptHandle})).toEqual({});
});

describe('what is no handle of this queue', () => {
	test.each(['garbage', '', 'AQEB', 'AQEBzzzz'])('"%s" is refused', ReceiptHandle => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders');

		expect(sqs.refusal('DeleteMessage', {QueueUrl, ReceiptHandle})).toMatchObject({
			code: 'ReceiptHandleIsInvalid',
			type: 'com.amazonaws.sqs#ReceiptHandleIsInvalid',
			status: 404,
			message: `The input receipt handle "${ReceiptHandle}" is not a valid receipt handle.`,
		});
	});

	test('a cut or changed handle is refused, and so is one of another queue', () => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders');
		const other = sqs.queue('others');
		sqs.call('SendMessage', {QueueUrl, MessageBody: 'hello'});
		const handle = sqs.receive(QueueUrl)[0]?.ReceiptHandle ?? '';
		const changed = handle.slice(0, 30) + (handle[30] === '0' ? '1' : '0') + handle.slice(31);

		for (const ReceiptHandle of [handle.slice(0, -1), changed, `${handle}0`, handle.toUpperCase()])
			expect(sqs.refusal('DeleteMessage', {QueueUrl, ReceiptHandle}).code).toBe('ReceiptHandleIsInvalid');
		expect(sqs.refusal('DeleteMessage', {QueueUrl: other, ReceiptHandle: handle}).code).toBe('ReceiptHandleIsInvalid');
		expect(sqs.counts(QueueUrl)).toEqual([0, 1, 0]);
	});

	test('a handle of a queue that was deleted and made again is refused', () => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders');
		sqs.call('SendMessage', {QueueUrl, MessageBody: 'hello'});
		const [message] = sqs.receive(QueueUrl);
		sqs.call('DeleteQueue', {QueueUrl});
		sqs.clock.advance(60_000);
		sqs.queue('orders');

		expect(sqs.refusal('DeleteMessage', {QueueUrl, ReceiptHandle: message?.ReceiptHandle}).code).toBe('ReceiptHandleIsInvalid');
	});
});

test('a handle holds letters and digits only', () => {
	const sqs = createSqs();
	const QueueUrl = sqs.queue('orders');
	for (let index = 0; index < 100; index++) sqs.call('SendMessage', {QueueUrl, MessageBody: 'hello'});

	const handles = Array.from({length: 10}, () => sqs.receive(QueueUrl, {MaxNumberOfMessages: 10})).flat();

	expect(new Set(handles.map(({ReceiptHandle}) => ReceiptHandle)).size).toBe(100);
	for (const {ReceiptHandle} of handles) expect(ReceiptHandle).toMatch(/^[A-Za-z0-9]+$/);
});

test('a delete without a handle is refused', () => {
	const sqs = createSqs();
	const QueueUrl = sqs.queue('orders');

	expect(sqs.refusal('DeleteMessage', {QueueUrl})).toMatchObject({
		code: 'MissingParameter',
		message: 'The request must contain the parameter ReceiptHandle.',
	});
});

test('a batch deletes what it can and reports the rest entry by entry', () => {
	const sqs = createSqs();
	const QueueUrl = sqs.queue('orders');
	sqs.call('SendMessage', {QueueUrl, MessageBody: 'hello'});
	const [message] = sqs.receive(QueueUrl);

	const answer = sqs.call('DeleteMessageBatch', {
		QueueUrl,
		Entries: [
			{Id: 'good', ReceiptHandle: message?.ReceiptHandle},
			{Id: 'bad', ReceiptHandle: 'garbage'},
		],
	});

	expect(answer).toEqual({
		Successful: [{Id: 'good'}],
		Failed: [
			{
				Id: 'bad',
				SenderFault: true,
				Code: 'ReceiptHandleIsInvalid',
				Message: 'The input receipt handle "garbage" is not a valid receipt handle.',
			},
		],
	});
});

test('lists that stay empty are absent from the answer to a batch', () => {
	const sqs = createSqs();
	const QueueUrl = sqs.queue('orders');

	expect(sqs.call('DeleteMessageBatch', {QueueUrl, Entries: [{Id: 'bad', ReceiptHandle: 'garbage'}]})).not.toHaveProperty('Successful');
});
