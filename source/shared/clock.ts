/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = number;

/**
The only source of time. The domain compares deadlines with `nowMs()`; it never starts a timer of its own.

Two implementations: the system's, and a manual one that tests advance.
*/
export type Clock = {
	nowMs(): EpochMs;
	/** Calls back once, at or soon after `atMs`. The returned function cancels it. A pending callback does not keep the process alive. */
	schedule(atMs: EpochMs, callback: () => void): () => void;
};

/** Node's longest timer, in milliseconds; later deadlines are reached in steps. */
const timerMsMax = 2_147_483_647;

/** The machine's own clock and timers. */
export function createSystemClock(): Clock {
	return {
		nowMs: () => Date.now(),
		schedule(atMs, callback) {
			let timer: NodeJS.Timeout;
			const arm = (): void => {
				const waitMs = atMs - Date.now();
				timer = setTimeout(waitMs > timerMsMax ? arm : callback, Math.min(Math.max(0, waitMs), timerMsMax));
				timer.unref();
			};
			arm();
			return () => clearTimeout(timer);
		},
	};
}

export type ManualClock = Clock & {
	/** Moves time forward, calling what falls due on the way, in order of deadline. */
	advance(durationMs: number): void;
	/** Deadlines still waiting. */
	pendingCount(): number;
};

type Pending = {readonly atMs: EpochMs; readonly order: number; readonly callback: () => void};

/** A clock that stands still until it is advanced. */
export function createManualClock(startMs: EpochMs = Date.UTC(2026, 10, 25, 3, 12, 4)): ManualClock {
	let nowMs = startMs;
	let order = 0;
	const pending = new Set<Pending>();

	function earliest(untilMs: EpochMs): Pending | undefined {
		let found: Pending | undefined;
		for (const entry of pending) {
			if (entry.atMs > untilMs) continue;
			if (!found || entry.atMs < found.atMs || (entry.atMs === found.atMs && entry.order < found.order)) found = entry;
		}
		return found;
	}

	return {
		nowMs: () => nowMs,
		schedule(atMs, callback) {
			const entry = {atMs, order: order++, callback};
			pending.add(entry);
			return () => pending.delete(entry);
		},
		advance(durationMs) {
			const untilMs = nowMs + durationMs;
			for (let due = earliest(untilMs); due; due = earliest(untilMs)) {
				pending.delete(due);
				nowMs = Math.max(nowMs, due.atMs);
				due.callback();
			}
			nowMs = untilMs;
		},
		pendingCount: () => pending.size,
	};
}

/** Waits on the given clock. Rejects with the signal's reason when aborted. */
export function sleep(clock: Clock, durationMs: number, options: {signal?: AbortSignal} = {}): Promise<void> {
	const {signal} = options;
	return new Promise((resolve, reject) => {
		if (signal?.aborted) {
			reject(signal.reason);
			return;
		}
		const onAbort = (): void => {
			cancel();
			reject(signal?.reason);
		};
		const cancel = clock.schedule(clock.nowMs() + durationMs, () => {
			signal?.removeEventListener('abort', onAbort);
			resolve();
		});
		signal?.addEventListener('abort', onAbort, {once: true});
	});
}
