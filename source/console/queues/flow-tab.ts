import {safeText} from '../../payload/safe-text.ts';
import {formatTime} from '../../shared/units.ts';
import {headLine, layOut, rowLine, type Column} from '../components/table.ts';
import {fitRows, line, span, wrapText, type Line} from '../line.ts';
import {cursorId, underCursor, visibleWindow} from '../list.ts';
import {listOf, type State} from '../state.ts';
import {sinceText} from '../now/rows.ts';
import {flowRows, type FlowRow} from './flow-rows.ts';
import {queueRow} from './state.ts';
import {tabFurnitureRows, type QueueTabPlace, type TabView} from './tab-view.ts';

/** Who sends, who reads, where a message dies, and what dies here. */
export const flowTab: TabView = {
	ids: (state, place) => rowsOf(state, place).map(({id}) => id),
	body(state, place, area) {
		const rows = rowsOf(state, place);
		const list = listOf(state, place);
		const ids = rows.map(({id}) => id);
		const rowsMax = Math.max(1, area.rows - tabFurnitureRows);
		const window = visibleWindow(list, ids, rowsMax);
		const columns = layOut(flowColumns(rows), area.columns);
		const cursor = cursorId(list, ids);
		const drawn = rows
			.slice(window.top, window.top + window.ids.length)
			.map(row => rowLine(columns, row, {isCursor: row.id === cursor, mark: ' '}));
		const under = rows.find(({id}) => id === cursor);
		return [...fitRows([headLine(columns), ...drawn], rowsMax + 1), ...(under ? footLines(state, under, area.columns) : [])];
	},
	status(state) {
		const {knownSenders, subscriptions} = state.queues;
		const earlier = knownSenders ? `Subscriptions as of ${sinceText(knownSenders.atMs, state.nowMs)}` : 'Subscriptions are not read yet';
		const read = subscriptions ? `Subscriptions read ${formatTime(subscriptions.atMs, 'minute')}` : earlier;
		return line(span(` ${read}; consumers other than functions are not visible.`, 'dim'));
	},
};

function rowsOf(state: State, place: QueueTabPlace): readonly FlowRow[] {
	const row = queueRow(state, place.url);
	return row ? flowRows(state, row) : [];
}

/** The row of a flow under the cursor. */
export function flowUnderCursor(state: State, place: QueueTabPlace): FlowRow | undefined {
	const rows = rowsOf(state, place);
	return underCursor(listOf(state, place), rows, row => row.id);
}

function flowColumns(rows: readonly FlowRow[]): ReadonlyArray<Column<FlowRow>> {
	const isFirst = (row: FlowRow): boolean => rows.find(({section}) => section === row.section) === row;
	return [
		{title: '', width: 9, align: 'left', priority: 1, cell: row => span(isFirst(row) ? row.section : '', 'dim')},
		{title: 'WHAT', width: 7, align: 'left', priority: 1, cell: row => span(safeText(row.kind), 'dim')},
		{title: 'NAME', width: 22, align: 'left', priority: 1, cut: 'middle', cell: row => span(row.name)},
		{title: 'HOW', width: 20, isFlexible: true, align: 'left', priority: 1, cell: row => span(safeText(row.text), row.look)},
	];
}

function footLines(state: State, row: FlowRow, columns: number): readonly Line[] {
	const title = ` ${row.name === '' ? row.section : `${row.kind} ${row.name}`} `;
	const more = row.more.flatMap(text => wrapText(safeText(text), columns - 3)).map(text => line(`  ${text}`));
	return [line(span(title, 'bold'), span(state.glyphs.rule.repeat(Math.max(0, columns - title.length)), 'dim')), ...more];
}
