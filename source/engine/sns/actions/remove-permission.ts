import {defineAction, type ActionContext} from '../../action.ts';
import {string, structure} from '../../shape.ts';
import type {SnsState} from '../state.ts';
import {topicPolicy} from '../topic-attributes.ts';
import {withoutPermission} from '../topic-policy.ts';
import {requireTopic} from '../topic.ts';

export const removePermission = defineAction({
	name: 'RemovePermission',
	input: structure({required: {TopicArn: string(), Label: string()}}),
	output: structure({}),
	docs: 'https://docs.aws.amazon.com/sns/latest/api/API_RemovePermission.html',
	handle(input, {state}: ActionContext<SnsState>) {
		const topic = requireTopic(state, input.TopicArn);
		topic.attributes.set('Policy', withoutPermission(topicPolicy(topic), input.Label));
		return {};
	},
});
