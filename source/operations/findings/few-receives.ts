import {plural} from '../../shared/units.ts';
import {fine, type QueueRule} from './rule.ts';
import {countsSeen, nameOf, queueThing} from './words.ts';

const receivesMin = 3;

export const fewReceives: QueueRule = {
	id: 'few-receives',
	about: 'queue',
	rank: 'RISK',
	title: 'few receives before the DLQ',
	when: 'maxReceiveCount is below 3',
	from: 'attributes',
	fix: 'a maxReceiveCount of 3 to 5',
	judge(queue) {
		const {attributes} = queue;
		if (!attributes) return {needs: 'its attributes'};
		const policy = attributes.redrivePolicy;
		if (!policy || policy.maxReceiveCount >= receivesMin) return fine;
		const receives = plural(policy.maxReceiveCount, 'receive');
		return [
			{
				thing: queueThing(queue),
				what: `only ${receives} before the DLQ`,
				size: attributes.readyCount,
				why: `A message is in ${nameOf(policy.deadLetterQueueArn)} after ${receives}: a consumer that is deployed or throttled for a moment, or a look with receive, is enough to put good messages there.`,
				evidence: [countsSeen(queue, `maxReceiveCount ${policy.maxReceiveCount}.`)],
				fixes: [{text: 'see its redrive policy', action: 'queue.open'}],
			},
		];
	},
};
