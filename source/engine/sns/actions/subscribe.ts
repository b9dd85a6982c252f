import {defineAction, type ActionContext} from '../../action.ts';
import {boolean, string, structure} from '../../shape.ts';
import {forgetExpiredTokens, sendConfirmation} from '../confirmation.ts';
import {startReplay} from '../replay.ts';
import {attributeMap} from '../shapes.ts';
import {stateOf} from '../owner-state.ts';
import type {SnsState} from '../state.ts';
import {subscribe as create} from '../subscription.ts';
import {requireTopic} from '../topic.ts';

export const subscribe = defineAction({
	name: 'Subscribe',
	input: structure({
		required: {TopicArn: string(), Protocol: string()},
		optional: {Endpoint: string(), Attributes: attributeMap, ReturnSubscriptionArn: boolean()},
	}),
	output: structure({optional: {SubscriptionArn: string()}}),
	docs: 'https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html',
	handle(input, context: ActionContext<SnsState>) {
		const state = stateOf(context, input.TopicArn);
		forgetExpiredTokens(state);
		const topic = requireTopic(state, input.TopicArn);
		const subscriptionCount = topic.subscriptions.size;
		const subscription = create(state, topic, {
			protocol: input.Protocol,
			endpoint: input.Endpoint ?? '',
			attributes: input.Attributes ?? {},
			ownerId: context.accountId,
		});
		// Asking again for one that still waits sends its confirmation again.
		sendConfirmation(state, topic, subscription, context.endpointUrl);
		if (topic.subscriptions.size > subscriptionCount) startReplay(state, topic, subscription);
		const isHidden = subscription.pending !== undefined && input.ReturnSubscriptionArn !== true;
		return {SubscriptionArn: isHidden ? 'pending confirmation' : subscription.arn};
	},
});
