import type {EpochMs} from '../shared/clock.ts';
import type {Reading} from './reading.ts';

/** A metric of one thing, and how its values are joined within a period. */
export type MetricQuery = {
	/** `AWS/SQS`, `AWS/SNS`, `AWS/Kinesis`, `AWS/Lambda` */
	readonly namespace: string;
	/** `NumberOfMessagesSent` */
	readonly name: string;
	/** `{QueueName: 'orders'}` */
	readonly dimensions: Readonly<Record<string, string>>;
	readonly statistic: 'Average' | 'Maximum' | 'Minimum' | 'SampleCount' | 'Sum';
};

/** A value of the period that begins at this time. */
export type MetricPoint = {readonly atMs: EpochMs; readonly value: number};

export type MetricRange = {
	readonly fromMs: EpochMs;
	readonly toMs: EpochMs;
	/** A multiple of 60: what AWS keeps of its own services. */
	readonly periodSeconds: number;
};

/** CloudWatch, narrowed to reading. */
export type MetricGateway = {
	/**
	Reads metrics, 500 a call and two calls at once. Answers the values of each query, in the queries' order, oldest first; periods without data are left out.

	AWS charges for each metric asked for; see `metricsUsd`.

	@throws What passes by itself, such as throttling. A denial or an endpoint without CloudWatch is an answer.
	@see [GetMetricData](https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html)
	*/
	read(
		queries: readonly MetricQuery[],
		range: MetricRange & {readonly signal?: AbortSignal},
	): Promise<Reading<ReadonlyArray<readonly MetricPoint[]>>>;
};

/**
What AWS charges for asking for so many metrics once: $0.01 for 1,000, in most regions.

@see [Amazon CloudWatch Pricing](https://aws.amazon.com/cloudwatch/pricing/)
*/
export function metricsUsd(metricCount: number): number {
	return metricCount * 0.000_01;
}
