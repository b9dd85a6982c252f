import type {Action} from '../action.ts';
import {actionsHere} from '../actions.ts';
import {keyName, keysOf} from '../key-names.ts';
import {matchesText} from '../list.ts';
import type {HelpLayer, State} from '../state.ts';

/** A line of the help: one action, or some that are one idea. Enter does the first. */
export type HelpRow = {readonly keys: string; readonly label: string; readonly actions: readonly [Action, ...Action[]]};

/** What is one idea in people's heads is one line; the first key of each action stands for it. */
const together: ReadonlyArray<{readonly ids: readonly string[]; readonly label: string}> = [
	{ids: ['cursor.down', 'cursor.up'], label: 'move'},
	{ids: ['cursor.page-down', 'cursor.page-up'], label: 'a page'},
	{ids: ['cursor.half-down', 'cursor.half-up'], label: 'half a page'},
	{ids: ['cursor.first', 'cursor.last'], label: 'first, last'},
	{ids: ['tab.next', 'tab.previous'], label: 'next, previous tab'},
	{ids: ['mark.toggle', 'mark.all', 'mark.none'], label: 'mark, all shown, none'},
	{ids: ['history.back', 'history.forward'], label: 'place before, forward'},
	{ids: ['suspend', 'redraw'], label: 'suspend, redraw'},
	{ids: ['quit', 'leave'], label: 'leave from the top, leave now'},
];

/** What works in this place, and what works everywhere, as far as it has what is searched for. */
export function helpRows(state: State, layer: HelpLayer): {readonly here: readonly HelpRow[]; readonly everywhere: readonly HelpRow[]} {
	const query = layer.field.text;
	const known = actionsHere(state).filter(action => action.group !== 'set');
	const own = known
		.filter(action => action.places !== 'everywhere' && (query !== '' || keysOf(action, state.bindings).length > 0))
		.map(action => single(action, state));
	const common = known.filter(action => action.places === 'everywhere' && keysOf(action, state.bindings).length > 0);
	const fits = ({keys, label}: HelpRow): boolean => matchesText(`${keys} ${label}`, query);
	// Searched for, each action stands for itself, so that Enter does what is meant.
	const rows = query === '' ? grouped(common, state) : common.map(action => single(action, state));
	return {here: own.filter(fits), everywhere: rows.filter(fits)};
}

function single(action: Action, state: State): HelpRow {
	const keys = keysOf(action, state.bindings).map(key => keyName(key, state.glyphs));
	return {keys: keys.join(' '), label: action.label, actions: [action]};
}

function grouped(common: readonly Action[], state: State): readonly HelpRow[] {
	const panes = {ids: common.filter(({id}) => id.startsWith('go.')).map(({id}) => id), label: 'panes, left to right'};
	const rows: HelpRow[] = [];
	const done = new Set<Action>();
	for (const action of common) {
		if (done.has(action)) continue;
		const group = [panes, ...together].find(({ids}) => ids.includes(action.id));
		const [first = action, ...others] = group ? common.filter(({id}) => group.ids.includes(id)) : [action];
		for (const one of [first, ...others]) done.add(one);
		rows.push(group ? groupRow([first, ...others], group.label, state) : single(action, state));
	}
	return rows;
}

function groupRow(actions: readonly [Action, ...Action[]], label: string, state: State): HelpRow {
	const keys = actions.map(action => keyName(keysOf(action, state.bindings)[0] ?? '', state.glyphs));
	return {keys: keys.join(keys.length > 3 ? '' : ' '), label, actions};
}
