import type {Session} from '../aws/session.ts';
import type {Shard, StreamSummary} from '../aws/stream.ts';
import {canSplitAt, middleOfRange} from '../rules/hash-key.ts';
import type {Clock} from '../shared/clock.ts';
import {SluiceError} from '../shared/errors.ts';
import {checkReshard, readerFacts} from './check-reshard.ts';
import {commandLine} from './command-line.ts';
import type {Outcome, Plan} from './plan.ts';
import {findShard, shortShardId} from './shard-id.ts';
import {formatShare, shareOf} from './shards.ts';
import {streamSettings} from './stream-settings.ts';
import {accountFact} from './where.ts';

export type SplitRequest = {
	readonly stream: string;
	readonly shardId: string;
	/** Decimal. The upper child begins with it. */
	readonly newStartingHashKey: string;
};

/**
Says what splitting a shard will do.

@param options.shardId `6`, or the full id.
@param options.at The hash key at which the upper child begins, or the middle of the range. Default: the middle.
@param options.clock To say how far consumers are behind, where that costs nothing.
@throws `on-demand`, `stream-busy`, `shard-not-found`, `shard-closed`; `bad-hash-key` when the key is not inside the range.
*/
export async function planSplit(
	session: Session,
	options: {stream: string; shardId: string; at?: 'middle' | bigint; clock?: Clock},
	{signal}: {signal?: AbortSignal} = {},
): Promise<Plan<SplitRequest>> {
	const {at = 'middle'} = options;
	const within = signal ? {signal} : {};
	const [stream, shards, account] = await Promise.all([
		session.streams.summary(options.stream, within),
		session.streams.shards(options.stream, within),
		accountFact(session, within),
	]);
	const shard = findShard(shards, options.shardId);
	checkReshard(stream, [shard]);
	const range = {start: shard.hashKeyStart, end: shard.hashKeyEnd};
	const key = at === 'middle' ? middleOfRange(range) : at;
	if (!canSplitAt(range, key))
		throw new SluiceError(
			`Shard ${shortShardId(shard.id)} cannot be split at ${key}: a key above ${range.start + 1n} and below ${range.end} can.`,
			{
				code: 'bad-hash-key',
				nextSteps: ['Give no key to split it in the middle.'],
			},
		);
	const name = shortShardId(shard.id);
	return {
		operation: 'split',
		level: 'destroy',
		title: `Split shard ${name} of ${stream.name}`,
		verb: 'split it',
		subject: {kind: 'stream', name: stream.name},
		facts: [account, ...facts({stream, shard, key}), ...(await readerFacts(session, stream, {clock: options.clock, signal}))],
		warnings: [],
		command: commandLine('split', stream.name, name, ...(at === 'middle' ? [] : ['--at', String(at)])),
		counts: {},
		settings: {...streamSettings(stream), [`shard ${name}`]: `${range.start}–${range.end}`},
		request: {stream: stream.name, shardId: shard.id, newStartingHashKey: String(key)},
	};
}

/**
Splits the shard into two. Answers at once; the stream is UPDATING until it is done. Changes how the stream is read and what it costs.

@see [SplitShard](https://docs.aws.amazon.com/kinesis/latest/APIReference/API_SplitShard.html)
*/
export async function executeSplit(session: Session, plan: Plan<SplitRequest>, {signal}: {signal?: AbortSignal} = {}): Promise<Outcome> {
	const {newStartingHashKey, shardId, stream} = plan.request;
	const {requestId} = await session.streams.split({
		name: stream,
		shardId,
		newStartingHashKey: BigInt(newStartingHashKey),
		...(signal && {signal}),
	});
	return {
		summary: `Splitting shard ${shortShardId(shardId)} of ${stream}; it is UPDATING until its two children are there.`,
		...(requestId !== undefined && {requestId}),
	};
}

function facts({key, shard, stream}: {stream: StreamSummary; shard: Shard; key: bigint}): Plan['facts'] {
	const lower = {...shard, hashKeyEnd: key - 1n};
	const upper = {...shard, hashKeyStart: key};
	return [
		{label: 'splits', text: `shard ${shortShardId(shard.id)}, ${formatShare(shareOf(shard))} of the hash keys`},
		{
			label: 'into',
			text: `${formatShare(shareOf(lower))}  from ${lower.hashKeyStart} on\n${formatShare(shareOf(upper))}  from ${upper.hashKeyStart} on`,
		},
		{label: 'costs', text: `${stream.openShardCount + 1} open shards instead of ${stream.openShardCount}, billed by the hour`},
	];
}
