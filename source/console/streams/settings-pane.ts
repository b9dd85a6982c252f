import {streamSettingList} from '../../operations/stream-setting-words.ts';
import {safeText} from '../../payload/safe-text.ts';
import {formatTime} from '../../shared/units.ts';
import {headLine, layOut, rowLine, type Column} from '../components/table.ts';
import {problemLines, remarkLines} from '../layers/facts.ts';
import {blank, fitRows, line, span, type Area, type Line} from '../line.ts';
import {cursorId, visibleWindow} from '../list.ts';
import {listOf, type State} from '../state.ts';
import {reshardLines} from './overview.ts';
import {streamRow} from './state.ts';
import type {StreamPlace} from './subject.ts';

type SettingRow = {readonly id: string; readonly label: string; readonly now: string; readonly range: string};

/** Cells before the column that says what a setting may be. */
const columnsBesideRange = 38;

/** The Settings tab: what may be changed, to what, and what that means. */
export function settingsBody(state: State, place: StreamPlace, area: Area): readonly Line[] {
	const row = streamRow(state, place.name);
	if (!row?.summary) {
		if (row?.problem) return [blank, ...problemLines(row.problem, area.columns)];
		return [blank, line(span(' Reading its settings …', 'dim'))];
	}
	const {summary} = row;
	const rows = streamSettingList.map(({label, now, range, setting}) => ({id: setting, label, now: now(summary), range}));
	return fitRows(
		[
			...table(state, place, area, rows),
			...reshardLines(row),
			blank,
			...rangeLines(state, place, {columns: area.columns, rows}),
			line(span(' e', 'accent'), span(' changes it; what that means is said before anything is sent.', 'dim')),
			line(span(` As of ${row.asOfMs === undefined ? 'not yet' : formatTime(row.asOfMs)}, DescribeStreamSummary.`, 'dim')),
		],
		area.rows,
	);
}

/** Where the column has no room for it: what the setting under the cursor may be, whole. */
function rangeLines(state: State, place: StreamPlace, {columns, rows}: {columns: number; rows: readonly SettingRow[]}): readonly Line[] {
	const at = cursorId(listOf(state, place), settingIds());
	const row = rows.find(({id}) => id === at);
	return !row || row.range.length <= columns - columnsBesideRange ? [] : remarkLines(`${row.label}: ${row.range}.`, columns, 'text');
}

export function settingIds(): readonly string[] {
	return streamSettingList.map(({setting}) => setting);
}

/** The Tags tab. */
export function tagsBody(state: State, place: StreamPlace, area: Area): readonly Line[] {
	const loaded = streamRow(state, place.name)?.tags;
	if (!loaded || loaded.status === 'loading') return [blank, line(span(' Reading its tags …', 'dim'))];
	if (loaded.status === 'failed') return [blank, ...problemLines(loaded.problem, area.columns)];
	const tags = Object.entries(loaded.value).toSorted(([a], [b]) => (a < b ? -1 : 1));
	if (tags.length === 0) return [blank, line(' It has no tags.'), line(span('   + ', 'accent'), span('sets one.', 'dim'))];
	const rows = tags.map(([key, value]) => ({id: key, label: safeText(key), now: safeText(value), range: ''}));
	return fitRows(
		[
			...table(state, place, area, rows),
			blank,
			line(
				span(' e', 'accent'),
				span(' another value   ', 'dim'),
				span('+', 'accent'),
				span(' one more   ', 'dim'),
				span('D', 'accent'),
				span(' remove', 'dim'),
			),
		],
		area.rows,
	);
}

export function tagKeys(state: State, place: StreamPlace): readonly string[] {
	const loaded = streamRow(state, place.name)?.tags;
	return loaded?.status === 'ready' ? Object.keys(loaded.value).toSorted() : [];
}

function table(state: State, place: StreamPlace, area: Area, rows: readonly SettingRow[]): readonly Line[] {
	const list = listOf(state, place);
	const ids = rows.map(({id}) => id);
	const window = visibleWindow(list, ids, Math.max(1, area.rows - 4));
	const cursor = cursorId(list, ids);
	const columns = layOut(columnsOf(rows), area.columns);
	const drawn = rows
		.slice(window.top, window.top + window.ids.length)
		.map(row => rowLine(columns, row, {isCursor: row.id === cursor, mark: ' '}));
	return [headLine(columns), ...drawn];
}

function columnsOf(rows: readonly SettingRow[]): ReadonlyArray<Column<SettingRow>> {
	const hasRange = rows.some(({range}) => range !== '');
	return [
		{title: hasRange ? 'SETTING' : 'TAG', width: hasRange ? 15 : 24, align: 'left', priority: 1, cell: ({label}) => span(label)},
		{
			title: hasRange ? 'NOW' : 'VALUE',
			width: 18,
			isFlexible: !hasRange,
			align: 'left',
			priority: 1,
			cell: ({now}) => span(safeText(now), 'bold'),
		},
		...(hasRange
			? [
					{
						title: 'MAY BE',
						width: 30,
						isFlexible: true,
						align: 'left' as const,
						priority: 2,
						cell: ({range}: SettingRow) => span(range, 'dim'),
					},
				]
			: []),
	];
}
