import type {StreamRecord} from '../aws/stream.ts';
import type {FilterCandidate} from '../payload/filter/candidate.ts';
import type {EpochMs} from '../shared/clock.ts';
import {aggregatedTexts, candidateText} from './candidate-text.ts';
import {shortShardId} from './shard-id.ts';

/** A record as a filter sees it. Its data is decoded only when a term looks inside. Of an aggregate each record is looked at, with its own key. */
export function recordCandidate(record: StreamRecord, context: {readonly shardId: string; readonly nowMs: EpochMs}): FilterCandidate {
	const {nowMs, shardId} = context;
	const fields = {key: record.partitionKey, shard: shortShardId(shardId), id: record.sequenceNumber};
	const numbers = {sizeBytes: record.data.byteLength, sentAtMs: record.arrivedAtMs};
	const parts = aggregatedTexts(record.data);
	return {
		get text() {
			return candidateText(record.data);
		},
		fields,
		numbers,
		nowMs,
		...(parts && {parts: parts.map(({partitionKey, text}) => ({text, fields: {...fields, key: partitionKey}, numbers, nowMs}))}),
	};
}
