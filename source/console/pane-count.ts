import {runningCount} from './activity/state.ts';
import {openFindings} from './now/state.ts';
import {visibleQueueUrls} from './queues/rows.ts';
import type {PaneId} from './place.ts';
import type {State} from './state.ts';
import {formatCount} from '../shared/units.ts';

/** What stands behind a pane's name: how many things, and how many of them pass the filter. */
export function paneCount(state: State, pane: PaneId): string {
	switch (pane) {
		case 'now': {
			const count = openFindings(state).length;
			return count === 0 ? '' : formatCount(count);
		}
		case 'queues': {
			const shown = visibleQueueUrls(state).length;
			const all = state.queues.rows.length;
			return state.queues.status !== 'ready' && all === 0
				? ''
				: shown === all
					? formatCount(all)
					: `${formatCount(shown)}/${formatCount(all)}`;
		}
		case 'topics':
			return state.topics.status !== 'ready' && state.topics.rows.length === 0 ? '' : formatCount(state.topics.rows.length);
		case 'streams':
			return state.streams.status !== 'ready' && state.streams.rows.length === 0 ? '' : formatCount(state.streams.rows.length);
		case 'activity': {
			const running = runningCount(state);
			return running === 0 ? '' : String(running);
		}
	}
}
