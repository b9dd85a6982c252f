/** Cursor, scroll, filter and marks of one list. The cursor follows the thing, not the line. */
export type ListState = {
	readonly cursorId?: string;
	/** Where the cursor was, for when its thing is gone. */
	readonly cursorIndex: number;
	/** Index of the first visible row. */
	readonly top: number;
	readonly filter: string;
	readonly marked: ReadonlySet<string>;
};

export const emptyList: ListState = {cursorIndex: 0, top: 0, filter: '', marked: new Set()};

/** The row under the cursor: its thing if it is still there, else the nearest row. −1 when the list is empty. */
export function cursorIndex(list: ListState, ids: readonly string[]): number {
	if (ids.length === 0) return -1;
	const found = list.cursorId === undefined ? -1 : ids.indexOf(list.cursorId);
	return found === -1 ? Math.min(list.cursorIndex, ids.length - 1) : found;
}

export function cursorId(list: ListState, ids: readonly string[]): string | undefined {
	return ids[cursorIndex(list, ids)];
}

/** The thing itself on which the cursor is. */
export function underCursor<Thing>(list: ListState, things: readonly Thing[], idOf: (thing: Thing) => string): Thing | undefined {
	return things[cursorIndex(list, things.map(idOf))];
}

/** Puts the cursor on a row and scrolls just enough to show it. */
export function placeCursor(list: ListState, ids: readonly string[], index: number, visibleRows: number): ListState {
	if (ids.length === 0) return {...list, cursorIndex: 0, top: 0};
	const target = Math.max(0, Math.min(index, ids.length - 1));
	return {...list, cursorId: ids[target], cursorIndex: target, top: scrollTop(list.top, target, ids.length, visibleRows)};
}

export function moveCursor(list: ListState, ids: readonly string[], delta: number, visibleRows: number): ListState {
	return placeCursor(list, ids, cursorIndex(list, ids) + delta, visibleRows);
}

/** The rows to draw: those from `top` that fit, moved so that the cursor is among them. */
export function visibleWindow(
	list: ListState,
	ids: readonly string[],
	visibleRows: number,
): {readonly top: number; readonly ids: readonly string[]} {
	const index = Math.max(0, cursorIndex(list, ids));
	const top = scrollTop(list.top, index, ids.length, visibleRows);
	return {top, ids: ids.slice(top, top + visibleRows)};
}

function scrollTop(top: number, index: number, count: number, visibleRows: number): number {
	const last = Math.max(0, count - visibleRows);
	if (index < top) return Math.min(index, last);
	if (index >= top + visibleRows) return Math.min(index - visibleRows + 1, last);
	return Math.min(top, last);
}

export function toggleMark(list: ListState, id: string): ListState {
	const marked = new Set(list.marked);
	if (!marked.delete(id)) marked.add(id);
	return {...list, marked};
}

export function markAll(list: ListState, ids: readonly string[]): ListState {
	return {...list, marked: new Set([...list.marked, ...ids])};
}

export function unmarkAll(list: ListState): ListState {
	return {...list, marked: new Set()};
}

/** Plain text, smart case: a filter in lower case matches any case. */
export function matchesText(text: string, filter: string): boolean {
	if (filter === '') return true;
	return filter === filter.toLowerCase() ? text.toLowerCase().includes(filter) : text.includes(filter);
}
