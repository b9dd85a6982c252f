import {defineAction, type ActionContext} from '../../action.ts';
import {string, structure} from '../../shape.ts';
import {queueUrl, refuseQueuePath} from '../queue-address.ts';
import {createOrFindQueue} from '../queue-creation.ts';
import type {SqsState} from '../state.ts';
import {attributeTexts, tags} from './shapes.ts';

export const createQueue = defineAction({
	name: 'CreateQueue',
	input: structure({required: {QueueName: string()}, optional: {Attributes: attributeTexts, tags}}),
	output: structure({optional: {QueueUrl: string()}}),
	docs: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html',
	handle(input, context: ActionContext<SqsState>) {
		refuseQueuePath(context, 'CreateQueue');
		const queue = createOrFindQueue(context.state, {
			name: input.QueueName,
			attributes: input.Attributes ?? {},
			tags: input.tags ?? {},
			nowMs: context.nowMs,
		});
		return {QueueUrl: queueUrl(context, context.accountId, queue.name)};
	},
});
