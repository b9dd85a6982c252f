import {defineAction, type ActionContext} from '../../action.ts';
import {string, structure} from '../../shape.ts';
import type {SnsState} from '../state.ts';
import {setSubscriptionAttribute} from '../subscription-attributes.ts';
import {requireSubscription} from '../subscription.ts';
import {requireTopic} from '../topic.ts';

export const setSubscriptionAttributes = defineAction({
	name: 'SetSubscriptionAttributes',
	input: structure({required: {SubscriptionArn: string(), AttributeName: string()}, optional: {AttributeValue: string()}}),
	output: structure({}),
	errors: ['InvalidParameter', 'NotFound', 'FilterPolicyLimitExceeded', 'ReplayLimitExceeded'],
	docs: 'https://docs.aws.amazon.com/sns/latest/api/API_SetSubscriptionAttributes.html',
	handle(input, {state}: ActionContext<SnsState>) {
		const subscription = requireSubscription(state, input.SubscriptionArn);
		setSubscriptionAttribute(subscription, requireTopic(state, subscription.topicArn), input.AttributeName, input.AttributeValue ?? '');
		return {};
	},
});
