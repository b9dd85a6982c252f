import {describe, expect, test} from 'vitest';
import {SecondCounter} from '../../../source/console/streams/second-counter.ts';
import {isHot} from '../../../source/console/streams/shard-rows.ts';
import {TailFeed} from '../../../source/console/streams/tail-feed.ts';
import {chooseLanes} from '../../../source/console/streams/lanes.ts';
import {SluiceError} from '../../../source/shared/errors.ts';
import {shardId} from './a-state.ts';

const second = 1000;
const startMs = Date.UTC(2026, 10, 25, 3, 0, 0);

describe('a counter of seconds', () => {
	test('tells what happened in each of its last seconds', () => {
		const counter = new SecondCounter(10);
		counter.add(5000, 1);
		counter.add(5999, 2);
		counter.add(7000, 4);

		expect(counter.seconds(8, 5)).toEqual([0, 3, 0, 4, 0]);
		expect(counter.rate(7, 2)).toBe(2);
	});

	test('forgets what is older than its bound, and not what is just within', () => {
		const counter = new SecondCounter(10);
		counter.add(5000, 1);

		counter.add(14_000, 1);
		expect(counter.seconds(14, 10)[0]).toBe(1);

		counter.add(15_000, 1);
		expect(counter.seconds(15, 11).slice(0, 2)).toEqual([0, 0]);
		counter.add(5000, 7);
		expect(counter.seconds(15, 11)[0]).toBe(0);
	});

	test('survives a jump of years', () => {
		const counter = new SecondCounter(10);
		counter.add(0, 1);

		counter.add(startMs, 3);

		expect(counter.seconds(startMs / 1000, 10)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 3]);
	});
});

/** An answer of one shard with so many records of each second, read a second later. */
function read(
	feed: TailFeed,
	shard: number,
	counts: readonly number[],
	options: {fromSecond: number; behindMs?: number; bytes?: number; skewMs?: number},
): void {
	const {behindMs = 0, bytes = 100, fromSecond, skewMs = 0} = options;
	const records = counts.flatMap((count, index) =>
		Array.from({length: count}, (_, position) => ({
			sequenceNumber: `${fromSecond + index}${position}`,
			partitionKey: `key-${position}`,
			data: new Uint8Array(bytes),
			arrivedAtMs: startMs + (fromSecond + index) * second + position / 10,
		})),
	);
	const atMs = startMs + (fromSecond + counts.length) * second + skewMs + behindMs;
	feed.add({type: 'records', shardId: shardId(shard), records, millisBehindLatest: behindMs, atMs});
}

function meterAt(feed: TailFeed, atSecond: number) {
	return feed.snapshot({nowMs: startMs + atSecond * second, filter: '', heldIndex: undefined}).meter;
}

describe('the rates of a tail', () => {
	test('count records by the second of their arrival, not by when they were read', () => {
		const feed = new TailFeed({nowMs: startMs});

		read(feed, 0, [10, 20, 30, 40, 50], {fromSecond: 0});

		const meter = meterAt(feed, 5);
		expect(meter.bars.slice(-5)).toEqual([10, 20, 30, 40, 50]);
		expect(meter.recordsPerSecond).toBe(30);
		expect(meter.bytesPerSecond).toBe(3000);
	});

	test('are those of the past while the past is read', () => {
		const feed = new TailFeed({nowMs: startMs});

		read(feed, 0, [10, 10, 10, 10, 10], {fromSecond: 0, behindMs: 3_600_000});

		expect(meterAt(feed, 3605).recordsPerSecond).toBe(10);
		expect(meterAt(feed, 3605).lanes[0]?.behindMs).toBe(3_600_000);
	});

	test.each([
		['ahead', 5000],
		['behind', -5000],
	])('are right when our clock is 5 s %s of the stream', (_case, skewMs) => {
		const feed = new TailFeed({nowMs: startMs + skewMs});

		for (let at = 0; at < 10; at++) read(feed, 0, [100], {fromSecond: at, skewMs});

		expect(meterAt(feed, 10 + skewMs / second).recordsPerSecond).toBeGreaterThanOrEqual(80);
	});

	test('fall to nothing when nothing comes any more', () => {
		const feed = new TailFeed({nowMs: startMs});
		read(feed, 0, [10, 10, 10], {fromSecond: 0});

		for (let at = 3; at < 20; at++) read(feed, 0, [0], {fromSecond: at});

		expect(meterAt(feed, 20).recordsPerSecond).toBe(0);
		expect(meterAt(feed, 20).seenCount).toBe(30);
	});

	test('move on screen four times a second at most', () => {
		const feed = new TailFeed({nowMs: startMs});
		read(feed, 0, [1], {fromSecond: 0});
		const first = meterAt(feed, 1);
		read(feed, 0, [1], {fromSecond: 1});

		expect(meterAt(feed, 1.249)).toBe(first);
		expect(meterAt(feed, 1.25)).not.toBe(first);
	});

	test('a shard is hot above 80 % of 1,000 records a second, or of 1 MiB', () => {
		const at = (recordsPerSecond: number, bytesPerSecond: number): boolean => isHot({recordsPerSecond, bytesPerSecond, isEnded: false});

		expect([at(800, 0), at(801, 0)]).toEqual([false, true]);
		expect([at(1, 0.8 * 1024 * 1024), at(1, 0.8 * 1024 * 1024 + 1)]).toEqual([false, true]);
	});
});

describe('what a tail tells of its shards', () => {
	test('throttles of the last five minutes are counted, and the shard waits until it answers', () => {
		const feed = new TailFeed({nowMs: startMs});
		const error = new SluiceError('AWS asks to slow down.', {code: 'throttled'});

		feed.add({type: 'backed-off', shardId: shardId(0), error, retryAtMs: startMs + 2000});
		expect(meterAt(feed, 1).lanes[0]?.backedOff?.isThrottled).toBe(true);
		expect(meterAt(feed, 301).throttledCount).toBe(1);

		read(feed, 0, [1], {fromSecond: 302});
		expect(meterAt(feed, 303).throttledCount).toBe(0);
		expect(meterAt(feed, 303).lanes[0]?.backedOff).toBeUndefined();
	});

	test('the filter counts what is kept at once, and what comes', () => {
		const feed = new TailFeed({nowMs: startMs});
		read(feed, 0, [10], {fromSecond: 0});

		const filtered = feed.snapshot({nowMs: startMs + 1000, filter: 'key-1', heldIndex: undefined});
		expect([filtered.meter.matchCount, filtered.meter.seenCount, filtered.rows.length]).toEqual([1, 10, 1]);

		read(feed, 0, [11], {fromSecond: 1});
		const more = feed.snapshot({nowMs: startMs + 2000, filter: 'key-1', heldIndex: undefined});
		expect([more.meter.matchCount, more.rows.length]).toEqual([3, 3]);
	});

	test('nothing new is the very same snapshot', () => {
		const feed = new TailFeed({nowMs: startMs});
		read(feed, 0, [10], {fromSecond: 0});
		const options = {nowMs: startMs + 5000, filter: '', heldIndex: undefined};
		const first = feed.snapshot(options);

		expect(feed.snapshot({...options, nowMs: startMs + 9000})).toBe(first);
	});

	test('more shards than lanes: the loudest have their own, the rest share one', () => {
		const feed = new TailFeed({nowMs: startMs});
		[5, 50, 10, 20].forEach((count, shard) => read(feed, shard, [count, count, count, count, count], {fromSecond: 0}));

		const lanes = chooseLanes(meterAt(feed, 5).lanes, 3);

		expect(lanes.map(lane => [lane.label, lane.recordsPerSecond])).toEqual([
			['1', 50],
			['3', 20],
			['0,2', 15],
		]);
		expect(chooseLanes(meterAt(feed, 5).lanes, 4).map(lane => lane.label)).toEqual(['0', '1', '2', '3']);
	});

	test('a shard that ended has no lane any more', () => {
		const feed = new TailFeed({nowMs: startMs});
		read(feed, 0, [5], {fromSecond: 0});

		feed.add({type: 'shard-ended', shardId: shardId(0), childShardIds: [shardId(4)]});
		feed.add({type: 'shard-started', shardId: shardId(4), parentIds: [shardId(0)]});

		expect(chooseLanes(meterAt(feed, 2).lanes, 4).map(lane => lane.label)).toEqual(['4']);
	});
});

describe('a rate soon after the beginning', () => {
	const readUpTo = (feed: TailFeed, seconds: number, perSecond: number): void => {
		for (let at = 0; at < seconds; at++) {
			const records = Array.from({length: perSecond}, (_, index) => ({
				sequenceNumber: `${at}${index}`,
				partitionKey: 'k',
				data: Buffer.from('{}'),
				arrivedAtMs: startMs + at * second + index,
			}));
			feed.add({type: 'records', shardId: shardId(1), records, millisBehindLatest: 0, atMs: startMs + (at + 1) * second});
		}
	};

	test('is not known before a whole second was read', () => {
		const feed = new TailFeed({nowMs: startMs});
		expect(feed.snapshot({nowMs: startMs + 500, filter: '', heldIndex: undefined}).meter.isRateKnown).toBe(false);

		readUpTo(feed, 1, 10);
		expect(feed.snapshot({nowMs: startMs + 1500, filter: '', heldIndex: undefined}).meter.isRateKnown).toBe(true);
	});

	test('is that of the seconds that were read, not of those before the tail', () => {
		const feed = new TailFeed({nowMs: startMs});
		readUpTo(feed, 2, 10);

		expect(feed.snapshot({nowMs: startMs + 2500, filter: '', heldIndex: undefined}).meter).toMatchObject({
			isRateKnown: true,
			recordsPerSecond: 10,
			lanes: [{recordsPerSecond: 10}],
		});
	});
});
