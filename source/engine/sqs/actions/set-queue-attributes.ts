import {defineAction, type ActionContext} from '../../action.ts';
import {string, structure} from '../../shape.ts';
import {resolveOwnQueue} from '../queue-address.ts';
import {setAttributes} from '../queue-creation.ts';
import type {SqsState} from '../state.ts';
import {attributeTexts} from './shapes.ts';

export const setQueueAttributes = defineAction({
	name: 'SetQueueAttributes',
	input: structure({required: {Attributes: attributeTexts}, optional: {QueueUrl: string()}}),
	output: structure({}),
	docs: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html',
	handle(input, context: ActionContext<SqsState>) {
		setAttributes(resolveOwnQueue(context, input.QueueUrl), input.Attributes, context.nowMs);
		return {};
	},
});
