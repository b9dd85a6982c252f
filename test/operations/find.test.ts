import {describe, expect, test} from 'vitest';
import {findQueue} from '../../source/operations/find-queue.ts';
import {findStream} from '../../source/operations/find-stream.ts';
import {findTopic} from '../../source/operations/find-topic.ts';
import {SluiceError} from '../../source/shared/errors.ts';
import {sentActions} from '../aws/test-session.ts';
import {aQueue, aStream, refusedList, setStage, withQueues} from './stage.ts';

describe('a queue', () => {
	test.each(['orders', 'arn:aws:sqs:us-east-1:000000000000:orders'])('is found by %s', async wanted => {
		await using stage = await setStage();
		const {url} = await aQueue(stage);

		expect(await findQueue(stage.session, wanted)).toEqual({name: 'orders', url});
	});

	test('a URL is taken at its word', async () => {
		await using stage = await setStage();
		const url = 'https://sqs.us-east-1.amazonaws.com/123456789012/orders';

		expect(await findQueue(stage.session, url)).toEqual({name: 'orders', url});
		expect(sentActions(stage.session)).toEqual([]);
	});

	test.each([
		['ordrs', 'orders'],
		['Orders', 'orders'],
		['refunds', 'refunds.fifo'],
	])('%s is not found: did you mean %s?', async (wanted, nearest) => {
		await using stage = await setStage();
		await aQueue(stage);
		await aQueue(stage, {name: 'refunds.fifo', attributes: {FifoQueue: 'true'}});

		await expect(findQueue(stage.session, wanted)).rejects.toMatchObject({
			code: 'queue-not-found',
			message: `Queue "${wanted}" does not exist in us-east-1, or is hidden from you.`,
			nextSteps: [`Did you mean "${nearest}"?`, 'Check the name, the region and the account: sluice queues.'],
		});
	});

	test('nothing is suggested where nothing is near, or the list is denied', async () => {
		await using stage = await setStage();
		await aQueue(stage);
		const denied = withQueues(stage.session, {list: () => refusedList(new SluiceError('You may not.', {code: 'denied'}))});

		for (const session of [stage.session, denied])
			await expect(findQueue(session, 'invoices')).rejects.toMatchObject({
				code: 'queue-not-found',
				nextSteps: ['Check the name, the region and the account: sluice queues.'],
			});
	});

	test('an ARN of another region or service says where to go', async () => {
		await using stage = await setStage();

		await expect(findQueue(stage.session, 'arn:aws:sqs:eu-west-1:000000000000:orders')).rejects.toMatchObject({
			code: 'wrong-region',
			message: 'This queue is in eu-west-1; the session works in us-east-1.',
			nextSteps: ['Work there: --region eu-west-1'],
		});
		await expect(findQueue(stage.session, 'arn:aws-cn:sqs:cn-north-1:000000000000:orders')).rejects.toMatchObject({
			code: 'wrong-partition',
			message: 'This queue is in the partition aws-cn; local works in aws.',
			nextSteps: ['Accounts of one know nothing of the other: choose a profile of aws-cn, with --profile.'],
		});
		await expect(findQueue(stage.session, 'arn:aws:sns:us-east-1:000000000000:orders')).rejects.toMatchObject({
			code: 'wrong-service',
			message: 'This is the ARN of sns, not of a queue.',
			nextSteps: ['Names, URLs and ARNs of what there is: sluice queues.'],
		});
	});

	test('a failure that is not about the name is passed on as it is', async () => {
		await using stage = await setStage();
		const session = withQueues(stage.session, {find: () => Promise.reject(new SluiceError('You may not.', {code: 'denied'}))});

		await expect(findQueue(session, 'orders')).rejects.toMatchObject({code: 'denied', nextSteps: []});
	});
});

describe('a topic', () => {
	test('is found by name and by ARN, or suggested', async () => {
		await using stage = await setStage();
		const topic = await stage.session.topics.create('order-events', {});

		expect(await findTopic(stage.session, 'order-events')).toEqual(topic);
		expect(await findTopic(stage.session, topic.arn)).toEqual(topic);
		await expect(findTopic(stage.session, 'order-event')).rejects.toMatchObject({
			code: 'topic-not-found',
			message: 'Topic "order-event" does not exist in us-east-1.',
			nextSteps: ['Did you mean "order-events"?', 'Check the name, the region and the account: sluice topics.'],
		});
		await expect(findTopic(stage.session, `${topic.arn}s`)).rejects.toMatchObject({code: 'topic-not-found'});
	});
});

describe('a stream', () => {
	test('is found by name and by ARN, with its summary, or suggested', async () => {
		await using stage = await setStage();
		await aStream(stage);

		const found = await findStream(stage.session, 'clicks');

		expect(found).toMatchObject({name: 'clicks', status: 'ACTIVE', openShardCount: 1});
		expect(await findStream(stage.session, found.arn)).toEqual(found);
		await expect(findStream(stage.session, 'click')).rejects.toMatchObject({
			code: 'stream-not-found',
			nextSteps: ['Did you mean "clicks"?', 'Check the name, the region and the account: sluice streams.'],
		});
	});
});
