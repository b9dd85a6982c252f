import {defineAction, type ActionContext} from '../../action.ts';
import {list, string, structure} from '../../shape.ts';
import {readAttributes} from '../attributes.ts';
import {resolveQueue} from '../queue-address.ts';
import type {SqsState} from '../state.ts';
import {attributeTexts} from './shapes.ts';

export const getQueueAttributes = defineAction({
	name: 'GetQueueAttributes',
	input: structure({optional: {QueueUrl: string(), AttributeNames: list(string(), {flattenedName: 'AttributeName'})}}),
	output: structure({optional: {Attributes: attributeTexts}}),
	docs: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html',
	handle(input, context: ActionContext<SqsState>) {
		const queue = resolveQueue(context, input.QueueUrl);
		return {Attributes: readAttributes(queue, input.AttributeNames ?? [], context.nowMs)};
	},
});
