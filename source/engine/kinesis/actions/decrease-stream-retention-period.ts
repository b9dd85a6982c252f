import {defineAction, type ActionContext} from '../../action.ts';
import {integer, structure} from '../../shape.ts';
import {noBody, nothing, streamReference} from '../shapes.ts';
import type {KinesisState} from '../state.ts';
import {findStream} from '../stream-reference.ts';
import {decreaseRetention} from '../stream-settings.ts';

export const decreaseStreamRetentionPeriod = defineAction({
	name: 'DecreaseStreamRetentionPeriod',
	input: structure({required: {RetentionPeriodHours: integer()}, optional: streamReference}),
	output: nothing,
	docs: 'https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DecreaseStreamRetentionPeriod.html',
	handle(request, context: ActionContext<KinesisState>) {
		const stream = findStream(request, context);
		context.state.requireActive(stream);
		decreaseRetention(stream, request.RetentionPeriodHours, context.nowMs);
		return noBody;
	},
});
