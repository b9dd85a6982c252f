import type {Clock, EpochMs} from '../shared/clock.ts';
import type {Terminal} from './command.ts';

/** A line on stderr that tells how far work is. It vanishes when there is something else to say, and never appears where nobody looks. */
export type Progress = {
	show(text: string): void;
	clear(): void;
};

/** No more often than a person can read it. */
const intervalMs = 250;

export function createProgress({stderr, clock}: Pick<Terminal, 'stderr'> & {clock: Clock}): Progress {
	let shownAtMs: EpochMs = -Infinity;
	let isShown = false;
	return {
		show(text) {
			const nowMs = clock.nowMs();
			if (!stderr.isTTY || nowMs - shownAtMs < intervalMs) return;
			shownAtMs = nowMs;
			isShown = true;
			stderr.write(`\r${text.slice(0, Math.max(0, (stderr.columns ?? 80) - 1))}\u001b[K`);
		},
		clear() {
			if (isShown) stderr.write('\r\u001b[K');
			isShown = false;
		},
	};
}
