import {expect, test} from 'vitest';
import {createCaller, type Answer} from './call.ts';

const half = (1n << 127n).toString();
const hourMs = 3_600_000;

/** A stream whose first shard was split an hour ago; its children are shards 1 and 2. */
function aSplitStream() {
	const caller = createCaller({kinesisDelayMs: 0});
	const {call, clock, aStream} = caller;
	const stream = aStream();
	const createdAtMs = clock.nowMs();
	clock.advance(hourMs);
	call('SplitShard', {StreamName: stream, ShardToSplit: '0', NewStartingHashKey: half});
	const splitAtMs = clock.nowMs();
	clock.advance(hourMs);
	const indexes = (filter?: object): number[] =>
		call('ListShards', {StreamName: stream, ShardFilter: filter}).Shards.map((shard: Answer) => Number(shard.ShardId.slice(-3)));
	return {...caller, stream, createdAtMs, splitAtMs, indexes};
}

test('without a filter closed shards are listed too', () => {
	const {indexes} = aSplitStream();

	expect(indexes()).toEqual([0, 1, 2]);
	expect(indexes({Type: 'FROM_TRIM_HORIZON'})).toEqual([0, 1, 2]);
});

test('AT_LATEST lists open shards only', () => {
	expect(aSplitStream().indexes({Type: 'AT_LATEST'})).toEqual([1, 2]);
});

test('AT_TRIM_HORIZON lists the shards that were open at the oldest time that can be read', () => {
	const {indexes, clock} = aSplitStream();

	expect(indexes({Type: 'AT_TRIM_HORIZON'})).toEqual([0]);
	clock.advance(24 * hourMs);
	expect(indexes({Type: 'AT_TRIM_HORIZON'})).toEqual([1, 2]);
});

test('AT_TIMESTAMP lists the shards that were open at that time', () => {
	const {indexes, createdAtMs, splitAtMs} = aSplitStream();

	expect(indexes({Type: 'AT_TIMESTAMP', Timestamp: createdAtMs - hourMs})).toEqual([0]);
	expect(indexes({Type: 'AT_TIMESTAMP', Timestamp: splitAtMs - 1})).toEqual([0]);
	expect(indexes({Type: 'AT_TIMESTAMP', Timestamp: splitAtMs})).toEqual([0, 1, 2]);
	expect(indexes({Type: 'AT_TIMESTAMP', Timestamp: splitAtMs + 1})).toEqual([1, 2]);
});

test('FROM_TIMESTAMP lists the shards that were closed then or later, and the open ones', () => {
	const {indexes, splitAtMs} = aSplitStream();

	expect(indexes({Type: 'FROM_TIMESTAMP', Timestamp: splitAtMs})).toEqual([0, 1, 2]);
	expect(indexes({Type: 'FROM_TIMESTAMP', Timestamp: splitAtMs + 1})).toEqual([1, 2]);
});

test('AFTER_SHARD_ID lists what follows a shard', () => {
	expect(aSplitStream().indexes({Type: 'AFTER_SHARD_ID', ShardId: 'shardId-000000000001'})).toEqual([2]);
});

test('a filter must come with what its type needs', () => {
	const {refused, stream} = aSplitStream();
	const code = (filter: object) => refused('ListShards', {StreamName: stream, ShardFilter: filter}).code;

	expect(code({Type: 'AT_TIMESTAMP'})).toBe('InvalidArgumentException');
	expect(code({Type: 'FROM_TIMESTAMP'})).toBe('InvalidArgumentException');
	expect(code({Type: 'AFTER_SHARD_ID'})).toBe('InvalidArgumentException');
	expect(code({Type: 'AFTER_SHARD_ID', ShardId: '7'})).toBe('ResourceNotFoundException');
	expect(code({})).toBe('ValidationException');
});

test('shards are listed page by page, and the filter goes on', () => {
	const {call, aStream} = createCaller({kinesisDelayMs: 0});
	const stream = aStream({shardCount: 5});
	call('SplitShard', {StreamName: stream, ShardToSplit: '0', NewStartingHashKey: '100'});
	const ids = (answer: Answer) => answer.Shards.map((shard: Answer) => Number(shard.ShardId.slice(-3)));

	const first = call('ListShards', {StreamName: stream, MaxResults: 3, ShardFilter: {Type: 'AT_LATEST'}});
	const second = call('ListShards', {NextToken: first.NextToken, MaxResults: 2});
	const third = call('ListShards', {NextToken: second.NextToken});

	expect([first, second, third].map(ids)).toEqual([[1, 2, 3], [4, 5], [6]]);
	expect(third.NextToken).toBeUndefined();
	expect(ids(call('ListShards', {StreamName: stream, ExclusiveStartShardId: 'shardId-000000000004'}))).toEqual([5, 6]);
});

test('a token lives for 300 seconds and stands alone', () => {
	const {call, refused, clock, aStream} = createCaller({kinesisDelayMs: 0});
	const stream = aStream({shardCount: 2});
	const {NextToken: token} = call('ListShards', {StreamName: stream, MaxResults: 1});

	expect(refused('ListShards', {StreamName: stream, NextToken: token})).toEqual({
		code: 'InvalidArgumentException',
		message: 'NextToken and StreamName cannot be provided together.',
	});
	expect(refused('ListShards', {})).toEqual({
		code: 'InvalidArgumentException',
		message: 'Either NextToken or StreamName should be provided.',
	});
	for (const wrong of ['x', 'bnVsbA==', 'WzFd']) expect(refused('ListShards', {NextToken: wrong}).message).toBe('Invalid NextToken.');
	clock.advance(300_000);
	call('ListShards', {NextToken: token});
	clock.advance(1);
	expect(refused('ListShards', {NextToken: token}).code).toBe('ExpiredNextTokenException');
});

test('DescribeStream pages through all shards, closed ones included', () => {
	const {call, refused, stream} = aSplitStream();

	const first = call('DescribeStream', {StreamName: stream, Limit: 2}).StreamDescription;
	const last = first.Shards.at(-1).ShardId;
	const second = call('DescribeStream', {StreamName: stream, ExclusiveStartShardId: last}).StreamDescription;

	expect([first.Shards.length, first.HasMoreShards]).toEqual([2, true]);
	expect([second.Shards.length, second.HasMoreShards]).toEqual([1, false]);
	expect(refused('DescribeStream', {StreamName: stream, ExclusiveStartShardId: 'x'})).toEqual({
		code: 'ResourceNotFoundException',
		message: 'Could not find shard x in stream orders under account 000000000000.',
	});
});
