import type {EpochMs} from '../../shared/clock.ts';
import {md5OfText} from './md5.ts';
import {finishBody, type Message, type MessageAttributes} from './message.ts';
import {messageId} from './message-id.ts';
import {senderIdOf, sequenceNumberOf} from './message-filter.ts';
import {settleQueue, type Queue} from './queue.ts';
import type {SqsState} from './state.ts';

/** A message as it lies in its queue. */
export type LookedAtMessage = {
	readonly messageId: string;
	readonly body: string;
	readonly md5OfBody: string;
	readonly status: 'visible' | 'delayed' | 'inFlight';
	readonly sentAtMs: EpochMs;
	readonly receiveCount: number;
	readonly firstReceivedAtMs: EpochMs | undefined;
	/** When a delayed or in-flight message becomes visible. */
	readonly visibleAtMs: EpochMs | undefined;
	readonly senderId: string;
	readonly attributes: MessageAttributes | undefined;
	readonly messageGroupId: string | undefined;
	readonly messageDeduplicationId: string | undefined;
	readonly sequenceNumber: string | undefined;
	readonly deadLetterSourceArn: string | undefined;
};

/**
Lists a queue's messages in all states, those sent first first, without receiving them: nothing is counted, hidden or moved. AWS has no such call.

@param options.count At most so many messages.
@returns Undefined when there is no such queue.
*/
export function look(state: SqsState, queueName: string, options: {count: number; nowMs: EpochMs}): readonly LookedAtMessage[] | undefined {
	const queue = state.queues.get(queueName);
	return queue && lookAt(queue, options);
}

function lookAt(queue: Queue, options: {count: number; nowMs: EpochMs}): readonly LookedAtMessage[] {
	settleQueue(queue, options.nowMs);
	const seen: LookedAtMessage[] = [];
	for (const message of queue.timeline.values()) {
		if (seen.length >= options.count) break;
		if (message.status !== 'gone') seen.push(describe(queue, message, message.status));
	}
	return seen;
}

function describe(queue: Queue, message: Message, status: LookedAtMessage['status']): LookedAtMessage {
	finishBody(message);
	const {details} = message;
	return {
		messageId: messageId(queue, message),
		body: message.body,
		md5OfBody: message.md5OfBody ?? md5OfText(message.body),
		status,
		sentAtMs: message.sentAtMs,
		receiveCount: message.receiveCount,
		firstReceivedAtMs: message.handling?.firstReceivedAtMs,
		visibleAtMs: message.handling?.hiddenUntilMs,
		senderId: senderIdOf(queue, message),
		attributes: details?.attributes,
		messageGroupId: message.groupId,
		messageDeduplicationId: details?.deduplicationId,
		sequenceNumber: sequenceNumberOf(queue, message),
		deadLetterSourceArn: details?.deadLetterSourceArn,
	};
}
