import {formatSeconds} from '../../shared/units.ts';
import {isDeadLetterQueue} from './observation.ts';
import {fine, type QueueRule} from './rule.ts';
import {countsSeen, queueThing} from './words.ts';

export const noDlq: QueueRule = {
	id: 'no-dlq',
	about: 'queue',
	rank: 'RISK',
	title: 'no DLQ',
	when: 'a queue has no redrive policy and is nobody’s dead-letter queue',
	from: 'attributes of all queues, subscriptions',
	fix: 'give it a dead-letter queue',
	judge(queue, observations) {
		const {attributes} = queue;
		if (!attributes) return {needs: 'its attributes'};
		if (attributes.redrivePolicy || isDeadLetterQueue(queue, observations)) return fine;
		if (!observations.isWhole) return {needs: 'all queues looked at: it may be a DLQ itself'};
		const keeps = formatSeconds(attributes.retentionSeconds);
		return [
			{
				thing: queueThing(queue),
				what: `no DLQ: what fails comes back for ${keeps}`,
				size: attributes.readyCount,
				why: `A message that its consumer cannot handle is received again and again, every ${formatSeconds(attributes.visibilityTimeoutSeconds)}, until it is ${keeps} old; then it is gone without a trace.`,
				evidence: [countsSeen(queue, 'No RedrivePolicy.')],
				fixes: [{text: 'give it a dead-letter queue: its settings', action: 'queue.open'}],
			},
		];
	},
};
