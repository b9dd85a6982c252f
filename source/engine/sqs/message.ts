import type {EpochMs} from '../../shared/clock.ts';
import {md5OfText} from './md5.ts';

/** A message attribute as it came over the wire; binary values as base64 text. */
export type MessageAttributeValue = {
	readonly DataType: string;
	readonly StringValue?: string | undefined;
	readonly BinaryValue?: string | undefined;
};

export type MessageAttributes = Readonly<Record<string, MessageAttributeValue>>;

/** `gone`: deleted, purged, expired or moved away; somebody may still hold a reference. */
export type MessageStatus = 'visible' | 'delayed' | 'inFlight' | 'gone';

/** What most messages do not have, kept apart so that a million plain ones stay small. */
export type MessageDetails = {
	readonly attributes?: MessageAttributes | undefined;
	readonly md5OfAttributes?: string | undefined;
	readonly traceHeader?: string | undefined;
	/** FIFO only. */
	readonly deduplicationId?: string | undefined;
	/** FIFO only: 20 digits. */
	readonly sequenceNumber?: string | undefined;
	/** The queue that a message in a dead-letter queue came from. */
	readonly deadLetterSourceArn?: string | undefined;
	/** Makes the body that the present one only stands in for; see `finishMessage`. */
	readonly finishBody?: (() => string) | undefined;
};

/** What a message is before it enters a queue. */
export type NewMessage = {
	readonly id: string;
	body: string;
	md5OfBody: string;
	readonly senderId: string;
	readonly sentAtMs: EpochMs;
	readonly groupId: string | undefined;
	details: MessageDetails | undefined;
};

/** A message in a queue. Its links and places belong to the queue's data structures. */
export type Message = NewMessage & {
	/** Its number within the queue; receipt handles carry it. */
	readonly serial: number;
	status: MessageStatus;
	/** How often it was received, in this queue and in those it was redriven from. */
	receiveCount: number;
	/** How many of those were before it entered this queue; a redrive policy counts the others. */
	readonly receiveCountBefore: number;
	firstReceivedAtMs: EpochMs | undefined;
	/** The last receive; the 12 hours of visibility run from it. */
	receivedAtMs: EpochMs | undefined;
	/** When a delayed or in-flight message becomes visible. */
	hiddenUntilMs: EpochMs | undefined;
	/** Place in the heap of hidden messages, else −1. */
	hiddenIndex: number;
	/** Neighbours in the backlog. */
	previous: Message | undefined;
	next: Message | undefined;
	/** Standard queues: its turn among all messages that have become visible. */
	turn: number;
	/** Neighbours in the order of sending. */
	older: Message | undefined;
	newer: Message | undefined;
	/** Place in the heap of late arrivals, else −1. */
	lateIndex: number;
};

/** A message about to enter a queue, linked nowhere yet. */
export function createMessage(
	content: NewMessage,
	options: {serial: number; receiveCount: number; firstReceivedAtMs: EpochMs | undefined},
): Message {
	// Spelled out, so that all messages share one hidden class.
	return {
		id: content.id,
		body: content.body,
		md5OfBody: content.md5OfBody,
		senderId: content.senderId,
		sentAtMs: content.sentAtMs,
		groupId: content.groupId,
		details: content.details,
		serial: options.serial,
		status: 'gone',
		receiveCount: options.receiveCount,
		receiveCountBefore: options.receiveCount,
		firstReceivedAtMs: options.firstReceivedAtMs,
		receivedAtMs: undefined,
		hiddenUntilMs: undefined,
		hiddenIndex: -1,
		previous: undefined,
		next: undefined,
		turn: 0,
		older: undefined,
		newer: undefined,
		lateIndex: -1,
	};
}

/** Makes the body of a message that another service has put off making until somebody reads it. To be called before the body or its MD5 is read. */
export function finishMessage(message: NewMessage): void {
	const finishBody = message.details?.finishBody;
	if (!finishBody) return;
	message.body = finishBody();
	message.md5OfBody = md5OfText(message.body);
	message.details = {...message.details, finishBody: undefined};
}
