import {expect, test} from 'vitest';
import {accountId, createSns, topicArnOf} from './call.ts';

const missing = topicArnOf('missing');

test('a new topic is found by the ARN that its creation answers', () => {
	const sns = createSns();

	expect(sns.createTopic('orders')).toBe('arn:aws:sns:eu-west-1:123456789012:orders');
	expect(sns.call('ListTopics').Topics).toEqual([{TopicArn: topicArnOf('orders')}]);
});

test.each([
	['', {}],
	['a'.repeat(257), {}],
	['with space', {}],
	['dot.ted', {}],
	['orders.fifo', {}],
	['orders.fifo', {FifoTopic: 'false'}],
	['orders', {FifoTopic: 'true'}],
	[`${'a'.repeat(252)}.fifo`, {FifoTopic: 'true'}],
])('a topic cannot be called "%s" with the attributes %j', (Name, Attributes) => {
	expect(createSns().refusal('CreateTopic', {Name, Attributes})).toBe('InvalidParameter: Invalid parameter: Topic Name');
});

test('a name of 256 characters is not too long', () => {
	const sns = createSns();

	expect(sns.createTopic('a'.repeat(256))).toBe(topicArnOf('a'.repeat(256)));
	expect(sns.createTopic(`${'a'.repeat(251)}.fifo`, {FifoTopic: 'true'})).toBe(topicArnOf(`${'a'.repeat(251)}.fifo`));
});

test('creating a topic again with the same attributes, or none, finds it', () => {
	const sns = createSns();
	const arn = sns.createTopic('orders', {DisplayName: 'Orders', KmsMasterKeyId: 'alias/aws/sns'});

	expect(sns.createTopic('orders')).toBe(arn);
	expect(sns.createTopic('orders', {DisplayName: 'Orders'})).toBe(arn);
	expect(sns.createTopic('orders', {FifoTopic: 'false'})).toBe(arn);
});

test('creating a topic again with other attributes is refused', () => {
	const sns = createSns();
	sns.createTopic('orders', {DisplayName: 'Orders'});
	const text = 'InvalidParameter: Invalid parameter: Attributes Reason: Topic already exists with different attributes';

	expect(sns.refusal('CreateTopic', {Name: 'orders', Attributes: {DisplayName: 'Other'}})).toBe(text);
	expect(sns.refusal('CreateTopic', {Name: 'orders', Attributes: {KmsMasterKeyId: 'alias/aws/sns'}})).toBe(text);
});

test('creating a topic again with other tags is refused, without tags it is not', () => {
	const sns = createSns();
	const tags = [{Key: 'team', Value: 'a'}];
	const arn = sns.call('CreateTopic', {Name: 'orders', Tags: tags}).TopicArn;
	const text = 'InvalidParameter: Invalid parameter: Tags Reason: Topic already exists with different tags';

	expect(sns.createTopic('orders')).toBe(arn);
	expect(sns.call('CreateTopic', {Name: 'orders', Tags: tags}).TopicArn).toBe(arn);
	expect(sns.refusal('CreateTopic', {Name: 'orders', Tags: [{Key: 'team', Value: 'b'}]})).toBe(text);
	expect(sns.refusal('CreateTopic', {Name: 'orders', Tags: [...tags, {Key: 'more', Value: 'b'}]})).toBe(text);
});

test('a standard topic shows what AWS shows, and no FIFO members', () => {
	const sns = createSns();
	const arn = sns.createTopic();

	expect(sns.call('GetTopicAttributes', {TopicArn: arn}).Attributes).toEqual({
		TopicArn: arn,
		Owner: accountId,
		DisplayName: '',
		Policy: JSON.stringify({
			Version: '2008-10-17',
			Id: '__default_policy_ID',
			Statement: [
				{
					Sid: '__default_statement_ID',
					Effect: 'Allow',
					Principal: {AWS: '*'},
					Action: [
						'SNS:GetTopicAttributes',
						'SNS:SetTopicAttributes',
						'SNS:AddPermission',
						'SNS:RemovePermission',
						'SNS:DeleteTopic',
						'SNS:Subscribe',
						'SNS:ListSubscriptionsByTopic',
						'SNS:Publish',
					],
					Resource: arn,
					Condition: {StringEquals: {'AWS:SourceOwner': accountId}},
				},
			],
		}),
		EffectiveDeliveryPolicy:
			'{"http":{"defaultHealthyRetryPolicy":{"minDelayTarget":20,"maxDelayTarget":20,"numRetries":3,"numMaxDelayRetries":0,"numNoDelayRetries":0,"numMinDelayRetries":0,"backoffFunction":"linear"},"disableSubscriptionOverrides":false,"defaultRequestPolicy":{"headerContentType":"text/plain; charset=UTF-8"}}}',
		SubscriptionsConfirmed: '0',
		SubscriptionsPending: '0',
		SubscriptionsDeleted: '0',
	});
});

test('a FIFO topic says so', () => {
	const sns = createSns();
	const arn = sns.createTopic('orders.fifo', {FifoTopic: 'true', ContentBasedDeduplication: 'true'});

	expect(sns.call('GetTopicAttributes', {TopicArn: arn}).Attributes).toMatchObject({FifoTopic: 'true', ContentBasedDeduplication: 'true'});
});

test('subscriptions are counted as confirmed, pending and deleted', () => {
	const sns = createSns();
	const arn = sns.createTopic();
	sns.subscribeQueue(arn, 'billing');
	sns.call('Unsubscribe', {SubscriptionArn: sns.subscribeQueue(arn, 'shipping')}, {headers: {authorization: 'AWS4'}});
	sns.call('Subscribe', {TopicArn: arn, Protocol: 'email', Endpoint: 'ops@example.com'});

	expect(sns.call('GetTopicAttributes', {TopicArn: arn}).Attributes).toMatchObject({
		SubscriptionsConfirmed: '1',
		SubscriptionsPending: '1',
		SubscriptionsDeleted: '1',
	});
});

test('an attribute that is set reads back as it was given, and an empty one is gone', () => {
	const sns = createSns();
	const TopicArn = sns.createTopic();
	const policy = `{"Version":"2012-10-17", "Statement":[{"Effect":"Allow","Principal":"*","Action":"sns:Publish","Resource":"${TopicArn}"}]}`;
	const read = () => sns.call('GetTopicAttributes', {TopicArn}).Attributes;

	sns.call('SetTopicAttributes', {TopicArn, AttributeName: 'Policy', AttributeValue: policy});
	sns.call('SetTopicAttributes', {TopicArn, AttributeName: 'SignatureVersion', AttributeValue: '2'});
	expect(read()).toMatchObject({Policy: policy, SignatureVersion: '2'});

	sns.call('SetTopicAttributes', {TopicArn, AttributeName: 'Policy', AttributeValue: ''});
	sns.call('SetTopicAttributes', {TopicArn, AttributeName: 'SignatureVersion'});
	expect(read()['Policy']).toContain('__default_policy_ID');
	expect(read()).not.toHaveProperty('SignatureVersion');
});

test.each([
	['FifoTopic', 'true', 'AttributeName'],
	['Nonsense', 'x', 'AttributeName'],
	['ContentBasedDeduplication', 'true', 'AttributeName'],
	['DisplayName', 'x'.repeat(101), 'DisplayName'],
	['SignatureVersion', '3', 'SignatureVersion'],
	['TracingConfig', 'Sometimes', 'TracingConfig'],
	['MaximumMessageSize', '1023', 'MaximumMessageSize'],
	['MaximumMessageSize', '1048577', 'MaximumMessageSize'],
	['SQSSuccessFeedbackSampleRate', '101', 'SQSSuccessFeedbackSampleRate'],
	['Policy', 'no policy', 'Policy Error: null'],
	['Policy', '{"Statement":[{"Effect":"Allow","Action":"sqs:SendMessage"}]}', 'Policy statement action out of service scope!'],
])('a standard topic refuses %s = %s', (AttributeName, AttributeValue, text) => {
	const sns = createSns();
	const TopicArn = sns.createTopic();

	expect(sns.refusal('SetTopicAttributes', {TopicArn, AttributeName, AttributeValue})).toBe(`InvalidParameter: Invalid parameter: ${text}`);
});

test.each([
	['DisplayName', 'x'.repeat(100)],
	['MaximumMessageSize', '1024'],
	['MaximumMessageSize', '1048576'],
	['SQSSuccessFeedbackSampleRate', '100'],
])('a standard topic accepts %s = %s', (AttributeName, AttributeValue) => {
	const sns = createSns();
	const TopicArn = sns.createTopic();

	sns.call('SetTopicAttributes', {TopicArn, AttributeName, AttributeValue});

	expect(sns.call('GetTopicAttributes', {TopicArn}).Attributes[AttributeName]).toBe(AttributeValue);
});

test('attributes that CreateTopic refuses are named after a reason', () => {
	const sns = createSns();

	expect(sns.refusal('CreateTopic', {Name: 'a', Attributes: {DisplayName: 'x'.repeat(101)}})).toBe(
		'InvalidParameter: Invalid parameter: Attributes Reason: DisplayName',
	);
	expect(sns.refusal('CreateTopic', {Name: 'a', Attributes: {ContentBasedDeduplication: 'true'}})).toBe(
		'InvalidParameter: Invalid parameter: Attributes Reason: Unknown attribute ContentBasedDeduplication',
	);
});

test('a topic for large messages has subscribers that take them, and no more than 100', () => {
	const sns = createSns();
	const TopicArn = sns.createTopic();
	const enlarge = {TopicArn, AttributeName: 'MaximumMessageSize', AttributeValue: '262145'};
	for (let index = 0; index < 100; index++) sns.subscribeQueue(TopicArn, `queue-${index}`);

	sns.call('SetTopicAttributes', enlarge);

	expect(sns.refusal('Subscribe', {TopicArn, Protocol: 'sqs', Endpoint: 'arn:aws:sqs:eu-west-1:123456789012:one-more'})).toBe(
		'SubscriptionLimitExceeded: Subscription limit exceeded',
	);
	expect(sns.refusal('Subscribe', {TopicArn, Protocol: 'sms', Endpoint: '+15551234567'})).toContain('Protocol Reason: sms');
	const other = sns.createTopic('other');
	sns.call('Subscribe', {TopicArn: other, Protocol: 'sms', Endpoint: '+15551234567'});
	expect(sns.refusal('SetTopicAttributes', {...enlarge, TopicArn: other})).toBe('InvalidParameter: Invalid parameter: MaximumMessageSize');
});

test.each([
	['orders', 'TopicArn Reason: An ARN must have at least 6 elements, not 1'],
	['arn:aws:sns:eu-west-1', 'TopicArn Reason: An ARN must have at least 6 elements, not 4'],
	['arn:aws:sqs:eu-west-1:123456789012:orders', 'TopicArn'],
	['arn:aws:sns:us-east-1:123456789012:orders', 'TopicArn'],
	['arn:aws:sns:eu-west-1:123456789012:a:b', 'TopicArn'],
])('%s is no topic of this region', (TopicArn, text) => {
	const sns = createSns();

	expect(sns.refusal('GetTopicAttributes', {TopicArn})).toBe(`InvalidParameter: Invalid parameter: ${text}`);
	expect(sns.refusal('DeleteTopic', {TopicArn})).toBe(`InvalidParameter: Invalid parameter: ${text}`);
});

test('a topic that does not exist is not found, but can be deleted', () => {
	const sns = createSns();

	expect(sns.refusal('GetTopicAttributes', {TopicArn: missing})).toBe('NotFound: Topic does not exist');
	expect(sns.refusal('DeleteTopic', {TopicArn: missing})).toBe('was not refused');
});

test('a deleted topic takes its subscriptions and its tags along', () => {
	const sns = createSns();
	const TopicArn = sns.call('CreateTopic', {Name: 'orders', Tags: [{Key: 'team', Value: 'a'}]}).TopicArn;
	sns.subscribeQueue(TopicArn, 'billing');

	sns.call('DeleteTopic', {TopicArn});

	expect(sns.call('ListSubscriptions').Subscriptions).toEqual([]);
	expect(sns.call('CreateTopic', {Name: 'orders', Tags: [{Key: 'team', Value: 'b'}]}).TopicArn).toBe(TopicArn);
});

test('a missing member is refused in the words of the framework', () => {
	expect(createSns().refusal('CreateTopic')).toBe(
		"ValidationError: 1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null",
	);
});

test('topics come in pages of 100, and none is lost when one is deleted between two pages', () => {
	const sns = createSns();
	const arns = Array.from({length: 205}, (_, index) => sns.createTopic(`topic-${String(index).padStart(3, '0')}`));

	const first = sns.call('ListTopics');
	sns.call('DeleteTopic', {TopicArn: arns[99]});
	sns.call('DeleteTopic', {TopicArn: arns[100]});
	const second = sns.call('ListTopics', {NextToken: first.NextToken});
	const third = sns.call('ListTopics', {NextToken: second.NextToken});

	expect([first, second, third].map(page => page.Topics.length)).toEqual([100, 100, 4]);
	expect(second.Topics[0]?.TopicArn).toBe(arns[101]);
	expect(third.NextToken).toBeUndefined();
});

test('a page of exactly 100 topics is the last one', () => {
	const sns = createSns();
	for (let index = 0; index < 100; index++) sns.createTopic(`topic-${index}`);

	expect(sns.call('ListTopics').NextToken).toBeUndefined();
});

test('a token that SNS did not make is refused', () => {
	expect(createSns().refusal('ListTopics', {NextToken: 'nonsense'})).toBe('InvalidParameter: Invalid parameter: NextToken');
});
