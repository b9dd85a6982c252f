import {defineAction, type ActionContext} from '../../action.ts';
import {structure} from '../../shape.ts';
import {describeChannel as describe, findChannel} from '../channels.ts';
import {channelArn, channelDescription} from '../channel-shapes.ts';
import type {KinesisState} from '../state.ts';

export const describeChannel = defineAction({
	name: 'DescribeChannel',
	input: structure({required: {ChannelARN: channelArn}}),
	output: structure({required: {ChannelDescription: channelDescription}}),
	docs: 'https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DescribeChannel.html',
	handle(request, context: ActionContext<KinesisState>) {
		return {ChannelDescription: describe(findChannel(request.ChannelARN, context), context.nowMs)};
	},
});
