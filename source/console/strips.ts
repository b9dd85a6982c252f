import {activityStrip} from './activity/strip.ts';
import type {Line} from './line.ts';
import {nowStrip} from './now/strip.ts';
import type {State} from './state.ts';

/** From this size on, what burns and what runs stands at the foot of every place. */
const stripsMin = {columns: 180, rows: 40};

/** Rows of each, its head included. */
const low = {now: 4, activity: 3};
const tall = {now: 7, activity: 4};
const tallFrom = 48;

/** The strips at the foot of a large screen, top to bottom; none on a small one. */
export function stripLines(state: State): readonly Line[] {
	// Where to work is asked before there is anything that could burn or run.
	if (state.layer?.type === 'contexts' && state.layer.isFirst) return [];
	if (state.size.columns < stripsMin.columns || state.size.rows < stripsMin.rows) return [];
	const rows = state.size.rows >= tallFrom ? tall : low;
	return [
		...(state.pane === 'now' ? [] : nowStrip(state, {rows: rows.now})),
		...(state.pane === 'activity' ? [] : activityStrip(state, {rows: rows.activity})),
	];
}
