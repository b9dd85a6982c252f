import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import type {QueueAttributes} from '../../source/aws/queue.ts';
import {createDemoResources, type DemoResources} from '../../source/demo/resources.ts';
import {type DemoTraffic, prefillDeadLetterQueues, startDemoTraffic} from '../../source/demo/traffic.ts';
import {type OnEngine, startOnEngine} from './on-engine.ts';

let at: OnEngine;
let resources: DemoResources;

beforeEach(async () => {
	at = await startOnEngine();
	resources = await createDemoResources(at.session);
	at.clock.advance(1000);
});

afterEach(() => at.close());

function queue(name: string): Promise<QueueAttributes> {
	return at.session.queues.attributes(resources.queueUrls.get(name) ?? '');
}

/** Lets so much time pass, a second at a time, each second's calls before the next. */
async function pass(traffic: DemoTraffic, seconds: number): Promise<void> {
	for (let second = 0; second < seconds; second++) {
		at.clock.advance(1000);
		await traffic.idle();
	}
}

async function fill(name: string, count: number): Promise<void> {
	const url = resources.queueUrls.get(name) ?? '';
	for (let sent = 0; sent < count; sent += 10)
		await at.session.queues.sendBatch(
			url,
			Array.from({length: 10}, () => ({body: 'old'})),
		);
}

async function recordsPerShard(name: string): Promise<readonly number[]> {
	const counts: number[] = [];
	for (const shard of await at.session.streams.shards(name)) {
		const iterator = await at.session.streams.iterator({name, shardId: shard.id, position: {type: 'oldest'}});
		counts.push((await at.session.streams.records(iterator)).records.length);
	}
	return counts;
}

describe('resources', () => {
	test('are standard and FIFO queues, some with dead-letter queues, topics with subscriptions, and streams of two and four shards', async () => {
		expect((await queue('orders')).redrivePolicy?.deadLetterQueueArn).toContain(':orders-dlq');
		expect((await queue('payments.fifo')).isFifo).toBe(true);
		expect((await at.session.streams.summary('clicks')).openShardCount).toBe(4);
		expect((await at.session.streams.summary('truck-positions')).openShardCount).toBe(2);
		const endpoints: string[] = [];
		for await (const page of at.session.topics.subscriptions(resources.topicArns.get('order-events') ?? '')) {
			endpoints.push(...page.map(subscription => subscription.endpoint.split(':').at(-1) ?? ''));
		}
		expect(endpoints.toSorted()).toEqual(['audit', 'reports', 'shipments']);
	});

	test('are found again when they exist already', async () => {
		const again = await createDemoResources(at.session);

		expect([...again.queueUrls]).toEqual([...resources.queueUrls]);
	});

	test('fill their dead-letter queues by receives, so that each message knows where it came from', async () => {
		await prefillDeadLetterQueues(at.session, resources, at);

		expect((await queue('orders-dlq')).readyCount).toBe(15);
		expect((await queue('mail-dlq')).readyCount).toBe(3);
		const messages = await at.session.queues.receive(resources.queueUrls.get('orders-dlq') ?? '', {count: 10});
		const sources = new Set(messages.map(message => message.sourceQueueArn?.split(':').at(-1)));
		expect([...sources].every(source => source === 'orders' || source === 'refunds')).toBe(true);
		expect(messages.some(message => message.attributes['errorCode']?.stringValue === 'VALIDATION')).toBe(true);
	});
});

describe('traffic', () => {
	test('goes on for three minutes without one failure, and every queue stays within bounds', async () => {
		const failures: unknown[] = [];
		const traffic = startDemoTraffic(at.session, resources, {...at, onFailure: failure => failures.push(failure)});

		await pass(traffic, 180);

		expect(failures).toEqual([]);
		expect(traffic.failureCount()).toBe(0);
		for (const name of resources.queueUrls.keys()) expect((await queue(name)).readyCount).toBeLessThan(500);
		await traffic.stop();
	});

	test('lets the backlog of the slow consumer grow', async () => {
		const traffic = startDemoTraffic(at.session, resources, at);

		await pass(traffic, 60);
		const early = (await queue('audit')).readyCount;
		await pass(traffic, 60);

		expect(early).toBeGreaterThan(5);
		expect((await queue('audit')).readyCount).toBeGreaterThan(early);
		await traffic.stop();
	});

	test('works the backlog off when it has grown too long', async () => {
		await fill('audit', 420);
		const traffic = startDemoTraffic(at.session, resources, at);

		await pass(traffic, 60);

		expect((await queue('audit')).readyCount).toBeLessThan(150);
		await traffic.stop();
	});

	test('trims a dead-letter queue that has grown beyond sixty', async () => {
		await fill('mail-dlq', 70);
		const traffic = startDemoTraffic(at.session, resources, at);

		await pass(traffic, 70);

		expect((await queue('mail-dlq')).readyCount).toBe(60);
		await traffic.stop();
	});

	test('ends orders that cannot be handled in the dead-letter queue', async () => {
		const traffic = startDemoTraffic(at.session, resources, at);

		await pass(traffic, 120);

		const messages = await at.session.queues.receive(resources.queueUrls.get('orders-dlq') ?? '', {count: 10});
		expect(messages.length).toBeGreaterThan(0);
		expect(messages.every(message => message.body.includes('"total":null') || message.body.includes('"refund"'))).toBe(true);
		await traffic.stop();
	});

	test('heats one shard of four', async () => {
		const traffic = startDemoTraffic(at.session, resources, at);

		await pass(traffic, 20);

		const counts = await recordsPerShard('clicks');
		const hottest = Math.max(...counts);
		expect(counts[1]).toBe(hottest);
		expect(hottest / counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0.6);
		await traffic.stop();
	});

	test('shows messages in flight, for its consumers take their time', async () => {
		const traffic = startDemoTraffic(at.session, resources, at);

		await pass(traffic, 10);

		expect((await queue('orders')).inFlightCount).toBeGreaterThan(0);
		await traffic.stop();
	});

	test('stops at once and leaves nothing scheduled', async () => {
		const before = at.clock.pendingCount();
		const traffic = startDemoTraffic(at.session, resources, at);
		await pass(traffic, 3);

		await traffic.stop();

		const callCount = at.session.callCount();
		at.clock.advance(60_000);
		await traffic.idle();
		expect(at.session.callCount()).toBe(callCount);
		expect(at.clock.pendingCount()).toBeLessThanOrEqual(before);
	});

	test('counts and reports failures, slows down, and goes on when they are over', async () => {
		const failures: string[] = [];
		const gone: DemoResources = {
			...resources,
			queueUrls: new Map([...resources.queueUrls, ['mail', `${at.engine.url}/000000000000/gone`]]),
		};
		const traffic = startDemoTraffic(at.session, gone, {...at, onFailure: ({actor}) => failures.push(actor)});

		await pass(traffic, 120);

		expect(new Set(failures)).toEqual(new Set(['mail producer', 'mail consumer']));
		expect(failures.length).toBeLessThan(16);
		expect(traffic.failureCount()).toBe(failures.length);
		expect((await queue('audit')).readyCount).toBeGreaterThan(0);
		await traffic.stop();
	});
});
