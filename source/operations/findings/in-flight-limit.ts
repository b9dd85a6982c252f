import {formatCount} from '../../shared/units.ts';
import {fine, type QueueRule} from './rule.ts';
import {inFlightPoints} from './samples.ts';
import {countsSeen, queueThing} from './words.ts';

/**
Messages in flight that a queue may have.

@see [Amazon SQS quotas](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html)
*/
const inFlightMax = 120_000;
const shareMax = 0.8;

export const inFlightLimit: QueueRule = {
	id: 'in-flight-limit',
	about: 'queue',
	rank: 'SLOW',
	title: 'in-flight limit',
	when: 'more than 80 % of the 120,000 messages that may be in flight are',
	from: 'attributes',
	fix: 'delete what is done; a shorter visibility timeout',
	judge(queue) {
		const count = queue.attributes?.inFlightCount;
		if (count === undefined) return {needs: 'its attributes'};
		if (count <= inFlightMax * shareMax) return fine;
		const first = queue.samples.findLast((_, index) => (queue.samples[index - 1]?.inFlightCount ?? 0) <= inFlightMax * shareMax);
		return [
			{
				thing: queueThing(queue),
				what: `${formatCount(count)} of 120,000 in flight`,
				...(first && {sinceMs: first.atMs}),
				size: count,
				measure: {name: 'FLIGHT', points: inFlightPoints(queue.samples)},
				why: 'At 120,000 in flight a queue hands out nothing more: a standard queue answers receives with OverLimit or nothing, whatever waits in it.',
				evidence: [countsSeen(queue)],
				fixes: [{text: 'see how long its consumers hold messages, and its visibility timeout', action: 'queue.open'}],
			},
		];
	},
};
