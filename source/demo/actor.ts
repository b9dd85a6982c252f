import type {Clock} from '../shared/clock.ts';
import type {Random} from '../shared/random.ts';

/** Something that happens again and again: a producer's send, a consumer's receive. */
export type Actor = {
	/** For the report of a failure: `orders consumer`. */
	readonly name: string;
	readonly everyMs: number;
	act(options: {readonly signal: AbortSignal}): Promise<void>;
};

export type Actors = {
	/** Resolves when nothing is under way; what is scheduled for later does not count. For tests. */
	idle(): Promise<void>;
	/** Ends what is under way and starts nothing more. */
	stop(): Promise<void>;
	failureCount(): number;
};

export type ActorFailure = {readonly actor: string; readonly error: unknown};

/** After a failure the pace halves, each time, down to this many milliseconds. */
const everyMsMax = 30_000;

/**
Runs actors on the clock, each at its pace with 20 % of jitter. One that fails is counted, reported, and slowed until it succeeds; it never ends the others.
*/
export function startActors(
	actors: readonly Actor[],
	options: {readonly clock: Clock; readonly random: Random; readonly onFailure?: (failure: ActorFailure) => void},
): Actors {
	const {clock, random, onFailure} = options;
	const stopping = new AbortController();
	const running = new Set<Promise<void>>();
	const cancels = new Map<Actor, () => void>();
	let failureCount = 0;

	const scheduleNext = (actor: Actor, waitMs: number): void => {
		if (stopping.signal.aborted) return;
		const jitteredMs = waitMs * (0.9 + random.number() * 0.2);
		const cancel = clock.schedule(clock.nowMs() + jitteredMs, () => {
			const run = runOnce(actor, waitMs).finally(() => running.delete(run));
			running.add(run);
		});
		cancels.set(actor, cancel);
	};

	const runOnce = async (actor: Actor, waitMs: number): Promise<void> => {
		try {
			await actor.act({signal: stopping.signal});
			scheduleNext(actor, actor.everyMs);
		} catch (error) {
			if (stopping.signal.aborted) return;
			failureCount++;
			onFailure?.({actor: actor.name, error});
			scheduleNext(actor, Math.min(waitMs * 2, everyMsMax));
		}
	};

	for (const actor of actors) scheduleNext(actor, actor.everyMs);

	const idle = async (): Promise<void> => {
		while (running.size > 0) await Promise.all(running);
	};

	return {
		idle,
		async stop() {
			stopping.abort();
			for (const cancel of cancels.values()) cancel();
			await idle();
		},
		failureCount: () => failureCount,
	};
}
