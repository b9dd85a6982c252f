import type {SnsState} from './state.ts';
import type {Subscription} from './subscription.ts';
import type {Topic} from './topic.ts';

/** Puts a subscription where it is found by ARN, topic and endpoint. */
export function addSubscription(state: SnsState, topic: Topic, subscription: Subscription): void {
	state.subscriptions.set(subscription.arn, subscription);
	topic.subscriptions.set(subscription.arn, subscription);
	topic.byEndpoint.set(endpointKey(subscription), subscription);
}

/** The topic may be gone already. */
export function removeSubscription(state: SnsState, subscription: Subscription): void {
	state.subscriptions.delete(subscription.arn);
	const topic = state.topics.get(subscription.topicArn);
	if (!topic) return;
	topic.subscriptions.delete(subscription.arn);
	if (topic.byEndpoint.get(endpointKey(subscription)) === subscription) topic.byEndpoint.delete(endpointKey(subscription));
}

/** A topic has one subscription for each protocol and endpoint. */
export function findByEndpoint(topic: Topic, wanted: {readonly protocol: string; readonly endpoint: string}): Subscription | undefined {
	return topic.byEndpoint.get(endpointKey(wanted));
}

function endpointKey({protocol, endpoint}: {readonly protocol: string; readonly endpoint: string}): string {
	return `${protocol}\n${endpoint}`;
}
