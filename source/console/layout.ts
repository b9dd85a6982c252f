import type {Area} from './line.ts';
import {placeKey, type Place} from './place.ts';
import {definitionOf} from './places.ts';
import {cursorId} from './list.ts';
import {currentPlace, listOf, type Row, type State} from './state.ts';
import {stripLines} from './strips.ts';

/** From so many columns on there is a right side: the thing under the cursor. */
const besideColumnsMin = 120;

/** Over and under the body: header, tabs or breadcrumb, rule, status, keys. */
const frameRows = 5;

/** Over a place that stands on the right: its name, and its tabs. */
const sideHeadRows = 2;

export type SplitWidths = {readonly leftWidth: number; readonly rightWidth: number};

/** How the body is divided. */
export type Layout =
	| {readonly type: 'whole'; readonly area: Area}
	/** A list, and on its right what is known of the row under the cursor. */
	| {readonly type: 'detail'; readonly list: Area; readonly detail: Area}
	/** A list, and on its right the place that Enter would open. */
	| {readonly type: 'beside'; readonly list: Area; readonly place: Place | undefined; readonly side: Area}
	/** The keys are in the right side; the list it came from stays on the left. */
	| {readonly type: 'inside'; readonly left: Place; readonly list: Area; readonly side: Area};

/** What is left for the body of the screen. */
export function screenArea(state: State): Area {
	const filterRows = hasFilterLine(state) ? 1 : 0;
	return {columns: state.size.columns, rows: Math.max(1, state.size.rows - frameRows - filterRows - stripLines(state).length)};
}

/** Where the current place draws. */
export function bodyArea(state: State): Area {
	const layout = layoutOf(state);
	switch (layout.type) {
		case 'whole':
			return layout.area;
		case 'detail':
		case 'beside':
			return layout.list;
		case 'inside':
			return sideBody(layout.side);
	}
}

export function layoutOf(state: State): Layout {
	const area = screenArea(state);
	const place = currentPlace(state);
	const definition = definitionOf(place);
	const left = leftPlace(state);
	if (left) {
		const {leftWidth, rightWidth} = splitWidths(area.columns);
		return {type: 'inside', left, list: {...area, columns: leftWidth}, side: {...area, columns: rightWidth}};
	}
	const {leftWidth, rightWidth} = splitWidths(area.columns);
	if (definition.beside && area.columns >= besideColumnsMin)
		return {type: 'beside', place: placeShown(state), list: {...area, columns: leftWidth}, side: {...area, columns: rightWidth}};
	if (definition.detail && area.columns >= (definition.detailColumnsMin ?? besideColumnsMin))
		return {type: 'detail', list: {...area, columns: leftWidth}, detail: {...area, columns: rightWidth}};
	return {type: 'whole', area};
}

/** The body of a place on the right, under its name and tabs. */
export function sideBody(side: Area): Area {
	return {columns: side.columns, rows: Math.max(1, side.rows - sideHeadRows)};
}

/** The list on the left while the keys are in the right side. */
export function leftPlace(state: State): Place | undefined {
	const stack = state.stacks[state.pane];
	const isInside = state.insideDepths[state.pane] === stack.length && state.size.columns >= besideColumnsMin;
	return isInside ? stack.at(-2) : undefined;
}

/** The place of the row under the cursor, where there is room for it beside the list. */
export function placeUnderCursor(state: State): Place | undefined {
	if (state.size.columns < besideColumnsMin || leftPlace(state)) return undefined;
	const place = currentPlace(state);
	const id = rowUnderCursor(state, place);
	return id === undefined ? undefined : definitionOf(place).beside?.(state, place, id);
}

/** The place shown on the right: that of the row on which the cursor last came to rest; in a list just come to, of the row under it. */
function placeShown(state: State): Place | undefined {
	return state.rest?.listKey === placeKey(currentPlace(state)) ? restedPlace(state) : placeUnderCursor(state);
}

/** The place of the row on which the cursor came to rest, if that is still on screen. */
export function restedPlace(state: State): Place | undefined {
	const {rest} = state;
	const place = currentPlace(state);
	if (rest?.listKey !== placeKey(place) || state.size.columns < besideColumnsMin) return undefined;
	return leftPlace(state) ? undefined : definitionOf(place).beside?.(state, place, rest.id);
}

/** The row that the right side is to be about; undefined where there is none. */
export function rowToRestOn(state: State): Row | undefined {
	const place = currentPlace(state);
	if (state.size.columns < besideColumnsMin || !definitionOf(place).beside || leftPlace(state)) return undefined;
	const id = rowUnderCursor(state, place);
	return id === undefined ? undefined : {listKey: placeKey(place), id};
}

/** The row with the cursor, by its id. */
export function rowUnderCursor(state: State, place: Place): string | undefined {
	return cursorId(listOf(state, place), definitionOf(place).ids(state, place));
}

/** The filter line stands where a filter is set or typed, or where the place has an order to tell. On the right side, it is that of the list on the left. */
export function hasFilterLine(state: State): boolean {
	// What lies over a place begins under a rule, whatever the place has there.
	if (state.layer) return true;
	const place = leftPlace(state) ?? currentPlace(state);
	const definition = definitionOf(place);
	if (definition.hasFilterLine) return definition.hasFilterLine(state, place);
	return definition.isFilterable(place) || definition.order !== undefined;
}

function splitWidths(columns: number): SplitWidths {
	const leftWidth = Math.max(62, Math.floor(columns * 0.465));
	return {leftWidth, rightWidth: columns - leftWidth - 1};
}
