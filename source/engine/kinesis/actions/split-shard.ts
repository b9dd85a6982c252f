import {defineAction} from '../../action.ts';
import {structure} from '../../shape.ts';
import {splitShard as split} from '../reshard.ts';
import {hashKey, noBody, nothing, shardId, streamReference} from '../shapes.ts';
import type {KinesisState} from '../state.ts';
import {findShard, findStream} from '../stream-reference.ts';

const input = structure({required: {ShardToSplit: shardId, NewStartingHashKey: hashKey}, optional: streamReference});

export const splitShard = defineAction<KinesisState, typeof input, typeof nothing>({
	name: 'SplitShard',
	input,
	output: nothing,
	docs: 'https://docs.aws.amazon.com/kinesis/latest/APIReference/API_SplitShard.html',
	handle(request, context) {
		const stream = findStream(request, context);
		const shard = findShard(request.ShardToSplit, stream, context);
		split(context.state, {stream, shard, newStartingHashKey: BigInt(request.NewStartingHashKey), nowMs: context.nowMs});
		return noBody;
	},
});
