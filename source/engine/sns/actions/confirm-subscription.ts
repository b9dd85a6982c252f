import {defineAction, type ActionContext} from '../../action.ts';
import {string, structure} from '../../shape.ts';
import {confirmSubscription as confirm, isSignedRequest} from '../confirmation.ts';
import type {SnsState} from '../state.ts';

export const confirmSubscription = defineAction({
	name: 'ConfirmSubscription',
	input: structure({required: {TopicArn: string(), Token: string()}, optional: {AuthenticateOnUnsubscribe: string()}}),
	output: structure({optional: {SubscriptionArn: string()}}),
	docs: 'https://docs.aws.amazon.com/sns/latest/api/API_ConfirmSubscription.html',
	handle(input, context: ActionContext<SnsState>) {
		const authenticates = input.AuthenticateOnUnsubscribe?.toLowerCase() === 'true' && isSignedRequest(context);
		const subscription = confirm(context.state, {topicArn: input.TopicArn, token: input.Token, authenticates});
		return {SubscriptionArn: subscription.arn};
	},
});
