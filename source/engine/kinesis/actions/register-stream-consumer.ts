import {defineAction, type ActionContext} from '../../action.ts';
import {structure} from '../../shape.ts';
import {registerConsumer} from '../consumers.ts';
import {describeConsumer} from '../describe.ts';
import {consumer, consumerName, reserved, streamArn, tagMap} from '../shapes.ts';
import type {KinesisState} from '../state.ts';
import {findStream} from '../stream-reference.ts';
import {addTags, checkTags} from '../tags.ts';

export const registerStreamConsumer = defineAction({
	name: 'RegisterStreamConsumer',
	input: structure({required: {StreamARN: streamArn, ConsumerName: consumerName}, optional: {...reserved, Tags: tagMap}}),
	output: structure({required: {Consumer: consumer}}),
	docs: 'https://docs.aws.amazon.com/kinesis/latest/APIReference/API_RegisterStreamConsumer.html',
	handle(request, context: ActionContext<KinesisState>) {
		const stream = findStream(request, context);
		context.state.requireUsable(stream);
		checkTags(request.Tags ?? {});
		const registered = registerConsumer(stream, request.ConsumerName, context);
		addTags(registered.tags, request.Tags ?? {});
		// AWS answers CREATING however fast it is.
		return {Consumer: {...describeConsumer(registered, context.nowMs), ConsumerStatus: 'CREATING' as const}};
	},
});
