import {safeText} from '../../payload/safe-text.ts';
import {headLine, layOut, rowLine, type Column} from '../components/table.ts';
import {problemLines} from '../layers/facts.ts';
import {blank, fitRows, line, span} from '../line.ts';
import {cursorId, underCursor, visibleWindow} from '../list.ts';
import {listOf, type State} from '../state.ts';
import {factsOf} from './facts.ts';
import type {QueueTabPlace, TabView} from './tab-view.ts';

export type TagRow = {readonly key: string; readonly value: string};

/** The tags of a queue. */
export const tagsTab: TabView = {
	ids: (state, place) => tagRows(state, place).map(({key}) => key),
	body(state, place, area) {
		const {tags} = factsOf(state, place.url);
		if (!tags) return [blank, line(span(' Reading its tags …', 'dim'))];
		if (tags.status !== 'known') return [blank, ...problemLines(tags.problem, area.columns)];
		const rows = tagRows(state, place);
		if (rows.length === 0) return [blank, line(' This queue has no tags.'), line(span('   e adds one.', 'dim'))];
		const list = listOf(state, place);
		const ids = rows.map(({key}) => key);
		const window = visibleWindow(list, ids, Math.max(1, area.rows - 1));
		const columns = layOut(tagColumns, area.columns);
		const cursor = cursorId(list, ids);
		const drawn = rows
			.slice(window.top, window.top + window.ids.length)
			.map(row => rowLine(columns, row, {isCursor: row.key === cursor, mark: ' '}));
		return fitRows([headLine(columns), ...drawn], area.rows);
	},
	status: (state, place) => line(` ${tagRows(state, place).length} of 50 tags.`),
};

/** By key. */
export function tagRows(state: State, place: QueueTabPlace): readonly TagRow[] {
	const {tags} = factsOf(state, place.url);
	if (tags?.status !== 'known') return [];
	return Object.entries(tags.value)
		.map(([key, value]) => ({key, value}))
		.toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

export function tagUnderCursor(state: State, place: QueueTabPlace): TagRow | undefined {
	const rows = tagRows(state, place);
	return underCursor(listOf(state, place), rows, row => row.key);
}

const tagColumns: ReadonlyArray<Column<TagRow>> = [
	{title: 'KEY', width: 30, align: 'left', priority: 1, cut: 'middle', cell: row => span(safeText(row.key))},
	{title: 'VALUE', width: 30, isFlexible: true, align: 'left', priority: 1, cell: row => span(safeText(row.value))},
];
