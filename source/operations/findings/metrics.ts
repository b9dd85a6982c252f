import type {MetricPoint, MetricQuery} from '../../aws/metric.ts';
import type {EpochMs} from '../../shared/clock.ts';
import type {Point} from './finding.ts';
import type {ObservedMetric} from './observation.ts';

/** What CloudWatch told, by metric and thing. */
export type FindingMetrics = {
	/** By queue URL. */
	readonly ageOfOldest: ReadonlyMap<string, ObservedMetric>;
	readonly deleted: ReadonlyMap<string, ObservedMetric>;
	/** By topic ARN. */
	readonly failed: ReadonlyMap<string, ObservedMetric>;
	/** By stream name. */
	readonly iteratorAgeMs: ReadonlyMap<string, ObservedMetric>;
	readonly writesRefused: ReadonlyMap<string, ObservedMetric>;
	/** IncomingRecords a minute: for lists, no rule asks for it. */
	readonly incoming: ReadonlyMap<string, ObservedMetric>;
};

export type AskedMetric = {readonly kind: keyof FindingMetrics; readonly id: string; readonly query: MetricQuery};

/** So far back: ten minutes and what comes late. */
export const metricSpanMs = 15 * 60_000;

/** The metrics that a rule can use of these things. */
export function metricsToAsk(things: {
	readonly queues: ReadonlyArray<{readonly url: string; readonly name: string}>;
	readonly topics: ReadonlyArray<{readonly arn: string; readonly name: string}>;
	readonly streams: ReadonlyArray<{readonly name: string}>;
}): readonly AskedMetric[] {
	const {queues, topics, streams} = things;
	return [
		...queues.flatMap(({url, name}) => {
			const of = {namespace: 'AWS/SQS', dimensions: {QueueName: name}};
			return [
				ask('ageOfOldest', url, {...of, name: 'ApproximateAgeOfOldestMessage', statistic: 'Maximum'}),
				ask('deleted', url, {...of, name: 'NumberOfMessagesDeleted', statistic: 'Sum'}),
			];
		}),
		...topics.map(({arn, name}) =>
			ask('failed', arn, {
				namespace: 'AWS/SNS',
				dimensions: {TopicName: name},
				name: 'NumberOfNotificationsFailed',
				statistic: 'Sum',
			}),
		),
		...streams.flatMap(({name}) => {
			const of = {namespace: 'AWS/Kinesis', dimensions: {StreamName: name}};
			return [
				ask('iteratorAgeMs', name, {...of, name: 'GetRecords.IteratorAgeMilliseconds', statistic: 'Maximum'}),
				ask('writesRefused', name, {...of, name: 'WriteProvisionedThroughputExceeded', statistic: 'Sum'}),
			];
		}),
	];
}

/** How much is put into these streams. */
export function incomingToAsk(streams: ReadonlyArray<{readonly name: string}>): readonly AskedMetric[] {
	return streams.map(({name}) =>
		ask('incoming', name, {namespace: 'AWS/Kinesis', dimensions: {StreamName: name}, name: 'IncomingRecords', statistic: 'Sum'}),
	);
}

/** The newest value of a minute that is over: the one under way would move with every look. */
export function lastWholeMinute({atMs: askedAtMs, points}: ObservedMetric): Point | undefined {
	return points.findLast(({atMs}) => atMs + 60_000 <= askedAtMs);
}

/** @param series The values of each, in the order they were asked for. */
export function collectMetrics(
	asked: readonly AskedMetric[],
	series: ReadonlyArray<readonly MetricPoint[]>,
	atMs: EpochMs,
): FindingMetrics {
	const of = (kind: keyof FindingMetrics): ReadonlyMap<string, ObservedMetric> =>
		new Map(asked.flatMap((one, index) => (one.kind === kind ? [[one.id, {atMs, points: series[index] ?? []}] as const] : [])));
	return {
		ageOfOldest: of('ageOfOldest'),
		deleted: of('deleted'),
		failed: of('failed'),
		iteratorAgeMs: of('iteratorAgeMs'),
		writesRefused: of('writesRefused'),
		incoming: of('incoming'),
	};
}

function ask(kind: keyof FindingMetrics, id: string, query: MetricQuery): AskedMetric {
	return {kind, id, query};
}
