import {CreateQueueCommand, SendMessageCommand, TagQueueCommand} from '@aws-sdk/client-sqs';
import {CreateTopicCommand, SubscribeCommand} from '@aws-sdk/client-sns';
import {describe, expect, test} from 'vitest';
import type {Subscription} from '../../source/aws/topic.ts';
import type {Preferences} from '../../source/console/preferences.ts';
import {flowRows} from '../../source/console/queues/flow-rows.ts';
import {startTestConsole, type TestConsole, type TestConsoleOptions} from '../helpers/console.ts';
import type {TestEngine} from '../helpers/engine.ts';
import {startRefusingProxy} from '../helpers/refusing-proxy.ts';
import {aQueue} from '../helpers/resources.ts';

const arn = (name: string): string => `arn:aws:sqs:us-east-1:000000000000:${name}`;

const openPolicy = JSON.stringify({
	Version: '2012-10-17',
	Statement: [
		{
			Sid: 'AllowTopic',
			Effect: 'Allow',
			Principal: {Service: 'sns.amazonaws.com'},
			Action: 'sqs:SendMessage',
			Resource: arn('orders'),
			Condition: {ArnEquals: {'aws:SourceArn': 'arn:aws:s3:::invoices'}},
		},
		{Sid: 'Everybody', Effect: 'Allow', Principal: '*', Action: 'sqs:ReceiveMessage', Resource: arn('orders')},
	],
});

/** `orders` with a dead-letter queue, a topic, a policy and tags. */
async function aShop(engine: TestEngine): Promise<void> {
	const {sqs, sns} = engine;
	await sqs.send(new CreateQueueCommand({QueueName: 'orders-dlq', Attributes: {MessageRetentionPeriod: '1209600'}}));
	const RedrivePolicy = JSON.stringify({deadLetterTargetArn: arn('orders-dlq'), maxReceiveCount: 5});
	const {QueueUrl} = await sqs.send(new CreateQueueCommand({QueueName: 'orders', Attributes: {RedrivePolicy, Policy: openPolicy}}));
	await sqs.send(new TagQueueCommand({QueueUrl, Tags: {team: 'pay', owner: 'me'}}));
	const {TopicArn} = await sns.send(new CreateTopicCommand({Name: 'order-events'}));
	const Attributes = {FilterPolicy: '{"type":["created"],"version":[2]}', RawMessageDelivery: 'true'};
	await sns.send(new SubscribeCommand({TopicArn, Protocol: 'sqs', Endpoint: arn('orders'), Attributes}));
	for (let index = 0; index < 3; index++) await sqs.send(new SendMessageCommand({QueueUrl, MessageBody: `m-${index}`}));
}

async function openOrders(options: TestConsoleOptions = {}): Promise<TestConsole> {
	const app = await startTestConsole({prepare: aShop, ...options});
	await app.select('orders');
	await app.press('enter');
	return app;
}

async function goToTab(app: TestConsole, label: string): Promise<void> {
	for (let count = 0; count < 8 && !app.screen().includes(`[${label}`); count++) await app.press('tab');
	expect(app.screen()).toContain(`[${label}`);
}

describe.each([
	[80, 24],
	[200, 50],
])('one queue at %ix%i', (columns, rows) => {
	test('the overview tells its flow, its settings, who sends and where it dies', async () => {
		await using app = await openOrders({columns, rows});
		await app.advance(60_000);
		await app.advance(11_000);

		const screen = app.screen();

		expect(screen).toContain('Settings 11  Policy 2  Tags 2');
		expect(app.row('READY')).toContain('3');
		expect(app.row('OUT ')).toContain('0/s');
		expect(app.row('Drains')).toContain('never at this rate');
		expect(app.row('Redrive  ')).toContain('after 5 receives to orders-dlq  0');
		expect(app.row('SENT BY')).toContain('topic order-events (filter on 2 attributes, raw)   Flow tab: all 2');
		expect(app.row('READ BY')).toContain('not known: this endpoint has no functions');
		expect(app.row('Numbers:')).toContain('rates, oldest: CloudWatch');
	});

	test('the flow lists topics, whom the policy allows, readers and the dead-letter queue, and goes there', async () => {
		await using app = await openOrders({columns, rows});
		await goToTab(app, 'Flow');

		expect(app.row('order-events')).toMatch(/SENT BY\s+topic\s+order-events\s+filter on 2 attributes, raw/);
		expect(app.row('invoices')).toContain('by policy');
		expect(app.row('DIES IN')).toContain('orders-dlq');
		await app.press('G', 'enter');
		expect(app.row('Queues ›')).toContain('orders-dlq');
	});

	test('the history draws what CloudWatch keeps, over the span that is chosen', async () => {
		await using app = await openOrders({columns, rows});
		await goToTab(app, 'History');

		expect(app.row('[1h]')).not.toBe('');
		for (const label of ['READY', 'OLDEST', 'IN', 'OUT']) expect(app.screen()).toMatch(new RegExp(`^.*${label}`, 'm'));
		await app.press('-', '-');
		expect(app.row('[24h]')).not.toBe('');
		await app.press('-', '-');
		expect(app.row('[7d]')).not.toBe('');
	});

	test('every setting says what it means and what it may be', async () => {
		await using app = await openOrders({columns, rows});
		await goToTab(app, 'Settings');

		expect(app.row('Retention')).toContain('4d');
		await app.press('down');
		expect(app.screen()).toContain('How long a message is kept when nobody deletes it.');
		expect(app.row('range')).toContain('1m to 14d');
		expect(app.row('MessageRetentionPeriod')).not.toBe('');
	});

	test('the policy is shown as JSON, with what stands out in it', async () => {
		await using app = await openOrders({columns, rows});
		await goToTab(app, 'Policy');

		expect(app.screen()).toContain('! "Everybody" lets everybody, in any account, sqs:ReceiveMessage.');
		expect(app.row('"Sid": "AllowTopic"')).not.toBe('');
	});

	test('tags are listed by key', async () => {
		await using app = await openOrders({columns, rows});
		await goToTab(app, 'Tags');

		const lines = app.screen().split('\n');

		const at = (text: string): number => lines.findIndex(line => line.includes(text));
		expect(at('owner')).toBeLessThan(at('team'));
		expect(app.row('team')).toContain('pay');
	});
});

describe('editing', () => {
	test('a retention is checked while it is typed, says what it deletes, and asks for the name', async () => {
		await using app = await openOrders();
		await app.advance(2 * 86_400_000);
		await goToTab(app, 'Settings');
		await app.press('down', 'e', 'backspace', 'backspace');
		await app.type('30');

		expect(app.screen()).toContain('30s is out of range: 1m to 14d.');
		await app.press('backspace', 'backspace');
		await app.type('1d');
		expect(app.screen()).toContain('retention 4d → 1d deletes');
		expect(app.screen()).toContain('sluice set orders retention=1d');
		await app.press('enter');
		expect(app.screen()).toContain('deletes about 3 messages now');
		await app.confirm('orders');
		await app.advance(2000);

		expect(app.row('Retention')).toContain('1d');
		expect(
			(await app.session.queues.attributes(app.state().queues.order.find(url => url.endsWith('/orders')) ?? '')).retentionSeconds,
		).toBe(86_400);
	});

	test('other settings ask for y only', async () => {
		await using app = await openOrders();
		await goToTab(app, 'Settings');
		await app.press('e', 'backspace', 'backspace', 'backspace');
		await app.type('2m');
		await app.press('enter');
		await app.advance(500);
		await app.press('y');
		await app.advance(2000);

		expect(app.row('Visibility timeout')).toContain('2m');
	});

	test('a dead-letter queue is checked before AWS is asked', async () => {
		await using app = await openOrders({
			async prepare(engine) {
				await aShop(engine);
				await engine.sqs.send(new CreateQueueCommand({QueueName: 'other.fifo', Attributes: {FifoQueue: 'true'}}));
			},
		});
		await app.command('redrive policy');
		for (let count = 0; count < 10; count++) await app.press('backspace');
		await app.type('other.fifo');

		expect(app.screen().replaceAll(/\s+/g, ' ')).toContain(
			'other.fifo is a FIFO queue; the dead-letter queue of a standard queue must be standard.',
		);
		await app.press('enter');
		expect(app.state().layer?.type).toBe('sheet');
	});

	test('a policy that is none is said with its line, and the next edit goes on from it', async () => {
		const texts = ['{\n"Statement": [\n}', '{"Statement": []}'];
		const given: string[] = [];
		await using app = await openOrders({edit: text => (given.push(text), texts.shift() ?? text)});
		await goToTab(app, 'Policy');
		await app.press('e');

		expect(app.screen()).toContain('This is no JSON, line 3');
		await app.press('e');
		expect(given[1]).toBe('{\n"Statement": [\n}');
		expect(app.screen()).toContain('The policy has no Statement');
	});

	test('a policy that was edited is looked at once more and asks for the name', async () => {
		await using app = await openOrders({edit: text => text.replace('"*"', '"111122223333"')});
		await goToTab(app, 'Policy');
		await app.press('e');
		expect(app.screen()).toContain('The policy of orders becomes');
		await app.press('enter');
		await app.confirm('orders');
		await app.advance(2000);

		await app.press('G');
		expect(app.screen()).toContain('111122223333');
		expect(app.screen()).not.toContain('lets everybody');
	});

	test('a tag is changed, added and removed', async () => {
		await using app = await openOrders();
		await goToTab(app, 'Tags');
		await app.press('e');
		await app.type('2');
		await app.press('enter');
		await app.advance(500);
		await app.press('y');
		await app.advance(500);
		expect(app.row('owner')).toContain('me2');

		await app.press('e', 'tab', 'space', 'enter');
		await app.advance(500);
		await app.press('y');
		await app.advance(500);
		expect(app.row('owner')).toContain('1 of 50 tags.');
	});

	test('in LOOK the plan is shown and nothing is sent', async () => {
		await using app = await openOrders({mode: 'LOOK'});
		await goToTab(app, 'Settings');
		await app.press('e', 'backspace', 'backspace', 'backspace');
		await app.type('2m');
		await app.press('enter');
		await app.advance(500);
		await app.press('y');

		expect(app.screen()).toContain('CHANGE is off');
		expect(app.session.calls().map(({action}) => action)).not.toContain('SetQueueAttributes');
	});
});

describe('whole queues', () => {
	test('create queue makes a queue and its dead-letter queue, with the name checked while typing', async () => {
		await using app = await startTestConsole({prepare: aShop});
		await app.command('create queue');
		await app.type('or.ders');
		expect(app.screen()).toContain('A dot is allowed only in the ending .fifo.');
		for (let count = 0; count < 7; count++) await app.press('backspace');
		await app.type('orders');
		expect(app.screen()).toContain('there is a queue "orders" already');
		await app.type('-new');
		expect(app.screen()).toContain('sluice create orders-new --new-dlq orders-new-dlq:5');
		await app.press('enter');
		await app.advance(500);
		await app.press('y');
		await app.advance(1000);

		expect(app.row('orders-new ')).toContain('std');
		expect(app.row('orders-new-dlq')).toContain('std');
	});

	test('delete queue says who depends on it, asks for the name, and goes back to the list', async () => {
		await using app = await openOrders();
		await app.command('delete queue');

		expect(app.row('sent by')).toContain('order-events');
		await app.confirm('orders');
		await app.advance(1000);

		expect(app.state().stacks.queues).toEqual([{type: 'queues'}]);
		await expect(app.session.queues.find('orders')).rejects.toMatchObject({code: 'queue-not-found'});
	});
});

describe('CloudWatch', () => {
	const prod = {target: 'aws', name: 'acme-prod', profile: 'acme-prod', region: 'us-east-1', isProd: true} as const;

	test('on AWS is asked only after a yes that states the price, which is kept', async () => {
		await using app = await openOrders({context: prod, mode: 'LOOK'});
		expect(app.row('IN  ')).toContain(': metrics asks CloudWatch');
		expect(app.session.calls().map(({action}) => action)).not.toContain('GetMetricData');

		await app.command('metrics ask');
		expect(app.screen()).toContain('$0.01 for 1,000 metrics');
		await app.advance(500);
		await app.press('enter');
		await app.advance(61_000);

		expect(app.session.calls().map(({action}) => action)).toContain('GetMetricData');
		expect(app.saved).toContainEqual({metrics: {'aws/acme-prod/us-east-1': 'yes'}});
	});

	test('can be agreed to in READ-ONLY: asking changes nothing, and the list is fed as well', async () => {
		await using app = await openOrders({context: prod, mode: 'READ-ONLY'});
		await app.command('metrics ask');
		await app.advance(500);
		await app.press('enter', 'esc');
		await app.advance(61_000);
		await app.advance(61_000);

		expect(app.session.calls().map(({action}) => action)).toContain('GetMetricData');
		expect(app.saved).toContainEqual({metrics: {'aws/acme-prod/us-east-1': 'yes'}});
		expect(app.row(' orders  ')).toMatch(/ [12]m\d\ds /);
	});

	test('an answer given before holds', async () => {
		await using app = await openOrders({context: prod, mode: 'LOOK', preferences: {metrics: {'aws/acme-prod/us-east-1': 'yes'}}});

		expect(app.session.calls().map(({action}) => action)).toContain('GetMetricData');
	});

	test('feeds the first screen from an answer given before, also in READ-ONLY; without one it says what it lacks and the way to it', async () => {
		const prepare = ({sqs}: TestEngine) => aQueue(sqs, 'orders', {messages: ['waits']});
		await using fed = await startTestConsole({
			context: prod,
			mode: 'READ-ONLY',
			isOnFirstScreen: true,
			prepare,
			preferences: {metrics: {'aws/acme-prod/us-east-1': 'yes'}},
		});
		await using unfed = await startTestConsole({context: prod, isOnFirstScreen: true, prepare});
		for (const app of [fed, unfed]) for (let turn = 0; turn < 3; turn++) await app.advance(61_000);

		expect(fed.session.calls().map(({action}) => action)).toContain('GetMetricData');
		expect(fed.screen()).not.toContain('CloudWatch (');
		expect(unfed.session.calls().map(({action}) => action)).not.toContain('GetMetricData');
		expect(unfed.screen().replaceAll(/\s+/g, ' ')).toContain('CloudWatch (not asked: it has a price; : metrics)');
	});
});

describe('which topics send to a queue', () => {
	const key = 'engine/local/us-east-1';
	const topicArn = 'arn:aws:sns:us-east-1:000000000000:order-events';
	const senders = {accountId: '000000000000', atMs: Date.UTC(2026, 10, 25, 1, 2), topicArns: {orders: [topicArn]}};

	/** Subscriptions may not be listed: only the memory tells of them. */
	async function unread(remembered: NonNullable<Preferences['senders']>) {
		let proxy: Awaited<ReturnType<typeof startRefusingProxy>> | undefined;
		const app = await openOrders({
			preferences: {senders: remembered},
			async prepare(engine) {
				await aShop(engine);
				proxy = await startRefusingProxy(engine.url);
				proxy.refuse('ListSubscriptions', 'denied');
			},
			through: () => proxy?.url ?? '',
		});
		await goToTab(app, 'Flow');
		return {
			app,
			async [Symbol.asyncDispose]() {
				await app.close();
				await proxy?.[Symbol.asyncDispose]();
			},
		};
	}

	test('is kept once the subscriptions were read, for the next session', async () => {
		await using app = await openOrders();
		await app.waitFor('Settings 11');
		await app.advance(1200);

		expect(app.remembered).toContainEqual({
			senders: {[key]: {accountId: '000000000000', atMs: expect.any(Number), topicArns: {orders: [topicArn]}}},
		});
	});

	test('is shown from the last session while it may not be read, with its age, and no filter is claimed', async () => {
		await using here = await unread({[key]: senders});

		expect(here.app.row('order-events')).toMatch(/SENT BY\s+topic\s+order-events\s+as of 01:02, filter not read/);
		expect(here.app.screen()).toContain('Subscriptions as of 01:02');
		expect(here.app.screen()).not.toContain('no filter');
		expect(here.app.screen()).not.toContain('No DLQ for this subscription');
	});

	test.each([
		['another account', {[key]: {...senders, accountId: '123456789012'}}],
		['another region', {'engine/local/eu-west-1': senders}],
	])('is not that of %s', async (_name, remembered) => {
		await using here = await unread(remembered);

		expect(here.app.screen()).not.toContain('order-events');
		expect(here.app.screen()).toContain('Subscriptions are not read yet');
	});

	test('has no filter only where its attributes were read', async () => {
		await using app = await openOrders();
		await goToTab(app, 'Flow');
		const [row] = app.state().queues.rows.filter(({ref}) => ref.name === 'orders');
		if (!row) throw new Error('orders is not listed.');
		const listed = {topicArn, arn: `${topicArn}:1`, protocol: 'sqs', endpoint: arn('orders'), owner: '000000000000'};
		const textWith = (subscription: Subscription): string | undefined => {
			const facts = {...app.state().queues.facts, [row.ref.url]: {senders: {status: 'known' as const, value: [subscription], atMs: 0}}};
			return flowRows({...app.state(), queues: {...app.state().queues, facts}}, row).find(({kind}) => kind === 'topic')?.text;
		};

		expect(textWith(listed)).toBe('filter not read');
		expect(textWith({...listed, isRaw: false})).toBe('no filter, in the SNS envelope');
	});
});
