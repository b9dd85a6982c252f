import {defineAction} from '../../action.ts';
import {structure} from '../../shape.ts';
import {mergeShards as merge} from '../reshard.ts';
import {noBody, nothing, shardId, streamReference} from '../shapes.ts';
import type {KinesisState} from '../state.ts';
import {findShard, findStream} from '../stream-reference.ts';

const input = structure({required: {ShardToMerge: shardId, AdjacentShardToMerge: shardId}, optional: streamReference});

export const mergeShards = defineAction<KinesisState, typeof input, typeof nothing>({
	name: 'MergeShards',
	input,
	output: nothing,
	docs: 'https://docs.aws.amazon.com/kinesis/latest/APIReference/API_MergeShards.html',
	handle(request, context) {
		const stream = findStream(request, context);
		const shard = findShard(request.ShardToMerge, stream, context);
		const adjacent = findShard(request.AdjacentShardToMerge, stream, context);
		merge(context.state, {stream, shard, adjacent, nowMs: context.nowMs});
		return noBody;
	},
});
