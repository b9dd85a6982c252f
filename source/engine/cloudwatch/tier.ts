import type {EpochMs} from '../../shared/clock.ts';
import {Bucket} from './bucket.ts';

/** Most often nothing has ended. */
const none: readonly Bucket[] = [];

/** The buckets of one length, in order of time. Periods without values have none, and neighbours that are alike share one. */
export class Tier {
	readonly periodMs: number;
	readonly #buckets: Bucket[] = [];

	constructor(periodMs: number) {
		this.periodMs = periodMs;
	}

	get last(): Bucket | undefined {
		return this.#buckets.at(-1);
	}

	/** The bucket of a time and of no other period, made where there is none. It is valid until another is asked for. */
	at(atMs: EpochMs): Bucket {
		const startMs = atMs - (atMs % this.periodMs);
		const {last} = this;
		if (!last || startMs >= this.#endMs(last)) return this.#append(startMs);
		const index = this.#indexBefore(startMs);
		const found = this.#buckets[index];
		if (!found || startMs >= this.#endMs(found)) return this.#insert(index + 1, startMs);
		return found.repeatCount === 1 ? found : this.#isolate(index, found, startMs);
	}

	/** Calls back for each period that begins in the given time, in order. */
	visit(time: {readonly startMs: EpochMs; readonly endMs: EpochMs}, callback: (startMs: EpochMs, bucket: Bucket) => void): void {
		for (let index = Math.max(0, this.#indexBefore(time.startMs)); index < this.#buckets.length; index++) {
			const bucket = this.#buckets[index];
			if (!bucket || bucket.startMs >= time.endMs) return;
			for (let turn = 0; turn < bucket.repeatCount; turn++) {
				const startMs = bucket.startMs + turn * this.periodMs;
				if (startMs >= time.startMs && startMs < time.endMs) callback(startMs, bucket);
			}
		}
	}

	/** Takes out what ended before a time. */
	takeUntil(horizonMs: EpochMs): readonly Bucket[] {
		const [oldest] = this.#buckets;
		if (!oldest || oldest.startMs + this.periodMs > horizonMs) return none;
		const taken: Bucket[] = [];
		for (let first = this.#buckets[0]; first; first = this.#buckets[0]) {
			const endedCount = Math.floor((horizonMs - first.startMs) / this.periodMs);
			if (endedCount <= 0) break;
			if (endedCount < first.repeatCount) {
				taken.push(first.copy(first.startMs, endedCount));
				first.startMs += endedCount * this.periodMs;
				first.repeatCount -= endedCount;
				break;
			}
			taken.push(first);
			this.#buckets.shift();
		}
		return taken;
	}

	#endMs(bucket: Bucket): EpochMs {
		return bucket.startMs + bucket.repeatCount * this.periodMs;
	}

	/** The last bucket that does not begin after a time; -1 when all do. */
	#indexBefore(startMs: EpochMs): number {
		let low = 0;
		let high = this.#buckets.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if ((this.#buckets[middle]?.startMs ?? Infinity) <= startMs) low = middle + 1;
			else high = middle;
		}
		return low - 1;
	}

	#append(startMs: EpochMs): Bucket {
		this.#joinLast();
		const bucket = new Bucket(startMs);
		this.#buckets.push(bucket);
		return bucket;
	}

	#insert(index: number, startMs: EpochMs): Bucket {
		const bucket = new Bucket(startMs);
		this.#buckets.splice(index, 0, bucket);
		return bucket;
	}

	/** The last bucket is finished when one begins after it. */
	#joinLast(): void {
		const before = this.#buckets.at(-2);
		const {last} = this;
		if (!before || !last || this.#endMs(before) !== last.startMs || !before.isLike(last)) return;
		before.repeatCount += last.repeatCount;
		this.#buckets.pop();
	}

	/** Cuts one period out of a row of them. */
	#isolate(index: number, row: Bucket, startMs: EpochMs): Bucket {
		const before = (startMs - row.startMs) / this.periodMs;
		const after = row.repeatCount - before - 1;
		const bucket = row.copy(startMs, 1);
		const parts = [bucket];
		if (before > 0) parts.unshift(row.copy(row.startMs, before));
		if (after > 0) parts.push(row.copy(startMs + this.periodMs, after));
		this.#buckets.splice(index, 1, ...parts);
		return bucket;
	}
}
