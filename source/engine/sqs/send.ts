import {hash} from 'node:crypto';
import type {EpochMs} from '../../shared/clock.ts';
import type {MessageDetails} from './message.ts';
import {formatMessageId} from './message-id.ts';
import {countMetrics} from './metrics.ts';
import {addMessage, settleQueue, type Queue} from './queue.ts';
import {formatSequenceNumber} from './sequence-number.ts';

/** A message that has passed all checks. */
export type CheckedMessage = {
	readonly body: string;
	/** Absent when the sender needs none, as SNS. */
	readonly md5OfBody?: string | undefined;
	/** What counts toward the size limit: body and attributes. */
	readonly byteCount: number;
	/** Absent: the queue's. Always absent or 0 on FIFO queues. */
	readonly delaySeconds: number | undefined;
	readonly groupId: string | undefined;
	readonly deduplicationId: string | undefined;
	/** Attributes, their MD5, the trace header and the like, when there are any. */
	readonly details: MessageDetails | undefined;
};

export type SentMessage = {
	readonly messageId: string;
	/** FIFO only. */
	readonly sequenceNumber: string | undefined;
};

/** Puts a checked message into the queue. The caller wakes the long polls, once for a whole batch. */
export function sendMessage(queue: Queue, message: CheckedMessage, nowMs: EpochMs): SentMessage {
	settleQueue(queue, nowMs);
	countMetrics(
		queue,
		{name: 'NumberOfMessagesSent', value: 1, unit: 'Count'},
		{name: 'SentMessageSize', value: message.byteCount, unit: 'Bytes'},
	);
	return queue.isFifo ? sendToFifo(queue, message, nowMs) : sendToStandard(queue, message, nowMs);
}

function sendToStandard(queue: Queue, message: CheckedMessage, nowMs: EpochMs): SentMessage {
	const {body, md5OfBody, groupId, details} = message;
	const delaySeconds = message.delaySeconds ?? queue.settings.delaySeconds;
	const {serial} = addMessage(
		queue,
		{body, md5OfBody, sentAtMs: nowMs, groupId, details},
		{nowMs, visibleAtMs: nowMs + delaySeconds * 1000},
	);
	return {messageId: formatMessageId(queue.idKey, serial), sequenceNumber: undefined};
}

function sendToFifo(queue: Queue, message: CheckedMessage, nowMs: EpochMs): SentMessage {
	const {body, md5OfBody, groupId = ''} = message;
	const deduplicationId = message.deduplicationId ?? hash('sha256', body, 'hex');
	const identity = {deduplicationId, groupId};
	const duplicate = queue.deduplication?.find(identity, nowMs);
	if (duplicate !== undefined) {
		countMetrics(queue, {name: 'NumberOfDeduplicatedSentMessages', value: 1, unit: 'Count'});
		return sentToFifo(queue, duplicate);
	}
	const details = {...message.details, deduplicationId};
	const visibleAtMs = nowMs + queue.settings.delaySeconds * 1000;
	const {serial} = addMessage(queue, {body, md5OfBody, sentAtMs: nowMs, groupId, details}, {nowMs, visibleAtMs});
	queue.deduplication?.accept(identity, serial, nowMs);
	return sentToFifo(queue, serial);
}

function sentToFifo(queue: Queue, serial: number): SentMessage {
	return {messageId: formatMessageId(queue.idKey, serial), sequenceNumber: formatSequenceNumber(serial)};
}
