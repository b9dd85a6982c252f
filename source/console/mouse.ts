import type {Step} from './effects.ts';
import {step} from './effects.ts';
import {bodyArea, hasFilterLine, layoutOf, placeUnderCursor} from './layout.ts';
import {lineText, type Line} from './line.ts';
import {cursorIndex, moveCursor, placeCursor} from './list.ts';
import {placeBody} from './place-body.ts';
import {definitionOf} from './places.ts';
import {currentPlace, listOf, popPlace, pushPlace, withList, type State} from './state.ts';

export type MouseEvent = {
	readonly type: 'mouse';
	readonly action: 'press' | 'wheel-up' | 'wheel-down';
	/** Cells count from 0. */
	readonly column: number;
	readonly row: number;
	readonly atMs: number;
};

/** Rows that the wheel moves. */
const wheelRows = 3;

/** What a click or a turn of the wheel does to the place on screen: a click selects and nothing else, so that none can do harm. */
export function mouse(state: State, event: MouseEvent): Step {
	if (event.action !== 'press') return turnWheel(state, event.action === 'wheel-up' ? -wheelRows : wheelRows);
	const layout = layoutOf(state);
	const listColumns = layout.type === 'whole' ? state.size.columns : layout.list.columns;
	const isRight = event.column > listColumns;
	if (layout.type === 'beside' && isRight) {
		const beside = placeUnderCursor(state);
		return step(beside ? pushPlace(state, beside, {isInside: true}) : state);
	}
	if (layout.type === 'inside' && !isRight) return step(popPlace(state));
	if (layout.type === 'detail' && isRight) return step(state);
	return click(state, {
		row: event.row - (hasFilterLine(state) ? 3 : 2),
		column: event.column,
		start: layout.type === 'inside' ? listColumns + 1 : 0,
	});
}

function turnWheel(state: State, delta: number): Step {
	const place = currentPlace(state);
	const definition = definitionOf(place);
	const ids = definition.ids(state, place);
	return step(withList(state, place, moveCursor(listOf(state, place), ids, delta, definition.visibleRows(bodyArea(state).rows))));
}

/** A row is found by its distance from the one with the cursor: each row of a table begins with its own margin. */
function click(state: State, at: {row: number; column: number; start: number}): Step {
	const place = currentPlace(state);
	const definition = definitionOf(place);
	const lines = placeBody(state).map(row => fromColumn(row, at.start));
	const clicked = lines[at.row];
	const cursorRow = lines.findIndex(text => /^(?: >|>\S) /.test(text));
	if (clicked === undefined || cursorRow === -1) return step(state);
	const head = lines.findIndex(text => /^ {3}[A-Z\d]/.test(text));
	if (at.row === head)
		return definition.sortBy?.(state, place, {cell: at.column - at.start, width: bodyArea(state).columns}) ?? step(state);
	if (!isTableRow(clicked) || at.row < head) return step(state);
	const between = lines.slice(Math.min(at.row, cursorRow) + 1, Math.max(at.row, cursorRow) + 1);
	const distance = (at.row < cursorRow ? -1 : 1) * (at.row === cursorRow ? 0 : between.filter(isTableRow).length);
	const ids = definition.ids(state, place);
	const list = listOf(state, place);
	const index = cursorIndex(list, ids) + distance;
	if (index < 0 || index >= ids.length) return step(state);
	return step(withList(state, place, placeCursor(list, ids, index, definition.visibleRows(bodyArea(state).rows))));
}

function isTableRow(text: string): boolean {
	return /^(?: [ \S] |>\S )\S/.test(text);
}

function fromColumn(row: Line, start: number): string {
	return lineText(row).slice(start);
}
