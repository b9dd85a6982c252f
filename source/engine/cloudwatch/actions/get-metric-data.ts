import {defineAction} from '../../action.ts';
import {boolean, double, integer, list, oneOf, string, structure, timestamp, type Infer} from '../../shape.ts';
import {invalidNextToken, validationError} from '../errors.ts';
import {writeLabel} from '../label.ts';
import type {Line} from '../math-value.ts';
import {readQueries, type MetricQuery} from '../metric-query.ts';
import {QueryRun, pointCountMax} from '../query-run.ts';
import {dimensions, metricName, namespace, period, unit} from '../shapes.ts';
import type {CloudWatchState} from '../state.ts';

const input = structure({
	required: {
		MetricDataQueries: list(
			structure({
				required: {Id: string({minLength: 1, maxLength: 255})},
				optional: {
					MetricStat: structure({
						required: {
							Metric: structure({optional: {Namespace: namespace, MetricName: metricName, Dimensions: dimensions}}),
							Period: period,
							Stat: string(),
						},
						optional: {Unit: unit},
					}),
					Expression: string({minLength: 1, maxLength: 2048}),
					Label: string(),
					ReturnData: boolean(),
					Period: period,
					AccountId: string({minLength: 1, maxLength: 255}),
				},
			}),
		),
		StartTime: timestamp(),
		EndTime: timestamp(),
	},
	optional: {
		NextToken: string(),
		ScanBy: oneOf('TimestampDescending', 'TimestampAscending'),
		MaxDatapoints: integer({min: 1, max: pointCountMax}),
		LabelOptions: structure({optional: {Timezone: string()}}),
	},
});

const messages = list(structure({optional: {Code: string(), Value: string()}}));

const output = structure({
	required: {
		MetricDataResults: list(
			structure({
				required: {Id: string(), Label: string(), Timestamps: list(timestamp()), Values: list(double()), StatusCode: string()},
			}),
		),
		Messages: messages,
	},
	optional: {NextToken: string()},
});

type Result = Infer<typeof output>['MetricDataResults'][number];

export const getMetricData = defineAction<CloudWatchState, typeof input, typeof output>({
	name: 'GetMetricData',
	input,
	output,
	docs: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html',
	handle(request, {state, nowMs}) {
		const {StartTime: startMs, EndTime: endMs, ScanBy, MaxDatapoints = pointCountMax, NextToken} = request;
		if (startMs > endMs) throw validationError('The parameter EndTime must be greater than StartTime.');
		if (startMs === endMs) throw validationError('The parameter StartTime must not equal parameter EndTime.');
		const queries = readQueries(request.MetricDataQueries);
		const skipCount = NextToken === undefined ? 0 : readToken(NextToken);
		state.readGaugesNow(nowMs);
		const run = new QueryRun(state, queries, {startMs, endMs});
		const results = queries
			.filter(({isReturned}) => isReturned)
			.flatMap(query =>
				run.lines(query).map(line => describe(query, {line, queries, state, isAscending: ScanBy === 'TimestampAscending'})),
			);
		return {...pageOf(results, {skipCount, takeCount: MaxDatapoints}), Messages: []};
	},
});

function describe(
	query: MetricQuery,
	facts: {readonly line: Line; readonly queries: readonly MetricQuery[]; readonly state: CloudWatchState; readonly isAscending: boolean},
): Result {
	const {line, queries, state, isAscending} = facts;
	const label = defaultLabel(query, queries);
	const points = isAscending ? [...line] : [...line].toReversed();
	return {
		Id: query.id,
		Label: query.label === undefined ? label : writeLabel(query.label, {line, label, properties: propertiesOf(query, state)}),
		Timestamps: points.map(([atMs]) => atMs),
		Values: points.map(([, value]) => value),
		StatusCode: 'Complete',
	};
}

/** A metric's name, with the statistic and the period where these tell the request's metrics apart. */
function defaultLabel(query: MetricQuery, queries: readonly MetricQuery[]): string {
	if (query.type === 'expression') return query.id;
	const metrics = queries.filter(one => one.type === 'metric');
	const parts = [query.metric.name];
	if (metrics.some(one => one.statisticName !== query.statisticName)) parts.push(query.statisticName);
	if (metrics.some(one => one.periodSeconds !== query.periodSeconds)) parts.push(String(query.periodSeconds));
	return parts.join(' ');
}

function propertiesOf(query: MetricQuery, state: CloudWatchState): Readonly<Record<string, string>> {
	const {accountId, region} = state.environment;
	if (query.type === 'expression') return {};
	return {
		AccountId: accountId,
		Region: region,
		Namespace: query.metric.namespace,
		MetricName: query.metric.name,
		Stat: query.statisticName,
		Period: String(query.periodSeconds),
		...Object.fromEntries(query.metric.dimensions.map(({Name, Value}) => [`Dim.${Name}`, Value])),
	};
}

/** The results, cut to the points of one page. A result that is cut goes on in the next. */
function pageOf(
	results: readonly Result[],
	{skipCount, takeCount}: {readonly skipCount: number; readonly takeCount: number},
): {MetricDataResults: readonly Result[]; NextToken?: string} {
	const endCount = skipCount + takeCount;
	const page: Result[] = [];
	let count = 0;
	for (const result of results) {
		const begin = count;
		count += result.Values.length;
		if (count < skipCount || begin > endCount || (count === skipCount && skipCount > 0) || (begin === endCount && count > begin)) continue;
		const from = Math.max(0, skipCount - begin);
		const to = endCount - begin;
		page.push({
			...result,
			Timestamps: result.Timestamps.slice(from, to),
			Values: result.Values.slice(from, to),
			StatusCode: count > endCount ? 'PartialData' : 'Complete',
		});
	}
	return {MetricDataResults: page, ...(count > endCount && {NextToken: writeToken(endCount)})};
}

const tokenPrefix = 'points:';

function writeToken(count: number): string {
	return Buffer.from(`${tokenPrefix}${count}`).toString('base64url');
}

function readToken(token: string): number {
	const count = /^points:(\d{1,15})$/.exec(Buffer.from(token, 'base64url').toString())?.[1];
	if (count === undefined) throw invalidNextToken();
	return Number(count);
}
