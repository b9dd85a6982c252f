import {describe, expect, test} from 'vitest';
import {describeEach} from '../../source/operations/describe-each.ts';
import {listQueues} from '../../source/operations/list-queues.ts';
import {listStreams} from '../../source/operations/list-streams.ts';
import {listTopics} from '../../source/operations/list-topics.ts';
import {createManualClock} from '../../source/shared/clock.ts';
import {SluiceError} from '../../source/shared/errors.ts';
import {elapse} from '../aws/test-session.ts';
import {aQueue, aStream, refusedList, setStage, withQueues} from './stage.ts';

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
	const found: Item[] = [];
	for await (const item of items) found.push(item);
	return found;
}

async function* pages<Item>(...each: Item[][]): AsyncGenerator<Item[]> {
	yield* each;
}

describe('describing each thing of a list', () => {
	test('keeps the order, and no more calls at once than allowed', async () => {
		let underWay = 0;
		let underWayMax = 0;

		const found = await all(
			describeEach(
				pages([5, 1, 3], [2, 4]),
				async item => {
					underWayMax = Math.max(underWayMax, ++underWay);
					for (let turn = 0; turn < item; turn++) await Promise.resolve();
					underWay--;
					return item * 10;
				},
				{clock: createManualClock(), parallelMax: 2, perSecondMax: 100},
			),
		);

		expect(found).toEqual([5, 1, 3, 2, 4].map(item => ({item, details: item * 10})));
		expect(underWayMax).toBe(2);
	});

	test('after a second’s worth at once it goes on at its pace', async () => {
		const clock = createManualClock(0);
		const startedAtMs: number[] = [];

		await elapse(
			all(
				describeEach(pages(Array.from({length: 30}, (_, index) => index)), async () => startedAtMs.push(clock.nowMs()), {
					clock,
					parallelMax: 1,
					perSecondMax: 10,
				}),
			),
			{clock, stepMs: 50},
		);

		expect(startedAtMs.filter(atMs => atMs === 0).length).toBeLessThanOrEqual(11);
		expect(startedAtMs.filter(atMs => atMs <= 1000).length).toBeLessThanOrEqual(21);
		expect(startedAtMs.at(-1)).toBeGreaterThanOrEqual(1900);
	});

	test('an abort ends it', async () => {
		const abort = new AbortController();
		const found = describeEach(pages([1, 2, 3]), async item => item, {
			clock: createManualClock(),
			parallelMax: 1,
			perSecondMax: 10,
			signal: abort.signal,
		});
		await found.next();

		abort.abort();

		await expect(found.next()).rejects.toMatchObject({name: 'AbortError'});
	});
});

test('queues come with their attributes; one that is denied does not stop the others', async () => {
	await using stage = await setStage();
	for (const name of ['a', 'b', 'c']) await aQueue(stage, {name});
	const session = withQueues(stage.session, {
		attributes: (url, options) =>
			url.endsWith('/b')
				? Promise.reject(new SluiceError('You may not.', {code: 'denied'}))
				: stage.session.queues.attributes(url, options),
	});

	const found = await all(listQueues(session, {clock: stage.clock}));

	expect(found).toMatchObject([
		{item: {name: 'a'}, details: {readyCount: 0}},
		{item: {name: 'b'}, error: {code: 'denied'}},
		{item: {name: 'c'}, details: {readyCount: 0}},
	]);
	expect(await all(listQueues(session, {clock: stage.clock, prefix: 'c'}))).toHaveLength(1);
});

test('topics and streams come with theirs', async () => {
	await using stage = await setStage();
	await stage.session.topics.create('order-events', {});
	await aStream(stage);

	expect(await all(listTopics(stage.session, {clock: stage.clock}))).toMatchObject([
		{item: {name: 'order-events'}, details: {confirmedCount: 0}},
	]);
	expect(await all(listStreams(stage.session, {clock: stage.clock}))).toMatchObject([
		{item: {name: 'clicks'}, details: {openShardCount: 1}},
	]);
});

test('a list that cannot be read is an error', async () => {
	await using stage = await setStage();
	const session = withQueues(stage.session, {list: () => refusedList(new SluiceError('You may not sqs:ListQueues.', {code: 'denied'}))});

	await expect(all(listQueues(session, {clock: stage.clock}))).rejects.toThrow('You may not sqs:ListQueues.');
});
