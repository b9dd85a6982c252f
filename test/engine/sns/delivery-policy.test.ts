import fc from 'fast-check';
import {expect, test} from 'vitest';
import {retryDelaysSeconds, type BackoffFunction} from '../../../source/engine/sns/delivery-policy.ts';
import {awsEndpointSchedule} from '../../../source/engine/sns/retry.ts';
import {createSns} from './call.ts';

const retry = {minDelayTarget: 1, maxDelayTarget: 10, numRetries: 5};

function topicRefusal(policy: unknown): string {
	const sns = createSns();
	const AttributeValue = typeof policy === 'string' ? policy : JSON.stringify(policy);
	return sns
		.refusal('SetTopicAttributes', {TopicArn: sns.createTopic(), AttributeName: 'DeliveryPolicy', AttributeValue})
		.replace('InvalidParameter: Invalid parameter: DeliveryPolicy: ', '');
}

const withRetry = (more: Readonly<Record<string, unknown>>): unknown => ({http: {defaultHealthyRetryPolicy: {...retry, ...more}}});
const at = 'http.defaultHealthyRetryPolicy.';

test.each([
	[withRetry({}), 'was not refused'],
	[withRetry({numRetries: 100}), 'was not refused'],
	[withRetry({numRetries: 101}), `${at}numRetries must be less than or equal to 100`],
	[withRetry({numRetries: -1}), `${at}numRetries must be greater than or equal to 0`],
	[withRetry({minDelayTarget: 0}), `${at}minDelayTarget must be greater than or equal to 1`],
	[withRetry({minDelayTarget: 11}), `${at}minDelayTarget must be less than or equal to 10`],
	[withRetry({maxDelayTarget: 3601}), `${at}maxDelayTarget must be less than or equal to 3600`],
	[withRetry({minDelayTarget: undefined}), `${at}minDelayTarget must be specified`],
	[withRetry({minDelayTarget: '1'}), `${at}minDelayTarget type mismatch, expecting integer, received a string`],
	[withRetry({backoffFunction: 'random'}), `${at}backoffFunction must be one of: arithmetic, exponential, geometric, linear`],
	[withRetry({other: 1}), `Unexpected JSON member: ${at}other`],
	[
		withRetry({numNoDelayRetries: 3, numMinDelayRetries: 3}),
		`${at}numRetries must be greater than or equal to the sum of numNoDelayRetries, numMinDelayRetries and numMaxDelayRetries`,
	],
	[withRetry({maxDelayTarget: 3600, numRetries: 3}), 'http.defaultHealthyRetryPolicy total retry time must be less than or equal to 3600'],
	[{throttlePolicy: {}}, 'Unexpected JSON member: throttlePolicy'],
	[{http: {disableSubscriptionOverrides: 'yes'}}, 'http.disableSubscriptionOverrides type mismatch, expecting boolean, received a string'],
	[{http: []}, 'http type mismatch, expecting object, received an array'],
	[
		{http: {defaultThrottlePolicy: {maxReceivesPerSecond: 0}}},
		'http.defaultThrottlePolicy.maxReceivesPerSecond must be greater than or equal to 1',
	],
	[
		{http: {defaultRequestPolicy: {headerContentType: 1}}},
		'http.defaultRequestPolicy.headerContentType type mismatch, expecting string, received a number',
	],
])('AWS says of the delivery policy %j: %s', (policy, text) => {
	expect(topicRefusal(policy)).toBe(text);
});

test("a topic's effective policy fills in what was left out", () => {
	const sns = createSns();
	const TopicArn = sns.createTopic('orders', {DeliveryPolicy: JSON.stringify(withRetry({}))});

	const effective = JSON.parse(sns.call('GetTopicAttributes', {TopicArn}).Attributes['EffectiveDeliveryPolicy'] ?? '');

	expect(effective.http.defaultHealthyRetryPolicy).toEqual({
		...retry,
		numMaxDelayRetries: 0,
		numNoDelayRetries: 0,
		numMinDelayRetries: 0,
		backoffFunction: 'linear',
	});
	expect(effective.http.defaultRequestPolicy).toEqual({headerContentType: 'text/plain; charset=UTF-8'});
});

test('an HTTP subscription shows its effective policy, a queue has none', () => {
	const sns = createSns();
	const TopicArn = sns.createTopic();
	const input = {TopicArn, Protocol: 'http', Endpoint: 'http://example.com/', ReturnSubscriptionArn: true};
	const read = (SubscriptionArn: string) => sns.call('GetSubscriptionAttributes', {SubscriptionArn}).Attributes;

	const effective = JSON.parse(read(sns.call('Subscribe', input).SubscriptionArn)['EffectiveDeliveryPolicy'] ?? '');
	expect(effective.healthyRetryPolicy).toMatchObject({minDelayTarget: 20, numRetries: 3});
	expect(read(sns.subscribeQueue(TopicArn, 'billing'))).not.toHaveProperty('EffectiveDeliveryPolicy');
});

test.each([
	['linear', [1, 4, 7, 10]],
	['arithmetic', [1, 2, 5, 10]],
	['geometric', [1, 4 / 3, 11 / 3, 10]],
	['exponential', [1, 10 ** (1 / 3), 10 ** (2 / 3), 10]],
] as ReadonlyArray<[BackoffFunction, number[]]>)(
	'%s backing off goes from the smallest delay to the largest',
	(backoffFunction, delays) => {
		const found = retryDelaysSeconds({
			...retry,
			numRetries: 4,
			numNoDelayRetries: 0,
			numMinDelayRetries: 0,
			numMaxDelayRetries: 0,
			backoffFunction,
		});

		expect(found.map(seconds => seconds.toFixed(6))).toEqual(delays.map(seconds => seconds.toFixed(6)));
	},
);

test('every policy has as many delays as retries, none outside its bounds', () => {
	const policy = fc.record({
		minDelayTarget: fc.integer({min: 1, max: 20}),
		maxDelayTarget: fc.integer({min: 20, max: 3600}),
		numRetries: fc.integer({min: 30, max: 100}),
		numNoDelayRetries: fc.integer({min: 0, max: 10}),
		numMinDelayRetries: fc.integer({min: 0, max: 10}),
		numMaxDelayRetries: fc.integer({min: 0, max: 10}),
		backoffFunction: fc.constantFrom<BackoffFunction>('linear', 'arithmetic', 'geometric', 'exponential'),
	});

	fc.assert(
		fc.property(policy, given => {
			const delays = retryDelaysSeconds(given);
			expect(delays).toHaveLength(given.numRetries);
			for (const seconds of delays.slice(given.numNoDelayRetries)) {
				expect(seconds).toBeGreaterThanOrEqual(given.minDelayTarget - 1e-9);
				expect(seconds).toBeLessThanOrEqual(given.maxDelayTarget + 1e-9);
			}
		}),
	);
});

test("AWS's own endpoints are asked 100,015 more times in 23 days", () => {
	const delays = Array.from({length: 100_016}, (_, index) => awsEndpointSchedule(index));
	const days = delays.reduce<number>((sum, seconds) => sum + (seconds ?? 0), 0) / 86_400;

	expect(delays.slice(0, 6)).toEqual([0, 0, 0, 1, 1, 1]);
	expect(delays.at(-2)).toBe(20);
	expect(delays.at(-1)).toBeUndefined();
	expect(Math.floor(days)).toBe(23);
});
