import type {Session} from '../aws/session.ts';
import type {OutgoingRecord, Shard, StreamSummary} from '../aws/stream.ts';
import {findRange, hashKeyMax, hashPartitionKey} from '../rules/hash-key.ts';
import {UsageError} from '../shared/errors.ts';
import {formatBytes, formatCount} from '../shared/units.ts';
import {canShow, commandLine} from './command-line.ts';
import type {Outcome, Plan} from './plan.ts';
import {shortShardId} from './shard-id.ts';
import {streamSettings} from './stream-settings.ts';
import {accountFact} from './where.ts';

export type PutRequest = {readonly stream: StreamSummary; readonly record: OutgoingRecord};

/** What a record counts: its key and its data. */
export function recordBytes({partitionKey, data}: OutgoingRecord): number {
	return Buffer.byteLength(partitionKey) + data.byteLength;
}

/**
Says which shard a record will go to, and checks it against the stream.

@throws UsageError when AWS would refuse the record; what DescribeStreamSummary and ListShards answer.
*/
export async function planPut(
	session: Session,
	options: {stream: string; record: OutgoingRecord},
	{signal}: {signal?: AbortSignal} = {},
): Promise<Plan<PutRequest>> {
	const {record} = options;
	const within = signal ? {signal} : {};
	const [stream, shards, account] = await Promise.all([
		session.streams.summary(options.stream, within),
		session.streams.shards(options.stream, within),
		accountFact(session, within),
	]);
	checkRecord(stream, record);
	const shard = shardFor(shards, record);
	const bytes = recordBytes(record);
	return {
		operation: 'put',
		level: 'change',
		title: `Put to ${stream.name}`,
		verb: 'put it',
		subject: {kind: 'stream', name: stream.name},
		facts: [
			account,
			{label: 'puts', text: `1 record, ${formatBytes(bytes)} of ${formatBytes(stream.recordBytesMax)}`},
			{label: 'key', text: record.partitionKey},
			{label: 'to', text: shard ? `shard ${shortShardId(shard.id)}` : 'the shard that holds its hash key'},
			{label: 'kept', text: `${formatCount(stream.retentionHours)}h; a record cannot be taken back`},
		],
		warnings: [],
		command: putCommand(stream.name, record),
		counts: {},
		settings: streamSettings(stream),
		request: {stream, record},
	};
}

/** Puts the record. Changes real data, and cannot be undone. */
export async function executePut(
	session: Session,
	plan: Plan<PutRequest>,
	{signal}: {signal?: AbortSignal} = {},
): Promise<Outcome & {shardId: string; sequenceNumber: string}> {
	const {stream, record} = plan.request;
	const placed = await session.streams.put(stream.name, record, signal ? {signal} : {});
	return {summary: `Put to shard ${shortShardId(placed.shardId)} of ${stream.name}.`, ...placed};
}

/** The open shard that a record goes to, by its explicit hash key or that of its partition key. */
export function shardFor(shards: readonly Shard[], record: Pick<OutgoingRecord, 'partitionKey' | 'explicitHashKey'>): Shard | undefined {
	const open = shards
		.filter(({sequenceNumberEnd}) => sequenceNumberEnd === undefined)
		.toSorted((a, b) => (a.hashKeyStart < b.hashKeyStart ? -1 : 1));
	const key = record.explicitHashKey === undefined ? hashPartitionKey(record.partitionKey) : BigInt(record.explicitHashKey);
	const index = findRange(
		open.map(({hashKeyStart, hashKeyEnd}) => ({start: hashKeyStart, end: hashKeyEnd})),
		key,
	);
	return open[index];
}

function checkRecord(stream: StreamSummary, record: OutgoingRecord): void {
	const {explicitHashKey, partitionKey} = record;
	if (partitionKey === '' || partitionKey.length > 256) throw new UsageError('A partition key must have 1 to 256 characters.');
	if (explicitHashKey !== undefined && (!/^(?:0|[1-9]\d{0,38})$/.test(explicitHashKey) || BigInt(explicitHashKey) > hashKeyMax))
		throw new UsageError('An explicit hash key must be a whole number from 0 to 2^128 − 1.');
	const bytes = recordBytes(record);
	if (bytes > stream.recordBytesMax)
		throw new UsageError(
			`The record has ${formatCount(bytes)} bytes with its key; ${stream.name} takes ${formatCount(stream.recordBytesMax)} at most.`,
		);
}

/** Data that a command line can show is shown; other data comes from standard input. */
function putCommand(stream: string, {data, explicitHashKey, partitionKey}: OutgoingRecord): string {
	const text = Buffer.from(data).toString('utf8');
	// Bytes that are no UTF-8 read as U+FFFD.
	const isShown = canShow(text) && !text.includes('\uFFFD');
	return commandLine(
		'put',
		stream,
		isShown ? text : '-',
		'--key',
		partitionKey,
		...(explicitHashKey === undefined ? [] : ['--hash-key', explicitHashKey]),
	);
}
