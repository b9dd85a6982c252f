import type {EpochMs} from '../../shared/clock.ts';
import {pinsOf} from '../memory.ts';
import type {State} from '../state.ts';
import {rowsOf, sourcesOfQueue} from './rows.ts';
import type {QueueRow} from './state.ts';

/** In which order a sweep reads what is not on screen: pinned, DLQs that had messages, DLQs, what changed since the last sweep began, the rest. */
export function sweepOrder(state: State, lastSweepAtMs: EpochMs | undefined): readonly string[] {
	const isPinned = new Set(pinsOf(state, 'queues'));
	const urgency = (row: QueueRow): number => {
		if (isPinned.has(row.ref.name)) return 0;
		if (sourcesOfQueue(state.queues, row).length > 0) return (row.attributes?.readyCount ?? 0) > 0 ? 1 : 2;
		return lastSweepAtMs !== undefined && (row.asOfMs ?? 0) >= lastSweepAtMs ? 3 : 4;
	};
	return rowsOf(state, state.queues.order)
		.map(row => ({url: row.ref.url, urgency: urgency(row)}))
		.toSorted((a, b) => a.urgency - b.urgency)
		.map(({url}) => url);
}
