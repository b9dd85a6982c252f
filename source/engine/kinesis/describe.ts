import type {HashKeyRange} from '../../rules/hash-key.ts';
import type {EpochMs} from '../../shared/clock.ts';
import type {Infer} from '../shape.ts';
import type {Consumer} from './consumer.ts';
import type {ReadRecord} from './record-range.ts';
import type {Shard} from './shard.ts';
import type * as shapes from './shapes.ts';
import {sortMetrics} from './shard-level-metrics.ts';
import type {Stream} from './stream.ts';

/** A shard as DescribeStream and ListShards show it. */
export function describeShard(shard: Shard): Infer<typeof shapes.shard> {
	const [parent, adjacentParent] = shard.parents;
	return {
		ShardId: shard.id,
		ParentShardId: parent?.id,
		AdjacentParentShardId: adjacentParent?.id,
		HashKeyRange: describeRange(shard.range),
		SequenceNumberRange: {StartingSequenceNumber: shard.startingSequenceNumber, EndingSequenceNumber: shard.endingSequenceNumber},
	};
}

/** What a reader learns at the end of a closed shard: where the records go on. */
export function describeChildren(shard: Shard): ReadonlyArray<Infer<typeof shapes.childShard>> {
	return shard.children.map(child => ({
		ShardId: child.id,
		ParentShards: child.parents.map(parent => parent.id),
		HashKeyRange: describeRange(child.range),
	}));
}

export function describeRecord(record: ReadRecord): Infer<typeof shapes.record> {
	return {
		SequenceNumber: record.sequenceNumber,
		ApproximateArrivalTimestamp: record.arrivedAtMs,
		Data: record.data,
		PartitionKey: record.partitionKey,
		// Observed: records that are not encrypted say nothing, not NONE.
		EncryptionType: record.isEncrypted ? 'KMS' : undefined,
	};
}

export function describeConsumer(consumer: Consumer, nowMs: EpochMs): Infer<typeof shapes.consumer> {
	return {
		ConsumerName: consumer.name,
		ConsumerARN: consumer.arn,
		ConsumerStatus: consumer.status(nowMs),
		ConsumerCreationTimestamp: consumer.createdAtMs,
	};
}

/** What DescribeStream and DescribeStreamSummary have in common. */
export function describeStream(stream: Stream) {
	return {
		StreamName: stream.name,
		StreamARN: stream.arn,
		StreamStatus: stream.status,
		StreamModeDetails: {StreamMode: stream.mode},
		RetentionPeriodHours: stream.retentionHours,
		StreamCreationTimestamp: stream.createdAtMs,
		EnhancedMonitoring: [{ShardLevelMetrics: sortMetrics(stream.shardLevelMetrics)}],
		EncryptionType: stream.kmsKeyId === undefined ? ('NONE' as const) : ('KMS' as const),
		KeyId: stream.kmsKeyId,
	};
}

/** Consumers that are registered, those being deregistered included. */
export function countConsumers(stream: Stream, nowMs: EpochMs): number {
	return [...stream.consumers.values()].filter(consumer => !consumer.isGone(nowMs)).length;
}

function describeRange(range: HashKeyRange): Infer<typeof shapes.hashKeyRange> {
	return {StartingHashKey: range.start.toString(), EndingHashKey: range.end.toString()};
}
