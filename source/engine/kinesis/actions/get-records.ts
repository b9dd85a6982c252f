import {defineAction, type ActionContext} from '../../action.ts';
import {boolean, integer, list, string, structure} from '../../shape.ts';
import {describeChildren} from '../describe.ts';
import {dryRunSucceeded, invalidArgument, rateExceeded, shardDoesNotExist} from '../errors.ts';
import {countGet, countThrottledGet} from '../metrics.ts';
import {RecordsAnswer} from '../records-answer.ts';
import {writeRecordsCbor} from '../records-cbor.ts';
import {writeRecordsJson} from '../records-json.ts';
import {childShard, millisBehindLatest, record, streamArn} from '../shapes.ts';
import {formatShardId} from '../shard-id.ts';
import type {IteratorPosition} from '../shard-iterator.ts';
import type {Shard} from '../shard.ts';
import type {KinesisState} from '../state.ts';
import type {Stream} from '../stream.ts';

const recordCountMax = 10_000;

/** Data and partition keys of one answer. */
const bytesMax = 10 * 1024 * 1024;

const input = structure({
	required: {ShardIterator: string({minLength: 1, maxLength: 512})},
	optional: {Limit: integer({min: 1, max: recordCountMax}), StreamARN: streamArn, StreamId: string(), DryRun: boolean()},
});

const output = structure({
	required: {Records: list(record)},
	optional: {NextShardIterator: string(), MillisBehindLatest: millisBehindLatest, ChildShards: list(childShard)},
});

export const getRecords = defineAction<KinesisState, typeof input, typeof output>({
	name: 'GetRecords',
	input,
	output,
	docs: 'https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetRecords.html',
	handle(request, context) {
		const {state, nowMs, options} = context;
		const at = state.iterators.read(request.ShardIterator, nowMs);
		const {stream, shard} = findPlace(at, context);
		if (request.StreamARN !== undefined && request.StreamARN !== stream.arn) throw invalidArgument('Invalid ShardIterator.');
		if (request.DryRun === true) throw dryRunSucceeded();
		if (options.enforceLimits && !shard.tryRead(nowMs)) {
			countThrottledGet({state, stream}, shard);
			throw rateExceeded(shard.id, stream);
		}
		shard.trim(stream.horizonMs(nowMs));
		const records = shard.log.read(at.position, {countMax: request.Limit ?? recordCountMax, bytesMax});
		if (options.enforceLimits) shard.payRead(records.byteCount, nowMs);
		const position = records.until;
		const behindMs = position < shard.log.end ? nowMs - (records.lastArrivedAtMs ?? nowMs) : 0;
		countGet({state, stream}, shard, {records, millisBehindLatest: behindMs});
		const others = {MillisBehindLatest: behindMs};
		// At the end of a closed shard its children; before it the iterator to go on with.
		if (!shard.isOpen && position >= shard.log.end) return new RecordsAnswer(records, {...others, ChildShards: describeChildren(shard)});
		return new RecordsAnswer(records, {...others, NextShardIterator: state.iterators.issue({...at, position}, nowMs)});
	},
	// The handler returns nothing else.
	writeJson: answer => writeRecordsJson(answer as RecordsAnswer),
	writeCbor: answer => writeRecordsCbor(answer as RecordsAnswer),
});

function findPlace(at: IteratorPosition, {state, nowMs, accountId}: ActionContext<KinesisState>): {stream: Stream; shard: Shard} {
	const stream = state.findStream(at.streamName, nowMs);
	const shard = stream?.serial === at.streamSerial ? stream.shard(at.shardIndex, nowMs) : undefined;
	if (!stream || !shard) throw shardDoesNotExist(formatShardId(at.shardIndex), {name: at.streamName, accountId});
	return {stream, shard};
}
