import type {EpochMs} from '../../shared/clock.ts';
import type {Bucket, Statistics} from './bucket.ts';
import {Tier} from './tier.ts';

export const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** How long a metric's values are kept, and the age from which they are kept by longer periods. */
const retentionMs = 15 * 24 * hourMs;
const tierSteps = [
	{periodMs: minuteMs, untilAgeMs: 3 * hourMs},
	{periodMs: 5 * minuteMs, untilAgeMs: 24 * hourMs},
	{periodMs: hourMs, untilAgeMs: retentionMs},
] as const;

/**
The values of one metric in one unit: by the minute for 3 hours, by 5 minutes for a day, by the hour for 15 days; at most 768 buckets and those of the two hours to come.
*/
export class Series {
	/** The second and third are made when something has grown old. */
	readonly #tiers: Tier[] = [];
	/** The bucket that was last added to, most often that of this minute. */
	#current: Bucket | undefined = undefined;

	/** When the last period with values began; undefined when there is none. */
	get lastMs(): EpochMs | undefined {
		let found: EpochMs | undefined;
		for (const {last, periodMs} of this.#tiers) {
			const lastMs = last && last.startMs + (last.repeatCount - 1) * periodMs;
			if (lastMs !== undefined && (found === undefined || lastMs > found)) found = lastMs;
		}
		return found;
	}

	/** @param atMs When it came, `nowMs` if absent. Not older than the retention. */
	add(value: number, nowMs: EpochMs, options: {readonly atMs?: EpochMs; readonly count?: number} = {}): void {
		this.#bucketAt(options.atMs ?? nowMs, nowMs).add(value, options.count ?? 1);
	}

	addStatistics(statistics: Statistics, nowMs: EpochMs, atMs: EpochMs): void {
		this.#bucketAt(atMs, nowMs).addStatistics(statistics);
	}

	/** The one value of a minute, in place of what it had. */
	set(value: number, nowMs: EpochMs, atMs: EpochMs): void {
		this.#bucketAt(atMs, nowMs).reset(value);
	}

	/** Calls back for each period that begins in the given time; older ones, which are longer, first. */
	visit(time: {readonly startMs: EpochMs; readonly endMs: EpochMs}, callback: (startMs: EpochMs, bucket: Bucket) => void): void {
		for (const tier of this.#tiers.toReversed()) tier.visit(time, callback);
	}

	#bucketAt(atMs: EpochMs, nowMs: EpochMs): Bucket {
		const current = this.#current;
		// Most values fall into the minute of the one before.
		if (current && atMs >= current.startMs && atMs < current.startMs + minuteMs) return current;
		for (let index = 0; index < this.#tiers.length; index++) this.#age(index, nowMs);
		const index = tierSteps.findIndex(({untilAgeMs}) => nowMs - atMs < untilAgeMs);
		const bucket = this.#tier(index === -1 ? tierSteps.length - 1 : index).at(atMs);
		this.#current = index === 0 ? bucket : undefined;
		return bucket;
	}

	#tier(index: number): Tier {
		const known = this.#tiers[index];
		if (known) return known;
		const made = tierSteps.slice(this.#tiers.length, index + 1).map(({periodMs}) => new Tier(periodMs));
		this.#tiers.push(...made);
		const tier = made.at(-1);
		if (!tier) throw new Error(`There is no tier ${index}.`);
		return tier;
	}

	/** Moves what has grown old to the next tier, whose periods are longer, and drops what is too old. */
	#age(index: number, nowMs: EpochMs): void {
		const tier = this.#tier(index);
		const isLast = index === tierSteps.length - 1;
		for (const bucket of tier.takeUntil(nowMs - (tierSteps[index]?.untilAgeMs ?? 0))) {
			for (let turn = 0; !isLast && turn < bucket.repeatCount; turn++) {
				const into = this.#tier(index + 1).at(bucket.startMs + turn * tier.periodMs);
				into.addBucket(bucket);
				// Telling values apart is for the last hours: it would cost most of the room.
				if (into.values !== undefined) into.values = 'unknown';
			}
		}
	}
}
