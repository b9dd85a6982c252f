import {describe, expect, test} from 'vitest';
import {accountId, createSqs, endpointUrl} from './call.ts';

const other = {caller: '111111111111'};

describe("another account's queue", () => {
	test('is found by its owner, and is not that of the same name', () => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders');
		const ownUrl = sqs.call('CreateQueue', {QueueName: 'orders'}, other).QueueUrl;

		expect(sqs.call('GetQueueUrl', {QueueName: 'orders', QueueOwnerAWSAccountId: accountId}, other)).toEqual({QueueUrl});
		expect(sqs.call('GetQueueUrl', {QueueName: 'orders'}, other)).toEqual({QueueUrl: ownUrl});
		expect(ownUrl).toBe(`${endpointUrl}/111111111111/orders`);
		expect(sqs.call('ListQueues', {}, other)).toEqual({QueueUrls: [ownUrl]});
	});

	test('takes and gives messages, and they say who sent them', () => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders');

		sqs.call('SendMessage', {QueueUrl, MessageBody: 'a'}, other);
		sqs.call('SendMessageBatch', {QueueUrl, Entries: [{Id: 'b', MessageBody: 'b'}]}, other);
		const {Messages: messages} = sqs.call(
			'ReceiveMessage',
			{QueueUrl, MaxNumberOfMessages: 10, MessageSystemAttributeNames: ['SenderId']},
			other,
		);

		expect(messages?.map(({Body, Attributes}) => [Body, Attributes])).toEqual([
			['a', {SenderId: '111111111111'}],
			['b', {SenderId: '111111111111'}],
		]);
		expect(sqs.call('DeleteMessage', {QueueUrl, ReceiptHandle: messages?.[0]?.ReceiptHandle}, other)).toEqual({});
		expect(sqs.counts(QueueUrl)).toEqual([0, 1, 0]);
	});

	test.each([
		['AddPermission', {Label: 'a', AWSAccountIds: ['111111111111'], Actions: ['*']}],
		['DeleteQueue', {}],
		['ListQueueTags', {}],
		['RemovePermission', {Label: 'a'}],
		['SetQueueAttributes', {Attributes: {DelaySeconds: '1'}}],
		['TagQueue', {Tags: {a: 'b'}}],
		['UntagQueue', {TagKeys: ['a']}],
	])('does not allow %s', (action, input) => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders');

		expect(sqs.refusal(action, {...input, QueueUrl}, other)).toMatchObject({
			code: 'AccessDenied',
			type: 'com.amazon.coral.service#AccessDeniedException',
			status: 403,
			message: `Access to the resource ${QueueUrl} is denied.`,
		});
	});

	test('is not there when it is not there', () => {
		const sqs = createSqs();

		for (const QueueUrl of [`${endpointUrl}/000000000000/nope`, `${endpointUrl}/999999999999/nope`])
			expect(sqs.refusal('DeleteQueue', {QueueUrl}, other).code).toBe('AWS.SimpleQueueService.NonExistentQueue');
	});
});
