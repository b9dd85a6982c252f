import {defineAction, type ActionContext} from '../../action.ts';
import {string, structure} from '../../shape.ts';
import {forgetExpiredTokens} from '../confirmation.ts';
import {attributeMap} from '../shapes.ts';
import {stateOf} from '../owner-state.ts';
import type {SnsState} from '../state.ts';
import {subscriptionAttributes} from '../subscription-attributes.ts';
import {requireSubscription} from '../subscription.ts';
import {requireTopic} from '../topic.ts';

export const getSubscriptionAttributes = defineAction({
	name: 'GetSubscriptionAttributes',
	input: structure({required: {SubscriptionArn: string()}}),
	output: structure({optional: {Attributes: attributeMap}}),
	docs: 'https://docs.aws.amazon.com/sns/latest/api/API_GetSubscriptionAttributes.html',
	handle(input, context: ActionContext<SnsState>) {
		const state = stateOf(context, input.SubscriptionArn);
		forgetExpiredTokens(state);
		const subscription = requireSubscription(state, input.SubscriptionArn);
		return {Attributes: subscriptionAttributes(subscription, requireTopic(state, subscription.topicArn))};
	},
});
