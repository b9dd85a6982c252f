import {describe, expect, test} from 'vitest';
import type {IteratorPosition} from '../../source/aws/stream.ts';
import type {TailEvent} from '../../source/operations/tail-event.ts';
import {tailStream, type TailOptions} from '../../source/operations/tail.ts';
import {hashPartitionKey} from '../../source/rules/hash-key.ts';
import {SluiceError} from '../../source/shared/errors.ts';
import {idle, sentActions} from '../aws/test-session.ts';
import {aStream, setStage, withStreams, type Stage} from './stage.ts';

type Watched = {
	readonly events: TailEvent[];
	/** Lets the clock run and the readers read. */
	run(durationMs: number, stepMs?: number): Promise<void>;
	stop(): Promise<void>;
	readonly ended: Promise<void>;
};

/** Tails in the background. */
function watch({clock, session}: Stage, options: Partial<TailOptions> & {from: IteratorPosition}): Watched {
	const stopping = new AbortController();
	const events: TailEvent[] = [];
	const ended = (async () => {
		for await (const event of tailStream(session, {clock, stream: 'clicks', ...options}, {signal: stopping.signal})) events.push(event);
	})();
	// A test that expects a failure awaits `ended` itself.
	ended.catch(() => {});
	return {
		events,
		ended,
		async run(durationMs, stepMs = 500) {
			await idle(session);
			for (let passedMs = 0; passedMs < durationMs; passedMs += stepMs) {
				clock.advance(stepMs);
				await idle(session);
			}
		},
		async stop() {
			stopping.abort();
			await ended;
		},
	};
}

async function put({session}: Stage, partitionKey: string, text: string): Promise<void> {
	await session.streams.put('clicks', {partitionKey, data: Buffer.from(text)});
}

const texts = (events: readonly TailEvent[]): string[] =>
	events.flatMap(event => (event.type === 'records' ? event.records.map(({data}) => Buffer.from(data).toString()) : []));

const types = (events: readonly TailEvent[]): string[] =>
	events.filter(({type}) => type !== 'records').map(({type, shardId}) => `${type} ${Number(shardId.slice(8))}`);

const getRecordsCount = ({session}: Stage): number => sentActions(session).filter(action => action === 'GetRecords').length;

describe('where it starts', () => {
	test('latest shows only what comes after', async () => {
		await using stage = await setStage();
		await aStream(stage, {shardCount: 2});
		await put(stage, 'a', 'before');
		const tail = watch(stage, {from: {type: 'latest'}});
		await tail.run(1000);

		await put(stage, 'a', 'after');
		await tail.run(1000);
		await tail.stop();

		expect(texts(tail.events)).toEqual(['after']);
		expect(types(tail.events)).toEqual(['shard-started 0', 'shard-started 1']);
	});

	test('oldest shows everything', async () => {
		await using stage = await setStage();
		await aStream(stage);
		await put(stage, 'a', 'one');
		await put(stage, 'b', 'two');

		const tail = watch(stage, {from: {type: 'oldest'}});
		await tail.run(0);
		await tail.stop();

		expect(texts(tail.events)).toEqual(['one', 'two']);
	});

	test('a time shows what arrived from then on', async () => {
		await using stage = await setStage();
		await aStream(stage);
		await put(stage, 'a', 'old');
		stage.clock.advance(60_000);
		const atMs = stage.clock.nowMs();
		await put(stage, 'a', 'new');

		const tail = watch(stage, {from: {type: 'time', atMs}});
		await tail.run(0);
		await tail.stop();

		expect(texts(tail.events)).toEqual(['new']);
	});

	test('a time before a split passes over what the children had before it', async () => {
		await using stage = await setStage();
		await aStream(stage);
		await put(stage, 'a', 'in the parent');
		await split(stage, 0);
		await put(stage, 'a', 'in a child, old');
		stage.clock.advance(60_000);
		const atMs = stage.clock.nowMs();
		await put(stage, 'a', 'in a child, new');

		const tail = watch(stage, {from: {type: 'time', atMs}});
		await tail.run(2000);
		await tail.stop();

		expect(texts(tail.events)).toEqual(['in a child, new']);
	});

	test('a sequence number starts at its own shard, with that record', async () => {
		await using stage = await setStage();
		await aStream(stage, {shardCount: 3});
		await put(stage, 'a', 'first');
		const placed = await stage.session.streams.put('clicks', {partitionKey: 'a', data: Buffer.from('second')});

		const tail = watch(stage, {from: {type: 'at-sequence-number', sequenceNumber: placed.sequenceNumber}});
		await tail.run(0);
		await tail.stop();

		expect(texts(tail.events)).toEqual(['second']);
		expect(types(tail.events)).toEqual([`shard-started ${Number(placed.shardId.slice(8))}`]);
	});

	test('a sequence number that no shard has is refused', async () => {
		await using stage = await setStage();
		await aStream(stage);

		const tail = watch(stage, {from: {type: 'at-sequence-number', sequenceNumber: '1'.repeat(56)}});

		await expect(tail.ended).rejects.toMatchObject({code: 'sequence-number-not-found'});
	});

	test('chosen shards are the only ones read', async () => {
		await using stage = await setStage();
		await aStream(stage, {shardCount: 3});

		const tail = watch(stage, {from: {type: 'latest'}, shardIds: ['shardId-000000000001']});
		await tail.run(1000);
		await tail.stop();

		expect(types(tail.events)).toEqual(['shard-started 1']);
	});

	test('a shard or a stream that does not exist is refused', async () => {
		await using stage = await setStage();
		await aStream(stage);

		await expect(watch(stage, {from: {type: 'latest'}, shardIds: ['shardId-000000000009']}).ended).rejects.toMatchObject({
			code: 'shard-not-found',
		});
		await expect(watch(stage, {from: {type: 'latest'}, stream: 'cliks'}).ended).rejects.toMatchObject({
			code: 'stream-not-found',
			message: 'Stream "cliks" does not exist in us-east-1.',
		});
	});
});

test('a stream that is being deleted is said to be, not that its shards are missing', async () => {
	await using stage = await setStage({kinesisDelayMs: 1000});
	await aStream(stage);
	const tail = watch(stage, {from: {type: 'oldest'}});
	await tail.run(250, 250);
	const session = stage.session.streams;
	await session.delete({name: 'clicks', hasConsumers: false});
	expect((await session.summary('clicks')).status).toBe('DELETING');

	await tail.run(750, 250);

	await expect(tail.ended).rejects.toMatchObject({code: 'stream-not-found'});
});

describe('how often it reads', () => {
	test('once a second a shard', async () => {
		await using stage = await setStage();
		await aStream(stage, {shardCount: 2});
		const tail = watch(stage, {from: {type: 'latest'}});

		await tail.run(10_000, 250);

		expect(getRecordsCount(stage)).toBe(2 * 11);
		await tail.stop();
	});

	test('shards that begin together are read one after the other from their second read on', async () => {
		await using stage = await setStage();
		await aStream(stage, {shardCount: 4});
		const startMs = stage.clock.nowMs();
		const tail = watch(stage, {from: {type: 'latest'}});

		await tail.run(3000, 50);
		await tail.stop();

		const answeredAtMs = tail.events.flatMap(event => (event.type === 'records' ? [event.atMs - startMs] : []));
		expect(answeredAtMs.toSorted((a, b) => a - b)).toEqual([
			0, 0, 0, 0, 250, 500, 750, 1000, 1250, 1500, 1750, 2000, 2250, 2500, 2750, 3000,
		]);
	});

	test('twice a second while it is behind', async () => {
		await using stage = await setStage();
		await aStream(stage);
		const page = {records: [], nextIterator: 'next', millisBehindLatest: 5000, childShardIds: []};
		let readCount = 0;
		const session = withStreams(stage.session, {
			records: async () => {
				readCount++;
				return page;
			},
		});
		const tail = watch({...stage, session}, {from: {type: 'oldest'}});

		await tail.run(10_000, 250);

		expect(readCount).toBe(21);
		await tail.stop();
	});

	test('not at all while nobody takes what was read', async () => {
		await using stage = await setStage();
		await aStream(stage);
		let readCount = 0;
		const session = withStreams(stage.session, {
			records: async () => {
				readCount++;
				return {records: [], nextIterator: 'next', millisBehindLatest: 0, childShardIds: []};
			},
		});
		const tail = tailStream(session, {clock: stage.clock, stream: 'clicks', from: {type: 'latest'}});
		await tail.next();

		for (let second = 0; second < 200; second++) {
			stage.clock.advance(1000);
			await idle(stage.session);
		}

		expect(readCount).toBe(64);
		await tail.return(undefined);
	});
});

describe('failures that pass', () => {
	test('a throttle backs off 2 s, then 4 s, says so, and misses nothing', async () => {
		await using stage = await setStage();
		await aStream(stage);
		let failureCount = 3;
		const askedAtMs: number[] = [];
		const session = withStreams(stage.session, {
			async records(iterator, options) {
				askedAtMs.push(stage.clock.nowMs());
				if (failureCount-- > 0) throw new SluiceError('AWS is throttling GetRecords.', {code: 'throttled'});
				return stage.session.streams.records(iterator, options);
			},
		});
		await put(stage, 'a', 'one');
		const startMs = stage.clock.nowMs();
		const tail = watch({...stage, session}, {from: {type: 'oldest'}});

		await tail.run(12_000, 250);
		await tail.stop();

		expect(askedAtMs.slice(0, 4).map(atMs => atMs - startMs)).toEqual([0, 2000, 6000, 10_000]);
		expect(tail.events.slice(0, 6)).toMatchObject([
			{type: 'shard-started'},
			{type: 'backed-off', error: {code: 'throttled'}, retryAtMs: startMs + 2000},
			{type: 'backed-off', retryAtMs: startMs + 6000},
			{type: 'backed-off', retryAtMs: startMs + 10_000},
			{type: 'resumed', gapMs: 10_000},
			{type: 'records'},
		]);
		expect(texts(tail.events)).toEqual(['one']);
	});

	test('the shard’s own limit is met by the engine, too', async () => {
		await using stage = await setStage({enforceLimits: true});
		await aStream(stage);
		const iterator = await stage.session.streams.iterator({name: 'clicks', shardId: 'shardId-000000000000', position: {type: 'latest'}});
		for (let read = 0; read < 5; read++) await stage.session.streams.records(iterator);

		const tail = watch(stage, {from: {type: 'oldest'}});
		await tail.run(3000);
		await tail.stop();

		expect(types(tail.events)).toEqual(['shard-started 0', 'backed-off 0', 'resumed 0']);
	});

	test('an expired iterator is renewed after the last record, unseen', async () => {
		await using stage = await setStage();
		await aStream(stage);
		await put(stage, 'a', 'one');
		const tail = watch(stage, {from: {type: 'oldest'}});
		await tail.run(0);

		// The machine slept: the reader's next look is long after its iterator ended.
		stage.clock.advance(400_000);
		await put(stage, 'a', 'two');
		await tail.run(2000);
		await tail.stop();

		expect(texts(tail.events)).toEqual(['one', 'two']);
		expect(types(tail.events)).toEqual(['shard-started 0']);
	});

	test('an expired iterator at latest loses nothing that came meanwhile', async () => {
		await using stage = await setStage();
		await aStream(stage);
		let isExpired = false;
		const session = withStreams(stage.session, {
			async records(iterator, options) {
				if (!isExpired) return stage.session.streams.records(iterator, options);
				isExpired = false;
				throw new SluiceError('old', {code: 'iterator-expired'});
			},
		});
		const tail = watch({...stage, session}, {from: {type: 'latest'}});
		await tail.run(1000);
		await put(stage, 'a', 'meanwhile');
		isExpired = true;

		await tail.run(2000);
		await tail.stop();

		expect(texts(tail.events)).toEqual(['meanwhile']);
	});

	test('a local engine that was started anew has lost the stream: that is said, not what became of the iterator', async () => {
		await using stage = await setStage();
		await aStream(stage);
		await stage.session.streams.put('clicks', {partitionKey: 'k', data: Buffer.from('a')});
		const tail = watch(stage, {from: {type: 'oldest'}});
		await tail.run(1000);
		await stage.engine.send('/_sluice/reset', {method: 'POST'});

		await tail.run(2000);

		await expect(tail.ended).rejects.toMatchObject({code: 'stream-not-found'});
	});

	test('a stream that was deleted and created again is another one, and said to be', async () => {
		await using stage = await setStage();
		await aStream(stage);
		await stage.session.streams.put('clicks', {partitionKey: 'k', data: Buffer.from('a')});
		const refusal = {service: 'kinesis', action: 'GetShardIterator', awsCode: 'InvalidArgumentException'};
		let isReplaced = false;
		const session = withStreams(stage.session, {
			records: (iterator, options) =>
				isReplaced ? Promise.reject(new SluiceError('gone', {code: 'iterator-expired'})) : stage.session.streams.records(iterator, options),
			iterator: options =>
				isReplaced ? Promise.reject(new SluiceError('foreign', {code: 'refused', call: refusal})) : stage.session.streams.iterator(options),
		});
		const tail = watch({...stage, session}, {from: {type: 'oldest'}});
		await tail.run(1000);
		isReplaced = true;

		await tail.run(2000);

		await expect(tail.ended).rejects.toMatchObject({
			code: 'stream-replaced',
			message: 'clicks is another stream than before: it was deleted and created again.',
		});
	});

	test('iterators that are always expired are an error, not a loop', async () => {
		await using stage = await setStage();
		await aStream(stage);
		const session = withStreams(stage.session, {records: () => Promise.reject(new SluiceError('old', {code: 'iterator-expired'}))});

		await expect(watch({...stage, session}, {from: {type: 'latest'}}).ended).rejects.toMatchObject({code: 'iterator-expired'});
	});

	test('a denied read ends the tail with its reason', async () => {
		await using stage = await setStage();
		await aStream(stage, {shardCount: 2});
		const session = withStreams(stage.session, {records: () => Promise.reject(new SluiceError('You may not.', {code: 'denied'}))});

		await expect(watch({...stage, session}, {from: {type: 'latest'}}).ended).rejects.toMatchObject({code: 'denied'});
	});
});

describe('across reshards', () => {
	test('a split is followed, and each key keeps its order', async () => {
		await using stage = await setStage();
		await aStream(stage);
		const tail = watch(stage, {from: {type: 'latest'}});
		await tail.run(1000);
		const keys = ['a', 'b', 'c', 'd'];

		for (let round = 0; round < 6; round++) {
			for (const key of keys) await put(stage, key, `${key}${round}`);
			if (round === 2) await split(stage, 0);
			if (round % 2 === 1) await tail.run(1000);
		}
		await tail.run(4000);
		await tail.stop();

		const read = texts(tail.events);
		for (const key of keys) expect(read.filter(text => text.startsWith(key))).toEqual([0, 1, 2, 3, 4, 5].map(round => `${key}${round}`));
		expect(read).toHaveLength(24);
		expect(types(tail.events)).toEqual(['shard-started 0', 'shard-ended 0', 'shard-started 1', 'shard-started 2']);
		expect(tail.events).toContainEqual({
			type: 'shard-ended',
			shardId: 'shardId-000000000000',
			childShardIds: ['shardId-000000000001', 'shardId-000000000002'],
		});
	});

	test('from the oldest, parents are read before their children', async () => {
		await using stage = await setStage();
		await aStream(stage);
		await put(stage, 'a', 'a0');
		await split(stage, 0);
		await put(stage, 'a', 'a1');
		await split(stage, shardOf('a', [1, 2]));
		await put(stage, 'a', 'a2');

		const tail = watch(stage, {from: {type: 'oldest'}});
		await tail.run(5000);
		await tail.stop();

		expect(texts(tail.events)).toEqual(['a0', 'a1', 'a2']);
	});

	test('a merge waits for both parents, the one that is still to be reached as well', async () => {
		await using stage = await setStage();
		await aStream(stage, {shardCount: 2});
		// Shard 1 splits into 2 and 3; then 0 and 2 merge into 4.
		await split(stage, 1);
		await stage.session.streams.merge({name: 'clicks', shardId: 'shardId-000000000000', adjacentShardId: 'shardId-000000000002'});
		stage.clock.advance(1000);
		const tail = watch(stage, {from: {type: 'oldest'}});

		await tail.run(6000);
		await tail.stop();

		const order = types(tail.events);
		expect(order.indexOf('shard-started 4')).toBeGreaterThan(order.indexOf('shard-ended 0'));
		expect(order.indexOf('shard-started 4')).toBeGreaterThan(order.indexOf('shard-ended 2'));
		expect(order.filter(event => event === 'shard-started 4')).toHaveLength(1);
		expect(tail.events).toContainEqual({
			type: 'shard-started',
			shardId: 'shardId-000000000004',
			parentIds: ['shardId-000000000000', 'shardId-000000000002'],
		});
	});

	test('children are found where the last answer does not name them', async () => {
		await using stage = await setStage();
		await aStream(stage);
		const session = withStreams(stage.session, {
			records: async (iterator, options) => ({...(await stage.session.streams.records(iterator, options)), childShardIds: []}),
		});
		const tail = watch({...stage, session}, {from: {type: 'latest'}});
		await tail.run(1000);
		await split(stage, 0);

		await tail.run(3000);
		await tail.stop();

		expect(types(tail.events)).toEqual(['shard-started 0', 'shard-ended 0', 'shard-started 1', 'shard-started 2']);
	});
});

describe('leaving', () => {
	test('an abort ends it quietly, and no timer is left', async () => {
		await using stage = await setStage();
		await aStream(stage, {shardCount: 2});
		const before = stage.clock.pendingCount();
		const tail = watch(stage, {from: {type: 'latest'}});
		await tail.run(2000);

		await tail.stop();
		await idle(stage.session);

		expect(stage.clock.pendingCount()).toBe(before);
	});

	test('a consumer that breaks off stops the readers', async () => {
		await using stage = await setStage();
		await aStream(stage);

		for await (const event of tailStream(stage.session, {clock: stage.clock, stream: 'clicks', from: {type: 'latest'}}))
			if (event.type === 'records') break;
		await idle(stage.session);
		const readCount = getRecordsCount(stage);
		stage.clock.advance(10_000);
		await idle(stage.session);

		expect(getRecordsCount(stage)).toBe(readCount);
	});

	test('a signal that is aborted already reads nothing', async () => {
		await using stage = await setStage();
		await aStream(stage);
		const events: TailEvent[] = [];

		const options = {clock: stage.clock, stream: 'clicks', from: {type: 'latest'}} as const;
		for await (const event of tailStream(stage.session, options, {signal: AbortSignal.abort()})) events.push(event);

		expect(events).toEqual([]);
		expect(getRecordsCount(stage)).toBe(0);
	});
});

/** Splits a shard in the middle, and waits until that is done. */
async function split({clock, session}: Stage, index: number): Promise<void> {
	const shardId = `shardId-${String(index).padStart(12, '0')}`;
	const shards = await session.streams.shards('clicks');
	const shard = shards.find(({id}) => id === shardId);
	if (!shard) throw new Error(`no ${shardId}`);
	const newStartingHashKey = shard.hashKeyStart + (shard.hashKeyEnd - shard.hashKeyStart + 1n) / 2n;
	await session.streams.split({name: 'clicks', shardId, newStartingHashKey});
	clock.advance(1000);
}

/** Which of two halves of the hash space a key belongs to. */
function shardOf(key: string, halves: readonly [number, number]): number {
	return hashPartitionKey(key) < 1n << 127n ? halves[0] : halves[1];
}

test('where no consumer shares the reads, what lies behind is read without a pause', async () => {
	await using stage = await setStage();
	await aStream(stage);
	for (let put = 0; put < 3; put++)
		await stage.session.streams.putBatch(
			'clicks',
			Array.from({length: 500}, (_, index) => ({partitionKey: 'a', data: Buffer.from(`${put * 500 + index}`)})),
		);

	const shared = watch(stage, {from: {type: 'oldest'}});
	const own = watch(stage, {from: {type: 'oldest'}, isShared: false});
	await shared.run(0);
	await own.run(0);

	expect(texts(shared.events)).toHaveLength(1000);
	expect(texts(own.events)).toHaveLength(1500);
	await shared.stop();
	await own.stop();
});

test('a server that throttles reads nobody shares is read at the shared pace from then on', async () => {
	await using stage = await setStage({enforceLimits: true});
	await aStream(stage);
	for (let round = 0; round < 12; round++) {
		const records = Array.from({length: 500}, () => ({partitionKey: 'a', data: Buffer.alloc(1000)}));
		await stage.session.streams.putBatch('clicks', records);
		stage.clock.advance(1000);
	}

	const tail = watch(stage, {from: {type: 'oldest'}, isShared: false});
	await tail.run(60_000);
	await tail.stop();

	expect(texts(tail.events)).toHaveLength(6000);
	expect(types(tail.events).filter(type => type.startsWith('backed-off')).length).toBeLessThanOrEqual(2);
});
