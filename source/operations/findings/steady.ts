import type {EpochMs} from '../../shared/clock.ts';
import type {QueueSample} from './samples.ts';

/** A queue whose messages in flight stay the same while none of those ready goes. Kept from look to look: visibility timeouts outlast the samples. */
export type Steady = {
	readonly inFlightCount: number;
	readonly readyCount: number;
	readonly sinceMs: EpochMs;
	readonly seenAtMs: EpochMs;
};

/** What is steady after newer samples, given what was before. */
export function nextSteady(before: Steady | undefined, samples: readonly QueueSample[]): Steady | undefined {
	let steady = before;
	for (const {atMs, readyCount, inFlightCount} of samples) {
		if (steady && atMs <= steady.seenAtMs) continue;
		const goesOn = steady !== undefined && inFlightCount === steady.inFlightCount && readyCount >= steady.readyCount;
		steady = {inFlightCount, readyCount, sinceMs: goesOn && steady ? steady.sinceMs : atMs, seenAtMs: atMs};
	}
	return steady;
}
