import type {EpochMs} from '../../shared/clock.ts';
import {overLimit} from './errors.ts';
import {finishBody, handlingOf, type Message} from './message.ts';
import {countMetrics} from './metrics.ts';
import {hideMessage, settleQueue, showMessage, type Queue} from './queue.ts';
import {rememberAttempt, repeatAttempt, type ReceivedMessage} from './receive-attempts.ts';
import {formatReceiptHandle} from './receipt-handle.ts';
import {deadLetterQueueOf, moveToDeadLetterQueue} from './redrive.ts';

/** At most so many messages of a queue may be in flight. */
export const inFlightMax = 120_000;

/** One receive moves at most so many messages to the dead-letter queue, so that it cannot stall everybody else. */
const redrivePerReceiveMax = 1000;

export type ReceiveRequest = {
	/** 1–10 */
	readonly countMax: number;
	/** Absent: the queue's. */
	readonly visibilityTimeoutSeconds: number | undefined;
	/** FIFO only. */
	readonly attemptId: string | undefined;
};

/**
Receives what is visible: hides it, counts it, and sends to the dead-letter queue what was received too often before.

@see [Amazon SQS visibility timeout](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html)
*/
export function receiveMessages(queue: Queue, request: ReceiveRequest, nowMs: EpochMs): readonly ReceivedMessage[] {
	settleQueue(queue, nowMs);
	const timeoutSeconds = request.visibilityTimeoutSeconds ?? queue.settings.visibilityTimeoutSeconds;
	const hiddenUntilMs = nowMs + timeoutSeconds * 1000;
	const repeated = request.attemptId === undefined ? undefined : repeatAttempt(queue, request.attemptId, {hiddenUntilMs, nowMs});
	if (repeated) return repeated;

	const received = takeMessages(queue, {countMax: request.countMax, hiddenUntilMs, nowMs});
	if (received.length > 0) countMetrics(queue, {name: 'NumberOfMessagesReceived', value: received.length, unit: 'Count'});
	if (request.attemptId !== undefined && received.length > 0) rememberAttempt(queue, request.attemptId, {received, hiddenUntilMs, nowMs});
	if (timeoutSeconds === 0) for (const {message} of received) showMessage(queue, message);
	return received;
}

/** Throws OverLimit as a short poll does when a standard queue has too many messages in flight. */
export function checkInFlightLimit(queue: Queue): void {
	if (!queue.isFifo && queue.inFlightCount >= inFlightMax) throw overLimit();
}

function takeMessages(queue: Queue, options: {countMax: number; hiddenUntilMs: EpochMs; nowMs: EpochMs}): readonly ReceivedMessage[] {
	const {hiddenUntilMs, nowMs} = options;
	const countMax = Math.min(options.countMax, inFlightMax - queue.inFlightCount);
	const received: ReceivedMessage[] = [];
	if (countMax <= 0) return received;
	const deadLetter = deadLetterQueueOf(queue);
	let movedCount = 0;
	queue.backlog.take(message => {
		if (deadLetter && message.receiveCount - (message.details?.receiveCountBefore ?? 0) >= deadLetter.maxReceiveCount) {
			moveToDeadLetterQueue(queue, message, {target: deadLetter.queue, nowMs});
			movedCount++;
			return movedCount < redrivePerReceiveMax;
		}
		received.push(handOut(queue, message, {hiddenUntilMs, nowMs}));
		return received.length < countMax;
	});
	if (deadLetter && movedCount > 0) deadLetter.queue.waiters?.wake(nowMs);
	return received;
}

function handOut(queue: Queue, message: Message, options: {hiddenUntilMs: EpochMs; nowMs: EpochMs}): ReceivedMessage {
	finishBody(message);
	message.receiveCount++;
	const handling = handlingOf(message);
	handling.firstReceivedAtMs ??= options.nowMs;
	handling.receivedAtMs = options.nowMs;
	queue.received.set(message.serial, message);
	hideMessage(queue, message, {status: 'inFlight', untilMs: options.hiddenUntilMs});
	return {
		message,
		receiptHandle: formatReceiptHandle(queue.key, {serial: message.serial, receiveCount: message.receiveCount}),
	};
}
