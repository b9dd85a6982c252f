import {describe, expect, test} from 'vitest';
import {createSqs, endpointUrl, redrivePolicy} from './call.ts';

test("a queue's URL begins with the address that the client itself used", () => {
	const sqs = createSqs();

	expect(sqs.call('CreateQueue', {QueueName: 'orders'})).toEqual({QueueUrl: `${endpointUrl}/000000000000/orders`});
	expect(sqs.call('GetQueueUrl', {QueueName: 'orders'})).toEqual({QueueUrl: `${endpointUrl}/000000000000/orders`});
});

describe('names', () => {
	test.each(['a', 'A_b-9', 'x'.repeat(80)])('a standard queue may be called %s', QueueName => {
		expect(createSqs().call('CreateQueue', {QueueName}).QueueUrl).toMatch(/\/[^/]+$/);
	});

	test.each(['', 'x'.repeat(81), 'a/b', 'a b', 'a.b', 'orders.fifo', 'ö'])('a standard queue cannot be called "%s"', QueueName => {
		expect(createSqs().refusal('CreateQueue', {QueueName})).toMatchObject({
			code: 'InvalidParameterValue',
			type: 'com.amazon.coral.service#InvalidParameterValueException',
			message: 'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
		});
	});

	test('a FIFO name ends in .fifo, which counts toward the 80', () => {
		const sqs = createSqs();
		const Attributes = {FifoQueue: 'true'};

		expect(sqs.call('CreateQueue', {QueueName: `${'x'.repeat(75)}.fifo`, Attributes}).QueueUrl).toContain('.fifo');
		for (const QueueName of ['orders', `${'x'.repeat(76)}.fifo`, '.fifo', 'a/b.fifo'])
			expect(sqs.refusal('CreateQueue', {QueueName, Attributes})).toMatchObject({
				code: 'InvalidParameterValue',
				message:
					'The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length',
			});
	});

	test('a queue needs a name', () => {
		expect(createSqs().refusal('CreateQueue', {})).toMatchObject({
			code: 'MissingParameter',
			message: 'The request must contain the parameter QueueName.',
		});
	});
});

describe('creating a queue that is there', () => {
	test('finds it when nothing given differs from how it is now', () => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders', {DelaySeconds: '5'});

		expect(sqs.queue('orders')).toBe(QueueUrl);
		expect(sqs.queue('orders', {DelaySeconds: '5'})).toBe(QueueUrl);
		expect(sqs.queue('orders', {VisibilityTimeout: '30'})).toBe(QueueUrl);
	});

	test('names the first attribute that differs', () => {
		const sqs = createSqs();
		sqs.queue('orders');

		expect(
			sqs.refusal('CreateQueue', {
				QueueName: 'orders',
				Attributes: {VisibilityTimeout: '30', DelaySeconds: '7', MaximumMessageSize: '1024'},
			}),
		).toMatchObject({
			code: 'QueueAlreadyExists',
			type: 'com.amazonaws.sqs#QueueNameExists',
			status: 400,
			message: 'A queue already exists with the same name and a different value for attribute DelaySeconds',
		});
	});

	test('compares with the attributes of now, not with those of the creation', () => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders', {DelaySeconds: '5'});
		sqs.call('SetQueueAttributes', {QueueUrl, Attributes: {DelaySeconds: '6'}});

		expect(sqs.refusal('CreateQueue', {QueueName: 'orders', Attributes: {DelaySeconds: '5'}}).code).toBe('QueueAlreadyExists');
		expect(sqs.queue('orders', {DelaySeconds: '6'})).toBe(QueueUrl);
	});

	test('takes a policy written in another way for the same', () => {
		const sqs = createSqs();
		sqs.queue('dlq');
		sqs.queue('orders', {RedrivePolicy: redrivePolicy('dlq', 3)});
		const other = JSON.stringify({maxReceiveCount: 3, deadLetterTargetArn: 'arn:aws:sqs:us-east-1:000000000000:dlq'}, undefined, 2);

		expect(sqs.queue('orders', {RedrivePolicy: other})).toContain('/orders');
		expect(sqs.refusal('CreateQueue', {QueueName: 'orders', Attributes: {RedrivePolicy: redrivePolicy('dlq', 4)}}).message).toContain(
			'for attribute RedrivePolicy',
		);
	});

	test('neither compares nor applies tags', () => {
		const sqs = createSqs();
		const {QueueUrl} = sqs.call('CreateQueue', {QueueName: 'orders', tags: {team: 'a'}});

		sqs.call('CreateQueue', {QueueName: 'orders', tags: {team: 'b'}});

		expect(sqs.call('ListQueueTags', {QueueUrl})).toEqual({Tags: {team: 'a'}});
	});
});

test('a name is free again 60 seconds after its queue was deleted, or at once on an engine without waiting rules', () => {
	const relaxed = createSqs({waits: false});
	relaxed.call('DeleteQueue', {QueueUrl: relaxed.queue('orders')});
	expect(relaxed.queue('orders')).toContain('/orders');

	const strict = createSqs();
	strict.call('DeleteQueue', {QueueUrl: strict.queue('orders')});
	strict.clock.advance(59_999);
	expect(strict.refusal('CreateQueue', {QueueName: 'orders'})).toMatchObject({
		code: 'AWS.SimpleQueueService.QueueDeletedRecently',
		type: 'com.amazonaws.sqs#QueueDeletedRecently',
		message: 'You must wait 60 seconds after deleting a queue before you can create another with the same name.',
	});
	strict.clock.advance(1);
	expect(strict.queue('orders')).toContain('/orders');
});

test('a deleted queue is gone with its messages', () => {
	const sqs = createSqs();
	const QueueUrl = sqs.queue('orders');
	sqs.call('SendMessage', {QueueUrl, MessageBody: 'hello'});

	expect(sqs.call('DeleteQueue', {QueueUrl})).toEqual({});

	for (const action of ['DeleteQueue', 'ReceiveMessage', 'GetQueueAttributes', 'PurgeQueue', 'ListQueueTags'])
		expect(sqs.refusal(action, {QueueUrl}).code).toBe('AWS.SimpleQueueService.NonExistentQueue');
	expect(sqs.refusal('GetQueueUrl', {QueueName: 'orders'}).code).toBe('AWS.SimpleQueueService.NonExistentQueue');
	sqs.clock.advance(60_000);
	sqs.queue('orders');
	expect(sqs.counts(QueueUrl)).toEqual([0, 0, 0]);
});

test("over Query a queue's own path answers for that queue only", () => {
	const sqs = createSqs();
	const QueueUrl = sqs.queue('orders');
	const onPath = {protocol: 'query', path: '/000000000000/orders'} as const;

	for (const [action, input] of [
		['CreateQueue', {QueueName: 'other'}],
		['ListQueues', {}],
	] as const)
		expect(sqs.refusal(action, input, onPath)).toMatchObject({
			code: 'InvalidAction',
			status: 400,
			message: `The action ${action} is not valid for this endpoint.`,
		});
	expect(sqs.call('GetQueueUrl', {QueueName: 'orders'}, onPath)).toEqual({QueueUrl});
	expect(sqs.refusal('FooBar', {}, onPath)).toMatchObject({
		code: 'InvalidAction',
		message: 'The action FooBar is not valid for this endpoint.',
	});
});
