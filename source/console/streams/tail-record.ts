import type {StreamRecord} from '../../aws/stream.ts';
import type {EpochMs} from '../../shared/clock.ts';
import {readKplAggregate} from '../../payload/kpl.ts';
import {recordCandidate} from '../../operations/record-candidate.ts';
import {passesFilter} from '../filters.ts';
import {matchesText} from '../list.ts';

/** A record as a tail read it. */
export type TailRecord = StreamRecord & {
	/** Different for each record of a tail. */
	readonly id: string;
	/** Counts up in the order of reading, over all shards. */
	readonly index: number;
	readonly shardId: string;
	/** How far the reader of its shard was behind the newest record. */
	readonly behindMs: number;
	readonly readAtMs: EpochMs;
	/** Set on a KPL aggregate and on each record that was in it. */
	readonly aggregate?:
		| {readonly role: 'parent'; /** In it; more than are shown one by one, perhaps. */ readonly childCount: number}
		| {
				readonly role: 'child';
				readonly isLast: boolean;
				/** From 0, as the KPL counts them: its sub-sequence number. */ readonly position: number;
		  };
};

/** Records of one aggregate shown one by one at most: one that was made to be a trap must not push everything else out. */
const childrenShownMax = 100;

/** What a kept record costs beside its data: its key, numbers and object, roughly. */
const overheadBytes = 400;

/** What it takes of the buffer's bound, in bytes. */
export function keptBytes({aggregate, data, partitionKey}: Pick<TailRecord, 'aggregate' | 'data' | 'partitionKey'>): number {
	// The data of a record of an aggregate lies within the aggregate's.
	return (aggregate?.role === 'child' ? 0 : data.byteLength) + partitionKey.length * 2 + overheadBytes;
}

/** Small answers lie in blocks of 8 KiB: a record of a few bytes must not keep one to itself. */
const slackBytesMax = 512;

/** The data alone: a view into a whole answer would keep all of that answer in memory. */
export function ownData(data: Uint8Array): Uint8Array {
	const isSmallPartOfMore = data.buffer.byteLength > data.byteLength * 2 + slackBytesMax;
	// Not slice(): that of a Buffer is a view again.
	return isSmallPartOfMore ? new Uint8Array(data) : data;
}

/** A KPL aggregate and the records in it, in order; any other record alone. Ids and indexes count up from its own. */
export function unfoldRecord(record: TailRecord): readonly TailRecord[] {
	const aggregate = readKplAggregate(record.data);
	if (!aggregate || !('records' in aggregate)) return [record];
	const shown = aggregate.records.slice(0, childrenShownMax);
	const children = shown.map(({data, partitionKey}, position): TailRecord => {
		const index = record.index + position + 1;
		return {
			...record,
			id: String(index),
			index,
			partitionKey,
			data,
			aggregate: {role: 'child', position, isLast: position === shown.length - 1},
		};
	});
	return [{...record, aggregate: {role: 'parent', childCount: aggregate.records.length}}, ...children];
}

/** The data read as UTF-8; what is no UTF-8 becomes U+FFFD. */
export function dataText(data: Uint8Array): string {
	return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('utf8');
}

/** The filter on the record; plain text is looked for in the key, too. */
export function matchesRecord(
	record: Pick<TailRecord, 'data' | 'partitionKey' | 'shardId' | 'arrivedAtMs' | 'sequenceNumber'>,
	filter: string,
): boolean {
	if (filter === '' || matchesText(record.partitionKey, filter)) return true;
	return passesFilter(filter, recordCandidate(record, {shardId: record.shardId, nowMs: record.arrivedAtMs}));
}
