import {allowingFixes, refusedSubscriptions} from './queue-policy.ts';
import {fine, type TopicRule} from './rule.ts';
import {failedCount, topicThing} from './words.ts';

export const refusedOnAws: TopicRule = {
	id: 'refused-on-aws',
	about: 'topic',
	rank: 'RISK',
	title: 'would be refused on AWS',
	when: 'on a local endpoint that delivers whatever policies say: the policy of a subscribed queue does not let the topic send',
	from: 'subscriptions and queue policies, evaluated here',
	fix: 'add the statement to the queue’s policy',
	judge(topic, observations) {
		if (observations.enforcesPolicies) return fine;
		if (!topic.subscriptions) return {needs: 'its subscriptions'};
		// Where something fails, policies seem to count here as well: that is the rule of refused deliveries.
		if (failedCount(topic, observations.nowMs) > 0) return fine;
		return refusedSubscriptions(topic, observations).map(({queue, subscription}) => ({
			detail: subscription.endpoint,
			thing: topicThing(topic, subscription.arn),
			where: `${queue.name} (SNS)`,
			what: 'none arrive on AWS: its policy refuses',
			size: 1,
			why: `No statement of ${queue.name}'s policy lets ${topic.name} send. This endpoint delivers all the same; AWS does not, and loses what it cannot deliver.`,
			evidence: [{source: `policy of ${queue.name}, evaluated here`, ...(queue.asOfMs !== undefined && {atMs: queue.asOfMs})}],
			fixes: allowingFixes(subscription.endpoint, topic.arn),
		}));
	},
};
