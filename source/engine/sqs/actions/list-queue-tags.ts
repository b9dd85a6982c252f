import {defineAction, type ActionContext} from '../../action.ts';
import {string, structure} from '../../shape.ts';
import {resolveOwnQueue} from '../queue-address.ts';
import type {SqsState} from '../state.ts';
import {tags} from './shapes.ts';

export const listQueueTags = defineAction({
	name: 'ListQueueTags',
	input: structure({optional: {QueueUrl: string()}}),
	output: structure({optional: {Tags: tags}}),
	docs: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueueTags.html',
	handle(input, context: ActionContext<SqsState>) {
		const queue = resolveOwnQueue(context, input.QueueUrl);
		return {Tags: queue.tags && queue.tags.size > 0 ? Object.fromEntries(queue.tags) : undefined};
	},
});
