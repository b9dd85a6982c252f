import type {Action} from '../action.ts';
import {step, type Step} from '../effects.ts';
import {cursorId, emptyList} from '../list.ts';
import {currentPlace, listOf, pushPlace, replacePlace, withList, type State} from '../state.ts';
import {openTab, recordUnderCursor, type StreamPlace} from './subject.ts';
import type {TailRecord} from './tail-record.ts';
import {newestRowId, pauseTail, tailOf, tailPlaceOf, tailRowIds, togglePause, withTail} from './tail-state.ts';

const here = {places: ['stream'], danger: 'free'} as const;

function notInTail(state: State): string | undefined {
	return openTab(state, 'tail') ? undefined : 'in the Tail tab';
}

function noRecord(state: State): string | undefined {
	return recordUnderCursor(state) ? undefined : 'no record under the cursor';
}

function isPaused(state: State): boolean {
	const place = openTab(state, 'tail');
	return place !== undefined && tailOf(state, place.name)?.paused !== undefined;
}

/** What can be done to the records of a tail. */
export const tailActions: readonly Action[] = [
	{
		...here,
		id: 'tail.pause',
		label: 'Pause the view, or go on',
		hint: state => (isPaused(state) ? 'go on' : 'pause'),
		keys: ['f'],
		unavailable: notInTail,
		perform(state) {
			const place = openTab(state, 'tail');
			return step(place ? togglePause(state, place.name) : state);
		},
	},
	{
		...here,
		id: 'record.previous-of-key',
		label: 'Previous record of the same key',
		keys: ['<'],
		unavailable: noRecord,
		perform: state => goToSameKey(state, -1),
	},
	{
		...here,
		id: 'record.next-of-key',
		label: 'Next record of the same key',
		keys: ['>'],
		unavailable: noRecord,
		perform: state => goToSameKey(state, 1),
	},
];

/** Over the whole screen. The view stands still meanwhile, so that the way back leads to the same record. */
export function openRecord(state: State, place: StreamPlace): Step {
	const ids = tailRowIds(tailOf(state, place.name));
	if (cursorId(listOf(state, place), ids) === newestRowId) return step(togglePause(state, place.name));
	const record = recordUnderCursor(state);
	return step(record ? showRecord(pauseTail(state, place.name), place, record) : state);
}

function showRecord(state: State, place: StreamPlace, record: TailRecord): State {
	const view = tailOf(state, place.name);
	if (!view) return state;
	const recordPlace = {...place, tab: 'record'} as const;
	const shown = withList(withTail(state, place.name, {...view, opened: record}), recordPlace, emptyList);
	return place.tab === 'record' ? replacePlace(shown, recordPlace) : pushPlace(shown, recordPlace);
}

function goToSameKey(state: State, delta: 1 | -1): Step {
	const place = currentPlace(state);
	const record = recordUnderCursor(state);
	if (place.type !== 'stream' || !record) return step(state);
	const rows = tailOf(state, place.name)?.snapshot?.rows ?? [];
	const same = rows.filter(({partitionKey}) => partitionKey === record.partitionKey);
	const next = same[same.findIndex(({id}) => id === record.id) + delta];
	if (!next) return step({...state, failure: `No ${delta > 0 ? 'later' : 'earlier'} record of this key is kept.`});
	const tailPlace = tailPlaceOf(place.name);
	const list = {...listOf(state, tailPlace), cursorId: next.id, cursorIndex: rows.indexOf(next)};
	const moved = withList(pauseTail(state, place.name), tailPlace, list);
	return step(place.tab === 'record' ? showRecord(moved, place, next) : moved);
}
