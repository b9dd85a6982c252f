import {formatCount, formatTime, plural} from '../../shared/units.ts';
import {isDeadLetterQueue} from './observation.ts';
import {fine, type QueueRule} from './rule.ts';
import {moreLooks, readyPoints, recent, spacedLooks, sumOf, type QueueSample} from './samples.ts';
import {countsSeen, peekFix, queueThing} from './words.ts';

const looksWanted = 3;
/** A quick consumer is seldom seen between two looks: where nobody counts its deletes, no look of a whole minute may show it. */
const uncountedMs = 60_000;

export const nobodyReads: QueueRule = {
	id: 'nobody-reads',
	about: 'queue',
	rank: 'SLOW',
	title: 'nobody reads',
	when: 'in 3 looks, 10 s apart, messages are ready, none in flight and none gone, and no enabled event source is known; in all looks of a minute where CloudWatch does not count deletes; not for DLQs',
	from: 'attributes; lambda:ListEventSourceMappings and CloudWatch where allowed',
	fix: 'start its consumer',
	judge(queue, observations) {
		if (!queue.attributes) return {needs: 'its attributes'};
		const looks = spacedLooks(queue.samples, looksWanted);
		const since = unreadSince(queue.samples);
		const isUnread = since !== undefined && since.atMs <= (looks[0]?.atMs ?? 0);
		if (looks.length > 0 && (!isUnread || queue.heldCount > 0 || isDeadLetterQueue(queue, observations))) return fine;
		if (!since || looks.length < looksWanted) return {needs: moreLooks(looks.length, looksWanted)};
		if (!observations.isWhole) return {needs: 'all queues looked at: it may be a DLQ'};
		if (queue.readers?.some(({isEnabled}) => isEnabled)) return fine;
		const lastedMs = (queue.samples.at(-1)?.atMs ?? 0) - since.atMs;
		if (!queue.deleted && lastedMs < uncountedMs) return {needs: 'CloudWatch, or a minute of looks'};
		if (queue.deleted && sumOf(recent(queue.deleted.points, observations.nowMs)) > 0) return fine;
		const waiting = queue.attributes.readyCount;
		const off = queue.readers?.filter(({isEnabled}) => !isEnabled) ?? [];
		const note = queue.readers
			? off.length > 0
				? `Event sources switched off: ${off.map(({name}) => name).join(', ')}.`
				: 'No event source mapping.'
			: 'Event source mappings were not asked for.';
		return [
			{
				thing: queueThing(queue),
				what: `${plural(waiting, 'message')}, nobody reads`,
				sinceMs: since.atMs,
				size: waiting,
				measure: {name: 'READY', points: readyPoints(queue.samples)},
				why: `${formatCount(waiting)} wait and none was in flight or gone in any look since ${formatTime(since.atMs, 'minute')}: whoever should receive them is down, or asks another queue.`,
				evidence: [countsSeen(queue, note)],
				fixes: [{text: 'start its consumer; see who should read it', action: 'queue.open'}, peekFix(queue, 'look at what waits')],
			},
		];
	},
};

/** The first of the looks up to now that all show messages ready, none in flight, and none gone since the look before. */
function unreadSince(samples: readonly QueueSample[]): QueueSample | undefined {
	let since: QueueSample | undefined;
	for (let index = samples.length - 1; index >= 0; index--) {
		const sample = samples[index];
		if (!sample || sample.readyCount === 0 || sample.inFlightCount > 0) break;
		if (since && sample.readyCount > since.readyCount) break;
		since = sample;
	}
	return since;
}
