import {formatCount, plural} from '../../shared/units.ts';
import {refusedSubscriptions} from './queue-policy.ts';
import {fine, type TopicRule} from './rule.ts';
import {recent, sumOf} from './samples.ts';
import {nameOf, topicThing} from './words.ts';

export const refusedWithoutDlq: TopicRule = {
	id: 'refused-without-dlq',
	about: 'topic',
	rank: 'LOSS',
	title: 'refused deliveries without a DLQ',
	when: 'NumberOfNotificationsFailed is above 0 in the last 10 min, and a subscription that can be the one has no RedrivePolicy',
	from: 'CloudWatch; subscription attributes',
	fix: 'mend the delivery; give the subscription a DLQ',
	judge(topic, observations) {
		if (!topic.failed) return {needs: 'CloudWatch'};
		const points = recent(topic.failed.points, observations.nowMs);
		const count = sumOf(points);
		if (count === 0) return fine;
		// `isRaw` is known only when a subscription's own attributes were read.
		const read = topic.subscriptions?.filter(({arn, isRaw}) => arn !== undefined && isRaw !== undefined);
		if (!read || read.length === 0) return {needs: 'the attributes of its subscriptions'};
		const refused = new Set(refusedSubscriptions(topic, observations).map(({subscription}) => subscription.arn));
		const suspects = refused.size > 0 ? read.filter(({arn}) => refused.has(arn)) : read;
		const bare = suspects.filter(({deadLetterQueueArn}) => deadLetterQueueArn === undefined);
		const [first] = bare;
		if (!first) return fine;
		// One of several may be the one that fails: then nothing says that this one loses anything.
		if (bare.length < suspects.length) return {needs: 'which of its subscriptions fails; not all have a DLQ'};
		const names = bare.map(({endpoint}) => nameOf(endpoint));
		return [
			{
				thing: topicThing(topic, bare.length === 1 ? first.arn : undefined),
				where: bare.length === 1 ? `${names[0]} (SNS)` : `${topic.name} (SNS)`,
				what: `${plural(count, 'delivery', 'deliveries')} lost in 10 min, no DLQ`,
				sinceMs: points.find(({value}) => value > 0)?.atMs ?? observations.nowMs,
				size: count,
				measure: {name: 'NumberOfNotificationsFailed', points},
				why: `SNS could not deliver ${formatCount(count)} messages of ${topic.name}, and ${names.join(', ')} ${names.length === 1 ? 'has' : 'have'} no dead-letter queue: what is not delivered is gone.`,
				evidence: [
					{source: 'CloudWatch NumberOfNotificationsFailed', atMs: points.at(-1)?.atMs ?? observations.nowMs},
					{source: 'GetSubscriptionAttributes', ...(topic.asOfMs !== undefined && {atMs: topic.asOfMs}), note: 'No RedrivePolicy.'},
				],
				fixes: [{text: 'go to the subscription: mend the delivery, give it a DLQ', action: 'now.open'}],
			},
		];
	},
};
