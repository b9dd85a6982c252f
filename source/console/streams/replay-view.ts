import type {ReplayCounts} from '../../operations/run-replay.ts';
import type {EpochMs} from '../../shared/clock.ts';

/** A replay that runs here. It ends with the console. */
export type ReplayView = {
	readonly id: string;
	readonly stream: string;
	/** `stream copy` */
	readonly to: string;
	readonly startedAtMs: EpochMs;
	/** It only reads and counts. */
	readonly isDryRun: boolean;
	readonly counts: ReplayCounts;
};

/** With this one as it is now. */
export function withReplay(replays: readonly ReplayView[], replay: ReplayView): readonly ReplayView[] {
	const isKnown = replays.some(({id}) => id === replay.id);
	return isKnown ? replays.map(known => (known.id === replay.id ? replay : known)) : [...replays, replay];
}
