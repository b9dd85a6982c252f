import {shortShardId} from '../../operations/shard-id.ts';
import {safeText} from '../../payload/safe-text.ts';
import {formatBytes, formatCount, formatSeconds, formatTime, plural} from '../../shared/units.ts';
import {headLine, layOut, rowLine} from '../components/table.ts';
import {problemLines} from '../layers/facts.ts';
import {beside, blank, fitRows, line, span, type Area, type Line} from '../line.ts';
import {cursorId, visibleWindow} from '../list.ts';
import {savedFiltersOf} from '../saved-filters.ts';
import {listOf, type State} from '../state.ts';
import {meterLines, ratesWidth} from './lanes.ts';
import {recordBeside} from './record-pane.ts';
import {isHot, rateText, shardRecordsMax, usedShare} from './shard-rows.ts';
import {recordUnderCursor, type StreamPlace} from './subject.ts';
import {tailBufferLimits} from './tail-buffer.ts';
import type {MeterView} from './tail-meter.ts';
import {matchesRecord, type TailRecord} from './tail-record.ts';
import {recordColumns, shortSequence} from './tail-rows.ts';
import {tailKeyLines} from './top-keys.ts';
import {newestRowId, tailAsleepSinceMs, tailOf, tailRowIds, type TailView} from './tail-state.ts';

/** From this width on the record stands beside the list. */
const besideColumnsMin = 120;

/** Right of the bars the busiest keys need so many cells. */
const keysWidthMin = 45;

/** How many lines of rates there are in an area of so many rows: all records, those that match, a lane a shard, and times. */
function meterRoom(rows: number): {readonly lineCount: number; readonly hasAxis: boolean} {
	if (rows >= 34) return {lineCount: 10, hasAxis: true};
	return rows >= 23 ? {lineCount: 6, hasAxis: true} : {lineCount: 5, hasAxis: false};
}

/** Rows of records that are there for sure; more where there are fewer lanes. */
export function tailRowsVisible(rows: number): number {
	const {hasAxis, lineCount} = meterRoom(rows);
	return Math.max(1, rows - lineCount - (hasAxis ? 1 : 0) - 2);
}

/** The Tail tab: rates, lanes, and the records, newest at the bottom. */
export function tailBody(state: State, place: StreamPlace, area: Area): readonly Line[] {
	const view = tailOf(state, place.name);
	if (!view) return [blank, line(span(' Opening the tail …', 'dim'))];
	const {snapshot} = view;
	if (!snapshot || (view.problem && snapshot.keptCount === 0))
		return view.problem ? [blank, ...problemLines(view.problem, area.columns)] : [blank, line(span(' Reading …', 'dim'))];
	const hasFilter = listOf(state, place).filter !== '';
	const room = meterRoom(area.rows);
	const rates = meterLines(state, snapshot.meter, {
		columns: area.columns,
		hasFilter,
		hasAxis: room.hasAxis,
		laneCount: room.lineCount - (hasFilter ? 2 : 1),
		bar: view.bar,
		pausedAtMs: view.paused?.atMs,
	});
	const meter = withKeys(state, rates, {meter: snapshot.meter, columns: area.columns});
	const rows = area.rows - meter.length - 1;
	return [
		...meter,
		...fitRows(recordsBody(state, place, view, {columns: area.columns, rows}), rows),
		footLine(state, {...view, stream: place.name}),
	];
}

/** Where bars and rates leave room: which keys make them. */
function withKeys(state: State, rates: readonly Line[], {columns, meter}: {meter: MeterView; columns: number}): readonly Line[] {
	const leftWidth = ratesWidth(columns);
	const rightWidth = columns - leftWidth - 1;
	if (rightWidth < keysWidthMin) return rates;
	const keys = tailKeyLines(state, meter, {columns: rightWidth, rows: rates.length});
	return keys.length === 0 ? rates : beside(rates, keys, {leftWidth, rightWidth, rows: rates.length, rule: state.glyphs.vertical});
}

function recordsBody(state: State, place: StreamPlace, view: TailView, area: Area): readonly Line[] {
	const rows = view.snapshot?.rows ?? [];
	if (rows.length === 0) {
		const paused = view.paused ? [pausedLine(state, view, {columns: area.columns, isCursor: true})] : [];
		return [...paused, ...emptyLines(state, place, view)];
	}
	if (area.columns < besideColumnsMin) return listLines(state, place, view, area);
	const leftWidth = Math.floor(area.columns * 0.58);
	const rightWidth = area.columns - leftWidth - 1;
	const left = listLines(state, place, view, {columns: leftWidth, rows: area.rows});
	const right = recordBeside(state, place.name, recordUnderCursor(state), {columns: rightWidth, rows: area.rows});
	return beside(left, right, {leftWidth, rightWidth, rows: area.rows, rule: state.glyphs.vertical});
}

function listLines(state: State, place: StreamPlace, view: TailView, area: Area): readonly Line[] {
	const ids = tailRowIds(view);
	const list = listOf(state, place);
	const cursor = cursorId(list, ids);
	const window = visibleWindow(list, ids, Math.max(1, area.rows - 1));
	const columns = layOut(recordColumns(state, highlightOf(view)), area.columns);
	const rows = view.snapshot?.rows ?? [];
	const drawn = window.ids.map((id, index) => {
		const record = id === newestRowId ? undefined : rows[window.top + index];
		if (!record) return pausedLine(state, view, {columns: area.columns, isCursor: cursor === newestRowId});
		return rowLine(columns, record, {isCursor: id === cursor, mark: list.marked.has(id) ? '*' : ' '});
	});
	return [headLine(columns), ...drawn];
}

/** Which records stand out: with a filter that hides nothing, those that match it. */
function highlightOf({isHighlighting, snapshot}: TailView): ((record: TailRecord) => boolean) | undefined {
	const filter = snapshot?.filter ?? '';
	return isHighlighting && filter !== '' ? record => matchesRecord(record, filter) : undefined;
}

/** Where the view stands still, and what came since. */
function pausedLine(state: State, view: TailView, options: {columns: number; isCursor: boolean}): Line {
	const {rule} = state.glyphs;
	const {newerCount = 0, newerMatchCount = 0, filter = ''} = view.snapshot ?? {};
	const match = filter === '' ? '' : `, ${formatCount(newerMatchCount)} match`;
	const text = `${options.isCursor ? '> ' : rule.repeat(2)} paused here at ${tenthsText(view.paused?.atMs ?? 0)} ${rule.repeat(2)} ${formatCount(newerCount)} newer${match} `;
	const end = ` G to the newest ${rule.repeat(2)}`;
	const fill = rule.repeat(Math.max(0, options.columns - text.length - end.length - 2));
	return line(span(` ${text}${fill}${end} `, options.isCursor ? 'selection' : 'slow'));
}

/** `03:17:32.0Z`: where in a second the view stands still, among records with milliseconds. */
function tenthsText(atMs: number): string {
	return `${formatTime(atMs, 'ms').slice(0, 10)}Z`;
}

function emptyLines(state: State, place: StreamPlace, view: TailView): readonly Line[] {
	const {filter} = listOf(state, place);
	const kept = view.snapshot?.keptCount ?? 0;
	if (filter !== '' && kept > 0)
		return [
			blank,
			line(` Nothing matches "${safeText(filter)}" among ${plural(kept, 'record')} kept.`),
			line(span('   esc clears the filter.', 'dim')),
		];
	const since = view.start.position.type === 'latest' ? `since ${formatTime(view.startedAtMs)}` : `from ${safeText(view.start.from)} on`;
	return [
		blank,
		line(` Nothing ${since} yet.`),
		line(span('   t', 'accent'), span(' reads what came before: oldest, -15m or a time.', 'dim')),
	];
}

/** The words for throttles: reads are shared. */
const backedOffText = 'sharing: backed off';

/** How reading goes, and what it costs the others that read. */
function footLine(state: State, view: TailView & {stream: string}): Line {
	const meter = view.snapshot?.meter;
	if (view.problem)
		return line(
			span(` ${problemText(view)}   ${view.problem.code === 'stream-not-found' ? 'o saves what is kept' : 'r reads again'}`, 'fail'),
		);
	const asleepMs = asleepSince(state, view);
	if (asleepMs !== undefined)
		return line(span(` Asleep since ${formatTime(asleepMs)}: no key for 10 min. Any key reads on where it stopped.`, 'slow'));
	const open = meter?.lanes.filter(lane => !lane.isEnded) ?? [];
	if (view.status === 'ended') return line(span(' Every shard was read to its end; there is no more.', 'dim'));
	const waiting = open.filter(lane => lane.backedOff);
	if (waiting.length > 0) {
		const numbers = waiting
			.slice(0, 4)
			.map(lane => shortShardId(lane.shardId))
			.join(', ');
		const why = waiting.every(lane => lane.backedOff?.isThrottled)
			? backedOffText
			: (waiting.find(lane => !lane.backedOff?.isThrottled)?.backedOff?.message ?? '');
		// What holds for all needs no list of them.
		const where = waiting.length === open.length && why !== backedOffText ? '' : ` on shard ${numbers}`;
		return line(span(` ${safeText(why.replace(/\.$/, ''))}${where}; goes on where it stopped.`, 'slow'));
	}
	if (view.fanOutDenied) {
		const [permission = ''] = view.fanOutDenied.nextSteps;
		const more = state.size.columns < besideColumnsMin ? 'On what: 4 Activity, Notices.' : permission;
		return line(span(` By GetRecords: kinesis:SubscribeToShard is denied. ${safeText(more)}`, 'slow'));
	}
	const {fanOut} = view.start;
	if (fanOut)
		return line(span(` Reading ${plural(open.length, 'shard')} by fan-out as ${safeText(fanOut.name)}: none of the shared reads.`, 'dim'));
	const {times} = state.glyphs;
	const left = view.snapshot?.leftCount ?? 0;
	const memory =
		state.size.columns < besideColumnsMin
			? ''
			: ` Memory bound ${tailBufferLimits.bytesMax / 1024 / 1024} MiB${left > 0 ? `; the oldest ${formatCount(left)} left the view, not the counts` : ''}.`;
	const speed = open.some(lane => (lane.behindMs ?? 0) > 0) ? 2 : 1;
	return line(
		span(
			` Reading ${plural(open.length, 'shard')} ${speed}${times}/s each of 5${times}/s shared with others; ${meter?.throttledCount ?? 0} throttled in 5 min.${memory}`,
			'dim',
		),
	);
}

/** `clicks was deleted; 10,000 records kept.` */
function problemText({problem, snapshot, stream}: TailView & {stream?: string}): string {
	const kept = `${plural(snapshot?.keptCount ?? 0, 'record')} kept.`;
	if (problem?.code === 'stream-not-found') return `${safeText(stream ?? 'The stream')} was deleted; ${kept}`;
	return `${safeText(problem?.message ?? '')} ${kept}`;
}

/** Right end of the breadcrumb: whether it moves, how fast, how much. */
export function tailAside(state: State, place: StreamPlace): Line {
	const view = tailOf(state, place.name);
	if (!view) return blank;
	const meter = view.snapshot?.meter;
	const matches = listOf(state, place).filter === '' ? '' : `  match ${formatCount(meter?.matchCount ?? 0)}`;
	const numbers = meter ? `  ${ratesText(state, meter)}  seen ${formatCount(meter.seenCount)}${matches}` : '';
	return line(statusOf(state, view), numbers);
}

/** How much comes a second; not known before the first one is over. */
function ratesText({glyphs}: State, {bytesPerSecond, isRateKnown, recordsPerSecond}: MeterView): string {
	return isRateKnown ? `${rateText(recordsPerSecond)}/s ${formatBytes(Math.round(bytesPerSecond))}/s` : `${glyphs.unknown}/s`;
}

/** A tail by fan-out takes nobody's reads, and goes on. */
function asleepSince(state: State, {start, status}: TailView): number | undefined {
	return status === 'reading' && start.fanOut === undefined ? tailAsleepSinceMs(state, state.nowMs) : undefined;
}

function statusOf(state: State, view: TailView) {
	if (view.status === 'failed') return span('STOPPED', 'fail');
	if (asleepSince(state, view) !== undefined) return span('ASLEEP', 'slow');
	if (view.paused) {
		const isWide = state.size.columns >= besideColumnsMin;
		return span(isWide ? `PAUSED at ${formatTime(view.paused.atMs)}, reading on` : 'PAUSED', 'slow');
	}
	return view.status === 'ended' ? span('ENDED', 'dim') : span('LIVE', 'ok');
}

/** Right end of the filter line: where it started, and what is kept. */
export function bufferText(state: State, place: StreamPlace): Line {
	const view = tailOf(state, place.name);
	if (!view) return blank;
	const {keptBytes = 0, keptCount = 0, leftCount = 0} = view.snapshot ?? {};
	const dropped = `dropped ${formatCount(leftCount)}`;
	if (state.size.columns < besideColumnsMin) return line(span(`buffer ${formatCount(keptCount)}  ${dropped}`, 'dim'));
	const kept = `kept ${formatCount(keptCount)} of ${formatCount(tailBufferLimits.countMax)} (${formatBytes(keptBytes)})`;
	return line(span(`from ${safeText(view.start.from.slice(0, 24))}${savedAs(state, place)}   ${kept}   ${dropped}`, 'dim'));
}

/** The name that the filter was saved under. */
function savedAs(state: State, place: StreamPlace): string {
	const {filter} = listOf(state, place);
	const name = filter === '' ? undefined : [...savedFiltersOf(state)].find(([, saved]) => saved === filter || `(${saved})` === filter)?.[0];
	return name === undefined ? '' : `   saved as "${safeText(name)}"`;
}

/** What burns first: a hot shard; else the record under the cursor. */
export function tailStatus(state: State, place: StreamPlace): Line {
	const bar = barText(tailOf(state, place.name));
	if (bar) return line(` ${bar}`);
	const hot = tailOf(state, place.name)
		?.snapshot?.meter.lanes.filter(isHot)
		.toSorted((a, b) => usedShare(b) - usedShare(a))[0];
	if (hot) {
		const limit = hot.recordsPerSecond / shardRecordsMax === usedShare(hot) ? `${formatCount(shardRecordsMax)} records/s` : '1 MiB/s';
		const text = ` shard ${shortShardId(hot.shardId)} HOT: ${Math.round(usedShare(hot) * 100)} % of ${limit}.`;
		return line(span(text, 'fail'), '  Shards tab: S split where the keys are.');
	}
	const record = recordUnderCursor(state);
	if (!record) return blank;
	return line(
		` ${safeText(record.partitionKey)}: shard ${shortShardId(record.shardId)}, sequence ${shortSequence(record.sequenceNumber, state.glyphs.ellipsis)}, ${plural(record.data.byteLength, 'byte')}`,
	);
}

/** What happened in the bar under the cursor. */
function barText(view: TailView | undefined): string | undefined {
	const meter = view?.snapshot?.meter;
	if (!meter || view.bar === undefined) return undefined;
	const {bar, barSeconds = 1} = view;
	const at = meter.bars.length - 1 - (meter.lastBar - bar) / meter.barSeconds;
	const kept = (view.snapshot?.rows ?? []).filter(
		({arrivedAtMs}) => arrivedAtMs >= bar * 1000 && arrivedAtMs < (bar + barSeconds) * 1000,
	).length;
	const match = view.snapshot?.filter ? `, ${formatCount(meter.matchBars[at] ?? 0)} match` : '';
	const width = barSeconds === 1 ? '' : ` + ${formatSeconds(barSeconds)}`;
	return `${formatTime(bar * 1000)}${width}: ${plural(meter.bars[at] ?? 0, 'record')}${match}; ${kept === 0 ? 'none of them is kept' : `${formatCount(kept)} in the list`}. f goes on.`;
}
