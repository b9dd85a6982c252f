import {safeText} from '../../payload/safe-text.ts';
import {headLine, layOut, rowLine, type Column} from '../components/table.ts';
import {problemLines} from '../layers/facts.ts';
import {blank, fitRows, line, span, wrapText, type Line} from '../line.ts';
import {cursorId, underCursor, visibleWindow} from '../list.ts';
import {listOf, type State} from '../state.ts';
import {settingRows, type SettingRow} from './setting-rows.ts';
import {queueRow} from './state.ts';
import {tabFurnitureRows, type QueueTabPlace, type TabView} from './tab-view.ts';

/** Every attribute that can be set, what it means and what it may be. */
export const settingsTab: TabView = {
	ids: (state, place) => rowsOf(state, place).map(({id}) => id),
	body(state, place, area) {
		const queue = queueRow(state, place.url);
		if (!queue?.attributes)
			return [blank, ...(queue?.problem ? problemLines(queue.problem, area.columns) : [line(span(' Reading …', 'dim'))])];
		const rows = rowsOf(state, place);
		const list = listOf(state, place);
		const ids = rows.map(({id}) => id);
		const rowsMax = Math.max(1, area.rows - tabFurnitureRows);
		const window = visibleWindow(list, ids, rowsMax);
		const columns = layOut(settingColumns, area.columns);
		const cursor = cursorId(list, ids);
		const drawn = rows
			.slice(window.top, window.top + window.ids.length)
			.map(row => rowLine(columns, row, {isCursor: row.id === cursor, mark: ' '}));
		const under = rows.find(({id}) => id === cursor);
		return [...fitRows([headLine(columns), ...drawn], rowsMax + 1), ...(under ? footLines(state, under, area.columns) : [])];
	},
};

function rowsOf(state: State, place: QueueTabPlace): readonly SettingRow[] {
	const attributes = queueRow(state, place.url)?.attributes;
	return attributes ? settingRows(attributes) : [];
}

export function settingUnderCursor(state: State, place: QueueTabPlace): SettingRow | undefined {
	const rows = rowsOf(state, place);
	return underCursor(listOf(state, place), rows, row => row.id);
}

const settingColumns: ReadonlyArray<Column<SettingRow>> = [
	{title: 'SETTING', width: 18, align: 'left', priority: 1, cell: row => span(row.label)},
	{title: 'VALUE', width: 22, align: 'left', priority: 1, cut: 'middle', cell: row => span(safeText(row.shown), 'bold')},
	{title: 'MEANS', width: 24, isFlexible: true, align: 'left', priority: 2, cell: row => span(row.meaning, 'dim')},
];

function footLines(state: State, row: SettingRow, columns: number): readonly Line[] {
	const title = ` ${row.label} `;
	const name = row.attribute ? `${row.attribute.name}   ` : '';
	return [
		line(span(title, 'bold'), span(state.glyphs.rule.repeat(Math.max(0, columns - title.length)), 'dim')),
		...wrapText(row.meaning, columns - 3).map(text => line(`  ${text}.`)),
		line(span('  now   ', 'dim'), safeText(row.shown)),
		line(span('  range ', 'dim'), row.range === '' ? span('cannot be changed', 'dim') : row.range),
		line(span(`  ${name}set ${row.id}=…`, 'dim')),
	];
}
