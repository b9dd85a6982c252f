import type {EpochMs} from '../../shared/clock.ts';
import {RecordRange} from './record-range.ts';
import {recordHead, RecordSegment, type StoredRecord} from './record-segment.ts';

/** Of a log's first segment; each next one is twice as large, up to the largest. A record that needs more has one for itself. */
const segmentBytesMin = 4096;
const segmentBytesMax = 1024 * 1024;

/**
A shard's records in order of arrival, in segments, so that a million of them are never moved.

Each record has a position, counted from 0 for ever; reading from a position or a time is O(log n). Old records leave segment by segment, so trimming is amortised to nothing.
*/
export class RecordLog {
	readonly #segments: RecordSegment[] = [];
	#start = 0;
	#end = 0;
	/** Bytes of all records there ever were. */
	#byteCount = 0;
	#lastArrivedAtMs: EpochMs | undefined = undefined;
	/** The time of the newest record as its text, because many arrive in the same millisecond and numbers are slow to write. */
	#lastArrivedAtSeconds = '';

	/** The position of the oldest record kept. */
	get start(): number {
		return this.#start;
	}

	/** The position that the next record will have. */
	get end(): number {
		return this.#end;
	}

	/** When the newest record arrived, trimmed or not; undefined when there never was one. */
	get lastArrivedAtMs(): EpochMs | undefined {
		return this.#lastArrivedAtMs;
	}

	append(record: StoredRecord): void {
		if (record.arrivedAtMs !== this.#lastArrivedAtMs) {
			this.#lastArrivedAtMs = record.arrivedAtMs;
			this.#lastArrivedAtSeconds = String(record.arrivedAtMs / 1000);
		}
		const head = recordHead(record, this.#lastArrivedAtSeconds);
		const segment = this.#segmentWithRoom(RecordSegment.byteCountOf(head, record.data));
		segment.append(head, {data: record.data, arrivedAtMs: record.arrivedAtMs, bytesBefore: this.#byteCount});
		this.#byteCount += record.byteCount;
		this.#end++;
	}

	/** When a record arrived. Undefined outside of what is kept. */
	arrivedAtMs(position: number): EpochMs | undefined {
		return this.#holds(position) ? this.#segmentOf(position).arrivedAtMs(position) : undefined;
	}

	/** Undefined outside of what is kept. */
	sequenceNumber(position: number): string | undefined {
		return this.#holds(position) ? this.#segmentOf(position).sequenceNumber(position) : undefined;
	}

	/** The first position whose record arrived at or after a time; `end` when there is none. */
	findByTime(atMs: EpochMs): number {
		return firstWhere(this.#start, this.#end, position => this.#segmentOf(position).arrivedAtMs(position) >= atMs);
	}

	/** Forgets the records that arrived before a time. */
	trim(beforeMs: EpochMs): void {
		if (this.#start === this.#end || this.#segmentOf(this.#start).arrivedAtMs(this.#start) >= beforeMs) return;
		this.#start = this.findByTime(beforeMs);
		const dropped = firstWhere(0, this.#segments.length, index => (this.#segments[index]?.endPosition ?? 0) > this.#start);
		if (dropped > 0) this.#segments.splice(0, dropped);
	}

	/** Records from a position on: at most `countMax`, and at most `bytesMax` in all, but at least one where there is one. */
	read(position: number, options: {countMax: number; bytesMax: number}): RecordRange {
		const from = Math.min(Math.max(position, this.#start), this.#end);
		const until = Math.min(this.#end, from + options.countMax);
		if (from >= until) return new RecordRange([], {from, until: from, byteCount: 0});
		const bytesBefore = this.#bytesBefore(from);
		const to = firstWhere(from + 1, until, next => this.#bytesBefore(next + 1) - bytesBefore > options.bytesMax);
		const segments = this.#segments.slice(this.#segmentIndexOf(from), this.#segmentIndexOf(to - 1) + 1);
		return new RecordRange(segments, {from, until: to, byteCount: this.#bytesBefore(to) - bytesBefore});
	}

	#holds(position: number): boolean {
		return position >= this.#start && position < this.#end;
	}

	#bytesBefore(position: number): number {
		return position === this.#end ? this.#byteCount : this.#segmentOf(position).bytesBefore(position);
	}

	#segmentOf(position: number): RecordSegment {
		// Asked only for positions that are kept.
		return this.#segments[this.#segmentIndexOf(position)] as RecordSegment;
	}

	#segmentIndexOf(position: number): number {
		const last = this.#segments.length - 1;
		// Most readers are at the tip.
		if (position >= (this.#segments[last]?.firstPosition ?? 0)) return last;
		return firstWhere(0, last, index => (this.#segments[index]?.endPosition ?? 0) > position);
	}

	#segmentWithRoom(byteCount: number): RecordSegment {
		const last = this.#segments.at(-1);
		if (last?.hasRoomFor(byteCount)) return last;
		const size = last ? Math.min(segmentBytesMax, last.size * 2) : segmentBytesMin;
		const segment = new RecordSegment(this.#end, Math.max(size, byteCount));
		this.#segments.push(segment);
		return segment;
	}
}

/** The first whole number from `low` on for which something holds that then holds for all larger ones; `high` when for none below. */
function firstWhere(low: number, high: number, holds: (index: number) => boolean): number {
	let from = low;
	let to = high;
	while (from < to) {
		const middle = from + Math.floor((to - from) / 2);
		if (holds(middle)) to = middle;
		else from = middle + 1;
	}
	return from;
}
