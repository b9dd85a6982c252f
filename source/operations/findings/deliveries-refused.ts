import {formatCount} from '../../shared/units.ts';
import type {Claim} from './finding.ts';
import type {Observations, ObservedTopic} from './observation.ts';
import {allowingFixes, refusedSubscriptions, type RefusedSubscription} from './queue-policy.ts';
import {fine, type TopicRule} from './rule.ts';
import {recent, sumOf} from './samples.ts';
import {failedCount, topicThing} from './words.ts';

export const deliveriesRefused: TopicRule = {
	id: 'deliveries-refused',
	about: 'topic',
	rank: 'FAIL',
	title: 'deliveries refused',
	when: 'NumberOfNotificationsFailed is above 0 in the last 10 min, or the policy of a subscribed queue does not let the topic send (on a local endpoint, only where something failed)',
	from: 'CloudWatch; subscriptions and queue policies, evaluated here',
	fix: 'add the statement to the queue’s policy',
	judge(topic, observations) {
		// A local endpoint that does not ask policies delivers whatever they say, until something fails.
		const isAsked = observations.enforcesPolicies || failedCount(topic, observations.nowMs) > 0;
		const refused = isAsked ? refusedSubscriptions(topic, observations) : [];
		if (refused.length > 0) return refused.map(one => refusedClaim(topic, one, observations));
		if (!topic.subscriptions && !topic.failed) return {needs: 'its subscriptions'};
		const points = recent(topic.failed?.points ?? [], observations.nowMs);
		const count = sumOf(points);
		return count > 0 ? [failedClaim(topic, points, count)] : fine;
	},
};

function refusedClaim(topic: ObservedTopic, refused: RefusedSubscription, {nowMs}: Observations): Claim {
	const {queue, subscription, verdict, label} = refused;
	const points = recent(topic.failed?.points ?? [], nowMs);
	const isAlone = (topic.subscriptions?.length ?? 0) === 1;
	const perMinute = points.at(-1)?.value;
	const isCounted = perMinute !== undefined && perMinute > 0 && isAlone;
	const why =
		verdict === 'denied'
			? `The statement ${label} of the queue's policy denies ${topic.name} to send.`
			: `No statement of the queue's policy lets ${topic.name} send.`;
	return {
		detail: subscription.endpoint,
		thing: topicThing(topic, subscription.arn),
		where: `${queue.name} (SNS)`,
		what: isCounted ? `${(perMinute / 60).toFixed(1)}/s refused by the queue's policy` : `none arrive: queue's policy refuses`,
		...(points.length > 0 && {sinceMs: points.find(({value}) => value > 0)?.atMs ?? nowMs}),
		size: perMinute ?? 1,
		measure: {name: 'NumberOfNotificationsFailed', points},
		why: `${why} SNS does not try again: what it cannot deliver goes to the subscription's DLQ${subscription.deadLetterQueueArn ? '' : ', and without one it is lost'}.`,
		evidence: [
			{source: `policy of ${queue.name}, evaluated here`, ...(queue.asOfMs !== undefined && {atMs: queue.asOfMs})},
			...(perMinute === undefined ? [] : [{source: 'CloudWatch NumberOfNotificationsFailed', atMs: points.at(-1)?.atMs ?? nowMs}]),
		],
		fixes: allowingFixes(subscription.endpoint, topic.arn),
	};
}

function failedClaim(topic: ObservedTopic, points: ReadonlyArray<{atMs: number; value: number}>, count: number): Claim {
	return {
		thing: topicThing(topic),
		where: `${topic.name} (SNS)`,
		what: `${formatCount(count)} deliveries failed in 10 min`,
		sinceMs: points.find(({value}) => value > 0)?.atMs ?? 0,
		size: count,
		measure: {name: 'NumberOfNotificationsFailed', points},
		why: `SNS gave up on ${formatCount(count)} deliveries after its retries: an endpoint refuses them, or does not answer.`,
		evidence: [{source: 'CloudWatch NumberOfNotificationsFailed', ...(points.length > 0 && {atMs: points.at(-1)?.atMs ?? 0})}],
		fixes: [{text: 'go to its subscriptions, and test each endpoint', action: 'now.open'}],
	};
}
