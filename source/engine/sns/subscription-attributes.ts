import {parseArn} from '../../shared/arn.ts';
import type {AwsError} from '../action.ts';
import type {Protocol} from './endpoint.ts';
import {invalidParameter} from './errors.ts';
import type {Subscription} from './subscription.ts';
import type {Topic} from './topic.ts';

/** A subscription's attributes, parsed. */
export type SubscriptionSettings = {
	readonly isRaw: boolean;
	/** Where undeliverable messages go. */
	readonly deadLetterQueueArn: string | undefined;
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

/** Checks what Subscribe was given; errors say `Attributes Reason: `. */
export function checkSubscriptionAttributes(attributes: Readonly<Record<string, string>>, kind: Kind): SubscriptionSettings {
	for (const name of Object.keys(attributes)) {
		if (!attributeNames.has(name)) throw invalidParameter(`Attributes Reason: Unknown attribute: ${name}`);
	}
	return parseSettings(new Map(Object.entries(attributes)), kind, 'Attributes Reason: ');
}

export function applySubscriptionAttributes(subscription: Subscription, attributes: Readonly<Record<string, string>>): void {
	for (const [name, value] of Object.entries(attributes)) {
		if (value !== '') subscription.attributes.set(name, value);
	}
}

/** Sets one attribute. An empty value takes it back. */
export function setSubscriptionAttribute(subscription: Subscription, topic: Topic, name: string, value: string): void {
	if (!attributeNames.has(name)) throw invalidParameter('AttributeName');
	const next = new Map(subscription.attributes);
	if (value === '' || (name === 'FilterPolicy' && value.trim() === '{}')) next.delete(name);
	else next.set(name, value);
	subscription.settings = parseSettings(next, {topic, protocol: subscription.protocol}, '');
	subscription.attributes.clear();
	for (const entry of next) subscription.attributes.set(...entry);
}

function parseSettings(attributes: ReadonlyMap<string, string>, kind: Kind, prefix: string): SubscriptionSettings {
	const fail = (text: string): AwsError => invalidParameter(prefix + text);
	const raw = attributes.get('RawMessageDelivery') ?? 'false';
	if (!/^(?:true|false)$/i.test(raw)) throw fail(`RawMessageDelivery: Invalid value [${raw}]. Must be true or false.`);
	return {
		isRaw: raw.toLowerCase() === 'true',
		deadLetterQueueArn: parseRedrivePolicy(attributes.get('RedrivePolicy'), kind, fail),
	};
}

function parseRedrivePolicy(text: string | undefined, kind: Kind, fail: (text: string) => AwsError): string | undefined {
	if (text === undefined || text === '') return undefined;
	let policy: unknown;
	try {
		policy = JSON.parse(text);
	} catch {
		throw fail('RedrivePolicy: failed to parse JSON.');
	}
	const arn = typeof policy === 'object' && policy !== null && 'deadLetterTargetArn' in policy ? policy.deadLetterTargetArn : undefined;
	if (typeof arn !== 'string' || parseArn(arn)?.service !== 'sqs') throw fail('RedrivePolicy: deadLetterTargetArn is an invalid arn');
	if (kind.topic.fifo && !arn.endsWith('.fifo')) {
		throw fail('RedrivePolicy: must use a FIFO queue as DLQ for a FIFO Subscription to a FIFO Topic.');
	}
	return arn;
}

/** As GetSubscriptionAttributes answers. */
export function subscriptionAttributes(subscription: Subscription): Record<string, string> {
	const attributes: Record<string, string> = {
		SubscriptionArn: subscription.arn,
		TopicArn: subscription.topicArn,
		Protocol: subscription.protocol,
		Endpoint: subscription.endpoint,
		Owner: subscription.ownerId,
		PendingConfirmation: String(subscription.pending !== undefined),
		ConfirmationWasAuthenticated: String(subscription.wasAuthenticated),
		RawMessageDelivery: 'false',
		SubscriptionPrincipal: `arn:aws:iam::${subscription.ownerId}:root`,
	};
	for (const [name, value] of subscription.attributes) attributes[name] = value;
	attributes['RawMessageDelivery'] = String(subscription.settings.isRaw);
	if (!subscription.attributes.has('FilterPolicy')) delete attributes['FilterPolicyScope'];
	else attributes['FilterPolicyScope'] ??= 'MessageAttributes';
	return attributes;
}
