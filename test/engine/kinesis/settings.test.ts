import {expect, test} from 'vitest';
import {base64, createCaller} from './call.ts';

const hourMs = 3_600_000;

test('a longer retention period keeps records longer, but brings none back', () => {
	const {call, clock, aStream, put, texts} = createCaller({kinesisDelayMs: 0});
	const stream = aStream();
	put({stream, text: 'expired'});
	clock.advance(hourMs);
	put({stream, text: 'kept'});
	clock.advance(23 * hourMs + 1);

	call('IncreaseStreamRetentionPeriod', {StreamName: stream, RetentionPeriodHours: 48});
	expect(texts(stream)).toEqual(['kept']);
	clock.advance(20 * hourMs);
	expect(texts(stream)).toEqual(['kept']);
	call('DecreaseStreamRetentionPeriod', {StreamName: stream, RetentionPeriodHours: 24});
	expect(texts(stream)).toEqual([]);
});

test('retention periods run from 24 to 8,760 hours, each way by its own call', () => {
	const {call, refused, aStream} = createCaller({kinesisDelayMs: 0});
	const stream = aStream();
	const increase = (hours: number) => refused('IncreaseStreamRetentionPeriod', {StreamName: stream, RetentionPeriodHours: hours});
	const decrease = (hours: number) => refused('DecreaseStreamRetentionPeriod', {StreamName: stream, RetentionPeriodHours: hours});
	const refusal = (message: string) => ({code: 'InvalidArgumentException', message});
	call('IncreaseStreamRetentionPeriod', {StreamName: stream, RetentionPeriodHours: 25});
	call('IncreaseStreamRetentionPeriod', {StreamName: stream, RetentionPeriodHours: 25});

	expect(increase(23)).toEqual(
		refusal('Minimum allowed retention period is 24 hours. Requested retention period (23 hours) is too short.'),
	);
	expect(increase(8761)).toEqual(
		refusal('Maximum allowed retention period is 8760 hours. Requested retention period (8761 hours) is too long.'),
	);
	expect(increase(24)).toEqual(
		refusal(
			'Requested retention period (24 hours) for stream orders can not be shorter than existing retention period (25 hours). Use DecreaseRetentionPeriod API.',
		),
	);
	expect(decrease(26)).toEqual(
		refusal(
			'Requested retention period (26 hours) for stream orders can not be longer than existing retention period (25 hours). Use IncreaseRetentionPeriod API.',
		),
	);
	call('IncreaseStreamRetentionPeriod', {StreamName: stream, RetentionPeriodHours: 8760});
	call('DecreaseStreamRetentionPeriod', {StreamName: stream, RetentionPeriodHours: 24});
	expect(call('DescribeStreamSummary', {StreamName: stream}).StreamDescriptionSummary.RetentionPeriodHours).toBe(24);
});

test('records put while a stream is encrypted say so, also after it is no longer', () => {
	const {call, clock, aStream, put, iterator} = createCaller();
	const stream = aStream();
	const key = {StreamName: stream, EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis'};
	const summary = () => call('DescribeStreamSummary', {StreamName: stream}).StreamDescriptionSummary;

	put({stream, text: 'plain'});
	call('StartStreamEncryption', key);
	expect([summary().StreamStatus, summary().EncryptionType]).toEqual(['UPDATING', 'NONE']);
	clock.advance(500);
	expect(summary()).toMatchObject({StreamStatus: 'ACTIVE', EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis'});
	expect(put({stream, text: 'secret'})).toMatchObject({EncryptionType: 'KMS'});
	expect(call('PutRecords', {StreamName: stream, Records: [{PartitionKey: 'k', Data: ''}]}).EncryptionType).toBe('KMS');
	call('StopStreamEncryption', key);
	clock.advance(500);

	expect(summary()).toMatchObject({EncryptionType: 'NONE', KeyId: undefined});
	const {Records: records} = call('GetRecords', {ShardIterator: iterator({stream})});
	expect(records.map((record: {EncryptionType?: string}) => record.EncryptionType)).toEqual([undefined, 'KMS', 'KMS']);
});

test('encryption knows KMS only, and changes 25 times in 24 hours', () => {
	const {call, refused, aStream} = createCaller({kinesisDelayMs: 0});
	const stream = aStream();
	const key = {StreamName: stream, EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis'};

	expect(refused('StartStreamEncryption', {...key, EncryptionType: 'NONE'}).code).toBe('InvalidArgumentException');
	for (let index = 0; index < 25; index++) call('StartStreamEncryption', key);
	expect(refused('StartStreamEncryption', key).code).toBe('LimitExceededException');
	call('StopStreamEncryption', key);
});

test('shard-level metrics are switched on and off, ALL standing for each', () => {
	const {call, aStream} = createCaller({kinesisDelayMs: 0});
	const stream = aStream();
	const all = [
		'IncomingBytes',
		'IncomingRecords',
		'OutgoingBytes',
		'OutgoingRecords',
		'WriteProvisionedThroughputExceeded',
		'ReadProvisionedThroughputExceeded',
		'IteratorAgeMilliseconds',
	];

	expect(call('EnableEnhancedMonitoring', {StreamName: stream, ShardLevelMetrics: ['OutgoingBytes', 'IncomingBytes']})).toEqual({
		StreamName: stream,
		StreamARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/orders',
		CurrentShardLevelMetrics: [],
		DesiredShardLevelMetrics: ['IncomingBytes', 'OutgoingBytes'],
	});
	expect(call('EnableEnhancedMonitoring', {StreamName: stream, ShardLevelMetrics: ['ALL']}).DesiredShardLevelMetrics).toEqual(all);
	expect(call('DisableEnhancedMonitoring', {StreamName: stream, ShardLevelMetrics: ['IncomingBytes']})).toMatchObject({
		CurrentShardLevelMetrics: all,
		DesiredShardLevelMetrics: all.slice(1),
	});
	expect(call('DescribeStream', {StreamName: stream}).StreamDescription.EnhancedMonitoring).toEqual([{ShardLevelMetrics: all.slice(1)}]);
	call('DisableEnhancedMonitoring', {StreamName: stream, ShardLevelMetrics: ['ALL']});
	expect(call('DescribeStream', {StreamName: stream}).StreamDescription.EnhancedMonitoring).toEqual([{ShardLevelMetrics: []}]);
});

test('larger records are taken when the stream allows them', () => {
	const {call, refused, aStream, arnOf} = createCaller({kinesisDelayMs: 0});
	const stream = aStream();
	const record = (byteCount: number) => ({StreamName: stream, PartitionKey: 'k', Data: base64('x'.repeat(byteCount - 1))});

	expect(refused('PutRecord', record(1024 * 1024 + 1)).code).toBe('InvalidArgumentException');
	call('UpdateMaxRecordSize', {StreamARN: arnOf(stream), MaxRecordSizeInKiB: 10_240});
	call('PutRecord', record(10 * 1024 * 1024));
	expect(refused('UpdateMaxRecordSize', {StreamARN: arnOf(stream), MaxRecordSizeInKiB: 1023}).message).toContain(
		"Value '1023' at 'maxRecordSizeInKiB' failed to satisfy constraint: Member must have value greater than or equal to 1024",
	);
	expect(refused('UpdateMaxRecordSize', {StreamARN: arnOf(stream), MaxRecordSizeInKiB: 10_241}).code).toBe('ValidationException');
});

test('the mode of a stream changes twice in 24 hours and keeps its shards', () => {
	const {call, refused, clock, aStream, arnOf} = createCaller();
	const stream = aStream({shardCount: 2});
	const change = (mode: string) => ({StreamARN: arnOf(stream), StreamModeDetails: {StreamMode: mode}});
	const summary = () => call('DescribeStreamSummary', {StreamName: stream}).StreamDescriptionSummary;

	call('UpdateStreamMode', change('ON_DEMAND'));
	expect(summary()).toMatchObject({StreamStatus: 'UPDATING', StreamModeDetails: {StreamMode: 'PROVISIONED'}});
	clock.advance(500);
	expect(summary()).toMatchObject({StreamStatus: 'ACTIVE', StreamModeDetails: {StreamMode: 'ON_DEMAND'}, OpenShardCount: 2});
	call('UpdateStreamMode', change('PROVISIONED'));
	clock.advance(500);
	expect(refused('UpdateStreamMode', change('ON_DEMAND')).code).toBe('LimitExceededException');
});

test('a stream that distributes records itself needs no keys and ignores those given', () => {
	const {call, refused, aStream, arnOf} = createCaller({kinesisDelayMs: 0});
	call('CreateStream', {StreamName: 'events'});
	const use = (name: string, strategy: string) => ({StreamARN: arnOf(name), RecordDistributionStrategy: strategy});

	expect(refused('PutRecord', {StreamName: 'events', Data: ''}).code).toBe('ValidationException');
	call('UpdateStreamRecordDistributionStrategy', use('events', 'AUTO'));
	const shards = Array.from({length: 4}, () => call('PutRecord', {StreamName: 'events', Data: '', ExplicitHashKey: '0'}).ShardId);
	expect(new Set(shards).size).toBe(4);
	expect(call('DescribeStreamSummary', {StreamName: 'events'}).StreamDescriptionSummary.RecordDistributionStrategy).toBe('AUTO');
	expect(refused('UpdateStreamRecordDistributionStrategy', use(aStream(), 'AUTO')).code).toBe('InvalidArgumentException');
	expect(refused('CreateStream', {StreamName: 'x', ShardCount: 1, RecordDistributionStrategy: 'AUTO'}).code).toBe(
		'InvalidArgumentException',
	);
});

test('warm throughput needs an on-demand stream and the commitment to pay', () => {
	const {call, refused, aStream} = createCaller({kinesisDelayMs: 0});
	call('CreateStream', {StreamName: 'events'});
	const warm = (name: string) => ({StreamName: name, WarmThroughputMiBps: 50});

	expect(refused('UpdateStreamWarmThroughput', warm(aStream())).code).toBe('ValidationException');
	expect(refused('UpdateStreamWarmThroughput', warm('events')).code).toBe('ValidationException');
	expect(refused('CreateStream', {StreamName: 'x', WarmThroughputMiBps: 50}).code).toBe('ValidationException');
	call('UpdateAccountSettings', {MinimumThroughputBillingCommitment: {Status: 'ENABLED'}});
	expect(call('UpdateStreamWarmThroughput', warm('events'))).toMatchObject({StreamName: 'events', WarmThroughput: {TargetMiBps: 50}});
	expect(call('DescribeStreamSummary', {StreamName: 'events'}).StreamDescriptionSummary.WarmThroughput).toEqual({
		TargetMiBps: 50,
		CurrentMiBps: 50,
	});
});

test('the commitment to pay lasts for at least a day', () => {
	const {call, clock} = createCaller();
	const set = (status: string) => call('UpdateAccountSettings', {MinimumThroughputBillingCommitment: {Status: status}});
	const status = () => call('DescribeAccountSettings').MinimumThroughputBillingCommitment.Status;

	expect(status()).toBe('DISABLED');
	set('DISABLED');
	set('ENABLED');
	expect(status()).toBe('ENABLED');
	clock.advance(hourMs);
	set('DISABLED');
	expect(status()).toBe('ENABLED_UNTIL_EARLIEST_ALLOWED_END');
	clock.advance(23 * hourMs - 1);
	expect(status()).toBe('ENABLED_UNTIL_EARLIEST_ALLOWED_END');
	clock.advance(1);
	expect(status()).toBe('DISABLED');
	expect(call('DescribeAccountSettings').MinimumThroughputBillingCommitment.EndedAt).toBe(clock.nowMs());
});

test('limits count open shards and on-demand streams', () => {
	const {call, refused, aStream} = createCaller({kinesisDelayMs: 0});
	aStream({shardCount: 3});
	call('CreateStream', {StreamName: 'events-0'});

	expect(call('DescribeLimits')).toEqual({
		ShardLimit: 20_000,
		OpenShardCount: 7,
		OnDemandStreamCount: 1,
		OnDemandStreamCountLimit: 50,
		ChannelCount: 0,
		ChannelCountLimit: 100,
	});
	for (let index = 1; index < 50; index++) call('CreateStream', {StreamName: `events-${index}`});
	expect(refused('CreateStream', {StreamName: 'one-more'}).code).toBe('LimitExceededException');
});

test('a mode must come with the settings that it has', () => {
	const {refused} = createCaller();
	const mode = (name: string) => ({StreamModeDetails: {StreamMode: name}});

	expect(refused('CreateStream', {StreamName: 'x', ...mode('PROVISIONED')}).code).toBe('ValidationException');
	expect(refused('CreateStream', {StreamName: 'x', ShardCount: 1, ...mode('ON_DEMAND')}).code).toBe('ValidationException');
});

test('settings are refused while a stream is UPDATING', () => {
	const {call, refused, aStream, arnOf} = createCaller();
	const stream = aStream();
	call('UpdateMaxRecordSize', {StreamARN: arnOf(stream), MaxRecordSizeInKiB: 2048});
	const named = {StreamName: stream};
	const code = (name: string, input: object) => refused(name, {...named, ...input}).message;
	const message = 'Stream orders under account 000000000000 not ACTIVE, instead in state UPDATING';

	expect(code('IncreaseStreamRetentionPeriod', {RetentionPeriodHours: 48})).toBe(message);
	expect(code('EnableEnhancedMonitoring', {ShardLevelMetrics: ['ALL']})).toBe(message);
	expect(code('StartStreamEncryption', {EncryptionType: 'KMS', KeyId: 'k'})).toBe(message);
	expect(refused('UpdateStreamMode', {StreamARN: arnOf(stream), StreamModeDetails: {StreamMode: 'ON_DEMAND'}}).message).toBe(message);
});
