import {describe, expect, test} from 'vitest';
import {createCloudWatch, hourMs, minuteMs, startMs, type Answer, type CloudWatch} from './call.ts';

const stat = (change: object = {}): object => ({Metric: {Namespace: 'Shop', MetricName: 'Latency'}, Period: 60, Stat: 'Sum', ...change});
const query = (change: object = {}): object => ({Id: 'm1', MetricStat: stat(), ...change});
const request = (queries: readonly object[], change: object = {}): object => ({
	StartTime: startMs,
	EndTime: startMs + hourMs,
	MetricDataQueries: queries,
	...change,
});

/** Latency of 1 in the first minute, 2 in the second, 3 in the third. */
function withThree(): CloudWatch {
	const cloudWatch = createCloudWatch();
	for (const value of [1, 2, 3]) cloudWatch.put([value], {atMinute: value - 1});
	return cloudWatch;
}

function results(cloudWatch: CloudWatch, queries: readonly object[], change: object = {}): Answer['MetricDataResults'] {
	return cloudWatch.call('GetMetricData', request(queries, change)).MetricDataResults;
}

test('the newest value comes first, the oldest where that is asked for', () => {
	const cloudWatch = withThree();
	const times = [0, 1, 2].map(minute => startMs + minute * minuteMs);

	expect(results(cloudWatch, [query()])).toEqual([
		{Id: 'm1', Label: 'Latency', Timestamps: times.toReversed(), Values: [3, 2, 1], StatusCode: 'Complete'},
	]);
	expect(results(cloudWatch, [query()], {ScanBy: 'TimestampAscending'})).toMatchObject([{Timestamps: times, Values: [1, 2, 3]}]);
});

test('a metric that nobody knows has no values, and is no error', () => {
	const unknown = query({MetricStat: stat({Metric: {Namespace: 'Shop', MetricName: 'Sales'}})});

	expect(createCloudWatch().call('GetMetricData', request([unknown]))).toEqual({
		MetricDataResults: [{Id: 'm1', Label: 'Sales', Timestamps: [], Values: [], StatusCode: 'Complete'}],
		Messages: [],
	});
});

test('values of all units come together, unless one is asked for', () => {
	const cloudWatch = createCloudWatch();
	cloudWatch.put([1], {unit: 'Seconds'});
	cloudWatch.put([2], {unit: 'Bytes'});

	expect(results(cloudWatch, [query(), query({Id: 'm2', MetricStat: stat({Unit: 'Bytes'})})])).toMatchObject([
		{Values: [3]},
		{Values: [2]},
	]);
});

test('a query that is not to be returned is not', () => {
	expect(results(withThree(), [query({ReturnData: false}), query({Id: 'm2'})]).map(({Id}) => Id)).toEqual(['m2']);
});

test('metrics of another account are not seen', () => {
	expect(results(withThree(), [query({AccountId: '111122223333'}), query({Id: 'm2', AccountId: '000000000000'})])).toMatchObject([
		{Values: []},
		{Values: [3, 2, 1]},
	]);
});

describe('pages', () => {
	test('hold so many values, and go on in the middle of a result', () => {
		const cloudWatch = withThree();
		const queries = [query(), query({Id: 'm2', MetricStat: stat({Stat: 'Maximum'})})];
		const pages: unknown[] = [];
		let NextToken: string | undefined;
		do {
			const page = cloudWatch.call('GetMetricData', request(queries, {MaxDatapoints: 2, NextToken}));
			pages.push(page.MetricDataResults.map(({Id, Values, StatusCode}) => [Id, Values, StatusCode]));
			({NextToken} = page);
		} while (NextToken !== undefined);

		expect(pages).toEqual([
			[['m1', [3, 2], 'PartialData']],
			[
				['m1', [1], 'Complete'],
				['m2', [3], 'PartialData'],
			],
			[['m2', [2, 1], 'Complete']],
		]);
	});

	test('a result without values is on the first page', () => {
		const cloudWatch = withThree();
		const empty = query({Id: 'm0', MetricStat: stat({Metric: {Namespace: 'Shop', MetricName: 'Sales'}})});

		expect(results(cloudWatch, [empty, query()], {MaxDatapoints: 3}).map(({Id}) => Id)).toEqual(['m0', 'm1']);
	});

	test('a token that the engine did not make is refused', () => {
		expect(withThree().refusal('GetMetricData', request([query()], {NextToken: 'bogus'}))).toEqual({
			code: 'InvalidNextToken',
			message: 'The NextToken is not valid.',
			status: 400,
		});
	});
});

describe('labels', () => {
	test('tell the statistic and the period where these differ', () => {
		const queries = [query(), query({Id: 'm2', MetricStat: stat({Stat: 'Average'})}), query({Id: 'm3', MetricStat: stat({Period: 300})})];

		expect(results(withThree(), queries).map(({Label}) => Label)).toEqual(['Latency Sum 60', 'Latency Average 60', 'Latency Sum 300']);
		expect(results(withThree(), queries.slice(0, 1)).map(({Label}) => Label)).toEqual(['Latency']);
	});

	test('of one’s own stand for what they name', () => {
		const cloudWatch = createCloudWatch();
		cloudWatch.put([1], {atMinute: 0, dimensions: {Shop: 'Bern'}});
		cloudWatch.put([4], {atMinute: 1, dimensions: {Shop: 'Bern'}});
		const metric = {Namespace: 'Shop', MetricName: 'Latency', Dimensions: [{Name: 'Shop', Value: 'Bern'}]};
		const label = (Label: string): string | undefined =>
			results(cloudWatch, [query({MetricStat: stat({Metric: metric}), Label})])[0]?.Label;

		expect(label('p')).toBe('p');
		expect(label("${PROP('Dim.Shop')} ${PROP('MetricName')} ${PROP('Stat')}")).toBe('Bern Latency Sum');
		expect(label('${LABEL} ${FIRST} ${LAST} ${MIN} ${MAX} ${AVG} ${SUM} ${DATAPOINT_COUNT}')).toBe('Latency 1 4 1 4 2.5 5 2');
		expect(label("${OTHER} ${PROP('Dim.None')}")).toBe("${OTHER} ${PROP('Dim.None')}");
	});

	test('have -- for the values of a metric that has none', () => {
		expect(results(createCloudWatch(), [query({Label: '${MAX}'})])[0]?.Label).toBe('--');
	});
});

describe('what AWS refuses', () => {
	const invalid = (message: string): object => ({code: 'ValidationError', message, status: 400});
	const member = 'MetricDataQueries.member.1';

	test.each<[string, object, string]>([
		['an end before the start', request([query()], {EndTime: startMs - 1}), 'The parameter EndTime must be greater than StartTime.'],
		['an end at the start', request([query()], {EndTime: startMs}), 'The parameter StartTime must not equal parameter EndTime.'],
		[
			'an ID that begins with a capital',
			request([query({Id: 'M1'})]),
			`The value M1 for parameter ${member}.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.`,
		],
		['IDs that are the same', request([query(), query()]), 'The values for parameter id in MetricDataQueries are not unique.'],
		[
			'no namespace',
			request([query({MetricStat: stat({Metric: {MetricName: 'Latency'}})})]),
			`The parameter ${member}.MetricStat.Metric.Namespace is required.`,
		],
		['no metric', request([query({MetricStat: {Period: 60, Stat: 'Sum'}})]), `The parameter ${member}.MetricStat.Metric is required.`],
		[
			'no name',
			request([query({MetricStat: stat({Metric: {Namespace: 'Shop'}})})]),
			`The parameter ${member}.MetricStat.Metric.MetricName is required.`,
		],
		[
			'no statistic of that name',
			request([query({MetricStat: stat({Stat: 'None'})})]),
			`The value None for parameter ${member}.MetricStat.Stat is not a valid statistic.`,
		],
		[
			'a statistic that the engine lacks',
			request([query({MetricStat: stat({Stat: 'TM(10%:90%)'})})]),
			'not implemented by sluice: the statistic TM(10%:90%)',
		],
		[
			'a period of 90 seconds',
			request([query({MetricStat: stat({Period: 90})})]),
			`The parameter ${member}.MetricStat.Period must be a multiple of 60.`,
		],
		[
			'a period of 90 seconds of an expression',
			request([{Id: 'e1', Expression: 'TIME_SERIES(1)', Period: 90}]),
			`The parameter ${member}.Period must be a multiple of 60.`,
		],
		[
			'a metric and an expression',
			request([query({Expression: 'm2'})]),
			`The parameters ${member}.Expression and ${member}.MetricStat are mutually exclusive and you have specified both.`,
		],
		['neither', request([{Id: 'e1'}]), `At least one of the parameters ${member}.Expression and ${member}.MetricStat must be specified.`],
		['no expression', request([{Id: 'e1', Expression: 'm1 +'}]), "Error in expression 'e1': Invalid syntax"],
		[
			'Metrics Insights',
			request([{Id: 'e1', Expression: 'SELECT AVG(Latency) FROM Shop', Period: 60}]),
			'not implemented by sluice: Metrics Insights queries',
		],
	])('%s', (_, input, message) => {
		expect(createCloudWatch().refusal('GetMetricData', input)).toEqual(invalid(message));
	});

	test('501 queries, while 500 are not too many', () => {
		const many = (count: number): object => request(Array.from({length: count}, (_, index) => query({Id: `m${index}`})));

		expect(createCloudWatch().call('GetMetricData', many(500)).MetricDataResults).toHaveLength(500);
		expect(createCloudWatch().refusal('GetMetricData', many(501))).toEqual(
			invalid('The collection MetricDataQueries must not have a size greater than 500.'),
		);
	});

	test('every mistake is named', () => {
		const bad = query({Id: '1', MetricStat: stat({Stat: 'Sums'})});

		expect(createCloudWatch().refusal('GetMetricData', request([bad, query()])).message).toBe(
			`The value 1 for parameter ${member}.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.\nThe value Sums for parameter ${member}.MetricStat.Stat is not a valid statistic.`,
		);
	});

	test('more data points a page than 100,800', () => {
		expect(createCloudWatch().refusal('GetMetricData', request([query()], {MaxDatapoints: 100_801}))).toEqual({
			code: 'InvalidParameterValue',
			message: 'The parameter MaxDatapoints must be less than or equal to 100800.',
			status: 400,
		});
	});
});
