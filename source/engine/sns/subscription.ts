import {invalidParameter, notFound} from './errors.ts';
import type {SnsState} from './state.ts';
import {applySubscriptionAttributes, checkSubscriptionAttributes, type SubscriptionSettings} from './subscription-attributes.ts';
import {checkEndpoint, type Protocol} from './endpoint.ts';
import {checkArnParts, type Topic} from './topic.ts';

export type Subscription = {
	readonly arn: string;
	readonly topicArn: string;
	readonly protocol: Protocol;
	readonly endpoint: string;
	readonly ownerId: string;
	/** Its place in lists: rises with every subscription made. */
	readonly serial: number;
	/** Undefined once confirmed. */
	pending: {readonly token: string} | undefined;
	wasAuthenticated: boolean;
	/** As they were given, by AWS's names. */
	readonly attributes: Map<string, string>;
	/** The same, ready for use. */
	settings: SubscriptionSettings;
};

export type NewSubscription = {
	readonly protocol: string;
	readonly endpoint: string;
	readonly attributes: Readonly<Record<string, string>>;
};

/** Makes a subscription, or finds the one of that protocol and endpoint if what is given agrees with it. */
export function subscribe(state: SnsState, topic: Topic, wanted: NewSubscription): Subscription {
	const {protocol, needsConfirmation} = checkEndpoint(wanted, topic);
	const settings = checkSubscriptionAttributes(wanted.attributes, {topic, protocol});
	const existing = findSubscription(topic, protocol, wanted.endpoint);
	if (existing) {
		for (const [name, value] of Object.entries(wanted.attributes)) {
			if (!isSameValue(existing.attributes.get(name), value)) {
				throw invalidParameter('Attributes Reason: Subscription already exists with different attributes');
			}
		}
		return existing;
	}

	const {random, accountId} = state.environment;
	const subscription: Subscription = {
		arn: `${topic.arn}:${random.uuid()}`,
		topicArn: topic.arn,
		protocol,
		endpoint: wanted.endpoint,
		ownerId: accountId,
		serial: state.nextSubscriptionSerial++,
		pending: needsConfirmation ? {token: random.hex(128)} : undefined,
		wasAuthenticated: !needsConfirmation,
		attributes: new Map(),
		settings,
	};
	applySubscriptionAttributes(subscription, wanted.attributes);
	topic.subscriptions.set(subscription.arn, subscription);
	state.subscriptions.set(subscription.arn, subscription);
	return subscription;
}

/** AWS compares `true` and `True` as equal. */
function isSameValue(current: string | undefined, given: string): boolean {
	return current === given || current?.toLowerCase() === given.toLowerCase();
}

function findSubscription(topic: Topic, protocol: Protocol, endpoint: string): Subscription | undefined {
	for (const subscription of topic.subscriptions.values()) {
		if (subscription.endpoint === endpoint && subscription.protocol === protocol) return subscription;
	}
	return undefined;
}

/** Idempotent, as AWS is: a subscription that is not there is no error. */
export function unsubscribe(state: SnsState, arn: string): Subscription | undefined {
	const subscription = state.subscriptions.get(arn);
	if (!subscription) {
		checkSubscriptionArn(arn);
		return undefined;
	}
	state.subscriptions.delete(arn);
	const topic = state.topics.get(subscription.topicArn);
	if (topic) {
		topic.subscriptions.delete(arn);
		topic.deletedSubscriptionCount++;
	}
	return subscription;
}

export function requireSubscription(state: SnsState, arn: string): Subscription {
	const subscription = state.subscriptions.get(arn);
	if (subscription) return subscription;
	checkSubscriptionArn(arn);
	throw notFound('Subscription does not exist');
}

const uuidPattern = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

function checkSubscriptionArn(arn: string): void {
	checkArnParts(arn, 'SubscriptionArn');
	const parts = arn.split(':');
	if (parts.length < 7 || !uuidPattern.test(parts.at(-1) ?? '')) throw invalidParameter('SubscriptionId');
}

/** As lists show it: pending ones have no ARN yet. */
export function listedSubscription(subscription: Subscription): {
	SubscriptionArn: string;
	Owner: string;
	Protocol: string;
	Endpoint: string;
	TopicArn: string;
} {
	return {
		SubscriptionArn: subscription.pending ? 'PendingConfirmation' : subscription.arn,
		Owner: subscription.ownerId,
		Protocol: subscription.protocol,
		Endpoint: subscription.endpoint,
		TopicArn: subscription.topicArn,
	};
}

/** Ascends with `serial`, as text. */
export function subscriptionPageKey(subscription: Subscription): string {
	return String(subscription.serial).padStart(12, '0');
}
