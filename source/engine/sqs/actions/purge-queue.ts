import type {EpochMs} from '../../../shared/clock.ts';
import {defineAction, type ActionContext} from '../../action.ts';
import {string, structure} from '../../shape.ts';
import {purgeQueueInProgress} from '../errors.ts';
import {emptyQueue, type Queue} from '../queue.ts';
import {resolveQueue} from '../queue-address.ts';
import type {SqsState} from '../state.ts';

const purgeIntervalMs = 60_000;

export const purgeQueue = defineAction({
	name: 'PurgeQueue',
	input: structure({optional: {QueueUrl: string()}}),
	output: structure({}),
	docs: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_PurgeQueue.html',
	handle(input, context: ActionContext<SqsState>) {
		const queue = resolveQueue(context, input.QueueUrl);
		if (context.options.waits) checkInterval(queue, context.nowMs);
		queue.purgedAtMs = context.nowMs;
		emptyQueue(queue);
		return {};
	},
});

function checkInterval(queue: Queue, nowMs: EpochMs): void {
	if (queue.purgedAtMs !== undefined && nowMs - queue.purgedAtMs < purgeIntervalMs) throw purgeQueueInProgress(queue.name);
}
