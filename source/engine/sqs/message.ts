import type {EpochMs} from '../../shared/clock.ts';
import type {LateBody} from '../action.ts';

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
	/** The ID from the queue it first was in. Absent: made of its serial. */
	readonly id?: string | undefined;
	/** Absent: the queue's own account. */
	readonly senderId?: string | undefined;
	readonly attributes?: MessageAttributes | undefined;
	readonly md5OfAttributes?: string | undefined;
	readonly traceHeader?: string | undefined;
	/** FIFO only. */
	readonly deduplicationId?: string | undefined;
	/** The queue that a message in a dead-letter queue came from. */
	readonly deadLetterSourceArn?: string | undefined;
	/** How often it was received before it entered this queue; a redrive policy counts from there. */
	readonly receiveCountBefore?: number | undefined;
	/** What the body, empty until then, is made by; see `finishBody`. */
	readonly lateBody?: LateBody | undefined;
};

/** What a message is before it enters a queue. */
export type NewMessage = {
	readonly body: string;
	/** Absent: nobody has needed it yet. */
	readonly md5OfBody?: string | undefined;
	readonly sentAtMs: EpochMs;
	readonly groupId: string | undefined;
	readonly details: MessageDetails | undefined;
};

/** What only messages have that were received or delayed, kept apart as `MessageDetails` are. */
type Handling = {
	firstReceivedAtMs: EpochMs | undefined;
	/** The last receive; the 12 hours of visibility run from it. */
	receivedAtMs: EpochMs | undefined;
	/** When a delayed or in-flight message becomes visible. */
	hiddenUntilMs: EpochMs | undefined;
	/** Place in the heap of hidden messages, else −1. */
	hiddenIndex: number;
};

/**
A message in a queue. Its links and places belong to the queue's data structures.

Its ID and its sequence number are made when somebody asks: kept, they would take more room than all the rest but the body. So would the MD5 of its body, which is kept in short queues only, where room does not matter.
*/
export type Message = {
	body: string;
	/** As it was told to the sender. Absent in long queues. */
	readonly md5OfBody: string | undefined;
	readonly sentAtMs: EpochMs;
	readonly groupId: string | undefined;
	details: MessageDetails | undefined;
	/** Its number within the queue: receipt handles carry it, ID and sequence number are made of it. */
	readonly serial: number;
	status: MessageStatus;
	/** How often it was received, in this queue and in those it was redriven from. */
	receiveCount: number;
	handling: Handling | undefined;
	/** Neighbours in the backlog. */
	previous: Message | undefined;
	next: Message | undefined;
	/** Standard queues: its turn among all messages that have become visible. */
	turn: number;
	/** Neighbours in the order of sending. */
	older: Message | undefined;
	newer: Message | undefined;
};

/** A message about to enter a queue, linked nowhere yet. */
export function createMessage(content: NewMessage, options: {serial: number; receiveCount: number; keepsMd5: boolean}): Message {
	// Spelled out, so that all messages share one hidden class.
	return {
		body: content.body,
		md5OfBody: options.keepsMd5 ? content.md5OfBody : undefined,
		sentAtMs: content.sentAtMs,
		groupId: content.groupId,
		details: content.details,
		serial: options.serial,
		status: 'gone',
		receiveCount: options.receiveCount,
		handling: undefined,
		previous: undefined,
		next: undefined,
		turn: 0,
		older: undefined,
		newer: undefined,
	};
}

/** For what is to be said of a message's handling. */
export function handlingOf(message: Message): Handling {
	message.handling ??= {firstReceivedAtMs: undefined, receivedAtMs: undefined, hiddenUntilMs: undefined, hiddenIndex: -1};
	return message.handling;
}

/** Makes the body of a message that another service has put off making until somebody reads it. To be called before the body is read. */
export function finishBody(message: Message): void {
	const late = message.details?.lateBody;
	if (!late) return;
	message.body = late.finish();
	message.details = {...message.details, lateBody: undefined};
}
