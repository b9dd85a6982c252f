import {expect, test} from 'vitest';
import {createSns, queueArnOf, type Sns} from './call.ts';
import {createEndpoint} from './endpoint.ts';

const functionArn = 'arn:aws:lambda:eu-west-1:123456789012:function:mailer';

function subscribeFunction(sns: Sns, TopicArn: string, Attributes: Readonly<Record<string, string>> = {}): string {
	return sns.call('Subscribe', {TopicArn, Protocol: 'lambda', Endpoint: functionArn, Attributes}).SubscriptionArn;
}

test('a function gets an event in the spelling of Lambda', () => {
	const endpoint = createEndpoint({functionUrls: {mailer: 'http://127.0.0.1:9000'}});
	const {sns} = endpoint;
	const TopicArn = sns.createTopic();
	const SubscriptionArn = subscribeFunction(sns, TopicArn);

	const {MessageId} = sns.call('Publish', {TopicArn, Message: 'paid'});

	const [request] = endpoint.requests;
	expect(request).toMatchObject({
		url: 'http://127.0.0.1:9000/2015-03-31/functions/function/invocations',
		headers: {'Content-Type': 'application/json', 'X-Amz-Invocation-Type': 'Event'},
	});
	expect(JSON.parse(request?.body ?? '')).toEqual({
		Records: [
			{
				EventSource: 'aws:sns',
				EventVersion: '1.0',
				EventSubscriptionArn: SubscriptionArn,
				Sns: {
					Type: 'Notification',
					MessageId,
					TopicArn,
					Subject: null,
					Message: 'paid',
					Timestamp: '2026-11-25T03:12:04.000Z',
					SignatureVersion: '1',
					Signature: expect.any(String),
					SigningCertUrl: expect.stringContaining('.pem'),
					UnsubscribeUrl: `http://127.0.0.1:4566/?Action=Unsubscribe&SubscriptionArn=${SubscriptionArn}`,
					MessageAttributes: {},
				},
			},
		],
	});
});

test.each([
	[{'*': 'http://127.0.0.1:3001'}, 'http://127.0.0.1:3001/2015-03-31/functions/mailer/invocations'],
	[{mailer: 'http://127.0.0.1:9000/call/me'}, 'http://127.0.0.1:9000/call/me'],
	[{mailer: 'http://127.0.0.1:9000', '*': 'http://127.0.0.1:3001'}, 'http://127.0.0.1:9000/2015-03-31/functions/function/invocations'],
])('with %j the function is at %s', (functionUrls, url) => {
	const endpoint = createEndpoint({functionUrls});
	const TopicArn = endpoint.sns.createTopic();
	subscribeFunction(endpoint.sns, TopicArn);

	endpoint.sns.call('Publish', {TopicArn, Message: 'paid'});

	expect(endpoint.requests[0]?.url).toBe(url);
});

test('a function that runs nowhere leaves its event in the outbox', () => {
	const sns = createSns();
	const TopicArn = sns.createTopic();
	subscribeFunction(sns, TopicArn);

	sns.call('Publish', {TopicArn, Message: 'paid'});

	expect(sns.outbox()).toMatchObject([{protocol: 'lambda', to: functionArn, kind: 'notification'}]);
	expect(JSON.parse(sns.outbox()[0]?.body ?? '').Records[0].Sns.Message).toBe('paid');
});

test('a function that fails is called again, three times at once and then more and more slowly', async () => {
	const endpoint = createEndpoint({functionUrls: {'*': 'http://127.0.0.1:3001'}});
	const TopicArn = endpoint.sns.createTopic();
	subscribeFunction(endpoint.sns, TopicArn);
	endpoint.answer('nothing');
	endpoint.sns.call('Publish', {TopicArn, Message: 'paid'});
	const counts: number[] = [];

	for (const ms of [0, 0, 0, 1000, 1000, 1000]) {
		await endpoint.settle();
		endpoint.sns.clock.advance(ms);
		await endpoint.settle();
		counts.push(endpoint.requests.length);
	}

	expect(counts).toEqual([2, 3, 4, 5, 6, 7]);
});

test('a function that refuses hands its event to the dead-letter queue', async () => {
	const endpoint = createEndpoint({functionUrls: {'*': 'http://127.0.0.1:3001'}});
	const TopicArn = endpoint.sns.createTopic();
	subscribeFunction(endpoint.sns, TopicArn, {RedrivePolicy: JSON.stringify({deadLetterTargetArn: queueArnOf('dlq')})});
	endpoint.answer(403);

	endpoint.sns.call('Publish', {TopicArn, Message: 'paid'});
	await endpoint.settle();

	expect(endpoint.sns.delivered).toMatchObject([{queueArn: queueArnOf('dlq'), messageAttributes: {ErrorCode: {StringValue: '403'}}}]);
});

test('a delivery stream leaves what it would have got in the outbox, and needs a role', () => {
	const sns = createSns();
	const TopicArn = sns.createTopic();
	const input = {TopicArn, Protocol: 'firehose', Endpoint: 'arn:aws:firehose:eu-west-1:123456789012:deliverystream/archive'};
	const SubscriptionRoleArn = 'arn:aws:iam::123456789012:role/sns';

	expect(sns.refusal('Subscribe', input)).toBe(
		'InvalidParameter: Invalid parameter: Attributes Reason: SubscriptionRoleArn: must be specified',
	);
	sns.call('Subscribe', {...input, Attributes: {SubscriptionRoleArn, RawMessageDelivery: 'true'}});
	sns.call('Publish', {TopicArn, Message: 'paid'});

	expect(sns.outbox()).toMatchObject([{protocol: 'firehose', to: input.Endpoint, body: 'paid'}]);
});
