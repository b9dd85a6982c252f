import type {EpochMs} from '../../shared/clock.ts';
import {ExpiringMap} from '../../shared/expiring-map.ts';
import type {Message} from './message.ts';
import {hideMessage, type Queue} from './queue.ts';

/** A message as one receive handed it out. */
export type ReceivedMessage = {readonly message: Message; readonly receiptHandle: string};

/** What one ReceiveMessage with a ReceiveRequestAttemptId handed out, and the deadline it gave. */
type ReceiveAttempt = {readonly received: readonly ReceivedMessage[]; readonly hiddenUntilMs: EpochMs};

/** FIFO receives of the last five minutes by their ReceiveRequestAttemptId. */
export type ReceiveAttempts = ExpiringMap<ReceiveAttempt>;

const attemptMs = 5 * 60 * 1000;

export function rememberAttempt(
	queue: Queue,
	attemptId: string,
	attempt: {received: readonly ReceivedMessage[]; hiddenUntilMs: EpochMs; nowMs: EpochMs},
): void {
	queue.receiveAttempts ??= new ExpiringMap(attemptMs);
	queue.receiveAttempts.set(attemptId, {received: attempt.received, hiddenUntilMs: attempt.hiddenUntilMs}, attempt.nowMs);
}

/**
The messages of an earlier receive with this ID, hidden anew; undefined when there was none, or when any of its messages has been deleted, has become visible or had its visibility changed.

@see [Using the receive request attempt ID with Amazon SQS](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/using-receiverequestattemptid-request-parameter.html)
*/
export function repeatAttempt(
	queue: Queue,
	attemptId: string,
	options: {hiddenUntilMs: EpochMs; nowMs: EpochMs},
): readonly ReceivedMessage[] | undefined {
	const attempt = queue.receiveAttempts?.get(attemptId, options.nowMs);
	if (!attempt) return undefined;
	const isUnchanged = attempt.received.every(
		({message}) => message.status === 'inFlight' && message.handling?.hiddenUntilMs === attempt.hiddenUntilMs,
	);
	if (!isUnchanged) return undefined;
	for (const {message} of attempt.received) hideMessage(queue, message, {status: 'inFlight', untilMs: options.hiddenUntilMs});
	// The five minutes run from the first attempt; only the deadline to compare with is new.
	queue.receiveAttempts?.replace(attemptId, {received: attempt.received, hiddenUntilMs: options.hiddenUntilMs});
	return attempt.received;
}
