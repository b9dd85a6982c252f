import type {EpochMs} from '../../shared/clock.ts';
import type {Message} from './message.ts';
import {messageId} from './message-id.ts';
import {addMessage, removeMessage, type Queue} from './queue.ts';
import {findQueueByArn} from './state.ts';

/** Where a queue's messages go when received too often; undefined without a redrive policy, or when the dead-letter queue is gone. */
export function deadLetterQueueOf(queue: Queue): {queue: Queue; maxReceiveCount: number} | undefined {
	const policy = queue.settings.redrivePolicy;
	const target = policy && findQueueByArn(queue.state, policy.deadLetterTargetArn);
	return target && {queue: target, maxReceiveCount: policy.maxReceiveCount};
}

/**
Moves a message to the dead-letter queue. It keeps its ID and receive count, on standard queues the time of sending too, and remembers the queue it came from.

@see [Using dead-letter queues in Amazon SQS](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html)
*/
export function moveToDeadLetterQueue(source: Queue, message: Message, options: {target: Queue; nowMs: EpochMs}): void {
	const {target, nowMs} = options;
	const {receiveCount} = message;
	const firstReceivedAtMs = message.handling?.firstReceivedAtMs;
	const id = messageId(source, message);
	removeMessage(source, message);
	addMessage(
		target,
		{
			body: message.body,
			md5OfBody: message.md5OfBody,
			sentAtMs: target.isFifo ? nowMs : message.sentAtMs,
			groupId: message.groupId,
			details: {
				...message.details,
				id,
				// In a FIFO queue the ID stands in for the deduplication ID, so that two messages that shared one both survive.
				deduplicationId: target.isFifo ? id : undefined,
				deadLetterSourceArn: source.arn,
				receiveCountBefore: receiveCount,
			},
		},
		{nowMs, visibleAtMs: nowMs, receiveCount, firstReceivedAtMs},
	);
}

/** The queues whose redrive policy names this one, in order of their names. */
export function deadLetterSourceQueues(queue: Queue): readonly Queue[] {
	const sources: Queue[] = [];
	for (const candidate of queue.state.queues.values())
		if (candidate.settings.redrivePolicy?.deadLetterTargetArn === queue.arn) sources.push(candidate);
	return sources.toSorted((left, right) => (left.name < right.name ? -1 : 1));
}
