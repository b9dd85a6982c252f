import {defineAction} from '../../action.ts';
import {double, list, map, oneOf, string, structure, timestamp, type Infer} from '../../shape.ts';
import {aggregate, isPeriod, timeRange} from '../aggregate.ts';
import type {Bucket} from '../bucket.ts';
import {invalidParameterCombination, invalidParameterValue} from '../errors.ts';
import {sortDimensions} from '../metric.ts';
import {dimensions, metricName, namespace, period, unit} from '../shapes.ts';
import type {CloudWatchState} from '../state.ts';
import {parseStatistic, type Statistic} from '../statistic.ts';

const datapointCountMax = 1440;

const input = structure({
	required: {Namespace: namespace, MetricName: metricName, StartTime: timestamp(), EndTime: timestamp(), Period: period},
	optional: {
		Dimensions: dimensions,
		Statistics: list(oneOf('SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'), {minLength: 1, maxLength: 5}),
		ExtendedStatistics: list(string(), {minLength: 1, maxLength: 10}),
		Unit: unit,
	},
});

const output = structure({
	required: {
		Label: string(),
		Datapoints: list(
			structure({
				required: {Timestamp: timestamp(), Unit: string()},
				optional: {
					SampleCount: double(),
					Average: double(),
					Sum: double(),
					Minimum: double(),
					Maximum: double(),
					ExtendedStatistics: map(double()),
				},
			}),
		),
	},
});

type Input = Infer<typeof input>;
type Datapoint = Infer<typeof output>['Datapoints'][number];

export const getMetricStatistics = defineAction<CloudWatchState, typeof input, typeof output>({
	name: 'GetMetricStatistics',
	input,
	output,
	docs: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html',
	handle(request, {state, nowMs}) {
		checkRequest(request);
		const extended = parseExtended(request.ExtendedStatistics ?? []);
		state.readGaugesNow(nowMs);
		const {Namespace, MetricName, Dimensions = [], StartTime: startMs, EndTime: endMs, Period: periodSeconds} = request;
		const metric = state.find({namespace: Namespace, name: MetricName, dimensions: sortDimensions(Dimensions)});
		const range = timeRange({startMs, endMs, periodSeconds});
		const points = (metric?.units(request.Unit) ?? []).flatMap(([name, series]) =>
			aggregate([series], range).map(bucket => describe(bucket, {names: request.Statistics ?? [], extended, unit: name})),
		);
		return {Label: MetricName, Datapoints: points};
	},
});

function checkRequest({Statistics, ExtendedStatistics, StartTime, EndTime, Period}: Input): void {
	if (!Statistics && !ExtendedStatistics)
		throw invalidParameterCombination('At least one of the parameters Statistics and ExtendedStatistics must be specified.');
	if (!isPeriod(Period)) throw invalidParameterValue('The parameter Period must be a multiple of 60.');
	if (StartTime >= EndTime) throw invalidParameterValue('The parameter StartTime must be less than the parameter EndTime.');
	const count = Math.ceil((EndTime - StartTime) / (Period * 1000));
	if (count > datapointCountMax) {
		throw invalidParameterCombination(
			`You have requested up to ${count.toLocaleString('en-US')} datapoints, which exceeds the limit of 1,440. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
		);
	}
}

function parseExtended(names: readonly string[]): ReadonlyMap<string, Statistic> {
	const found = new Map<string, Statistic>();
	for (const [index, name] of names.entries()) {
		const statistic = parseStatistic(name);
		if (statistic === 'lacking') throw invalidParameterValue(`not implemented by sluice: the statistic ${name}`);
		if (!statistic || !name.startsWith('p'))
			throw invalidParameterValue(`The value ${name} for parameter ExtendedStatistics.member.${index + 1} is not supported.`);
		found.set(name, statistic);
	}
	return found;
}

function describe(
	bucket: Bucket,
	{names, extended, unit: name}: {names: readonly string[]; extended: ReadonlyMap<string, Statistic>; unit: string},
): Datapoint {
	const point: Record<string, number> = {};
	for (const statisticName of names) {
		const statistic = parseStatistic(statisticName);
		if (typeof statistic === 'function') point[statisticName] = statistic(bucket) ?? 0;
	}
	const percentiles: Record<string, number> = {};
	for (const [percentileName, statistic] of extended) {
		const value = statistic(bucket);
		if (value !== undefined) percentiles[percentileName] = value;
	}
	return {Timestamp: bucket.startMs, Unit: name, ...point, ...(extended.size > 0 && {ExtendedStatistics: percentiles})};
}
