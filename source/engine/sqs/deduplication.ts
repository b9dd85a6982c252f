import type {EpochMs} from '../../shared/clock.ts';
import {ExpiringMap} from '../../shared/expiring-map.ts';

/** How long SQS remembers a deduplication ID. */
const deduplicationMs = 5 * 60 * 1000;

export type MessageIdentity = {readonly deduplicationId: string; readonly groupId: string};

/** The deduplication IDs that a FIFO queue has accepted in the last five minutes, with the serial of each one's first message. Outlives the messages themselves. */
export type Deduplication = {
	find(identity: MessageIdentity, nowMs: EpochMs): number | undefined;
	accept(identity: MessageIdentity, serial: number, nowMs: EpochMs): void;
};

/**
@param scope The scope of the queue's creation. Observed on AWS by others: changing the attribute later does not change what is a duplicate.
@see [Exactly-once processing in Amazon SQS](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-exactly-once-processing.html)
*/
export function createDeduplication(scope: 'queue' | 'messageGroup'): Deduplication {
	const serials = new ExpiringMap<number>(deduplicationMs);
	// A space cannot be part of either ID.
	const keyOf = ({deduplicationId, groupId}: MessageIdentity): string =>
		scope === 'queue' ? deduplicationId : `${groupId} ${deduplicationId}`;
	return {
		find: (identity, nowMs) => serials.get(keyOf(identity), nowMs),
		accept: (identity, serial, nowMs) => serials.set(keyOf(identity), serial, nowMs),
	};
}
