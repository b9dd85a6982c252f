import type {EpochMs} from '../../shared/clock.ts';

/** A record as its shard keeps it. */
export type StoredRecord = {
	/** 56 decimal digits. */
	readonly sequenceNumber: string;
	/** Absent only where the stream distributes records itself and the producer gave none. */
	readonly partitionKey: string | undefined;
	/** Base64 text. */
	readonly data: string;
	readonly arrivedAtMs: EpochMs;
	/** Data before base64, plus the partition key in UTF-8. */
	readonly byteCount: number;
	readonly isEncrypted: boolean;
};

const chunkSize = 1024;

/**
A shard's records in order of arrival, in chunks, so that a million of them are never moved.

Each record has a position, counted from 0 for ever; reading from a position is O(1), from a time O(log n). Old records leave chunk by chunk, so trimming is amortised to nothing.
*/
export class RecordLog {
	readonly #chunks: StoredRecord[][] = [];
	/** Chunks that have left at the front. */
	#droppedChunkCount = 0;
	#start = 0;
	#end = 0;

	/** The position of the oldest record kept. */
	get start(): number {
		return this.#start;
	}

	/** The position that the next record will have. */
	get end(): number {
		return this.#end;
	}

	/** The newest record, unless it was trimmed. */
	get last(): StoredRecord | undefined {
		return this.at(this.#end - 1);
	}

	append(record: StoredRecord): void {
		if (this.#end % chunkSize === 0) this.#chunks.push([]);
		this.#chunks.at(-1)?.push(record);
		this.#end++;
	}

	/** Undefined outside of what is kept. */
	at(position: number): StoredRecord | undefined {
		if (position < this.#start || position >= this.#end) return undefined;
		return this.#chunks[Math.floor(position / chunkSize) - this.#droppedChunkCount]?.[position % chunkSize];
	}

	/** The first position whose record arrived at or after a time; `end` when there is none. */
	findByTime(atMs: EpochMs): number {
		let low = this.#start;
		let high = this.#end;
		while (low < high) {
			const middle = low + Math.floor((high - low) / 2);
			// Between start and end, so it is there.
			if ((this.at(middle) as StoredRecord).arrivedAtMs < atMs) low = middle + 1;
			else high = middle;
		}
		return low;
	}

	/** Forgets the records that arrived before a time. */
	trim(beforeMs: EpochMs): void {
		const first = this.at(this.#start);
		if (!first || first.arrivedAtMs >= beforeMs) return;
		this.#start = this.findByTime(beforeMs);
		const wholeChunkCount = Math.floor(this.#start / chunkSize) - this.#droppedChunkCount;
		if (wholeChunkCount === 0) return;
		this.#chunks.splice(0, wholeChunkCount);
		this.#droppedChunkCount += wholeChunkCount;
	}

	/** Records from a position on: at most `countMax`, and at most `bytesMax` in all, but at least one where there is one. */
	read(position: number, options: {countMax: number; bytesMax: number}): readonly StoredRecord[] {
		const found: StoredRecord[] = [];
		let byteCount = 0;
		const until = Math.min(this.#end, position + options.countMax);
		for (let index = Math.max(position, this.#start); index < until; index++) {
			// Between start and end, so it is there.
			const record = this.at(index) as StoredRecord;
			byteCount += record.byteCount;
			if (byteCount > options.bytesMax && found.length > 0) break;
			found.push(record);
		}
		return found;
	}
}
