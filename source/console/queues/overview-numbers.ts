import {formatAge, formatAgeByMinute, formatCount, formatTime} from '../../shared/units.ts';
import {sparkline} from '../glyphs.ts';
import {fitLine, line, span, type Area, type Line} from '../line.ts';
import type {State} from '../state.ts';
import {spread} from '../components/block-chart.ts';
import {factsOf, mayReadMetrics} from './facts.ts';
import {drainText, formatRate, ratesOfQueue} from './rates.ts';
import {formatNet, netPerSecond, readyHistory} from './rows.ts';
import type {QueueRow, Sample} from './state.ts';

/** Where the right half of the numbers begins. */
const halfWidth = 41;
/** Below this the halves stand one below the other. */
const halvesMin = 78;
const barCells = 8;
/** What a spark line of rates covers: one cell a minute. */
const ratesSpanMs = barCells * 60_000;

/** Counts on the left, how they flow on the right, and whether it drains. */
export function numberLines(state: State, row: QueueRow, area: Area): readonly Line[] {
	const left = countLines(state, row);
	const right = flowLines(state, row);
	// Two halves need room; where there is little, as beside a list, they stand one below the other.
	if (area.columns < halvesMin) return [...left, ...right.map(one => line(span(' '), ...one)), drainLine(state, row)];
	const gap = area.columns >= 100 ? 44 : halfWidth;
	const rows = Array.from({length: Math.max(left.length, right.length)}, (_, index) => [
		...fitLine(left[index] ?? [], gap),
		...(right[index] ?? []),
	]);
	return [...rows, drainLine(state, row)];
}

function countLines(state: State, row: QueueRow): readonly Line[] {
	const {attributes, samples} = row;
	if (!attributes) return [];
	// AWS states the counts of FIFO queues exactly.
	const approximate = attributes.isFifo ? ' ' : state.glyphs.approximate;
	const nowMs = state.queues.asOfMs ?? state.nowMs;
	const net = netPerSecond(samples);
	const trend = (values: readonly Sample[]): string => sparkline(readyHistory(values, nowMs), barCells, state.glyphs);
	const flight = samples.map(sample => ({...sample, readyCount: sample.inFlightCount}));
	const delayed = samples.flatMap(sample => (sample.delayedCount === undefined ? [] : [{...sample, readyCount: sample.delayedCount}]));
	const count = (label: string, value: number, more: ReadonlyArray<string | ReturnType<typeof span>>): Line =>
		line(span(` ${`${label}${approximate}`.padEnd(8)}`, 'dim'), formatCount(value).padStart(9), '  ', ...more);
	const flightNet = netPerSecond(flight);
	return [
		count('READY', attributes.readyCount, [
			span(trend(samples), 'accent'),
			span(`  ${formatNet(net, state.glyphs)}`, net !== undefined && net > 0.05 ? 'slow' : 'dim'),
		]),
		count('FLIGHT', attributes.inFlightCount, [span(trend(flight), 'accent'), span(`  ${formatNet(flightNet, state.glyphs)}`, 'dim')]),
		count('DELAYED', attributes.delayedCount, [span(trend(delayed), 'accent')]),
	];
}

function flowLines(state: State, row: QueueRow): readonly Line[] {
	const rates = ratesOfQueue(state, row.ref.url);
	const {flow} = factsOf(state, row.ref.url);
	const {unknown} = state.glyphs;
	if (!rates) {
		const why =
			flow && flow.status !== 'known'
				? flow.status === 'not-allowed'
					? 'GetMetricData denied'
					: 'CloudWatch cannot be read'
				: mayReadMetrics(state)
					? 'reading CloudWatch …'
					: ': metrics asks CloudWatch';
		return [
			line(span('IN   ', 'dim'), span(`${unknown}   `, 'dim'), span(why, flow ? 'slow' : 'dim')),
			line(span('OUT  ', 'dim'), span(unknown, 'dim')),
			oldestLine(state, row),
		];
	}
	const toMs = rates.atMs ?? state.nowMs;
	const bars = (points: ReadonlyArray<{atMs: number; value: number}>): string =>
		sparkline(spread(points, {fromMs: toMs - ratesSpanMs, toMs, cells: barCells}), barCells, state.glyphs);
	const rate = (value: number | undefined): string => (value === undefined ? unknown : formatRate(value)).padStart(8);
	return [
		line(span('IN  ', 'dim'), rate(rates.inPerSecond), '   ', span(bars(rates.series.sent), 'accent'), span('  sent', 'dim')),
		line(span('OUT ', 'dim'), rate(rates.outPerSecond), '   ', span(bars(rates.series.deleted), 'accent'), span('  deleted', 'dim')),
		oldestLine(state, row),
		...(rates.emptyShare === undefined
			? []
			: [line(span('EMPTY', 'dim'), `${Math.round(rates.emptyShare * 100)} %`.padStart(7), span('   of receives', 'dim'))]),
	];
}

/** A peek counts from the first send, which in a DLQ is what expiry counts from: there it wins. */
function oldestLine(state: State, row: QueueRow): Line {
	const rates = ratesOfQueue(state, row.ref.url);
	const label = span('OLDEST', 'dim');
	if (row.oldest) {
		const {sentAtMs, seenAtMs, count} = row.oldest;
		return line(
			label,
			`${formatAgeByMinute(state.nowMs - sentAtMs)}*`.padStart(7),
			span(`  of ${count} peeked ${formatTime(seenAtMs, 'minute')}`, 'dim'),
		);
	}
	if (rates?.oldestSeconds === undefined)
		return line(label, span(`${state.glyphs.unknown}  `.padStart(8), 'dim'), span('p peeks to see', 'dim'));
	const since = rates.oldestRisingSinceMs;
	return line(
		label,
		formatAge(rates.oldestSeconds * 1000).padStart(6),
		since === undefined ? '' : span(`   rising since ${formatTime(since, 'minute')}`, 'slow'),
	);
}

function drainLine(state: State, row: QueueRow): Line {
	const label = span(' Drains      ', 'dim');
	const ready = row.attributes?.readyCount ?? 0;
	const rates = ratesOfQueue(state, row.ref.url);
	const {inPerSecond, outPerSecond} = rates ?? {};
	if (inPerSecond !== undefined && outPerSecond !== undefined)
		return line(label, drainText(ready, {inPerSecond, outPerSecond}, state.glyphs.atLeast));
	const net = netPerSecond(row.samples);
	if (ready === 0) return line(label, 'nothing is waiting');
	if (net === undefined) return line(label, span('needs one more look', 'dim'));
	return line(
		label,
		drainText(ready, {inPerSecond: Math.max(0, net), outPerSecond: Math.max(0, -net)}, state.glyphs.atLeast),
		span('  by own looks', 'dim'),
	);
}
