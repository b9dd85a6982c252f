import {defineAction, type ActionContext} from '../../action.ts';
import {string, structure} from '../../shape.ts';
import {queueUrl, requireQueue, stateOf} from '../queue-address.ts';
import type {SqsState} from '../state.ts';

export const getQueueUrl = defineAction({
	name: 'GetQueueUrl',
	input: structure({required: {QueueName: string()}, optional: {QueueOwnerAWSAccountId: string()}}),
	output: structure({optional: {QueueUrl: string()}}),
	docs: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueUrl.html',
	handle(input, context: ActionContext<SqsState>) {
		const ownerId = input.QueueOwnerAWSAccountId || context.accountId;
		const queue = requireQueue(stateOf(context, ownerId), input.QueueName);
		return {QueueUrl: queueUrl(context, ownerId, queue.name)};
	},
});
