import {describe, expect, test} from 'vitest';
import {createSqs, type Sqs} from './call.ts';

function oneInFlight(attributes: Record<string, string> = {}): {sqs: Sqs; QueueUrl: string; ReceiptHandle: string} {
	const sqs = createSqs();
	const QueueUrl = sqs.queue(attributes['FifoQueue'] ? 'orders.fifo' : 'orders', attributes);
	const group = attributes['FifoQueue'] ? {MessageGroupId: 'g', MessageDeduplicationId: 'd'} : {};
	sqs.call('SendMessage', {QueueUrl, MessageBody: 'hello', ...group});
	const [message] = sqs.receive(QueueUrl);
	return {sqs, QueueUrl, ReceiptHandle: message?.ReceiptHandle ?? ''};
}

test("a queue's visibility timeout is 30 seconds unless it says otherwise", () => {
	for (const [attributes, seconds] of [
		[{}, 30],
		[{VisibilityTimeout: '5'}, 5],
	] as const) {
		const {sqs, QueueUrl} = oneInFlight(attributes);

		sqs.clock.advance(seconds * 1000 - 1);
		expect(sqs.receive(QueueUrl)).toHaveLength(0);
		sqs.clock.advance(1);
		expect(sqs.receive(QueueUrl)).toHaveLength(1);
	}
});

test('a change counts from now, longer or shorter', () => {
	const {sqs, QueueUrl, ReceiptHandle} = oneInFlight();

	sqs.clock.advance(20_000);
	sqs.call('ChangeMessageVisibility', {QueueUrl, ReceiptHandle, VisibilityTimeout: 100});
	sqs.clock.advance(99_999);
	expect(sqs.counts(QueueUrl)).toEqual([0, 1, 0]);
	sqs.call('ChangeMessageVisibility', {QueueUrl, ReceiptHandle, VisibilityTimeout: 1});
	sqs.clock.advance(999);
	expect(sqs.counts(QueueUrl)).toEqual([0, 1, 0]);
	sqs.clock.advance(1);
	expect(sqs.counts(QueueUrl)).toEqual([1, 0, 0]);
});

test('0 makes a message visible at once', () => {
	const {sqs, QueueUrl, ReceiptHandle} = oneInFlight();

	sqs.call('ChangeMessageVisibility', {QueueUrl, ReceiptHandle, VisibilityTimeout: 0});

	expect(sqs.counts(QueueUrl)).toEqual([1, 0, 0]);
	expect(sqs.receive(QueueUrl)).toHaveLength(1);
});

describe('the 12 hours run from the receive', () => {
	test('43,200 seconds are always too many', () => {
		const {sqs, QueueUrl, ReceiptHandle} = oneInFlight();

		expect(sqs.refusal('ChangeMessageVisibility', {QueueUrl, ReceiptHandle, VisibilityTimeout: 43_200})).toMatchObject({
			code: 'InvalidParameterValue',
			message:
				'Value 43200 for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the message is beyond the limit [43200 seconds].',
		});
		expect(sqs.call('ChangeMessageVisibility', {QueueUrl, ReceiptHandle, VisibilityTimeout: 43_199})).toEqual({});
	});

	test('what was already waited counts', () => {
		const {sqs, QueueUrl, ReceiptHandle} = oneInFlight();
		sqs.clock.advance(10_000);

		expect(sqs.refusal('ChangeMessageVisibility', {QueueUrl, ReceiptHandle, VisibilityTimeout: 43_190}).code).toBe('InvalidParameterValue');
		expect(sqs.call('ChangeMessageVisibility', {QueueUrl, ReceiptHandle, VisibilityTimeout: 43_189})).toEqual({});
	});

	test.each([-1, 43_201])('%i is out of range', seconds => {
		const {sqs, QueueUrl, ReceiptHandle} = oneInFlight();

		expect(sqs.refusal('ChangeMessageVisibility', {QueueUrl, ReceiptHandle, VisibilityTimeout: seconds}).message).toBe(
			`Value ${seconds} for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the message is beyond the limit [43200 seconds]`,
		);
	});
});

describe('a handle that no longer holds its message', () => {
	test('changes nothing on a standard queue once the timeout is over', () => {
		const {sqs, QueueUrl, ReceiptHandle} = oneInFlight();
		sqs.clock.advance(30_000);

		expect(sqs.call('ChangeMessageVisibility', {QueueUrl, ReceiptHandle, VisibilityTimeout: 60})).toEqual({});
		expect(sqs.counts(QueueUrl)).toEqual([1, 0, 0]);
	});

	test('does not take the message from who received it since', () => {
		const {sqs, QueueUrl, ReceiptHandle} = oneInFlight();
		sqs.clock.advance(30_000);
		sqs.receive(QueueUrl);

		sqs.call('ChangeMessageVisibility', {QueueUrl, ReceiptHandle, VisibilityTimeout: 0});

		expect(sqs.counts(QueueUrl)).toEqual([0, 1, 0]);
	});

	test('is refused by a FIFO queue', () => {
		const {sqs, QueueUrl, ReceiptHandle} = oneInFlight({FifoQueue: 'true'});
		sqs.clock.advance(30_000);

		expect(sqs.refusal('ChangeMessageVisibility', {QueueUrl, ReceiptHandle, VisibilityTimeout: 60})).toMatchObject({
			code: 'InvalidParameterValue',
			message: `Value ${ReceiptHandle} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.`,
		});
	});

	test('is refused once the message is deleted', () => {
		const {sqs, QueueUrl, ReceiptHandle} = oneInFlight();
		sqs.call('DeleteMessage', {QueueUrl, ReceiptHandle});

		expect(sqs.refusal('ChangeMessageVisibility', {QueueUrl, ReceiptHandle, VisibilityTimeout: 60})).toMatchObject({
			code: 'InvalidParameterValue',
			message: `Value ${ReceiptHandle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
		});
	});
});

test.each(['ReceiptHandle', 'VisibilityTimeout'])('a change without %s is refused', name => {
	const {sqs, QueueUrl, ReceiptHandle} = oneInFlight();

	expect(sqs.refusal('ChangeMessageVisibility', {QueueUrl, ReceiptHandle, VisibilityTimeout: 60, [name]: undefined})).toMatchObject({
		code: 'MissingParameter',
		message: `The request must contain the parameter ${name}.`,
	});
});

test('a batch changes what it can and reports the rest entry by entry', () => {
	const {sqs, QueueUrl, ReceiptHandle} = oneInFlight();

	const answer = sqs.call('ChangeMessageVisibilityBatch', {
		QueueUrl,
		Entries: [
			{Id: 'good', ReceiptHandle, VisibilityTimeout: 0},
			{Id: 'garbage', ReceiptHandle: 'garbage', VisibilityTimeout: 0},
			{Id: 'long', ReceiptHandle, VisibilityTimeout: 43_201},
		],
	});

	expect(answer).toEqual({
		Successful: [{Id: 'good'}],
		Failed: [
			{
				Id: 'garbage',
				SenderFault: true,
				Code: 'ReceiptHandleIsInvalid',
				Message: 'The input receipt handle "garbage" is not a valid receipt handle.',
			},
			{
				Id: 'long',
				SenderFault: true,
				Code: 'InvalidParameterValue',
				Message:
					'Value 43201 for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the message is beyond the limit [43200 seconds]',
			},
		],
	});
	expect(sqs.counts(QueueUrl)).toEqual([1, 0, 0]);
});
