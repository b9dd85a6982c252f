import type {EpochMs} from '../../shared/clock.ts';
import {Bucket} from './bucket.ts';
import {minuteMs, type Series} from './series.ts';

/** From the start to before the end, in periods that are counted from the start. */
export type TimeRange = {readonly startMs: EpochMs; readonly endMs: EpochMs; readonly periodMs: number};

/** Periods shorter than a minute, for metrics of high resolution. */
const shortPeriodsSeconds: readonly number[] = [1, 5, 10, 20, 30];

export function isPeriod(seconds: number): boolean {
	return seconds % 60 === 0 || shortPeriodsSeconds.includes(seconds);
}

/** The range that a request means: its start is rounded down to the minute, or to a shorter period. */
export function timeRange({startMs, endMs, periodSeconds}: {startMs: EpochMs; endMs: EpochMs; periodSeconds: number}): TimeRange {
	const periodMs = periodSeconds * 1000;
	return {startMs: startMs - (startMs % Math.min(periodMs, minuteMs)), endMs, periodMs};
}

/** The values of each period that has any, in order of time. */
export function aggregate(series: readonly Series[], range: TimeRange): readonly Bucket[] {
	const {startMs, periodMs} = range;
	const buckets = new Map<EpochMs, Bucket>();
	for (const one of series) {
		one.visit(range, (atMs, bucket) => {
			const periodStartMs = atMs - ((atMs - startMs) % periodMs);
			let found = buckets.get(periodStartMs);
			if (!found) {
				found = new Bucket(periodStartMs);
				buckets.set(periodStartMs, found);
			}
			found.addBucket(bucket);
		});
	}
	return [...buckets.values()].toSorted((left, right) => left.startMs - right.startMs);
}
