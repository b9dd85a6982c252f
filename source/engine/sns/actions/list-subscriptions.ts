import {defineAction, type ActionContext} from '../../action.ts';
import {string, structure} from '../../shape.ts';
import {forgetExpiredTokens} from '../confirmation.ts';
import {pageOf} from '../page.ts';
import {subscriptionList} from '../shapes.ts';
import type {SnsState} from '../state.ts';
import {listedSubscription, subscriptionPageKey} from '../subscription.ts';

export const listSubscriptions = defineAction({
	name: 'ListSubscriptions',
	input: structure({optional: {NextToken: string()}}),
	output: structure({optional: {Subscriptions: subscriptionList, NextToken: string()}}),
	docs: 'https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptions.html',
	handle(input, {state}: ActionContext<SnsState>) {
		forgetExpiredTokens(state);
		const page = pageOf([...state.subscriptions.values()], input.NextToken, subscriptionPageKey);
		return {Subscriptions: page.items.map(listedSubscription), NextToken: page.nextToken};
	},
});
