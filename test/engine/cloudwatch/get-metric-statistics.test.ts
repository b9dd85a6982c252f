import {describe, expect, test} from 'vitest';
import {createCloudWatch, hourMs, minuteMs, startMs} from './call.ts';

const request = {
	Namespace: 'Shop',
	MetricName: 'Latency',
	StartTime: startMs,
	EndTime: startMs + hourMs,
	Period: 60,
	Statistics: ['Sum'],
};

test('every statistic is told of each period that has values, and no other', () => {
	const cloudWatch = createCloudWatch();
	cloudWatch.put([2, 4], {atMinute: 1});
	cloudWatch.put([9], {atMinute: 3});

	const {Label, Datapoints} = cloudWatch.call('GetMetricStatistics', {
		...request,
		Statistics: ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'],
	});

	expect(Label).toBe('Latency');
	expect(Datapoints).toEqual([
		{Timestamp: startMs + minuteMs, Unit: 'None', SampleCount: 2, Average: 3, Sum: 6, Minimum: 2, Maximum: 4},
		{Timestamp: startMs + 3 * minuteMs, Unit: 'None', SampleCount: 1, Average: 9, Sum: 9, Minimum: 9, Maximum: 9},
	]);
});

test('a start within a minute is rounded down to it, and periods are counted from there', () => {
	const cloudWatch = createCloudWatch();
	for (let minute = 0; minute < 6; minute++) cloudWatch.put([1], {atMinute: minute});

	const {Datapoints} = cloudWatch.call('GetMetricStatistics', {...request, StartTime: startMs + minuteMs + 59_999, Period: 300});

	expect(Datapoints).toEqual([{Timestamp: startMs + minuteMs, Unit: 'None', Sum: 5}]);
});

test('other dimensions are another metric, whatever their order', () => {
	const cloudWatch = createCloudWatch();
	cloudWatch.put([1]);
	cloudWatch.put([2], {dimensions: {b: '2', a: '1'}});
	cloudWatch.put([4], {dimensions: {a: '1'}});

	const sum = (Dimensions: object[]): unknown => cloudWatch.call('GetMetricStatistics', {...request, Dimensions}).Datapoints[0]?.['Sum'];

	expect(sum([])).toBe(1);
	expect(
		sum([
			{Name: 'a', Value: '1'},
			{Name: 'b', Value: '2'},
		]),
	).toBe(2);
	expect(
		sum([
			{Name: 'b', Value: '2'},
			{Name: 'a', Value: '1'},
		]),
	).toBe(2);
	expect(sum([{Name: 'b', Value: '2'}])).toBeUndefined();
});

test('units are told apart', () => {
	const cloudWatch = createCloudWatch();
	cloudWatch.put([1], {unit: 'Seconds'});
	cloudWatch.put([2], {unit: 'Bytes'});

	const units = (Unit?: string): unknown[] =>
		cloudWatch
			.call('GetMetricStatistics', {...request, ...(Unit !== undefined && {Unit})})
			.Datapoints.map(point => [point.Unit, point['Sum']]);

	expect(units()).toEqual([
		['Seconds', 1],
		['Bytes', 2],
	]);
	expect(units('Bytes')).toEqual([['Bytes', 2]]);
	expect(units('Count')).toEqual([]);
});

describe('percentiles', () => {
	const percentiles = (cloudWatch: ReturnType<typeof createCloudWatch>, ...ExtendedStatistics: string[]): unknown =>
		cloudWatch.call('GetMetricStatistics', {...request, Statistics: undefined, ExtendedStatistics}).Datapoints[0]?.ExtendedStatistics;

	test('are values that were put', () => {
		const cloudWatch = createCloudWatch();
		cloudWatch.put(Array.from({length: 100}, (_, index) => index + 1));

		expect(percentiles(cloudWatch, 'p0', 'p50', 'p99', 'p99.5', 'p100')).toEqual({p0: 1, p50: 50, p99: 99, 'p99.5': 100, p100: 100});
	});

	test('are exact to two digits where there are more than 150 different values', () => {
		const cloudWatch = createCloudWatch();
		cloudWatch.put(Array.from({length: 1000}, (_, index) => index + 1));

		const {p50 = 0, p99 = 0} = percentiles(cloudWatch, 'p50', 'p99') as Record<string, number>;

		expect(Math.abs(p50 - 500)).toBeLessThanOrEqual(5);
		expect(Math.abs(p99 - 990)).toBeLessThanOrEqual(5);
	});

	test('are not known of statistic sets, but where all values are the same', () => {
		const cloudWatch = createCloudWatch();
		const set = (Minimum: number, Maximum: number): object => ({
			Namespace: 'Shop',
			MetricData: [{MetricName: 'Latency', StatisticValues: {SampleCount: 2, Sum: Minimum + Maximum, Minimum, Maximum}}],
		});

		cloudWatch.call('PutMetricData', set(5, 5));
		expect(percentiles(cloudWatch, 'p90')).toEqual({p90: 5});
		cloudWatch.call('PutMetricData', set(1, 9));
		expect(percentiles(cloudWatch, 'p90')).toEqual({});
	});
});

describe('what AWS refuses', () => {
	test.each<[string, object, string, string]>([
		[
			'no statistics',
			{Statistics: undefined},
			'InvalidParameterCombination',
			'At least one of the parameters Statistics and ExtendedStatistics must be specified.',
		],
		['a start at the end', {EndTime: startMs}, 'InvalidParameterValue', 'The parameter StartTime must be less than the parameter EndTime.'],
		['a period of 90 seconds', {Period: 90}, 'InvalidParameterValue', 'The parameter Period must be a multiple of 60.'],
		['a period of 0', {Period: 0}, 'InvalidParameterValue', 'The parameter Period must be greater than or equal to 1.'],
		['no period', {Period: undefined}, 'MissingParameter', 'The parameter Period is required.'],
		[
			'an unknown statistic',
			{Statistics: ['Median']},
			'InvalidParameterValue',
			'The parameter Statistics.member.1 must be a value in the set [ SampleCount, Average, Sum, Minimum, Maximum ].',
		],
		[
			'an unknown extended statistic',
			{ExtendedStatistics: ['p101']},
			'InvalidParameterValue',
			'The value p101 for parameter ExtendedStatistics.member.1 is not supported.',
		],
		[
			'an extended statistic that the engine lacks',
			{ExtendedStatistics: ['tm90']},
			'InvalidParameterValue',
			'not implemented by sluice: the statistic tm90',
		],
		[
			'1,441 data points',
			{EndTime: startMs + 1441 * minuteMs},
			'InvalidParameterCombination',
			'You have requested up to 1,441 datapoints, which exceeds the limit of 1,440. You may reduce the datapoints requested by increasing Period, or decreasing the time range.',
		],
	])('%s', (_, change, code, message) => {
		expect(createCloudWatch().refusal('GetMetricStatistics', {...request, ...change})).toEqual({code, message, status: 400});
	});

	test('1,440 data points are not too many, and short periods are taken', () => {
		const cloudWatch = createCloudWatch();
		cloudWatch.put([3]);

		expect(cloudWatch.call('GetMetricStatistics', {...request, EndTime: startMs + 1440 * minuteMs}).Datapoints).toHaveLength(1);
		expect(cloudWatch.call('GetMetricStatistics', {...request, EndTime: startMs + minuteMs, Period: 10}).Datapoints).toHaveLength(1);
	});
});
