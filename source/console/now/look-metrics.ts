import type {MetricQuery} from '../../aws/metric.ts';
import type {ObservedMetric} from '../../operations/findings/observation.ts';
import {isAbort, problemOf, type EffectTools} from '../effects.ts';
import type {State} from '../state.ts';
import type {NowMetrics} from './state.ts';

/** Where it costs nothing, CloudWatch is asked this often. */
const everyMs = 10_000;
const spanMs = 15 * 60_000;
/** Queues with most messages, topics, and streams that are asked about. */
const thingsMax = 200;
/** Without a key for so long, nothing is read. */
const asleepAfterMs = 10 * 60_000;

type Kind = keyof NowMetrics;

type Asked = {readonly kind: Kind; readonly id: string; readonly query: MetricQuery};

/** Reads what CloudWatch counts of the things on screen, again and again, where asking costs nothing. */
export async function lookAtMetrics(tools: EffectTools): Promise<void> {
	// On AWS each look has a price, which somebody must have agreed to.
	if (tools.session.context.target === 'aws') return;
	for (;;) {
		const isAsleep = tools.clock.nowMs() - tools.state().lastKeyAtMs > asleepAfterMs;
		const asked = isAsleep ? [] : whatToAsk(tools.state());
		if (asked.length > 0 && !(await readOnce(tools, asked))) return;
		await tools.sleep(asked.length > 0 ? everyMs : 1000);
	}
}

/** False when there is no CloudWatch to ask. */
async function readOnce(tools: EffectTools, asked: readonly Asked[]): Promise<boolean> {
	const toMs = tools.clock.nowMs();
	try {
		const range = {fromMs: toMs - spanMs, toMs, periodSeconds: 60, signal: tools.signal};
		const reading = await tools.session.metrics.read(
			asked.map(({query}) => query),
			range,
		);
		if (reading.status !== 'known') {
			tools.dispatch({type: 'now/metrics-failed', problem: problemOf(reading.error), atMs: toMs});
			return false;
		}
		tools.dispatch({type: 'now/metrics', metrics: collect(asked, reading.value, toMs), atMs: toMs});
	} catch (error) {
		if (isAbort(error)) throw error;
		tools.dispatch({type: 'now/metrics-failed', problem: problemOf(error), atMs: toMs});
	}
	return true;
}

function collect(asked: readonly Asked[], series: ReadonlyArray<ObservedMetric['points']>, atMs: number): NowMetrics {
	const of = (kind: Kind): ReadonlyMap<string, ObservedMetric> =>
		new Map(asked.flatMap((one, index) => (one.kind === kind ? [[one.id, {atMs, points: series[index] ?? []}] as const] : [])));
	return {
		ageOfOldest: of('ageOfOldest'),
		deleted: of('deleted'),
		failed: of('failed'),
		iteratorAgeMs: of('iteratorAgeMs'),
		writesRefused: of('writesRefused'),
	};
}

/** Only what a rule can use: of queues, those that hold messages. */
function whatToAsk(state: State): readonly Asked[] {
	const holding = state.queues.rows
		.filter(({attributes}) => attributes !== undefined && attributes.readyCount + attributes.inFlightCount > 0)
		.toSorted((a, b) => (b.attributes?.readyCount ?? 0) - (a.attributes?.readyCount ?? 0))
		.slice(0, thingsMax);
	return [
		...holding.flatMap(({ref}) => [
			ask('ageOfOldest', ref.url, {
				namespace: 'AWS/SQS',
				name: 'ApproximateAgeOfOldestMessage',
				dimensions: {QueueName: ref.name},
				statistic: 'Maximum',
			}),
			ask('deleted', ref.url, {namespace: 'AWS/SQS', name: 'NumberOfMessagesDeleted', dimensions: {QueueName: ref.name}, statistic: 'Sum'}),
		]),
		...state.topics.rows.slice(0, thingsMax).map(({ref}) =>
			ask('failed', ref.arn, {
				namespace: 'AWS/SNS',
				name: 'NumberOfNotificationsFailed',
				dimensions: {TopicName: ref.name},
				statistic: 'Sum',
			}),
		),
		...state.streams.rows.slice(0, thingsMax).flatMap(({ref}) => [
			ask('iteratorAgeMs', ref.name, {
				namespace: 'AWS/Kinesis',
				name: 'GetRecords.IteratorAgeMilliseconds',
				dimensions: {StreamName: ref.name},
				statistic: 'Maximum',
			}),
			ask('writesRefused', ref.name, {
				namespace: 'AWS/Kinesis',
				name: 'WriteProvisionedThroughputExceeded',
				dimensions: {StreamName: ref.name},
				statistic: 'Sum',
			}),
		]),
	];
}

function ask(kind: Kind, id: string, query: MetricQuery): Asked {
	return {kind, id, query};
}
