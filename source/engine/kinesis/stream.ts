import {splitHashSpace, type HashKeyRange} from '../../rules/hash-key.ts';
import type {EpochMs} from '../../shared/clock.ts';
import type {Consumer} from './consumer.ts';
import {compareHashBytes, partitionKeyBytes, type HashBytes} from './hash-bytes.ts';
import {Shard} from './shard.ts';

export type StreamStatus = 'CREATING' | 'ACTIVE' | 'UPDATING' | 'DELETING';
export type StreamMode = 'PROVISIONED' | 'ON_DEMAND';
export type RecordDistributionStrategy = 'AUTO' | 'USER_PARTITION_KEY';

export type StreamOptions = {
	readonly serial: number;
	readonly name: string;
	readonly arn: string;
	readonly accountId: string;
	readonly createdAtMs: EpochMs;
	readonly mode: StreamMode;
	readonly shardCount: number;
	readonly maxRecordKib: number;
	readonly warmThroughputMibps: number | undefined;
	readonly distribution: RecordDistributionStrategy;
};

const hourMs = 3_600_000;

/** Observed: the first shards' numbers tell a creation some two seconds before the stream's. */
const shardCreationLeadMs = 2000;

/** A change of status under way: what happens when its time has come. */
type Transition = {readonly dueAtMs: EpochMs; readonly finish: (atMs: EpochMs) => void};

/** A stream, its settings and its shards. It is asked to {@link settle} before it is looked at. */
export class Stream {
	/** Tells streams of the same name apart. */
	readonly serial: number;
	readonly name: string;
	readonly arn: string;
	readonly accountId: string;
	readonly createdAtMs: EpochMs;
	mode: StreamMode;
	retentionHours = 24;
	maxRecordKib: number;
	warmThroughputMibps: number | undefined;
	distribution: RecordDistributionStrategy;
	/** Undefined while records are not encrypted. */
	kmsKeyId: string | undefined = undefined;
	readonly shardLevelMetrics = new Set<string>();
	readonly tags = new Map<string, string>();
	/** By name. */
	readonly consumers = new Map<string, Consumer>();
	/** When these were last called: each may be called so often in 24 hours. */
	readonly shardCountUpdatesAtMs: EpochMs[] = [];
	readonly modeUpdatesAtMs: EpochMs[] = [];
	readonly encryptionStartsAtMs: EpochMs[] = [];
	readonly encryptionStopsAtMs: EpochMs[] = [];
	/** By index; those that have expired stay, empty, so that the index holds. */
	readonly #shards: Shard[] = [];
	/** The open shards in order of their ranges. */
	#open: readonly Shard[] = [];
	/** What CloudWatch knows it by. */
	readonly metricDimensions: {readonly StreamName: string};
	readonly #initialShardCount: number;
	#nextTurn = 0;
	#status: StreamStatus = 'CREATING';
	#transition: Transition | undefined = undefined;
	#isGone = false;

	constructor(options: StreamOptions) {
		this.serial = options.serial;
		this.name = options.name;
		this.arn = options.arn;
		this.accountId = options.accountId;
		this.createdAtMs = options.createdAtMs;
		this.mode = options.mode;
		this.maxRecordKib = options.maxRecordKib;
		this.warmThroughputMibps = options.warmThroughputMibps;
		this.distribution = options.distribution;
		this.metricDimensions = {StreamName: options.name};
		this.#initialShardCount = options.shardCount;
	}

	get status(): StreamStatus {
		return this.#status;
	}

	/** Whether it takes and gives records. */
	get isUsable(): boolean {
		return this.#status === 'ACTIVE' || this.#status === 'UPDATING';
	}

	/** Whether its deletion is complete. */
	get isGone(): boolean {
		return this.#isGone;
	}

	/** Open shards now, or those that a stream being created will have: what counts against the account's limit. */
	get shardCountForLimit(): number {
		return this.#status === 'CREATING' ? this.#initialShardCount : this.#open.length;
	}

	/** In order of their ranges. None before the stream is ACTIVE. */
	get openShards(): readonly Shard[] {
		return this.#open;
	}

	/** Begins a change of status. `finish` runs when its time has come, and the stream is then ACTIVE unless it is gone. */
	begin(status: StreamStatus, dueAtMs: EpochMs, finish: (atMs: EpochMs) => void): void {
		this.#status = status;
		this.#transition = {dueAtMs, finish};
	}

	/** Finishes what is due. */
	settle(nowMs: EpochMs): void {
		const transition = this.#transition;
		if (!transition || transition.dueAtMs > nowMs) return;
		this.#transition = undefined;
		if (this.#status !== 'DELETING') this.#status = 'ACTIVE';
		transition.finish(transition.dueAtMs);
	}

	/** Gives a new stream its shards. */
	openInitialShards(): void {
		const createdAtSeconds = Math.floor((this.createdAtMs - shardCreationLeadMs) / 1000);
		for (const range of splitHashSpace(this.#initialShardCount)) {
			this.#add({range, createdAtSeconds, openedAtMs: this.createdAtMs, parents: []});
		}
		this.#route();
	}

	/** Closes shards and opens others in their place. */
	replaceShards(parents: readonly Shard[], ranges: readonly HashKeyRange[], atMs: EpochMs): readonly Shard[] {
		for (const parent of parents) parent.close(atMs);
		// Observed: children begin one second after the close. They must also come after parents that were made in this very second.
		const createdAtSeconds = Math.max(Math.floor(atMs / 1000), ...parents.map(parent => parent.createdAtSeconds)) + 1;
		const children = ranges.map(range => this.#add({range, createdAtSeconds, openedAtMs: atMs, parents}));
		this.#route();
		return children;
	}

	/** Ends it: nobody finds it any more, and those who wait at its shards learn so. */
	end(): void {
		this.#isGone = true;
		for (const shard of this.#shards) shard.wake();
	}

	/** All shards that hold records or will, oldest first. None while the stream is CREATING or DELETING. */
	listShards(nowMs: EpochMs): readonly Shard[] {
		if (!this.isUsable) return [];
		const horizonMs = this.horizonMs(nowMs);
		return this.#shards.filter(shard => !shard.isExpired(horizonMs));
	}

	/** Undefined when there is none of this index, or it has expired. */
	shard(index: number, nowMs: EpochMs): Shard | undefined {
		const shard = this.isUsable ? this.#shards[index] : undefined;
		return shard?.isExpired(this.horizonMs(nowMs)) ? undefined : shard;
	}

	/** Records that arrived before this time are gone. */
	horizonMs(nowMs: EpochMs): EpochMs {
		return nowMs - this.retentionHours * hourMs;
	}

	/** Forgets expired records everywhere, as must happen before the retention period changes. */
	trim(nowMs: EpochMs): void {
		for (const shard of this.#shards) shard.trim(this.horizonMs(nowMs));
	}

	/**
	The open shard that a record goes to.

	@param hashKey An explicit hash key.
	*/
	route(partitionKey: string | undefined, hashKey: HashBytes | undefined): Shard {
		const open = this.#open;
		// An ACTIVE or UPDATING stream has at least one open shard.
		if (open.length === 1) return open[0] as Shard;
		if (this.distribution === 'AUTO' || partitionKey === undefined) return open[this.#nextTurn++ % open.length] as Shard;
		return findByStart(open, hashKey ?? partitionKeyBytes(partitionKey));
	}

	#add(options: Omit<ConstructorParameters<typeof Shard>[0], 'index'>): Shard {
		const shard = new Shard({...options, index: this.#shards.length});
		this.#shards.push(shard);
		return shard;
	}

	#route(): void {
		this.#open = this.#shards.filter(shard => shard.isOpen).toSorted((left, right) => compareHashBytes(left.startBytes, right.startBytes));
	}
}

/** The last shard whose range starts at or before a key; the first starts at zero. */
function findByStart(shards: readonly Shard[], key: HashBytes): Shard {
	let low = 0;
	let high = shards.length - 1;
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		// Within the bounds of the array.
		if (compareHashBytes((shards[middle] as Shard).startBytes, key) <= 0) low = middle;
		else high = middle - 1;
	}
	return shards[low] as Shard;
}
