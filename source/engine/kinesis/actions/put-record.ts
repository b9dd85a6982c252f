import {defineAction} from '../../action.ts';
import {boolean, string, structure} from '../../shape.ts';
import {dryRunSucceeded, invalidArgument, rateExceeded, type StreamPlace} from '../errors.ts';
import {PutTally} from '../metrics.ts';
import {placeEntry, putEntry} from '../put.ts';
import {parseSequenceNumber} from '../sequence-number.ts';
import {data, encryptionType, hashKey, partitionKey, sequenceNumber, streamReference} from '../shapes.ts';
import type {KinesisState} from '../state.ts';
import {findUsableStream} from '../stream-reference.ts';

const input = structure({
	required: {Data: data},
	optional: {
		...streamReference,
		PartitionKey: partitionKey,
		ExplicitHashKey: hashKey,
		SequenceNumberForOrdering: sequenceNumber,
		DryRun: boolean(),
	},
});

const output = structure({required: {ShardId: string(), SequenceNumber: string()}, optional: {EncryptionType: encryptionType}});

export const putRecord = defineAction<KinesisState, typeof input, typeof output>({
	name: 'PutRecord',
	input,
	output,
	docs: 'https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecord.html',
	handle(request, context) {
		const {state, nowMs, options} = context;
		const stream = findUsableStream(request, context);
		checkOrdering(request.SequenceNumberForOrdering, {stream, nowMs});
		const placed = placeEntry(stream, request);
		if (request.DryRun === true) throw dryRunSucceeded();
		const record = putEntry(stream, placed, {nowMs, enforceLimits: options.enforceLimits});
		const tally = new PutTally({state, stream});
		tally.add(placed, record !== undefined);
		tally.count('PutRecord');
		if (!record) throw rateExceeded(placed.shard.id, stream);
		return {ShardId: placed.shard.id, SequenceNumber: record.sequenceNumber, EncryptionType: record.isEncrypted ? 'KMS' : undefined};
	},
	// None of its texts can need an escape.
	writeJson({ShardId: shardId, SequenceNumber: sequenceNumber, EncryptionType: encryption}) {
		const encrypted = encryption === undefined ? '' : `,"EncryptionType":"${encryption}"`;
		return `{"ShardId":"${shardId}","SequenceNumber":"${sequenceNumber}"${encrypted}}`;
	},
});

/** The number to exceed must be one that AWS can have given out. Any later record of its shard exceeds it. */
function checkOrdering(text: string | undefined, {stream, nowMs}: {stream: StreamPlace; nowMs: number}): void {
	if (text === undefined) return;
	const parts = parseSequenceNumber(text);
	if (parts && parts.recordedAtSeconds * 1000 <= nowMs) return;
	throw invalidArgument(
		`ExclusiveMinimumSequenceNumber ${text} used in PutRecord on stream ${stream.name} under account ${stream.accountId} is invalid.`,
	);
}
