import {splitHashSpace} from '../../rules/hash-key.ts';
import type {EpochMs} from '../../shared/clock.ts';
import {invalidArgument, limitExceeded} from './errors.ts';
import {countCall} from './recent-calls.ts';
import {requireProvisioned} from './reshard.ts';
import type {Shard} from './shard.ts';
import type {KinesisState} from './state.ts';
import type {Stream} from './stream.ts';

/** Of a single stream. */
const shardCountMax = 10_000;
const callsPerDayMax = 10;

/**
Begins to give a stream so many shards of equal ranges, by splits and merges, as AWS does. Shards that only live for a step between are closed and empty.

@see [UpdateShardCount](https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateShardCount.html)
*/
export function updateShardCount(state: KinesisState, options: {stream: Stream; targetCount: number; nowMs: EpochMs}): void {
	const {stream, targetCount, nowMs} = options;
	requireProvisioned(stream, 'UpdateShardCount');
	state.requireActive(stream);
	const currentCount = stream.openShards.length;
	checkTarget(currentCount, targetCount);
	state.requireShards(Math.max(0, targetCount - currentCount), nowMs);
	countCall(stream.shardCountUpdatesAtMs, {action: 'UpdateShardCount', countMax: callsPerDayMax, stream, nowMs});
	state.update(stream, nowMs, atMs => divideEvenly(stream, targetCount, atMs));
}

/** Assumed: users report these words of AWS. */
function checkTarget(currentCount: number, targetCount: number): void {
	const counts = `Current open shard count: ${currentCount} Target shard count: ${targetCount}`;
	if (targetCount > shardCountMax) {
		throw limitExceeded(`UpdateShardCount cannot scale a stream to more than ${shardCountMax} shards. ${counts}`);
	}
	if (targetCount > 2 * currentCount) {
		throw invalidArgument(`UpdateShardCount cannot scale up over double your current open shard count. ${counts}`);
	}
	if (2 * targetCount < currentCount) {
		throw invalidArgument(`UpdateShardCount cannot scale down below half your current open shard count. ${counts}`);
	}
}

function divideEvenly(stream: Stream, targetCount: number, atMs: EpochMs): void {
	const starts = chooseStarts(stream.openShards, targetCount);
	for (const shard of stream.openShards) splitAtAll(stream, shard, starts, atMs);
	// The starts of the ranges to make; each gets what lies before the next.
	for (const [index, start] of starts.entries()) {
		const next = starts[index + 1];
		const within = stream.openShards.filter(({range}) => range.start >= start && (next === undefined || range.start < next));
		mergeAll(stream, within, atMs);
	}
}

/** Where the new ranges begin. A start that only rounding sets apart from an old one is the old one. */
function chooseStarts(current: readonly Shard[], targetCount: number): readonly bigint[] {
	const old = current.map(({range}) => range.start);
	// Each of two even splits is off by less than its count.
	const slack = BigInt(targetCount + current.length);
	return splitHashSpace(targetCount).map(({start}) => {
		return old.find(known => known - start < slack && start - known < slack) ?? start;
	});
}

function splitAtAll(stream: Stream, shard: Shard, starts: readonly bigint[], atMs: EpochMs): void {
	let rest = shard;
	for (const start of starts) {
		const {range} = rest;
		if (start <= range.start || start > range.end) continue;
		const ranges = [
			{start: range.start, end: start - 1n},
			{start, end: range.end},
		];
		rest = stream.replaceShards([rest], ranges, atMs).at(-1) ?? rest;
	}
}

function mergeAll(stream: Stream, shards: readonly Shard[], atMs: EpochMs): void {
	let [merged] = shards;
	for (const shard of shards.slice(1)) {
		if (!merged) return;
		[merged] = stream.replaceShards([merged, shard], [{start: merged.range.start, end: shard.range.end}], atMs);
	}
}
