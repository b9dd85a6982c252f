import type {EpochMs} from '../../shared/clock.ts';
import type {Point} from './finding.ts';

/** The counts of one look at a queue. */
export type QueueSample = {readonly atMs: EpochMs; readonly readyCount: number; readonly inFlightCount: number};

/** What is kept for the trends and drawn beside a finding. */
export const historyMs = 10 * 60_000;

/** Looks closer together than this are one look: AWS's counts move in steps, and a trend of five looks should not be one of five seconds. */
export const lookEveryMs = 10_000;

/** Looks at least ten seconds apart, ending with the newest; oldest first. */
export function spacedLooks(samples: readonly QueueSample[], countMax: number): readonly QueueSample[] {
	const chosen: QueueSample[] = [];
	for (let index = samples.length - 1; index >= 0 && chosen.length < countMax; index--) {
		const sample = samples[index];
		const later = chosen.at(-1);
		if (sample && (!later || later.atMs - sample.atMs >= lookEveryMs)) chosen.push(sample);
	}
	return chosen.toReversed();
}

/** What is still to be waited for before so many looks are there: `2 more looks, 20 s`. */
export function moreLooks(have: number, wanted: number): string {
	const missing = wanted - have;
	const word = ['no', 'one', 'two', 'three', 'four', 'five', 'six'][missing] ?? String(missing);
	return `${word} more look${missing === 1 ? '' : 's'}, ${(missing * lookEveryMs) / 1000} s`;
}

export function readyPoints(samples: readonly QueueSample[]): readonly Point[] {
	return samples.map(({atMs, readyCount}) => ({atMs, value: readyCount}));
}

export function inFlightPoints(samples: readonly QueueSample[]): readonly Point[] {
	return samples.map(({atMs, inFlightCount}) => ({atMs, value: inFlightCount}));
}

/** READY and FLIGHT together: a peek moves messages from one to the other, and that is no change. */
export function depthPoints(samples: readonly QueueSample[]): readonly Point[] {
	return samples.map(({atMs, readyCount, inFlightCount}) => ({atMs, value: readyCount + inFlightCount}));
}

export type Rise = {
	/** From the lowest point to the newest. */
	readonly count: number;
	readonly from: Point;
	readonly to: Point;
	/** The first sample that showed more than the lowest. */
	readonly sinceMs: EpochMs;
	/** The last time it went up. */
	readonly lastRoseAtMs: EpochMs;
};

/** How much a measure stands above its lowest point, which it must have left since; undefined when it does not, or with fewer than two points. */
export function riseOf(points: readonly Point[]): Rise | undefined {
	const to = points.at(-1);
	let from = points[0];
	let lowest = 0;
	for (const [index, point] of points.entries()) {
		if (!from || point.value > from.value) continue;
		from = point;
		lowest = index;
	}
	if (!from || !to || to.value <= from.value) return undefined;
	const after = points.slice(lowest);
	const base = from.value;
	const first = after.find(point => point.value > base);
	const lastRose = after.findLast((point, index) => point.value > (after[index - 1]?.value ?? Number.POSITIVE_INFINITY));
	return {count: to.value - from.value, from, to, sinceMs: first?.atMs ?? to.atMs, lastRoseAtMs: lastRose?.atMs ?? to.atMs};
}

/** Those of the last ten minutes. */
export function recent(points: readonly Point[], nowMs: EpochMs): readonly Point[] {
	return points.filter(point => nowMs - point.atMs <= historyMs);
}

export function sumOf(points: readonly Point[]): number {
	return points.reduce((sum, point) => sum + point.value, 0);
}
