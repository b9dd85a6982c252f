import {createHash} from 'node:crypto';
import type {EpochMs} from '../../shared/clock.ts';
import {createArchive, type Archive} from './archive.ts';
import type {RecentMessages} from './throughput.ts';

/** AWS remembers a deduplication id for 5 minutes. */
const deduplicationMs = 300_000;

/** What a FIFO topic remembers of its publications. */
export type FifoTopic = {
	publishedCount: number;
	/** By deduplication key, oldest first. */
	readonly remembered: Map<string, Remembered>;
	readonly archive: Archive;
	/** Counted where limits are kept. */
	recent: RecentMessages | undefined;
};

type Remembered = {readonly untilMs: EpochMs; readonly messageId: string; readonly sequenceNumber: string};

export function createFifoTopic(): FifoTopic {
	return {publishedCount: 0, remembered: new Map(), archive: createArchive(), recent: undefined};
}

/** The id that AWS computes for a topic with ContentBasedDeduplication: SHA-256 of the message's body, in hexadecimal. */
export function contentDeduplicationId(message: string): string {
	return createHash('sha256').update(message).digest('hex');
}

/** 20 digits, rising within the topic. */
export function nextSequenceNumber(fifo: FifoTopic): string {
	fifo.publishedCount++;
	return `1${String(fifo.publishedCount).padStart(16, '0')}000`;
}

/** Within a message group when the topic's FifoThroughputScope is MessageGroup, else within the topic. */
export function deduplicationKey(options: {deduplicationId: string; groupId: string; scope: string}): string {
	return options.scope === 'MessageGroup' ? `${options.groupId}\n${options.deduplicationId}` : options.deduplicationId;
}

/** What was published under this key less than 5 minutes ago, if anything. */
export function findDuplicate(fifo: FifoTopic, key: string, nowMs: EpochMs): Remembered | undefined {
	forgetExpired(fifo, nowMs);
	return fifo.remembered.get(key);
}

export function rememberPublication(
	fifo: FifoTopic,
	key: string,
	publication: {messageId: string; sequenceNumber: string; nowMs: EpochMs},
): void {
	const {messageId, sequenceNumber, nowMs} = publication;
	fifo.remembered.set(key, {untilMs: nowMs + deduplicationMs, messageId, sequenceNumber});
}

/** Entries are in order of their end, so this looks at no more than it forgets, and one. */
function forgetExpired(fifo: FifoTopic, nowMs: EpochMs): void {
	for (const [key, entry] of fifo.remembered) {
		if (entry.untilMs > nowMs) return;
		fifo.remembered.delete(key);
	}
}
