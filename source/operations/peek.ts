import {isAborted} from '../aws/errors.ts';
import type {QueueAttributes} from '../aws/queue.ts';
import type {Session} from '../aws/session.ts';
import {sleep, type Clock} from '../shared/clock.ts';
import type {SluiceError} from '../shared/errors.ts';
import type {MessageFate} from './message-fate.ts';
import {PeekHolder} from './peek-hold.ts';
import type {PeekedMessage} from './peek-state.ts';

export type PeekOptions = {
	readonly clock: Clock;
	readonly queue: QueueAttributes;
	/** How many different messages are wanted. */
	readonly count: number;
	/** 0 glances: one call, at most 10 messages, none hidden. Default: 20. */
	readonly visibilityTimeoutSeconds?: number;
	/** Whether what is held is extended at half its time. Default: true. */
	readonly isKept?: boolean;
	/** Called after each change of `messages()`. */
	readonly onChange?: () => void;
};

/** Messages received to be looked at, and given back. */
export type Peek = {
	/**
	Receives until the number wanted is there, three answers were empty, three brought nothing new, or 1,000 are held. May be called again for more.

	@throws What ReceiveMessage answers. What was received before stays held.
	*/
	collect(): Promise<void>;
	/** Holds these, or all that are held, for another visibility timeout, and keeps them. */
	extend(messageIds?: readonly string[]): Promise<void>;
	/** Gives these, or all that are held, back at once. */
	release(messageIds?: readonly string[]): Promise<void>;
	/** Deletes these from the queue, for good. Those whose delete is not answered become doubtful. */
	delete(messageIds: readonly string[]): Promise<void>;
	/** What another operation did to some of these: deleted or moved messages are gone, unanswered deletes doubtful, refused handles expired. */
	settle(fates: readonly MessageFate[]): void;
	/** Whether a message is held still, so that its receipt handle is good. */
	isHeld(messageId: string): boolean;
	/** Gives back everything held and stops. Takes at most 2 seconds; what is not back by then comes back at its time. */
	end(): Promise<void>;
	/** Somebody is here: starts the five minutes anew after which all is given back. */
	touch(): void;
	/** Oldest first send first. The array is a new one after each change. */
	messages(): readonly PeekedMessage[];
	/** Why the last extension, release or delete failed. */
	problem(): SluiceError | undefined;
};

const receiveMax = 10;
/** Empty answers, and answers in a row without a new message, after which a queue counts as dry. */
const fruitlessMax = 3;
const heldMax = 1000;
const endMsMax = 2000;

/**
Receives messages without deleting them, holds them while they are looked at, and gives them back.

Each receive counts: a message already received `maxReceiveCount` times moves to the dead-letter queue instead of being shown. Of a FIFO queue, held
groups stand still for their consumers.

@see [Amazon SQS visibility timeout](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html)
*/
export function createPeek(session: Session, options: PeekOptions): Peek {
	const {clock} = options;
	const stopping = new AbortController();
	const visibilityTimeoutSeconds = options.visibilityTimeoutSeconds ?? 20;
	const holder = new PeekHolder(session, {...options, visibilityTimeoutSeconds, signal: stopping.signal});
	let isEnding = false;
	let collecting: Promise<void> | undefined;
	let ended: Promise<void> | undefined;

	/** Lets a receive under way come in first, for what it brings must be given back, too. */
	async function giveAllBack(): Promise<void> {
		await collecting?.catch(() => {
			// Whoever called collect() has this error already.
		});
		await holder.release();
	}

	return {
		collect() {
			collecting ??= collectOnce(
				session,
				{...options, visibilityTimeoutSeconds},
				{holder, signal: stopping.signal, isEnding: () => isEnding},
			)
				.catch((error: unknown) => {
					if (!(isEnding && isAborted(error))) throw error;
				})
				.finally(() => {
					collecting = undefined;
				});
			return collecting;
		},
		extend: messageIds => holder.extend(messageIds),
		release: messageIds => holder.release(messageIds),
		delete: messageIds => holder.delete(messageIds),
		settle: fates => holder.settle(fates),
		isHeld: messageId => holder.isHeld(messageId),
		end() {
			isEnding = true;
			ended ??= within(giveAllBack(), {clock, durationMs: endMsMax}).finally(() => {
				stopping.abort();
				holder.stop();
			});
			return ended;
		},
		touch: () => holder.touch(),
		messages: () => holder.messages(),
		problem: () => holder.problem(),
	};
}

/** Waits up to a second in each receive, which makes SQS ask all its servers rather than a few. */
async function collectOnce(
	session: Session,
	options: PeekOptions & {visibilityTimeoutSeconds: number},
	state: {holder: PeekHolder; signal: AbortSignal; isEnding: () => boolean},
): Promise<void> {
	const {clock, queue, count, visibilityTimeoutSeconds} = options;
	const {holder, signal, isEnding} = state;
	const seen = new Set<string>();
	let emptyCount = 0;
	let staleCount = 0;
	while (!isEnding() && emptyCount < fruitlessMax && staleCount < fruitlessMax) {
		const wantedCount = Math.min(receiveMax, count - seen.size, heldMax - holder.hiddenCount());
		if (wantedCount <= 0) return;
		const askedAtMs = clock.nowMs();
		const messages = await session.queues.receive(queue.url, {count: wantedCount, visibilityTimeoutSeconds, waitSeconds: 1, signal});
		holder.add(messages, askedAtMs);
		const seenBefore = seen.size;
		for (const {messageId} of messages) seen.add(messageId);
		if (messages.length === 0) emptyCount++;
		else if (seen.size === seenBefore) staleCount++;
		else staleCount = 0;
		if (visibilityTimeoutSeconds === 0) return;
	}
}

/** Waits for the work, but no longer. Its failure is the holder's to tell. */
async function within(work: Promise<void>, options: {clock: Clock; durationMs: number}): Promise<void> {
	const timer = new AbortController();
	const tooLong = sleep(options.clock, options.durationMs, {signal: timer.signal}).catch(() => {
		// The work came first.
	});
	await Promise.race([work.catch(() => {}), tooLong]);
	timer.abort();
}
