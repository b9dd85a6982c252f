import {hashKeySpace} from '../../rules/hash-key.ts';
import type {EpochMs} from '../../shared/clock.ts';
import {base64ByteCount} from '../shape.ts';
import {invalidArgument, validationException} from './errors.ts';
import {hashKeyBytes, type HashBytes} from './hash-bytes.ts';
import type {StoredRecord} from './record-segment.ts';
import type {Shard} from './shard.ts';
import type {Stream} from './stream.ts';

export type PutEntry = {
	readonly Data: string;
	readonly PartitionKey?: string | undefined;
	readonly ExplicitHashKey?: string | undefined;
};

/** A record that may be put, with the shard it goes to. */
export type PlacedEntry = {readonly entry: PutEntry; readonly shard: Shard; readonly byteCount: number};

export type PutOptions = {readonly nowMs: EpochMs; readonly enforceLimits: boolean};

/**
Checks a record and finds its shard. Nothing is written yet, so that one bad record of many spoils nothing.

@param index Its place among the records of a PutRecords; undefined for a PutRecord's.
*/
export function placeEntry(stream: Stream, entry: PutEntry, index?: number): PlacedEntry {
	const {PartitionKey: partitionKey, ExplicitHashKey: explicit} = entry;
	if (partitionKey === undefined && stream.distribution === 'USER_PARTITION_KEY') {
		const path = index === undefined ? 'partitionKey' : `records.${index + 1}.member.partitionKey`;
		throw validationException(`1 validation error detected: Value null at '${path}' failed to satisfy constraint: Member must not be null`);
	}
	const byteCount = base64ByteCount(entry.Data) + (partitionKey === undefined ? 0 : Buffer.byteLength(partitionKey));
	if (byteCount > stream.maxRecordKib * 1024) {
		// Assumed: AWS's words are not recorded.
		throw invalidArgument(
			`Record size of ${byteCount} bytes exceeds the maximum record size of ${stream.maxRecordKib} KiB of stream ${stream.name} under account ${stream.accountId}.`,
		);
	}
	const hashKey = explicit === undefined ? undefined : parseExplicitHashKey(explicit);
	return {entry, byteCount, shard: stream.route(partitionKey, hashKey)};
}

/** Writes a record. Undefined, and nothing written, when the shard has taken its share of this second. */
export function putEntry(stream: Stream, {entry, shard, byteCount}: PlacedEntry, options: PutOptions): StoredRecord | undefined {
	const {nowMs, enforceLimits} = options;
	if (enforceLimits && !shard.tryWrite(byteCount, nowMs)) return undefined;
	shard.trim(stream.horizonMs(nowMs));
	return shard.put({partitionKey: entry.PartitionKey, data: entry.Data, byteCount, isEncrypted: stream.kmsKeyId !== undefined}, nowMs);
}

function parseExplicitHashKey(text: string): HashBytes {
	const key = BigInt(text);
	if (key >= hashKeySpace) {
		throw invalidArgument(`Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was ${text}`);
	}
	return hashKeyBytes(key);
}
