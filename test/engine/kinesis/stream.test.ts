import {expect, test} from 'vitest';
import {base64, createCaller} from './call.ts';

const missing = {code: 'ResourceNotFoundException', message: 'Stream orders under account 000000000000 not found.'};

test('a stream is CREATING without shards, then ACTIVE with them', () => {
	const {call, clock} = createCaller({kinesisDelayMs: 500});
	call('CreateStream', {StreamName: 'orders', ShardCount: 3});

	clock.advance(499);
	const before = call('DescribeStream', {StreamName: 'orders'}).StreamDescription;
	clock.advance(1);
	const after = call('DescribeStream', {StreamName: 'orders'}).StreamDescription;

	expect([before.StreamStatus, before.Shards.length]).toEqual(['CREATING', 0]);
	expect([after.StreamStatus, after.Shards.length]).toEqual(['ACTIVE', 3]);
	expect(after).toMatchObject({
		StreamName: 'orders',
		StreamARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/orders',
		StreamModeDetails: {StreamMode: 'PROVISIONED'},
		HasMoreShards: false,
		RetentionPeriodHours: 24,
		EnhancedMonitoring: [{ShardLevelMetrics: []}],
		EncryptionType: 'NONE',
	});
});

test('without a delay a stream is ACTIVE at once and gone at once', () => {
	const {call, refused} = createCaller({kinesisDelayMs: 0});

	call('CreateStream', {StreamName: 'orders', ShardCount: 1});
	expect(call('DescribeStreamSummary', {StreamName: 'orders'}).StreamDescriptionSummary.StreamStatus).toBe('ACTIVE');

	call('DeleteStream', {StreamName: 'orders'});
	expect(refused('DescribeStream', {StreamName: 'orders'})).toEqual(missing);
});

test('three shards have the ranges and the starting numbers that AWS gives', () => {
	const {call, aStream} = createCaller();
	aStream({shardCount: 3});

	const {Shards: shards} = call('ListShards', {StreamName: 'orders'});

	expect(shards.map((shard: {HashKeyRange: object}) => shard.HashKeyRange)).toEqual([
		{StartingHashKey: '0', EndingHashKey: '113427455640312821154458202477256070484'},
		{StartingHashKey: '113427455640312821154458202477256070485', EndingHashKey: '226854911280625642308916404954512140969'},
		{StartingHashKey: '226854911280625642308916404954512140970', EndingHashKey: '340282366920938463463374607431768211455'},
	]);
	const starts = shards.map((shard: {SequenceNumberRange: {StartingSequenceNumber: string}}) => {
		return shard.SequenceNumberRange.StartingSequenceNumber;
	});
	expect(starts.map((start: string) => start.length)).toEqual([56, 56, 56]);
	expect(BigInt(starts[1]) - BigInt(starts[0])).toBe(22300745198530623141535718272648361505980432n);
	expect(BigInt(starts[2]) - BigInt(starts[1])).toBe(22300745198530623141535718272648361505980432n);
});

test('a name alone makes an on-demand stream of four shards', () => {
	const {call} = createCaller({kinesisDelayMs: 0});

	call('CreateStream', {StreamName: 'orders'});

	expect(call('DescribeStreamSummary', {StreamName: 'orders'}).StreamDescriptionSummary).toMatchObject({
		StreamModeDetails: {StreamMode: 'ON_DEMAND'},
		OpenShardCount: 4,
		ConsumerCount: 0,
		MaxRecordSizeInKiB: 1024,
		RecordDistributionStrategy: 'USER_PARTITION_KEY',
	});
});

test('a stream that exists cannot be created again, also while it is being deleted', () => {
	const {call, refused, aStream} = createCaller();
	aStream();
	const exists = {code: 'ResourceInUseException', message: 'Stream orders under account 000000000000 already exists.'};

	expect(refused('CreateStream', {StreamName: 'orders', ShardCount: 1})).toEqual(exists);
	call('DeleteStream', {StreamName: 'orders'});
	expect(refused('CreateStream', {StreamName: 'orders', ShardCount: 1})).toEqual(exists);
});

test('shards beyond the account limit are refused with the numbers', () => {
	const {refused, aStream} = createCaller();
	aStream({shardCount: 2});

	expect(refused('CreateStream', {StreamName: 'huge', ShardCount: 19_999})).toEqual({
		code: 'LimitExceededException',
		message:
			'This request would exceed the shard limit for the account 000000000000 in us-east-1. Current shard count for the account: 2. Limit: 20000. Number of additional shards that would have resulted from this request: 19999. Refer to the AWS Service Limits page (http://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html) for current limits and how to request higher limits.',
	});
});

test('a sixth stream being created is refused where limits are enforced', () => {
	const {call, refused} = createCaller({enforceLimits: true});
	for (const name of ['a', 'b', 'c', 'd', 'e']) call('CreateStream', {StreamName: name, ShardCount: 1});

	expect(refused('CreateStream', {StreamName: 'f', ShardCount: 1}).code).toBe('LimitExceededException');
});

test('many streams can be created at once where limits are not enforced', () => {
	const {call} = createCaller();

	for (let index = 0; index < 20; index++) call('CreateStream', {StreamName: `stream-${index}`, ShardCount: 1});

	expect(call('ListStreams').StreamNames).toHaveLength(20);
});

test('a stream being deleted is shown without shards, takes no records, and then is gone', () => {
	const {call, refused, clock, aStream} = createCaller();
	aStream();

	call('DeleteStream', {StreamName: 'orders'});

	const {StreamStatus: status, Shards: shards} = call('DescribeStream', {StreamName: 'orders'}).StreamDescription;
	expect([status, shards]).toEqual(['DELETING', []]);
	expect(refused('PutRecord', {StreamName: 'orders', PartitionKey: 'a', Data: base64('x')})).toEqual(missing);
	clock.advance(500);
	expect(refused('DescribeStream', {StreamName: 'orders'})).toEqual(missing);
});

test('a stream that is being created can be deleted', () => {
	const {call, refused, clock} = createCaller();
	call('CreateStream', {StreamName: 'orders', ShardCount: 1});

	call('DeleteStream', {StreamName: 'orders'});
	clock.advance(500);

	expect(refused('DescribeStream', {StreamName: 'orders'})).toEqual(missing);
});

test('a stream can be named by its ARN, and a wrong ARN is answered with the name', () => {
	const {call, refused, arnOf, aStream} = createCaller();
	aStream();

	expect(call('DescribeStream', {StreamARN: arnOf('orders')}).StreamDescription.StreamName).toBe('orders');
	expect(refused('DescribeStream', {StreamARN: arnOf('bills')})).toEqual({
		code: 'ResourceNotFoundException',
		message: 'Stream bills under account 000000000000 not found.',
	});
	expect(refused('DescribeStream', {StreamARN: 'arn:aws:kinesis:us-east-1:111111111111:stream/orders'}).message).toBe(
		'Stream orders under account 111111111111 not found.',
	);
});

test('name and ARN must agree, and one of them must be there', () => {
	const {call, refused, arnOf, aStream} = createCaller();
	aStream();

	call('DescribeStream', {StreamName: 'orders', StreamARN: arnOf('orders')});
	expect(refused('DescribeStream', {StreamName: 'bills', StreamARN: arnOf('orders')}).code).toBe('InvalidArgumentException');
	expect(refused('DescribeStream')).toEqual({
		code: 'InvalidArgumentException',
		message: 'Either StreamName or StreamARN should be provided.',
	});
});

test('streams are listed in alphabetical order, page by page', () => {
	const {call, aStream} = createCaller();
	for (const name of ['c', 'a', 'b']) aStream({name});

	const first = call('ListStreams', {Limit: 2});
	const second = call('ListStreams', {NextToken: first.NextToken});

	expect([first.StreamNames, first.HasMoreStreams]).toEqual([['a', 'b'], true]);
	expect([second.StreamNames, second.HasMoreStreams, second.NextToken]).toEqual([['c'], false, undefined]);
	expect(call('ListStreams', {ExclusiveStartStreamName: 'a'}).StreamNames).toEqual(['b', 'c']);
	expect(first.StreamSummaries[0]).toMatchObject({StreamName: 'a', StreamStatus: 'ACTIVE', StreamModeDetails: {StreamMode: 'PROVISIONED'}});
});

test('the framework words broken constraints as AWS does', () => {
	const {refused} = createCaller();

	expect(refused('CreateStream', {}).message).toBe(
		"1 validation error detected: Value null at 'streamName' failed to satisfy constraint: Member must not be null",
	);
	expect(refused('CreateStream', {StreamName: '', ShardCount: 0})).toEqual({
		code: 'ValidationException',
		message:
			"3 validation errors detected: Value '' at 'streamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+; Value '' at 'streamName' failed to satisfy constraint: Member must have length greater than or equal to 1; Value '0' at 'shardCount' failed to satisfy constraint: Member must have value greater than or equal to 1",
	});
	expect(refused('DescribeStream', {StreamName: 'a'.repeat(129)}).message).toBe(
		`1 validation error detected: Value '${'a'.repeat(129)}' at 'streamName' failed to satisfy constraint: Member must have length less than or equal to 128`,
	);
});
