import {AwsError, defineAction, type ActionContext} from '../../action.ts';
import {string, structure} from '../../shape.ts';
import {isSignedRequest, sendUnsubscribeConfirmation} from '../confirmation.ts';
import {stateOf} from '../owner-state.ts';
import type {SnsState} from '../state.ts';
import {unsubscribe as remove} from '../subscription.ts';

export const unsubscribe = defineAction({
	name: 'Unsubscribe',
	input: structure({required: {SubscriptionArn: string()}}),
	output: structure({}),
	docs: 'https://docs.aws.amazon.com/sns/latest/api/API_Unsubscribe.html',
	handle(input, context: ActionContext<SnsState>) {
		const state = stateOf(context, input.SubscriptionArn);
		const isSigned = isSignedRequest(context);
		if (!isSigned && state.subscriptions.get(input.SubscriptionArn)?.needsAuthentication) {
			throw new AwsError('User is not authorized to perform: SNS:Unsubscribe', {code: 'AuthorizationError', status: 403});
		}
		const subscription = remove(state, input.SubscriptionArn);
		const topic = subscription && state.topics.get(subscription.topicArn);
		// Whoever follows a link may be anybody, so the endpoint's owner can undo it.
		if (!isSigned && topic) sendUnsubscribeConfirmation(state, topic, subscription, context.endpointUrl);
		return {};
	},
});
