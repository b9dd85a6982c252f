import type {Action} from '../action.ts';
import {step} from '../effects.ts';
import {currentPlace, goTo, listOf, type State} from '../state.ts';
import {cursorId} from '../list.ts';
import {runningRows} from './rows.ts';

function rowUnderCursor(state: State) {
	const place = currentPlace(state);
	if (place.type !== 'activity' || place.tab !== 'running') return undefined;
	const rows = runningRows(state);
	const id = cursorId(
		listOf(state, place),
		rows.map(row => row.id),
	);
	return rows.find(row => row.id === id);
}

/** What can be done to what runs. */
export const activityActions: readonly Action[] = [
	{
		places: ['activity'],
		id: 'activity.open',
		label: 'Go there',
		hint: 'go there',
		keys: ['enter'],
		danger: 'free',
		unavailable: state => (rowUnderCursor(state) ? undefined : 'nothing to go to'),
		perform(state) {
			const row = rowUnderCursor(state);
			return row ? step(goTo(state, row.pane, row.stack)) : step(state);
		},
	},
];
