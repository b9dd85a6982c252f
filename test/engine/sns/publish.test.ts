import {expect, test} from 'vitest';
import {createSns, queueArnOf, topicArnOf} from './call.ts';

test('a message reaches every subscribed queue before the publisher is answered', () => {
	const sns = createSns();
	const topic = sns.createTopic();
	sns.subscribeQueue(topic, 'billing');
	sns.subscribeQueue(topic, 'shipping');

	sns.call('Publish', {TopicArn: topic, Message: 'paid'});

	expect(sns.delivered.map(message => message.queueArn)).toEqual([queueArnOf('billing'), queueArnOf('shipping')]);
});

test('a queue gets the envelope of AWS, member by member', () => {
	const sns = createSns();
	const topic = sns.createTopic();
	const subscription = sns.subscribeQueue(topic, 'billing');

	const {MessageId} = sns.call('Publish', {
		TopicArn: topic,
		Message: 'line one\n"quoted"',
		Subject: 'Order',
		MessageAttributes: {count: {DataType: 'Number', StringValue: '3'}, blob: {DataType: 'Binary', BinaryValue: 'AAE='}},
	});

	const [body = ''] = sns.bodies('billing');
	expect(body.startsWith('{\n  "Type" : "Notification",\n  "MessageId" : "')).toBe(true);
	const envelope = JSON.parse(body);
	expect(envelope).toMatchObject({
		Type: 'Notification',
		MessageId,
		TopicArn: topic,
		Subject: 'Order',
		Message: 'line one\n"quoted"',
		Timestamp: '2026-11-25T03:12:04.000Z',
		UnsubscribeURL: `http://127.0.0.1:4566/?Action=Unsubscribe&SubscriptionArn=${subscription}`,
		MessageAttributes: {count: {Type: 'Number', Value: '3'}, blob: {Type: 'Binary', Value: 'AAE='}},
	});
});

test('an envelope without subject and attributes has no such members', () => {
	const sns = createSns();
	const topic = sns.createTopic();
	sns.subscribeQueue(topic, 'billing');

	sns.call('Publish', {TopicArn: topic, Message: 'paid'});

	const envelope = JSON.parse(sns.bodies('billing')[0] ?? '');
	expect(envelope).not.toHaveProperty('Subject');
	expect(envelope).not.toHaveProperty('MessageAttributes');
});

test('raw delivery brings the message itself, with its attributes as message attributes', () => {
	const sns = createSns();
	const topic = sns.createTopic();
	sns.subscribeQueue(topic, 'billing', {RawMessageDelivery: 'true'});
	const attributes = {count: {DataType: 'Number', StringValue: '3'}};

	sns.call('Publish', {TopicArn: topic, Message: 'paid', MessageAttributes: attributes});

	expect(sns.delivered).toEqual([{queueArn: queueArnOf('billing'), body: 'paid', messageAttributes: attributes}]);
});

test('an unknown topic is refused, a malformed one too', () => {
	const sns = createSns();

	expect(sns.refusal('Publish', {TopicArn: topicArnOf('missing'), Message: 'x'})).toBe('NotFound: Topic does not exist');
	expect(sns.refusal('Publish', {TopicArn: 'orders', Message: 'x'})).toBe(
		'InvalidParameter: Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1',
	);
	expect(sns.refusal('Publish', {TopicArn: 'arn:aws:sns:us-east-1:123456789012:orders', Message: 'x'})).toBe(
		'InvalidParameter: Invalid parameter: TopicArn',
	);
});
