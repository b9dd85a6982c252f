import {formatCount} from '../../shared/units.ts';
import {fine, type QueueRule} from './rule.ts';
import {countsSeen, nameOf, queueThing} from './words.ts';

/**
A dead-letter queue takes a message out of its group's order.

@see [Using dead-letter queues in Amazon SQS](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html)
*/
export const fifoDlq: QueueRule = {
	id: 'fifo-dlq',
	about: 'queue',
	rank: 'RISK',
	title: 'FIFO queue with a DLQ',
	when: 'a FIFO queue has a redrive policy: a message that fails leaves the order of its group',
	from: 'attributes',
	fix: 'no DLQ where the order must hold; else ignore this',
	judge(queue) {
		const {attributes} = queue;
		if (!attributes) return {needs: 'its attributes'};
		if (!attributes.isFifo || !attributes.redrivePolicy) return fine;
		const {deadLetterQueueArn, maxReceiveCount} = attributes.redrivePolicy;
		return [
			{
				thing: queueThing(queue),
				what: `DLQ breaks the order after ${formatCount(maxReceiveCount)} receives`,
				size: attributes.readyCount,
				why: `After ${formatCount(maxReceiveCount)} receives a message goes to ${nameOf(deadLetterQueueArn)}, and those behind it in its group go on without it. Where the order matters, that is wrong for good; where it does not, i hides this.`,
				evidence: [countsSeen(queue, 'FifoQueue, RedrivePolicy.')],
				fixes: [{text: 'see its redrive policy', action: 'queue.open'}],
			},
		];
	},
};
