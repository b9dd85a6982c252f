import {shortShardId} from '../../operations/shard-id.ts';
import {formatTime} from '../../shared/units.ts';
import type {Glyphs} from '../glyphs.ts';
import {line, span, type Line, type Look} from '../line.ts';
import type {State} from '../state.ts';
import {behindText, isHot, rateText} from './shard-rows.ts';
import {secondsShown, type LaneView, type MeterView} from './tail-meter.ts';

/** Cells before the bars, and after them at least. */
const labelWidth = 8;
const valueWidth = 11;

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

/** Seconds that fit on a screen of so many columns: a cell each. */
export function secondsThatFit(columns: number): number {
	return Math.max(10, Math.min(secondsShown, columns - labelWidth - 1 - valueWidth));
}

/** All records by the second they arrived in, those that match the filter, and a lane a shard: as many as fit, then the rest summed. */
export function meterLines(
	state: State,
	meter: MeterView,
	options: {columns: number; laneCount: number; hasFilter: boolean; hasAxis: boolean},
): readonly Line[] {
	const {columns, hasAxis, hasFilter, laneCount} = options;
	const width = secondsThatFit(columns);
	const row = (
		label: string,
		values: readonly number[],
		value: string,
		look: {bars: Look; label?: Look; value?: Look; largest?: number},
	): Line => {
		const largest = look.largest ?? Math.max(1, ...values.slice(-width));
		const bars = barsOf(values, {width, largest, glyphs: state.glyphs});
		// Before the first record there is nothing to see.
		const emptyCount = Array.from(bars).findIndex(bar => bar !== state.glyphs.old);
		const at = emptyCount === -1 ? bars.length : emptyCount;
		return line(
			span(`${label.padStart(labelWidth)} `, look.label ?? 'dim'),
			span(bars.slice(0, at), 'dim'),
			span(bars.slice(at), look.bars),
			span(` ${value.padStart(valueWidth - 2)}`, look.value),
		);
	};
	const lanes = chooseLanes(meter.lanes, laneCount);
	const largestLane = Math.max(1, ...lanes.flatMap(lane => lane.seconds.slice(-width)));
	return [
		row(width >= 120 ? '2 min' : `${width} s`, meter.seconds, `${rateText(meter.recordsPerSecond)}/s`, {bars: 'accent'}),
		...(hasFilter ? [row('match', meter.matchSeconds, `${rateText(meter.matchesPerSecond)}/s`, {bars: 'match'})] : []),
		...lanes.map((lane, index) =>
			row(index === 0 ? `shard ${lane.label}` : lane.label, lane.seconds, laneValue(state, lane), {
				bars: laneLooks[index % laneLooks.length] ?? 'text',
				largest: largestLane,
				...(lane.isHot && {label: 'fail', value: 'fail'}),
			}),
		),
		...(hasAxis ? [axisLine(meter, width)] : []),
	];
}

type Lane = Pick<LaneView, 'recordsPerSecond' | 'behindMs' | 'seconds'> & {
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
	const hot = isHot(lane);
	return {...lane, label: hot ? `${number} HOT` : number, isHot: hot, isBackedOff: lane.backedOff !== undefined};
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
		seconds: Array.from({length: secondsShown}, (_, index) => lanes.reduce((sum, lane) => sum + (lane.seconds[index] ?? 0), 0)),
	};
}

function laneValue(state: State, lane: Lane): string {
	const rate = `${rateText(lane.recordsPerSecond)}/s`;
	return `${rate} ${lane.isBackedOff ? 'waits' : behindText(lane.behindMs, state.glyphs.unknown)}`;
}

/** Times under the bars, each at its second. */
function axisLine(meter: MeterView, width: number): Line {
	const everySeconds = 30;
	let text = ' '.repeat(labelWidth + 1);
	for (let cell = 0; cell + 9 <= width; cell += everySeconds)
		text = text.padEnd(labelWidth + 1 + cell) + formatTime((meter.lastSecond - width + 1 + cell) * 1000);
	return line(span(text, 'dim'));
}
