import {describe, expect, test} from 'vitest';
import {planPeek} from '../../source/operations/plan-peek.ts';
import {executePublish, planPublish} from '../../source/operations/publish.ts';
import {executePut, planPut} from '../../source/operations/put.ts';
import {accountFact, callerName} from '../../source/operations/where.ts';
import type {Session} from '../../source/aws/session.ts';
import {SluiceError} from '../../source/shared/errors.ts';
import {aDeadLetterQueue, aQueue, aStream, setStage, withStreams} from './stage.ts';

describe('a peek', () => {
	test('says what happens, what may, and what it competes with', async () => {
		await using stage = await setStage();
		const {source} = await aDeadLetterQueue(stage, {maxReceiveCount: 5});
		await stage.session.queues.send(source.url, {body: 'x'});
		await stage.session.queues.receive(source.url, {count: 1});

		const plan = await planPeek(stage.session, {queue: source});

		expect(plan).toMatchObject({
			operation: 'peek',
			level: 'cost',
			title: 'Peek at orders',
			command: 'sluice peek orders --max 10 --visibility 20 --keep',
			warnings: [],
		});
		expect(plan.facts).toEqual([
			{
				label: 'will happen',
				text: "up to 10 messages are hidden from the consumers for 20s each\neach one's receive count goes up by 1, for good",
			},
			{
				label: 'may happen',
				text: 'a message already received 5 times goes to orders-dlq by\nthis receive, and is not shown here  (limit: 5)',
			},
			{label: 'cannot happen', text: 'nothing is deleted; what is held is given back on leaving'},
			{label: 'competes with', text: 'consumers: they hold 1 message now'},
			{label: 'costs', text: '1–3 requests, then 1 for each 10s held, 1 to give back'},
		]);
	});

	test.each([
		[3, ['orders allows 3 receives: looking often sends messages to orders-dlq.']],
		[4, []],
	])('a limit of %i receives', async (maxReceiveCount, warnings) => {
		await using stage = await setStage();
		const {source} = await aDeadLetterQueue(stage, {maxReceiveCount});

		expect((await planPeek(stage.session, {queue: source})).warnings).toEqual(warnings);
	});

	test('a FIFO queue warns of its groups, and one without redrive policy of no dead-letter queue', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {name: 'orders.fifo', attributes: {FifoQueue: 'true'}});

		const plan = await planPeek(stage.session, {queue});

		expect(plan.warnings).toEqual(['Held groups stand still for their consumers; you see at most the head of each group.']);
		expect(plan.facts.map(({label}) => label)).not.toContain('may happen');
	});

	test('a glance is one request for at most ten, and is not kept', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage);

		const plan = await planPeek(stage.session, {queue, count: 50, visibilityTimeoutSeconds: 0});

		expect(plan.request).toMatchObject({count: 10, isKept: false});
		expect(plan.command).toBe('sluice peek orders --max 10 --visibility 0');
		expect(plan.facts).toContainEqual({label: 'costs', text: '1 request'});
	});

	test('making the plan receives nothing', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 1});

		await planPeek(stage.session, {queue});

		expect(stage.session.calls().map(({action}) => action)).not.toContain('ReceiveMessage');
	});
});

describe('a publish', () => {
	test('says how many subscribe, and warns when nobody does', async () => {
		await using stage = await setStage();
		const topic = await stage.session.topics.create('order-events', {});

		const lonely = await planPublish(stage.session, {topic, publication: {message: 'hi', subject: 'Hello'}});
		const queue = await aQueue(stage);
		await stage.session.topics.subscribe({topicArn: topic.arn, protocol: 'sqs', endpoint: queue.arn});
		const heard = await planPublish(stage.session, {topic, publication: {message: 'hi'}});
		const outcome = await executePublish(stage.session, heard);

		expect(lonely).toMatchObject({
			level: 'change',
			command: 'sluice publish order-events hi --subject Hello',
			warnings: ['Nobody subscribes to order-events: the message goes nowhere.'],
		});
		expect(heard).toMatchObject({warnings: [], counts: {subscriptions: 1}});
		expect(heard.facts).toContainEqual({label: 'sends', text: '1 message, 2B of 256.0K'});
		expect(heard.facts).toContainEqual({label: 'to', text: '1 subscription, unless their filters say no'});
		expect(outcome.summary).toBe(`Published ${outcome.messageId} to order-events.`);
	});

	test.each([
		['A message needs a text that is not empty.', {message: ''}],
		['The message has 262,145 bytes; order-events takes 262,144 at most.', {message: 'x'.repeat(262_145)}],
		['A subject must have 1 to 100 characters, on one line.', {message: 'x', subject: ''}],
		['A subject must have 1 to 100 characters, on one line.', {message: 'x', subject: 's'.repeat(101)}],
		['A subject must have 1 to 100 characters, on one line.', {message: 'x', subject: 'a\nb'}],
		['order-events is no FIFO topic, so it takes no deduplication ID.', {message: 'x', deduplicationId: 'd'}],
	])('%s', async (sentence, publication) => {
		await using stage = await setStage();
		const topic = await stage.session.topics.create('order-events', {});

		await expect(planPublish(stage.session, {topic, publication})).rejects.toThrow(sentence);
	});

	test('the largest message and the longest subject go through', async () => {
		await using stage = await setStage();
		const topic = await stage.session.topics.create('order-events', {});
		const publication = {message: 'x'.repeat(262_144), subject: 's'.repeat(100)};

		const outcome = await executePublish(stage.session, await planPublish(stage.session, {topic, publication}));

		expect(outcome.messageId).not.toBe('');
	});

	test('a FIFO topic needs a group, and an id unless it deduplicates by content', async () => {
		await using stage = await setStage();
		const topic = await stage.session.topics.create('orders.fifo', {FifoTopic: 'true'});

		await expect(planPublish(stage.session, {topic, publication: {message: 'x'}})).rejects.toThrow(
			'orders.fifo is a FIFO topic: a message needs a message group ID.',
		);
		await expect(planPublish(stage.session, {topic, publication: {message: 'x', groupId: 'g'}})).rejects.toThrow(
			'orders.fifo does not deduplicate by content: a message needs a deduplication ID.',
		);
	});
});

describe('a put', () => {
	const data = Buffer.from('{"speed":8}');

	test('says which shard the record goes to, and it goes there', async () => {
		await using stage = await setStage();
		const stream = await aStream(stage, {shardCount: 4});

		const plan = await planPut(stage.session, {stream, record: {partitionKey: 'truck_17', data}});
		const outcome = await executePut(stage.session, plan);

		const shard = String(Number(outcome.shardId.slice(8)));
		expect(plan).toMatchObject({level: 'change', command: `sluice put clicks '{"speed":8}' --key truck_17`});
		expect(plan.facts).toContainEqual({label: 'to', text: `shard ${shard}`});
		expect(outcome.summary).toBe(`Put to shard ${shard} of clicks.`);
	});

	test('an explicit hash key chooses the shard', async () => {
		await using stage = await setStage();
		const stream = await aStream(stage, {shardCount: 4});
		const record = {partitionKey: 'k', data, explicitHashKey: String((1n << 128n) - 1n)};

		const plan = await planPut(stage.session, {stream, record});

		expect(plan.facts).toContainEqual({label: 'to', text: 'shard 3'});
		expect((await executePut(stage.session, plan)).shardId).toBe('shardId-000000000003');
	});

	test.each([Uint8Array.of(0xff), Buffer.from('a\nb'), Buffer.from('-x')])(
		'data that a command line cannot show comes from standard input: %o',
		async bytes => {
			await using stage = await setStage();
			const stream = await aStream(stage);

			expect((await planPut(stage.session, {stream, record: {partitionKey: 'k', data: bytes}})).command).toBe(
				'sluice put clicks - --key k',
			);
		},
	);

	test.each([
		['A partition key must have 1 to 256 characters.', {partitionKey: '', data}],
		['A partition key must have 1 to 256 characters.', {partitionKey: 'k'.repeat(257), data}],
		['An explicit hash key must be a whole number from 0 to 2^128 − 1.', {partitionKey: 'k', data, explicitHashKey: '-1'}],
		['An explicit hash key must be a whole number from 0 to 2^128 − 1.', {partitionKey: 'k', data, explicitHashKey: String(1n << 128n)}],
		['The record has 1,048,577 bytes with its key; clicks takes 1,048,576 at most.', {partitionKey: 'k', data: new Uint8Array(1_048_576)}],
	])('%s', async (sentence, record) => {
		await using stage = await setStage();
		const stream = await aStream(stage);

		await expect(planPut(stage.session, {stream, record})).rejects.toThrow(sentence);
	});

	test('a record as large as can be goes through', async () => {
		await using stage = await setStage();
		const stream = await aStream(stage);
		const record = {partitionKey: 'k', data: new Uint8Array(1_048_575)};

		expect((await executePut(stage.session, await planPut(stage.session, {stream, record}))).shardId).toBe('shardId-000000000000');
	});

	test('where shards cannot be told apart it says so', async () => {
		await using stage = await setStage();
		const stream = await aStream(stage);
		const session = withStreams(stage.session, {shards: async () => []});

		expect((await planPut(session, {stream, record: {partitionKey: 'k', data}})).facts).toContainEqual({
			label: 'to',
			text: 'the shard that holds its hash key',
		});
	});
});

describe('the account line', () => {
	const aws = (identity: Session['identity']): Session =>
		({context: {name: 'prod-eu', target: 'aws', region: 'eu-west-1', isProd: true}, identity}) as Session;

	test('names the account, the region and the role', async () => {
		const session = aws(async () => ({accountId: '123456789012', arn: 'arn:aws:sts::123456789012:assumed-role/oncall/jo'}));

		expect(await accountFact(session)).toEqual({label: 'account', text: '123456789012, eu-west-1, as role/oncall'});
	});

	test('says when the account is not known, rather than fail the plan', async () => {
		const session = aws(() => Promise.reject(new SluiceError('no', {code: 'denied'})));

		expect(await accountFact(session)).toEqual({label: 'account', text: 'not known (prod-eu), eu-west-1'});
	});

	test('an abort is no unknown account', async () => {
		const session = aws(() => Promise.reject(new SluiceError('no', {code: 'aborted'})));

		await expect(accountFact(session)).rejects.toMatchObject({code: 'aborted'});
	});

	test.each([
		['arn:aws:iam::123456789012:user/jo', 'user/jo'],
		['arn:aws:iam::123456789012:root', 'root'],
		['arn:aws:sts::123456789012:assumed-role/oncall/jo', 'role/oncall'],
	])('%s is %s', (arn, name) => {
		expect(callerName(arn)).toBe(name);
	});
});
