import type {StreamRecord} from '../aws/stream.ts';
import {decodePayload} from '../payload/decode.ts';
import type {FilterCandidate} from '../payload/filter/candidate.ts';
import type {EpochMs} from '../shared/clock.ts';
import {shortShardId} from './shard-id.ts';

/** A record as a filter sees it. Its data is decoded only when a term looks inside. */
export function recordCandidate(record: StreamRecord, context: {readonly shardId: string; readonly nowMs: EpochMs}): FilterCandidate {
	return {
		get text() {
			const decoded = decodePayload(record.data);
			return decoded.format === 'hex' ? Buffer.from(record.data).toString('utf8') : decoded.text;
		},
		fields: {key: record.partitionKey, shard: shortShardId(context.shardId), id: record.sequenceNumber},
		numbers: {sizeBytes: record.data.byteLength, sentAtMs: record.arrivedAtMs},
		nowMs: context.nowMs,
	};
}
