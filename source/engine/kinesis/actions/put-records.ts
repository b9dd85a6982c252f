import {defineAction} from '../../action.ts';
import {boolean, integer, list, string, structure} from '../../shape.ts';
import {dryRunSucceeded, invalidArgument, rateExceededMessage} from '../errors.ts';
import {PutTally} from '../metrics.ts';
import {placeEntry, putEntry} from '../put.ts';
import {data, encryptionType, hashKey, partitionKey, streamReference} from '../shapes.ts';
import type {KinesisState} from '../state.ts';
import {findUsableStream} from '../stream-reference.ts';

/** Data and partition keys of all records of a call. */
const bytesMax = 10 * 1024 * 1024;

const input = structure({
	required: {
		Records: list(structure({required: {Data: data}, optional: {PartitionKey: partitionKey, ExplicitHashKey: hashKey}}), {
			minLength: 1,
			maxLength: 500,
		}),
	},
	optional: {...streamReference, DryRun: boolean()},
});

const output = structure({
	required: {
		Records: list(structure({optional: {SequenceNumber: string(), ShardId: string(), ErrorCode: string(), ErrorMessage: string()}})),
	},
	optional: {FailedRecordCount: integer(), EncryptionType: encryptionType},
});

export const putRecords = defineAction<KinesisState, typeof input, typeof output>({
	name: 'PutRecords',
	input,
	output,
	docs: 'https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html',
	handle(request, context) {
		const {state, nowMs} = context;
		const {enforceLimits} = context.options;
		const stream = findUsableStream(request, context);
		const placed = request.Records.map((entry, index) => placeEntry(stream, entry, index));
		if (placed.reduce((total, {byteCount}) => total + byteCount, 0) > bytesMax) throw invalidArgument('Records size exceeds 10 MB limit');
		if (request.DryRun === true) throw dryRunSucceeded();
		let failedCount = 0;
		const tally = new PutTally({state, stream});
		const records = placed.map(one => {
			const record = putEntry(stream, one, {nowMs, enforceLimits});
			tally.add(one, record !== undefined);
			if (record) return {SequenceNumber: record.sequenceNumber, ShardId: one.shard.id};
			failedCount++;
			return {ErrorCode: 'ProvisionedThroughputExceededException', ErrorMessage: rateExceededMessage(one.shard.id, stream)};
		});
		tally.count('PutRecords');
		return {FailedRecordCount: failedCount, Records: records, EncryptionType: stream.kmsKeyId === undefined ? undefined : 'KMS'};
	},
	writeJson({FailedRecordCount: failedCount, Records: records, EncryptionType: encryption}) {
		// The messages of failed records are the only texts that may need quoting.
		if (failedCount !== 0) return JSON.stringify({FailedRecordCount: failedCount, Records: records, EncryptionType: encryption});
		let text = '{"FailedRecordCount":0,"Records":[';
		let separator = '';
		for (const {SequenceNumber: sequenceNumber, ShardId: shardId} of records) {
			text += `${separator}{"SequenceNumber":"${sequenceNumber}","ShardId":"${shardId}"}`;
			separator = ',';
		}
		return `${text}]${encryption === undefined ? '' : `,"EncryptionType":"${encryption}"`}}`;
	},
});
