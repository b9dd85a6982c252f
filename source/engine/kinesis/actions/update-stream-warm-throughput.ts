import {defineAction, type ActionContext} from '../../action.ts';
import {integer, string, structure} from '../../shape.ts';
import {streamReference, warmThroughput} from '../shapes.ts';
import type {KinesisState} from '../state.ts';
import {findStream} from '../stream-reference.ts';
import {changeWarmThroughput} from '../stream-settings.ts';

export const updateStreamWarmThroughput = defineAction({
	name: 'UpdateStreamWarmThroughput',
	input: structure({required: {WarmThroughputMiBps: integer({min: 0})}, optional: streamReference}),
	output: structure({optional: {StreamARN: string(), StreamName: string(), WarmThroughput: warmThroughput}}),
	docs: 'https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateStreamWarmThroughput.html',
	handle(request, context: ActionContext<KinesisState>) {
		const {state, nowMs} = context;
		const stream = findStream(request, context);
		const currentMibps = stream.warmThroughputMibps;
		changeWarmThroughput(state, {stream, targetMibps: request.WarmThroughputMiBps, nowMs});
		return {
			StreamARN: stream.arn,
			StreamName: stream.name,
			WarmThroughput: {TargetMiBps: request.WarmThroughputMiBps, CurrentMiBps: currentMibps},
		};
	},
});
