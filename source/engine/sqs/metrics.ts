import type {EpochMs} from '../../shared/clock.ts';
import type {MetricReading, MetricValue} from '../action.ts';
import {settleQueue, type Queue} from './queue.ts';
import type {SqsState} from './state.ts';

/**
Counts for CloudWatch, where somebody listens.

@see [Available CloudWatch metrics for Amazon SQS](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html)
*/
export function countMetrics(queue: Queue, ...values: readonly MetricValue[]): void {
	queue.state.environment.wiring.countMetrics?.({namespace: 'AWS/SQS', dimensions: queue.metricDimensions, values});
}

/** The metrics that are a queue's present state, to be sampled once a minute. */
export function gauges(queue: Queue, nowMs: EpochMs): Readonly<Record<(typeof units)[number]['name'], number>> {
	settleQueue(queue, nowMs);
	const oldest = queue.timeline.oldest();
	return {
		ApproximateNumberOfMessagesVisible: queue.visibleCount,
		ApproximateNumberOfMessagesNotVisible: queue.inFlightCount,
		ApproximateNumberOfMessagesDelayed: queue.delayedCount,
		ApproximateAgeOfOldestMessage: oldest ? Math.max(0, Math.floor((nowMs - oldest.sentAtMs) / 1000)) : 0,
	};
}

/** The gauges of all queues of an account and region. */
export function readGauges(state: SqsState, nowMs: EpochMs): readonly MetricReading[] {
	return [...state.queues.values()].map(queue => {
		const measured = gauges(queue, nowMs);
		return {
			namespace: 'AWS/SQS',
			dimensions: queue.metricDimensions,
			values: units.map(({name, unit}) => ({name, unit, value: measured[name]})),
		};
	});
}

const units = [
	{name: 'ApproximateNumberOfMessagesVisible', unit: 'Count'},
	{name: 'ApproximateNumberOfMessagesNotVisible', unit: 'Count'},
	{name: 'ApproximateNumberOfMessagesDelayed', unit: 'Count'},
	{name: 'ApproximateAgeOfOldestMessage', unit: 'Seconds'},
] as const;
