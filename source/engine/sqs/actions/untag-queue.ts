import {defineAction, type ActionContext} from '../../action.ts';
import {list, string, structure} from '../../shape.ts';
import {resolveOwnQueue} from '../queue-address.ts';
import type {SqsState} from '../state.ts';

export const untagQueue = defineAction({
	name: 'UntagQueue',
	input: structure({required: {TagKeys: list(string(), {flattenedName: 'TagKey'})}, optional: {QueueUrl: string()}}),
	output: structure({}),
	docs: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_UntagQueue.html',
	handle(input, context: ActionContext<SqsState>) {
		const queue = resolveOwnQueue(context, input.QueueUrl);
		for (const key of input.TagKeys) queue.tags?.delete(key);
		return {};
	},
});
