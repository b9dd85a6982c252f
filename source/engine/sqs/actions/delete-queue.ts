import {defineAction, type ActionContext} from '../../action.ts';
import {string, structure} from '../../shape.ts';
import {resolveOwnQueue} from '../queue-address.ts';
import {deleteQueue as deleteQueueOf} from '../queue-creation.ts';
import type {SqsState} from '../state.ts';

export const deleteQueue = defineAction({
	name: 'DeleteQueue',
	input: structure({optional: {QueueUrl: string()}}),
	output: structure({}),
	docs: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteQueue.html',
	handle(input, context: ActionContext<SqsState>) {
		deleteQueueOf(resolveOwnQueue(context, input.QueueUrl), context.nowMs);
		return {};
	},
});
