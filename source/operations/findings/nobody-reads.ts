import {formatCount, plural} from '../../shared/units.ts';
import {isDeadLetterQueue} from './observation.ts';
import {fine, type QueueRule} from './rule.ts';
import {moreLooks, readyPoints, recent, spacedLooks, sumOf} from './samples.ts';
import {countsSeen, peekFix, queueThing} from './words.ts';

const looksWanted = 3;

export const nobodyReads: QueueRule = {
	id: 'nobody-reads',
	about: 'queue',
	rank: 'SLOW',
	title: 'nobody reads',
	when: 'in 3 looks, 10 s apart, messages are ready, none in flight and none gone, and no enabled event source is known; not for DLQs',
	from: 'attributes; lambda:ListEventSourceMappings and CloudWatch where allowed',
	fix: 'start its consumer',
	judge(queue, observations) {
		if (!queue.attributes) return {needs: 'its attributes'};
		const looks = spacedLooks(queue.samples, looksWanted);
		const isUnread = looks.every(
			({readyCount, inFlightCount}, index) => readyCount > 0 && inFlightCount === 0 && readyCount >= (looks[index - 1]?.readyCount ?? 0),
		);
		if (!isUnread || queue.heldCount > 0 || isDeadLetterQueue(queue, observations)) return fine;
		const [first] = looks;
		if (!first || looks.length < looksWanted) return {needs: moreLooks(looks.length, looksWanted)};
		if (!observations.isWhole) return {needs: 'all queues looked at: it may be a DLQ'};
		if (queue.readers?.some(({isEnabled}) => isEnabled)) return fine;
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
				sinceMs: first.atMs,
				size: waiting,
				measure: {name: 'READY', points: readyPoints(queue.samples)},
				why: `${formatCount(waiting)} wait and none was in flight in ${looksWanted} looks: whoever should receive them is down, or asks another queue.`,
				evidence: [countsSeen(queue, note)],
				fixes: [{text: 'start its consumer; see who should read it', action: 'queue.open'}, peekFix(queue, 'look at what waits')],
			},
		];
	},
};
