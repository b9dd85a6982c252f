import {defineAction, type ActionContext} from '../../action.ts';
import {string, structure} from '../../shape.ts';
import {stateOf} from '../owner-state.ts';
import type {SnsState} from '../state.ts';
import {setTopicAttribute} from '../topic-attributes.ts';
import {requireTopic} from '../topic.ts';

export const setTopicAttributes = defineAction({
	name: 'SetTopicAttributes',
	input: structure({required: {TopicArn: string(), AttributeName: string()}, optional: {AttributeValue: string()}}),
	output: structure({}),
	docs: 'https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html',
	handle(input, context: ActionContext<SnsState>) {
		const state = stateOf(context, input.TopicArn);
		setTopicAttribute(requireTopic(state, input.TopicArn), input.AttributeName, input.AttributeValue ?? '');
		return {};
	},
});
