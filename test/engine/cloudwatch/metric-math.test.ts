import {describe, expect, test} from 'vitest';
import {createCloudWatch, hourMs, startMs, type CloudWatch} from './call.ts';

/** `m` is 1, 4 and 2 in the minutes 0, 1 and 3; `other` is 10 and 20 in the minutes 1 and 3. */
function withMetrics(): CloudWatch {
	const cloudWatch = createCloudWatch();
	for (const [atMinute, value] of [
		[0, 1],
		[1, 4],
		[3, 2],
	] as const)
		cloudWatch.put([value], {atMinute});
	for (const [atMinute, value] of [
		[1, 10],
		[3, 20],
	] as const)
		cloudWatch.put([value], {atMinute, name: 'Other'});
	return cloudWatch;
}

describe('operators', () => {
	test.each<[string, Record<string, number>]>([
		['m + 1', {0: 2, 1: 5, 3: 3}],
		['2 - m', {0: 1, 1: -2, 3: 0}],
		['-m', {0: -1, 1: -4, 3: -2}],
		['m * other', {1: 40, 3: 40}],
		['other / m', {1: 2.5, 3: 10}],
		['m ^ 2', {0: 1, 1: 16, 3: 4}],
		['1 + 2 * m ^ 2 - 1', {0: 2, 1: 32, 3: 8}],
		['(1 + 2) * m', {0: 3, 1: 12, 3: 6}],
		['m / 1e1', {0: 0.1, 1: 0.4, 3: 0.2}],
		['m > 1', {0: 0, 1: 1, 3: 1}],
		['m >= 2 AND m < 4', {0: 0, 1: 0, 3: 1}],
		['m == 1 || m != 4', {0: 1, 1: 0, 3: 1}],
		['m <= 1', {0: 1, 1: 0, 3: 0}],
	])('%s', (expression, expected) => {
		expect(withMetrics().values(expression)).toEqual(expected);
	});

	test('a division by zero leaves no value', () => {
		expect(withMetrics().values('1 / (m - 4)')).toEqual({0: 1 / -3, 3: -0.5});
	});
});

describe('functions', () => {
	test.each<[string, Record<string, number>]>([
		['m / SUM(m)', {0: 1 / 7, 1: 4 / 7, 3: 2 / 7}],
		['m - AVG(other)', {0: -14, 1: -11, 3: -13}],
		['m * MAX(m) + MIN(other)', {0: 14, 1: 26, 3: 18}],
		['SUM([m, other])', {0: 1, 1: 14, 3: 22}],
		['AVG([m, other])', {0: 1, 1: 7, 3: 11}],
		['SUM(METRICS())', {0: 1, 1: 14, 3: 22}],
		['SUM(METRICS("oth"))', {1: 10, 3: 20}],
		['m * METRIC_COUNT(METRICS())', {0: 2, 1: 8, 3: 4}],
		['m / PERIOD(m) * 60', {0: 1, 1: 4, 3: 2}],
		['RATE(m) * 60', {1: 3, 3: -1}],
		['DIFF(m)', {1: 3, 3: -2}],
		['RUNNING_SUM(m)', {0: 1, 1: 5, 3: 7}],
		['ABS(m - 3)', {0: 2, 1: 1, 3: 1}],
		['CEIL(m / 3)', {0: 1, 1: 2, 3: 1}],
		['FLOOR(m / 3)', {0: 0, 1: 1, 3: 0}],
		['LOG10(m * 10) - LOG10(m)', {0: 1, 1: 1, 3: 1}],
		['LOG(m / m)', {0: 0, 1: 0, 3: 0}],
		['m + STDDEV(other)', {0: 6, 1: 9, 3: 7}],
		['IF(m > 1, other)', {1: 10, 3: 20}],
		['IF(m > 1, 1, 0)', {0: 0, 1: 1, 3: 1}],
		['IF(METRIC_COUNT(m) == 1, m, 0)', {0: 1, 1: 4, 3: 2}],
	])('%s', (expression, expected) => {
		expect(withMetrics().values(expression)).toEqual(expected);
	});

	test('FILL writes what is missing', () => {
		const filled = (expression: string): object => withMetrics().values(expression, {minutes: 5});

		expect(filled('FILL(m, 0)')).toEqual({0: 1, 1: 4, 2: 0, 3: 2, 4: 0});
		expect(filled('FILL(other, REPEAT)')).toEqual({1: 10, 2: 10, 3: 20, 4: 20});
		expect(filled('FILL(other, m)')).toEqual({0: 1, 1: 10, 3: 20});
		expect(filled('SUM(FILL(METRICS(), 0))')).toEqual({0: 1, 1: 14, 2: 0, 3: 22, 4: 0});
	});

	test('TIME_SERIES has a value in every period', () => {
		expect(withMetrics().values('TIME_SERIES(7)', {minutes: 10, period: 300})).toEqual({0: 7, 5: 7});
	});

	test('an array of time series comes as a result each', () => {
		const {MetricDataResults} = withMetrics().call('GetMetricData', {
			StartTime: startMs,
			EndTime: startMs + hourMs,
			MetricDataQueries: [
				{Id: 'm', MetricStat: {Metric: {Namespace: 'Shop', MetricName: 'Latency'}, Period: 60, Stat: 'Sum'}, ReturnData: false},
				{Id: 'n', MetricStat: {Metric: {Namespace: 'Shop', MetricName: 'Other'}, Period: 60, Stat: 'Sum'}, ReturnData: false},
				{Id: 'e', Expression: '[m, n] / 2'},
			],
		});

		expect(MetricDataResults.map(({Id, Values}) => [Id, Values])).toEqual([
			['e', [1, 2, 0.5]],
			['e', [10, 5]],
		]);
	});
});

test('an expression may stand on others, whatever their order', () => {
	const {MetricDataResults} = withMetrics().call('GetMetricData', {
		StartTime: startMs,
		EndTime: startMs + hourMs,
		MetricDataQueries: [
			{Id: 'e1', Expression: 'e2 + 1'},
			{Id: 'e2', Expression: 'm * 2'},
			{Id: 'm', MetricStat: {Metric: {Namespace: 'Shop', MetricName: 'Latency'}, Period: 60, Stat: 'Sum'}},
		],
	});

	expect(MetricDataResults.map(({Id, Label, Values}) => [Id, Label, Values])).toEqual([
		['e1', 'e1', [5, 9, 3]],
		['e2', 'e2', [4, 8, 2]],
		['m', 'Latency', [2, 4, 1]],
	]);
});

describe('expressions that cannot be worked out', () => {
	const refusal = (Expression: string): string =>
		withMetrics().refusal('GetMetricData', {
			StartTime: startMs,
			EndTime: startMs + hourMs,
			MetricDataQueries: [
				{Id: 'm', MetricStat: {Metric: {Namespace: 'Shop', MetricName: 'Latency'}, Period: 60, Stat: 'Sum'}},
				{Id: 'e', Expression},
			],
		}).message;

	test.each([
		['none + 1', "Error in expression 'e': Unknown ID none"],
		['e + 1', "Error in expression 'e': The expression refers to itself"],
		['SUM(m)', "Error in expression 'e': The result is no time series"],
		['NEARLY(m)', "Error in expression 'e': Unknown function NEARLY"],
		['constructor(m)', "Error in expression 'e': Unknown function constructor"],
		['SUM(1)', "Error in expression 'e': A time series is needed"],
		['RATE(1)', "Error in expression 'e': A time series is needed"],
		['FILL(1, 0)', "Error in expression 'e': A time series is needed"],
		['FILL(m)', "Error in expression 'e': What to fill with is missing"],
		['FILL(m, "x")', "Error in expression 'e': FILL takes a number, a time series or REPEAT"],
		['TIME_SERIES(m)', "Error in expression 'e': A number is needed"],
		['PERIOD(1)', "Error in expression 'e': PERIOD takes a metric"],
		['IF(m)', "Error in expression 'e': IF takes a condition and one or two values"],
		['IF(METRICS(), 1)', "Error in expression 'e': The condition of IF is a number or a time series"],
		['IF(m, METRICS())', "Error in expression 'e': The values of IF are numbers or time series"],
		['ABS()', "Error in expression 'e': An operand is missing"],
		['m + "x"', "Error in expression 'e': Text stands where numbers are needed"],
		['-"x"', "Error in expression 'e': Text stands where numbers are needed"],
		['[m, 1]', "Error in expression 'e': An array holds time series only"],
		['METRICS() + METRICS()', "Error in expression 'e': Two arrays of time series cannot be combined"],
		["SEARCH('{AWS/SQS,QueueName}', 'Sum', 60)", 'not implemented by sluice: SEARCH'],
		['m $ 1', "Error in expression 'e': Invalid syntax"],
		['(m', "Error in expression 'e': Invalid syntax"],
		['[m', "Error in expression 'e': Invalid syntax"],
		['m)', "Error in expression 'e': Invalid syntax"],
		['* m', "Error in expression 'e': Invalid syntax"],
		['m m', "Error in expression 'e': Invalid syntax"],
		['   ', "Error in expression 'e': Invalid syntax"],
		[`${'('.repeat(200)}m${')'.repeat(200)}`, "Error in expression 'e': Invalid syntax"],
	])('%s', (expression, message) => {
		expect(refusal(expression)).toBe(message);
	});
});
