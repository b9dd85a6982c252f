import {defineAction, type ActionContext} from '../../action.ts';
import {integer, structure} from '../../shape.ts';
import {noBody, nothing, reserved, streamArn, streamModeDetails} from '../shapes.ts';
import type {KinesisState} from '../state.ts';
import {findStream} from '../stream-reference.ts';
import {changeMode} from '../stream-settings.ts';

export const updateStreamMode = defineAction({
	name: 'UpdateStreamMode',
	input: structure({
		required: {StreamARN: streamArn, StreamModeDetails: streamModeDetails},
		optional: {...reserved, WarmThroughputMiBps: integer({min: 0})},
	}),
	output: nothing,
	docs: 'https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateStreamMode.html',
	handle(request, context: ActionContext<KinesisState>) {
		const {state, nowMs} = context;
		const stream = findStream(request, context);
		changeMode(state, {
			stream,
			mode: request.StreamModeDetails.StreamMode,
			warmThroughputMibps: request.WarmThroughputMiBps,
			nowMs,
		});
		return noBody;
	},
});
