import {defineAction, type ActionContext} from '../../action.ts';
import {structure} from '../../shape.ts';
import {invalidArgument} from '../errors.ts';
import {distributionStrategy, noBody, nothing, reserved, streamArn} from '../shapes.ts';
import type {KinesisState} from '../state.ts';
import {findStream} from '../stream-reference.ts';

export const updateStreamRecordDistributionStrategy = defineAction({
	name: 'UpdateStreamRecordDistributionStrategy',
	input: structure({required: {StreamARN: streamArn, RecordDistributionStrategy: distributionStrategy}, optional: reserved}),
	output: nothing,
	docs: 'https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateStreamRecordDistributionStrategy.html',
	handle(request, context: ActionContext<KinesisState>) {
		const stream = findStream(request, context);
		context.state.requireActive(stream);
		if (request.RecordDistributionStrategy === 'AUTO' && stream.mode === 'PROVISIONED') {
			// Assumed: AWS's words are not recorded.
			throw invalidArgument('RecordDistributionStrategy AUTO is only supported for a stream in ON_DEMAND mode.');
		}
		stream.distribution = request.RecordDistributionStrategy;
		return noBody;
	},
});
