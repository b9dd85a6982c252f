import type {Action} from './action.ts';
import {openCallCost} from './activity/call-cost.ts';
import {letThrough} from './contexts/outage.ts';
import {run, step, type Step} from './effects.ts';
import {canTravel, travel} from './history.ts';
import {openFilter} from './layers/filter.ts';
import {openGate} from './layers/gate.ts';
import {openHelp, openPalette} from './layers/open.ts';
import {withoutGroup} from './queues/messages-state.ts';
import {bodyArea, placeUnderCursor} from './layout.ts';
import {cursorId, markAll, moveCursor, placeCursor, toggleMark, unmarkAll, type ListState} from './list.ts';
import {leaveActions} from './leave.ts';
import {panes} from './place.ts';
import {definitionOf} from './places.ts';
import {currentPlace, listOf, popPlace, pushPlace, replacePlace, withList, type State} from './state.ts';

const everywhere = {places: 'everywhere', danger: 'free'} as const;

function changeList(state: State, change: (list: ListState, ids: readonly string[], visibleRows: number) => ListState): Step {
	const place = currentPlace(state);
	const definition = definitionOf(place);
	const ids = definition.ids(state, place);
	return step(withList(state, place, change(listOf(state, place), ids, definition.visibleRows(bodyArea(state).rows))));
}

function move(delta: (visibleRows: number) => number): (state: State) => Step {
	return state => changeList(state, (list, ids, rows) => moveCursor(list, ids, delta(rows), rows));
}

function switchTab(state: State, delta: 1 | -1): Step {
	const place = currentPlace(state);
	const tabs = definitionOf(place).tabs?.(state, place) ?? [];
	if (tabs.length < 2) return step(state);
	const current = tabs.findIndex(tab => tab.isCurrent);
	const next = tabs[(current + delta + tabs.length) % tabs.length];
	return next ? step(replacePlace(state, next.place)) : step(state);
}

/** Back leaves a chosen group of messages before it leaves the messages. */
function back(state: State): Step {
	const list = listOf(state, currentPlace(state));
	if (list.filter !== '') return step(withList(state, currentPlace(state), {...list, filter: ''}));
	const all = withoutGroup(state);
	if (all) return step(all);
	return step(popPlace(state));
}

/** Into what stands on the right. Where nothing does, → opens as Enter does: `actionForKey`. */
function goInside(state: State): Step {
	const beside = placeUnderCursor(state);
	return step(beside ? pushPlace(state, beside, {isInside: true}) : state);
}

/** What the operator can do in every place. Most used first, as the keys line shows them. */
export const everywhereActions: readonly Action[] = [
	...panes.map((pane): Action => ({
		...everywhere,
		id: `go.${pane.id}`,
		label: `Go to ${pane.label}`,
		keys: [pane.key],
		perform: state => step({...state, pane: pane.id}),
	})),
	{
		...everywhere,
		id: 'tab.next',
		label: 'Next tab',
		hint: 'next tab',
		keys: ['tab'],
		unavailable: withoutTabs,
		perform: state => switchTab(state, 1),
	},
	{
		...everywhere,
		id: 'tab.previous',
		label: 'Previous tab',
		keys: ['shift-tab'],
		unavailable: withoutTabs,
		perform: state => switchTab(state, -1),
	},
	{
		...everywhere,
		id: 'mark.toggle',
		label: 'Mark',
		hint: 'mark',
		keys: ['space'],
		unavailable: withoutRows,
		perform: state =>
			changeList(state, (list, ids, rows) => {
				const id = cursorId(list, ids);
				return id === undefined ? list : moveCursor(toggleMark(list, id), ids, 1, rows);
			}),
	},
	{...everywhere, id: 'actions', label: 'Actions for this row', hint: 'actions', keys: ['a'], perform: state => openPalette(state, 'row')},
	{...everywhere, id: 'filter', label: 'Filter', hint: 'filter', keys: ['/'], unavailable: notFilterable, perform: openFilter},
	{...everywhere, id: 'palette', label: 'All actions, go anywhere', hint: 'all', keys: [':'], perform: state => openPalette(state, 'all')},
	{...everywhere, id: 'help', label: 'Help for this place', hint: 'help', keys: ['?'], perform: openHelp},
	{
		...everywhere,
		id: 'inside',
		label: 'Into the right, or open',
		hint: state => (placeUnderCursor(state) ? 'into the right' : ''),
		keys: ['right', 'l'],
		unavailable: state => (placeUnderCursor(state) ? undefined : 'nothing stands on the right'),
		perform: goInside,
	},
	{...everywhere, id: 'back', label: 'Back, or clear the filter', keys: ['esc', 'left', 'h'], perform: back},
	{
		...everywhere,
		id: 'history.back',
		label: 'Back to the place before',
		keys: ['ctrl-o'],
		unavailable: state => (canTravel(state, -1) ? undefined : 'this is the first place'),
		perform: state => travel(state, -1),
	},
	{
		...everywhere,
		id: 'history.forward',
		label: 'Forward again',
		keys: ['ctrl-g'],
		unavailable: state => (canTravel(state, 1) ? undefined : 'this is the newest place'),
		perform: state => travel(state, 1),
	},
	{...everywhere, id: 'cursor.down', label: 'Next row', keys: ['down', 'j'], perform: move(() => 1)},
	{...everywhere, id: 'cursor.up', label: 'Previous row', keys: ['up', 'k'], perform: move(() => -1)},
	{...everywhere, id: 'cursor.page-down', label: 'Page down', keys: ['pagedown'], perform: move(rows => rows)},
	{...everywhere, id: 'cursor.page-up', label: 'Page up', keys: ['pageup'], perform: move(rows => -rows)},
	{...everywhere, id: 'cursor.half-down', label: 'Half a page down', keys: ['ctrl-d'], perform: move(rows => Math.ceil(rows / 2))},
	{...everywhere, id: 'cursor.half-up', label: 'Half a page up', keys: ['ctrl-u'], perform: move(rows => -Math.ceil(rows / 2))},
	{
		...everywhere,
		id: 'cursor.first',
		label: 'First row',
		keys: ['g', 'home'],
		perform: state => changeList(state, (list, ids, rows) => placeCursor(list, ids, 0, rows)),
	},
	{
		...everywhere,
		id: 'cursor.last',
		label: 'Last row',
		keys: ['G', 'end'],
		perform: state => changeList(state, (list, ids, rows) => placeCursor(list, ids, ids.length - 1, rows)),
	},
	{
		...everywhere,
		id: 'mark.all',
		label: 'Mark all shown',
		keys: ['*'],
		unavailable: withoutRows,
		perform: state => changeList(state, (list, ids) => markAll(list, ids)),
	},
	{...everywhere, id: 'mark.none', label: 'Unmark all', keys: ['U'], perform: state => changeList(state, list => unmarkAll(list))},
	{...everywhere, id: 'refresh', label: 'Look again now', keys: ['r'], perform: refresh},
	{...everywhere, id: 'copy', label: 'Copy: name, ARN, URL', keys: ['y'], perform: state => openPalette(state, 'row', 'copy')},
	{
		...everywhere,
		id: 'calls',
		label: 'Calls made, cost',
		keys: ['$'],
		perform: openCallCost,
	},
	...leaveActions,
	{
		...everywhere,
		id: 'mode.change',
		label: 'mode change',
		group: 'set',
		keys: [],
		unavailable: state =>
			state.mode === 'READ-ONLY'
				? 'READ-ONLY is left only by starting again'
				: state.mode === 'CHANGE' && !state.context.isProd
					? 'already in CHANGE'
					: undefined,
		perform: state => openGate(state, 'mode', undefined),
	},
	{
		...everywhere,
		id: 'mode.look',
		label: 'mode look',
		group: 'set',
		keys: [],
		unavailable: state => (state.mode === 'CHANGE' ? undefined : `already in ${state.mode}`),
		perform: state =>
			step(
				state,
				run('mode', async tools => {
					tools.session.setMode('LOOK');
					tools.dispatch({type: 'mode-changed', mode: 'LOOK'});
				}),
			),
	},
];

function withoutTabs(state: State): string | undefined {
	const place = currentPlace(state);
	return (definitionOf(place).tabs?.(state, place).length ?? 0) > 1 ? undefined : 'no tabs here';
}

function withoutRows(state: State): string | undefined {
	const place = currentPlace(state);
	return place.type !== 'message' && definitionOf(place).ids(state, place).length > 0 ? undefined : 'nothing to mark here';
}

function notFilterable(state: State): string | undefined {
	const place = currentPlace(state);
	return definitionOf(place).isFilterable(place) ? undefined : 'nothing to filter here';
}

/** Starts the work of the place anew, without waiting for the next try of a service that did not answer. */
function refresh(state: State): Step {
	const place = currentPlace(state);
	const definition = definitionOf(place);
	const again = definition.again?.(state, place);
	return again ? step(again.state, letThrough(), ...again.effects) : step(state, letThrough(), ...(definition.enter?.(state, place) ?? []));
}
