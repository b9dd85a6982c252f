import {CreateQueueCommand, DeleteQueueCommand, SendMessageCommand, TagQueueCommand} from '@aws-sdk/client-sqs';
import {describe, expect, test} from 'vitest';
import {startTestConsole} from '../helpers/console.ts';
import type {TestEngine} from '../helpers/engine.ts';
import {sweepOrder} from '../../source/console/queues/sweep-order.ts';
import type {Preferences} from '../../source/console/preferences.ts';
import {startRefusingProxy} from '../helpers/refusing-proxy.ts';
import {aDeadLetterPair} from '../helpers/resources.ts';

const arn = (name: string): string => `arn:aws:sqs:us-east-1:000000000000:${name}`;

/** Queues with so many messages each, by name. */
function queues(counts: Readonly<Record<string, number>>): (engine: TestEngine) => Promise<void> {
	return async ({sqs}) => {
		for (const [name, count] of Object.entries(counts)) {
			const {QueueUrl} = await sqs.send(new CreateQueueCommand({QueueName: name}));
			for (let index = 0; index < count; index++) await sqs.send(new SendMessageCommand({QueueUrl, MessageBody: 'x'}));
		}
	};
}

/** Names in the order shown. */
function shown(screen: string, names: readonly string[]): readonly string[] {
	return screen.split('\n').flatMap(line => names.find(name => new RegExp(`^.{3}${name} `).test(line)) ?? []);
}

describe.each([
	[80, 24],
	[200, 50],
])('the list at %ix%i', (columns, rows) => {
	test('v chooses columns and order, which are kept', async () => {
		await using app = await startTestConsole({columns, rows, prepare: queues({few: 1, many: 3, none: 0})});
		expect(shown(app.screen(), ['few', 'many', 'none'])).toEqual(['many', 'few', 'none']);

		await app.press('v');
		await app.type('name');
		await app.press('tab', 'tab', 'space', 'enter');

		expect(shown(app.screen(), ['few', 'many', 'none'])).toEqual(['few', 'many', 'none']);
		expect(app.screen()).toContain('by NAME up');
		expect(app.row('READY')).not.toContain('TYPE');
		expect(app.saved.at(-1)).toEqual({lists: {queues: {hidden: ['TYPE'], sort: 'NAME'}}});
	});

	test('a pinned queue stays on top, through filters and sessions', async () => {
		const preferences = {pins: {'engine/local/us-east-1 queues': ['none']}};
		await using app = await startTestConsole({columns, rows, prepare: queues({few: 1, many: 3, none: 0}), preferences});
		expect(shown(app.screen(), ['few', 'many', 'none'])).toEqual(['none', 'many', 'few']);

		await app.press('/');
		await app.type('many');
		await app.press('enter');

		expect(shown(app.screen(), ['few', 'many', 'none'])).toEqual(['none', 'many']);
		expect(app.row('^ none')).not.toBe('');
	});
});

test('a sort by a column that there is not is refused with those there are', async () => {
	await using app = await startTestConsole({prepare: queues({few: 1})});
	await app.press('v');
	await app.type('colour');

	expect(app.screen()).toContain('Sort by: one of NAME, TYPE, READY');
});

test('pin takes all that is marked, and off again', async () => {
	await using app = await startTestConsole({prepare: queues({few: 1, many: 3, none: 0})});
	await app.select('few');
	await app.press('space');
	await app.command('pin');
	expect(shown(app.screen(), ['few', 'many', 'none'])[0]).toBe('few');
	await app.command('pin');
	await app.press('U');

	expect(app.saved.at(-1)).toEqual({pins: {'engine/local/us-east-1 queues': []}});
});

test('with two marked, d shows the settings that differ and no others', async () => {
	await using app = await startTestConsole({
		async prepare({sqs}) {
			await sqs.send(new CreateQueueCommand({QueueName: 'few'}));
			await sqs.send(new CreateQueueCommand({QueueName: 'slow', Attributes: {VisibilityTimeout: '600'}}));
		},
	});
	await app.select('few');
	await app.press('space');
	await app.select('slow');
	await app.press('space', 'd');

	// Each queue has its column, whatever the longest text in it.
	expect(app.row('few  ').indexOf('slow')).toBe(app.row('Visibility timeout').indexOf('10m'));
	expect(app.row('Visibility timeout')).toMatch(/ 30s {2,}10m$/);
	expect(app.row('Retention')).toBe('');
});

test('the difference of two queues shows the whole of a policy, though it has no spaces to break it at', async () => {
	const policy = `{"Version":"2012-10-17","Statement":[{"Sid":"${'long'.repeat(20)}END","Effect":"Allow","Principal":"*","Action":"sqs:SendMessage"}]}`;
	await using app = await startTestConsole({
		async prepare({sqs}) {
			await sqs.send(new CreateQueueCommand({QueueName: 'few'}));
			await sqs.send(new CreateQueueCommand({QueueName: 'open', Attributes: {Policy: policy}}));
		},
	});
	await app.select('few');
	await app.press('space');
	await app.select('open');
	await app.press('space', 'd');

	expect(app.screen().replaceAll(/\s/g, '')).toContain('END","Effect":"Allow","Principal":"*","Action":"sqs:SendMessage"}]}');
});

test('a filter that nothing passes names the nearest queue', async () => {
	await using app = await startTestConsole({prepare: queues({orders: 0, refunds: 0})});
	await app.press('/');
	await app.type('ordrs');
	await app.press('enter');

	expect(app.screen()).toContain('Nothing matches "ordrs" among 2 queues.');
	expect(app.screen()).toContain('Nearest: orders. esc clears the filter.');
});

test('a deleted queue stays a minute, as gone', async () => {
	await using app = await startTestConsole({prepare: queues({orders: 0, refunds: 0})});
	const url = app.state().queues.order.find(one => one.endsWith('/refunds')) ?? '';
	await app.engine.sqs.send(new DeleteQueueCommand({QueueUrl: url}));
	await app.advance(61_000);
	expect(app.row('refunds')).toContain('gone');

	await app.advance(61_000);

	expect(app.row('refunds')).toBe('');
});

test('the cursor stays with its queue when a new order is applied, which waits for 5 seconds without a key', async () => {
	await using app = await startTestConsole({prepare: queues({few: 1, many: 3})});
	const few = app.state().queues.order.find(one => one.endsWith('/few')) ?? '';
	await app.select('few');
	for (let index = 0; index < 5; index++) await app.engine.sqs.send(new SendMessageCommand({QueueUrl: few, MessageBody: 'x'}));
	await app.advance(11_000);
	await app.press('right', 'esc');
	for (let index = 0; index < 5; index++) await app.advance(1100);
	expect(shown(app.screen(), ['few', 'many'])).toEqual(['few', 'many']);

	expect(app.row('few')).toMatch(/^ ?>/);
});

test('a tag is a column, read for the rows on screen', async () => {
	await using app = await startTestConsole({
		columns: 200,
		rows: 50,
		preferences: {lists: {queues: {tags: ['team']}}},
		async prepare({sqs}) {
			const {QueueUrl} = await sqs.send(new CreateQueueCommand({QueueName: 'orders'}));
			await sqs.send(new TagQueueCommand({QueueUrl, Tags: {team: 'pay'}}));
		},
	});
	await app.press('v', 'enter');

	expect(app.screen()).toContain('TAG:team');
	expect(app.row(' pay')).toContain('orders');
});

describe('pace', () => {
	test('a throttle keeps the old numbers, marked, halves the pace for a minute and says so', async () => {
		let proxy: Awaited<ReturnType<typeof startRefusingProxy>> | undefined;
		await using app = await startTestConsole({
			async prepare(engine) {
				await queues({orders: 2})(engine);
				proxy = await startRefusingProxy(engine.url);
			},
			through: () => proxy?.url ?? '',
		});
		expect(app.row('orders')).toContain('2');
		proxy?.refuse('GetQueueAttributes', 'throttled');
		await app.advance(1200);

		expect(app.row('orders')).toContain('2·');
		expect(app.screen()).toContain('throttled: half pace until');
		proxy?.refuse('GetQueueAttributes', undefined);
		for (let index = 0; index < 62; index++) await app.advance(1000);
		expect(app.row('orders')).not.toContain('2·');
		expect(app.screen()).not.toContain('half pace');
		await proxy?.[Symbol.asyncDispose]();
	});

	test('without a key for 10 minutes nothing is asked, and any key wakes it', async () => {
		await using app = await startTestConsole({prepare: queues({orders: 2})});
		for (let index = 0; index < 11; index++) await app.advance(60_000);
		const before = app.session.callCount();
		await app.advance(60_000);

		expect(app.session.callCount()).toBe(before);
		expect(app.screen()).toContain('asleep, any key wakes');
		await app.press('down');
		await app.advance(1200);
		expect(app.session.callCount()).toBeGreaterThan(before);
		expect(app.screen()).not.toContain('asleep');
	});
});

describe('one permission denied at a time', () => {
	const cases: ReadonlyArray<readonly [action: string, says: string]> = [
		['GetQueueAttributes', 'You may not sqs:GetQueueAttributes'],
		['ListSubscriptions', 'sns:ListSubscriptions'],
		['ListEventSourceMappings', 'lambda:ListEventSourceMappings'],
		['GetMetricData', 'You may not cloudwatch:GetMetricData'],
		['ListQueueTags', 'sqs:ListQueueTags'],
		['ListMessageMoveTasks', 'READY'],
	];

	test.each(cases)('%s: the rest of an open queue works', async (action, says) => {
		let proxy: Awaited<ReturnType<typeof startRefusingProxy>> | undefined;
		await using app = await startTestConsole({
			async prepare(engine) {
				await queues({orders: 2})(engine);
				proxy = await startRefusingProxy(engine.url);
				proxy.serveFunctions({mappings: {[arn('orders')]: []}});
				if (action !== 'GetQueueAttributes') proxy.refuse(action, 'denied');
			},
			through: () => proxy?.url ?? '',
		});
		proxy?.refuse(action, 'denied');
		await app.advance(1200);
		await app.select('orders');
		const list = app.screen();
		await app.press('enter');
		await app.advance(1200);
		const overview = app.screen();
		for (let count = 0; count < 6 && !app.screen().includes('[Tags'); count++) await app.press('tab');

		expect(`${list}\n${overview}\n${app.screen()}`.replaceAll(/\s+/g, ' ')).toContain(says);
		expect(app.row('Queues ›')).toContain('orders');
		expect(overview).toContain('Visibility  30s');
		await proxy?.[Symbol.asyncDispose]();
	});

	test('ListQueues: the list says which permission is missing', async () => {
		let proxy: Awaited<ReturnType<typeof startRefusingProxy>> | undefined;
		await using app = await startTestConsole({
			async prepare(engine) {
				proxy = await startRefusingProxy(engine.url);
				proxy.refuse('ListQueues', 'denied');
			},
			through: () => proxy?.url ?? '',
		});

		expect(app.screen()).toContain('You may not sqs:ListQueues');
		expect(app.screen()).toContain('Ask for the permission sqs:ListQueues');
		await proxy?.[Symbol.asyncDispose]();
	});

	describe('GetQueueAttributes of one queue of several', () => {
		async function denied(options: {columns?: number; rows?: number; preferences?: Preferences} = {}) {
			let proxy: Awaited<ReturnType<typeof startRefusingProxy>> | undefined;
			const app = await startTestConsole({
				...options,
				async prepare(engine) {
					await aDeadLetterPair(engine.sqs, 'records', {deadMessages: ['x']});
					await queues({orders: 2, idle: 0})(engine);
					proxy = await startRefusingProxy(engine.url);
					proxy.refuse('GetQueueAttributes', 'denied', '/records-dlq"');
				},
				through: () => proxy?.url ?? '',
			});
			return {
				app,
				async [Symbol.asyncDispose]() {
					await app.close();
					await proxy?.[Symbol.asyncDispose]();
				},
			};
		}

		test.each([
			[80, 24],
			[120, 30],
			[200, 50],
		])('stands in its row, across the columns of its numbers, at %ix%i', async (columns, rows) => {
			await using here = await denied({columns, rows});
			const row = here.app.row('records-dlq ');

			// A DLQ by what its source says.
			expect(row).toMatch(/^ D records-dlq +std {2}denied sqs:GetQueueAttributes/);
			// The key under a heading, where there is room for both.
			expect(row.indexOf('w why')).toBe(here.app.row('READY≈').indexOf('5 MIN'));
		});

		test('is nowhere a zero: not in the DLQ column of its source, not in a filter, not in an order', async () => {
			await using here = await denied({preferences: {lists: {queues: {sort: 'READY'}}}});
			const {app} = here;

			expect(app.row(' records  ')).toMatch(/ 0 +– +– /);
			expect(shown(app.screen(), ['idle', 'orders', 'records', 'records-dlq'])).toEqual(['idle', 'records', 'orders', 'records-dlq']);
			await app.press('/');
			await app.type('ready:0');
			await app.press('enter');
			expect(shown(app.screen(), ['idle', 'orders', 'records', 'records-dlq'])).toEqual(['idle', 'records']);
			await app.press('0');
			expect(app.screen()).toContain('Looked at 3/4 queues');
			expect(app.screen()).toContain('Not looked at: records-dlq (sqs:GetQueueAttributes denied)');
		});

		test('w says which permission is missing, and the statement to ask for', async () => {
			await using here = await denied();
			await here.app.select('records-dlq');
			await here.app.press('w');

			expect(here.app.screen()).toContain('sqs:GetQueueAttributes');
			expect(here.app.screen()).toContain('arn:aws:sqs:us-east-1:000000000000:records-dlq');
			expect(here.app.screen()).toContain('"Effect":"Allow"');
		});
	});
});

describe('who is whose dead-letter queue', () => {
	const key = 'engine/local/us-east-1';
	const topology = {accountId: '000000000000', atMs: Date.UTC(2026, 10, 25, 1, 2), dlqArns: {records: arn('records-dlq')}};

	/** Nothing may be read of any queue, as while a first look goes on. */
	async function unread(topologies: NonNullable<Preferences['topologies']>) {
		let proxy: Awaited<ReturnType<typeof startRefusingProxy>> | undefined;
		const app = await startTestConsole({
			preferences: {topologies},
			async prepare(engine) {
				await aDeadLetterPair(engine.sqs, 'records');
				await queues({orders: 1})(engine);
				proxy = await startRefusingProxy(engine.url);
				proxy.refuse('GetQueueAttributes', 'throttled');
			},
			through: () => proxy?.url ?? '',
		});
		return {
			app,
			async [Symbol.asyncDispose]() {
				await app.close();
				await proxy?.[Symbol.asyncDispose]();
			},
		};
	}

	test('is kept once all were looked at, for the next session', async () => {
		await using app = await startTestConsole({prepare: ({sqs}) => aDeadLetterPair(sqs, 'records')});
		await app.advance(1200);
		await app.advance(1200);

		expect(app.remembered).toEqual([
			{topologies: {[key]: {accountId: '000000000000', atMs: expect.any(Number), dlqArns: {records: arn('records-dlq')}}}},
		]);
	});

	test('is shown from the last session before anything is read, with its age, and L goes there', async () => {
		await using here = await unread({[key]: topology});

		expect(here.app.row('records-dlq ')).toMatch(/^ D records-dlq/);
		expect(here.app.screen()).toContain('DLQs as of 01:02');
		await here.app.select('records');
		await here.app.press('L');
		expect(here.app.row('Queues ›')).toContain('records-dlq');
	});

	test.each([
		['another account', {[key]: {...topology, accountId: '123456789012'}}],
		['another region', {'engine/local/eu-west-1': topology}],
	])('is not that of %s', async (_name, topologies) => {
		await using here = await unread(topologies);

		expect(here.app.row('records-dlq ')).toMatch(/^ {3}records-dlq/);
		expect(here.app.screen()).not.toContain('DLQs as of');
	});
});

test('a sweep reads what is pinned first, then DLQs with messages, DLQs, what changed, and the rest', async () => {
	const pins = {'engine/local/us-east-1 queues': ['zz-pinned']};
	await using app = await startTestConsole({
		preferences: {pins},
		prepare: async engine => {
			await aDeadLetterPair(engine.sqs, 'a-still');
			await aDeadLetterPair(engine.sqs, 'b-failing', {deadMessages: ['x']});
			await queues({'c-changed': 0, 'zz-pinned': 0})(engine);
		},
	});
	await app.advance(1200);
	const sweptAtMs = app.clock.nowMs();
	const {QueueUrl} = await app.engine.sqs.send(new CreateQueueCommand({QueueName: 'c-changed'}));
	await app.engine.sqs.send(new SendMessageCommand({QueueUrl, MessageBody: 'x'}));
	await app.advance(1200);

	const names = sweepOrder(app.state(), sweptAtMs + 1).map(url => url.split('/').at(-1));
	expect(names.slice(0, 4)).toEqual(['zz-pinned', 'b-failing-dlq', 'a-still-dlq', 'c-changed']);
	expect(new Set(names.slice(4))).toEqual(new Set(['a-still', 'b-failing']));
});
