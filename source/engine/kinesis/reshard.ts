import {canSplitAt} from '../../rules/hash-key.ts';
import type {EpochMs} from '../../shared/clock.ts';
import {invalidArgument, validationException} from './errors.ts';
import type {Shard} from './shard.ts';
import type {KinesisState} from './state.ts';
import type {Stream} from './stream.ts';

/**
Begins a split. The shard takes records until the stream is ACTIVE again; then its two children do.

@param newStartingHashKey The first key of the upper child.
@see [SplitShard](https://docs.aws.amazon.com/kinesis/latest/APIReference/API_SplitShard.html)
*/
export function splitShard(
	state: KinesisState,
	options: {readonly stream: Stream; readonly shard: Shard; readonly newStartingHashKey: bigint; readonly nowMs: EpochMs},
): void {
	const {stream, shard, newStartingHashKey, nowMs} = options;
	requireProvisioned(stream, 'SplitShard');
	state.requireShards(1, nowMs);
	state.requireActive(stream);
	requireOpen(shard, stream);
	const {start, end} = shard.range;
	if (!canSplitAt(shard.range, newStartingHashKey)) {
		throw invalidArgument(
			`NewStartingHashKey ${newStartingHashKey} used in SplitShard() on shard ${shard.id} in stream ${stream.name} under account ${stream.accountId} ` +
				`is not both greater than one plus the shard's StartingHashKey ${start} and less than the shard's EndingHashKey ${end}.`,
		);
	}
	state.update(stream, nowMs, atMs => {
		stream.replaceShards(
			[shard],
			[
				{start, end: newStartingHashKey - 1n},
				{start: newStartingHashKey, end},
			],
			atMs,
		);
	});
}

/**
Begins a merge of two shards that lie side by side. Both take records until the stream is ACTIVE again; then their child does.

@param options.shard Holds the lower range.
@see [MergeShards](https://docs.aws.amazon.com/kinesis/latest/APIReference/API_MergeShards.html)
*/
export function mergeShards(
	state: KinesisState,
	options: {readonly stream: Stream; readonly shard: Shard; readonly adjacent: Shard; readonly nowMs: EpochMs},
): void {
	const {stream, shard, adjacent, nowMs} = options;
	requireProvisioned(stream, 'MergeShards');
	state.requireActive(stream);
	for (const one of [shard, adjacent]) requireOpen(one, stream);
	if (shard.range.end + 1n !== adjacent.range.start) {
		throw invalidArgument(
			`Shards ${shard.id} and ${adjacent.id} in stream ${stream.name} under account ${stream.accountId} are not an adjacent pair of shards eligible for merging`,
		);
	}
	state.update(stream, nowMs, atMs => {
		stream.replaceShards([shard, adjacent], [{start: shard.range.start, end: adjacent.range.end}], atMs);
	});
}

/** Assumed: AWS refuses with this code; its words are not recorded. */
export function requireProvisioned(stream: Stream, action: string): void {
	if (stream.mode === 'PROVISIONED') return;
	throw validationException(
		`${action} is not supported for stream ${stream.name} under account ${stream.accountId}, which has the on-demand capacity mode.`,
	);
}

/** Assumed: as users report it of AWS. */
function requireOpen(shard: Shard, stream: Stream): void {
	if (shard.isOpen) return;
	throw invalidArgument(
		`Shard ${shard.id} in stream ${stream.name} under account ${stream.accountId} has already been merged or split, and thus is not eligible for merging or splitting.`,
	);
}
