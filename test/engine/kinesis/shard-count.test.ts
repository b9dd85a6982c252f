import {expect, test} from 'vitest';
import {hashKeyMax} from '../../../source/rules/hash-key.ts';
import {createCaller, type Answer, type KinesisCaller} from './call.ts';

const openRanges = (call: KinesisCaller['call'], stream: string): Array<[bigint, bigint]> =>
	call('ListShards', {StreamName: stream, ShardFilter: {Type: 'AT_LATEST'}})
		.Shards.map((shard: Answer) => [BigInt(shard.HashKeyRange.StartingHashKey), BigInt(shard.HashKeyRange.EndingHashKey)])
		.toSorted(([left]: [bigint], [right]: [bigint]) => (left < right ? -1 : 1));

test.each([
	[1, 2],
	[2, 3],
	[3, 6],
	[4, 2],
	[5, 3],
	[7, 11],
	[6, 6],
])('%i shards become %i of equal ranges without a gap', (before, after) => {
	const {call, aStream} = createCaller({kinesisDelayMs: 0});
	const stream = aStream({shardCount: before});

	const answer = call('UpdateShardCount', {StreamName: stream, TargetShardCount: after, ScalingType: 'UNIFORM_SCALING'});

	expect(answer).toMatchObject({StreamName: stream, CurrentShardCount: before, TargetShardCount: after});
	const ranges = openRanges(call, stream);
	expect(ranges).toHaveLength(after);
	expect(ranges.map(([start]) => start)).toEqual([0n, ...ranges.slice(0, -1).map(([, end]) => end + 1n)]);
	expect(ranges.at(-1)?.[1]).toBe(hashKeyMax);
	const sizes = ranges.map(([start, end]) => Number((end - start) / (hashKeyMax / 1_000_000n)));
	expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThan(2);
});

test('doubling splits each shard once', () => {
	const {call, aStream} = createCaller({kinesisDelayMs: 0});
	const stream = aStream({shardCount: 3});

	call('UpdateShardCount', {StreamName: stream, TargetShardCount: 6, ScalingType: 'UNIFORM_SCALING'});

	expect(call('ListShards', {StreamName: stream}).Shards).toHaveLength(9);
});

test('the stream is UPDATING and keeps its shards until then', () => {
	const {call, clock, aStream} = createCaller();
	const stream = aStream({shardCount: 2});

	call('UpdateShardCount', {StreamName: stream, TargetShardCount: 4, ScalingType: 'UNIFORM_SCALING'});
	const before = call('DescribeStreamSummary', {StreamName: stream}).StreamDescriptionSummary;
	clock.advance(500);
	const after = call('DescribeStreamSummary', {StreamName: stream}).StreamDescriptionSummary;

	expect([before.StreamStatus, before.OpenShardCount]).toEqual(['UPDATING', 2]);
	expect([after.StreamStatus, after.OpenShardCount]).toEqual(['ACTIVE', 4]);
});

test('a count can at most double and at most halve', () => {
	const {call, refused, aStream} = createCaller({kinesisDelayMs: 0});
	const stream = aStream({shardCount: 5});
	const to = (count: number) => ({StreamName: stream, TargetShardCount: count, ScalingType: 'UNIFORM_SCALING'});

	expect(refused('UpdateShardCount', to(11))).toEqual({
		code: 'InvalidArgumentException',
		message:
			'UpdateShardCount cannot scale up over double your current open shard count. Current open shard count: 5 Target shard count: 11',
	});
	expect(refused('UpdateShardCount', to(2))).toEqual({
		code: 'InvalidArgumentException',
		message:
			'UpdateShardCount cannot scale down below half your current open shard count. Current open shard count: 5 Target shard count: 2',
	});
	expect(refused('UpdateShardCount', to(10_001)).code).toBe('LimitExceededException');
	call('UpdateShardCount', to(10));
	call('UpdateShardCount', to(5));
	call('UpdateShardCount', to(3));
});

test('a stream can be scaled ten times in 24 hours', () => {
	const {call, refused, clock, aStream} = createCaller({kinesisDelayMs: 0});
	const stream = aStream({shardCount: 1});
	const to = (count: number) => ({StreamName: stream, TargetShardCount: count, ScalingType: 'UNIFORM_SCALING'});
	for (let index = 0; index < 10; index++) call('UpdateShardCount', to(index % 2 === 0 ? 2 : 1));

	expect(refused('UpdateShardCount', to(2)).code).toBe('LimitExceededException');
	clock.advance(86_400_000 - 1);
	expect(refused('UpdateShardCount', to(2)).code).toBe('LimitExceededException');
	clock.advance(1);
	expect(call('UpdateShardCount', to(2)).TargetShardCount).toBe(2);
});

test('an on-demand stream and one that is UPDATING are not scaled', () => {
	const {call, refused, clock, aStream} = createCaller();
	const stream = aStream({shardCount: 2});
	call('CreateStream', {StreamName: 'bills'});
	clock.advance(500);
	const to = (name: string, count: number) => ({StreamName: name, TargetShardCount: count, ScalingType: 'UNIFORM_SCALING'});

	expect(refused('UpdateShardCount', to('bills', 8)).code).toBe('ValidationException');
	call('UpdateShardCount', to(stream, 4));
	expect(refused('UpdateShardCount', to(stream, 2)).message).toBe(
		'Stream orders under account 000000000000 not ACTIVE, instead in state UPDATING',
	);
	expect(refused('UpdateShardCount', {...to(stream, 2), ScalingType: 'X'}).message).toBe(
		"1 validation error detected: Value 'X' at 'scalingType' failed to satisfy constraint: Member must satisfy enum value set: [UNIFORM_SCALING]",
	);
});
