import {shortShardId} from '../../operations/shard-id.ts';
import {formatShare, type ShardView} from '../../operations/shards.ts';
import {formatHashKeyHex} from '../../rules/hash-key.ts';
import {plural} from '../../shared/units.ts';
import type {DetailsLayer, State} from '../state.ts';
import {hashOf} from './record-pane.ts';
import type {StreamRow} from './state.ts';
import {recordUnderCursor, shardUnderCursor} from './subject.ts';
import type {TailRecord} from './tail-record.ts';

type Facts = DetailsLayer['rows'];

/** All that is known of what is under the cursor: the record, the shard, or the stream. */
export function detailsHere(state: State, row: StreamRow): {readonly title: string; readonly rows: Facts} {
	const record = recordUnderCursor(state);
	if (record) return {title: 'record', rows: recordFacts(state, row, record)};
	const shard = shardUnderCursor(state);
	if (shard) return {title: `shard ${shortShardId(shard.shard.id)}`, rows: shardFacts(shard)};
	return {title: 'details', rows: streamFacts(row)};
}

function recordFacts(state: State, row: StreamRow, record: TailRecord): Facts {
	const {isExplicit, key} = hashOf(state, row.ref.name, record);
	return [
		['StreamName', row.ref.name],
		['ShardId', record.shardId],
		['SequenceNumber', record.sequenceNumber],
		['ApproximateArrivalTimestamp', new Date(record.arrivedAtMs).toISOString()],
		['PartitionKey', record.partitionKey],
		['its MD5, the hash key', String(key)],
		...(isExplicit ? [['', 'not in this shard: put with an explicit hash key'] as const] : []),
		['size', plural(record.data.byteLength, 'byte')],
		['read here', new Date(record.readAtMs).toISOString()],
		['behind the newest when read', `${record.behindMs} ms`],
	];
}

function shardFacts({childIds, closedBy, origin, parentIds, shard, share}: ShardView): Facts {
	return [
		['ShardId', shard.id],
		['state', shard.sequenceNumberEnd === undefined ? 'open' : `closed${closedBy ? ` by a ${closedBy}` : ''}`],
		['share of the hash space', formatShare(share)],
		['StartingHashKey', `${shard.hashKeyStart}`],
		['', `0x${formatHashKeyHex(shard.hashKeyStart)}`],
		['EndingHashKey', `${shard.hashKeyEnd}`],
		['', `0x${formatHashKeyHex(shard.hashKeyEnd)}`],
		['StartingSequenceNumber', shard.sequenceNumberStart],
		['EndingSequenceNumber', shard.sequenceNumberEnd ?? 'none: it is open'],
		[
			'origin',
			origin === 'created'
				? 'created with the stream, or its parents are gone'
				: `${origin} of ${parentIds.map(shortShardId).join(' and ')}`,
		],
		['children', childIds.length === 0 ? 'none' : childIds.join(', ')],
	];
}

function streamFacts({ref, summary}: StreamRow): Facts {
	const known = summary
		? ([
				['StreamMode', summary.mode],
				['OpenShardCount', String(summary.openShardCount)],
				['ConsumerCount', String(summary.consumerCount)],
				['RetentionPeriodHours', String(summary.retentionHours)],
				['EncryptionType', summary.encryption],
				['MaxRecordSize', `${summary.recordBytesMax} bytes`],
				['StreamCreationTimestamp', new Date(summary.createdAtMs).toISOString()],
			] as const)
		: [];
	return [['StreamName', ref.name], ['StreamARN', ref.arn], ['StreamStatus', summary?.status ?? ref.status], ...known];
}
