import type * as sdk from '@aws-sdk/client-cloudwatch';
import type {Caller} from './call.ts';
import {modules, type Clients} from './clients.ts';
import type {MetricGateway, MetricPoint, MetricQuery, MetricRange} from './metric.ts';
import {readOptional} from './reading.ts';
import {createSend, type Send} from './send.ts';
import type {SessionContext} from './session.ts';

type CloudWatch = Send<typeof sdk>;

/** The most metrics of one call. */
const callMax = 500;
const parallelMax = 2;
/** AWS answers all of a call in a few pages; an endpoint that goes on for ever must not hold us. */
const pagesMax = 100;

export function createMetricGateway(options: {caller: Caller; clients: Clients; context: SessionContext}): MetricGateway {
	const {caller, clients, context} = options;
	const send = createSend({service: 'cloudwatch', caller, load: modules.cloudwatch, client: clients.cloudwatch});
	return {
		read: (queries, range) => readOptional(context, () => readInCalls(send, queries, range)),
	};
}

async function readInCalls(
	send: CloudWatch,
	queries: readonly MetricQuery[],
	range: MetricRange & {signal?: AbortSignal},
): Promise<ReadonlyArray<readonly MetricPoint[]>> {
	const series: Array<readonly MetricPoint[]> = Array.from(queries, () => []);
	const starts = Array.from({length: Math.ceil(queries.length / callMax)}, (_, index) => index * callMax);
	const work = async (): Promise<void> => {
		for (let start = starts.shift(); start !== undefined; start = starts.shift()) {
			const found = await readCall(send, queries.slice(start, start + callMax), range);
			for (const [index, points] of found.entries()) series[start + index] = points;
		}
	};
	await Promise.all(Array.from({length: parallelMax}, work));
	return series;
}

async function readCall(
	send: CloudWatch,
	queries: readonly MetricQuery[],
	{fromMs, toMs, periodSeconds, signal}: MetricRange & {signal?: AbortSignal},
): Promise<ReadonlyArray<readonly MetricPoint[]>> {
	const series: MetricPoint[][] = queries.map(() => []);
	let token: string | undefined;
	for (let page = 0; page < pagesMax; page++) {
		const answer = await send(
			'GetMetricData',
			{
				StartTime: new Date(fromMs),
				EndTime: new Date(toMs),
				ScanBy: 'TimestampAscending',
				MetricDataQueries: queries.map((query, index) => wireQuery(query, {index, periodSeconds})),
				NextToken: token,
			},
			{signal, quantity: page === 0 ? queries.length : 0},
		);
		for (const {Id = '', Timestamps = [], Values = []} of answer.MetricDataResults ?? []) {
			const points = Timestamps.map((time, index) => ({atMs: time.getTime(), value: Values[index] ?? 0}));
			series[Number(Id.slice(1))]?.push(...points);
		}
		token = answer.NextToken;
		if (token === undefined) break;
	}
	return series;
}

function wireQuery({namespace, name, dimensions, statistic}: MetricQuery, options: {index: number; periodSeconds: number}) {
	return {
		// Ids begin with a small letter.
		Id: `m${options.index}`,
		ReturnData: true,
		MetricStat: {
			Metric: {
				Namespace: namespace,
				MetricName: name,
				Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({Name, Value})),
			},
			Period: options.periodSeconds,
			Stat: statistic,
		},
	};
}
