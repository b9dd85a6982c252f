import {safeText} from '../../payload/safe-text.ts';
import {fine, type TopicRule} from './rule.ts';
import {duration, topicThing} from './words.ts';

const pendingMsMax = 3 * 86_400_000;

export const pendingSubscription: TopicRule = {
	id: 'pending-subscription',
	about: 'topic',
	rank: 'RISK',
	title: 'pending subscription',
	when: 'a subscription was first seen pending more than 3 days ago, and still is',
	from: 'subscriptions, remembered from session to session',
	fix: 'confirm it, or subscribe again',
	judge(topic, {nowMs}) {
		if (!topic.subscriptions) return {needs: 'its subscriptions'};
		return topic.subscriptions.flatMap(({arn, protocol, endpoint, pendingSinceMs}) => {
			if (arn !== undefined || pendingSinceMs === undefined || nowMs - pendingSinceMs <= pendingMsMax) return fine;
			return [
				{
					detail: endpoint,
					thing: topicThing(topic, endpoint),
					where: `${topic.name} (SNS)`,
					what: `subscription pending for ${duration(nowMs - pendingSinceMs)}`,
					sinceMs: pendingSinceMs,
					size: 1,
					why: `${safeText(protocol)} ${safeText(endpoint)} never confirmed, so it gets nothing of what is published.`,
					evidence: [{source: 'ListSubscriptionsByTopic, first seen pending', atMs: pendingSinceMs}],
					fixes: [{text: 'go to the subscription', action: 'now.open'}],
				},
			];
		});
	},
};
