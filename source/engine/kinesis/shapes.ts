import {blob, integer, list, long, map, oneOf, string, structure, timestamp, type Infer} from '../shape.ts';
import {shardLevelMetrics} from './shard-level-metrics.ts';

/**
Shapes that several actions share, with the limits of AWS's model.

@see [Amazon Kinesis Data Streams API reference](https://docs.aws.amazon.com/kinesis/latest/APIReference/Welcome.html)
*/
export const streamName = string({pattern: /^[a-zA-Z0-9_.-]+$/, minLength: 1, maxLength: 128});
export const streamArn = string({pattern: /^arn:aws.*:kinesis:.*:\d{12}:stream\/\S+$/, minLength: 1, maxLength: 2048});
export const consumerArn = string({
	pattern: /^(arn):aws.*:kinesis:.*:\d{12}:.*stream\/[a-zA-Z0-9_.-]+\/consumer\/[a-zA-Z0-9_.-]+:[0-9]+$/,
	minLength: 1,
	maxLength: 2048,
});
export const resourceArn = string({pattern: /^arn:aws.*:kinesis:.*:\d{12}:.*stream\/\S+$/, minLength: 1, maxLength: 2048});
/** Of what carries tags. Assumed: AWS's model as published has no channels in it. */
export const taggedArn = string({pattern: /^arn:aws.*:kinesis:.*:\d{12}:.*(?:stream|channel)\/\S+$/, minLength: 1, maxLength: 2048});
export const consumerName = string({pattern: /^[a-zA-Z0-9_.-]+$/, minLength: 1, maxLength: 128});
export const shardId = string({pattern: /^[a-zA-Z0-9_.-]+$/, minLength: 1, maxLength: 128});
export const nextToken = string({minLength: 1, maxLength: 1_048_576});
export const hashKey = string({pattern: /^(?:0|([1-9]\d{0,38}))$/});
export const sequenceNumber = string({pattern: /^(?:0|([1-9]\d{0,128}))$/});
export const partitionKey = string({minLength: 1, maxLength: 256});
export const data = blob({maxBytes: 10_485_760});
export const iteratorType = oneOf('AFTER_SEQUENCE_NUMBER', 'LATEST', 'AT_TIMESTAMP', 'AT_SEQUENCE_NUMBER', 'TRIM_HORIZON');
export const streamModeDetails = structure({required: {StreamMode: oneOf('PROVISIONED', 'ON_DEMAND')}});
export const distributionStrategy = oneOf('AUTO', 'USER_PARTITION_KEY');
export const encryptionType = oneOf('NONE', 'KMS');
/** Keys and values are checked in `tags.ts`, whose words differ from the framework's. */
export const tagMap = map(string());

export const keyId = string({minLength: 1, maxLength: 2048});
export const tagKeys = list(string({minLength: 1, maxLength: 128}), {minLength: 1, maxLength: 50});
export const tagList = list(structure({required: {Key: string()}, optional: {Value: string()}}));

/** Taken and ignored, as AWS does. */
export const reserved = {StreamId: string()} as const;

/** The three ways to name a stream; `StreamId` is reserved and ignored. */
export const streamReference = {StreamName: streamName, StreamARN: streamArn, StreamId: string()} as const;

/** The ways to name a consumer. */
export const consumerReference = {StreamARN: streamArn, ConsumerName: consumerName, ConsumerARN: consumerArn, StreamId: string()} as const;

export const hashKeyRange = structure({required: {StartingHashKey: string(), EndingHashKey: string()}});

export const shard = structure({
	required: {
		ShardId: string(),
		HashKeyRange: hashKeyRange,
		SequenceNumberRange: structure({
			required: {StartingSequenceNumber: string()},
			optional: {EndingSequenceNumber: string()},
		}),
	},
	optional: {ParentShardId: string(), AdjacentParentShardId: string()},
});

export const childShard = structure({
	required: {ShardId: string(), ParentShards: list(string()), HashKeyRange: hashKeyRange},
});

export const record = structure({
	required: {SequenceNumber: string(), ApproximateArrivalTimestamp: timestamp(), Data: blob()},
	optional: {PartitionKey: string(), EncryptionType: encryptionType},
});

const consumerMembers = {
	ConsumerName: string(),
	ConsumerARN: string(),
	ConsumerStatus: oneOf('CREATING', 'DELETING', 'ACTIVE'),
	ConsumerCreationTimestamp: timestamp(),
} as const;

export const consumer = structure({required: consumerMembers});
export const consumerDescription = structure({required: {...consumerMembers, StreamARN: string()}});

export const billingCommitment = structure({
	required: {Status: oneOf('ENABLED', 'DISABLED', 'ENABLED_UNTIL_EARLIEST_ALLOWED_END')},
	optional: {StartedAt: timestamp(), EndedAt: timestamp(), EarliestAllowedEndAt: timestamp()},
});

export const enhancedMonitoring = list(structure({required: {ShardLevelMetrics: list(string())}}));

export const warmThroughput = structure({optional: {TargetMiBps: integer(), CurrentMiBps: integer()}});

export const millisBehindLatest = long();

/** The output of actions that answer without a body. */
export const nothing = structure({});

/** What such actions return. Undefined is how the engine knows that there is no body, not even an empty object. */
// The shape of nothing has no members that anybody could miss.
export const noBody = undefined as unknown as Infer<typeof nothing>;

const metricsName = oneOf(...shardLevelMetrics, 'ALL');
/** Of EnableEnhancedMonitoring and DisableEnhancedMonitoring alike. */
export const monitoringRequest = structure({
	required: {ShardLevelMetrics: list(metricsName, {minLength: 1, maxLength: 7})},
	optional: streamReference,
});
export const monitoringAnswer = structure({
	optional: {StreamName: string(), StreamARN: string(), CurrentShardLevelMetrics: list(string()), DesiredShardLevelMetrics: list(string())},
});
