import {defineAction, type ActionContext} from '../../action.ts';
import {integer, list, string, structure} from '../../shape.ts';
import {checkBatch, runBatch} from '../batch.ts';
import {missingParameter} from '../errors.ts';
import {resolveQueue} from '../queue-address.ts';
import type {SqsState} from '../state.ts';
import {changeVisibility} from '../visibility.ts';
import {batchFailures} from './shapes.ts';

const entryName = 'ChangeMessageVisibilityBatchRequestEntry';

export const changeMessageVisibilityBatch = defineAction({
	name: 'ChangeMessageVisibilityBatch',
	input: structure({
		optional: {
			QueueUrl: string(),
			Entries: list(structure({optional: {Id: string(), ReceiptHandle: string(), VisibilityTimeout: integer()}}), {
				flattenedName: entryName,
			}),
		},
	}),
	output: structure({
		optional: {
			Successful: list(structure({required: {Id: string()}}), {flattenedName: 'ChangeMessageVisibilityBatchResultEntry'}),
			Failed: batchFailures,
		},
	}),
	docs: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibilityBatch.html',
	handle(input, context: ActionContext<SqsState>) {
		const queue = resolveQueue(context, input.QueueUrl);
		const entries = input.Entries ?? [];
		checkBatch(entries, entryName);
		const outcome = runBatch(entries, (entry, id) => {
			if (entry.VisibilityTimeout === undefined) throw missingParameter('VisibilityTimeout');
			changeVisibility(queue, {receiptHandle: entry.ReceiptHandle ?? '', timeoutSeconds: entry.VisibilityTimeout}, context.nowMs);
			return {Id: id};
		});
		queue.waiters?.wake(context.nowMs);
		return outcome;
	},
});
