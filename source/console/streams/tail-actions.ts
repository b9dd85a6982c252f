import type {Action} from '../action.ts';
import {shortShardId} from '../../operations/shard-id.ts';
import {bodyFormAction} from '../body-form.ts';
import {bodyText} from '../body-view.ts';
import {run, step, type Step} from '../effects.ts';
import {openPalette} from '../layers/open.ts';
import {openSheet} from '../layers/sheet.ts';
import {cursorId, cursorIndex, emptyList} from '../list.ts';
import {currentPlace, listOf, pushPlace, replacePlace, withList, type State} from '../state.ts';
import {formThing} from './record-pane.ts';
import {markedRecords, openTab, recordUnderCursor, type StreamPlace} from './subject.ts';
import {barSeconds} from './bar-counter.ts';
import {matchesRecord, type TailRecord} from './tail-record.ts';
import {newestRowId, pauseTail, tailOf, tailPlaceOf, tailRowIds, togglePause, withTail, type TailView} from './tail-state.ts';

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

const recordForm = bodyFormAction({
	id: 'record.form',
	places: ['stream'],
	thingOf(state) {
		const place = openTab(state, 'record');
		return place && formThing(place.name);
	},
});

function chooseShards(state: State): Step {
	const place = openTab(state, 'tail');
	if (!place) return step(state);
	const shards = tailOf(state, place.name)?.start.shardIds?.map(shortShardId).join(', ') ?? '';
	return openSheet(state, 'tail shards', {subject: {stream: place.name}, values: {shards}});
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
		id: 'tail.next-match',
		label: 'Next match of the filter',
		hint: 'match',
		hintKeys: 'n N',
		keys: ['n'],
		unavailable: noFilter,
		perform: state => goToMatch(state, 1),
	},
	{
		...here,
		id: 'tail.previous-match',
		label: 'Previous match of the filter',
		keys: ['N'],
		unavailable: noFilter,
		perform: state => goToMatch(state, -1),
	},
	{
		...here,
		id: 'tail.highlight',
		label: 'Filter: hide or highlight',
		keys: [],
		unavailable: noFilter,
		perform: state => step(changeView(state, view => ({...view, isHighlighting: !view.isHighlighting}))),
	},
	{
		...here,
		id: 'tail.earlier',
		label: 'Earlier bar of the histogram',
		hint: 'bar',
		hintKeys: ', .',
		keys: [','],
		unavailable: notInTail,
		perform: state => goToBar(state, -1),
	},
	{
		...here,
		id: 'tail.later',
		label: 'Later bar of the histogram',
		keys: ['.'],
		unavailable: notInTail,
		perform: state => goToBar(state, 1),
	},
	{
		...here,
		id: 'tail.zoom-out',
		label: 'Zoom the histogram out: wider bars',
		hint: 'zoom',
		hintKeys: '- +',
		keys: ['-'],
		unavailable: notInTail,
		perform: state => zoom(state, 1),
	},
	{
		...here,
		id: 'tail.zoom-in',
		label: 'Zoom the histogram in: narrower bars',
		keys: ['+', '='],
		unavailable: notInTail,
		perform: state => zoom(state, -1),
	},
	{
		...here,
		id: 'tail.view',
		label: 'Choose shards; of a record its form',
		hint: state => (openTab(state, 'tail') ? 'shards' : 'view'),
		keys: ['v'],
		unavailable: state => (openTab(state, 'record') ? undefined : notInTail(state)),
		perform: state => (openTab(state, 'record') ? recordForm.perform(state) : chooseShards(state)),
	},
	{
		...here,
		id: 'record.save-menu',
		label: 'Save, or open in the pager or editor',
		hint: 'save',
		keys: ['o'],
		unavailable: noRecord,
		perform: state => openPalette(state, 'row', 'save'),
	},
	{
		...here,
		id: 'record.save',
		label: 'Save records to a file',
		keys: [],
		unavailable: noRecord,
		perform(state) {
			const place = currentPlace(state);
			if (place.type !== 'stream') return step(state);
			const markedCount = markedRecords(state, place.name).length;
			const values = {which: markedCount > 0 ? 'marked' : 'shown', path: `${place.name}.ndjson`};
			return openSheet(state, 'save records', {subject: {stream: place.name}, values, focus: 1});
		},
	},
	{...here, id: 'record.pager', label: 'Open the record in $PAGER', keys: [], unavailable: noRecord, perform: showInPager},
	{...here, id: 'record.editor', label: 'Open the record in $EDITOR', keys: [], unavailable: noRecord, perform: showInEditor},
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
		hint: 'same key',
		hintKeys: '< >',
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

function noFilter(state: State): string | undefined {
	const place = openTab(state, 'tail');
	if (!place) return 'in the Tail tab';
	return listOf(state, place).filter === '' ? 'no filter is set' : undefined;
}

function changeView(state: State, change: (view: TailView) => TailView): State {
	const place = openTab(state, 'tail');
	const view = place && tailOf(state, place.name);
	return place && view ? withTail(state, place.name, change(view)) : state;
}

/** The cursor on another record that the filter lets through; the view stands still. */
function goToMatch(state: State, delta: 1 | -1): Step {
	const place = openTab(state, 'tail');
	if (!place) return step(state);
	const list = listOf(state, place);
	const rows = tailOf(state, place.name)?.snapshot?.rows ?? [];
	let index = cursorIndex(list, tailRowIds(tailOf(state, place.name))) + delta;
	while (index >= 0 && index < rows.length && !isMatch(rows[index], list.filter)) index += delta;
	const found = rows[index];
	if (!found) return step({...state, failure: `No ${delta > 0 ? 'later' : 'earlier'} match is kept.`});
	return step(withList(pauseTail(state, place.name), place, {...list, cursorId: found.id, cursorIndex: index}));
}

function isMatch(record: TailRecord | undefined, filter: string): boolean {
	return record !== undefined && matchesRecord(record, filter);
}

/** The bar cursor, and the list with it. */
function goToBar(state: State, delta: 1 | -1): Step {
	const place = openTab(state, 'tail');
	const view = place && tailOf(state, place.name);
	const meter = view?.snapshot?.meter;
	if (!place || !meter) return step(state);
	const seconds = view.barSeconds ?? 1;
	const bar = Math.floor((view.bar ?? meter.lastBar + (delta < 0 ? seconds : 0)) / seconds) * seconds + delta * seconds;
	if (bar > meter.lastBar && view.bar !== undefined && view.bar >= meter.lastBar)
		return step({...state, failure: 'This is the newest bar.'});
	const moved = withTail(state, place.name, {...view, bar});
	const paused = pauseTail(moved, place.name);
	const rows = view.snapshot?.rows ?? [];
	const index = rows.findIndex(({arrivedAtMs}) => arrivedAtMs >= bar * 1000 && arrivedAtMs < (bar + seconds) * 1000);
	const found = rows[index];
	return step(found ? withList(paused, place, {...listOf(state, place), cursorId: found.id, cursorIndex: index, top: index}) : paused);
}

function zoom(state: State, delta: 1 | -1): Step {
	const place = openTab(state, 'tail');
	const view = place && tailOf(state, place.name);
	if (!place || !view) return step(state);
	const now = barSeconds.findIndex(seconds => seconds === (view.barSeconds ?? 1));
	const next = barSeconds[now + delta];
	if (next === undefined)
		return step({...state, failure: delta > 0 ? 'Bars of an hour are the widest.' : 'Bars of a second are the narrowest.'});
	const bar = view.bar === undefined ? {} : {bar: Math.floor(view.bar / next) * next};
	return step(withTail(state, place.name, {...view, barSeconds: next, ...bar}));
}

function showInPager(state: State): Step {
	const record = recordUnderCursor(state);
	if (!record) return step(state);
	return step(
		state,
		run('pager', async tools => {
			const problem = await tools.resting(tools.terminal.page(bodyText(record.data)));
			if (problem !== undefined) tools.dispatch({type: 'notice', text: problem, isFailure: true, atMs: tools.clock.nowMs()});
		}),
	);
}

/** To be read or copied from: what is changed there goes nowhere. */
function showInEditor(state: State): Step {
	const record = recordUnderCursor(state);
	if (!record) return step(state);
	return step(
		state,
		run('pager', async tools => {
			const edited = await tools.resting(tools.terminal.edit(bodyText(record.data)));
			if (edited.problem !== undefined) tools.dispatch({type: 'notice', text: edited.problem, isFailure: true, atMs: tools.clock.nowMs()});
		}),
	);
}
