import type {QueueSeries} from '../../operations/queue-metrics.ts';
import {safeText} from '../../payload/safe-text.ts';
import {formatAge, formatCount, formatTime} from '../../shared/units.ts';
import {blockChart, largestOf, spread} from '../components/block-chart.ts';
import {blank, fitRows, line, span, type Area, type Line} from '../line.ts';
import type {State} from '../state.ts';
import {factsOf, mayReadMetrics} from './facts.ts';
import {historySpans, readHistory, spanOf, type QueueHistory} from './history.ts';
import {formatRate} from './rates.ts';
import {queueRow, type QueueRow} from './state.ts';
import type {QueueTabPlace, TabView} from './tab-view.ts';

/** Left of a chart its name, right of it its values. */
const labelWidth = 9;
const valueWidth = 12;

type Chart = {
	readonly label: string;
	readonly points: ReadonlyArray<{readonly atMs: number; readonly value: number}>;
	readonly format: (value: number) => string;
};

/** READY, OLDEST, IN and OUT over the span that is chosen. */
export const historyTab: TabView = {
	body(state, place, area) {
		const row = queueRow(state, place.url);
		if (!row) return [blank];
		const history = historyOf(state, row);
		const {charts, note, fromMs, toMs} = history;
		const height = Math.max(1, Math.min(8, Math.floor((area.rows - 3 - charts.length) / charts.length)));
		const lines = charts.flatMap(chart => [
			...chartLines(state, chart, {area, height, fromMs, toMs, periodMs: spanOf[state.queues.historySpan].periodSeconds * 1000}),
			blank,
		]);
		return fitRows([...lines.slice(0, -1), axisLine(area, {fromMs, toMs}), blank, line(span(` ${note}`, 'dim'))], area.rows);
	},
	order: state =>
		line(
			...historySpans.flatMap(one => [
				span(one === state.queues.historySpan ? `[${one}]` : ` ${one} `, one === state.queues.historySpan ? 'accent' : 'dim'),
			]),
		),
	enter: (_state, place) => [readHistory(place.url)],
};

type Drawn = {readonly charts: readonly Chart[]; readonly note: string; readonly fromMs: number; readonly toMs: number};

function historyOf(state: State, row: QueueRow): Drawn {
	const fact = factsOf(state, row.ref.url).history;
	if (mayReadMetrics(state) && fact?.status === 'known' && fact.value.span === state.queues.historySpan)
		return fromMetrics(state, fact.value);
	const why = !mayReadMetrics(state)
		? 'CloudWatch was not asked (: metrics)'
		: !fact || fact.status === 'known'
			? 'CloudWatch is being read'
			: safeText(fact.problem.message);
	return fromSamples(state, row, why);
}

function fromMetrics(state: State, {series, fromMs, toMs, span: chosen}: QueueHistory): Drawn {
	const perSecond = (points: QueueSeries['sent']): Chart['points'] =>
		points.map(({atMs, value}) => ({atMs, value: value / spanOf[chosen].periodSeconds}));
	return {
		charts: [
			{label: `READY${state.glyphs.approximate}`, points: series.ready, format: formatCount},
			{label: 'OLDEST', points: series.oldest, format: value => formatAge(value * 1000)},
			{label: 'IN', points: perSecond(series.sent), format: formatRate},
			{label: 'OUT', points: perSecond(series.deleted), format: formatRate},
		],
		note: `CloudWatch, read ${formatTime(toMs)}; the most of each cell.   - + another span`,
		fromMs,
		toMs,
	};
}

/** What was seen since the queue was opened: less, and marked so. */
function fromSamples(state: State, row: QueueRow, why: string): Drawn {
	const toMs = Math.max(state.nowMs, row.asOfMs ?? 0);
	const samples = [...(row.minutes ?? []), ...row.samples];
	const pick = (value: 'readyCount' | 'inFlightCount'): Chart['points'] =>
		samples.map(sample => ({atMs: sample.atMs, value: sample[value]}));
	const first = samples[0];
	return {
		charts: [
			{label: `READY${state.glyphs.approximate}*`, points: pick('readyCount'), format: formatCount},
			{label: `FLIGHT${state.glyphs.approximate}*`, points: pick('inFlightCount'), format: formatCount},
		],
		note: `* own looks${first ? ` since ${formatTime(first.atMs, 'minute')}` : ''}; ${why}.`,
		fromMs: toMs - spanOf[state.queues.historySpan].ms,
		toMs,
	};
}

function chartLines(
	state: State,
	chart: Chart,
	{area, height, fromMs, toMs, periodMs}: {area: Area; height: number; fromMs: number; toMs: number; periodMs: number},
): readonly Line[] {
	const cells = chartCells(area);
	const values = spread(chart.points, {fromMs, toMs, cells, periodMs});
	const newest = chart.points.at(-1);
	const largest = largestOf(values);
	const now = newest === undefined ? state.glyphs.unknown : chart.format(newest.value);
	const most = newest === undefined ? '' : `max ${chart.format(largest)}`;
	return blockChart(values, {height, glyphs: state.glyphs}).map((cellsText, index) =>
		line(
			span(` ${(index === 0 ? chart.label : '').padEnd(labelWidth - 1)}`, 'dim'),
			span(cellsText, 'accent'),
			index === height - 1 ? span(` ${now}`, 'bold') : span(index === 0 ? ` ${most}` : '', 'dim'),
			index === height - 1 && height === 1 ? span(` ${most}`, 'dim') : '',
		),
	);
}

function axisLine(area: Area, {fromMs, toMs}: {fromMs: number; toMs: number}): Line {
	const isDays = toMs - fromMs > 24 * 3_600_000;
	const label = (atMs: number): string =>
		isDays ? new Date(atMs).toISOString().slice(5, 16).replace('T', ' ') : formatTime(atMs, 'minute');
	const cells = chartCells(area);
	const [left, middle, right] = [label(fromMs), label((fromMs + toMs) / 2), label(toMs)];
	const gap = Math.max(1, Math.floor((cells - left.length - middle.length - right.length) / 2));
	return line(span(`${' '.repeat(labelWidth)}${left}${' '.repeat(gap)}${middle}${' '.repeat(gap)}${right}`, 'dim'));
}

function chartCells(area: Area): number {
	return Math.max(10, area.columns - labelWidth - valueWidth);
}

/** The next longer or shorter span. */
export function nextSpan(state: State, delta: 1 | -1): State {
	const index = historySpans.indexOf(state.queues.historySpan) + delta;
	const next = historySpans[Math.max(0, Math.min(historySpans.length - 1, index))] ?? '1h';
	return {...state, queues: {...state.queues, historySpan: next}};
}

export function isHistory(place: {readonly type: string}): place is QueueTabPlace {
	return place.type === 'queue-tab' && 'tab' in place && place.tab === 'history';
}
