import {plural} from '../../shared/units.ts';
import {fine, type StreamRule} from './rule.ts';
import {recent, sumOf} from './samples.ts';
import {streamThing} from './words.ts';

export const throttledWrites: StreamRule = {
	id: 'throttled-writes',
	about: 'stream',
	rank: 'FAIL',
	title: 'throttled writes',
	when: 'WriteProvisionedThroughputExceeded is above 0 in the last 10 min',
	from: 'CloudWatch',
	fix: 'split the hot shard, or spread the partition keys',
	judge(stream, {nowMs}) {
		if (!stream.writesRefused) return {needs: 'CloudWatch'};
		const points = recent(stream.writesRefused.points, nowMs);
		const count = sumOf(points);
		if (count === 0) return fine;
		return [
			{
				thing: streamThing(stream),
				what: `${plural(count, 'write')} refused in 10 min`,
				sinceMs: points.find(({value}) => value > 0)?.atMs ?? nowMs,
				size: count,
				measure: {name: 'WriteProvisionedThroughputExceeded', points},
				why: 'A shard takes 1,000 records or 1 MiB a second. Whoever writes more is refused, and loses what it does not send again.',
				evidence: [{source: 'CloudWatch WriteProvisionedThroughputExceeded', atMs: points.at(-1)?.atMs ?? nowMs}],
				fixes: [{text: 'see which shard is hot, and split it there', action: 'now.open'}],
			},
		];
	},
};
