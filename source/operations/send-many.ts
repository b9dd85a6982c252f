import type {OutgoingMessage, QueueRef} from '../aws/queue.ts';
import type {Session} from '../aws/session.ts';
import type {Clock} from '../shared/clock.ts';
import {inBatchesOf} from './batches.ts';
import {messageBytes} from './message-size.ts';
import {retryFailed, type Refused} from './retry-failed.ts';

/** After each batch. `refused` holds only what this batch lost for good; its index counts from the first message of all. */
export type SendProgress = {readonly sentCount: number; readonly refusedCount: number; readonly refused: readonly Refused[]};

/** SQS's limits of a batch. */
const limits = {countMax: 10, bytesMax: 1_048_576, lingerMs: 200};

/**
Sends messages as they come, ten in a call, one call after the other, so that each group of a FIFO queue keeps its order. Changes real data.

Entries that AWS refuses for reasons of its own are sent again, up to eight times; of a FIFO group, such an entry then comes after those of its batch that
went through. The source is read no faster than AWS accepts.

@throws What fails a whole call: denied, unreachable, aborted. What was sent before stays sent.
*/
export async function* sendMany(
	session: Session,
	options: {queue: QueueRef; messages: AsyncIterable<OutgoingMessage>; clock: Clock},
	{signal}: {signal?: AbortSignal} = {},
): AsyncGenerator<SendProgress> {
	const {queue, messages, clock} = options;
	let startIndex = 0;
	let refusedCount = 0;
	for await (const batch of inBatchesOf(messages, message => messageBytes(message.body, message.attributes), {...limits, clock})) {
		const send = async (items: readonly OutgoingMessage[]) => {
			const {failed} = await session.queues.sendBatch(queue.url, items, signal ? {signal} : {});
			return {refused: failed.map(({index, code, message, isSenderFault}) => ({index, code, message, canRetry: !isSenderFault}))};
		};
		const refused = await retryFailed(batch, {send, clock, ...(signal && {signal})});
		const first = startIndex;
		startIndex += batch.length;
		refusedCount += refused.length;
		yield {sentCount: startIndex - refusedCount, refusedCount, refused: refused.map(each => ({...each, index: first + each.index}))};
	}
}
