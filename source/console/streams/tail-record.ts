import type {StreamRecord} from '../../aws/stream.ts';
import type {EpochMs} from '../../shared/clock.ts';
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
};

/** What a kept record costs beside its data: its key, numbers and object, roughly. */
const overheadBytes = 400;

/** What it takes of the buffer's bound, in bytes. */
export function keptBytes({data, partitionKey}: Pick<StreamRecord, 'data' | 'partitionKey'>): number {
	return data.byteLength + partitionKey.length * 2 + overheadBytes;
}

/** The data alone: a view into a whole answer would keep all of that answer in memory. */
export function ownData(data: Uint8Array): Uint8Array {
	const isSmallPartOfMore = data.buffer.byteLength > data.byteLength * 2 + 8192;
	// Not slice(): that of a Buffer is a view again.
	return isSmallPartOfMore ? new Uint8Array(data) : data;
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
