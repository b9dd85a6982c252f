import {describe, expect, test} from 'vitest';
import {createSqs, endpointUrl, type Sqs} from './call.ts';

function withQueues(names: readonly string[]): {sqs: Sqs; urls: (...names: string[]) => string[]} {
	const sqs = createSqs();
	for (const name of names) sqs.queue(name);
	return {sqs, urls: (...wanted) => wanted.map(name => `${endpointUrl}/000000000000/${name}`)};
}

test('no queues are no list', () => {
	expect(createSqs().call('ListQueues')).toEqual({});
});

test('queues are listed by name, all or by what they begin with', () => {
	const {sqs, urls} = withQueues(['orders', 'Orders', 'order-1', 'a', 'orders-dlq']);

	expect(sqs.call('ListQueues')).toEqual({QueueUrls: urls('Orders', 'a', 'order-1', 'orders', 'orders-dlq')});
	expect(sqs.call('ListQueues', {QueueNamePrefix: ''}).QueueUrls).toHaveLength(5);
	expect(sqs.call('ListQueues', {QueueNamePrefix: 'orders'})).toEqual({QueueUrls: urls('orders', 'orders-dlq')});
	expect(sqs.call('ListQueues', {QueueNamePrefix: 'ordersx'})).toEqual({});
});

test('a list follows what is created and deleted', () => {
	const {sqs, urls} = withQueues(['b']);
	sqs.call('ListQueues');

	sqs.queue('a');
	expect(sqs.call('ListQueues').QueueUrls).toEqual(urls('a', 'b'));
	sqs.call('DeleteQueue', {QueueUrl: 'b'});
	expect(sqs.call('ListQueues').QueueUrls).toEqual(urls('a'));
});

describe('pages', () => {
	test('go on where the last one ended, within the prefix', () => {
		const {sqs, urls} = withQueues(['x-1', 'x-2', 'x-3', 'x-4', 'y']);
		const input = {QueueNamePrefix: 'x', MaxResults: 2};

		const first = sqs.call('ListQueues', input);
		const second = sqs.call('ListQueues', {...input, NextToken: first.NextToken});

		expect(first).toEqual({QueueUrls: urls('x-1', 'x-2'), NextToken: expect.any(String)});
		expect(second).toEqual({QueueUrls: urls('x-3', 'x-4')});
	});

	test('survive queues that come and go between them', () => {
		const {sqs, urls} = withQueues(['b', 'd', 'f']);
		const {NextToken} = sqs.call('ListQueues', {MaxResults: 2});

		sqs.call('DeleteQueue', {QueueUrl: 'd'});
		for (const name of ['a', 'e']) sqs.queue(name);

		expect(sqs.call('ListQueues', {MaxResults: 2, NextToken}).QueueUrls).toEqual(urls('e', 'f'));
	});

	test('without MaxResults there is one of 1,000 and no token', () => {
		const {sqs} = withQueues(Array.from({length: 1001}, (_, index) => `q${index}`));

		const answer = sqs.call('ListQueues');

		expect(answer.QueueUrls).toHaveLength(1000);
		expect(answer).not.toHaveProperty('NextToken');
		const {NextToken, QueueUrls} = sqs.call('ListQueues', {MaxResults: 1000});
		expect(QueueUrls).toHaveLength(1000);
		expect(sqs.call('ListQueues', {MaxResults: 1000, NextToken}).QueueUrls).toHaveLength(1);
	});

	test.each([0, -1, 1001])('cannot hold %i', MaxResults => {
		const {sqs} = withQueues(['a']);

		for (const [action, input] of [
			['ListQueues', {}],
			['ListDeadLetterSourceQueues', {QueueUrl: 'a'}],
		] as const)
			expect(sqs.refusal(action, {...input, MaxResults})).toMatchObject({
				code: 'InvalidParameterValue',
				message: 'Value for parameter MaxResults is invalid. Reason: MaxResults must be an integer between 1 and 1000.',
			});
	});

	test('a token that is none is refused', () => {
		const {sqs} = withQueues(['a']);

		expect(sqs.refusal('ListQueues', {MaxResults: 1, NextToken: 'garbage'}).code).toBe('InvalidParameterValue');
	});
});

test('GetQueueUrl knows the queues of the caller’s account', () => {
	const {sqs, urls} = withQueues(['orders']);

	expect(sqs.call('GetQueueUrl', {QueueName: 'orders', QueueOwnerAWSAccountId: '000000000000'}).QueueUrl).toBe(urls('orders')[0]);
	expect(sqs.refusal('GetQueueUrl', {QueueName: 'orders', QueueOwnerAWSAccountId: '123456789012'})).toMatchObject({
		code: 'AWS.SimpleQueueService.NonExistentQueue',
		type: 'com.amazonaws.sqs#QueueDoesNotExist',
	});
	expect(sqs.refusal('GetQueueUrl', {})).toMatchObject({
		code: 'MissingParameter',
		message: 'The request must contain the parameter QueueName.',
	});
});
