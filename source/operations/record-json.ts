import {harmlessJson} from '../payload/json-line.ts';
import type {OutgoingRecord, StreamRecord} from '../aws/stream.ts';
import {UsageError} from '../shared/errors.ts';
import type {Random} from '../shared/random.ts';
import {writeWholeFile} from '../shared/whole-file.ts';

const utf8 = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true});

/** A record as JSON keeps it: what is text as text, other bytes as base64. What `sluice tail --json` prints, files hold, and `sluice put --records` reads. */
export function recordJson(record: StreamRecord, shardId: string): object {
	const {arrivedAtMs, data, partitionKey, sequenceNumber} = record;
	return {shardId, sequenceNumber, partitionKey, arrivedAt: new Date(arrivedAtMs).toISOString(), ...dataMember(data)};
}

/** Text as text; bytes that are none as base64, so that they come out as they went in. */
function dataMember(data: Uint8Array): {data: string} | {dataBase64: string} {
	try {
		return {data: utf8.decode(data)};
	} catch {
		// Not UTF-8.
		return {dataBase64: Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64')};
	}
}

/**
Reads such a line as a record to put. Numbers and times are the stream's to give.

@throws UsageError that says what is wrong with the line, and never shows it.
*/
export function readRecordLine(line: string): OutgoingRecord {
	const {data, dataBase64, explicitHashKey, partitionKey} = parseObject(line);
	if (typeof partitionKey !== 'string' || partitionKey === '') throw new UsageError('The line has no "partitionKey" that is a text.');
	if (explicitHashKey !== undefined && typeof explicitHashKey !== 'string') throw new UsageError('"explicitHashKey" is no text.');
	const bytes =
		typeof data === 'string' ? Buffer.from(data) : typeof dataBase64 === 'string' ? Buffer.from(dataBase64, 'base64') : undefined;
	if (!bytes) throw new UsageError('The line has no "data" or "dataBase64" that is a text.');
	return {partitionKey, data: bytes, ...(explicitHashKey !== undefined && {explicitHashKey})};
}

function parseObject(line: string): Record<string, unknown> {
	try {
		const value: unknown = JSON.parse(line);
		// An object that JSON.parse made has text for names.
		if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
	} catch {
		// Said below.
	}
	throw new UsageError('The line is no JSON object.');
}

/** One line, harmless to a terminal. It has texts only: no replacer looks at each of them, which would cost as much as all the rest. */
export function recordLine(record: StreamRecord, shardId: string): string {
	return harmlessJson(JSON.stringify(recordJson(record, shardId)));
}

/**
Saves records to a file, one JSON object a line. The file is there whole or not at all, and only its owner may read it.

@throws `cannot-write`, in words.
*/
export async function saveRecords(
	options: {path: string; records: Iterable<StreamRecord & {readonly shardId: string}>; random: Random},
	{signal}: {signal?: AbortSignal} = {},
): Promise<{savedCount: number; byteCount: number}> {
	const {path, random, records} = options;
	function* lines(): Generator<string> {
		for (const record of records) yield recordLine(record, record.shardId);
	}
	const {byteCount, lineCount} = await writeWholeFile(path, lines(), {unique: random.hex(6), ...(signal && {signal})});
	return {savedCount: lineCount, byteCount};
}
