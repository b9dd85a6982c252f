import type {CallTally} from '../aws/session.ts';

export type CallCost = {
	/** Dearest first, then most often called. `usd` is undefined where the call has no price of its own. */
	readonly lines: ReadonlyArray<CallTally & {readonly usd: number | undefined}>;
	readonly usd: number;
};

/**
US dollars a request, as listed for us-east-1 without the free tier. Other regions differ by a few per cent, payloads over 64 KB count several times: so every sum is about.

@see [Amazon SQS pricing](https://aws.amazon.com/sqs/pricing/)
@see [Amazon SNS pricing](https://aws.amazon.com/sns/pricing/)
@see [Amazon Kinesis Data Streams pricing](https://aws.amazon.com/kinesis/data-streams/pricing/)
@see [Amazon CloudWatch pricing](https://aws.amazon.com/cloudwatch/pricing/)
*/
const usdPerRequest: Readonly<Record<string, number>> = {sqs: 0.4 / 1e6, sns: 0.5 / 1e6};

/** Reading a stream costs nothing beside its shards; what is put costs by units of 25 KB. */
const usdPerPut: Readonly<Record<string, number>> = {PutRecord: 0.014 / 1e6, PutRecords: 0.014 / 1e6};

/** GetMetricData is charged by the metrics asked for. */
const usdPerMetric = 0.01 / 1000;

/** What the calls of a session cost so far, about. */
export function callCost(tallies: readonly CallTally[]): CallCost {
	const lines = tallies
		.map(tally => ({...tally, usd: costOf(tally)}))
		.toSorted((a, b) => (b.usd ?? 0) - (a.usd ?? 0) || b.count - a.count || (a.action < b.action ? -1 : 1));
	return {lines, usd: lines.reduce((sum, line) => sum + (line.usd ?? 0), 0)};
}

function costOf({service, action, count, quantity}: CallTally): number | undefined {
	if (service === 'cloudwatch') return action === 'GetMetricData' ? Math.max(count, quantity) * usdPerMetric : undefined;
	const price = service === 'kinesis' ? usdPerPut[action] : usdPerRequest[service];
	return price === undefined ? undefined : count * price;
}

/** `$0.00`, `under $0.01`, `$1.25`: nobody pays in millionths. */
export function formatUsd(usd: number): string {
	if (usd === 0) return '$0.00';
	return usd < 0.01 ? 'under $0.01' : `$${usd.toFixed(2)}`;
}
