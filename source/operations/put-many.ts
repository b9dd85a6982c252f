import type {Session} from '../aws/session.ts';
import type {OutgoingRecord} from '../aws/stream.ts';
import type {Clock} from '../shared/clock.ts';
import {inBatchesOf} from './batches.ts';
import {recordBytes} from './put.ts';
import {retryFailed, type Refused} from './retry-failed.ts';

/** After each batch. `refused` holds only what this batch lost for good; its index counts from the first record of all. */
export type PutProgress = {readonly putCount: number; readonly refusedCount: number; readonly refused: readonly Refused[]};

/** PutRecords takes 500 records and 10 MiB. Half of that leaves room for the encoding, and for others. */
const limits = {countMax: 500, bytesMax: 5 * 1024 * 1024, lingerMs: 200};

const passing = /ProvisionedThroughputExceeded|InternalFailure|Throttl|KMSThrottling/;

/**
Puts records as they come, up to 500 in a call, one call after the other. Changes real data.

Records that a shard refuses for now are put again, up to eight times, so the order of a partition key is not kept across such a refusal. The source is
read no faster than the stream accepts.

@throws What fails a whole call: denied, unreachable, aborted. What was put before stays put.
*/
export async function* putMany(
	session: Session,
	options: {stream: string; records: AsyncIterable<OutgoingRecord>; clock: Clock},
	{signal}: {signal?: AbortSignal} = {},
): AsyncGenerator<PutProgress> {
	const {stream, records, clock} = options;
	let startIndex = 0;
	let refusedCount = 0;
	for await (const batch of inBatchesOf(records, recordBytes, {...limits, clock})) {
		const send = async (items: readonly OutgoingRecord[]) => {
			const answers = await session.streams.putBatch(stream, items, signal ? {signal} : {});
			return {
				refused: answers.flatMap((answer, index) =>
					'code' in answer ? [{index, code: answer.code, message: answer.message, canRetry: passing.test(answer.code)}] : [],
				),
			};
		};
		const refused = await retryFailed(batch, {send, clock, ...(signal && {signal})});
		const first = startIndex;
		startIndex += batch.length;
		refusedCount += refused.length;
		yield {putCount: startIndex - refusedCount, refusedCount, refused: refused.map(each => ({...each, index: first + each.index}))};
	}
}
