import {defineAction, type ActionContext} from '../../action.ts';
import {list, string, structure} from '../../shape.ts';
import {policyWithPermission} from '../policy.ts';
import {checkPermission} from '../permission.ts';
import {resolveOwnQueue} from '../queue-address.ts';
import type {SqsState} from '../state.ts';

export const addPermission = defineAction({
	name: 'AddPermission',
	input: structure({
		required: {
			Label: string(),
			AWSAccountIds: list(string(), {flattenedName: 'AWSAccountId'}),
			Actions: list(string(), {flattenedName: 'ActionName'}),
		},
		optional: {QueueUrl: string()},
	}),
	output: structure({}),
	docs: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_AddPermission.html',
	handle(input, context: ActionContext<SqsState>) {
		const queue = resolveOwnQueue(context, input.QueueUrl);
		const permission = {label: input.Label, accountIds: input.AWSAccountIds, actions: input.Actions};
		checkPermission(permission);
		queue.settings = {...queue.settings, policy: policyWithPermission(queue, permission)};
		queue.modifiedAtMs = context.nowMs;
		return {};
	},
});
