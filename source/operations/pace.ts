import {sleep, type Clock} from '../shared/clock.ts';

/** Waits so that no more than so many happen in a second on average. Undefined: never waits. */
export type Pace = (count: number, options?: {signal?: AbortSignal}) => Promise<void>;

/** @param options.perSecond How many a second; undefined for as fast as possible. */
export function createPace(options: {clock: Clock; perSecond: number | undefined}): Pace {
	const {clock, perSecond} = options;
	let earliestMs = clock.nowMs();
	return async (count, within = {}) => {
		if (perSecond === undefined) return;
		const waitMs = earliestMs - clock.nowMs();
		if (waitMs > 0) await sleep(clock, waitMs, within);
		earliestMs = Math.max(earliestMs, clock.nowMs()) + (count * 1000) / perSecond;
	};
}

/** How long work that is half done may go on after it was told to stop. */
const graceMs = 2000;

/** A signal that is aborted two seconds after the given one, so that what was sent can still be deleted. `end` lets go of both. */
export function createGrace(signal: AbortSignal | undefined, {clock}: {clock: Clock}): {readonly signal: AbortSignal; end(): void} {
	const late = new AbortController();
	let cancel = (): void => {};
	const onAbort = (): void => {
		cancel = clock.schedule(clock.nowMs() + graceMs, () => late.abort(signal?.reason));
	};
	if (signal?.aborted) onAbort();
	else signal?.addEventListener('abort', onAbort, {once: true});
	return {
		signal: late.signal,
		end() {
			signal?.removeEventListener('abort', onAbort);
			cancel();
		},
	};
}
