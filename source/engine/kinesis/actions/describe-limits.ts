import {defineAction, type ActionContext} from '../../action.ts';
import {integer, structure} from '../../shape.ts';
import {channelCountMax, listChannels} from '../channels.ts';
import {onDemandStreamCountMax, shardCountMax, type KinesisState} from '../state.ts';

export const describeLimits = defineAction({
	name: 'DescribeLimits',
	input: structure({}),
	output: structure({
		required: {
			ShardLimit: integer(),
			OpenShardCount: integer(),
			OnDemandStreamCount: integer(),
			OnDemandStreamCountLimit: integer(),
		},
		optional: {ChannelCount: integer(), ChannelCountLimit: integer()},
	}),
	docs: 'https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DescribeLimits.html',
	handle(_request, {state, nowMs}: ActionContext<KinesisState>) {
		return {
			ShardLimit: shardCountMax,
			OpenShardCount: state.openShardCount(nowMs),
			OnDemandStreamCount: state.onDemandStreamCount(nowMs),
			OnDemandStreamCountLimit: onDemandStreamCountMax,
			ChannelCount: listChannels(state, nowMs).length,
			ChannelCountLimit: channelCountMax,
		};
	},
});
