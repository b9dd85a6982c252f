import {defineAction, type ActionContext} from '../../action.ts';
import {list, string, structure} from '../../shape.ts';
import {deletedBatchJson} from '../answer-json.ts';
import {checkBatch, runBatch} from '../batch.ts';
import {resolveQueue} from '../queue-address.ts';
import type {SqsState} from '../state.ts';
import {countFifoCall} from '../throughput.ts';
import {deleteMessage} from '../visibility.ts';
import {batchFailures} from './shapes.ts';

const entryName = 'DeleteMessageBatchRequestEntry';

export const deleteMessageBatch = defineAction({
	name: 'DeleteMessageBatch',
	input: structure({
		optional: {
			QueueUrl: string(),
			Entries: list(structure({optional: {Id: string(), ReceiptHandle: string()}}), {flattenedName: entryName}),
		},
	}),
	output: structure({
		optional: {
			Successful: list(structure({required: {Id: string()}}), {flattenedName: 'DeleteMessageBatchResultEntry'}),
			Failed: batchFailures,
		},
	}),
	docs: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessageBatch.html',
	writeJson: deletedBatchJson,
	handle(input, context: ActionContext<SqsState>) {
		const queue = resolveQueue(context, input.QueueUrl);
		if (queue.isFifo) countFifoCall(queue, 'delete', {nowMs: context.nowMs});
		const entries = input.Entries ?? [];
		checkBatch(entries, entryName);
		const outcome = runBatch(entries, (entry, id) => {
			deleteMessage(queue, entry.ReceiptHandle ?? '', context.nowMs);
			return {Id: id};
		});
		queue.waiters?.wake(context.nowMs);
		return outcome;
	},
});
