import type {HashKeyRange} from '../../rules/hash-key.ts';
import type {EpochMs} from '../../shared/clock.ts';
import {hashKeyBytes, type HashBytes} from './hash-bytes.ts';
import {Rate} from './rate.ts';
import {RecordLog} from './record-log.ts';
import type {StoredRecord} from './record-segment.ts';
import {
	formatEndingSequenceNumber,
	formatSequenceNumber,
	sequenceNumberBase,
	SequenceNumbers,
	type SequenceNumberParts,
} from './sequence-number.ts';
import {formatShardId} from './shard-id.ts';

const mebibyte = 1024 * 1024;

export type ShardOptions = {
	readonly index: number;
	readonly range: HashKeyRange;
	/** As its sequence numbers tell it; AWS sets it some seconds off the truth. */
	readonly createdAtSeconds: number;
	readonly openedAtMs: EpochMs;
	/** None, the shard that was split, or the two that were merged: first the one named ShardToMerge. */
	readonly parents: readonly Shard[];
};

/** A record before it has a place. */
export type IncomingRecord = Pick<StoredRecord, 'partitionKey' | 'data' | 'byteCount' | 'isEncrypted'>;

/**
A shard: an ordered log of records and the range of hash keys it takes while it is open.

Positions are those of its log; a record's counter in its sequence number is its position plus one.
*/
export class Shard {
	readonly index: number;
	readonly id: string;
	readonly range: HashKeyRange;
	/** The range's start, for routing. */
	readonly startBytes: HashBytes;
	readonly createdAtSeconds: number;
	readonly openedAtMs: EpochMs;
	readonly parents: readonly Shard[];
	readonly children: Shard[] = [];
	readonly log = new RecordLog();
	readonly startingSequenceNumber: string;
	#endingSequenceNumber: string | undefined = undefined;
	#closedAtMs: EpochMs | undefined = undefined;
	readonly #sequenceNumberBase: bigint;
	readonly #sequenceNumbers: SequenceNumbers;
	readonly #listeners = new Set<() => void>();
	readonly #recordsIn = new Rate(1000);
	readonly #bytesIn = new Rate(mebibyte);
	readonly #readsOut = new Rate(5);
	readonly #bytesOut = new Rate(2 * mebibyte);

	constructor(options: ShardOptions) {
		this.index = options.index;
		this.id = formatShardId(options.index);
		this.range = options.range;
		this.startBytes = hashKeyBytes(options.range.start);
		this.createdAtSeconds = options.createdAtSeconds;
		this.openedAtMs = options.openedAtMs;
		this.parents = options.parents;
		this.#sequenceNumberBase = sequenceNumberBase({shardCreatedAtSeconds: options.createdAtSeconds, shardIndex: options.index});
		this.#sequenceNumbers = new SequenceNumbers(this.#sequenceNumberBase);
		this.startingSequenceNumber = formatSequenceNumber(this.#sequenceNumberBase, 0, options.createdAtSeconds);
		for (const parent of options.parents) parent.children.push(this);
	}

	get isOpen(): boolean {
		return this.#closedAtMs === undefined;
	}

	get closedAtMs(): EpochMs | undefined {
		return this.#closedAtMs;
	}

	/** Undefined while open. */
	get endingSequenceNumber(): string | undefined {
		return this.#endingSequenceNumber;
	}

	/** Appends a record. Time never runs backwards within a shard, whatever the clock does. */
	put(record: IncomingRecord, nowMs: EpochMs): StoredRecord {
		const arrivedAtMs = Math.max(nowMs, this.log.lastArrivedAtMs ?? nowMs);
		const stored = {
			sequenceNumber: this.#sequenceNumbers.next(Math.floor(arrivedAtMs / 1000)),
			partitionKey: record.partitionKey,
			data: record.data,
			arrivedAtMs,
			byteCount: record.byteCount,
			isEncrypted: record.isEncrypted,
		};
		this.log.append(stored);
		this.wake();
		return stored;
	}

	/** Takes no more records; those it has stay readable. */
	close(atMs: EpochMs): void {
		this.#closedAtMs = atMs;
		this.#endingSequenceNumber = formatEndingSequenceNumber(this.#sequenceNumberBase, Math.floor(atMs / 1000));
		this.wake();
	}

	/** Calls back at each put and at the close, until the returned function is called. */
	listen(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Tells those who wait at this shard to look again. */
	wake(): void {
		if (this.#listeners.size === 0) return;
		for (const listener of this.#listeners) listener();
	}

	/** Forgets what is older than the retention period. */
	trim(horizonMs: EpochMs): void {
		this.log.trim(horizonMs);
	}

	/** Whether a closed shard has outlived all it held, so that AWS no longer lists it. */
	isExpired(horizonMs: EpochMs): boolean {
		return this.#closedAtMs !== undefined && this.#closedAtMs < horizonMs;
	}

	/** Whether a sequence number was made by this very shard, and not by one of the same index of another stream. */
	madeSequenceNumber(parts: SequenceNumberParts): boolean {
		return parts.shardIndex === this.index && parts.shardCreatedAtSeconds === this.createdAtSeconds;
	}

	/** The position of the first record at or after a sequence number of this shard, or after it. The number need not be a record's. */
	positionOf(parts: SequenceNumberParts, options: {isInclusive: boolean}): number {
		if (parts.counter === 0) return 0;
		const position = Math.min(parts.counter - 1, this.log.end);
		const arrivedAtMs = this.log.arrivedAtMs(position);
		if (arrivedAtMs === undefined) return position;
		const recordSeconds = Math.floor(arrivedAtMs / 1000);
		const isBeyond = options.isInclusive ? parts.recordedAtSeconds > recordSeconds : parts.recordedAtSeconds >= recordSeconds;
		return isBeyond ? position + 1 : position;
	}

	/**
	The sequence number to go on after, for a reader at a position: the last record's before it, or one that no record has.

	@param nowMs Becomes part of a number that no record has, as time passes without records.
	*/
	sequenceNumberBefore(position: number, nowMs: EpochMs): string {
		const before = this.log.sequenceNumber(position - 1);
		if (before !== undefined) return before;
		return formatSequenceNumber(this.#sequenceNumberBase, position, Math.max(this.createdAtSeconds, Math.floor(nowMs / 1000)));
	}

	/** Takes a record's share of what may be written in a second. False, and nothing taken, when there is too little left. */
	tryWrite(byteCount: number, nowMs: EpochMs): boolean {
		if (!this.#recordsIn.allows(1, nowMs) || !this.#bytesIn.allows(byteCount, nowMs)) return false;
		this.#recordsIn.take(1, nowMs);
		this.#bytesIn.take(byteCount, nowMs);
		return true;
	}

	/** Whether a read may begin; takes one of the five reads a second. What it returns is paid with {@link payRead}. */
	tryRead(nowMs: EpochMs): boolean {
		if (!this.#readsOut.allows(1, nowMs) || !this.#bytesOut.allows(1, nowMs)) return false;
		this.#readsOut.take(1, nowMs);
		return true;
	}

	payRead(byteCount: number, nowMs: EpochMs): void {
		this.#bytesOut.take(byteCount, nowMs);
	}
}
