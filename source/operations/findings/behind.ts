import {shortShardId} from '../shard-id.ts';
import type {Claim, Evidence, Point} from './finding.ts';
import type {ObservedStream} from './observation.ts';
import {fine, type StreamRule} from './rule.ts';
import {duration, streamThing} from './words.ts';

const samplesWanted = 3;
/** Below this a reader is as near as readers are. */
const behindMsMin = 10_000;

export const behind: StreamRule = {
	id: 'behind',
	about: 'stream',
	rank: 'SLOW',
	title: 'behind',
	when: 'MillisBehindLatest of a tail of ours, or the iterator age, rises in 3 samples running, to at least 10 s',
	from: 'tail, CloudWatch',
	fix: 'see whether its readers keep up',
	judge(stream) {
		if (!stream.iteratorAgeMs && !stream.shards) return {needs: 'CloudWatch, or a tail'};
		const others = rising(stream.iteratorAgeMs?.points ?? []);
		if (others) {
			const source = {source: 'CloudWatch GetRecords.IteratorAgeMilliseconds', atMs: others.last.atMs};
			return [claimOf(stream, {...others, who: 'its readers', source, points: stream.iteratorAgeMs?.points ?? []})];
		}
		const shard = stream.shards?.find(({behindMs}) => rising(behindMs));
		const ours = shard && rising(shard.behindMs);
		if (!shard || !ours) return fine;
		const source = {source: 'MillisBehindLatest of the tail', atMs: ours.last.atMs};
		const who = `the tail of shard ${shortShardId(shard.id)}`;
		return [{...claimOf(stream, {...ours, who, source, points: shard.behindMs}), detail: shard.id}];
	},
};

type Rising = {readonly first: Point; readonly last: Point};

/** Three rises in a row, at the end. */
function rising(points: readonly Point[]): Rising | undefined {
	const looked = points.slice(-samplesWanted - 1);
	const [first] = looked;
	const last = looked.at(-1);
	if (!first || !last || looked.length <= samplesWanted) return undefined;
	if (last.value < behindMsMin) return undefined;
	const isRising = looked.every((point, index) => index === 0 || point.value > (looked[index - 1]?.value ?? 0));
	return isRising ? {first, last} : undefined;
}

function claimOf(stream: ObservedStream, found: Rising & {who: string; source: Evidence; points: readonly Point[]}): Claim {
	const {first, last, who, source, points} = found;
	return {
		thing: streamThing(stream),
		what: `${duration(last.value)} behind, and falling back`,
		sinceMs: first.atMs,
		size: last.value,
		measure: {name: 'BEHIND', points},
		why: `Behind: ${who}, by ${duration(last.value)}, ${duration(last.value - first.value)} more than ${duration(last.atMs - first.atMs)} ago. Whoever falls back long enough loses what expires unread.`,
		evidence: [source],
		fixes: [{text: 'see its shards, who writes and who reads', action: 'now.open'}],
	};
}
