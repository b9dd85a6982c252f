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
	/** Of the key that encrypts it; absent without encryption. */
	readonly keyId?: string;
	/** Shard-level metrics that CloudWatch gets, such as `IncomingRecords`; they cost extra. */
	readonly shardMetrics: readonly string[];
	/** On-demand streams of some accounts: what they take at once, in MiB a second. */
	readonly warmThroughputMiBps?: number;
};

/** A registered consumer: it reads by fan-out, with 2 MiB a second of each shard for itself. */
export type StreamConsumer = {
	readonly name: string;
	readonly arn: string;
	readonly status: 'CREATING' | 'ACTIVE' | 'DELETING';
	readonly createdAtMs: EpochMs;
};

/** A part of what a subscription pushes. */
export type SubscriptionEvent = {
	readonly records: readonly StreamRecord[];
	readonly millisBehindLatest: number;
	/** After which number to go on; undefined at the end of a closed shard. */
	readonly continueAfter?: string;
	readonly childShardIds: readonly string[];
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

type Requested = {readonly requestId?: string};

/** Kinesis, narrowed to what sluice uses. */
export type StreamGateway = {
	list(options?: Abortable): AsyncIterable<readonly StreamRef[]>;
	summary(name: string, options?: Abortable): Promise<StreamSummary>;
	/** All shards, closed ones included, in the order AWS lists them. */
	shards(name: string, options?: Abortable): Promise<readonly Shard[]>;
	/** Without a number of shards: on demand. */
	create(options: Abortable & {name: string; shardCount?: number}): Promise<Requested>;
	/** Deletes its records, for good. Its registered consumers must be gone, or go with it. */
	delete(options: Abortable & {name: string; hasConsumers: boolean}): Promise<Requested>;
	iterator(options: Abortable & {name: string; shardId: string; position: IteratorPosition}): Promise<string>;
	records(iterator: string, options?: Abortable & {count?: number}): Promise<RecordsPage>;
	put(name: string, record: OutgoingRecord, options?: Abortable): Promise<{shardId: string; sequenceNumber: string; requestId?: string}>;
	/** Up to 500, in one call. Answers in order: placed, or refused with AWS's code. */
	putBatch(
		name: string,
		records: readonly OutgoingRecord[],
		options?: Abortable,
	): Promise<ReadonlyArray<{shardId: string; sequenceNumber: string} | {code: string; message: string}>>;
	split(options: Abortable & {name: string; shardId: string; newStartingHashKey: bigint}): Promise<Requested>;
	/** Order matters: `shardId` holds the lower range. */
	merge(options: Abortable & {name: string; shardId: string; adjacentShardId: string}): Promise<Requested>;
	/** Splits and merges until there are so many open shards. */
	reshard(options: Abortable & {name: string; shardCount: number}): Promise<Requested>;
} & ConsumerCalls &
	StreamSettingCalls;

/** Registered consumers, and reading as one of them. */
export type ConsumerCalls = {
	consumers(stream: {readonly arn: string; readonly name: string}, options?: Abortable): Promise<readonly StreamConsumer[]>;
	consumer(arn: string, options?: Abortable): Promise<StreamConsumer>;
	register(options: Abortable & {streamArn: string; name: string}): Promise<StreamConsumer>;
	deregister(options: Abortable & {arn: string; name: string}): Promise<Requested>;
	/** Pushes records for five minutes. Takes the place of an older subscription of the same consumer to the same shard. */
	subscribe(
		options: Abortable & {consumerArn: string; shardId: string; stream: string; position: IteratorPosition},
	): Promise<AsyncIterable<SubscriptionEvent>>;
};

/** Settings of a stream, each by the call that AWS has for it. */
export type StreamSettingCalls = {
	setRetention(options: Abortable & {name: string; hours: number; direction: 'longer' | 'shorter'}): Promise<Requested>;
	setMode(options: Abortable & {name: string; arn: string; mode: StreamSummary['mode']}): Promise<Requested>;
	/** A key encrypts from now on; none ends encryption with the one it has. */
	startEncryption(options: Abortable & {name: string; keyId: string}): Promise<Requested>;
	stopEncryption(options: Abortable & {name: string; keyId: string}): Promise<Requested>;
	startShardMetrics(options: Abortable & {name: string; metrics: readonly string[]}): Promise<Requested>;
	stopShardMetrics(options: Abortable & {name: string; metrics: readonly string[]}): Promise<Requested>;
	setRecordSizeMax(options: Abortable & {name: string; arn: string; kibibytes: number}): Promise<Requested>;
	setWarmThroughput(options: Abortable & {name: string; mebibytesPerSecond: number}): Promise<Requested>;
	tags(name: string, options?: Abortable): Promise<Readonly<Record<string, string>>>;
	addTags(options: Abortable & {name: string; tags: Readonly<Record<string, string>>}): Promise<Requested>;
	removeTags(options: Abortable & {name: string; keys: readonly string[]}): Promise<Requested>;
};
