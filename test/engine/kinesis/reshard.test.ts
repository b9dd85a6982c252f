import {expect, test} from 'vitest';
import {base64, createCaller, type Answer} from './call.ts';

const half = (1n << 127n).toString();
const zero = 'shardId-000000000000';
const one = 'shardId-000000000001';
const two = 'shardId-000000000002';

test('a split shard takes records until the stream is ACTIVE again, then its children do', () => {
	const {call, clock, aStream, put} = createCaller();
	const stream = aStream();

	call('SplitShard', {StreamName: stream, ShardToSplit: zero, NewStartingHashKey: half});
	expect(call('DescribeStream', {StreamName: stream}).StreamDescription.StreamStatus).toBe('UPDATING');
	expect(put({stream, hashKey: '0'}).ShardId).toBe(zero);

	clock.advance(500);
	expect(call('DescribeStream', {StreamName: stream}).StreamDescription.StreamStatus).toBe('ACTIVE');
	expect(put({stream, hashKey: '0'}).ShardId).toBe(one);
	expect(put({stream, hashKey: half}).ShardId).toBe(two);
	const {Shards: shards} = call('ListShards', {StreamName: stream});
	expect(shards.map((shard: Answer) => [shard.ShardId, shard.ParentShardId, shard.HashKeyRange.StartingHashKey])).toEqual([
		[zero, undefined, '0'],
		[one, zero, '0'],
		[two, zero, half],
	]);
	expect(shards.map((shard: Answer) => shard.SequenceNumberRange.EndingSequenceNumber !== undefined)).toEqual([true, false, false]);
});

test('a reader at the end of a closed shard gets its last records, no iterator, and two children', () => {
	const {call, clock, aStream, put, iterator} = createCaller();
	const stream = aStream();
	put({stream, text: 'last'});
	const start = iterator({stream});
	call('SplitShard', {StreamName: stream, ShardToSplit: zero, NewStartingHashKey: half});
	clock.advance(500);

	const answer = call('GetRecords', {ShardIterator: start});

	expect(answer.Records).toHaveLength(1);
	expect(answer.NextShardIterator).toBeUndefined();
	expect(answer.ChildShards).toEqual([
		{ShardId: one, ParentShards: [zero], HashKeyRange: {StartingHashKey: '0', EndingHashKey: (BigInt(half) - 1n).toString()}},
		{ShardId: two, ParentShards: [zero], HashKeyRange: {StartingHashKey: half, EndingHashKey: '340282366920938463463374607431768211455'}},
	]);
});

test('a reader before the end of a closed shard gets an iterator and no children', () => {
	const {call, clock, aStream, put, iterator} = createCaller();
	const stream = aStream();
	put({stream});
	put({stream});
	call('SplitShard', {StreamName: stream, ShardToSplit: zero, NewStartingHashKey: half});
	clock.advance(500);

	const answer = call('GetRecords', {ShardIterator: iterator({stream}), Limit: 1});

	expect(answer.NextShardIterator).toBeTypeOf('string');
	expect(answer.ChildShards).toBeUndefined();
	expect(call('GetRecords', {ShardIterator: answer.NextShardIterator}).ChildShards).toHaveLength(2);
});

test('merged shards have one child that names both parents', () => {
	const {call, clock, aStream, put, iterator} = createCaller();
	const stream = aStream({shardCount: 2});

	call('MergeShards', {StreamName: stream, ShardToMerge: zero, AdjacentShardToMerge: one});
	clock.advance(500);

	const {Shards: shards} = call('ListShards', {StreamName: stream, ShardFilter: {Type: 'AT_LATEST'}});
	expect(shards).toHaveLength(1);
	expect(shards[0]).toMatchObject({
		ShardId: two,
		ParentShardId: zero,
		AdjacentParentShardId: one,
		HashKeyRange: {StartingHashKey: '0', EndingHashKey: '340282366920938463463374607431768211455'},
	});
	expect(put({stream, hashKey: half}).ShardId).toBe(two);
	expect(call('GetRecords', {ShardIterator: iterator({stream, shardId: one})}).ChildShards).toEqual([
		{ShardId: two, ParentShards: [zero, one], HashKeyRange: shards[0].HashKeyRange},
	]);
});

test('shards in the wrong order are no adjacent pair', () => {
	const {refused, call, aStream} = createCaller();
	const stream = aStream({shardCount: 3});
	const merge = (left: string, right: string) =>
		refused('MergeShards', {StreamName: stream, ShardToMerge: left, AdjacentShardToMerge: right});

	expect(merge(one, zero)).toEqual({
		code: 'InvalidArgumentException',
		message: `Shards ${one} and ${zero} in stream orders under account 000000000000 are not an adjacent pair of shards eligible for merging`,
	});
	expect(merge(zero, two).message).toContain('are not an adjacent pair of shards eligible for merging');
	expect(merge(zero, zero).message).toContain('are not an adjacent pair of shards eligible for merging');
	expect(call('DescribeStream', {StreamName: stream}).StreamDescription.StreamStatus).toBe('ACTIVE');
});

test('a hash key must leave room on both sides of the split', () => {
	const {call, refused, aStream} = createCaller({kinesisDelayMs: 0});
	const stream = aStream();
	const max = 340282366920938463463374607431768211455n;
	const split = (key: bigint) => ({StreamName: stream, ShardToSplit: zero, NewStartingHashKey: key.toString()});

	for (const key of [0n, 1n, max]) {
		expect(refused('SplitShard', split(key))).toEqual({
			code: 'InvalidArgumentException',
			message: `NewStartingHashKey ${key} used in SplitShard() on shard ${zero} in stream orders under account 000000000000 is not both greater than one plus the shard's StartingHashKey 0 and less than the shard's EndingHashKey ${max}.`,
		});
	}
	expect(call('ListShards', {StreamName: stream}).Shards).toHaveLength(1);
	call('SplitShard', split(2n));
	call('SplitShard', {StreamName: stream, ShardToSplit: two, NewStartingHashKey: (max - 1n).toString()});
	expect(call('ListShards', {StreamName: stream}).Shards).toHaveLength(5);
});

test('a stream that is UPDATING refuses to be resharded', () => {
	const {call, refused, aStream} = createCaller();
	const stream = aStream({shardCount: 2});
	const inUse = {
		code: 'ResourceInUseException',
		message: 'Stream orders under account 000000000000 not ACTIVE, instead in state UPDATING',
	};
	call('SplitShard', {StreamName: stream, ShardToSplit: zero, NewStartingHashKey: '100'});

	expect(refused('SplitShard', {StreamName: stream, ShardToSplit: one, NewStartingHashKey: half})).toEqual(inUse);
	expect(refused('MergeShards', {StreamName: stream, ShardToMerge: zero, AdjacentShardToMerge: one})).toEqual(inUse);
});

test('a closed shard can be neither split nor merged', () => {
	const {call, refused, aStream} = createCaller({kinesisDelayMs: 0});
	const stream = aStream();
	call('SplitShard', {StreamName: stream, ShardToSplit: zero, NewStartingHashKey: half});

	const closed = {
		code: 'InvalidArgumentException',
		message: `Shard ${zero} in stream orders under account 000000000000 has already been merged or split, and thus is not eligible for merging or splitting.`,
	};
	expect(refused('SplitShard', {StreamName: stream, ShardToSplit: zero, NewStartingHashKey: '100'})).toEqual(closed);
	expect(refused('MergeShards', {StreamName: stream, ShardToMerge: zero, AdjacentShardToMerge: two})).toEqual(closed);
});

test('a shard that is not there is not found, in loose forms of its ID too', () => {
	const {call, refused, aStream} = createCaller({kinesisDelayMs: 0});
	const stream = aStream();
	const missing = (shardId: string) => ({
		code: 'ResourceNotFoundException',
		message: `Could not find shard ${shardId} in stream orders under account 000000000000.`,
	});

	for (const shardId of ['shardId-000000000005', 'shardId-x', '2147483648']) {
		expect(refused('SplitShard', {StreamName: stream, ShardToSplit: shardId, NewStartingHashKey: half})).toEqual(missing(shardId));
	}
	expect(refused('MergeShards', {StreamName: stream, ShardToMerge: '0', AdjacentShardToMerge: 'shardId-1'})).toEqual(missing('shardId-1'));
	call('SplitShard', {StreamName: stream, ShardToSplit: '0', NewStartingHashKey: half});
	expect(call('ListShards', {StreamName: stream}).Shards).toHaveLength(3);
});

test('an on-demand stream is resharded by nobody but AWS', () => {
	const {call, refused} = createCaller({kinesisDelayMs: 0});
	call('CreateStream', {StreamName: 'orders'});

	expect(refused('SplitShard', {StreamName: 'orders', ShardToSplit: zero, NewStartingHashKey: '100'}).code).toBe('ValidationException');
	expect(refused('MergeShards', {StreamName: 'orders', ShardToMerge: zero, AdjacentShardToMerge: one}).code).toBe('ValidationException');
});

test('sequence numbers grow over splits in the same second', () => {
	const {call, aStream, put} = createCaller({kinesisDelayMs: 0});
	const stream = aStream();
	const numbers = [BigInt(put({stream, hashKey: '0'}).SequenceNumber)];
	for (const [index, key] of ['1000000', '10000', '100'].entries()) {
		call('SplitShard', {StreamName: stream, ShardToSplit: String(index === 0 ? 0 : index * 2 - 1), NewStartingHashKey: key});
		numbers.push(BigInt(put({stream, hashKey: '0'}).SequenceNumber));
	}

	expect(numbers).toEqual(numbers.toSorted((left, right) => (left < right ? -1 : 1)));
	const {Shards: shards} = call('ListShards', {StreamName: stream});
	for (const child of shards) {
		const parent = shards.find((shard: Answer) => shard.ShardId === child.ParentShardId);
		if (!parent) continue;
		expect(BigInt(child.SequenceNumberRange.StartingSequenceNumber)).toBeGreaterThan(
			BigInt(parent.SequenceNumberRange.EndingSequenceNumber),
		);
	}
});

test('a closed shard is listed until all it held has expired', () => {
	const {call, clock, refused, aStream, put, iterator} = createCaller({kinesisDelayMs: 0});
	const stream = aStream();
	put({stream, text: 'old'});
	const old = iterator({stream});
	call('SplitShard', {StreamName: stream, ShardToSplit: zero, NewStartingHashKey: half});
	const ids = (filter?: object) =>
		call('ListShards', {StreamName: stream, ShardFilter: filter}).Shards.map((shard: Answer) => shard.ShardId);

	expect(ids()).toEqual([zero, one, two]);
	expect(ids({Type: 'AT_LATEST'})).toEqual([one, two]);
	clock.advance(24 * 3_600_000);
	expect(ids()).toEqual([zero, one, two]);
	clock.advance(1);
	expect(ids()).toEqual([one, two]);
	expect(refused('GetRecords', {ShardIterator: old}).code).toBe('ExpiredIteratorException');
	expect(refused('GetShardIterator', {StreamName: stream, ShardId: zero, ShardIteratorType: 'TRIM_HORIZON'})).toEqual({
		code: 'ResourceNotFoundException',
		message: `Shard ${zero} in stream orders under account 000000000000 does not exist`,
	});
	expect(base64('')).toBe('');
});
