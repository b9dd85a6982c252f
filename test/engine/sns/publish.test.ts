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

test('a topic without subscribers takes messages', () => {
	const sns = createSns();

	expect(sns.call('Publish', {TopicArn: sns.createTopic(), Message: 'paid'}).MessageId).toMatch(/^[\da-f-]{36}$/);
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
	const envelope = JSON.parse(body);
	expect(envelope).toEqual({
		Type: 'Notification',
		MessageId,
		TopicArn: topic,
		Subject: 'Order',
		Message: 'line one\n"quoted"',
		Timestamp: '2026-11-25T03:12:04.000Z',
		SignatureVersion: '1',
		Signature: expect.stringMatching(/^[\w+/]{342}==$/),
		SigningCertURL: expect.stringMatching(/^http:\/\/127\.0\.0\.1:4566\/SimpleNotificationService-[\da-f]{32}\.pem$/),
		UnsubscribeURL: `http://127.0.0.1:4566/?Action=Unsubscribe&SubscriptionArn=${subscription}`,
		MessageAttributes: {count: {Type: 'Number', Value: '3'}, blob: {Type: 'Binary', Value: 'AAE='}},
	});
	expect(body.startsWith(`{\n  "Type" : "Notification",\n  "MessageId" : "${MessageId}",\n  "TopicArn" : `)).toBe(true);
	expect(Object.keys(envelope)).toEqual([
		'Type',
		'MessageId',
		'TopicArn',
		'Subject',
		'Message',
		'Timestamp',
		'SignatureVersion',
		'Signature',
		'SigningCertURL',
		'UnsubscribeURL',
		'MessageAttributes',
	]);
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

test('a queue that takes late bodies gets the number of bytes, and the signed envelope when it asks', () => {
	const sns = createSns({wiring: {takesLateBodies: true}});
	const topic = sns.createTopic();
	sns.subscribeQueue(topic, 'billing');

	sns.call('Publish', {
		TopicArn: topic,
		Message: 'paid ✓ "twice"\n',
		Subject: 'a "b"',
		MessageAttributes: {kind: {DataType: 'String', StringValue: 'ö'}},
	});

	const [message] = sns.delivered;
	const finished = message?.lateBody?.finish() ?? '';
	expect(message?.body).toBe('');
	expect(message?.lateBody?.byteCount).toBe(Buffer.byteLength(finished));
	expect(JSON.parse(finished)).toMatchObject({Message: 'paid ✓ "twice"\n', Subject: 'a "b"', MessageAttributes: {kind: {Value: 'ö'}}});
});

test.each(['a\uffff', 'a\ufffe'])('a text with a character that queues refuse is not put off', Message => {
	const sns = createSns({wiring: {takesLateBodies: true}});
	const topic = sns.createTopic();
	sns.subscribeQueue(topic, 'billing');

	sns.call('Publish', {TopicArn: topic, Message});

	expect(sns.delivered[0]?.lateBody).toBeUndefined();
	expect(sns.delivered[0]?.body).toContain(Message);
});

test("X-Ray's header goes on to the queue", () => {
	const sns = createSns();
	const topic = sns.createTopic();
	sns.subscribeQueue(topic, 'billing');

	sns.call('Publish', {TopicArn: topic, Message: 'paid'}, {headers: {'x-amzn-trace-id': 'Root=1-5759e988'}});

	expect(sns.delivered[0]?.traceHeader).toBe('Root=1-5759e988');
});

test('a group on a standard topic makes fair queues of standard queues', () => {
	const sns = createSns();
	const topic = sns.createTopic();
	sns.subscribeQueue(topic, 'billing');

	sns.call('Publish', {TopicArn: topic, Message: 'paid', MessageGroupId: 'tenant-1'});

	expect(sns.delivered[0]?.messageGroupId).toBe('tenant-1');
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
	expect(sns.refusal('Publish', {Message: 'x'})).toBe(
		'InvalidParameter: Invalid parameter: TopicArn or TargetArn Reason: no value for required parameter',
	);
});

test('a topic can be named as target', () => {
	const sns = createSns();
	const topic = sns.createTopic();
	sns.subscribeQueue(topic, 'billing', {RawMessageDelivery: 'true'});

	sns.call('Publish', {TargetArn: topic, Message: 'paid'});

	expect(sns.bodies('billing')).toEqual(['paid']);
});

test.each([
	[{Message: ''}, 'Empty message'],
	[{Message: 'x', Subject: ''}, 'Subject'],
	[{Message: 'x', Subject: 's'.repeat(101)}, 'Subject'],
	[{Message: 'x', Subject: 'two\nlines'}, 'Subject'],
	[{Message: 'x', Subject: 'Grüße'}, 'Subject'],
	[{Message: 'x', Subject: ' leading'}, 'Subject'],
	[{Message: 'x'.repeat(262_145)}, 'Message too long'],
	[{Message: 'x'.repeat(262_136), MessageAttributes: {a: {DataType: 'String', StringValue: 'b'}}}, 'was not refused'],
	[{Message: 'x'.repeat(262_137), MessageAttributes: {a: {DataType: 'String', StringValue: 'b'}}}, 'Message too long'],
	[{Message: 'x', MessageStructure: 'json'}, 'Message Structure - JSON message body failed to parse'],
	[{Message: '{"sqs":"x"}', MessageStructure: 'json'}, 'Message Structure - No default entry in JSON message body'],
	[{Message: '{"default":1}', MessageStructure: 'json'}, 'Message Structure - No default entry in JSON message body'],
	[{Message: '["default"]', MessageStructure: 'json'}, 'Message Structure - No default entry in JSON message body'],
	[
		{Message: 'x', MessageDeduplicationId: 'd'},
		'MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type',
	],
	[{Message: 'x', MessageGroupId: 'two words'}, 'MessageGroupId'],
])('a publication is refused, or not: $1', (request, text) => {
	const sns = createSns();
	const refusal = sns.refusal('Publish', {TopicArn: sns.createTopic(), ...request});

	expect(refusal.replace('InvalidParameter: Invalid parameter: ', '')).toBe(text);
});

test('a message of exactly 262,144 bytes and a subject of 100 characters pass', () => {
	const sns = createSns();
	const TopicArn = sns.createTopic();

	expect(sns.refusal('Publish', {TopicArn, Message: 'x'.repeat(262_144), Subject: 's'.repeat(100)})).toBe('was not refused');
	expect(sns.refusal('Publish', {TopicArn, Message: 'ü'.repeat(131_072)})).toBe('was not refused');
	expect(sns.refusal('Publish', {TopicArn, Message: 'ü'.repeat(131_073)})).toBe('InvalidParameter: Invalid parameter: Message too long');
});

test('a topic may take more, or less', () => {
	const sns = createSns();
	const TopicArn = sns.createTopic('orders', {MaximumMessageSize: '1048576'});
	const small = sns.createTopic('small', {MaximumMessageSize: '1024'});

	expect(sns.refusal('Publish', {TopicArn, Message: 'x'.repeat(1_048_576)})).toBe('was not refused');
	expect(sns.refusal('Publish', {TopicArn, Message: 'x'.repeat(1_048_577)})).toContain('Message too long');
	expect(sns.refusal('Publish', {TopicArn: small, Message: 'x'.repeat(1025)})).toContain('Message too long');
});

test('with message structure json each protocol gets its own text, else the default', () => {
	const sns = createSns();
	const TopicArn = sns.createTopic();
	sns.subscribeQueue(TopicArn, 'billing', {RawMessageDelivery: 'true'});
	sns.call('Subscribe', {TopicArn, Protocol: 'sms', Endpoint: '+15551234567'});

	sns.call('Publish', {TopicArn, MessageStructure: 'json', Message: '{"default":"for all","sqs":"for queues","email":7}'});

	expect(sns.bodies('billing')).toEqual(['for queues']);
	expect(sns.outbox().map(entry => entry.body)).toEqual(['for all']);
});

test('of a key that is given twice the last one counts', () => {
	const sns = createSns();
	const TopicArn = sns.createTopic();
	sns.subscribeQueue(TopicArn, 'billing', {RawMessageDelivery: 'true'});

	sns.call('Publish', {TopicArn, MessageStructure: 'json', Message: '{"default":"first","default":"last","__proto__":"x"}'});

	expect(sns.bodies('billing')).toEqual(['last']);
});

test('a queue that is gone loses the message, or hands it to the dead-letter queue of the subscription', () => {
	const sns = createSns();
	const TopicArn = sns.createTopic();
	sns.subscribeQueue(TopicArn, 'billing');
	sns.subscribeQueue(TopicArn, 'shipping', {
		RawMessageDelivery: 'true',
		RedrivePolicy: JSON.stringify({deadLetterTargetArn: queueArnOf('dlq')}),
	});
	sns.breakQueue('billing');
	sns.breakQueue('shipping');
	const attributes = {count: {DataType: 'Number', StringValue: '3'}};

	sns.call('Publish', {TopicArn, Message: 'paid', MessageAttributes: attributes});

	expect(sns.delivered).toEqual([{queueArn: queueArnOf('dlq'), body: 'paid', messageAttributes: attributes}]);
});

test('more than ten attributes are too many for raw delivery, and fine in an envelope, which the dead-letter queue gets', () => {
	const sns = createSns();
	const TopicArn = sns.createTopic();
	sns.subscribeQueue(TopicArn, 'envelope');
	sns.subscribeQueue(TopicArn, 'raw', {
		RawMessageDelivery: 'true',
		RedrivePolicy: JSON.stringify({deadLetterTargetArn: queueArnOf('dlq')}),
	});
	const attributes = (count: number) =>
		Object.fromEntries(Array.from({length: count}, (_, index) => [`a${index}`, {DataType: 'String', StringValue: 'x'}]));

	sns.call('Publish', {TopicArn, Message: 'ten', MessageAttributes: attributes(10)});
	sns.call('Publish', {TopicArn, Message: 'eleven', MessageAttributes: attributes(11)});

	expect(sns.bodies('raw')).toEqual(['ten']);
	expect(sns.bodies('envelope')).toHaveLength(2);
	const [kept] = sns.delivered.filter(({queueArn}) => queueArn === queueArnOf('dlq'));
	const envelope = JSON.parse(kept?.body ?? '') as {Message: string; MessageAttributes: object};
	expect(envelope.Message).toBe('eleven');
	expect(Object.keys(envelope.MessageAttributes)).toHaveLength(11);
	expect(kept?.messageAttributes).toBeUndefined();
});

test('a filter policy lets through what it matches', () => {
	const sns = createSns();
	const TopicArn = sns.createTopic();
	sns.subscribeQueue(TopicArn, 'paid', {RawMessageDelivery: 'true', FilterPolicy: '{"type":["paid"]}'});
	sns.subscribeQueue(TopicArn, 'germany', {
		RawMessageDelivery: 'true',
		FilterPolicyScope: 'MessageBody',
		FilterPolicy: '{"address":{"country":["DE"]}}',
	});
	const publish = (Message: string, type: string) =>
		sns.call('Publish', {TopicArn, Message, MessageAttributes: {type: {DataType: 'String', StringValue: type}}});

	publish('{"address":{"country":"DE"}}', 'created');
	publish('{"address":{"country":"AT"}}', 'paid');
	publish('not json', 'created');

	expect(sns.bodies('paid')).toEqual(['{"address":{"country":"AT"}}']);
	expect(sns.bodies('germany')).toEqual(['{"address":{"country":"DE"}}']);
});

test('a filter of bodies looks at the text for its own protocol', () => {
	const sns = createSns();
	const TopicArn = sns.createTopic();
	sns.subscribeQueue(TopicArn, 'billing', {FilterPolicyScope: 'MessageBody', FilterPolicy: '{"a":["b"]}'});

	sns.call('Publish', {TopicArn, MessageStructure: 'json', Message: JSON.stringify({default: '{"a":"b"}', sqs: '{"a":"c"}'})});
	expect(sns.bodies('billing')).toEqual([]);

	sns.call('Publish', {TopicArn, MessageStructure: 'json', Message: JSON.stringify({default: 'text', sqs: '{"a":"b"}'})});
	expect(sns.bodies('billing')).toHaveLength(1);
});

test('a very wide fan-out is delivered in slices, in order, and the publisher is answered after the first', () => {
	const sns = createSns();
	const TopicArn = sns.createTopic();
	for (let index = 0; index < 2500; index++) sns.subscribeQueue(TopicArn, `queue-${index}`, {RawMessageDelivery: 'true'});

	sns.call('Publish', {TopicArn, Message: 'paid'});
	expect(sns.delivered).toHaveLength(1000);

	sns.clock.advance(0);
	expect(sns.delivered.map(message => message.queueArn)).toEqual(Array.from({length: 2500}, (_, index) => queueArnOf(`queue-${index}`)));
});

test('a delivery that publishes again is delivered after the one under way', () => {
	const order: string[] = [];
	const sns = createSns({
		wiring: {
			deliverToQueue(queueArn, message) {
				order.push(`${queueArn.split(':').at(-1)} ${message.body}`);
				if (message.body === 'first' && order.length === 1) sns.call('Publish', {TopicArn: topicArnOf('orders'), Message: 'second'});
				return undefined;
			},
		},
	});
	const topic = sns.createTopic();
	sns.subscribeQueue(topic, 'a', {RawMessageDelivery: 'true'});
	sns.subscribeQueue(topic, 'b', {RawMessageDelivery: 'true'});

	sns.call('Publish', {TopicArn: topic, Message: 'first'});

	expect(order).toEqual(['a first', 'b first', 'a second', 'b second']);
});

test('what happens is counted for CloudWatch', () => {
	const counted: Record<string, number> = {};
	const sns = createSns({
		wiring: {
			countMetrics({dimensions, values}) {
				for (const {name, value} of values) {
					const key = `${dimensions['TopicName']} ${name}`;
					counted[key] = (counted[key] ?? 0) + value;
				}
			},
		},
	});
	const TopicArn = sns.createTopic();
	sns.subscribeQueue(TopicArn, 'a');
	sns.subscribeQueue(TopicArn, 'b', {FilterPolicy: '{"type":["x"]}'});
	sns.subscribeQueue(TopicArn, 'c', {RedrivePolicy: JSON.stringify({deadLetterTargetArn: queueArnOf('dlq')})});
	sns.breakQueue('c');

	sns.call('Publish', {TopicArn, Message: 'paid'});

	expect(counted).toEqual({
		'orders NumberOfMessagesPublished': 1,
		'orders PublishSize': 4,
		'orders NumberOfNotificationsFilteredOut': 1,
		'orders NumberOfNotificationsFilteredOut-NoMessageAttributes': 1,
		'orders NumberOfNotificationsDelivered': 1,
		'orders NumberOfNotificationsFailed': 1,
		'orders NumberOfNotificationsRedrivenToDlq': 1,
	});
});
