import {formatCount} from '../../shared/units.ts';
import {isDeadLetterQueue} from './observation.ts';
import {fine, type QueueRule} from './rule.ts';
import {moreLooks, readyPoints, spacedLooks} from './samples.ts';
import {countsSeen, duration, peekFix, queueThing, rate} from './words.ts';

/** So many looks in a row, each with more than the one before it. */
const risesWanted = 5;

export const notDraining: QueueRule = {
	id: 'not-draining',
	about: 'queue',
	rank: 'SLOW',
	title: 'does not drain',
	when: 'the ready messages of a queue that is no DLQ rose in 5 looks running, 10 s apart',
	from: 'attributes',
	fix: 'more consumers, or find what slows them',
	judge(queue, observations) {
		if (!queue.attributes) return {needs: 'its attributes'};
		if (isDeadLetterQueue(queue, observations)) return fine;
		const looks = spacedLooks(queue.samples, risesWanted + 1);
		const [first] = looks;
		const last = looks.at(-1);
		if (!first || !last) return {needs: moreLooks(0, risesWanted + 1)};
		const isRising = looks.every((look, index) => index === 0 || look.readyCount > (looks[index - 1]?.readyCount ?? 0));
		if (!isRising) return fine;
		if (looks.length <= risesWanted) return {needs: moreLooks(looks.length, risesWanted + 1)};
		const perSecond = ((last.readyCount - first.readyCount) * 1000) / (last.atMs - first.atMs);
		return [
			{
				thing: queueThing(queue),
				what: `${rate(perSecond)}, does not drain at this rate`,
				sinceMs: first.atMs,
				size: perSecond,
				measure: {name: 'READY', points: readyPoints(queue.samples)},
				why: `${formatCount(last.readyCount)} wait, ${formatCount(last.readyCount - first.readyCount)} more than ${duration(last.atMs - first.atMs)} ago: more come than are deleted, so what comes now waits longer and longer, until it expires.`,
				evidence: [countsSeen(queue, `READY ${looks.map(({readyCount}) => formatCount(readyCount)).join(', ')}.`)],
				fixes: [{text: 'see its counts, who sends and who reads', action: 'queue.open'}, peekFix(queue, 'look at what waits')],
			},
		];
	},
};
