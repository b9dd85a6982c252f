import type {Session} from '../aws/session.ts';
import type {StreamSummary} from '../aws/stream.ts';
import type {Clock} from '../shared/clock.ts';
import {UsageError} from '../shared/errors.ts';
import {formatCount} from '../shared/units.ts';
import {resourceName} from './audit.ts';
import {checkReshard, readerFacts} from './check-reshard.ts';
import {commandLine} from './command-line.ts';
import type {Outcome, Plan} from './plan.ts';
import {streamSettings} from './stream-settings.ts';
import {accountFact} from './where.ts';

export type ReshardRequest = {readonly stream: string; readonly shardCount: number};

/** UpdateShardCount's own limits. */
const callsPerDayMax = 10;
const shardCountMax = 10_000;
const dayMs = 86_400_000;

/** To how many open shards one call can go: from half, rounded up, to double. */
export function reshardRange(openShardCount: number): {readonly min: number; readonly max: number} {
	return {min: Math.ceil(openShardCount / 2), max: Math.min(openShardCount * 2, shardCountMax)};
}

/**
Says what resharding to a number of shards will do. Changes nothing.

@throws `on-demand`, `stream-busy`; UsageError for a number out of reach of one call.
@see [UpdateShardCount](https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateShardCount.html)
*/
export async function planReshard(
	session: Session,
	options: {stream: string; shardCount: number; clock: Clock},
	{signal}: {signal?: AbortSignal} = {},
): Promise<Plan<ReshardRequest>> {
	const {clock, shardCount} = options;
	const within = signal ? {signal} : {};
	const [stream, account, callCount] = await Promise.all([
		session.streams.summary(options.stream, within),
		accountFact(session, within),
		countCalls(session, {stream: options.stream, sinceMs: clock.nowMs() - dayMs}),
	]);
	checkReshard(stream, []);
	checkCount(stream, shardCount);
	const left = callsPerDayMax - callCount;
	return {
		operation: 'reshard',
		level: 'destroy',
		title: `Reshard ${stream.name} to ${formatCount(shardCount)}`,
		verb: 'reshard it',
		subject: {kind: 'stream', name: stream.name},
		facts: [
			account,
			{label: 'shards', text: `${formatCount(stream.openShardCount)} → ${formatCount(shardCount)}, all of the same size afterwards`},
			{
				label: 'takes',
				text: `${formatCount(shardCount * 1000)} records/s and ${formatCount(shardCount)} MiB/s in all, 1,000 and 1 a shard`,
			},
			{label: 'costs', text: `${formatCount(shardCount)} open shards instead of ${formatCount(stream.openShardCount)}, billed by the hour`},
			...(await readerFacts(session, stream, {clock, signal})),
			{label: 'calls left', text: `${Math.max(0, left)} of ${callsPerDayMax} in 24 h, as far as sluice has seen them here`},
		],
		warnings: warnings({left, shardCount, stream}),
		command: commandLine('reshard', stream.name, String(shardCount)),
		counts: {},
		settings: streamSettings(stream),
		request: {stream: stream.name, shardCount},
	};
}

/** Splits and merges shards until there are so many of the same size. Answers at once; the stream is UPDATING until it is done. */
export async function executeReshard(
	session: Session,
	plan: Plan<ReshardRequest>,
	{signal}: {signal?: AbortSignal} = {},
): Promise<Outcome> {
	const {shardCount, stream} = plan.request;
	const answer = await session.streams.reshard({name: stream, shardCount, ...(signal && {signal})});
	return {summary: `Resharding ${stream} to ${formatCount(shardCount)} shards; it is UPDATING until they are there.`, ...answer};
}

/** What is wrong with a number of shards; undefined when one call can reach it. */
export function reshardProblem(openShardCount: number, shardCount: number): string | undefined {
	const {max, min} = reshardRange(openShardCount);
	if (!Number.isSafeInteger(shardCount) || shardCount < 1) return 'A number of shards is whole, from 1 on.';
	if (shardCount === openShardCount) return `It has ${formatCount(openShardCount)} open shards already.`;
	if (shardCount > max) return `One call goes up to double: ${formatCount(max)}. Go there first, then again.`;
	return shardCount < min ? `One call goes down to half: ${formatCount(min)}. Go there first, then again.` : undefined;
}

function checkCount(stream: StreamSummary, shardCount: number): void {
	const problem = reshardProblem(stream.openShardCount, shardCount);
	if (problem) throw new UsageError(`${stream.name} cannot go to ${shardCount} shards. ${problem}`);
}

function warnings({left, shardCount, stream}: {left: number; shardCount: number; stream: StreamSummary}): string[] {
	const found: string[] = [];
	if (left <= 0) found.push('AWS will probably refuse it: ten calls a stream in 24 hours.');
	const isClean = shardCount === stream.openShardCount * 2 || shardCount * 2 === stream.openShardCount;
	if (!isClean)
		found.push('Only double or half splits and merges each shard once; other numbers make small shards on the way, and take longer.');
	return found;
}

/** Calls of this stream that were written down here. Others may have made more. */
async function countCalls(session: Session, {sinceMs, stream}: {stream: string; sinceMs: number}): Promise<number> {
	if (!session.audit) return 0;
	let count = 0;
	for await (const entry of session.audit.read({sinceMs})) {
		if (!('problem' in entry) && entry.action === 'UpdateShardCount' && resourceName(entry) === stream && entry.outcome === 'done') count++;
	}
	return count;
}
