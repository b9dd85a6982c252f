import {expect, test} from 'vitest';
import {accountId, createSns, queueArnOf, topicArnOf} from './call.ts';

const subscriptionPattern = /^arn:aws:sns:eu-west-1:123456789012:orders:[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;
const anArn = `${topicArnOf('orders')}:00000000-0000-4000-a000-000000000000`;

test('a queue is subscribed at once', () => {
	const sns = createSns();
	const topic = sns.createTopic();

	const arn = sns.subscribeQueue(topic, 'billing');

	expect(arn).toMatch(subscriptionPattern);
	expect(sns.call('ListSubscriptionsByTopic', {TopicArn: topic}).Subscriptions).toEqual([
		{SubscriptionArn: arn, Owner: accountId, Protocol: 'sqs', Endpoint: queueArnOf('billing'), TopicArn: topic},
	]);
});

test.each([
	['test-protocol', 'x', 'Amazon SNS does not support this protocol string: test-protocol'],
	['sqs', 'http://127.0.0.1:4566/123456789012/billing', 'SQS endpoint ARN'],
	['sqs', 'arn:aws:sns:eu-west-1:123456789012:billing', 'SQS endpoint ARN'],
	['lambda', 'arn:aws:sqs:eu-west-1:123456789012:billing', 'Lambda endpoint ARN'],
	['firehose', 'nonsense', 'Firehose endpoint ARN'],
	['application', 'nonsense', 'ApplicationEndpoint ARN'],
	['http', 'https://example.com/', 'Endpoint must match the specified protocol'],
	['https', 'http://example.com/', 'Endpoint must match the specified protocol'],
	['http', 'http://', 'Endpoint must match the specified protocol'],
	['email', 'ops', 'Email address'],
	['sqs', queueArnOf('billing.fifo'), 'Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics'],
])('%s refuses the endpoint %s', (Protocol, Endpoint, text) => {
	const sns = createSns();
	const TopicArn = sns.createTopic();

	expect(sns.refusal('Subscribe', {TopicArn, Protocol, Endpoint})).toBe(`InvalidParameter: Invalid parameter: ${text}`);
});

test.each(['+15--551234567', 'NAA+15551234567', '+15551234567.', '/+15551234567'])('sms refuses the number %s', Endpoint => {
	const sns = createSns();
	const TopicArn = sns.createTopic();

	expect(sns.refusal('Subscribe', {TopicArn, Protocol: 'sms', Endpoint})).toBe(`InvalidParameter: Invalid SMS endpoint: ${Endpoint}`);
});

test.each([
	['lambda', 'arn:aws:lambda:eu-west-1:123456789012:function:mailer'],
	['lambda', 'arn:aws:lambda:eu-west-1:123456789012:function:mailer:live'],
	['application', 'arn:aws:sns:eu-west-1:123456789012:endpoint/GCM/app/5e3e9847-3183-3f18-a7e8-671c3a57d4b3'],
	['sms', '+15551234567'],
	['sms', '+1555-123-4567'],
	['sqs', 'arn:aws:sqs:us-east-1:210987654321:of-somebody-else'],
])('%s at %s needs no confirmation', (Protocol, Endpoint) => {
	const sns = createSns();
	const TopicArn = sns.createTopic();

	expect(sns.call('Subscribe', {TopicArn, Protocol, Endpoint}).SubscriptionArn).toMatch(subscriptionPattern);
});

test('an endpoint is needed, and a topic', () => {
	const sns = createSns();
	const TopicArn = sns.createTopic();

	expect(sns.refusal('Subscribe', {TopicArn, Protocol: 'sqs'})).toBe('NotFound: Endpoint not specified in subscription');
	expect(sns.refusal('Subscribe', {TopicArn: topicArnOf('missing'), Protocol: 'sqs', Endpoint: queueArnOf('a')})).toBe(
		'NotFound: Topic does not exist',
	);
});

test('a FIFO topic takes standard and FIFO queues, and nothing else', () => {
	const sns = createSns();
	const TopicArn = sns.createTopic('orders.fifo', {FifoTopic: 'true'});

	sns.subscribeQueue(TopicArn, 'billing.fifo');
	sns.subscribeQueue(TopicArn, 'billing');

	expect(sns.refusal('Subscribe', {TopicArn, Protocol: 'http', Endpoint: 'http://example.com/'})).toContain('InvalidParameter');
});

test('a FIFO topic has 100 subscriptions at most', () => {
	const sns = createSns();
	const TopicArn = sns.createTopic('orders.fifo', {FifoTopic: 'true'});
	for (let index = 0; index < 100; index++) sns.subscribeQueue(TopicArn, `queue-${index}`);

	expect(sns.refusal('Subscribe', {TopicArn, Protocol: 'sqs', Endpoint: queueArnOf('one-more')})).toBe(
		'SubscriptionLimitExceeded: Subscription limit exceeded',
	);
	expect(sns.subscribeQueue(TopicArn, 'queue-5')).toContain(TopicArn);
});

test('subscribing again with the same attributes, or some of them, finds the subscription', () => {
	const sns = createSns();
	const topic = sns.createTopic();
	const arn = sns.subscribeQueue(topic, 'billing', {RawMessageDelivery: 'true', FilterPolicy: '{"a":["b"]}'});

	expect(sns.subscribeQueue(topic, 'billing', {RawMessageDelivery: 'True'})).toBe(arn);
	expect(sns.subscribeQueue(topic, 'billing', {FilterPolicy: '{"a":["b"]}'})).toBe(arn);
	expect(sns.subscribeQueue(topic, 'billing')).toBe(arn);
});

test('subscribing again with another value is refused', () => {
	const sns = createSns();
	const TopicArn = sns.createTopic();
	sns.subscribeQueue(TopicArn, 'billing', {FilterPolicy: '{"a":["b"]}'});
	const again = (Attributes: Record<string, string>) =>
		sns.refusal('Subscribe', {TopicArn, Protocol: 'sqs', Endpoint: queueArnOf('billing'), Attributes});
	const text = 'InvalidParameter: Invalid parameter: Attributes Reason: Subscription already exists with different attributes';

	expect(again({RawMessageDelivery: 'true'})).toBe(text);
	expect(again({FilterPolicy: '{"a":["B"]}'})).toBe(text);
});

const badAttributes: ReadonlyArray<readonly [string, string, string]> = [
	['RawMessageDelivery', 'wrongvalue', 'RawMessageDelivery: Invalid value [wrongvalue]. Must be true or false.'],
	[
		'FilterPolicyScope',
		'RandomValue',
		'FilterPolicyScope: Invalid value [RandomValue]. Please use either MessageBody or MessageAttributes',
	],
	[
		'FilterPolicy',
		'{invalid}',
		'FilterPolicy: failed to parse JSON. Unexpected character (\'i\' (code 105)): was expecting double-quote to start field name\n at [Source: (String)"{invalid}"; line: 1, column: 2]',
	],
	['FilterPolicy', '{"key":[]}', 'FilterPolicy: Empty arrays are not allowed\n at [Source: (String)"{"key":[]}"; line: 1, column: 10]'],
	['FilterPolicy', '{"a":{"b":["c"]}}', 'Filter policy scope MessageAttributes does not support nested filter policy'],
	['RedrivePolicy', '{"deadLetterTargetArn":"nonsense"}', 'RedrivePolicy: deadLetterTargetArn is an invalid arn'],
	[
		'RedrivePolicy',
		'{}x',
		'RedrivePolicy: failed to parse JSON. Unexpected character (\'x\' (code 120)): Unexpected trailing content\n at [Source: (String)"{}x"; line: 1, column: 3]',
	],
	['RedrivePolicy', '{"maxReceiveCount":"5"}', 'RedrivePolicy: invalid JSON. Attribute maxReceiveCount is unknown.'],
	['DeliveryPolicy', '{"http":{}}', 'DeliveryPolicy: Unexpected JSON member: http'],
];

test.each(badAttributes)('Subscribe refuses %s = %s after a reason', (name, value, text) => {
	const sns = createSns();
	const TopicArn = sns.createTopic();
	const refusal = sns.refusal('Subscribe', {TopicArn, Protocol: 'sqs', Endpoint: queueArnOf('billing'), Attributes: {[name]: value}});

	expect(refusal).toBe(`InvalidParameter: Invalid parameter: Attributes Reason: ${text}`);
	expect(sns.call('ListSubscriptions').Subscriptions).toEqual([]);
});

test.each(badAttributes)('SetSubscriptionAttributes refuses %s = %s and keeps what was', (AttributeName, AttributeValue, text) => {
	const sns = createSns();
	const SubscriptionArn = sns.subscribeQueue(sns.createTopic(), 'billing', {FilterPolicy: '{"a":["b"]}'});
	const before = sns.call('GetSubscriptionAttributes', {SubscriptionArn}).Attributes;

	expect(sns.refusal('SetSubscriptionAttributes', {SubscriptionArn, AttributeName, AttributeValue})).toBe(
		`InvalidParameter: Invalid parameter: ${text}`,
	);
	expect(sns.call('GetSubscriptionAttributes', {SubscriptionArn}).Attributes).toEqual(before);
});

test('attributes that no subscription has are refused', () => {
	const sns = createSns();
	const TopicArn = sns.createTopic();
	const SubscriptionArn = sns.subscribeQueue(TopicArn, 'billing');

	expect(sns.refusal('SetSubscriptionAttributes', {SubscriptionArn, AttributeName: 'Nonsense', AttributeValue: 'x'})).toBe(
		'InvalidParameter: Invalid parameter: AttributeName',
	);
	expect(sns.refusal('Subscribe', {TopicArn, Protocol: 'sqs', Endpoint: queueArnOf('a'), Attributes: {Nonsense: 'x'}})).toBe(
		'InvalidParameter: Invalid parameter: Attributes Reason: Unknown attribute Nonsense',
	);
});

test('only protocols that have a raw form can be raw', () => {
	const sns = createSns();
	const TopicArn = sns.createTopic();
	const Endpoint = 'arn:aws:lambda:eu-west-1:123456789012:function:mailer';

	expect(sns.refusal('Subscribe', {TopicArn, Protocol: 'lambda', Endpoint, Attributes: {RawMessageDelivery: 'true'}})).toBe(
		'InvalidParameter: Invalid parameter: Attributes Reason: Delivery protocol [lambda] does not support raw message delivery.',
	);
});

test('a FIFO subscription of a FIFO topic has a FIFO dead-letter queue', () => {
	const sns = createSns();
	const TopicArn = sns.createTopic('orders.fifo', {FifoTopic: 'true'});
	const Attributes = {RedrivePolicy: JSON.stringify({deadLetterTargetArn: queueArnOf('dlq')})};

	expect(sns.refusal('Subscribe', {TopicArn, Protocol: 'sqs', Endpoint: queueArnOf('billing.fifo'), Attributes})).toBe(
		'InvalidParameter: Invalid parameter: Attributes Reason: RedrivePolicy: must use a FIFO queue as DLQ for a FIFO Subscription to a FIFO Topic.',
	);
});

test('a subscription of a standard topic has a standard dead-letter queue, for a FIFO one takes nothing without a group', () => {
	const sns = createSns();
	const TopicArn = sns.createTopic();
	const Attributes = {RedrivePolicy: JSON.stringify({deadLetterTargetArn: queueArnOf('dlq.fifo')})};

	expect(sns.refusal('Subscribe', {TopicArn, Protocol: 'sqs', Endpoint: queueArnOf('billing'), Attributes})).toBe(
		'InvalidParameter: Invalid parameter: Attributes Reason: RedrivePolicy: must use a standard queue as DLQ for a Subscription to a standard Topic.',
	);
});

test('a subscription shows what AWS shows', () => {
	const sns = createSns();
	const topic = sns.createTopic();
	const SubscriptionArn = sns.subscribeQueue(topic, 'billing');

	expect(sns.call('GetSubscriptionAttributes', {SubscriptionArn}).Attributes).toEqual({
		SubscriptionArn,
		TopicArn: topic,
		Protocol: 'sqs',
		Endpoint: queueArnOf('billing'),
		Owner: accountId,
		PendingConfirmation: 'false',
		ConfirmationWasAuthenticated: 'true',
		RawMessageDelivery: 'false',
		SubscriptionPrincipal: 'arn:aws:iam::123456789012:root',
	});
});

test('the scope of a filter policy shows once there is a policy', () => {
	const sns = createSns();
	const SubscriptionArn = sns.subscribeQueue(sns.createTopic(), 'billing');
	const set = (AttributeName: string, AttributeValue: string) =>
		sns.call('SetSubscriptionAttributes', {SubscriptionArn, AttributeName, AttributeValue});
	const read = () => sns.call('GetSubscriptionAttributes', {SubscriptionArn}).Attributes;

	set('FilterPolicyScope', 'MessageBody');
	expect(read()).not.toHaveProperty('FilterPolicyScope');

	set('FilterPolicy', '{"a":{"b": ["c"]}}');
	expect(read()).toMatchObject({FilterPolicy: '{"a":{"b": ["c"]}}', FilterPolicyScope: 'MessageBody'});

	set('FilterPolicy', '{}');
	expect(read()).not.toHaveProperty('FilterPolicy');
});

test('a topic has 200 filter policies at most', () => {
	const sns = createSns();
	const TopicArn = sns.createTopic();
	const Attributes = {FilterPolicy: '{"a":["b"]}'};
	for (let index = 0; index < 200; index++) sns.subscribeQueue(TopicArn, `queue-${index}`, Attributes);
	const plain = sns.subscribeQueue(TopicArn, 'plain');
	const text = 'FilterPolicyLimitExceeded: Filter policy limit exceeded';

	expect(sns.refusal('Subscribe', {TopicArn, Protocol: 'sqs', Endpoint: queueArnOf('one-more'), Attributes})).toBe(text);
	expect(
		sns.refusal('SetSubscriptionAttributes', {SubscriptionArn: plain, AttributeName: 'FilterPolicy', AttributeValue: '{"a":["b"]}'}),
	).toBe(text);
});

test('an ended subscription gets nothing more, and can be ended again', () => {
	const sns = createSns();
	const topic = sns.createTopic();
	const SubscriptionArn = sns.subscribeQueue(topic, 'billing');

	sns.call('Unsubscribe', {SubscriptionArn});
	sns.call('Publish', {TopicArn: topic, Message: 'paid'});

	expect(sns.delivered).toEqual([]);
	expect(sns.refusal('Unsubscribe', {SubscriptionArn})).toBe('was not refused');
	expect(sns.refusal('GetSubscriptionAttributes', {SubscriptionArn})).toBe('NotFound: Subscription does not exist');
});

test.each([
	['', 'SubscriptionArn Reason: no value for required parameter'],
	['nonsense', 'SubscriptionArn Reason: An ARN must have at least 6 elements, not 1'],
	[topicArnOf('orders'), 'SubscriptionId'],
	[`${topicArnOf('orders')}:nonsense`, 'SubscriptionId'],
])('"%s" is no subscription', (SubscriptionArn, text) => {
	const sns = createSns();

	expect(sns.refusal('Unsubscribe', {SubscriptionArn})).toBe(`InvalidParameter: Invalid parameter: ${text}`);
	expect(sns.refusal('GetSubscriptionAttributes', {SubscriptionArn})).toBe(`InvalidParameter: Invalid parameter: ${text}`);
});

test('a subscription that never was cannot be read or set', () => {
	const sns = createSns();

	expect(sns.refusal('GetSubscriptionAttributes', {SubscriptionArn: anArn})).toBe('NotFound: Subscription does not exist');
	expect(sns.refusal('SetSubscriptionAttributes', {SubscriptionArn: anArn, AttributeName: 'FilterPolicy'})).toBe(
		'NotFound: Subscription does not exist',
	);
});

test('subscriptions come in pages of 100, in the order of their making', () => {
	const sns = createSns();
	const TopicArn = sns.createTopic();
	const arns = Array.from({length: 150}, (_, index) => sns.subscribeQueue(TopicArn, `queue-${index}`));

	const first = sns.call('ListSubscriptionsByTopic', {TopicArn});
	sns.call('Unsubscribe', {SubscriptionArn: arns[99]});
	const second = sns.call('ListSubscriptionsByTopic', {TopicArn, NextToken: first.NextToken});

	expect(first.Subscriptions.map(one => one['SubscriptionArn'])).toEqual(arns.slice(0, 100));
	expect(second.Subscriptions.map(one => one['SubscriptionArn'])).toEqual(arns.slice(100));
	expect(sns.call('ListSubscriptions').Subscriptions).toHaveLength(100);
});

test('the password in an endpoint is not told again', () => {
	const sns = createSns();
	const TopicArn = sns.createTopic();

	sns.call('Subscribe', {TopicArn, Protocol: 'https', Endpoint: 'https://ops:secret@example.com/in'});

	expect(sns.call('ListSubscriptions').Subscriptions[0]).toMatchObject({Endpoint: 'https://ops:****@example.com/in'});
});
