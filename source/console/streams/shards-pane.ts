import {shortShardId} from '../../operations/shard-id.ts';
import {formatSeconds, plural} from '../../shared/units.ts';
import {headLine, layOut, rowLine} from '../components/table.ts';
import {problemLines} from '../layers/facts.ts';
import {beside, blank, fitRows, line, span, type Area, type Line} from '../line.ts';
import {cursorId, visibleWindow} from '../list.ts';
import {listOf, type State} from '../state.ts';
import {cellOf, hashBar, isCrowded, loadBars, shardBar, shareText} from './hash-space.ts';
import {reshardLines} from './overview.ts';
import {laneOf, meterOf, shardDetail, splitPoint} from './shard-detail.ts';
import {shardColumns, shardParts, type ShardRow} from './shard-rows.ts';
import {streamRow, type StreamRow} from './state.ts';
import {shardKeyLines} from './top-keys.ts';
import {shardUnderCursor, shardViews, visibleShards, type StreamPlace} from './subject.ts';

/** Rows below the list, about the shard under the cursor. */
const detailRows = 7;
/** What the list needs, all its columns shown; right of it stand the busiest keys of the shard, where they have room. */
const listWidth = 88;
const keysWidthMin = 50;
/** From so many rows on the load is drawn high enough to compare. */
const tallFrom = 27;
const tallLoadRows = 6;
/** Cells left and right of the bars. */
const barMargin = 16;

/** The Shards tab: the hash space to scale, the shards and where they came from, and what a split or merge would do. */
export function shardsBody(state: State, place: StreamPlace, area: Area): readonly Line[] {
	const row = streamRow(state, place.name);
	if (!row?.shards) return [blank, line(span(' Reading its shards …', 'dim'))];
	if (row.shards.status === 'failed') return [blank, ...problemLines(row.shards.problem, area.columns)];
	const map = [...mapLines(state, row, area), ...reshardLines(row).slice(1)];
	const view = shardUnderCursor(state);
	const detail = view ? shardDetail(state, row, view) : [blank, line(span(' No shard passes the filter.', 'dim'))];
	// What the shards leave free stays below the text, not between.
	const rowsForList = Math.max(3, Math.min(visibleShards(state, place).length + 1, area.rows - map.length - detailRows));
	const rows = area.rows - map.length;
	const lane = view?.isOpen ? laneOf(state, place.name, view.shard.id) : undefined;
	const rightWidth = area.columns - listWidth - 1;
	const keys = lane && rightWidth >= keysWidthMin ? shardKeyLines(state, lane, {columns: rightWidth, rows}) : [];
	const columns = keys.length > 0 ? listWidth : area.columns;
	const left = [...listLines(state, place, {columns, rows: rowsForList}), ...detail];
	if (keys.length === 0) return fitRows([...map, ...left], area.rows);
	return fitRows([...map, ...beside(left, keys, {leftWidth: listWidth, rightWidth, rows, rule: state.glyphs.vertical})], area.rows);
}

/** Right end of the tabs: what the numbers come from. */
export function sampleText(state: State, place: StreamPlace): Line {
	const meter = meterOf(state, place.name);
	if (!meter) return line(span('no sample', 'dim'));
	const seconds = Math.ceil(meter.sampledMs / 1000);
	return line(span(`sample ${plural(meter.seenCount, 'record')}${seconds === 0 ? '' : `, ${formatSeconds(seconds)}`}`, 'dim'));
}

function mapLines(state: State, row: StreamRow, {columns, rows}: Area): readonly Line[] {
	const {glyphs} = state;
	const width = Math.max(8, columns - barMargin);
	const parts = shardParts(shardViews(row));
	const shares = parts.map(part => ({...part, label: shareText(part), short: shareText(part).replace(' %', '')}));
	const meter = meterOf(state, row.ref.name);
	const end = glyphs.tee[1];
	const cursor = shardUnderCursor(state)?.shard.id;
	const named = cursor === undefined ? undefined : shortShardId(cursor);
	return [
		line(span(' hash 0 ', 'dim'), span(shardBar(parts, {width, glyphs, named}), 'accent'), span(`${end} 2^128`, 'dim')),
		...(isCrowded(parts, width) ? [] : [line(span(' share  ', 'dim'), hashBar(shares, width, glyphs), end)]),
		...(meter && meter.seenCount > 0
			? loadBars(meter.load, {width, height: rows >= tallFrom ? tallLoadRows : 1, glyphs}).map((bars, index) =>
					line(span(index === 0 ? ' load   ' : '        ', 'dim'), span(bars, 'lane4')),
				)
			: []),
		pointerLine(state, row, width),
	];
}

/** Under the bars: where the shard under the cursor would be split. */
function pointerLine(state: State, row: StreamRow, width: number): Line {
	const view = shardUnderCursor(state);
	if (!view?.isOpen) return blank;
	const {at, isByLoad} = splitPoint(view, laneOf(state, row.ref.name, view.shard.id));
	const cell = cellOf(at, width);
	const number = shortShardId(view.shard.id);
	const text = isByLoad ? `half of shard ${number}'s load is left` : `the middle of shard ${number}`;
	const isRoomRight = cell + 2 + text.length <= width;
	return line(span(`        ${isRoomRight ? `${' '.repeat(cell)}^ ${text}` : `${text} ^`.padStart(cell + 1)}`, 'dim'));
}

function listLines(state: State, place: StreamPlace, area: Area): readonly Line[] {
	const views = visibleShards(state, place);
	const meter = meterOf(state, place.name);
	// Rates of less than a second are none.
	const lanes = new Map(meter?.isRateKnown ? meter.lanes.map(lane => [lane.shardId, lane]) : []);
	const list = listOf(state, place);
	const ids = views.map(({shard}) => shard.id);
	const cursor = cursorId(list, ids);
	const window = visibleWindow(list, ids, area.rows - 1);
	const columns = layOut(shardColumns(state), area.columns);
	const rows = views.slice(window.top, window.top + window.ids.length).map((view, index) => {
		const lane = lanes.get(view.shard.id);
		const row: ShardRow = {...view, ...(lane && {lane}), isLast: window.top + index === views.length - 1};
		return rowLine(columns, row, {isCursor: view.shard.id === cursor, mark: list.marked.has(view.shard.id) ? '*' : ' '});
	});
	return fitRows([headLine(columns), ...rows], area.rows);
}
