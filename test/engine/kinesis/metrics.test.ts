import {describe, expect, test} from 'vitest';
import type {MetricReading, StreamEvent} from '../../../source/engine/action.ts';
import {base64, createCaller, type KinesisCaller} from './call.ts';

const shardId = 'shardId-000000000000';

/** Kinesis, and what CloudWatch hears of it since the last time that it was asked. */
function listen(options: Parameters<typeof createCaller>[0] = {}): {
	kinesis: KinesisCaller;
	heard(dimension?: string): Record<string, number>;
} {
	const data: MetricReading[] = [];
	const kinesis = createCaller({kinesisDelayMs: 0, ...options}, {countMetrics: reading => data.push(reading)});
	return {
		kinesis,
		/** Sums by name of those with this dimension, or with the stream's alone. */
		heard(dimension) {
			const sums: Record<string, number> = {};
			for (const {namespace, dimensions, values} of data.splice(0)) {
				expect(namespace).toBe('AWS/Kinesis');
				expect(dimensions['StreamName']).toBe('clicks');
				const isWanted = dimension === undefined ? Object.keys(dimensions).length === 1 : dimension in dimensions;
				for (const {name, value} of isWanted ? values : []) sums[name] = (sums[name] ?? 0) + value;
			}
			return sums;
		},
	};
}

test('a put of one record', () => {
	const {kinesis, heard} = listen();
	kinesis.aStream({name: 'clicks', shardCount: 1});
	kinesis.put({stream: 'clicks', key: 'key', text: 'hello'});

	expect(heard()).toEqual({
		'PutRecord.Bytes': 8,
		'PutRecord.Success': 1,
		WriteProvisionedThroughputExceeded: 0,
		IncomingBytes: 8,
		IncomingRecords: 1,
	});
});

test('a put of several records, of which some find no room', () => {
	const {kinesis, heard} = listen({enforceLimits: true});
	kinesis.aStream({name: 'clicks', shardCount: 1});
	const record = {PartitionKey: 'k', Data: base64('x'.repeat(600 * 1024))};
	kinesis.call('PutRecords', {StreamName: 'clicks', Records: [record, record, record]});

	expect(heard()).toMatchObject({
		'PutRecords.Success': 1,
		'PutRecords.TotalRecords': 3,
		'PutRecords.SuccessfulRecords': 1,
		'PutRecords.ThrottledRecords': 2,
		'PutRecords.FailedRecords': 0,
		WriteProvisionedThroughputExceeded: 2,
		IncomingRecords: 1,
		IncomingBytes: 600 * 1024 + 1,
	});
});

test('a put that finds no room at all', () => {
	const {kinesis, heard} = listen({enforceLimits: true});
	kinesis.aStream({name: 'clicks', shardCount: 1});
	kinesis.put({stream: 'clicks', key: 'k', text: 'x'.repeat(1000 * 1024)});
	heard();

	expect(kinesis.refused('PutRecord', {StreamName: 'clicks', PartitionKey: 'k', Data: base64('x'.repeat(100 * 1024))}).code).toBe(
		'ProvisionedThroughputExceededException',
	);

	expect(heard()).toEqual({'PutRecord.Bytes': 0, 'PutRecord.Success': 0, WriteProvisionedThroughputExceeded: 1});
});

test('a read, with how far it is behind', () => {
	const {kinesis, heard} = listen();
	kinesis.aStream({name: 'clicks', shardCount: 1});
	kinesis.put({stream: 'clicks', text: 'a'});
	kinesis.put({stream: 'clicks', text: 'b'});
	kinesis.clock.advance(5000);
	heard();

	kinesis.call('GetRecords', {ShardIterator: kinesis.iterator({stream: 'clicks'}), Limit: 1});

	expect(heard()).toEqual({
		'GetRecords.Bytes': 4,
		'GetRecords.Records': 1,
		'GetRecords.Success': 1,
		'GetRecords.IteratorAgeMilliseconds': 5000,
		ReadProvisionedThroughputExceeded: 0,
	});
});

test('a read too many', () => {
	const {kinesis, heard} = listen({enforceLimits: true});
	kinesis.aStream({name: 'clicks', shardCount: 1});
	const ShardIterator = kinesis.iterator({stream: 'clicks'});
	for (let index = 0; index < 5; index++) kinesis.call('GetRecords', {ShardIterator});
	heard();

	expect(kinesis.refused('GetRecords', {ShardIterator}).code).toBe('ProvisionedThroughputExceededException');

	expect(heard()).toEqual({'GetRecords.Success': 0, ReadProvisionedThroughputExceeded: 1});
});

describe('enhanced monitoring', () => {
	test('tells of shards what it was asked to, and nothing before', () => {
		const {kinesis, heard} = listen();
		kinesis.aStream({name: 'clicks', shardCount: 1});
		kinesis.put({stream: 'clicks', key: 'key', text: 'hello'});
		expect(heard('ShardId')).toEqual({});

		kinesis.call('EnableEnhancedMonitoring', {StreamName: 'clicks', ShardLevelMetrics: ['IncomingBytes', 'OutgoingRecords']});
		kinesis.put({stream: 'clicks', key: 'key', text: 'hello'});
		kinesis.texts('clicks');
		expect(heard('ShardId')).toEqual({IncomingBytes: 8, OutgoingRecords: 2});
	});

	test('tells of all seven', () => {
		const {kinesis, heard} = listen({enforceLimits: true});
		kinesis.aStream({name: 'clicks', shardCount: 1});
		kinesis.call('EnableEnhancedMonitoring', {StreamName: 'clicks', ShardLevelMetrics: ['ALL']});
		kinesis.put({stream: 'clicks', key: 'k', text: 'x'.repeat(1000 * 1024)});
		kinesis.refused('PutRecord', {StreamName: 'clicks', PartitionKey: 'k', Data: base64('x'.repeat(100 * 1024))});
		kinesis.call('GetRecords', {ShardIterator: kinesis.iterator({stream: 'clicks'})});
		const ShardIterator = kinesis.iterator({stream: 'clicks', ShardIteratorType: 'LATEST'});
		for (let index = 0; index < 4; index++) kinesis.call('GetRecords', {ShardIterator});
		kinesis.refused('GetRecords', {ShardIterator});

		expect(heard('ShardId')).toEqual({
			IncomingBytes: 1000 * 1024 + 1,
			IncomingRecords: 1,
			OutgoingBytes: 1000 * 1024 + 1,
			OutgoingRecords: 1,
			IteratorAgeMilliseconds: 0,
			WriteProvisionedThroughputExceeded: 1,
			ReadProvisionedThroughputExceeded: 1,
		});
	});
});

test('a subscription and its events, by consumer', async () => {
	const {kinesis, heard} = listen();
	kinesis.aStream({name: 'clicks', shardCount: 1});
	const {Consumer} = kinesis.call('RegisterStreamConsumer', {StreamARN: kinesis.arnOf('clicks'), ConsumerName: 'mail'});
	kinesis.put({stream: 'clicks', key: 'k', text: 'abc'});
	heard();

	const events = kinesis.call('SubscribeToShard', {
		ConsumerARN: Consumer.ConsumerARN,
		ShardId: shardId,
		StartingPosition: {Type: 'TRIM_HORIZON'},
	}) as AsyncIterator<StreamEvent>;
	await events.next();
	await events.return?.();

	expect(heard('ConsumerName')).toEqual({
		'SubscribeToShard.Success': 1,
		'SubscribeToShardEvent.Success': 1,
		'SubscribeToShardEvent.Bytes': 4,
		'SubscribeToShardEvent.Records': 1,
		'SubscribeToShardEvent.MillisBehindLatest': 0,
	});
});
