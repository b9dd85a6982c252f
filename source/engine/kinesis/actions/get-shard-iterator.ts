import {defineAction} from '../../action.ts';
import {boolean, string, structure, timestamp} from '../../shape.ts';
import {dryRunSucceeded, shardDoesNotExist, shardNotFound} from '../errors.ts';
import {iteratorType, sequenceNumber, shardId, streamReference} from '../shapes.ts';
import {formatShardId, parseShardIndex} from '../shard-id.ts';
import {findPosition} from '../starting-position.ts';
import type {KinesisState} from '../state.ts';
import {lookUpStream} from '../stream-reference.ts';

const input = structure({
	required: {ShardId: shardId, ShardIteratorType: iteratorType},
	optional: {...streamReference, StartingSequenceNumber: sequenceNumber, Timestamp: timestamp(), DryRun: boolean()},
});

const output = structure({optional: {ShardIterator: string()}});

export const getShardIterator = defineAction<KinesisState, typeof input, typeof output>({
	name: 'GetShardIterator',
	input,
	output,
	docs: 'https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetShardIterator.html',
	handle(request, context) {
		const {state, nowMs} = context;
		const {place, stream} = lookUpStream(request, context);
		const index = parseShardIndex(request.ShardId);
		if (index === undefined) throw shardNotFound(request.ShardId, place);
		const shard = stream?.shard(index, nowMs);
		// Observed: an unknown stream is worded as an unknown shard.
		if (!stream || !shard) throw shardDoesNotExist(formatShardId(index), place);
		const position = findPosition(
			{type: request.ShardIteratorType, sequenceNumber: request.StartingSequenceNumber, timestamp: request.Timestamp},
			{stream, shard, nowMs, action: 'GetShardIterator'},
		);
		if (request.DryRun === true) throw dryRunSucceeded();
		return {
			ShardIterator: state.iterators.issue({streamName: stream.name, streamSerial: stream.serial, shardIndex: index, position}, nowMs),
		};
	},
});
