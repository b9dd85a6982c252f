import {Heap} from '../../shared/heap.ts';
import type {EpochMs} from '../../shared/clock.ts';
import type {Backlog} from './backlog.ts';
import {createDeduplication, type Deduplication} from './deduplication.ts';
import {createFifoBacklog} from './fifo-backlog.ts';
import {createMessage, handlingOf, type Message, type NewMessage} from './message.ts';
import {messageIdKey, type MessageIdKey} from './message-id.ts';
import type {ReceiveAttempts} from './receive-attempts.ts';
import type {QueueSettings} from './settings.ts';
import type {SqsState} from './state.ts';
import {createStandardBacklog} from './standard-backlog.ts';
import type {RecentCalls} from './throughput.ts';
import {Timeline} from './timeline.ts';
import type {Waiters} from './waiters.ts';

/** A queue and everything in it. All its functions are synchronous and compare deadlines with the time they are given. */
export type Queue = {
	/** Of the queue's own account and region. */
	readonly state: SqsState;
	readonly name: string;
	readonly arn: string;
	readonly isFifo: boolean;
	/** In this queue's receipt handles and no other's: 16 hexadecimal digits. */
	readonly key: string;
	/** Of the key, for the IDs of messages. */
	readonly idKey: MessageIdKey;
	readonly createdAtMs: EpochMs;
	modifiedAtMs: EpochMs;
	settings: QueueSettings;
	tags: Map<string, string> | undefined;
	purgedAtMs: EpochMs | undefined;
	isDeleted: boolean;

	backlog: Backlog;
	/** Delayed and in-flight messages, the one that becomes visible first at the top. */
	hidden: Heap<Message>;
	timeline: Timeline;
	/** Messages that were received at least once, by serial: what receipt handles can name. */
	received: Map<number, Message>;
	visibleCount: number;
	delayedCount: number;
	inFlightCount: number;
	/** The next message's serial. */
	nextSerial: number;

	/** FIFO only. */
	readonly deduplication: Deduplication | undefined;
	receiveAttempts: ReceiveAttempts | undefined;
	/** Counted where limits are kept; FIFO only. */
	recentCalls: RecentCalls | undefined;
	/** Long polls, once there are any. */
	waiters: Waiters | undefined;
	readonly metricDimensions: {readonly QueueName: string};
};

export function createQueue(options: {
	state: SqsState;
	name: string;
	arn: string;
	isFifo: boolean;
	key: string;
	nowMs: EpochMs;
	settings: QueueSettings;
	tags: Map<string, string> | undefined;
}): Queue {
	const {isFifo, nowMs} = options;
	return {
		state: options.state,
		name: options.name,
		arn: options.arn,
		isFifo,
		key: options.key,
		idKey: messageIdKey(options.key),
		createdAtMs: nowMs,
		modifiedAtMs: nowMs,
		settings: options.settings,
		tags: options.tags,
		purgedAtMs: undefined,
		isDeleted: false,
		...emptyContents(isFifo),
		nextSerial: 1,
		deduplication: isFifo ? createDeduplication(options.settings.deduplicationScope) : undefined,
		receiveAttempts: undefined,
		recentCalls: undefined,
		waiters: undefined,
		metricDimensions: {QueueName: options.name},
	};
}

function emptyContents(
	isFifo: boolean,
): Pick<Queue, 'backlog' | 'hidden' | 'timeline' | 'received' | 'visibleCount' | 'delayedCount' | 'inFlightCount'> {
	return {
		backlog: isFifo ? createFifoBacklog() : createStandardBacklog(),
		hidden: new Heap<Message>({isBefore: becomesVisibleBefore, setIndex: setHiddenIndex}),
		timeline: new Timeline(),
		received: new Map(),
		visibleCount: 0,
		delayedCount: 0,
		inFlightCount: 0,
	};
}

function becomesVisibleBefore(left: Message, right: Message): boolean {
	const difference = hiddenUntil(left) - hiddenUntil(right);
	return difference === 0 ? left.serial < right.serial : difference < 0;
}

function setHiddenIndex(message: Message, index: number): void {
	handlingOf(message).hiddenIndex = index;
}

function hiddenUntil(message: Message): EpochMs {
	return message.handling?.hiddenUntilMs ?? 0;
}

function hiddenIndexOf(message: Message): number {
	return message.handling?.hiddenIndex ?? -1;
}

/** Drops all messages at once; receipt handles of dropped messages name nothing any more. */
export function emptyQueue(queue: Queue): void {
	Object.assign(queue, emptyContents(queue.isFifo));
	queue.receiveAttempts = undefined;
}

/** Of so many messages of a queue the MD5s of bodies are kept, in 5 MB. */
const md5CountMax = 100_000;

/** Adds a message at the end. Delayed when `visibleAtMs` is later than now. */
export function addMessage(
	queue: Queue,
	content: NewMessage,
	options: {nowMs: EpochMs; visibleAtMs: EpochMs; receiveCount?: number; firstReceivedAtMs?: EpochMs | undefined},
): Message {
	const message = createMessage(content, {
		serial: queue.nextSerial++,
		receiveCount: options.receiveCount ?? 0,
		keepsMd5: queue.visibleCount + queue.delayedCount + queue.inFlightCount < md5CountMax,
	});
	if (options.firstReceivedAtMs !== undefined) handlingOf(message).firstReceivedAtMs = options.firstReceivedAtMs;
	if (options.visibleAtMs > options.nowMs) {
		message.status = 'delayed';
		handlingOf(message).hiddenUntilMs = options.visibleAtMs;
		queue.hidden.push(message);
		queue.delayedCount++;
	} else {
		message.status = 'visible';
		queue.visibleCount++;
	}
	queue.backlog.add(message);
	queue.timeline.add(message);
	return message;
}

/** Takes a message out of the queue for good. */
export function removeMessage(queue: Queue, message: Message): void {
	queue.backlog.remove(message);
	queue.timeline.remove(message);
	const hiddenIndex = hiddenIndexOf(message);
	if (hiddenIndex >= 0) queue.hidden.remove(hiddenIndex);
	if (message.receiveCount > 0) queue.received.delete(message.serial);
	countDown(queue, message);
	message.status = 'gone';
}

/** Hides a visible message until the given time, or moves the deadline of a hidden one. */
export function hideMessage(queue: Queue, message: Message, options: {status: 'inFlight' | 'delayed'; untilMs: EpochMs}): void {
	const wasVisible = message.status === 'visible';
	countDown(queue, message);
	message.status = options.status;
	handlingOf(message).hiddenUntilMs = options.untilMs;
	if (options.status === 'inFlight') queue.inFlightCount++;
	else queue.delayedCount++;
	if (wasVisible) {
		queue.backlog.hide(message);
		queue.hidden.push(message);
	} else queue.hidden.update(hiddenIndexOf(message));
}

/** Makes a hidden message visible. */
export function showMessage(queue: Queue, message: Message): void {
	const wasInFlight = message.status === 'inFlight';
	countDown(queue, message);
	message.status = 'visible';
	handlingOf(message).hiddenUntilMs = undefined;
	queue.visibleCount++;
	queue.hidden.remove(hiddenIndexOf(message));
	queue.backlog.show(message, {wasInFlight});
}

/**
Brings the queue to the given time: drops what outlived its retention, shows what is due. Call it before looking at the queue.

Each message is dropped or shown once for each time that it was sent or hidden, so the cost is amortised over those.
*/
export function settleQueue(queue: Queue, nowMs: EpochMs): void {
	const sentBeforeMs = nowMs - queue.settings.retentionSeconds * 1000;
	for (let oldest = queue.timeline.oldest(); oldest && oldest.sentAtMs <= sentBeforeMs; oldest = queue.timeline.oldest())
		removeMessage(queue, oldest);
	for (let due = queue.hidden.peek(); due && hiddenUntil(due) <= nowMs; due = queue.hidden.peek()) showMessage(queue, due);
}

/**
Applies a FIFO queue's new delay to the messages that nobody has received yet: theirs runs from when they were sent. On standard queues a new delay is for new messages only.

Looks at what was sent within the longer of both delays, 15 minutes at most.
*/
export function applyDelayToExisting(queue: Queue, oldDelaySeconds: number, nowMs: EpochMs): void {
	const {delaySeconds} = queue.settings;
	const sinceMs = nowMs - Math.max(oldDelaySeconds, delaySeconds) * 1000;
	for (const message of [...queue.timeline.sentSince(sinceMs)].toReversed()) {
		if (message.receiveCount > 0) continue;
		const visibleAtMs = message.sentAtMs + delaySeconds * 1000;
		if (visibleAtMs > nowMs) hideMessage(queue, message, {status: 'delayed', untilMs: visibleAtMs});
		else if (message.status === 'delayed') showMessage(queue, message);
	}
}

function countDown(queue: Queue, message: Message): void {
	switch (message.status) {
		case 'visible':
			queue.visibleCount--;
			return;
		case 'delayed':
			queue.delayedCount--;
			return;
		case 'inFlight':
			queue.inFlightCount--;
			return;
		case 'gone':
	}
}
