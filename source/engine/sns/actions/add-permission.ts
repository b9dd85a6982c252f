import {defineAction, type ActionContext} from '../../action.ts';
import {list, string, structure} from '../../shape.ts';
import type {SnsState} from '../state.ts';
import {topicPolicy} from '../topic-attributes.ts';
import {withPermission} from '../topic-policy.ts';
import {requireTopic} from '../topic.ts';

export const addPermission = defineAction({
	name: 'AddPermission',
	input: structure({required: {TopicArn: string(), Label: string(), AWSAccountId: list(string()), ActionName: list(string())}}),
	output: structure({}),
	docs: 'https://docs.aws.amazon.com/sns/latest/api/API_AddPermission.html',
	handle(input, {state}: ActionContext<SnsState>) {
		const topic = requireTopic(state, input.TopicArn);
		const permission = {label: input.Label, accountIds: input.AWSAccountId, actions: input.ActionName};
		topic.attributes.set('Policy', withPermission(topicPolicy(topic), topic.arn, permission));
		return {};
	},
});
