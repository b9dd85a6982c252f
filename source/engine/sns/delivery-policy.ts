import {AttributeProblem} from './attribute-problem.ts';
import {isJsonObject, parseJsonObject, type JsonObject} from './json-object.ts';

/**
How deliveries to HTTP endpoints are repeated. Delays are in seconds.

@see [Amazon SNS message delivery retries](https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html)
*/
export type RetryPolicy = {
	readonly minDelayTarget: number;
	readonly maxDelayTarget: number;
	readonly numRetries: number;
	readonly numMaxDelayRetries: number;
	readonly numNoDelayRetries: number;
	readonly numMinDelayRetries: number;
	readonly backoffFunction: BackoffFunction;
};

const backoffFunctions = ['arithmetic', 'exponential', 'geometric', 'linear'] as const;
export type BackoffFunction = (typeof backoffFunctions)[number];

export const defaultRetryPolicy: RetryPolicy = {
	minDelayTarget: 20,
	maxDelayTarget: 20,
	numRetries: 3,
	numMaxDelayRetries: 0,
	numNoDelayRetries: 0,
	numMinDelayRetries: 0,
	backoffFunction: 'linear',
};

const defaultContentType = 'text/plain; charset=UTF-8';
const delaySecondsMax = 3600;

/** A topic's or a subscription's policy, with what it leaves out. */
export type DeliveryPolicy = {
	readonly retry: RetryPolicy | undefined;
	readonly maxReceivesPerSecond: number | undefined;
	readonly contentType: string | undefined;
	/** Of topics: their subscriptions' own policies do not count. */
	readonly disablesOverrides: boolean;
};

export const emptyDeliveryPolicy: DeliveryPolicy = {
	retry: undefined,
	maxReceivesPerSecond: undefined,
	contentType: undefined,
	disablesOverrides: false,
};

/** `{"http": {"defaultHealthyRetryPolicy": …}}`. Throws an AttributeProblem. */
export function parseTopicDeliveryPolicy(text: string): DeliveryPolicy {
	const root = parseJsonObject('DeliveryPolicy', text);
	checkMembers(root, ['http'], '');
	const http = objectAt(root, 'http', '');
	if (!http) return emptyDeliveryPolicy;
	checkMembers(
		http,
		['defaultHealthyRetryPolicy', 'disableSubscriptionOverrides', 'defaultThrottlePolicy', 'defaultRequestPolicy'],
		'http.',
	);
	const disablesOverrides = http['disableSubscriptionOverrides'] ?? false;
	if (typeof disablesOverrides !== 'boolean') throw mismatch('http.disableSubscriptionOverrides', 'boolean', disablesOverrides);
	return {
		retry: parseRetryPolicy(http, 'defaultHealthyRetryPolicy', 'http.'),
		maxReceivesPerSecond: parseThrottlePolicy(http, 'defaultThrottlePolicy', 'http.'),
		contentType: parseRequestPolicy(http, 'defaultRequestPolicy', 'http.'),
		disablesOverrides,
	};
}

/** `{"healthyRetryPolicy": …}`. Throws an AttributeProblem. */
export function parseSubscriptionDeliveryPolicy(text: string): DeliveryPolicy {
	const root = parseJsonObject('DeliveryPolicy', text);
	checkMembers(root, ['healthyRetryPolicy', 'sicklyRetryPolicy', 'throttlePolicy', 'requestPolicy', 'guaranteed'], '');
	return {
		retry: parseRetryPolicy(root, 'healthyRetryPolicy', ''),
		maxReceivesPerSecond: parseThrottlePolicy(root, 'throttlePolicy', ''),
		contentType: parseRequestPolicy(root, 'requestPolicy', ''),
		disablesOverrides: false,
	};
}

function parseRetryPolicy(parent: JsonObject, name: string, path: string): RetryPolicy | undefined {
	const policy = objectAt(parent, name, path);
	if (!policy) return undefined;
	const prefix = `${path}${name}.`;
	checkMembers(policy, Object.keys(defaultRetryPolicy), prefix);
	const maxDelayTarget = integerAt(policy, 'maxDelayTarget', prefix, {min: 1, max: delaySecondsMax});
	const minDelayTarget = integerAt(policy, 'minDelayTarget', prefix, {min: 1, max: maxDelayTarget});
	const numRetries = integerAt(policy, 'numRetries', prefix, {min: 0, max: 100});
	const countOf = (member: string): number => integerAt(policy, member, prefix, {min: 0, max: numRetries, fallback: 0});
	const retry: RetryPolicy = {
		minDelayTarget,
		maxDelayTarget,
		numRetries,
		numMaxDelayRetries: countOf('numMaxDelayRetries'),
		numNoDelayRetries: countOf('numNoDelayRetries'),
		numMinDelayRetries: countOf('numMinDelayRetries'),
		backoffFunction: backoffAt(policy, prefix),
	};
	// Assumed: both limits are documented, their texts are not.
	if (retry.numMaxDelayRetries + retry.numNoDelayRetries + retry.numMinDelayRetries > numRetries) {
		throw problem(
			`${prefix}numRetries must be greater than or equal to the sum of numNoDelayRetries, numMinDelayRetries and numMaxDelayRetries`,
		);
	}
	if (retryDelaysSeconds(retry).reduce((sum, seconds) => sum + seconds, 0) > delaySecondsMax) {
		throw problem(`${path}${name} total retry time must be less than or equal to ${delaySecondsMax}`);
	}
	return retry;
}

function backoffAt(policy: JsonObject, prefix: string): BackoffFunction {
	const value = policy['backoffFunction'] ?? 'linear';
	const known = backoffFunctions.find(name => name === value);
	if (!known) throw problem(`${prefix}backoffFunction must be one of: ${backoffFunctions.join(', ')}`);
	return known;
}

function parseThrottlePolicy(parent: JsonObject, name: string, path: string): number | undefined {
	const policy = objectAt(parent, name, path);
	if (!policy) return undefined;
	checkMembers(policy, ['maxReceivesPerSecond'], `${path}${name}.`);
	return integerAt(policy, 'maxReceivesPerSecond', `${path}${name}.`, {min: 1, max: 1_000_000});
}

function parseRequestPolicy(parent: JsonObject, name: string, path: string): string | undefined {
	const policy = objectAt(parent, name, path);
	if (!policy) return undefined;
	checkMembers(policy, ['headerContentType'], `${path}${name}.`);
	const type = policy['headerContentType'];
	if (type !== undefined && typeof type !== 'string') throw mismatch(`${path}${name}.headerContentType`, 'string', type);
	return type;
}

function checkMembers(object: JsonObject, known: readonly string[], prefix: string): void {
	const odd = Object.keys(object).find(name => !known.includes(name));
	if (odd !== undefined) throw problem(`Unexpected JSON member: ${prefix}${odd}`);
}

function objectAt(parent: JsonObject, name: string, path: string): JsonObject | undefined {
	const value = parent[name];
	if (value === undefined || value === null) return undefined;
	if (!isJsonObject(value)) throw mismatch(path + name, 'object', value);
	return value;
}

function integerAt(parent: JsonObject, name: string, prefix: string, limits: {min: number; max: number; fallback?: number}): number {
	const value = parent[name] ?? limits.fallback;
	const path = prefix + name;
	if (value === undefined) throw problem(`${path} must be specified`);
	if (typeof value !== 'number' || !Number.isInteger(value)) throw mismatch(path, 'integer', value);
	if (value < limits.min) throw problem(`${path} must be greater than or equal to ${limits.min}`);
	if (value > limits.max) throw problem(`${path} must be less than or equal to ${limits.max}`);
	return value;
}

function problem(text: string): AttributeProblem {
	return new AttributeProblem(`DeliveryPolicy: ${text}`);
}

function mismatch(path: string, wanted: string, value: unknown): AttributeProblem {
	const found = Array.isArray(value) ? 'array' : typeof value;
	return problem(`${path} type mismatch, expecting ${wanted}, received ${/^[aeiou]/.test(found) ? 'an' : 'a'} ${found}`);
}

/** As a topic's EffectiveDeliveryPolicy shows it. */
export function effectiveTopicPolicy(policy: DeliveryPolicy): string {
	return JSON.stringify({
		http: {
			defaultHealthyRetryPolicy: policy.retry ?? defaultRetryPolicy,
			disableSubscriptionOverrides: policy.disablesOverrides,
			...(policy.maxReceivesPerSecond === undefined ? {} : {defaultThrottlePolicy: {maxReceivesPerSecond: policy.maxReceivesPerSecond}}),
			defaultRequestPolicy: {headerContentType: policy.contentType ?? defaultContentType},
		},
	});
}

/** As the EffectiveDeliveryPolicy of an HTTP subscription shows it. */
export function effectiveSubscriptionPolicy(policy: DeliveryPolicy): string {
	return JSON.stringify({
		healthyRetryPolicy: policy.retry ?? defaultRetryPolicy,
		sicklyRetryPolicy: null,
		throttlePolicy: policy.maxReceivesPerSecond === undefined ? null : {maxReceivesPerSecond: policy.maxReceivesPerSecond},
		guaranteed: false,
		requestPolicy: {headerContentType: policy.contentType ?? defaultContentType},
	});
}

/** The subscription's policy over its topic's, unless the topic forbids it. */
export function combinePolicies(topic: DeliveryPolicy, subscription: DeliveryPolicy): DeliveryPolicy {
	if (topic.disablesOverrides) return topic;
	return {
		retry: subscription.retry ?? topic.retry,
		maxReceivesPerSecond: subscription.maxReceivesPerSecond ?? topic.maxReceivesPerSecond,
		contentType: subscription.contentType ?? topic.contentType,
		disablesOverrides: false,
	};
}

export function contentTypeOf(policy: DeliveryPolicy): string {
	return policy.contentType ?? defaultContentType;
}

/** How long to wait before each retry: at once, after the smallest delay, backing off, after the largest. At most 100 entries. */
export function retryDelaysSeconds(policy: RetryPolicy): readonly number[] {
	const {numRetries, numNoDelayRetries, numMinDelayRetries, numMaxDelayRetries} = policy;
	const backoffCount = Math.max(0, numRetries - numNoDelayRetries - numMinDelayRetries - numMaxDelayRetries);
	return [
		...Array.from({length: numNoDelayRetries}, () => 0),
		...Array.from({length: numMinDelayRetries}, () => policy.minDelayTarget),
		...Array.from({length: backoffCount}, (_, index) => backoffSeconds(policy, index, backoffCount)),
		...Array.from({length: numMaxDelayRetries}, () => policy.maxDelayTarget),
	];
}

/** Assumed: AWS shows these functions as curves between the two delays, without their formulas. */
function backoffSeconds(policy: RetryPolicy, index: number, count: number): number {
	const {minDelayTarget: min, maxDelayTarget: max} = policy;
	const part = count === 1 ? 0 : index / (count - 1);
	switch (policy.backoffFunction) {
		case 'linear':
			return min + (max - min) * part;
		case 'arithmetic':
			return min + (max - min) * part ** 2;
		case 'geometric':
			return min + (max - min) * part ** 3;
		case 'exponential':
			return min * (max / min) ** part;
	}
}
