import {defineAction, type ActionContext} from '../../action.ts';
import {integer, string, structure} from '../../shape.ts';
import {resolveQueue} from '../queue-address.ts';
import type {SqsState} from '../state.ts';
import {changeVisibility} from '../visibility.ts';

export const changeMessageVisibility = defineAction({
	name: 'ChangeMessageVisibility',
	input: structure({required: {ReceiptHandle: string(), VisibilityTimeout: integer()}, optional: {QueueUrl: string()}}),
	output: structure({}),
	docs: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html',
	handle(input, context: ActionContext<SqsState>) {
		const queue = resolveQueue(context, input.QueueUrl);
		changeVisibility(queue, {receiptHandle: input.ReceiptHandle, timeoutSeconds: input.VisibilityTimeout}, context.nowMs);
		queue.waiters?.wake(context.nowMs);
		return {};
	},
});
