import {defineAction, type ActionContext} from '../../action.ts';
import {string, structure} from '../../shape.ts';
import {resolveOwnQueue} from '../queue-address.ts';
import type {SqsState} from '../state.ts';
import {addTags} from '../tags.ts';
import {tags} from './shapes.ts';

export const tagQueue = defineAction({
	name: 'TagQueue',
	input: structure({required: {Tags: tags}, optional: {QueueUrl: string()}}),
	output: structure({}),
	docs: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_TagQueue.html',
	handle(input, context: ActionContext<SqsState>) {
		const queue = resolveOwnQueue(context, input.QueueUrl);
		queue.tags = addTags(queue.tags, input.Tags);
		return {};
	},
});
