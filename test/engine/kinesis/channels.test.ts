import {expect, test} from 'vitest';
import {createCaller, type KinesisCaller} from './call.ts';

const bucket = {BucketARN: 'arn:aws:s3:::archive', ExpectedBucketOwner: '000000000000'};
const s3 = {StorageConfiguration: {...bucket, CompressionType: 'GZIP'}};
const tables = {
	DeadLetterQueueS3Configuration: bucket,
	S3TablesConfigurationList: [
		{TableBucketARN: 'arn:aws:s3tables:us-east-1:000000000000:bucket/b', Namespace: 'n', TableName: 't', CompressionType: 'ZSTD'},
	],
};
const schema = 'arn:aws:glue:us-east-1:000000000000:schema/registry/order';

/** An on-demand stream that is ACTIVE, and what a channel of it is made of. */
function withStream(caller: KinesisCaller) {
	caller.call('CreateStream', {StreamName: 'orders'});
	caller.clock.advance(500);
	const StreamARN = caller.arnOf('orders');
	return (name: string, rest: object = {S3DestinationConfiguration: s3}, record: object = {RecordFormatType: 'JSON'}) => ({
		ChannelName: name,
		ServiceExecutionRoleARN: 'arn:aws:iam::000000000000:role/archive',
		StreamConfigurationList: [{StreamARN, RecordConfiguration: record}],
		...rest,
	});
}

test('a channel is CREATING, then ACTIVE, UPDATING, ACTIVE, DELETING, gone', () => {
	const caller = createCaller();
	const {call, refused, clock} = caller;
	const channel = withStream(caller);

	const {ChannelDescription: made} = call('CreateChannel', channel('archive'));
	const {ChannelARN} = made;
	const status = () => call('DescribeChannel', {ChannelARN}).ChannelDescription.ChannelStatus;
	expect([made.ChannelStatus, status()]).toEqual(['CREATING', 'CREATING']);
	expect(refused('UpdateChannel', {ChannelARN})).toEqual({
		code: 'ResourceInUseException',
		message: `Channel ${ChannelARN} not ACTIVE, instead in state CREATING`,
	});
	clock.advance(500);
	expect(status()).toBe('ACTIVE');
	const update = {ChannelARN, S3DestinationConfiguration: {DataFreshnessInSeconds: 60}};
	expect(call('UpdateChannel', update).ChannelDescription.ChannelStatus).toBe('UPDATING');
	clock.advance(500);
	expect(call('DescribeChannel', {ChannelARN}).ChannelDescription).toMatchObject({
		ChannelStatus: 'ACTIVE',
		S3DestinationConfiguration: {DataFreshnessInSeconds: 60, StorageConfiguration: s3.StorageConfiguration},
	});
	expect(call('DeleteChannel', {ChannelARN})).toBeUndefined();
	expect(status()).toBe('DELETING');
	clock.advance(500);
	expect(refused('DescribeChannel', {ChannelARN})).toEqual({
		code: 'ResourceNotFoundException',
		message: `Channel ${ChannelARN} not found.`,
	});
});

test('a description has what was given, and what AWS fills in', () => {
	const caller = createCaller();
	const channel = withStream(caller);

	const {ChannelDescription: made} = caller.call('CreateChannel', {
		...channel('archive'),
		LoggingConfiguration: {CloudWatchLogs: {Enabled: true}},
	});

	expect(made).toEqual({
		ChannelName: 'archive',
		ChannelARN: 'arn:aws:kinesis:us-east-1:000000000000:channel/archive',
		ChannelId: expect.stringMatching(/^[\da-f-]{36}$/),
		ChannelStatus: 'CREATING',
		ChannelCreationTimestamp: caller.clock.nowMs(),
		ServiceExecutionRoleARN: 'arn:aws:iam::000000000000:role/archive',
		StreamConfigurationList: [
			{
				StreamARN: caller.arnOf('orders'),
				StreamCreationTimestamp: caller.clock.nowMs() - 500,
				RecordConfiguration: {RecordFormatType: 'JSON'},
			},
		],
		S3DestinationConfiguration: {
			...s3,
			DataFreshnessInSeconds: 300,
			DeadLetterQueueS3Configuration: {...bucket, ErrorOutputPrefix: 'error/'},
		},
		S3TablesDestinationConfiguration: undefined,
		EncryptionConfiguration: undefined,
		LoggingConfiguration: {
			CloudWatchLogs: {Enabled: true, LogGroupName: `/aws/kinesis/archive/${made.ChannelId}`, LogStreamName: 'DestinationDelivery'},
		},
	});
});

test('channels are counted, listed by name, page by page and by stream, and carry tags', () => {
	const caller = createCaller({kinesisDelayMs: 0});
	const {call} = caller;
	const channel = withStream(caller);
	const tablesOf = channel('b', {S3TablesDestinationConfiguration: tables}, {RecordFormatType: 'GSR_JSON', GSRSchemaARN: schema});
	call('CreateChannel', tablesOf);
	const {ChannelARN} = call('CreateChannel', {...channel('a'), Tags: {team: 'x'}}).ChannelDescription;
	const names = (input: object) => {
		const {ChannelSummaries: found, NextToken} = call('ListChannels', {...input});
		return {names: (found as Array<{ChannelName: string}>).map(({ChannelName: name}) => name), NextToken: NextToken as string | undefined};
	};

	expect(call('DescribeLimits').ChannelCount).toBe(2);
	expect(call('DescribeStreamSummary', {StreamName: 'orders'}).StreamDescriptionSummary.ChannelCount).toBe(2);
	expect(call('ListChannels').ChannelSummaries).toMatchObject([
		{ChannelName: 'a', ChannelDestinationType: 'S3', Streams: [{StreamARN: caller.arnOf('orders')}]},
		{ChannelName: 'b', ChannelDestinationType: 'S3_TABLES'},
	]);
	const first = names({MaxResults: 1});
	expect(first.names).toEqual(['a']);
	expect(names({MaxResults: 1, NextToken: first.NextToken})).toEqual({names: ['b'], NextToken: undefined});
	expect(names({StreamFilter: [{StreamARN: caller.arnOf('other')}]}).names).toEqual([]);
	call('TagResource', {ResourceARN: ChannelARN, Tags: {stage: 'prod'}});
	expect(call('ListTagsForResource', {ResourceARN: ChannelARN}).Tags).toEqual([
		{Key: 'stage', Value: 'prod'},
		{Key: 'team', Value: 'x'},
	]);
});

test.each([
	['no destination', {}, {RecordFormatType: 'JSON'}],
	['two destinations', {S3DestinationConfiguration: s3, S3TablesDestinationConfiguration: tables}, {RecordFormatType: 'JSON'}],
	['a schema format to S3', {S3DestinationConfiguration: s3}, {RecordFormatType: 'GSR_JSON'}],
	['text to a table', {S3TablesDestinationConfiguration: tables}, {RecordFormatType: 'STRING', GSRSchemaARN: schema}],
	['a table without a schema', {S3TablesDestinationConfiguration: tables}, {RecordFormatType: 'JSON'}],
])('%s is refused, and nothing is made', (_what, destination, record) => {
	const caller = createCaller();
	const channel = withStream(caller);

	expect(caller.refused('CreateChannel', channel('archive', destination, record)).code).toBe('InvalidArgumentException');
	expect(caller.call('ListChannels').ChannelSummaries).toEqual([]);
});

test('a channel needs an on-demand stream that is there, and a name of its own', () => {
	const caller = createCaller({kinesisDelayMs: 0});
	const {call, refused} = caller;
	const channel = withStream(caller);
	caller.aStream({name: 'provisioned'});
	const from = (stream: string) => ({
		...channel('x'),
		StreamConfigurationList: [{StreamARN: caller.arnOf(stream), RecordConfiguration: {RecordFormatType: 'JSON'}}],
	});
	call('CreateChannel', channel('archive'));

	expect(refused('CreateChannel', from('provisioned')).code).toBe('ValidationException');
	expect(refused('CreateChannel', from('nope')).code).toBe('ResourceNotFoundException');
	expect(refused('CreateChannel', channel('archive')).code).toBe('ResourceInUseException');
	expect(refused('CreateChannel', {...channel('y'), StreamConfigurationList: []}).code).toBe('ValidationException');
});

test('the destination of a channel cannot be changed, and a stream with channels cannot be deleted', () => {
	const caller = createCaller({kinesisDelayMs: 0});
	const {call, refused} = caller;
	const channel = withStream(caller);
	const {ChannelARN} = call('CreateChannel', channel('archive')).ChannelDescription;

	expect(refused('UpdateChannel', {ChannelARN, S3TablesDestinationConfiguration: {DataFreshnessInSeconds: 60}}).code).toBe(
		'InvalidArgumentException',
	);
	expect(refused('DeleteStream', {StreamName: 'orders'}).code).toBe('ResourceInUseException');
	call('DeleteChannel', {ChannelARN});
	call('DeleteStream', {StreamName: 'orders'});
	expect(call('ListStreams').StreamNames).toEqual([]);
});
