import {expect, test} from 'vitest';
import {queueArnOf} from './call.ts';
import {createEndpoint, subscribeEndpoint} from './endpoint.ts';

const minuteMs = 60_000;
const toDlq = {RedrivePolicy: JSON.stringify({deadLetterTargetArn: queueArnOf('dlq')})};

test('a confirmed endpoint gets the envelope, with the headers of AWS', () => {
	const endpoint = createEndpoint();
	const TopicArn = endpoint.sns.createTopic();
	const SubscriptionArn = subscribeEndpoint(endpoint, TopicArn);

	const {MessageId} = endpoint.sns.call('Publish', {TopicArn, Message: 'paid'});

	expect(endpoint.requests[0]?.headers).toEqual({
		'User-Agent': 'Amazon Simple Notification Service Agent',
		'Content-Type': 'text/plain; charset=UTF-8',
		'Accept-Encoding': 'gzip,deflate',
		'X-Amz-Sns-Message-Type': 'Notification',
		'X-Amz-Sns-Message-Id': MessageId,
		'X-Amz-Sns-Topic-Arn': TopicArn,
		'X-Amz-Sns-Subscription-Arn': SubscriptionArn,
	});
	expect(endpoint.messages()[0]).toMatchObject({Type: 'Notification', MessageId, Message: 'paid'});
});

test('raw delivery posts the message itself, and says so', () => {
	const endpoint = createEndpoint();
	const TopicArn = endpoint.sns.createTopic();
	subscribeEndpoint(endpoint, TopicArn, {RawMessageDelivery: 'true'});

	endpoint.sns.call('Publish', {TopicArn, Message: 'paid'});

	expect(endpoint.requests[0]?.body).toBe('paid');
	expect(endpoint.requests[0]?.headers).toMatchObject({'X-Amz-Sns-Rawdelivery': 'true'});
});

test('by default an endpoint that fails is asked three more times, 20 seconds apart', async () => {
	const endpoint = createEndpoint();
	const TopicArn = endpoint.sns.createTopic();
	subscribeEndpoint(endpoint, TopicArn, toDlq);
	endpoint.answer(503);
	endpoint.sns.call('Publish', {TopicArn, Message: 'paid'});
	const counts: number[] = [];

	for (const seconds of [19.999, 0.001, 20, 20, 20, 1000]) {
		await endpoint.settle();
		endpoint.sns.clock.advance(seconds * 1000);
		await endpoint.settle();
		counts.push(endpoint.requests.length);
	}

	expect(counts).toEqual([1, 2, 3, 4, 4, 4]);
	expect(endpoint.sns.state.retryCount).toBe(0);
});

test('a message that nobody took goes to the dead-letter queue, with the reason', async () => {
	const endpoint = createEndpoint();
	const TopicArn = endpoint.sns.createTopic();
	subscribeEndpoint(endpoint, TopicArn, {...toDlq, RawMessageDelivery: 'true'});
	endpoint.answer(404);

	endpoint.sns.call('Publish', {TopicArn, Message: 'paid'});
	await endpoint.settle();

	expect(endpoint.requests).toHaveLength(1);
	expect(endpoint.sns.delivered).toMatchObject([
		{
			queueArn: queueArnOf('dlq'),
			body: 'paid',
			messageAttributes: {
				RequestID: {DataType: 'String'},
				ErrorCode: {DataType: 'String', StringValue: '404'},
				ErrorMessage: {DataType: 'String', StringValue: 'The endpoint answered with the status 404.'},
			},
		},
	]);
});

test.each([
	[200, 1],
	[204, 1],
	[301, 1],
	[400, 1],
	[404, 1],
	[429, 2],
	[500, 2],
	[503, 2],
	['nothing', 2],
] as const)('after %s an endpoint is asked %i times within 20 seconds', async (status, count) => {
	const endpoint = createEndpoint();
	const TopicArn = endpoint.sns.createTopic();
	subscribeEndpoint(endpoint, TopicArn);
	endpoint.answer(status);

	endpoint.sns.call('Publish', {TopicArn, Message: 'paid'});
	await endpoint.settle();
	endpoint.sns.clock.advance(20_000);
	await endpoint.settle();

	expect(endpoint.requests).toHaveLength(count);
});

test('an endpoint that recovers gets the message once more, and it is done', async () => {
	const endpoint = createEndpoint();
	const TopicArn = endpoint.sns.createTopic();
	subscribeEndpoint(endpoint, TopicArn, toDlq);
	endpoint.answer('nothing');
	endpoint.sns.call('Publish', {TopicArn, Message: 'paid'});
	await endpoint.settle();

	endpoint.answer(200);
	endpoint.sns.clock.advance(60 * minuteMs);
	await endpoint.settle();

	expect(endpoint.requests).toHaveLength(2);
	expect(endpoint.sns.delivered).toEqual([]);
});

test('nobody asks for a subscription that has ended', async () => {
	const endpoint = createEndpoint();
	const TopicArn = endpoint.sns.createTopic();
	const SubscriptionArn = subscribeEndpoint(endpoint, TopicArn, toDlq);
	endpoint.answer(503);
	endpoint.sns.call('Publish', {TopicArn, Message: 'paid'});
	await endpoint.settle();

	endpoint.sns.call('Unsubscribe', {SubscriptionArn}, {headers: {authorization: 'AWS4'}});
	endpoint.sns.clock.advance(60 * minuteMs);
	await endpoint.settle();

	expect(endpoint.requests).toHaveLength(1);
});

test("a subscription's own delivery policy decides", async () => {
	const endpoint = createEndpoint();
	const TopicArn = endpoint.sns.createTopic();
	const DeliveryPolicy = JSON.stringify({
		healthyRetryPolicy: {
			minDelayTarget: 1,
			maxDelayTarget: 4,
			numRetries: 4,
			numNoDelayRetries: 1,
			numMinDelayRetries: 1,
			numMaxDelayRetries: 1,
		},
		requestPolicy: {headerContentType: 'application/json'},
	});
	subscribeEndpoint(endpoint, TopicArn, {DeliveryPolicy});
	endpoint.answer(500);
	endpoint.sns.call('Publish', {TopicArn, Message: 'paid'});
	const counts: number[] = [];

	for (const seconds of [0, 1, 1, 3.999, 0.001, 100]) {
		await endpoint.settle();
		endpoint.sns.clock.advance(seconds * 1000);
		await endpoint.settle();
		counts.push(endpoint.requests.length);
	}

	expect(counts).toEqual([2, 3, 4, 4, 5, 5]);
	expect(endpoint.requests[0]?.headers['Content-Type']).toBe('application/json');
});

test("a topic's delivery policy can forbid that", async () => {
	const endpoint = createEndpoint();
	const {sns} = endpoint;
	const TopicArn = sns.createTopic('orders', {
		DeliveryPolicy: JSON.stringify({
			http: {
				defaultHealthyRetryPolicy: {minDelayTarget: 1, maxDelayTarget: 1, numRetries: 1},
				disableSubscriptionOverrides: true,
			},
		}),
	});
	subscribeEndpoint(endpoint, TopicArn, {
		DeliveryPolicy: JSON.stringify({healthyRetryPolicy: {minDelayTarget: 1, maxDelayTarget: 1, numRetries: 9}}),
	});
	endpoint.answer(500);

	sns.call('Publish', {TopicArn, Message: 'paid'});
	for (let second = 0; second < 20; second++) {
		await endpoint.settle();
		sns.clock.advance(1000);
	}

	expect(endpoint.requests).toHaveLength(2);
});

test('a throttled endpoint gets so many a second', async () => {
	const endpoint = createEndpoint();
	const TopicArn = endpoint.sns.createTopic();
	subscribeEndpoint(endpoint, TopicArn, {DeliveryPolicy: '{"throttlePolicy":{"maxReceivesPerSecond":2}}'});

	for (let index = 0; index < 5; index++) endpoint.sns.call('Publish', {TopicArn, Message: `message ${index}`});
	const counts = [endpoint.requests.length];
	for (const ms of [500, 500, 1000]) {
		endpoint.sns.clock.advance(ms);
		counts.push(endpoint.requests.length);
	}

	expect(counts).toEqual([1, 2, 3, 5]);
});

test('a name and password in the address become a header', () => {
	const endpoint = createEndpoint();
	const TopicArn = endpoint.sns.createTopic();

	endpoint.sns.call('Subscribe', {TopicArn, Protocol: 'https', Endpoint: 'https://ops:s%25cret@example.com/in?a=b'});

	expect(endpoint.requests[0]).toMatchObject({
		url: 'https://example.com/in?a=b',
		headers: {Authorization: `Basic ${Buffer.from('ops:s%cret').toString('base64')}`},
	});
});

test('an engine without a network says so to the dead-letter queue', async () => {
	const endpoint = createEndpoint();
	const TopicArn = endpoint.sns.createTopic();
	subscribeEndpoint(endpoint, TopicArn, toDlq);
	const {wiring} = endpoint.sns.state.environment;
	delete (wiring as {httpPost?: unknown}).httpPost;

	endpoint.sns.call('Publish', {TopicArn, Message: 'paid'});
	await endpoint.settle();

	expect(endpoint.sns.delivered[0]?.messageAttributes?.['ErrorCode']?.StringValue).toBe('NoNetwork');
});
