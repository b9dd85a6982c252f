import {defineAction, type ActionContext} from '../../action.ts';
import {structure} from '../../shape.ts';
import {findConsumer} from '../consumers.ts';
import {consumerReference, noBody, nothing} from '../shapes.ts';
import type {KinesisState} from '../state.ts';

export const deregisterStreamConsumer = defineAction({
	name: 'DeregisterStreamConsumer',
	input: structure({optional: consumerReference}),
	output: nothing,
	docs: 'https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DeregisterStreamConsumer.html',
	handle(request, context: ActionContext<KinesisState>) {
		const {consumer} = findConsumer(request, context);
		consumer.deregister(context.nowMs + context.options.kinesisDelayMs);
		context.state.policies.delete(consumer.arn);
		return noBody;
	},
});
