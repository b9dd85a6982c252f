import {defineAction, type ActionContext} from '../../action.ts';
import {string, structure} from '../../shape.ts';
import {policyWithoutPermission} from '../policy.ts';
import {resolveOwnQueue} from '../queue-address.ts';
import type {SqsState} from '../state.ts';

export const removePermission = defineAction({
	name: 'RemovePermission',
	input: structure({required: {Label: string()}, optional: {QueueUrl: string()}}),
	output: structure({}),
	docs: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_RemovePermission.html',
	handle(input, context: ActionContext<SqsState>) {
		const queue = resolveOwnQueue(context, input.QueueUrl);
		queue.settings = {...queue.settings, policy: policyWithoutPermission(queue, input.Label)};
		queue.modifiedAtMs = context.nowMs;
		return {};
	},
});
