import type {Consumer, Shard as WireShard, StreamDescriptionSummary, _Record} from '@aws-sdk/client-kinesis';
import type {IteratorPosition, Shard, StreamConsumer, StreamRecord, StreamStatus, StreamSummary} from './stream.ts';

const statuses = ['CREATING', 'ACTIVE', 'UPDATING', 'DELETING'] as const;

export function readStatus(status: string | undefined): StreamStatus {
	return statuses.find(known => known === status) ?? 'ACTIVE';
}

export function readSummary(wire: Partial<StreamDescriptionSummary>): StreamSummary {
	return {
		name: wire.StreamName ?? '',
		arn: wire.StreamARN ?? '',
		status: readStatus(wire.StreamStatus),
		mode: wire.StreamModeDetails?.StreamMode === 'ON_DEMAND' ? 'ON_DEMAND' : 'PROVISIONED',
		openShardCount: wire.OpenShardCount ?? 0,
		consumerCount: wire.ConsumerCount ?? 0,
		retentionHours: wire.RetentionPeriodHours ?? 24,
		encryption: wire.EncryptionType ?? 'NONE',
		createdAtMs: wire.StreamCreationTimestamp?.getTime() ?? 0,
		recordBytesMax: (wire.MaxRecordSizeInKiB ?? 1024) * 1024,
		shardMetrics: (wire.EnhancedMonitoring ?? []).flatMap(({ShardLevelMetrics}) => ShardLevelMetrics ?? []),
		...(wire.KeyId !== undefined && {keyId: wire.KeyId}),
		...(wire.WarmThroughput?.TargetMiBps !== undefined && {warmThroughputMiBps: wire.WarmThroughput.TargetMiBps}),
	};
}

export function readShard(wire: WireShard): Shard {
	const {AdjacentParentShardId, HashKeyRange, ParentShardId, SequenceNumberRange, ShardId} = wire;
	return {
		id: ShardId ?? '',
		hashKeyStart: BigInt(HashKeyRange?.StartingHashKey ?? 0),
		hashKeyEnd: BigInt(HashKeyRange?.EndingHashKey ?? 0),
		sequenceNumberStart: SequenceNumberRange?.StartingSequenceNumber ?? '',
		...(SequenceNumberRange?.EndingSequenceNumber !== undefined && {sequenceNumberEnd: SequenceNumberRange.EndingSequenceNumber}),
		...(ParentShardId !== undefined && {parentId: ParentShardId}),
		...(AdjacentParentShardId !== undefined && {adjacentParentId: AdjacentParentShardId}),
	};
}

export function readRecord(wire: _Record): StreamRecord {
	return {
		sequenceNumber: wire.SequenceNumber ?? '',
		partitionKey: wire.PartitionKey ?? '',
		data: wire.Data ?? new Uint8Array(),
		arrivedAtMs: wire.ApproximateArrivalTimestamp?.getTime() ?? 0,
	};
}

export function readConsumer(wire: Partial<Consumer>): StreamConsumer {
	const {ConsumerStatus: status} = wire;
	return {
		name: wire.ConsumerName ?? '',
		arn: wire.ConsumerARN ?? '',
		status: status === 'CREATING' || status === 'DELETING' ? status : 'ACTIVE',
		createdAtMs: wire.ConsumerCreationTimestamp?.getTime() ?? 0,
	};
}

/** GetShardIterator's words for a position. */
export function startingPosition(position: IteratorPosition) {
	switch (position.type) {
		case 'latest':
			return {ShardIteratorType: 'LATEST' as const};
		case 'oldest':
			return {ShardIteratorType: 'TRIM_HORIZON' as const};
		case 'time':
			return {ShardIteratorType: 'AT_TIMESTAMP' as const, Timestamp: new Date(position.atMs)};
		case 'at-sequence-number':
			return {ShardIteratorType: 'AT_SEQUENCE_NUMBER' as const, StartingSequenceNumber: position.sequenceNumber};
		case 'after-sequence-number':
			return {ShardIteratorType: 'AFTER_SEQUENCE_NUMBER' as const, StartingSequenceNumber: position.sequenceNumber};
	}
}

/** SubscribeToShard's words for the same. */
export function subscriptionPosition(position: IteratorPosition) {
	const {ShardIteratorType, ...rest} = startingPosition(position);
	const {StartingSequenceNumber, Timestamp} = rest as {StartingSequenceNumber?: string; Timestamp?: Date};
	return {
		Type: ShardIteratorType,
		...(StartingSequenceNumber !== undefined && {SequenceNumber: StartingSequenceNumber}),
		...(Timestamp && {Timestamp}),
	};
}

/** The id of the request, where AWS tells it. */
export function requestIdOf(answer: {$metadata: {requestId?: string | undefined}}): {requestId?: string} {
	const {requestId} = answer.$metadata;
	return requestId === undefined ? {} : {requestId};
}
