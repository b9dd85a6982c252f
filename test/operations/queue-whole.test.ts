import {describe, expect, test} from 'vitest';
import type {MetricPoint} from '../../source/aws/metric.ts';
import {executeCreateQueue, planCreateQueue, type NewQueue} from '../../source/operations/create-queue.ts';
import {executeDeleteQueue, planDeleteQueue} from '../../source/operations/delete-queue.ts';
import {describeQueue} from '../../source/operations/describe-queue.ts';
import {allowedSenders} from '../../source/operations/queue-flow.ts';
import {ratesOf, type QueueSeries} from '../../source/operations/queue-metrics.ts';
import {queueNameProblem} from '../../source/operations/queue-name.ts';
import {executeTagQueue, planTagQueue, readTagWords} from '../../source/operations/tag-queue.ts';
import {openTestSession} from '../aws/test-session.ts';
import {startRefusingProxy} from '../helpers/refusing-proxy.ts';
import {aDeadLetterQueue, aQueue, setStage} from './stage.ts';

describe('a name', () => {
	test.each(['orders', 'Orders_1-a', 'a'.repeat(80)])('%s will do', name => {
		expect(queueNameProblem(name, {isFifo: false})).toBeUndefined();
	});

	test.each([
		['', false, 'needs a name'],
		['a'.repeat(81), false, '81 characters are too many'],
		['or ders', false, '" " is not allowed'],
		['or.ders', false, 'only in the ending .fifo'],
		['orders.fifo', false, 'one of a FIFO queue'],
		['orders', true, 'ends with .fifo'],
		['.fifo', true, 'needed before .fifo'],
	])('%j (FIFO: %s) will not: %s', (name, isFifo, words) => {
		expect(queueNameProblem(name, {isFifo})).toContain(words);
	});
});

describe('creating a queue', () => {
	const plain: NewQueue = {name: 'orders', isFifo: false, settings: [], tags: {}};

	test('makes it with its settings, its tags and its dead-letter queue in one go', async () => {
		await using stage = await setStage();
		const deadLetterQueue = {name: 'orders-dlq', maxReceiveCount: 5, isNew: true};

		const plan = await planCreateQueue(stage.session, {
			...plain,
			settings: [{id: 'visibility', text: '2m'}],
			tags: {team: 'pay'},
			deadLetterQueue,
		});
		const {created, summary} = await executeCreateQueue(stage.session, plan);

		expect(plan.command).toBe('sluice create orders visibility=2m --new-dlq orders-dlq:5 --tag team=pay');
		expect(summary).toBe('Created orders and orders-dlq.');
		const queue = await stage.session.queues.attributes(created.url);
		const dlq = await stage.session.queues.attributes((await stage.session.queues.find('orders-dlq')).url);
		expect(queue).toMatchObject({visibilityTimeoutSeconds: 120, redrivePolicy: {deadLetterQueueArn: dlq.arn, maxReceiveCount: 5}});
		expect(dlq.retentionSeconds).toBe(1_209_600);
		expect(await stage.session.queues.tags(created.url)).toEqual({team: 'pay'});
	});

	test('makes a FIFO queue by the ending of its name', async () => {
		await using stage = await setStage();

		const plan = await planCreateQueue(stage.session, {
			...plain,
			name: 'orders.fifo',
			isFifo: true,
			settings: [{id: 'content-dedup', text: 'on'}],
		});
		const {created} = await executeCreateQueue(stage.session, plan);

		expect(await stage.session.queues.attributes(created.url)).toMatchObject({isFifo: true, hasContentBasedDeduplication: true});
	});

	test('is refused where there is one already', async () => {
		await using stage = await setStage();
		await aQueue(stage);

		await expect(planCreateQueue(stage.session, plain)).rejects.toMatchObject({code: 'queue-exists'});
	});

	test('warns when failures have nowhere to go', async () => {
		await using stage = await setStage();

		const plan = await planCreateQueue(stage.session, plain);

		expect(plan.warnings).toEqual(['Without a dead-letter queue a message that fails comes back until it expires.']);
	});

	test('changes nothing while it is planned', async () => {
		await using stage = await setStage();

		await planCreateQueue(stage.session, {...plain, deadLetterQueue: {name: 'orders-dlq', maxReceiveCount: 5, isNew: true}});

		expect(stage.session.calls().map(({action}) => action)).not.toContain('CreateQueue');
	});
});

describe('deleting a queue', () => {
	test('says what is lost and who depends on it', async () => {
		await using stage = await setStage();
		const {dlq} = await aDeadLetterQueue(stage, {deadCount: 2});
		const topic = await stage.session.topics.create('order-events', {});
		await stage.session.topics.subscribe({topicArn: topic.arn, protocol: 'sqs', endpoint: dlq.arn});

		const plan = await planDeleteQueue(stage.session, {queue: dlq}, {clock: stage.clock});

		expect(plan).toMatchObject({level: 'whole', subject: {kind: 'queue', name: 'orders-dlq'}, command: 'sluice delete-queue orders-dlq'});
		expect(Object.fromEntries(plan.facts.map(({label, text}) => [label, text]))).toMatchObject({
			deletes: 'the queue, about 2 messages (0 in flight, 0 delayed)',
			'is DLQ of': 'orders',
			'sent by': 'topic order-events',
			'read by': 'not known: may not be read',
		});
		expect(plan.warnings.join('\n')).toContain('What fails in orders has nowhere to go then');
	});

	test('deletes it', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage);
		const plan = await planDeleteQueue(stage.session, {queue}, {clock: stage.clock});

		await executeDeleteQueue(stage.session, plan);

		await expect(stage.session.queues.attributes(queue.url)).rejects.toMatchObject({code: 'queue-not-found'});
	});
});

describe('tags', () => {
	test('are set and removed in one go, each named', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage);
		await stage.session.queues.tag(queue.url, {team: 'old', owner: 'me'});

		const plan = await planTagQueue(stage.session, {queue, ...readTagWords(['team=pay', 'owner-'])});
		await executeTagQueue(stage.session, plan);

		expect(plan.facts.slice(1)).toEqual([
			{label: 'sets', text: 'team = pay  (was old)'},
			{label: 'removes', text: 'owner = me'},
		]);
		expect(plan.command).toBe('sluice tag orders team=pay owner-');
		expect(await stage.session.queues.tags(queue.url)).toEqual({team: 'pay'});
	});

	test('that are not there cannot be removed', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage);

		await expect(planTagQueue(stage.session, {queue, set: {}, remove: ['team']})).rejects.toThrow('orders has no tag "team".');
	});

	test.each([
		['aws:x=1', 'are AWS’s own'],
		[`${'k'.repeat(129)}=1`, '129 characters are too many for a key'],
		[`k=${'v'.repeat(257)}`, '257 characters are too many for a value'],
		['k=a"b', 'Only letters, digits'],
	])('%s is refused: %s', async (word, words) => {
		await using stage = await setStage();
		const queue = await aQueue(stage);

		await expect(planTagQueue(stage.session, {queue, ...readTagWords([word])})).rejects.toThrow(words);
	});
});

describe('who may send', () => {
	test('is named by the source of each allowing statement', () => {
		const policy = JSON.stringify({
			Statement: [
				{
					Effect: 'Allow',
					Principal: {Service: 'sns.amazonaws.com'},
					Action: 'sqs:SendMessage',
					Condition: {ArnEquals: {'aws:SourceArn': 'arn:aws:sns:eu-west-1:1:order-events'}},
				},
				{
					Effect: 'Allow',
					Principal: '*',
					Action: 'SQS:*',
					Condition: {ArnLike: {'AWS:SourceArn': ['arn:aws:s3:::bucket', 'arn:aws:events:*']}},
				},
				{Effect: 'Allow', Principal: {AWS: '222233334444'}, Action: ['sqs:ReceiveMessage']},
				{Effect: 'Deny', Principal: '*', Action: '*'},
				{Effect: 'Allow', Principal: {AWS: ['333344445555']}, Action: '*'},
			],
		});

		expect(allowedSenders(policy)).toEqual([
			{source: 'arn:aws:sns:eu-west-1:1:order-events', service: 'sns'},
			{source: 'arn:aws:s3:::bucket', service: 's3'},
			{source: 'arn:aws:events:*'},
			{source: '333344445555'},
		]);
	});

	test('is nobody without a policy, or with one that cannot be read', () => {
		expect(allowedSenders(undefined)).toEqual([]);
		expect(allowedSenders('{')).toEqual([]);
	});
});

describe('rates', () => {
	const minute = (index: number): number => Date.UTC(2026, 10, 25, 3, index);
	const points = (...values: readonly number[]): readonly MetricPoint[] => values.map((value, index) => ({atMs: minute(index), value}));
	const none: QueueSeries = {ready: [], oldest: [], sent: [], deleted: [], received: [], empty: []};

	test('are of the last minute that is over', () => {
		const rates = ratesOf({...none, sent: points(60, 2400, 12), deleted: points(0, 1680)}, minute(2) + 30_000);

		expect(rates).toMatchObject({inPerSecond: 40, outPerSecond: 28, atMs: minute(2)});
	});

	test('are unknown, not zero, when CloudWatch says nothing', () => {
		const rates = ratesOf(none, minute(2));

		expect(rates).toEqual({series: none});
	});

	test('the share of empty receives counts what they found against what they did not', () => {
		expect(ratesOf({...none, received: points(30), empty: points(10)}, minute(1)).emptyShare).toBe(0.25);
	});

	test('the oldest is rising since the minute from which each was older than the one before', () => {
		const rates = ratesOf({...none, oldest: points(90, 20, 80, 140, 200)}, minute(5));

		expect(rates).toMatchObject({oldestSeconds: 200, oldestRisingSinceMs: minute(1)});
		expect(ratesOf({...none, oldest: points(200, 140, 200)}, minute(3)).oldestRisingSinceMs).toBeUndefined();
	});

	test('the oldest is of the last minute that is over: the age of the one under way moves with every look', () => {
		const oldest = points(20, 80, 113);

		expect(ratesOf({...none, oldest}, minute(2) + 33_000).oldestSeconds).toBe(80);
		expect(ratesOf({...none, oldest}, minute(3)).oldestSeconds).toBe(113);
		expect(ratesOf({...none, oldest: points(20)}, minute(0) + 59_999).oldestSeconds).toBeUndefined();
	});
});

describe('a description', () => {
	test('has all that is around a queue', async () => {
		await using stage = await setStage();
		const {source, dlq} = await aDeadLetterQueue(stage, {deadCount: 2, maxReceiveCount: 1});
		const topic = await stage.session.topics.create('order-events', {});
		await stage.session.topics.subscribe({
			topicArn: topic.arn,
			protocol: 'sqs',
			endpoint: source.arn,
			attributes: {FilterPolicy: '{"type":["created"]}', RawMessageDelivery: 'true'},
		});
		await stage.session.queues.tag(source.url, {team: 'pay'});
		stage.clock.advance(60_000);

		const description = await describeQueue(stage.session, source, {clock: stage.clock, hasMetrics: true});

		expect(description).toMatchObject({
			queue: {name: 'orders'},
			tags: {team: 'pay'},
			deadLetterQueue: {name: 'orders-dlq', arn: dlq.arn, readyCount: 2},
			sources: [],
			subscriptions: [{topicArn: topic.arn, filterPolicy: '{"type":["created"]}', isRaw: true}],
			notRead: [],
		});
		expect(description.rates?.inPerSecond).toBeDefined();
	});

	test.each([
		['ListQueueTags', 'tags'],
		['ListDeadLetterSourceQueues', 'sources'],
		['ListSubscriptions', 'subscriptions'],
		['ListEventSourceMappings', 'readers'],
		['GetMetricData', 'rates'],
	])('without %s lacks its %s only, and says so', async (action, what) => {
		await using stage = await setStage();
		const {source} = await aDeadLetterQueue(stage);
		await using proxy = await startRefusingProxy(stage.engine.url);
		await using session = openTestSession(proxy.url, {clock: stage.clock});
		proxy.serveFunctions({mappings: {}});
		proxy.refuse(action, 'denied');

		const description = await describeQueue(
			session,
			{name: source.name, url: source.url.replace(stage.engine.url, proxy.url)},
			{
				clock: stage.clock,
				hasMetrics: true,
			},
		);

		expect(description.notRead).toMatchObject([{what, code: 'denied', why: expect.stringContaining(action)}]);
		const parts = ['tags', 'sources', 'subscriptions', 'readers', 'rates', 'queue'];
		expect(parts.filter(part => !(part in description))).toEqual([what]);
	});
});
