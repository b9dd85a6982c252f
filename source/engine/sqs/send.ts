import {hash} from 'node:crypto';
import type {EpochMs} from '../../shared/clock.ts';
import type {MessageDetails} from './message.ts';
import {countMetric} from './metrics.ts';
import {addMessage, settleQueue, type Queue} from './queue.ts';
import {formatSequenceNumber} from './sequence-number.ts';
import {md5OfText} from './md5.ts';

/** A message that has passed all checks. */
export type CheckedMessage = {
	readonly body: string;
	/** What counts toward the size limit: body and attributes. */
	readonly byteCount: number;
	/** Absent: the queue's. Always absent on FIFO queues. */
	readonly delaySeconds: number | undefined;
	readonly groupId: string | undefined;
	readonly deduplicationId: string | undefined;
	readonly senderId: string;
	/** Attributes, their MD5 and the trace header, when there are any. */
	readonly details: Pick<MessageDetails, 'attributes' | 'md5OfAttributes' | 'traceHeader' | 'finishBody'> | undefined;
};

export type SentMessage = {
	readonly messageId: string;
	readonly md5OfBody: string;
	/** FIFO only. */
	readonly sequenceNumber: string | undefined;
};

/** Puts a checked message into the queue. The caller wakes the long polls, once for a whole batch. */
export function sendMessage(queue: Queue, message: CheckedMessage, nowMs: EpochMs): SentMessage {
	settleQueue(queue, nowMs);
	countMetric(queue, 'NumberOfMessagesSent', 1, 'Count');
	countMetric(queue, 'SentMessageSize', message.byteCount, 'Bytes');
	return queue.isFifo ? sendToFifo(queue, message, nowMs) : sendToStandard(queue, message, nowMs);
}

function sendToStandard(queue: Queue, message: CheckedMessage, nowMs: EpochMs): SentMessage {
	const messageId = queue.state.environment.random.uuid();
	const md5OfBody = digestOf(message);
	const delaySeconds = message.delaySeconds ?? queue.settings.delaySeconds;
	addMessage(
		queue,
		{
			id: messageId,
			body: message.body,
			md5OfBody,
			senderId: message.senderId,
			sentAtMs: nowMs,
			groupId: message.groupId,
			details: message.details,
		},
		{nowMs, visibleAtMs: nowMs + delaySeconds * 1000},
	);
	return {messageId, md5OfBody, sequenceNumber: undefined};
}

function sendToFifo(queue: Queue, message: CheckedMessage, nowMs: EpochMs): SentMessage {
	const md5OfBody = digestOf(message);
	const identity = {
		deduplicationId: message.deduplicationId ?? hash('sha256', message.body, 'hex'),
		groupId: message.groupId ?? '',
	};
	const duplicate = queue.deduplication?.find(identity, nowMs);
	if (duplicate) {
		countMetric(queue, 'NumberOfDeduplicatedSentMessages', 1, 'Count');
		return {messageId: duplicate.messageId, md5OfBody, sequenceNumber: duplicate.sequenceNumber};
	}

	const messageId = queue.state.environment.random.uuid();
	const sequenceNumber = formatSequenceNumber(queue.nextSerial);
	addMessage(
		queue,
		{
			id: messageId,
			body: message.body,
			md5OfBody,
			senderId: message.senderId,
			sentAtMs: nowMs,
			groupId: message.groupId,
			details: {...message.details, deduplicationId: identity.deduplicationId, sequenceNumber},
		},
		{nowMs, visibleAtMs: nowMs + queue.settings.delaySeconds * 1000},
	);
	queue.deduplication?.accept(identity, {messageId, sequenceNumber}, nowMs);
	return {messageId, md5OfBody, sequenceNumber};
}

/** A body that is still to be made gets its digest when it is made. */
function digestOf(message: CheckedMessage): string {
	return message.details?.finishBody ? '' : md5OfText(message.body);
}
