import {shortShardId} from '../../operations/shard-id.ts';
import {formatTime} from '../../shared/units.ts';
import type {Glyphs} from '../glyphs.ts';
import {line, span, type Line, type Look, type Span} from '../line.ts';
import type {State} from '../state.ts';
import {behindText, isHot, rateText} from './shard-rows.ts';
import {barsShown, type LaneView, type MeterView} from './tail-meter.ts';

/** Cells before the bars, and after them at least. */
const labelWidth = 8;
const valueWidth = 11;

/** From this width on HOT stands behind the numbers. */
const hotBehindColumnsMin = 120;

const laneLooks: readonly Look[] = ['lane1', 'lane2', 'lane3', 'lane4', 'lane5', 'lane6'];

/** Values as bars of a common scale, newest right; a dot where there was nothing. */
export function barsOf(values: readonly number[], options: {width: number; largest: number; glyphs: Glyphs}): string {
	const {glyphs, largest, width} = options;
	const bars = [...glyphs.bars];
	const drawn = values
		.slice(-width)
		.map(value => (value <= 0 ? glyphs.old : (bars[Math.min(bars.length, Math.ceil((value / largest) * bars.length)) - 1] ?? '')));
	return drawn.join('').padStart(width, glyphs.old);
}

/** Bars that fit on a screen of so many columns: a cell each. */
export function barsThatFit(columns: number): number {
	return Math.max(10, Math.min(barsShown, columns - labelWidth - 1 - valueWidth));
}

/** Cells that bars and numbers take, HOT behind them included. */
export function ratesWidth(columns: number): number {
	return labelWidth + 1 + barsThatFit(columns) + valueWidth + ' HOT '.length;
}

/** All records by the time they arrived in, those that match the filter, and a lane a shard: as many as fit, then the rest summed. */
export function meterLines(
	state: State,
	meter: MeterView,
	options: {
		columns: number;
		laneCount: number;
		hasFilter: boolean;
		hasAxis: boolean;
		/** First second of the bar under the cursor. */
		bar?: number | undefined;
		/** Where the view stands still: marked below the bars, as the bar under the cursor is. */
		pausedAtMs?: number | undefined;
	},
): readonly Line[] {
	const {bar, columns, hasAxis, hasFilter, laneCount, pausedAtMs} = options;
	const isWide = columns >= hotBehindColumnsMin;
	const width = barsThatFit(columns);
	const cellOfSecond = (second: number): number => width - 1 - Math.max(0, Math.ceil((meter.lastBar - second) / meter.barSeconds));
	const barCell = bar === undefined ? -1 : cellOfSecond(bar);
	const markCell = bar === undefined && pausedAtMs !== undefined ? cellOfSecond(Math.floor(pausedAtMs / 1000)) : barCell;
	const row = (
		label: string,
		values: readonly number[],
		value: string,
		look: {bars: Look; label?: Look; value?: Look; largest?: number; after?: string},
	): Line => {
		const largest = look.largest ?? Math.max(1, ...values.slice(-width));
		const bars = barsOf(values, {width, largest, glyphs: state.glyphs});
		// Before the first record there is nothing to see.
		const emptyCount = Array.from(bars).findIndex(bar => bar !== state.glyphs.old);
		const at = emptyCount === -1 ? bars.length : emptyCount;
		return line(
			span(`${label.padStart(labelWidth)} `, look.label ?? 'dim'),
			...barSpans(bars, {at, look: look.bars, barCell}),
			span(` ${value.padStart(valueWidth - 2)}${look.after ?? ''}`, look.value),
		);
	};
	const perSecond = (rate: number): string => `${meter.isRateKnown ? rateText(rate) : state.glyphs.unknown}/s`;
	const lanes = chooseLanes(meter.lanes, laneCount);
	const largestLane = Math.max(1, ...lanes.flatMap(lane => lane.bars.slice(-width)));
	return [
		row(spanText(width * meter.barSeconds), meter.bars, perSecond(meter.recordsPerSecond), {bars: 'accent'}),
		...(hasFilter ? [row('match', meter.matchBars, perSecond(meter.matchesPerSecond), {bars: 'match'})] : []),
		...lanes.map((lane, index) =>
			row(laneLabel(lane, {isFirst: index === 0, isWide}), lane.bars, laneValue(state, lane, perSecond(lane.recordsPerSecond)), {
				bars: laneLooks[index % laneLooks.length] ?? 'text',
				largest: largestLane,
				...(lane.isHot && {label: 'fail', value: 'fail', ...(isWide && {after: ' HOT'})}),
			}),
		),
		...(hasAxis || barCell >= 0 ? [axisLine(meter, width, markCell)] : []),
	];
}

type Lane = Pick<LaneView, 'recordsPerSecond' | 'behindMs' | 'bars'> & {
	readonly label: string;
	readonly isHot: boolean;
	readonly isBackedOff: boolean;
};

/** In order of the shards; where they are too many, the loudest and one for all others. */
export function chooseLanes(lanes: readonly LaneView[], laneCount: number): readonly Lane[] {
	const open = lanes.filter(lane => !lane.isEnded).toSorted((a, b) => (a.shardId < b.shardId ? -1 : 1));
	if (open.length <= laneCount) return open.map(oneLane);
	const loudest = new Set(open.toSorted((a, b) => b.recordsPerSecond - a.recordsPerSecond).slice(0, laneCount - 1));
	return [...open.filter(lane => loudest.has(lane)).map(oneLane), restLane(open.filter(lane => !loudest.has(lane)))];
}

function oneLane(lane: LaneView): Lane {
	const number = shortShardId(lane.shardId);
	return {...lane, label: number, isHot: isHot(lane), isBackedOff: lane.backedOff !== undefined};
}

function restLane(lanes: readonly LaneView[]): Lane {
	const numbers = lanes.map(lane => shortShardId(lane.shardId)).join(',');
	const behind = lanes.flatMap(lane => lane.behindMs ?? []);
	return {
		label: numbers.length <= labelWidth - 1 ? numbers : `${lanes.length} more`,
		isHot: lanes.some(isHot),
		isBackedOff: lanes.some(lane => lane.backedOff !== undefined),
		recordsPerSecond: lanes.reduce((sum, lane) => sum + lane.recordsPerSecond, 0),
		...(behind.length > 0 && {behindMs: Math.max(...behind)}),
		bars: Array.from({length: barsShown}, (_, index) => lanes.reduce((sum, lane) => sum + (lane.bars[index] ?? 0), 0)),
	};
}

/** On a narrow screen the label says what is hot; on a wide one there is room behind the numbers. */
function laneLabel({isHot: hot, label}: Lane, {isFirst, isWide}: {isFirst: boolean; isWide: boolean}): string {
	if (hot && !isWide) return label.length <= labelWidth - 4 ? `${label} HOT` : label;
	return isFirst ? `shard ${label}` : label;
}

function laneValue(state: State, lane: Lane, rate: string): string {
	return `${rate} ${lane.isBackedOff ? 'waits' : behindText(lane.behindMs, state.glyphs.unknown)}`;
}

/** Before the first record dim, then in their colour; the bar under the cursor stands out. */
function barSpans(bars: string, {at, barCell, look}: {at: number; look: Look; barCell: number}): readonly Span[] {
	const cells = Array.from(bars);
	const part = (from: number, to: number): readonly Span[] => {
		const text = (start: number, end: number): string => cells.slice(Math.max(from, start), Math.min(to, end)).join('');
		return [span(text(0, at), 'dim'), span(text(at, cells.length), look)];
	};
	if (barCell < 0 || barCell >= cells.length) return part(0, cells.length);
	return [...part(0, barCell), span(cells[barCell] ?? ' ', 'selection'), ...part(barCell + 1, cells.length)];
}

/** Times under the bars, each at its second, and where the bar under the cursor is. */
function axisLine(meter: MeterView, width: number, barCell: number): Line {
	const everyBars = 30;
	let text = ' '.repeat(labelWidth + 1);
	for (let cell = 0; cell + 9 <= width; cell += everyBars) {
		const atMs = (meter.lastBar - (width - 1 - cell) * meter.barSeconds) * 1000;
		text = text.padEnd(labelWidth + 1 + cell) + formatTime(atMs, meter.barSeconds < 60 ? 'second' : 'minute');
	}
	if (barCell < 0 || barCell >= width) return line(span(text, 'dim'));
	const at = labelWidth + 1 + barCell;
	return line(span(text.slice(0, at).padEnd(at), 'dim'), span('^', 'accent'), span(text.slice(at + 1), 'dim'));
}

/** How much time the bars span: `60 s`, `5 min`, `2 h`. */
function spanText(seconds: number): string {
	if (seconds < 120) return `${seconds} s`;
	return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}
