import {expect, test} from 'vitest';
import {createSns, topicArnOf} from './call.ts';
import {createEndpoint, subscribeEndpoint} from './endpoint.ts';

const hourMs = 3_600_000;
const signed = {headers: {authorization: 'AWS4-HMAC-SHA256 …'}};

test('an HTTP endpoint is asked first, with all headers but that of a subscription', () => {
	const endpoint = createEndpoint();
	const {sns} = endpoint;
	const TopicArn = sns.createTopic();

	const {SubscriptionArn} = sns.call('Subscribe', {TopicArn, Protocol: 'http', Endpoint: 'http://example.com/in'});

	expect(SubscriptionArn).toBe('pending confirmation');
	const [request] = endpoint.requests;
	const [message] = endpoint.messages();
	expect(request).toMatchObject({
		url: 'http://example.com/in',
		timeoutMs: 15_000,
		headers: {
			'User-Agent': 'Amazon Simple Notification Service Agent',
			'Content-Type': 'text/plain; charset=UTF-8',
			'Accept-Encoding': 'gzip,deflate',
			'X-Amz-Sns-Message-Type': 'SubscriptionConfirmation',
			'X-Amz-Sns-Message-Id': message?.['MessageId'],
			'X-Amz-Sns-Topic-Arn': TopicArn,
		},
	});
	expect(request?.headers).not.toHaveProperty('X-Amz-Sns-Subscription-Arn');
	expect(Object.keys(message ?? {})).toEqual([
		'Type',
		'MessageId',
		'Token',
		'TopicArn',
		'Message',
		'SubscribeURL',
		'Timestamp',
		'SignatureVersion',
		'Signature',
		'SigningCertURL',
	]);
	expect(message).toMatchObject({
		Type: 'SubscriptionConfirmation',
		TopicArn,
		Message: `You have chosen to subscribe to the topic ${TopicArn}.\nTo confirm the subscription, visit the SubscribeURL included in this message.`,
		SubscribeURL: `http://127.0.0.1:4566/?Action=ConfirmSubscription&TopicArn=${TopicArn}&Token=${message?.['Token']}`,
	});
});

test('a pending subscription is listed as such, and gets nothing', () => {
	const endpoint = createEndpoint();
	const {sns} = endpoint;
	const TopicArn = sns.createTopic();
	const input = {TopicArn, Protocol: 'http', Endpoint: 'http://example.com/in', ReturnSubscriptionArn: true};
	const {SubscriptionArn} = sns.call('Subscribe', input);

	sns.call('Publish', {TopicArn, Message: 'paid'});

	expect(endpoint.requests).toHaveLength(1);
	expect(sns.call('ListSubscriptions').Subscriptions[0]).toMatchObject({SubscriptionArn: 'PendingConfirmation'});
	expect(sns.call('GetSubscriptionAttributes', {SubscriptionArn}).Attributes).toMatchObject({
		PendingConfirmation: 'true',
		ConfirmationWasAuthenticated: 'false',
	});
});

test('the token confirms, as often as it is used', () => {
	const endpoint = createEndpoint();
	const {sns} = endpoint;
	const TopicArn = sns.createTopic();
	sns.call('Subscribe', {TopicArn, Protocol: 'http', Endpoint: 'http://example.com/in'});
	const Token = endpoint.messages()[0]?.['Token'];

	const first = sns.call('ConfirmSubscription', {TopicArn, Token}).SubscriptionArn;
	const again = sns.call('ConfirmSubscription', {TopicArn, Token}).SubscriptionArn;

	expect(first).toMatch(/:orders:[\da-f-]{36}$/);
	expect(again).toBe(first);
	expect(sns.call('GetSubscriptionAttributes', {SubscriptionArn: first}).Attributes['PendingConfirmation']).toBe('false');
});

test('another topic of the region does for a valid token, no other ARN does', () => {
	const endpoint = createEndpoint();
	const {sns} = endpoint;
	const TopicArn = sns.createTopic();
	sns.call('Subscribe', {TopicArn, Protocol: 'http', Endpoint: 'http://example.com/in'});
	const Token = endpoint.messages()[0]?.['Token'];
	const refusal = (arn: string) => sns.refusal('ConfirmSubscription', {TopicArn: arn, Token});

	expect(refusal('nonsense')).toBe('InvalidParameter: Invalid parameter: Topic');
	expect(refusal('arn:aws:sns:us-east-1:123456789012:orders')).toBe('InvalidParameter: Invalid parameter: Topic');
	expect(refusal(topicArnOf('another'))).toBe('was not refused');
});

test('a wrong token and a malformed one are told apart', () => {
	const sns = createSns();
	const TopicArn = sns.createTopic();

	expect(sns.refusal('ConfirmSubscription', {TopicArn, Token: 'ab'.repeat(128)})).toBe('InvalidParameter: Invalid parameter: Token');
	expect(sns.refusal('ConfirmSubscription', {TopicArn, Token: 'randomtoken'})).toBe('InvalidParameter: Invalid token');
});

test('subscribing again sends the confirmation again', () => {
	const endpoint = createEndpoint();
	const TopicArn = endpoint.sns.createTopic();
	const input = {TopicArn, Protocol: 'http', Endpoint: 'http://example.com/in'};

	endpoint.sns.call('Subscribe', input);
	endpoint.sns.call('Subscribe', input);

	const [first, second] = endpoint.messages();
	expect(second?.['Token']).toBe(first?.['Token']);
	expect(endpoint.sns.call('ListSubscriptions').Subscriptions).toHaveLength(1);
});

test('what is not confirmed within 48 hours is gone', () => {
	const endpoint = createEndpoint();
	const {sns} = endpoint;
	const TopicArn = sns.createTopic();
	sns.call('Subscribe', {TopicArn, Protocol: 'http', Endpoint: 'http://example.com/in'});
	const Token = endpoint.messages()[0]?.['Token'];

	sns.clock.advance(48 * hourMs - 1);
	expect(sns.call('ListSubscriptionsByTopic', {TopicArn}).Subscriptions).toHaveLength(1);

	sns.clock.advance(1);
	expect(sns.call('ListSubscriptionsByTopic', {TopicArn}).Subscriptions).toEqual([]);
	expect(sns.refusal('ConfirmSubscription', {TopicArn, Token})).toBe('InvalidParameter: Invalid parameter: Token');
});

test('a mail asks for confirmation in the outbox', () => {
	const sns = createSns();
	const TopicArn = sns.createTopic();
	sns.call('Subscribe', {TopicArn, Protocol: 'email', Endpoint: 'ops@example.com'});
	const [mail] = sns.outbox();

	expect(mail).toMatchObject({protocol: 'email', to: 'ops@example.com', kind: 'confirmation', topicArn: TopicArn});
	const Token = new URL(mail?.confirmationUrl ?? '').searchParams.get('Token');
	sns.call('ConfirmSubscription', {TopicArn, Token});
	sns.call('Publish', {TopicArn, Message: 'paid', Subject: 'Order'});
	expect(sns.outbox()[1]).toMatchObject({protocol: 'email', kind: 'notification', to: 'ops@example.com', subject: 'Order', body: 'paid'});
});

test('whoever follows the link in a message ends the subscription, and its owner can undo that', () => {
	const endpoint = createEndpoint();
	const {sns} = endpoint;
	const TopicArn = sns.createTopic();
	const SubscriptionArn = subscribeEndpoint(endpoint, TopicArn);

	sns.call('Unsubscribe', {SubscriptionArn});
	expect(sns.call('ListSubscriptions').Subscriptions).toEqual([]);
	const [message] = endpoint.messages();
	expect(endpoint.requests[0]?.headers).toMatchObject({
		'X-Amz-Sns-Message-Type': 'UnsubscribeConfirmation',
		'X-Amz-Sns-Subscription-Arn': SubscriptionArn,
	});
	expect(message).toMatchObject({
		Type: 'UnsubscribeConfirmation',
		Message: `You have chosen to deactivate subscription ${SubscriptionArn}.\nTo cancel this operation and restore the subscription, visit the SubscribeURL included in this message.`,
	});

	sns.call('ConfirmSubscription', {TopicArn, Token: message?.['Token']});
	expect(sns.call('ListSubscriptions').Subscriptions).toMatchObject([{SubscriptionArn}]);
});

test('a signed request to unsubscribe is final', () => {
	const endpoint = createEndpoint();
	const SubscriptionArn = subscribeEndpoint(endpoint, endpoint.sns.createTopic());

	endpoint.sns.call('Unsubscribe', {SubscriptionArn}, signed);

	expect(endpoint.requests).toEqual([]);
});

test('after a confirmation with AuthenticateOnUnsubscribe the link does not work', () => {
	const endpoint = createEndpoint();
	const {sns} = endpoint;
	const TopicArn = sns.createTopic();
	sns.call('Subscribe', {TopicArn, Protocol: 'http', Endpoint: 'http://example.com/in'});
	const Token = endpoint.messages()[0]?.['Token'];

	const {SubscriptionArn} = sns.call('ConfirmSubscription', {TopicArn, Token, AuthenticateOnUnsubscribe: 'true'}, signed);

	expect(sns.call('GetSubscriptionAttributes', {SubscriptionArn}).Attributes['ConfirmationWasAuthenticated']).toBe('true');
	expect(sns.refusal('Unsubscribe', {SubscriptionArn})).toBe('AuthorizationError: User is not authorized to perform: SNS:Unsubscribe');
	sns.call('Unsubscribe', {SubscriptionArn}, signed);
	expect(sns.call('ListSubscriptions').Subscriptions).toEqual([]);
});
