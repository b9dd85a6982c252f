import {defineAction, type ActionContext} from '../../action.ts';
import {integer, oneOf, string, structure} from '../../shape.ts';
import {updateShardCount as update} from '../shard-count.ts';
import {streamReference} from '../shapes.ts';
import type {KinesisState} from '../state.ts';
import {findStream} from '../stream-reference.ts';

export const updateShardCount = defineAction({
	name: 'UpdateShardCount',
	input: structure({required: {TargetShardCount: integer({min: 1}), ScalingType: oneOf('UNIFORM_SCALING')}, optional: streamReference}),
	output: structure({optional: {StreamName: string(), StreamARN: string(), CurrentShardCount: integer(), TargetShardCount: integer()}}),
	docs: 'https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateShardCount.html',
	handle(request, context: ActionContext<KinesisState>) {
		const stream = findStream(request, context);
		const currentCount = stream.openShards.length;
		update(context.state, {stream, targetCount: request.TargetShardCount, nowMs: context.nowMs});
		return {
			StreamName: stream.name,
			StreamARN: stream.arn,
			CurrentShardCount: currentCount,
			TargetShardCount: request.TargetShardCount,
		};
	},
});
