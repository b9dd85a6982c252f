import {describe, expect, test} from 'vitest';
import {createCloudWatch, hourMs, startMs} from './call.ts';

const datum = {MetricName: 'Latency', Value: 1};
const input = (...MetricData: object[]): object => ({Namespace: 'Shop', MetricData});

/** The statistics of `Latency` over the hour around the start. */
function statistics(cloudWatch: ReturnType<typeof createCloudWatch>): object[] {
	return cloudWatch.call('GetMetricStatistics', {
		Namespace: 'Shop',
		MetricName: 'Latency',
		StartTime: startMs,
		EndTime: startMs + hourMs,
		Period: 3600,
		Statistics: ['SampleCount', 'Sum', 'Minimum', 'Maximum'],
	}).Datapoints;
}

test('a value counts once', () => {
	const cloudWatch = createCloudWatch();
	cloudWatch.call('PutMetricData', input({MetricName: 'Latency', Value: 12, Unit: 'Milliseconds'}));

	expect(statistics(cloudWatch)).toEqual([{Timestamp: startMs, Unit: 'Milliseconds', SampleCount: 1, Sum: 12, Minimum: 12, Maximum: 12}]);
});

test('values count as often as their counts say, once without', () => {
	const cloudWatch = createCloudWatch();
	cloudWatch.call('PutMetricData', input({MetricName: 'Latency', Values: [1, 10, 5], Counts: [3, 2, 0]}));
	cloudWatch.call('PutMetricData', input({MetricName: 'Latency', Values: [7]}));

	expect(statistics(cloudWatch)).toEqual([{Timestamp: startMs, Unit: 'None', SampleCount: 6, Sum: 30, Minimum: 1, Maximum: 10}]);
});

test('a statistic set counts as the values that it stands for', () => {
	const cloudWatch = createCloudWatch();
	cloudWatch.call('PutMetricData', input({MetricName: 'Latency', Value: 100}));
	cloudWatch.call('PutMetricData', input({MetricName: 'Latency', StatisticValues: {SampleCount: 4, Sum: 10, Minimum: 1, Maximum: 4}}));
	cloudWatch.call('PutMetricData', input({MetricName: 'Latency', StatisticValues: {SampleCount: 0, Sum: 0, Minimum: 0, Maximum: 0}}));

	expect(statistics(cloudWatch)).toEqual([{Timestamp: startMs, Unit: 'None', SampleCount: 5, Sum: 110, Minimum: 1, Maximum: 100}]);
});

test('data of entities are metrics like any other', () => {
	const cloudWatch = createCloudWatch();
	const Entity = {KeyAttributes: {Type: 'Service', Name: 'shop'}};
	cloudWatch.call('PutMetricData', {Namespace: 'Shop', EntityMetricData: [{Entity, MetricData: [datum]}], StrictEntityValidation: true});

	expect(statistics(cloudWatch)).toHaveLength(1);
});

test('a thousand data are taken at once, and one more is refused', () => {
	const cloudWatch = createCloudWatch();

	cloudWatch.call('PutMetricData', input(...Array.from({length: 1000}, () => datum)));

	expect(cloudWatch.refusal('PutMetricData', input(...Array.from({length: 1001}, () => datum)))).toEqual({
		code: 'InvalidParameterValue',
		message: 'The collection MetricData must not have a size greater than 1000.',
		status: 400,
	});
});

describe('times', () => {
	const twoWeeksMs = 14 * 24 * hourMs;

	test('from two weeks back to two hours ahead are taken', () => {
		const cloudWatch = createCloudWatch();

		cloudWatch.call('PutMetricData', input({...datum, Timestamp: startMs - twoWeeksMs}, {...datum, Timestamp: startMs + 2 * hourMs}));

		expect(cloudWatch.call('ListMetrics').Metrics).toHaveLength(1);
	});

	test.each([
		[-twoWeeksMs - 1, 'The parameter MetricData.member.1.Timestamp must specify a time within the past two weeks.'],
		[2 * hourMs + 1, 'The parameter MetricData.member.1.Timestamp must specify a time no more than two hours in the future.'],
	])('%i ms from now is refused', (offsetMs, message) => {
		const cloudWatch = createCloudWatch();

		expect(cloudWatch.refusal('PutMetricData', input({...datum, Timestamp: startMs + offsetMs}))).toMatchObject({
			code: 'InvalidParameterValue',
			message,
		});
	});
});

describe('what AWS refuses', () => {
	const statisticValues = {SampleCount: 1, Sum: 1, Minimum: 1, Maximum: 1};
	const both = (left: string, right: string): string =>
		`The parameters MetricData.member.1.${left} and MetricData.member.1.${right} are mutually exclusive and you have specified both.`;

	test.each<[string, object, string, string]>([
		['no namespace', {MetricData: [datum]}, 'MissingParameter', 'The parameter Namespace is required.'],
		['no data', {Namespace: 'Shop'}, 'MissingParameter', 'The parameter MetricData is required.'],
		[
			'a namespace of AWS',
			{Namespace: 'AWS/SQS', MetricData: [datum]},
			'InvalidParameterValue',
			'The value AWS/ for parameter Namespace is invalid.',
		],
		[
			'a namespace that begins with a colon',
			{Namespace: ':a', MetricData: [datum]},
			'InvalidParameterValue',
			'The value :a for parameter Namespace is invalid.',
		],
		['no name', input({Value: 1}), 'MissingParameter', 'The parameter MetricData.member.1.MetricName is required.'],
		[
			'a name that is too long',
			input({MetricName: 'x'.repeat(256), Value: 1}),
			'InvalidParameterValue',
			'The parameter MetricData.member.1.MetricName must be shorter than 256 characters.',
		],
		[
			'an empty name',
			input({MetricName: '', Value: 1}),
			'InvalidParameterValue',
			'The parameter MetricData.member.1.MetricName must be longer than 0 characters.',
		],
		[
			'31 dimensions',
			input({...datum, Dimensions: Array.from({length: 31}, (_, index) => ({Name: `n${index}`, Value: 'v'}))}),
			'InvalidParameterValue',
			'The collection MetricData.member.1.Dimensions must not have a size greater than 30.',
		],
		[
			'a dimension without a value',
			input({...datum, Dimensions: [{Name: 'a'}]}),
			'MissingParameter',
			'The parameter MetricData.member.1.Dimensions.member.1.Value is required.',
		],
		[
			'151 values',
			input({MetricName: 'Latency', Values: Array.from({length: 151}, () => 1)}),
			'InvalidParameterValue',
			'The collection MetricData.member.1.Values must not have a size greater than 150.',
		],
		[
			'a storage resolution of 5',
			input({...datum, StorageResolution: 5}),
			'InvalidParameterValue',
			'The parameter MetricData.member.1.StorageResolution must be a value in the set [ 1, 60 ].',
		],
		[
			'NaN',
			input({MetricName: 'Latency', Value: Number.NaN}),
			'InvalidParameterValue',
			'The value NaN for parameter MetricData.member.1.Value is invalid.',
		],
		[
			'a number that is too large',
			input({MetricName: 'Latency', Values: [1, 2 ** 361]}),
			'InvalidParameterValue',
			`The value ${2 ** 361} for parameter MetricData.member.1.Values.member.2 is invalid.`,
		],
		[
			'a count below zero',
			input({MetricName: 'Latency', Values: [1], Counts: [-1]}),
			'InvalidParameterValue',
			'The value -1 for parameter MetricData.member.1.Counts.member.1 is invalid.',
		],
		[
			'values and counts that do not match',
			input({MetricName: 'Latency', Values: [1, 2], Counts: [1]}),
			'InvalidParameterValue',
			'The parameters MetricData.member.1.Values and MetricData.member.1.Counts must be of the same size.',
		],
		[
			'a minimum above the maximum',
			input({MetricName: 'Latency', StatisticValues: {...statisticValues, Minimum: 2}}),
			'InvalidParameterValue',
			'The parameter MetricData.member.1.StatisticValues.Maximum must be greater than MetricData.member.1.StatisticValues.Minimum.',
		],
		[
			'a sample count below zero',
			input({MetricName: 'Latency', StatisticValues: {...statisticValues, SampleCount: -1}}),
			'InvalidParameterValue',
			'The value -1 for parameter MetricData.member.1.StatisticValues.SampleCount is invalid.',
		],
		['a value and values', input({...datum, Values: [1]}), 'InvalidParameterCombination', both('Value', 'Values')],
		[
			'a value and statistics',
			input({...datum, StatisticValues: statisticValues}),
			'InvalidParameterCombination',
			both('Value', 'StatisticValues'),
		],
		[
			'values and statistics',
			input({MetricName: 'Latency', Values: [1], StatisticValues: statisticValues}),
			'InvalidParameterCombination',
			both('StatisticValues', 'Values'),
		],
		[
			'nothing to keep',
			input({MetricName: 'Latency'}),
			'InvalidParameterCombination',
			'At least one of the parameters MetricData.member.1.Value, MetricData.member.1.Values and MetricData.member.1.StatisticValues must be specified.',
		],
	])('%s', (_, request, code, message) => {
		expect(createCloudWatch().refusal('PutMetricData', request)).toEqual({code, message, status: 400});
	});

	test('an unknown unit, with those that there are', () => {
		const {code, message} = createCloudWatch().refusal('PutMetricData', input({...datum, Unit: 'Furlongs'}));

		expect(code).toBe('InvalidParameterValue');
		expect(message).toMatch(
			/^The parameter MetricData\.member\.1\.Unit must be a value in the set \[ Seconds, Microseconds, .*, Count\/Second, None \]\.$/,
		);
	});

	test('one bad datum keeps all of them out, and each bad one is named', () => {
		const cloudWatch = createCloudWatch();
		const old = {...datum, Timestamp: 0};

		expect(cloudWatch.refusal('PutMetricData', input(old, datum, old)).message).toBe(
			'The parameter MetricData.member.1.Timestamp must specify a time within the past two weeks.\nThe parameter MetricData.member.3.Timestamp must specify a time within the past two weeks.',
		);
		expect(cloudWatch.call('ListMetrics').Metrics).toEqual([]);
	});
});
