import type {EpochMs} from '../shared/clock.ts';

export type StreamStatus = 'CREATING' | 'ACTIVE' | 'UPDATING' | 'DELETING';

export type StreamRef = {readonly name: string; readonly arn: string; readonly status: StreamStatus};

export type StreamSummary = StreamRef & {
	readonly mode: 'PROVISIONED' | 'ON_DEMAND';
	readonly openShardCount: number;
	readonly consumerCount: number;
	readonly retentionHours: number;
	readonly encryption: string;
	readonly createdAtMs: EpochMs;
	readonly recordBytesMax: number;
};

export type Shard = {
	/** `shardId-000000000006` */
	readonly id: string;
	readonly hashKeyStart: bigint;
	/** Inclusive. */
	readonly hashKeyEnd: bigint;
	readonly sequenceNumberStart: string;
	/** Undefined while open. */
	readonly sequenceNumberEnd?: string;
	readonly parentId?: string;
	readonly adjacentParentId?: string;
};

export type StreamRecord = {
	readonly sequenceNumber: string;
	readonly partitionKey: string;
	readonly data: Uint8Array;
	readonly arrivedAtMs: EpochMs;
};

export type IteratorPosition =
	| {readonly type: 'latest'}
	| {readonly type: 'oldest'}
	| {readonly type: 'time'; readonly atMs: EpochMs}
	| {readonly type: 'at-sequence-number' | 'after-sequence-number'; readonly sequenceNumber: string};

export type RecordsPage = {
	readonly records: readonly StreamRecord[];
	/** Undefined at the end of a closed shard. */
	readonly nextIterator?: string;
	readonly millisBehindLatest: number;
	readonly childShardIds: readonly string[];
};

export type OutgoingRecord = {readonly partitionKey: string; readonly data: Uint8Array; readonly explicitHashKey?: string};

type Abortable = {readonly signal?: AbortSignal};

/** Kinesis, narrowed to what sluice uses. */
export type StreamGateway = {
	list(options?: Abortable): AsyncIterable<readonly StreamRef[]>;
	summary(name: string, options?: Abortable): Promise<StreamSummary>;
	/** All shards, closed ones included, in the order AWS lists them. */
	shards(name: string, options?: Abortable): Promise<readonly Shard[]>;
	create(options: Abortable & {name: string; shardCount: number}): Promise<void>;
	iterator(options: Abortable & {name: string; shardId: string; position: IteratorPosition}): Promise<string>;
	records(iterator: string, options?: Abortable & {count?: number}): Promise<RecordsPage>;
	put(name: string, record: OutgoingRecord, options?: Abortable): Promise<{shardId: string; sequenceNumber: string; requestId?: string}>;
	/** Up to 500, in one call. Answers in order: placed, or refused with AWS's code. */
	putBatch(
		name: string,
		records: readonly OutgoingRecord[],
		options?: Abortable,
	): Promise<ReadonlyArray<{shardId: string; sequenceNumber: string} | {code: string; message: string}>>;
	split(options: Abortable & {name: string; shardId: string; newStartingHashKey: bigint}): Promise<{requestId?: string}>;
	/** Order matters: `shardId` holds the lower range. */
	merge(options: Abortable & {name: string; shardId: string; adjacentShardId: string}): Promise<{requestId?: string}>;
};
