import {expect, test} from 'vitest';
import {base64, createCaller, type Answer} from './call.ts';

const zero = 'shardId-000000000000';
const tooFast = {
	code: 'ProvisionedThroughputExceededException',
	message: `Rate exceeded for shard ${zero} in stream orders under account 000000000000.`,
};

test('a shard takes 1,000 records a second, and the others of a call fail one by one', () => {
	const {call, clock, aStream, refused} = createCaller({enforceLimits: true});
	const stream = aStream();
	const records = (count: number) => ({StreamName: stream, Records: Array.from({length: count}, () => ({PartitionKey: 'k', Data: ''}))});
	call('PutRecords', records(500));
	call('PutRecords', records(499));

	const answer = call('PutRecords', records(3));

	expect(answer.FailedRecordCount).toBe(2);
	expect(answer.Records[0]).toMatchObject({ShardId: zero});
	expect(answer.Records[1]).toEqual({ErrorCode: tooFast.code, ErrorMessage: tooFast.message});
	expect(refused('PutRecord', {StreamName: stream, PartitionKey: 'k', Data: ''})).toEqual(tooFast);
	clock.advance(1);
	expect(call('PutRecords', records(2)).FailedRecordCount).toBe(1);
});

test('a shard takes 1 MiB a second, another shard its own', () => {
	const {call, clock, aStream, refused} = createCaller({enforceLimits: true});
	const stream = aStream({shardCount: 2});
	const put = (byteCount: number, hashKey = '0') => ({
		StreamName: stream,
		PartitionKey: 'k',
		Data: base64('x'.repeat(byteCount - 1)),
		ExplicitHashKey: hashKey,
	});
	call('PutRecord', put(1024 * 1024 - 1));
	call('PutRecord', put(1));

	expect(refused('PutRecord', put(1))).toEqual(tooFast);
	call('PutRecord', put(1024 * 1024, (1n << 127n).toString()));
	clock.advance(500);
	expect(refused('PutRecord', put(600_000))).toEqual(tooFast);
	expect(call('PutRecord', put(500_000)).ShardId).toBe(zero);
});

test('a record larger than a second takes is taken, and paid for by the seconds after', () => {
	const {call, clock, aStream, refused, arnOf} = createCaller({enforceLimits: true});
	const stream = aStream();
	call('UpdateMaxRecordSize', {StreamARN: arnOf(stream), MaxRecordSizeInKiB: 10_240});
	clock.advance(1000);
	const put = (byteCount: number) => ({StreamName: stream, PartitionKey: 'k', Data: base64('x'.repeat(byteCount - 1))});

	call('PutRecord', put(3 * 1024 * 1024));
	clock.advance(1999);
	expect(refused('PutRecord', put(1))).toEqual(tooFast);
	clock.advance(2);
	expect(call('PutRecord', put(1)).ShardId).toBe(zero);
});

test('a shard is read five times a second', () => {
	const {call, clock, aStream, refused, iterator} = createCaller({enforceLimits: true});
	const token = iterator({stream: aStream()});
	for (let index = 0; index < 5; index++) call('GetRecords', {ShardIterator: token});

	expect(refused('GetRecords', {ShardIterator: token})).toEqual(tooFast);
	clock.advance(200);
	call('GetRecords', {ShardIterator: token});
	expect(refused('GetRecords', {ShardIterator: token})).toEqual(tooFast);
});

test('an answer of 10 MiB keeps a shard from being read for four more seconds', () => {
	const {call, clock, aStream, refused, iterator} = createCaller({enforceLimits: true});
	const stream = aStream();
	for (let index = 0; index < 10; index++) {
		call('PutRecord', {StreamName: stream, PartitionKey: 'k', Data: base64('x'.repeat(1024 * 1024 - 1))});
		clock.advance(1000);
	}
	const token = iterator({stream});

	expect(call('GetRecords', {ShardIterator: token}).Records).toHaveLength(10);
	clock.advance(4000);
	expect(refused('GetRecords', {ShardIterator: token})).toEqual(tooFast);
	clock.advance(1);
	expect(call('GetRecords', {ShardIterator: token}).Records).toHaveLength(10);
});

test('without limits a shard takes what it is given', () => {
	const {call, aStream, iterator} = createCaller();
	const stream = aStream();
	const records = Array.from({length: 500}, () => ({PartitionKey: 'k', Data: ''}));
	const failed = Array.from({length: 10}, () => call('PutRecords', {StreamName: stream, Records: records}).FailedRecordCount);
	const token = iterator({stream});
	const read = Array.from({length: 10}, (): Answer => call('GetRecords', {ShardIterator: token}).Records.length);

	expect(failed.every(count => count === 0)).toBe(true);
	expect(read.every(count => count === 5000)).toBe(true);
});
