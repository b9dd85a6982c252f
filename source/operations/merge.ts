import type {Session} from '../aws/session.ts';
import type {Shard, StreamSummary} from '../aws/stream.ts';
import type {Clock} from '../shared/clock.ts';
import {SluiceError} from '../shared/errors.ts';
import {checkReshard, readerFacts} from './check-reshard.ts';
import {commandLine} from './command-line.ts';
import type {Outcome, Plan} from './plan.ts';
import {findShard, shortShardId} from './shard-id.ts';
import {formatShare, shareOf} from './shards.ts';
import {streamSettings} from './stream-settings.ts';
import {accountFact} from './where.ts';

export type MergeRequest = {
	readonly stream: string;
	/** The lower range. */
	readonly shardId: string;
	/** The range that begins where the lower one ends. */
	readonly adjacentShardId: string;
};

/**
Says what merging two neighbours will do. They may be given in any order.

@param options.shardId `6`, or the full id; so is the other.
@param options.clock To say how far consumers are behind, where that costs nothing.
@throws `on-demand`, `stream-busy`, `shard-not-found`, `shard-closed`; `not-adjacent` when their ranges do not meet.
*/
export async function planMerge(
	session: Session,
	options: {stream: string; shardId: string; adjacentShardId: string; clock?: Clock},
	{signal}: {signal?: AbortSignal} = {},
): Promise<Plan<MergeRequest>> {
	const within = signal ? {signal} : {};
	const [stream, shards, account] = await Promise.all([
		session.streams.summary(options.stream, within),
		session.streams.shards(options.stream, within),
		accountFact(session, within),
	]);
	const given: [Shard, Shard] = [findShard(shards, options.shardId), findShard(shards, options.adjacentShardId)];
	checkReshard(stream, given);
	if (given[0].id === given[1].id)
		throw new SluiceError(`Shard ${shortShardId(given[0].id)} of ${stream.name} cannot be merged with itself.`, {
			code: 'not-adjacent',
			nextSteps: [`See who is next to whom: ${commandLine('shards', stream.name)}`],
		});
	const [lower, upper] = given[0].hashKeyStart <= given[1].hashKeyStart ? given : [given[1], given[0]];
	const names = [shortShardId(lower.id), shortShardId(upper.id)] as const;
	if (lower.hashKeyEnd + 1n !== upper.hashKeyStart)
		throw new SluiceError(`Shards ${names[0]} and ${names[1]} of ${stream.name} are no neighbours: their hash key ranges do not meet.`, {
			code: 'not-adjacent',
			nextSteps: [`See who is next to whom: ${commandLine('shards', stream.name)}`],
		});
	return {
		operation: 'merge',
		level: 'destroy',
		title: `Merge shards ${names[0]} and ${names[1]} of ${stream.name}`,
		verb: 'merge them',
		subject: {kind: 'stream', name: stream.name},
		facts: [account, ...facts({stream, lower, upper}), ...(await readerFacts(session, stream, {clock: options.clock, signal}))],
		warnings: [],
		command: commandLine('merge', stream.name, ...names),
		counts: {},
		settings: {
			...streamSettings(stream),
			[`shard ${names[0]}`]: `${lower.hashKeyStart}–${lower.hashKeyEnd}`,
			[`shard ${names[1]}`]: `${upper.hashKeyStart}–${upper.hashKeyEnd}`,
		},
		request: {stream: stream.name, shardId: lower.id, adjacentShardId: upper.id},
	};
}

/**
Merges two neighbours into one. Answers at once; the stream is UPDATING until it is done. Changes how the stream is read and what it can take.

@see [MergeShards](https://docs.aws.amazon.com/kinesis/latest/APIReference/API_MergeShards.html)
*/
export async function executeMerge(session: Session, plan: Plan<MergeRequest>, {signal}: {signal?: AbortSignal} = {}): Promise<Outcome> {
	const {adjacentShardId, shardId, stream} = plan.request;
	const {requestId} = await session.streams.merge({name: stream, shardId, adjacentShardId, ...(signal && {signal})});
	return {
		summary: `Merging shards ${shortShardId(shardId)} and ${shortShardId(adjacentShardId)} of ${stream}; it is UPDATING until their child is there.`,
		...(requestId !== undefined && {requestId}),
	};
}

function facts({lower, stream, upper}: {stream: StreamSummary; lower: Shard; upper: Shard}): Plan['facts'] {
	const merged = {...lower, hashKeyEnd: upper.hashKeyEnd};
	return [
		{
			label: 'merges',
			text: [lower, upper].map(shard => `shard ${shortShardId(shard.id)}, ${formatShare(shareOf(shard))} of the hash keys`).join('\n'),
		},
		{label: 'into', text: `${formatShare(shareOf(merged))}  from ${merged.hashKeyStart} to ${merged.hashKeyEnd}`},
		{label: 'takes', text: 'afterwards 1 MiB and 1,000 records a second where it was twice that'},
		{label: 'costs', text: `${stream.openShardCount - 1} open shards instead of ${stream.openShardCount}, billed by the hour`},
	];
}
