import type {MetricPoint} from '../../aws/metric.ts';
import {flowMeasures, readQueueSeries, type QueueMeasure} from '../../operations/queue-metrics.ts';
import type {EpochMs} from '../../shared/clock.ts';
import {formatCount, formatTime} from '../../shared/units.ts';
import {blockChart, largestOf, spread} from '../components/block-chart.ts';
import {run, type Effect, type EffectTools} from '../effects.ts';
import {line, lineWidth, span, type Area, type Line} from '../line.ts';
import type {State} from '../state.ts';
import {factsOf, mayReadMetrics} from './facts.ts';
import {tell, valueOf} from './read-facts.ts';
import {queueRow, type QueueRow} from './state.ts';

const hourMs = 3_600_000;
const minuteMs = 60_000;

export type QueueHour = {readonly fromMs: EpochMs; readonly toMs: EpochMs; readonly ready: readonly MetricPoint[]};

const hourOnly: readonly QueueMeasure[] = ['ready'];
const withRates: readonly QueueMeasure[] = ['ready', ...flowMeasures];

/**
Reads the last hour of a queue, minute by minute, where metrics may be read: again when a minute is over, and once a minute at most, wherever the cursor goes meanwhile.

@param options.restMs How long to wait first: the cursor may only be passing.
@param options.hasRates Whether rates and ages come with it, in the same call; false where they are read anyway, for each metric has its price.
*/
export function readHour(url: string, {restMs, hasRates}: {restMs: number; hasRates: boolean}): Effect {
	return run(`queue-hour/${url}`, async tools => {
		if (restMs > 0) await tools.sleep(restMs);
		for (;;) {
			const nowMs = tools.clock.nowMs();
			// To a full minute, as CloudWatch counts: what is drawn moves with the clock of the header, not between.
			const toMs = Math.floor(nowMs / minuteMs) * minuteMs + minuteMs;
			if (isWanted(tools.state(), url, toMs)) await readOnce(tools, url, {toMs, hasRates});
			await tools.sleep(Math.max(1000, toMs - tools.clock.nowMs()));
		}
	});
}

function isWanted(state: State, url: string, toMs: EpochMs): boolean {
	const {hour} = factsOf(state, url);
	if (hour?.status === 'known' && hour.value.toMs >= toMs) return false;
	return mayReadMetrics(state) && state.now.metricsProblem?.code !== 'denied';
}

async function readOnce(tools: EffectTools, url: string, {toMs, hasRates}: {toMs: EpochMs; hasRates: boolean}): Promise<void> {
	const {session, signal} = tools;
	const name = queueRow(tools.state(), url)?.ref.name;
	if (name === undefined) return;
	const range = {fromMs: toMs - hourMs, toMs, periodSeconds: 60, signal};
	await tell(tools, url, 'hour', async () => {
		const series = valueOf(await readQueueSeries(session, {...range, names: [name], wanted: hasRates ? withRates : hourOnly})).get(name);
		if (series && hasRates) await tell(tools, url, 'flow', () => Promise.resolve(series));
		return {fromMs: range.fromMs, toMs, ready: series?.ready ?? []};
	});
}

const chartHeight = 4;
/** Title, chart and times. */
export const hourRows = chartHeight + 2;

/** READY of the last hour: by CloudWatch, or by own looks, marked so. */
export function hourLines(state: State, row: QueueRow, area: Pick<Area, 'columns'>): readonly Line[] {
	const {points, fromMs, toMs, title, note} = hourOf(state, row);
	const cells = chartCells(area.columns - besideWidth);
	const values = spread(points, {fromMs, toMs, cells, periodMs: minuteMs});
	const newest = points.at(-1);
	const most = newest === undefined ? '' : `max ${formatCount(largestOf(values))}`;
	const rows = blockChart(values, {height: chartHeight, glyphs: state.glyphs});
	return [
		line(span(` ${title}`, 'dim'), note !== '' && span(`   ${note}`, 'dim')),
		...rows.map((text, index) => line(span(`  ${text}`, 'accent'), valueBeside(state, index, {most, now: newest?.value}))),
		timesLine({fromMs, toMs, cells}),
	];
}

/** Whole cells a minute, or whole minutes a cell, so that each is as wide as the next. */
function chartCells(room: number): number {
	return room >= 60 ? Math.floor(room / 60) * 60 : (minutesACell.map(minutes => 60 / minutes).find(cells => cells <= room) ?? 10);
}

const minutesACell = [2, 3, 4, 5];
/** The margin, and the values on the right. */
const besideWidth = 12;

function valueBeside(state: State, index: number, {most, now}: {most: string; now: number | undefined}) {
	if (index === 0) return span(` ${most}`, 'dim');
	return index === chartHeight - 1 ? span(` ${now === undefined ? state.glyphs.unknown : formatCount(now)}`, 'bold') : undefined;
}

type Hour = {
	readonly points: ReadonlyArray<{readonly atMs: number; readonly value: number}>;
	readonly fromMs: number;
	readonly toMs: number;
	readonly title: string;
	readonly note: string;
};

function hourOf(state: State, row: QueueRow): Hour {
	const {hour} = factsOf(state, row.ref.url);
	const {approximate} = state.glyphs;
	if (hour?.status === 'known') {
		const {ready, fromMs, toMs} = hour.value;
		return {points: ready, fromMs, toMs, title: `last 60 min, READY${approximate} (most of each minute)`, note: ''};
	}
	const toMs = Math.floor(Math.max(state.nowMs, row.asOfMs ?? 0) / minuteMs) * minuteMs + minuteMs;
	const samples = [...(row.minutes ?? []), ...row.samples];
	const [first] = samples;
	const since = first ? `* own looks since ${formatTime(first.atMs, 'minute')}` : '';
	return {
		points: samples.map(({atMs, readyCount}) => ({atMs, value: readyCount})),
		fromMs: toMs - hourMs,
		toMs,
		title: `last 60 min, READY${approximate}*`,
		note: mayReadMetrics(state) ? since : `${since}; : metrics asks CloudWatch`,
	};
}

/** A time each quarter of an hour, under its minute; fewer where they would touch. */
function timesLine({fromMs, toMs, cells}: {fromMs: number; toMs: number; cells: number}): Line {
	const parts: string[] = [];
	const steps = cells >= 60 ? 4 : 2;
	for (let part = 0; part <= steps; part++) {
		const label = formatTime(fromMs + ((toMs - fromMs) * part) / steps, 'minute');
		const at = Math.min(cells - label.length, Math.round((cells * part) / steps));
		parts.push(' '.repeat(Math.max(part === 0 ? 0 : 1, at - lineWidth([span(parts.join(''))]))), label);
	}
	return line(span(`  ${parts.join('')}`, 'dim'));
}
