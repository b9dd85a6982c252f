import {defineAction, type ActionContext} from '../../action.ts';
import {structure} from '../../shape.ts';
import {findChannel} from '../channels.ts';
import {channelArn} from '../channel-shapes.ts';
import {noBody, nothing} from '../shapes.ts';
import type {KinesisState} from '../state.ts';

export const deleteChannel = defineAction({
	name: 'DeleteChannel',
	input: structure({required: {ChannelARN: channelArn}}),
	output: nothing,
	docs: 'https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DeleteChannel.html',
	handle(request, context: ActionContext<KinesisState>) {
		const {nowMs, options} = context;
		const channel = findChannel(request.ChannelARN, context);
		if (channel.status(nowMs) !== 'DELETING') channel.begin('DELETING', nowMs + options.kinesisDelayMs);
		return noBody;
	},
});
