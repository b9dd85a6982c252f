import {defineAction, type ActionContext} from '../../action.ts';
import {integer, structure} from '../../shape.ts';
import {noBody, nothing, streamReference} from '../shapes.ts';
import type {KinesisState} from '../state.ts';
import {findStream} from '../stream-reference.ts';

export const updateMaxRecordSize = defineAction({
	name: 'UpdateMaxRecordSize',
	input: structure({required: {MaxRecordSizeInKiB: integer({min: 1024, max: 10_240})}, optional: streamReference}),
	output: nothing,
	docs: 'https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateMaxRecordSize.html',
	handle(request, context: ActionContext<KinesisState>) {
		const {state, nowMs} = context;
		const stream = findStream(request, context);
		state.requireActive(stream);
		state.update(stream, nowMs, () => {
			stream.maxRecordKib = request.MaxRecordSizeInKiB;
		});
		return noBody;
	},
});
