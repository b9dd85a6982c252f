import type {EpochMs} from '../../shared/clock.ts';
import {formatBytes, formatCount} from '../../shared/units.ts';
import {shortShardId} from '../shard-id.ts';
import type {Claim, Point} from './finding.ts';
import type {ObservedShard, ObservedStream} from './observation.ts';
import type {StreamRule} from './rule.ts';
import {streamThing} from './words.ts';

const recordsMax = 1000;
const bytesMax = 1024 * 1024;
const shareMax = 0.8;
const lastsMs = 60_000;

export const hotShard: StreamRule = {
	id: 'hot-shard',
	about: 'stream',
	rank: 'SLOW',
	title: 'hot shard',
	when: 'a shard takes more than 80 % of 1,000 records or 1 MiB a second, for 60 s',
	from: 'a tail of ours',
	fix: 'split it at the hot key',
	judge(stream) {
		if (!stream.shards) return {needs: 'a tail: t reads it'};
		const isShort = stream.shards.some(({recordsPerSecond}) => spanOf(recordsPerSecond) < lastsMs);
		const claims = stream.shards.flatMap(shard => claimOf(stream, shard));
		return claims.length === 0 && isShort ? {needs: 'a minute of the tail'} : claims;
	},
};

function claimOf(stream: ObservedStream, shard: ObservedShard): readonly Claim[] {
	const records = heat(shard.recordsPerSecond, recordsMax);
	const bytes = heat(shard.bytesPerSecond, bytesMax);
	const hot = records && bytes ? (records.share >= bytes.share ? records : bytes) : (records ?? bytes);
	if (!hot) return [];
	const isRecords = hot === records;
	const amount = isRecords ? `${formatCount(Math.round(hot.value))} of 1,000 records/s` : `${formatBytes(hot.value)} of 1.0M/s`;
	return [
		{
			detail: shard.id,
			thing: streamThing(stream, shard.id),
			what: `shard ${shortShardId(shard.id)} at ${Math.round(hot.share * 100)} % of its write limit`,
			sinceMs: hot.sinceMs,
			size: hot.share,
			measure: {name: isRecords ? 'records/s' : 'bytes/s', points: isRecords ? shard.recordsPerSecond : shard.bytesPerSecond},
			why: `It takes ${amount}. Above the limit its producers are refused, whatever room the other shards have.`,
			evidence: [{source: 'records read by the tail', atMs: hot.atMs}],
			fixes: [{text: 'see its keys, and split it there', action: 'now.open'}],
		},
	];
}

type Heat = {readonly value: number; readonly share: number; readonly sinceMs: EpochMs; readonly atMs: EpochMs};

/** How hot a shard has been without a pause, for at least a minute. */
function heat(points: readonly Point[], limit: number): Heat | undefined {
	const last = points.at(-1);
	const first = points[points.findLastIndex(({value}) => value <= limit * shareMax) + 1];
	if (!last || !first || last.value <= limit * shareMax || last.atMs - first.atMs < lastsMs) return undefined;
	return {value: last.value, share: last.value / limit, sinceMs: first.atMs, atMs: last.atMs};
}

function spanOf(points: readonly Point[]): number {
	return (points.at(-1)?.atMs ?? 0) - (points[0]?.atMs ?? 0);
}
