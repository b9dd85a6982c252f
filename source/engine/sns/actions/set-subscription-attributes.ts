import {defineAction, type ActionContext} from '../../action.ts';
import {string, structure} from '../../shape.ts';
import {checkNoReplay, startReplay} from '../replay.ts';
import {stateOf} from '../owner-state.ts';
import type {SnsState} from '../state.ts';
import {setSubscriptionAttribute} from '../subscription-attributes.ts';
import {checkFilterCount, requireSubscription} from '../subscription.ts';
import {requireTopic} from '../topic.ts';

export const setSubscriptionAttributes = defineAction({
	name: 'SetSubscriptionAttributes',
	input: structure({required: {SubscriptionArn: string(), AttributeName: string()}, optional: {AttributeValue: string()}}),
	output: structure({}),
	docs: 'https://docs.aws.amazon.com/sns/latest/api/API_SetSubscriptionAttributes.html',
	handle(input, context: ActionContext<SnsState>) {
		const state = stateOf(context, input.SubscriptionArn);
		const subscription = requireSubscription(state, input.SubscriptionArn);
		const topic = requireTopic(state, subscription.topicArn);
		const {AttributeName: name, AttributeValue: value = ''} = input;
		if (name === 'ReplayPolicy') checkNoReplay(subscription);
		if (name === 'FilterPolicy' && value !== '' && !subscription.settings.filter) checkFilterCount(state, topic);
		setSubscriptionAttribute(subscription, topic, name, value);
		if (name === 'ReplayPolicy') startReplay(state, topic, subscription);
		return {};
	},
});
