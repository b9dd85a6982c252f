import {defineAction, type ActionContext} from '../../action.ts';
import {string, structure} from '../../shape.ts';
import {beginningArchiveMs, parseArchivePolicy} from '../archive.ts';
import {forgetExpiredTokens} from '../confirmation.ts';
import {attributeMap} from '../shapes.ts';
import {stateOf} from '../owner-state.ts';
import type {SnsState} from '../state.ts';
import {topicAttributes} from '../topic-attributes.ts';
import {requireTopic, type Topic} from '../topic.ts';

export const getTopicAttributes = defineAction({
	name: 'GetTopicAttributes',
	input: structure({required: {TopicArn: string()}}),
	output: structure({optional: {Attributes: attributeMap}}),
	docs: 'https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html',
	handle(input, context: ActionContext<SnsState>) {
		const state = stateOf(context, input.TopicArn);
		const topic = requireTopic(state, input.TopicArn);
		forgetExpiredTokens(state);
		let pendingCount = 0;
		for (const subscription of topic.subscriptions.values()) if (subscription.pending) pendingCount++;
		return {
			Attributes: {
				...topicAttributes(topic),
				...archiveAttributes(topic, context.nowMs),
				SubscriptionsConfirmed: String(topic.subscriptions.size - pendingCount),
				SubscriptionsPending: String(pendingCount),
				SubscriptionsDeleted: String(topic.deletedSubscriptionCount),
			},
		};
	},
});

function archiveAttributes(topic: Topic, nowMs: number): Record<string, string> {
	const policy = topic.attributes.get('ArchivePolicy');
	if (!topic.fifo || policy === undefined) return {};
	const beginningMs = beginningArchiveMs(topic.fifo.archive, parseArchivePolicy(policy).retentionMs, nowMs);
	return beginningMs === undefined ? {} : {BeginningArchiveTime: new Date(beginningMs).toISOString()};
}
