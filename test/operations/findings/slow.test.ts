import {describe, expect, test} from 'vitest';
import {behind} from '../../../source/operations/findings/behind.ts';
import {hotShard} from '../../../source/operations/findings/hot-shard.ts';
import {inFlightLimit} from '../../../source/operations/findings/in-flight-limit.ts';
import {nobodyReads} from '../../../source/operations/findings/nobody-reads.ts';
import {notDraining} from '../../../source/operations/findings/not-draining.ts';
import {stuckInFlight} from '../../../source/operations/findings/stuck-in-flight.ts';
import type {ObservedShard} from '../../../source/operations/findings/observation.ts';
import {aQueue, aSource, aStream, claimOf, looks, minutes, minuteMs, nowMs, verdicts} from './observed.ts';

describe('does not drain', () => {
	test('is true when READY rose in five looks running, with the rate', () => {
		const queues = [aQueue('orders', {samples: looks(0, 120, 240, 360, 480, 600)})];

		expect(verdicts(notDraining, {queues})).toEqual(['orders: +12/s, does not drain at this rate']);
		expect(claimOf(notDraining, {queues}).sinceMs).toBe(nowMs - 50_000);
	});

	test('is false as soon as one look shows no more than the one before it', () => {
		expect(verdicts(notDraining, {queues: [aQueue('orders', {samples: looks(0, 120, 240, 240, 480, 600)})]})).toEqual([]);
		expect(verdicts(notDraining, {queues: [aQueue('orders', {samples: looks(1, 0)})]})).toEqual([]);
	});

	test('counts looks within ten seconds as one', () => {
		const samples = Array.from({length: 30}, (_, index) => ({atMs: nowMs - (29 - index) * 1000, readyCount: index, inFlightCount: 0}));

		expect(verdicts(notDraining, {queues: [aQueue('orders', {samples})]})).toEqual(['orders needs three more looks, 30 s']);
	});

	test('needs six looks, and does not judge dead-letter queues', () => {
		expect(verdicts(notDraining, {queues: [aQueue('orders', {samples: looks(0, 1, 2, 3, 4)})]})).toEqual([
			'orders needs one more look, 10 s',
		]);
		expect(
			verdicts(notDraining, {
				queues: [aSource('orders', {samples: looks(0, 0)}), aQueue('orders-dlq', {samples: looks(0, 1, 2, 3, 4, 5)})],
			}),
		).toEqual([]);
	});
});

describe('nobody reads', () => {
	const unread = looks(5, 5, 5, 5, 5, 5, 7);
	const counted = {atMs: nowMs, points: minutes(0, 0)};

	test('is true in three looks where CloudWatch counts no deletes, and needs a minute of them elsewhere', () => {
		const samples = looks(5, 5, 7);

		expect(verdicts(nobodyReads, {queues: [aQueue('q', {samples, deleted: counted})]})).toEqual(['q: 7 messages, nobody reads']);
		expect(verdicts(nobodyReads, {queues: [aQueue('q', {samples})]})).toEqual(['q needs CloudWatch, or a minute of looks']);
		expect(verdicts(nobodyReads, {queues: [aQueue('q', {samples: looks(5, 5, 5, 5, 5, 7)})]})).toHaveLength(1);
	});

	test('is not true of a quick consumer that one look in between showed', () => {
		const samples = [...looks(5, 5, 5, 5, 5, 5, 5), {atMs: nowMs - 15_000, readyCount: 5, inFlightCount: 1}].toSorted(
			(a, b) => a.atMs - b.atMs,
		);

		expect(verdicts(nobodyReads, {queues: [aQueue('q', {samples})]})).toEqual([]);
	});

	test('is true when messages wait and none was in flight for a minute', () => {
		expect(verdicts(nobodyReads, {queues: [aQueue('backfill', {samples: unread})]})).toEqual(['backfill: 7 messages, nobody reads']);
	});

	test('is false when one was in flight, when some are gone, when none waits, and for a dead-letter queue', () => {
		expect(verdicts(nobodyReads, {queues: [aQueue('q', {samples: looks(5, [5, 1], 5)})]})).toEqual([]);
		expect(verdicts(nobodyReads, {queues: [aQueue('q', {samples: looks(5, 5, 4)})]})).toEqual([]);
		expect(verdicts(nobodyReads, {queues: [aQueue('q', {samples: looks(0, 0, 0)})]})).toEqual([]);
		expect(verdicts(nobodyReads, {queues: [aSource('orders'), aQueue('orders-dlq', {samples: unread})]})).toEqual([]);
	});

	test('is false when an event source is enabled, or CloudWatch counts deletes', () => {
		const readers = (isEnabled: boolean) => [aQueue('q', {samples: unread, readers: [{name: 'worker', isEnabled}]})];

		expect(verdicts(nobodyReads, {queues: readers(true)})).toEqual([]);
		expect(claimOf(nobodyReads, {queues: readers(false)}).evidence[0]?.note).toBe('Event sources switched off: worker.');
		expect(verdicts(nobodyReads, {queues: [aQueue('q', {samples: unread, deleted: {atMs: nowMs, points: minutes(0, 3)}})]})).toEqual([]);
	});

	test('needs three looks, and all queues looked at', () => {
		const unseen = aQueue('other', {attributes: 'unread', samples: []});

		expect(verdicts(nobodyReads, {queues: [aQueue('q', {samples: looks(5, 5)})]})).toEqual(['q needs one more look, 10 s']);
		expect(verdicts(nobodyReads, {queues: [aQueue('q', {samples: unread}), unseen]})).toContain(
			'q needs all queues looked at: it may be a DLQ',
		);
	});
});

describe('stuck in flight', () => {
	/** 41 in flight for so long, looked at every ten seconds. */
	const stuckFor = (ms: number, options: Parameters<typeof aQueue>[1] = {}) => {
		const samples = Array.from({length: Math.floor(ms / 10_000) + 1}, (_, index) => ({
			atMs: nowMs - ms + index * 10_000,
			readyCount: index,
			inFlightCount: 41,
		}));
		return {queues: [aQueue('payments.fifo', {samples, deleted: {atMs: nowMs, points: minutes(0, 0)}, ...options})]};
	};

	test('is true when nothing moved for more than twice the visibility timeout', () => {
		expect(verdicts(stuckInFlight, stuckFor(18 * minuteMs))).toEqual(['payments.fifo: 41 in flight, none deleted for 18 min']);
		expect(verdicts(stuckInFlight, stuckFor(60_000))).toEqual([]);
		expect(verdicts(stuckInFlight, stuckFor(70_000))).toHaveLength(1);
	});

	test('takes five minutes to be sure where CloudWatch does not count deletes', () => {
		expect(verdicts(stuckInFlight, stuckFor(5 * minuteMs, {deleted: undefined}))).toEqual([]);
		expect(verdicts(stuckInFlight, stuckFor(5 * minuteMs + 10_000, {deleted: undefined}))).toHaveLength(1);
	});

	test('names the group whose head was received most, where a peek showed it', () => {
		const peek = {
			seenAtMs: nowMs,
			messages: [
				{sentAtMs: 0, receiveCount: 1, groupId: 'g-1'},
				{sentAtMs: 0, receiveCount: 4, groupId: 'g-77'},
			],
		};

		expect(claimOf(stuckInFlight, stuckFor(120_000, {peek})).evidence.at(-1)?.note).toBe('Group g-77 is at its head, received 4 times.');
	});

	test('is false when READY fell or the number in flight changed, when we hold some ourselves, and when CloudWatch counts deletes', () => {
		const moving = looks([9, 41], [9, 41], [8, 41], [8, 41]);

		expect(verdicts(stuckInFlight, {queues: [aQueue('q', {samples: moving, deleted: {atMs: nowMs, points: minutes(0)}})]})).toEqual([]);
		expect(verdicts(stuckInFlight, stuckFor(minuteMs * 20, {heldCount: 1}))).toEqual([]);
		expect(verdicts(stuckInFlight, stuckFor(minuteMs * 20, {deleted: {atMs: nowMs, points: minutes(1)}}))).toEqual([]);
	});

	test('needs a second look', () => {
		expect(verdicts(stuckInFlight, {queues: [aQueue('q', {samples: looks([0, 4])})]})).toEqual(['q needs one more look, 10 s']);
	});
});

describe('in-flight limit', () => {
	test('is true above 80 % of 120,000, false at it', () => {
		expect(verdicts(inFlightLimit, {queues: [aQueue('q', {samples: looks([0, 96_000])})]})).toEqual([]);
		expect(verdicts(inFlightLimit, {queues: [aQueue('q', {samples: looks([0, 96_001])})]})).toEqual(['q: 96,001 of 120,000 in flight']);
		expect(verdicts(inFlightLimit, {queues: [aQueue('q', {attributes: 'unread'})]})).toEqual(['q needs its attributes']);
	});
});

/** A shard seen for so long, a point a second. */
function aShard(recordsPerSecond: number, options: Partial<ObservedShard> & {seconds?: number} = {}): ObservedShard {
	const {seconds = 61, ...rest} = options;
	const points = (value: number) => Array.from({length: seconds}, (_, index) => ({atMs: nowMs - (seconds - 1 - index) * 1000, value}));
	return {id: 'shardId-000000000006', recordsPerSecond: points(recordsPerSecond), bytesPerSecond: points(100), behindMs: [], ...rest};
}

describe('hot shard', () => {
	const observed = (shard: ObservedShard) => ({streams: [aStream('clicks', {shards: [shard]})]});

	test('is true above 80 % of 1,000 records a second for a minute, false at it', () => {
		expect(verdicts(hotShard, observed(aShard(930)))).toEqual(['clicks: shard 6 at 93 % of its write limit']);
		expect(verdicts(hotShard, observed(aShard(800)))).toEqual([]);
		expect(verdicts(hotShard, observed(aShard(801)))).toHaveLength(1);
	});

	test('judges bytes by the MiB', () => {
		const bytesPerSecond = aShard(0.9 * 1024 * 1024).recordsPerSecond;

		expect(verdicts(hotShard, observed(aShard(10, {bytesPerSecond})))).toEqual(['clicks: shard 6 at 90 % of its write limit']);
	});

	test('needs a tail, and a minute of it', () => {
		expect(verdicts(hotShard, {streams: [aStream('clicks')]})).toEqual(['clicks needs a tail: t reads it']);
		expect(verdicts(hotShard, observed(aShard(930, {seconds: 60})))).toEqual(['clicks needs a minute of the tail']);
	});
});

describe('behind', () => {
	test('is true when the iterator age rises in three samples running', () => {
		const aged = (...ages: readonly number[]) => ({
			streams: [aStream('clicks', {iteratorAgeMs: {atMs: nowMs, points: minutes(...ages)}})],
		});

		expect(verdicts(behind, aged(1000, 2000, 30_000, 240_000))).toEqual(['clicks: 4 min behind, and falling back']);
		expect(verdicts(behind, aged(1000, 2000, 2000, 240_000))).toEqual([]);
		expect(verdicts(behind, aged(10_000, 20_000, 30_000))).toEqual([]);
		expect(verdicts(behind, aged(1000, 2000, 3000, 9999))).toEqual([]);
		expect(verdicts(behind, aged(1000, 2000, 3000, 10_000))).toHaveLength(1);
	});

	test('takes a tail of ours where CloudWatch is not asked, and needs one of the two', () => {
		const shard = aShard(10, {behindMs: minutes(0, 1000, 2000, 14_000)});

		expect(verdicts(behind, {streams: [aStream('clicks', {shards: [shard]})]})).toEqual(['clicks: 14 s behind, and falling back']);
		expect(verdicts(behind, {streams: [aStream('clicks')]})).toEqual(['clicks needs CloudWatch, or a tail']);
	});
});
