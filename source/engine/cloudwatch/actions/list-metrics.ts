import {defineAction} from '../../action.ts';
import {boolean, list, oneOf, string, structure} from '../../shape.ts';
import {invalidNextToken} from '../errors.ts';
import type {Metric} from '../metric.ts';
import {dimensionName, dimensionValue, dimensions, metricName, namespace} from '../shapes.ts';
import type {CloudWatchState} from '../state.ts';

const pageSize = 500;
const hourMs = 3_600_000;
const listedMs = 14 * 24 * hourMs;
const recentMs = 3 * hourMs;

const input = structure({
	optional: {
		Namespace: namespace,
		MetricName: metricName,
		Dimensions: list(structure({required: {Name: dimensionName}, optional: {Value: dimensionValue}}), {maxLength: 10}),
		NextToken: string(),
		RecentlyActive: oneOf('PT3H'),
		IncludeLinkedAccounts: boolean(),
		OwningAccount: string(),
	},
});

const output = structure({
	required: {Metrics: list(structure({required: {Namespace: string(), MetricName: string(), Dimensions: dimensions}}))},
	optional: {NextToken: string(), OwningAccounts: list(string())},
});

export const listMetrics = defineAction<CloudWatchState, typeof input, typeof output>({
	name: 'ListMetrics',
	input,
	output,
	docs: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListMetrics.html',
	handle(request, {state, nowMs, accountId}) {
		state.readGaugesNow(nowMs);
		const {OwningAccount: owner = accountId, IncludeLinkedAccounts: isShared = false} = request;
		const sinceMs = nowMs - (request.RecentlyActive === 'PT3H' ? recentMs : listedMs);
		const after = request.NextToken === undefined ? '' : readToken(request.NextToken);
		const found =
			owner === accountId ? state.all().filter(([key, metric]) => key > after && isMatch(metric, request) && metric.lastMs >= sinceMs) : [];
		const page = found.toSorted(([left], [right]) => (left < right ? -1 : 1)).slice(0, pageSize);
		const last = found.length > page.length ? page.at(-1)?.[0] : undefined;
		return {
			Metrics: page.map(([, metric]) => ({Namespace: metric.namespace, MetricName: metric.name, Dimensions: metric.dimensions})),
			...(last !== undefined && {NextToken: Buffer.from(last).toString('base64url')}),
			...(isShared && {OwningAccounts: page.map(() => accountId)}),
		};
	},
});

type Filter = {
	readonly Namespace?: string | undefined;
	readonly MetricName?: string | undefined;
	readonly Dimensions?: ReadonlyArray<{readonly Name: string; readonly Value?: string | undefined}> | undefined;
};

/** A metric may have more dimensions than are asked for. */
function isMatch(metric: Metric, {Namespace, MetricName, Dimensions = []}: Filter): boolean {
	if (Namespace !== undefined && metric.namespace !== Namespace) return false;
	if (MetricName !== undefined && metric.name !== MetricName) return false;
	return Dimensions.every(wanted =>
		metric.dimensions.some(({Name, Value}) => Name === wanted.Name && (wanted.Value === undefined || Value === wanted.Value)),
	);
}

/** A page begins after the last metric of the page before. */
function readToken(token: string): string {
	const key = Buffer.from(token, 'base64url').toString();
	if (!key.includes('\u0000') || Buffer.from(key).toString('base64url') !== token) throw invalidNextToken();
	return key;
}
