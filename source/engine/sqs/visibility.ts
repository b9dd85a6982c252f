import type {EpochMs} from '../../shared/clock.ts';
import {invalidValue, messageNotAvailable, receiptHandleExpired, receiptHandleIsInvalid} from './errors.ts';
import type {Message} from './message.ts';
import {countMetrics} from './metrics.ts';
import {hideMessage, removeMessage, settleQueue, showMessage, type Queue} from './queue.ts';
import {parseReceiptHandle} from './receipt-handle.ts';

/** 12 hours: the longest a message may stay invisible, counted from its receive. */
export const visibilityTimeoutSecondsMax = 43_200;

/** The message of a handle, and whether that handle is the newest and the message still in flight. */
type HeldMessage = {readonly message: Message | undefined; readonly isHeld: boolean};

function findMessage(queue: Queue, receiptHandle: string): HeldMessage {
	const receipt = parseReceiptHandle(queue.key, receiptHandle);
	if (!receipt) throw receiptHandleIsInvalid(receiptHandle);
	const message = queue.received.get(receipt.serial);
	return {message, isHeld: message?.status === 'inFlight' && message.receiveCount === receipt.receiveCount};
}

/**
Deletes a message. A standard queue takes any handle the message ever had, a FIFO queue only the newest while the message is in flight; deleting what is gone already succeeds.

Throws ReceiptHandleIsInvalid for garbage and for handles of other queues.
*/
export function deleteMessage(queue: Queue, receiptHandle: string, nowMs: EpochMs): void {
	settleQueue(queue, nowMs);
	const {message, isHeld} = findMessage(queue, receiptHandle);
	if (!message) return;
	if (queue.isFifo && !isHeld) throw receiptHandleExpired(receiptHandle);
	removeMessage(queue, message);
	countMetrics(queue, {name: 'NumberOfMessagesDeleted', value: 1, unit: 'Count'});
}

/**
Hides an in-flight message until so many seconds from now; 0 makes it visible. A handle that no longer holds its message changes nothing on a standard queue and is refused by a FIFO queue.

@see [ChangeMessageVisibility](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html)
*/
export function changeVisibility(queue: Queue, change: {receiptHandle: string; timeoutSeconds: number}, nowMs: EpochMs): void {
	const {receiptHandle, timeoutSeconds} = change;
	checkVisibilityTimeout(timeoutSeconds);
	settleQueue(queue, nowMs);
	const {message, isHeld} = findMessage(queue, receiptHandle);
	if (!message) throw messageNotAvailable(receiptHandle);
	if (!isHeld) {
		if (queue.isFifo) throw receiptHandleExpired(receiptHandle);
		return;
	}
	const untilMs = nowMs + timeoutSeconds * 1000;
	// On AWS some time has always passed since the receive, so that the full 12 hours are never granted.
	if (untilMs - (message.handling?.receivedAtMs ?? nowMs) >= visibilityTimeoutSecondsMax * 1000) throw beyondLimit(timeoutSeconds, '.');
	if (timeoutSeconds === 0) showMessage(queue, message);
	else hideMessage(queue, message, {status: 'inFlight', untilMs});
}

export function checkVisibilityTimeout(seconds: number): void {
	if (seconds < 0 || seconds > visibilityTimeoutSecondsMax) throw beyondLimit(seconds, '');
}

/** AWS ends the sentence for ChangeMessageVisibility only. */
function beyondLimit(seconds: number, end: '.' | ''): Error {
	return invalidValue({
		value: seconds,
		parameter: 'VisibilityTimeout',
		reason: 'Total VisibilityTimeout for the message is beyond the limit [43200 seconds]' + end,
	});
}
