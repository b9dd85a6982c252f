import {defineAction, type ActionContext} from '../../action.ts';
import {string, structure} from '../../shape.ts';
import {resolveQueue} from '../queue-address.ts';
import type {SqsState} from '../state.ts';
import {countFifoCall} from '../throughput.ts';
import {deleteMessage as deleteFrom} from '../visibility.ts';

export const deleteMessage = defineAction({
	name: 'DeleteMessage',
	input: structure({required: {ReceiptHandle: string()}, optional: {QueueUrl: string()}}),
	output: structure({}),
	docs: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessage.html',
	handle(input, context: ActionContext<SqsState>) {
		const queue = resolveQueue(context, input.QueueUrl);
		if (queue.isFifo) countFifoCall(queue, 'delete', {nowMs: context.nowMs});
		deleteFrom(queue, input.ReceiptHandle, context.nowMs);
		// In a FIFO queue the next of the group may have become free.
		queue.waiters?.wake(context.nowMs);
		return {};
	},
});
