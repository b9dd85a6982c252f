import {defineAction, type ActionContext} from '../../action.ts';
import {string, structure} from '../../shape.ts';
import {forgetExpiredTokens} from '../confirmation.ts';
import {pageOf} from '../page.ts';
import {subscriptionList} from '../shapes.ts';
import {stateOf} from '../owner-state.ts';
import type {SnsState} from '../state.ts';
import {listedSubscription, subscriptionPageKey} from '../subscription.ts';
import {requireTopic} from '../topic.ts';

export const listSubscriptionsByTopic = defineAction({
	name: 'ListSubscriptionsByTopic',
	input: structure({required: {TopicArn: string()}, optional: {NextToken: string()}}),
	output: structure({optional: {Subscriptions: subscriptionList, NextToken: string()}}),
	docs: 'https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html',
	handle(input, context: ActionContext<SnsState>) {
		const state = stateOf(context, input.TopicArn);
		forgetExpiredTokens(state);
		const topic = requireTopic(state, input.TopicArn);
		const page = pageOf([...topic.subscriptions.values()], input.NextToken, subscriptionPageKey);
		return {Subscriptions: page.items.map(listedSubscription), NextToken: page.nextToken};
	},
});
