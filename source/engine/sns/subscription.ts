import type {EpochMs} from '../../shared/clock.ts';
import {AwsError} from '../action.ts';
import {addToken} from './confirmation.ts';
import {invalidParameter, notFound} from './errors.ts';
import type {SnsState} from './state.ts';
import {addSubscription, findByEndpoint, removeSubscription} from './subscription-index.ts';
import {applySubscriptionAttributes, checkSubscriptionAttributes, type SubscriptionSettings} from './subscription-attributes.ts';
import {checkEndpoint, shownEndpoint, type Protocol} from './endpoint.ts';
import {largeProtocols, largeSubscriptionCountMax, maximumMessageBytes, messageBytesDefault} from './topic-attributes.ts';
import {checkArnParts} from './arn-parts.ts';
import type {Topic} from './topic.ts';

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
	/** It was confirmed with AuthenticateOnUnsubscribe. */
	needsAuthentication: boolean;
	/** As they were given, by AWS's names. */
	readonly attributes: Map<string, string>;
	/** The same, ready for use. */
	settings: SubscriptionSettings;
	/** Of the ReplayPolicy, when there is one. */
	replayStatus: 'Completed' | 'In progress' | 'Failed' | 'Pending' | undefined;
	/** For throttled endpoints: when the next message may go. */
	nextDeliveryAtMs: EpochMs;
};

export type NewSubscription = {
	readonly protocol: string;
	readonly endpoint: string;
	readonly attributes: Readonly<Record<string, string>>;
	readonly ownerId: string;
};

/** Makes a subscription, or finds the one of that protocol and endpoint if what is given agrees with it. */
export function subscribe(state: SnsState, topic: Topic, wanted: NewSubscription): Subscription {
	const {protocol, needsConfirmation} = checkEndpoint(wanted, topic);
	const settings = checkSubscriptionAttributes(wanted.attributes, {topic, protocol});
	const existing = findByEndpoint(topic, {protocol, endpoint: wanted.endpoint});
	if (existing) {
		for (const [name, value] of Object.entries(wanted.attributes)) {
			if (!isSameValue(name, existing.attributes.get(name), value)) {
				throw invalidParameter('Attributes Reason: Subscription already exists with different attributes');
			}
		}
		return existing;
	}

	checkLimits(state, topic, {protocol, settings});
	const {random} = state.environment;
	const subscription: Subscription = {
		arn: `${topic.arn}:${random.uuid()}`,
		topicArn: topic.arn,
		protocol,
		endpoint: wanted.endpoint,
		ownerId: wanted.ownerId,
		serial: state.nextSubscriptionSerial++,
		pending: undefined,
		wasAuthenticated: !needsConfirmation,
		needsAuthentication: false,
		attributes: new Map(),
		settings,
		replayStatus: undefined,
		nextDeliveryAtMs: 0,
	};
	if (needsConfirmation) subscription.pending = {token: addToken(state, 'confirm', subscription)};
	applySubscriptionAttributes(subscription, wanted.attributes);
	addSubscription(state, topic, subscription);
	return subscription;
}

/** AWS takes `true` and `True` for the same. */
function isSameValue(name: string, current: string | undefined, given: string): boolean {
	if (name === 'RawMessageDelivery') return (current ?? 'false').toLowerCase() === given.toLowerCase();
	return (current ?? '') === given;
}

const fifoSubscriptionCountMax = 100;
const filterCountMax = {perTopic: 200, perAccount: 10_000};

/** Assumed: the limits and codes are documented, the texts are not. */
function checkLimits(state: SnsState, topic: Topic, wanted: {protocol: Protocol; settings: SubscriptionSettings}): void {
	const isLarge = maximumMessageBytes(topic) > messageBytesDefault;
	if (isLarge && !largeProtocols.has(wanted.protocol)) {
		throw invalidParameter(`Protocol Reason: ${wanted.protocol} is not supported for topics with a MaximumMessageSize above 256 KiB`);
	}
	const countMax = topic.fifo ? fifoSubscriptionCountMax : isLarge ? largeSubscriptionCountMax : Number.POSITIVE_INFINITY;
	if (topic.subscriptions.size >= countMax) {
		throw new AwsError('Subscription limit exceeded', {code: 'SubscriptionLimitExceeded', status: 403});
	}
	if (wanted.settings.filter) checkFilterCount(state, topic);
}

/** Refuses one more filter policy where there are as many as AWS allows. */
export function checkFilterCount(state: SnsState, topic: Topic): void {
	const count = (subscriptions: Iterable<Subscription>): number => [...subscriptions].filter(({settings}) => settings.filter).length;
	if (
		(topic.subscriptions.size >= filterCountMax.perTopic && count(topic.subscriptions.values()) >= filterCountMax.perTopic) ||
		(state.subscriptions.size >= filterCountMax.perAccount && count(state.subscriptions.values()) >= filterCountMax.perAccount)
	) {
		throw new AwsError('Filter policy limit exceeded', {code: 'FilterPolicyLimitExceeded', status: 403});
	}
}

/** Idempotent, as AWS is: a subscription that is not there is no error. */
export function unsubscribe(state: SnsState, arn: string): Subscription | undefined {
	const subscription = state.subscriptions.get(arn);
	if (!subscription) {
		checkSubscriptionArn(arn);
		return undefined;
	}
	removeSubscription(state, subscription);
	const topic = state.topics.get(subscription.topicArn);
	if (topic) topic.deletedSubscriptionCount++;
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
		Endpoint: shownEndpoint(subscription.endpoint),
		TopicArn: subscription.topicArn,
	};
}

/** Ascends with `serial`, as text. */
export function subscriptionPageKey(subscription: Subscription): string {
	return String(subscription.serial).padStart(12, '0');
}
