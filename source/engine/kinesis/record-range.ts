import type {EpochMs} from '../../shared/clock.ts';
import type {RecordSegment} from './record-segment.ts';

/** A record as readers get it, but for its name of things: see `describe.ts`. */
export type ReadRecord = {
	readonly sequenceNumber: string;
	readonly partitionKey: string | undefined;
	/** Base64 text. */
	readonly data: string;
	readonly arrivedAtMs: EpochMs;
	readonly isEncrypted: boolean;
};

/** Records that follow each other in a log, as they were when they were read: what is put or trimmed later changes nothing. */
export class RecordRange implements Iterable<ReadRecord> {
	/** The position of the first one. */
	readonly from: number;
	/** The position after the last one. */
	readonly until: number;
	/** Data and partition keys. */
	readonly byteCount: number;
	readonly #segments: readonly RecordSegment[];

	/** @param segments Those that hold them, in order. */
	constructor(segments: readonly RecordSegment[], range: {readonly from: number; readonly until: number; readonly byteCount: number}) {
		this.#segments = segments;
		this.from = range.from;
		this.until = range.until;
		this.byteCount = range.byteCount;
	}

	get count(): number {
		return this.until - this.from;
	}

	/** When the last one arrived; undefined when there is none. */
	get lastArrivedAtMs(): EpochMs | undefined {
		return this.count === 0 ? undefined : this.#segments.at(-1)?.arrivedAtMs(this.until - 1);
	}

	/** Their JSON, each with a comma after it, in pieces of the memory that holds it: to be copied, never written to. */
	jsonPieces(): readonly Buffer[] {
		return this.#segments.map(segment =>
			segment.bytes.subarray(
				segment.textStart(Math.max(this.from, segment.firstPosition)),
				segment.textStart(Math.min(this.until, segment.endPosition)),
			),
		);
	}

	/** Each segment with the positions of the range that it holds. */
	*parts(): Generator<{readonly segment: RecordSegment; readonly from: number; readonly until: number}, undefined> {
		for (const segment of this.#segments) {
			yield {segment, from: Math.max(this.from, segment.firstPosition), until: Math.min(this.until, segment.endPosition)};
		}
	}

	*[Symbol.iterator](): Generator<ReadRecord, undefined> {
		for (const {segment, from, until} of this.parts()) {
			for (let position = from; position < until; position++) {
				const {SequenceNumber: sequenceNumber, PartitionKey: partitionKey, EncryptionType: encryption} = segment.head(position);
				yield {
					sequenceNumber,
					partitionKey,
					data: segment.bytes.toString('latin1', segment.dataStart(position), segment.dataEnd(position)),
					arrivedAtMs: segment.arrivedAtMs(position),
					isEncrypted: encryption !== undefined,
				};
			}
		}
	}
}
