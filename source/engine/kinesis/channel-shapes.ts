import {boolean, integer, list, oneOf, string, structure, timestamp} from '../shape.ts';
import {streamArn} from './shapes.ts';

/**
Shapes of channels. AWS's model is public without its limits, so lengths and patterns are those of like members.

@see [CreateChannel](https://docs.aws.amazon.com/kinesis/latest/APIReference/API_CreateChannel.html)
*/
export const channelName = string({pattern: /^[a-zA-Z0-9_.-]+$/, minLength: 1, maxLength: 128});
export const channelArn = string({pattern: /^arn:aws.*:kinesis:.*:\d{12}:channel\/\S+$/, minLength: 1, maxLength: 2048});
export const roleArn = string({pattern: /^arn:aws.*:iam::\d{12}:role\/\S+$/, minLength: 1, maxLength: 2048});

const bucketOwner = string({pattern: /^\d{12}$/});
const bucketArn = string({minLength: 1, maxLength: 2048});

export const freshnessSeconds = integer({min: 1});

const deadLetterQueue = structure({
	required: {BucketARN: bucketArn, ExpectedBucketOwner: bucketOwner},
	optional: {ErrorOutputPrefix: string()},
});

const storage = structure({
	required: {BucketARN: bucketArn, ExpectedBucketOwner: bucketOwner, CompressionType: oneOf('NONE', 'GZIP', 'ZSTD')},
	optional: {OutputKeyTemplate: string(), StorageClass: oneOf('STANDARD', 'INTELLIGENT_TIERING', 'GLACIER_IR')},
});

const partitionSpec = structure({
	required: {PartitionFields: list(structure({required: {Transform: oneOf('TIME_HOUR'), SourceName: string()}}), {minLength: 1})},
});

const tables = list(
	structure({
		required: {
			TableBucketARN: bucketArn,
			Namespace: string({minLength: 1}),
			TableName: string({minLength: 1}),
			CompressionType: oneOf('NONE', 'ZSTD', 'SNAPPY'),
		},
		optional: {PartitionSpec: partitionSpec},
	}),
	// One table, for now.
	{minLength: 1, maxLength: 1},
);

export const s3Destination = structure({
	required: {StorageConfiguration: storage},
	optional: {DataFreshnessInSeconds: freshnessSeconds, DeadLetterQueueS3Configuration: deadLetterQueue},
});

export const s3TablesDestination = structure({
	required: {DeadLetterQueueS3Configuration: deadLetterQueue, S3TablesConfigurationList: tables},
	optional: {DataFreshnessInSeconds: freshnessSeconds},
});

const recordConfiguration = structure({
	required: {RecordFormatType: oneOf('GSR_JSON', 'JSON', 'STRING', 'BYTE_ARRAY')},
	optional: {GSRSchemaARN: string()},
});

/** One stream, for now. */
export const streamConfigurations = list(structure({required: {StreamARN: streamArn, RecordConfiguration: recordConfiguration}}), {
	minLength: 1,
	maxLength: 1,
});

export const logging = structure({
	required: {
		CloudWatchLogs: structure({required: {Enabled: boolean()}, optional: {LogGroupName: string(), LogStreamName: string()}}),
	},
});

export const channelEncryption = structure({required: {EncryptionType: oneOf('KMS'), KeyId: string({minLength: 1, maxLength: 2048})}});

const channelStatus = oneOf('CREATING', 'ACTIVE', 'UPDATING', 'DELETING', 'FAILED');

const summaryMembers = {
	ChannelName: string(),
	ChannelARN: string(),
	ChannelId: string(),
	ChannelStatus: channelStatus,
	ChannelCreationTimestamp: timestamp(),
} as const;

const streamIdentifier = {StreamARN: string(), StreamCreationTimestamp: timestamp()} as const;

export const channelSummary = structure({
	required: {
		...summaryMembers,
		ChannelDestinationType: oneOf('S3', 'S3_TABLES'),
		Streams: list(structure({required: streamIdentifier})),
	},
	optional: {ChannelStatusReason: string()},
});

export const channelDescription = structure({
	required: {
		...summaryMembers,
		ServiceExecutionRoleARN: string(),
		StreamConfigurationList: list(structure({required: {...streamIdentifier, RecordConfiguration: recordConfiguration}})),
		LoggingConfiguration: logging,
	},
	optional: {
		ChannelStatusReason: string(),
		S3DestinationConfiguration: s3Destination,
		S3TablesDestinationConfiguration: s3TablesDestination,
		EncryptionConfiguration: channelEncryption,
	},
});
