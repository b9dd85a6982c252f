import type {EpochMs} from '../../shared/clock.ts';
import type {Message, MessageDetails} from './message.ts';
import {addMessage, removeMessage, type Queue} from './queue.ts';
import {formatSequenceNumber} from './sequence-number.ts';
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
	const {receiveCount, firstReceivedAtMs} = message;
	removeMessage(source, message);
	addMessage(
		target,
		{
			id: message.id,
			body: message.body,
			md5OfBody: message.md5OfBody,
			senderId: message.senderId,
			sentAtMs: target.isFifo ? nowMs : message.sentAtMs,
			groupId: message.groupId,
			details: {...message.details, ...fifoDetails(target, message), deadLetterSourceArn: source.arn},
		},
		{nowMs, visibleAtMs: nowMs, receiveCount, firstReceivedAtMs},
	);
}

/** In a FIFO dead-letter queue the message ID stands in for the deduplication ID, so that two messages that shared one both survive. */
function fifoDetails(target: Queue, message: Message): MessageDetails {
	return target.isFifo ? {deduplicationId: message.id, sequenceNumber: formatSequenceNumber(target.nextSerial)} : {};
}

/** The queues whose redrive policy names this one, in order of their names. */
export function deadLetterSourceQueues(queue: Queue): readonly Queue[] {
	const sources: Queue[] = [];
	for (const candidate of queue.state.queues.values())
		if (candidate.settings.redrivePolicy?.deadLetterTargetArn === queue.arn) sources.push(candidate);
	return sources.toSorted((left, right) => (left.name < right.name ? -1 : 1));
}
