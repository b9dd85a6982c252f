import {defineAction, type ActionContext} from '../../action.ts';
import {structure} from '../../shape.ts';
import {findConsumer} from '../consumers.ts';
import {describeConsumer} from '../describe.ts';
import {consumerDescription, consumerReference} from '../shapes.ts';
import type {KinesisState} from '../state.ts';

export const describeStreamConsumer = defineAction({
	name: 'DescribeStreamConsumer',
	input: structure({optional: consumerReference}),
	output: structure({required: {ConsumerDescription: consumerDescription}}),
	docs: 'https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DescribeStreamConsumer.html',
	handle(request, context: ActionContext<KinesisState>) {
		const {consumer, stream} = findConsumer(request, context);
		return {ConsumerDescription: {...describeConsumer(consumer, context.nowMs), StreamARN: stream.arn}};
	},
});
