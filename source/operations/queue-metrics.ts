import type {MetricPoint, MetricQuery, MetricRange} from '../aws/metric.ts';
import type {QueueAttributes} from '../aws/queue.ts';
import type {Reading} from '../aws/reading.ts';
import type {Session} from '../aws/session.ts';
import type {EpochMs} from '../shared/clock.ts';
import {SluiceError} from '../shared/errors.ts';

/** Values of CloudWatch about a queue, oldest first. Periods without data are absent. */
export type QueueSeries = Readonly<Record<QueueMeasure, readonly MetricPoint[]>>;

/**
- ready: messages that can be received, most of each period.
- oldest: age of the oldest, seconds.
- sent, deleted, received, empty: how many a period; `empty` are receives that found nothing.
*/
export type QueueMeasure = 'ready' | 'oldest' | 'sent' | 'deleted' | 'received' | 'empty';

const measures: Readonly<Record<QueueMeasure, Pick<MetricQuery, 'name' | 'statistic'>>> = {
	ready: {name: 'ApproximateNumberOfMessagesVisible', statistic: 'Maximum'},
	oldest: {name: 'ApproximateAgeOfOldestMessage', statistic: 'Maximum'},
	sent: {name: 'NumberOfMessagesSent', statistic: 'Sum'},
	deleted: {name: 'NumberOfMessagesDeleted', statistic: 'Sum'},
	received: {name: 'NumberOfMessagesReceived', statistic: 'Sum'},
	empty: {name: 'NumberOfEmptyReceives', statistic: 'Sum'},
};

/** What tells how a queue flows: five metrics a queue. */
export const flowMeasures: readonly QueueMeasure[] = ['sent', 'deleted', 'received', 'empty', 'oldest'];

function queryOf(queueName: string, measure: QueueMeasure): MetricQuery {
	return {namespace: 'AWS/SQS', dimensions: {QueueName: queueName}, ...measures[measure]};
}

/**
Reads measures of queues, all in as few calls as can be. Answers by queue name; measures that were not asked for are empty.

@throws What passes by itself, such as throttling. A denial is an answer.
*/
export async function readQueueSeries(
	session: Session,
	options: MetricRange & {names: readonly string[]; wanted: readonly QueueMeasure[]; signal?: AbortSignal},
): Promise<Reading<ReadonlyMap<string, QueueSeries>>> {
	const {names, wanted, ...range} = options;
	const queries = names.flatMap(name => wanted.map(measure => queryOf(name, measure)));
	const reading = await session.metrics.read(queries, range);
	if (reading.status !== 'known') return reading;
	const found = new Map<string, QueueSeries>();
	for (const [index, name] of names.entries()) {
		const series: Record<QueueMeasure, readonly MetricPoint[]> = {ready: [], oldest: [], sent: [], deleted: [], received: [], empty: []};
		for (const [offset, measure] of wanted.entries()) series[measure] = reading.value[index * wanted.length + offset] ?? [];
		found.set(name, series);
	}
	return {status: 'known', value: found};
}

/** How a queue flows now. Undefined: not known, which is not zero. */
export type QueueRates = {
	readonly inPerSecond?: number;
	readonly outPerSecond?: number;
	/** Share of receives that found nothing, 0 to 1. */
	readonly emptyShare?: number;
	readonly oldestSeconds?: number;
	/** Since when the oldest has only been getting older; undefined when it has not. */
	readonly oldestRisingSinceMs?: EpochMs;
	/** The end of the minute that the rates are of. */
	readonly atMs?: EpochMs;
	/** Values a minute, oldest first, for trends. */
	readonly series: QueueSeries;
};

const minuteMs = 60_000;

/** The last minute that is over, or the one before when that one has no data yet: CloudWatch lags. */
export function ratesOf(series: QueueSeries, nowMs: EpochMs): QueueRates {
	const known = [...series.sent, ...series.deleted, ...series.received, ...series.empty].map(({atMs}) => atMs);
	const whole = known.filter(atMs => atMs + minuteMs <= nowMs);
	const latestMs = whole.length === 0 ? undefined : Math.max(...whole);
	// The age of the minute under way would move with every look.
	const ages = series.oldest.filter(({atMs}) => atMs + minuteMs <= nowMs);
	const oldest = ages.at(-1);
	const risingSinceMs = risingSince(ages);
	const age = {
		...(oldest && {oldestSeconds: oldest.value}),
		...(risingSinceMs !== undefined && {oldestRisingSinceMs: risingSinceMs}),
	};
	if (latestMs === undefined) return {series, ...age, ...(oldest && {atMs: oldest.atMs + minuteMs})};
	const at = (points: readonly MetricPoint[]): number => points.find(({atMs}) => atMs === latestMs)?.value ?? 0;
	const answers = countOfAnswers(series, latestMs);
	return {
		series,
		...age,
		atMs: latestMs + minuteMs,
		inPerSecond: at(series.sent) / 60,
		outPerSecond: at(series.deleted) / 60,
		...(answers > 0 && {emptyShare: at(series.empty) / answers}),
	};
}

/** Receives of a minute. CloudWatch counts messages received, not calls that found some: this is the most they can have been. */
function countOfAnswers(series: QueueSeries, atMs: EpochMs): number {
	const at = (points: readonly MetricPoint[]): number => points.find(point => point.atMs === atMs)?.value ?? 0;
	return at(series.empty) + at(series.received);
}

function risingSince(points: readonly MetricPoint[]): EpochMs | undefined {
	let sinceMs: EpochMs | undefined;
	for (let index = points.length - 1; index > 0; index--) {
		const [before, after] = [points[index - 1], points[index]];
		if (!before || !after || after.value <= before.value) break;
		sinceMs = before.atMs;
	}
	// Two minutes of it are no trend.
	const newest = points.at(-1);
	return sinceMs !== undefined && newest && newest.atMs - sinceMs >= 2 * minuteMs ? sinceMs : undefined;
}

/**
About how many messages of a queue are older than a retention would allow: what is there, less what was sent since. Undefined where CloudWatch does not tell.

It takes consumers to delete the oldest first, as they mostly do.
*/
export async function olderThan(
	session: Session,
	queue: QueueAttributes,
	{nowMs, seconds, signal}: {nowMs: EpochMs; seconds: number; signal?: AbortSignal},
): Promise<number | undefined> {
	const count = queue.readyCount + queue.inFlightCount + queue.delayedCount;
	// CloudWatch keeps minutes for 15 days; an hour is fine enough for days, and needs fewer values.
	const periodSeconds = seconds > 86_400 ? 3600 : seconds > 10_800 ? 300 : 60;
	try {
		const range = {fromMs: nowMs - seconds * 1000, toMs: nowMs, periodSeconds, ...(signal && {signal})};
		const reading = await readQueueSeries(session, {...range, names: [queue.name], wanted: ['sent']});
		if (reading.status !== 'known') return undefined;
		const sent = reading.value.get(queue.name)?.sent ?? [];
		return Math.max(0, count - sent.reduce((sum, {value}) => sum + value, 0));
	} catch (error) {
		// An estimate is not worth a failed plan.
		if (error instanceof SluiceError && error.code !== 'aborted') return undefined;
		throw error;
	}
}
