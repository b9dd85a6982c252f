import type {Subscription} from '../../aws/topic.ts';
import {decideAccess, parseAccessPolicy, type AccessDecision} from '../../rules/access-policy.ts';
import {parseArn} from '../../shared/arn.ts';
import type {EpochMs} from '../../shared/clock.ts';
import type {Fix} from './finding.ts';
import type {Observations, ObservedQueue, ObservedTopic} from './observation.ts';

/** A confirmed subscription of a queue that was looked at, whose policy lets the topic not send. */
export type RefusedSubscription = {
	readonly subscription: Subscription;
	readonly queue: ObservedQueue;
	readonly verdict: AccessDecision['verdict'];
	/** The statement that denies. */
	readonly label: string | undefined;
};

/** The subscriptions of a topic that its queues refuse, as far as those queues were looked at. */
export function refusedSubscriptions(topic: ObservedTopic, {queueByArn, nowMs}: Observations): readonly RefusedSubscription[] {
	return (topic.subscriptions ?? []).flatMap(subscription => {
		if (subscription.protocol !== 'sqs' || subscription.arn === undefined) return [];
		const queue = queueByArn.get(subscription.endpoint);
		if (!queue?.attributes) return [];
		const {verdict, decidedBy} = askForTopic(queue.attributes.policy, {queueArn: subscription.endpoint, topicArn: topic.arn, nowMs});
		return verdict === 'allowed' ? [] : [{subscription, queue, verdict, label: decidedBy?.label}];
	});
}

/** Whether a queue's policy lets SNS send what comes from a topic; a queue without a policy does not. */
function askForTopic(policy: string | undefined, options: {queueArn: string; topicArn: string; nowMs: EpochMs}): AccessDecision {
	const {queueArn, topicArn, nowMs} = options;
	return decideAccess(parseAccessPolicy(policy ?? '') ?? [], {
		principal: {type: 'service', name: 'sns.amazonaws.com'},
		action: 'sqs:SendMessage',
		resource: queueArn,
		keys: {
			'aws:sourcearn': topicArn,
			'aws:sourceaccount': parseArn(topicArn)?.accountId ?? '',
			'aws:principalisawsservice': 'true',
			'aws:principalservicename': 'sns.amazonaws.com',
			'aws:securetransport': 'true',
			'aws:currenttime': new Date(nowMs).toISOString(),
			'aws:epochtime': String(Math.floor(nowMs / 1000)),
		},
	});
}

/**
The statement that lets a topic send to a queue.

@see [Fanout to Amazon SQS queues](https://docs.aws.amazon.com/sns/latest/dg/sns-sqs-as-subscriber.html)
*/
export function allowingStatement(queueArn: string, topicArn: string): string {
	return JSON.stringify({
		Effect: 'Allow',
		Principal: {Service: 'sns.amazonaws.com'},
		Action: 'sqs:SendMessage',
		Resource: queueArn,
		Condition: {ArnEquals: {'aws:SourceArn': topicArn}},
	});
}

/** What helps where a queue's policy refuses a topic. */
export function allowingFixes(queueArn: string, topicArn: string): readonly Fix[] {
	return [
		{
			text: 'add this statement to the queue’s policy',
			aside: 'y copies it',
			action: 'finding.copy',
			copy: allowingStatement(queueArn, topicArn),
		},
		{text: 'go to the subscription', action: 'now.open'},
	];
}
