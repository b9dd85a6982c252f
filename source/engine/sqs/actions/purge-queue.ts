import {defineAction, type ActionContext} from '../../action.ts';
import {string, structure} from '../../shape.ts';
import {purgeQueueInProgress} from '../errors.ts';
import {emptyQueue} from '../queue.ts';
import {resolveQueue} from '../queue-address.ts';
import type {SqsState} from '../state.ts';
import {queueErrors} from './shapes.ts';

const purgeIntervalMs = 60_000;

export const purgeQueue = defineAction({
	name: 'PurgeQueue',
	input: structure({optional: {QueueUrl: string()}}),
	output: structure({}),
	errors: [...queueErrors, 'AWS.SimpleQueueService.PurgeQueueInProgress'],
	docs: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_PurgeQueue.html',
	handle(input, context: ActionContext<SqsState>) {
		const queue = resolveQueue(context, input.QueueUrl);
		if (queue.purgedAtMs !== undefined && context.nowMs - queue.purgedAtMs < purgeIntervalMs) throw purgeQueueInProgress(queue.name);
		queue.purgedAtMs = context.nowMs;
		emptyQueue(queue);
		return {};
	},
});
