import {metricsUsd, type MetricPoint, type MetricQuery} from '../../aws/metric.ts';
import {formatAge, formatBytes, formatCount, formatTime} from '../../shared/units.ts';
import {problemLines} from '../layers/facts.ts';
import {blank, fitRows, line, span, type Area, type Line} from '../line.ts';
import type {State} from '../state.ts';
import {barsOf} from './lanes.ts';
import {streamRow} from './state.ts';
import type {StreamPlace} from './subject.ts';

/** Minutes that the history reaches back. */
export const historyMinutes = 60;

type Series = {
	readonly name: string;
	readonly statistic: MetricQuery['statistic'];
	readonly label: string;
	readonly show: (value: number) => string;
	/** Above zero it is something to look at. */
	readonly isTrouble?: boolean;
};

const perMinute = (value: number): string => `${formatCount(Math.round(value / 60))}/s`;

const series: readonly Series[] = [
	{name: 'IncomingRecords', statistic: 'Sum', label: 'IN', show: perMinute},
	{name: 'IncomingBytes', statistic: 'Sum', label: 'IN bytes', show: value => `${formatBytes(Math.round(value / 60))}/s`},
	{name: 'GetRecords.Records', statistic: 'Sum', label: 'READ', show: perMinute},
	{name: 'GetRecords.IteratorAgeMilliseconds', statistic: 'Maximum', label: 'AGE', show: formatAge, isTrouble: true},
	{name: 'WriteProvisionedThroughputExceeded', statistic: 'Sum', label: 'W refused', show: perMinute, isTrouble: true},
	{name: 'ReadProvisionedThroughputExceeded', statistic: 'Sum', label: 'R refused', show: perMinute, isTrouble: true},
];

/** What is asked of CloudWatch, in the order drawn. */
export function historyQueries(stream: string): readonly MetricQuery[] {
	return series.map(({name, statistic}) => ({namespace: 'AWS/Kinesis', name, dimensions: {StreamName: stream}, statistic}));
}

export type StreamHistory = {readonly atMs: number; readonly values: ReadonlyArray<readonly MetricPoint[]>};

/** The History tab: an hour by the minute, from CloudWatch. */
export function historyBody(state: State, place: StreamPlace, area: Area): readonly Line[] {
	const loaded = streamRow(state, place.name)?.history;
	if (!loaded) return askLines();
	if (loaded.status === 'loading') return [blank, line(span(' Reading the last hour from CloudWatch …', 'dim'))];
	if (loaded.status === 'failed') return [blank, ...problemLines(loaded.problem, area.columns)];
	const {atMs, values} = loaded.value;
	const lines = series.flatMap((each, index) => seriesLines(state, each, {points: values[index] ?? [], atMs}));
	return fitRows(
		[
			blank,
			...lines,
			line(
				span(
					`           ${formatTime(atMs - historyMinutes * 60_000, 'minute')}${' '.repeat(historyMinutes - 12)}${formatTime(atMs, 'minute')}`,
					'dim',
				),
			),
			blank,
			line(
				span(
					` ${historyMinutes} min by the minute; ${state.glyphs.old} nothing reported. CloudWatch, ${formatTime(atMs)}; it lags by minutes.   `,
					'dim',
				),
				span('r', 'accent'),
				span(' reads again', 'dim'),
			),
		],
		area.rows,
	);
}

function askLines(): readonly Line[] {
	return [
		blank,
		line(` CloudWatch keeps the history: ${series.length} metrics, about $${metricsUsd(series.length).toFixed(5)} a look.`),
		line(span('   ⏎', 'accent'), span(' reads them.', 'dim')),
	];
}

function seriesLines(state: State, each: Series, {atMs, points}: {points: readonly MetricPoint[]; atMs: number}): readonly Line[] {
	const startMs = atMs - (atMs % 60_000) - (historyMinutes - 1) * 60_000;
	const values = Array.from({length: historyMinutes}, () => 0);
	for (const point of points) {
		const minute = Math.floor((point.atMs - startMs) / 60_000);
		if (minute >= 0 && minute < historyMinutes) values[minute] = point.value;
	}
	const largest = Math.max(0, ...values);
	const last = points.at(-1);
	const look = each.isTrouble && largest > 0 ? 'slow' : 'accent';
	return [
		line(
			span(` ${each.label.padEnd(10)}`, 'dim'),
			span(barsOf(values, {width: historyMinutes, largest: Math.max(1, largest), glyphs: state.glyphs}), look),
			span(` ${last ? each.show(last.value) : state.glyphs.unknown}`),
			span(largest > 0 ? `  max ${each.show(largest)}` : '', 'dim'),
		),
	];
}
