import {describe, expect, test} from 'vitest';
import {readPolicy} from '../../source/operations/policy-text.ts';
import {findAttribute, queueAttributes, type QueueAttribute} from '../../source/operations/queue-attribute.ts';
import {executeSetQueue, planSetQueue} from '../../source/operations/set-queue.ts';
import {aQueue, setStage, type Stage} from './stage.ts';

function attribute(word: string): QueueAttribute {
	const found = findAttribute(word);
	if (!found) throw new Error(`No attribute ${word}`);
	return found;
}

describe('a typed value', () => {
	test.each([
		['visibility', '0', '0'],
		['visibility', '12h', '43200'],
		['retention', '60', '60'],
		['retention', '14d', '1209600'],
		['retention', '1h30m', '5400'],
		['delay', '15m', '900'],
		['wait', '20s', '20'],
		['max-size', '1K', '1024'],
		['max-size', '1M', '1048576'],
		['kms-reuse', '1d', '86400'],
		['sse', 'off', 'false'],
		['dedup-scope', 'MESSAGEGROUP', 'messageGroup'],
		['kms-key', 'none', ''],
		['MessageRetentionPeriod', '1d', '86400'],
	])('%s=%s is %s to AWS', (word, text, value) => {
		expect(attribute(word).read(text)).toEqual({value});
	});

	test.each([
		['visibility', '43201', '12h1s is out of range: 0s to 12h'],
		['retention', '59s', '59s is out of range: 1m to 14d'],
		['retention', '1209601', 'out of range'],
		['delay', '901', 'out of range'],
		['wait', '21', 'out of range'],
		['max-size', '1023', 'out of range'],
		['max-size', '1048577', 'out of range'],
		['retention', 'soon', 'is no duration'],
		['retention', '-1', 'is no duration'],
		['retention', '', 'is no duration'],
		['sse', 'maybe', 'neither on nor off'],
		['fifo-limit', 'fast', 'none of perQueue, perMessageGroupId'],
	])('%s=%s is refused: %s', (word, text, words) => {
		const typed = attribute(word).read(text);

		expect('problem' in typed && typed.problem).toContain(words);
	});

	test('every setting shows what AWS has so that it can be typed again', () => {
		for (const one of queueAttributes.filter(({initial}) => initial !== undefined))
			expect(one.read(one.show(one.initial ?? ''))).toEqual({value: one.initial});
	});
});

async function plan(stage: Stage, changes: Readonly<Record<string, string>>, name = 'orders') {
	const queue = await stage.session.queues.find(name);
	return planSetQueue(
		stage.session,
		{queue, changes: Object.entries(changes).map(([id, text]) => ({id, text}))},
		{clock: stage.clock, mayReadMetrics: true},
	);
}

describe('setting attributes', () => {
	test('says from what to what, asks for y, and does it', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage);

		const planned = await plan(stage, {visibility: '2m', DelaySeconds: '5'});
		const outcome = await executeSetQueue(stage.session, planned);

		expect(planned).toMatchObject({level: 'change', command: 'sluice set orders visibility=2m delay=5'});
		expect(planned.facts.slice(1)).toEqual([
			{label: 'Visibility timeout', text: '30s → 2m'},
			{label: 'Delay', text: '0s → 5s'},
		]);
		expect(outcome.summary).toContain('Visibility timeout 30s → 2m');
		expect(await stage.session.queues.attributes(queue.url)).toMatchObject({visibilityTimeoutSeconds: 120, delaySeconds: 5});
	});

	test('a shorter retention says how many messages it deletes, and asks for the name', async () => {
		await using stage = await setStage();
		const {url} = await aQueue(stage, {messageCount: 3});
		stage.clock.advance(2 * 86_400_000);
		await stage.session.queues.send(url, {body: 'young'});

		const planned = await plan(stage, {retention: '1d'});

		expect(planned.level).toBe('destroy');
		expect(planned.warnings).toEqual(['retention 4d → 1d deletes about 3 messages now, within 15 min.']);
	});

	test('a longer retention deletes nothing and asks for no name', async () => {
		await using stage = await setStage();
		await aQueue(stage, {messageCount: 1});

		const planned = await plan(stage, {retention: '14d'});

		expect(planned.level).toBe('change');
		expect(planned.warnings).toEqual(['What is still here is kept longer too, counted from when it was sent.']);
	});

	test('a change of the queue while one reads makes the plan different', async () => {
		await using stage = await setStage();
		const {url} = await aQueue(stage);
		const before = await plan(stage, {visibility: '2m'});
		stage.clock.advance(1000);
		await stage.session.queues.setAttributes(url, {DelaySeconds: '1'});

		const after = await plan(stage, {visibility: '2m'});

		expect(after.settings).not.toEqual(before.settings);
	});

	test('an unknown setting names the nearest', async () => {
		await using stage = await setStage();
		await aQueue(stage);

		await expect(plan(stage, {retenton: '1d'})).rejects.toMatchObject({
			message: 'There is no setting "retenton".',
			nextSteps: ['Did you mean "retention"?', expect.stringContaining('visibility')],
		});
	});

	test('a setting of FIFO queues is refused for a standard one', async () => {
		await using stage = await setStage();
		await aQueue(stage);

		await expect(plan(stage, {'content-dedup': 'on'})).rejects.toThrow('Only FIFO queues have content-dedup; orders is standard.');
	});
});

describe('a redrive policy', () => {
	test('names the queue and the receives, and goes to AWS as an ARN', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage);
		const dlq = await aQueue(stage, {name: 'orders-dlq', attributes: {MessageRetentionPeriod: '1209600'}});

		const planned = await plan(stage, {redrive: 'orders-dlq:5'});
		await executeSetQueue(stage.session, planned);

		expect(planned).toMatchObject({warnings: [], command: 'sluice set orders redrive=orders-dlq:5'});
		expect((await stage.session.queues.attributes(queue.url)).redrivePolicy).toEqual({deadLetterQueueArn: dlq.arn, maxReceiveCount: 5});
	});

	test('warns where failures would die early, or soon', async () => {
		await using stage = await setStage();
		await aQueue(stage);
		await aQueue(stage, {name: 'orders-dlq'});

		const planned = await plan(stage, {redrive: 'orders-dlq:1'});

		expect(planned.warnings).toEqual([
			expect.stringContaining('orders-dlq keeps messages 4d, counted from when they were first sent'),
			expect.stringContaining('After 1 receives is soon'),
		]);
	});

	test('none takes it away and says what that means', async () => {
		await using stage = await setStage();
		const dlq = await aQueue(stage, {name: 'orders-dlq'});
		const RedrivePolicy = JSON.stringify({deadLetterTargetArn: dlq.arn, maxReceiveCount: 5});
		const queue = await aQueue(stage, {attributes: {RedrivePolicy}});

		const planned = await plan(stage, {redrive: 'none'});
		await executeSetQueue(stage.session, planned);

		expect(planned.facts.at(-1)?.text).toBe('orders-dlq after 5 → none');
		expect(planned.warnings).toEqual(['Without a dead-letter queue a message that fails comes back until it expires.']);
		expect((await stage.session.queues.attributes(queue.url)).redrivePolicy).toBeUndefined();
	});

	test.each([
		['orders:5', 'orders cannot be its own dead-letter queue.'],
		['orders-dlq.fifo:5', 'orders-dlq.fifo is a FIFO queue; the dead-letter queue of a standard queue must be standard.'],
		['closed-dlq:5', 'closed-dlq lets no queue use it: its redrive allow policy is denyAll.'],
		['chosen-dlq:5', 'chosen-dlq lets only chosen queues use it, and orders is not among them (redrive allow policy).'],
		['orders-dlq.fifo:0', '0 receives is out of range: 1 to 1000.'],
		['orders-dlq.fifo:1001', '1001 receives is out of range: 1 to 1000.'],
		['orders-dlq', '"orders-dlq" is no redrive policy; write QUEUE:RECEIVES, such as orders-dlq:5, or none.'],
	])('%s is refused: %s', async (text, words) => {
		await using stage = await setStage();
		const {arn} = await aQueue(stage);
		await aQueue(stage, {name: 'orders-dlq.fifo', attributes: {FifoQueue: 'true'}});
		await aQueue(stage, {name: 'closed-dlq', attributes: {RedriveAllowPolicy: '{"redrivePermission":"denyAll"}'}});
		const others = JSON.stringify({redrivePermission: 'byQueue', sourceQueueArns: [`${arn}-other`]});
		await aQueue(stage, {name: 'chosen-dlq', attributes: {RedriveAllowPolicy: others}});

		await expect(plan(stage, {redrive: text})).rejects.toThrow(words);
	});

	test('a queue that is not there is named with the nearest one', async () => {
		await using stage = await setStage();
		await aQueue(stage);
		await aQueue(stage, {name: 'orders-dlq'});

		await expect(plan(stage, {redrive: 'order-dlq:5'})).rejects.toMatchObject({
			code: 'queue-not-found',
			nextSteps: expect.arrayContaining(['Did you mean "orders-dlq"?']),
		});
	});
});

describe('who may use a queue as its dead-letter queue', () => {
	test.each([
		['[]', '"[]" is no queue.'],
		['orders,', '"" is no queue.'],
		['{"redrivePermission":"allowAll"}', 'is no queue.'],
		['arn:aws:sns:us-east-1:000000000000:orders', '"arn:aws:sns:us-east-1:000000000000:orders" is no queue.'],
		[
			'arn:aws-cn:sqs:cn-north-1:000000000000:orders',
			'orders is in cn-north-1 of 000000000000; orders takes messages of queues in us-east-1 of 000000000000 only.',
		],
		['arn:aws:sqs:us-east-1:123456789012:orders', 'orders is in us-east-1 of 123456789012;'],
		['pay.fifo', 'pay.fifo is a FIFO queue; orders takes messages of standard queues only.'],
	])('cannot be %s: %s', async (text, words) => {
		await using stage = await setStage();
		await aQueue(stage);

		await expect(plan(stage, {'redrive-allow': text})).rejects.toThrow(words);
	});

	test('are queues by name and by ARN', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage);

		await executeSetQueue(stage.session, await plan(stage, {'redrive-allow': `mail, ${queue.arn}-2`}));

		const {raw} = await stage.session.queues.attributes(queue.url);
		expect(JSON.parse(raw['RedriveAllowPolicy'] ?? '')).toEqual({
			redrivePermission: 'byQueue',
			sourceQueueArns: ['arn:aws:sqs:us-east-1:000000000000:mail', 'arn:aws:sqs:us-east-1:000000000000:orders-2'],
		});
	});
});

describe('a policy', () => {
	const statement = {Effect: 'Allow', Principal: {Service: 'sns.amazonaws.com'}, Action: 'sqs:SendMessage', Resource: '*'};

	test('is sent in one line and asks for the name', async () => {
		await using stage = await setStage();
		const {url} = await aQueue(stage);
		const text = JSON.stringify({Version: '2012-10-17', Statement: [statement]}, undefined, 2);

		const planned = await plan(stage, {policy: text});
		await executeSetQueue(stage.session, planned);

		expect(planned.level).toBe('destroy');
		expect((await stage.session.queues.attributes(url)).policy).toBe(JSON.stringify({Version: '2012-10-17', Statement: [statement]}));
	});

	test.each([
		['{\n"Statement": [\n}', 'This is no JSON, line 3'],
		['[]', 'A policy is an object'],
		['{"Version": "2012-10-17"}', 'The policy has no Statement'],
		[JSON.stringify({Statement: [{...statement, Effect: 'allow'}]}), 'Statement 1 needs an Effect'],
		[JSON.stringify({Statement: [statement, {...statement, Principal: undefined}]}), 'Statement 2 needs a Principal'],
		[JSON.stringify({Statement: {...statement, Action: undefined}}), 'Statement 1 needs an Action'],
		[JSON.stringify({Statement: {...statement, Action: ['sqs:*', 's3:GetObject']}}), 'names the action "s3:GetObject"'],
	])('%j is refused: %s', (text, words) => {
		const reading = readPolicy(text);

		expect('problem' in reading && reading.problem).toContain(words);
	});

	test('nothing, or none, takes it away', () => {
		expect(readPolicy(' \n')).toEqual({text: ''});
		expect(readPolicy('none')).toEqual({text: ''});
	});
});
