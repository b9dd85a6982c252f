import {formatSeconds} from '../../shared/units.ts';
import {commandLine} from '../command-line.ts';
import {fine, type StreamRule} from './rule.ts';
import {duration, streamThing} from './words.ts';

const shareMax = 0.75;

export const recordsExpire: StreamRule = {
	id: 'records-expire',
	about: 'stream',
	rank: 'LOSS',
	title: 'records will expire unread',
	when: 'the iterator age of its readers is above 75 % of the retention',
	from: 'CloudWatch',
	fix: 'speed the reader up, or keep records longer',
	judge(stream, {nowMs}) {
		const {summary, iteratorAgeMs} = stream;
		if (!summary) return {needs: 'its summary'};
		const newest = iteratorAgeMs?.points.at(-1);
		if (!iteratorAgeMs || !newest) return {needs: 'CloudWatch'};
		const retentionMs = summary.retentionHours * 3_600_000;
		if (newest.value <= retentionMs * shareMax) return fine;
		const harmAtMs = newest.atMs + retentionMs - newest.value;
		const above = iteratorAgeMs.points.findLastIndex(({value}) => value <= retentionMs * shareMax) + 1;
		return [
			{
				thing: streamThing(stream),
				what: `records expire unread in ${duration(harmAtMs - nowMs)}`,
				sinceMs: iteratorAgeMs.points[above]?.atMs ?? newest.atMs,
				harmAtMs,
				size: newest.value,
				measure: {name: 'IteratorAgeMilliseconds', points: iteratorAgeMs.points},
				why: `A reader is ${duration(newest.value)} behind, and the stream keeps records ${formatSeconds(summary.retentionHours * 3600)}: from then on it loses what it never saw.`,
				evidence: [{source: 'CloudWatch GetRecords.IteratorAgeMilliseconds', atMs: newest.atMs}],
				fixes: [
					{text: 'see its shards and how fast they are read', action: 'now.open'},
					{text: 'read on from where it is', action: 'stream.tail', commandLine: commandLine('tail', stream.name)},
				],
			},
		];
	},
};
