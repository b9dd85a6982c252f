import {hash} from 'node:crypto';
import type {EpochMs} from '../../shared/clock.ts';
import type {MessageDetails} from './message.ts';
import {addMessage, settleQueue, type Queue} from './queue.ts';
import {formatSequenceNumber} from './sequence-number.ts';
import type {SqsState} from './state.ts';
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
	readonly details: Pick<MessageDetails, 'attributes' | 'md5OfAttributes' | 'traceHeader'> | undefined;
};

export type SentMessage = {
	readonly messageId: string;
	readonly md5OfBody: string;
	/** FIFO only. */
	readonly sequenceNumber: string | undefined;
};

/** Puts a checked message into the queue. The caller wakes the long polls, once for a whole batch. */
export function sendMessage(state: SqsState, queue: Queue, message: CheckedMessage, nowMs: EpochMs): SentMessage {
	settleQueue(queue, nowMs);
	queue.counters.sent++;
	queue.counters.sentBytes += message.byteCount;
	return queue.isFifo ? sendToFifo(state, queue, message, nowMs) : sendToStandard(state, queue, message, nowMs);
}

function sendToStandard(state: SqsState, queue: Queue, message: CheckedMessage, nowMs: EpochMs): SentMessage {
	const messageId = state.environment.random.uuid();
	const md5OfBody = md5OfText(message.body);
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

function sendToFifo(state: SqsState, queue: Queue, message: CheckedMessage, nowMs: EpochMs): SentMessage {
	const md5OfBody = md5OfText(message.body);
	const identity = {
		deduplicationId: message.deduplicationId ?? hash('sha256', message.body, 'hex'),
		groupId: message.groupId ?? '',
	};
	const duplicate = queue.deduplication?.find(identity, nowMs);
	if (duplicate) return {messageId: duplicate.messageId, md5OfBody, sequenceNumber: duplicate.sequenceNumber};

	const messageId = state.environment.random.uuid();
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
