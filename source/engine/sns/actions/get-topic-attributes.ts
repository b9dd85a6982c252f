import {defineAction, type ActionContext} from '../../action.ts';
import {string, structure} from '../../shape.ts';
import {attributeMap} from '../shapes.ts';
import type {SnsState} from '../state.ts';
import {topicAttributes} from '../topic-attributes.ts';
import {requireTopic} from '../topic.ts';

export const getTopicAttributes = defineAction({
	name: 'GetTopicAttributes',
	input: structure({required: {TopicArn: string()}}),
	output: structure({optional: {Attributes: attributeMap}}),
	errors: ['InvalidParameter', 'NotFound'],
	docs: 'https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html',
	handle(input, {state}: ActionContext<SnsState>) {
		const topic = requireTopic(state, input.TopicArn);
		let pendingCount = 0;
		for (const subscription of topic.subscriptions.values()) if (subscription.pending) pendingCount++;
		return {
			Attributes: {
				...topicAttributes(topic),
				SubscriptionsConfirmed: String(topic.subscriptions.size - pendingCount),
				SubscriptionsPending: String(pendingCount),
				SubscriptionsDeleted: String(topic.deletedSubscriptionCount),
			},
		};
	},
});
