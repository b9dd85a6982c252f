import {FilterPolicyError} from '../../rules/filter-policy-error.ts';
import {parseFilterPolicy, type FilterPolicy} from '../../rules/filter-policy.ts';
import {parseArn} from '../../shared/arn.ts';
import {AttributeProblem, wordedFor} from './attribute-problem.ts';
import {
	combinePolicies,
	effectiveSubscriptionPolicy,
	emptyDeliveryPolicy,
	parseSubscriptionDeliveryPolicy,
	type DeliveryPolicy,
} from './delivery-policy.ts';
import {shownEndpoint, type Protocol} from './endpoint.ts';
import {invalidParameter} from './errors.ts';
import {parseJsonObject} from './json-object.ts';
import {parseReplayPolicy, type ReplayPolicy} from './replay-policy.ts';
import type {Subscription} from './subscription.ts';
import {topicDeliveryPolicy} from './topic-attributes.ts';
import type {Topic} from './topic.ts';

/** A subscription's attributes, parsed. */
export type SubscriptionSettings = {
	readonly isRaw: boolean;
	readonly filter: FilterPolicy | undefined;
	/** Where undeliverable messages go. */
	readonly deadLetterQueueArn: string | undefined;
	readonly delivery: DeliveryPolicy;
	readonly replay: ReplayPolicy | undefined;
};

type Kind = {readonly topic: Topic; readonly protocol: Protocol};

const attributeNames: ReadonlySet<string> = new Set([
	'DeliveryPolicy',
	'FilterPolicy',
	'FilterPolicyScope',
	'RawMessageDelivery',
	'RedrivePolicy',
	'SubscriptionRoleArn',
	'ReplayPolicy',
]);

/** An empty object takes these back, as an empty text does. */
const clearedByEmptyObject: ReadonlySet<string> = new Set(['DeliveryPolicy', 'FilterPolicy', 'RedrivePolicy', 'ReplayPolicy']);

function isCleared(name: string, value: string): boolean {
	return value === '' || (clearedByEmptyObject.has(name) && /^\s*\{\s*\}\s*$/.test(value));
}

/** Checks what Subscribe was given; errors say `Attributes Reason: `. */
export function checkSubscriptionAttributes(attributes: Readonly<Record<string, string>>, kind: Kind): SubscriptionSettings {
	for (const name of Object.keys(attributes)) {
		if (!attributeNames.has(name)) throw invalidParameter(`Attributes Reason: Unknown attribute ${name}`);
	}
	const given = new Map(Object.entries(attributes).filter(([name, value]) => !isCleared(name, value)));
	return wordedFor('Attributes Reason: ', () => {
		// Assumed: that it is required is documented, its text is not.
		if (kind.protocol === 'firehose' && !given.has('SubscriptionRoleArn'))
			throw new AttributeProblem('SubscriptionRoleArn: must be specified');
		return parseSettings(given, kind);
	});
}

export function applySubscriptionAttributes(subscription: Subscription, attributes: Readonly<Record<string, string>>): void {
	for (const [name, value] of Object.entries(attributes)) {
		if (!isCleared(name, value)) subscription.attributes.set(name, value);
	}
}

/** Sets one attribute. An empty value takes it back. */
export function setSubscriptionAttribute(subscription: Subscription, topic: Topic, name: string, value: string): void {
	if (!attributeNames.has(name)) throw invalidParameter('AttributeName');
	const next = new Map(subscription.attributes);
	if (isCleared(name, value)) next.delete(name);
	else next.set(name, value);
	subscription.settings = wordedFor('', () => parseSettings(next, {topic, protocol: subscription.protocol}));
	if (isCleared(name, value)) subscription.attributes.delete(name);
	else subscription.attributes.set(name, value);
}

function parseSettings(attributes: ReadonlyMap<string, string>, kind: Kind): SubscriptionSettings {
	const deliveryPolicy = attributes.get('DeliveryPolicy');
	return {
		isRaw: parseRaw(attributes.get('RawMessageDelivery'), kind),
		filter: parseFilter(attributes.get('FilterPolicy'), attributes.get('FilterPolicyScope')),
		deadLetterQueueArn: parseRedrivePolicy(attributes.get('RedrivePolicy'), kind),
		delivery: deliveryPolicy === undefined ? emptyDeliveryPolicy : parseSubscriptionDeliveryPolicy(deliveryPolicy),
		replay: parseReplayPolicy(attributes.get('ReplayPolicy'), kind.topic),
	};
}

const rawProtocols: ReadonlySet<Protocol> = new Set(['sqs', 'http', 'https', 'firehose']);

function parseRaw(text: string | undefined, {protocol}: Kind): boolean {
	if (text === undefined) return false;
	if (!/^(?:true|false)$/i.test(text)) throw new AttributeProblem(`RawMessageDelivery: Invalid value [${text}]. Must be true or false.`);
	const isRaw = text.toLowerCase() === 'true';
	if (isRaw && !rawProtocols.has(protocol)) {
		throw new AttributeProblem(`Delivery protocol [${protocol}] does not support raw message delivery.`);
	}
	return isRaw;
}

function parseFilter(text: string | undefined, scope = 'MessageAttributes'): FilterPolicy | undefined {
	if (scope !== 'MessageAttributes' && scope !== 'MessageBody') {
		throw new AttributeProblem(`FilterPolicyScope: Invalid value [${scope}]. Please use either MessageBody or MessageAttributes`);
	}
	if (text === undefined) return undefined;
	try {
		return parseFilterPolicy(text, scope);
	} catch (error) {
		if (!(error instanceof FilterPolicyError)) throw error;
		throw new AttributeProblem(error.isNesting ? error.text : `FilterPolicy: ${error.text}`);
	}
}

function parseRedrivePolicy(text: string | undefined, {topic}: Kind): string | undefined {
	if (text === undefined) return undefined;
	const policy = parseJsonObject('RedrivePolicy', text);
	const odd = Object.keys(policy).find(name => name !== 'deadLetterTargetArn');
	if (odd !== undefined) throw new AttributeProblem(`RedrivePolicy: invalid JSON. Attribute ${odd} is unknown.`);
	const arn = policy['deadLetterTargetArn'];
	const parsed = typeof arn === 'string' ? parseArn(arn) : undefined;
	if (typeof arn !== 'string' || parsed?.service !== 'sqs' || !/^[\w-]{1,80}(?:\.fifo)?$/.test(parsed.resource)) {
		throw new AttributeProblem('RedrivePolicy: deadLetterTargetArn is an invalid arn');
	}
	if (topic.fifo && !arn.endsWith('.fifo')) {
		throw new AttributeProblem('RedrivePolicy: must use a FIFO queue as DLQ for a FIFO Subscription to a FIFO Topic.');
	}
	// Assumed: the rule is documented, its text is not.
	if (!topic.fifo && arn.endsWith('.fifo')) {
		throw new AttributeProblem('RedrivePolicy: must use a standard queue as DLQ for a Subscription to a standard Topic.');
	}
	return arn;
}

/** As GetSubscriptionAttributes answers. */
export function subscriptionAttributes(subscription: Subscription, topic: Topic): Record<string, string> {
	const attributes: Record<string, string> = {
		SubscriptionArn: subscription.arn,
		TopicArn: subscription.topicArn,
		Protocol: subscription.protocol,
		Endpoint: shownEndpoint(subscription.endpoint),
		Owner: subscription.ownerId,
		PendingConfirmation: String(subscription.pending !== undefined),
		ConfirmationWasAuthenticated: String(subscription.wasAuthenticated),
		SubscriptionPrincipal: `arn:aws:iam::${subscription.ownerId}:root`,
		...Object.fromEntries(subscription.attributes),
		RawMessageDelivery: String(subscription.settings.isRaw),
	};
	if (subscription.protocol === 'http' || subscription.protocol === 'https') {
		const effective = combinePolicies(topicDeliveryPolicy(topic), subscription.settings.delivery);
		attributes['EffectiveDeliveryPolicy'] = effectiveSubscriptionPolicy(effective);
	}
	// Observed: the scope shows only once there is a policy to hold it.
	if (subscription.settings.filter) attributes['FilterPolicyScope'] = subscription.settings.filter.scope;
	else delete attributes['FilterPolicyScope'];
	if (subscription.replayStatus) attributes['ReplayStatus'] = subscription.replayStatus;
	return attributes;
}
