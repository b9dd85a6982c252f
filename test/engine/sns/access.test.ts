import {
	AddPermissionCommand,
	CreateTopicCommand,
	GetTopicAttributesCommand,
	PublishBatchCommand,
	PublishCommand,
	SetSubscriptionAttributesCommand,
	SetTopicAttributesCommand,
	SNSClient,
	SubscribeCommand,
	UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import {CreateQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SetQueueAttributesCommand} from '@aws-sdk/client-sqs';
import {describe, expect, test} from 'vitest';
import {startTestEngine, type TestEngine} from '../../helpers/engine.ts';

const ownerId = '000000000000';
const strangerId = '111111111111';
const topicArn = `arn:aws:sns:us-east-1:${ownerId}:events`;
const queueArnOf = (name: string): string => `arn:aws:sqs:us-east-1:${ownerId}:${name}`;

type Guarded = TestEngine & {readonly stranger: SNSClient};

/** An engine that enforces policies, with a topic, and a client of another account. */
async function startGuarded(): Promise<Guarded> {
	const engine = await startTestEngine({enforcePolicies: true});
	await engine.sns.send(new CreateTopicCommand({Name: 'events'}));
	return {...engine, stranger: new SNSClient(engine.clientOptions({accountId: strangerId}))};
}

function setPolicy(engine: TestEngine, ...statements: object[]): Promise<unknown> {
	const policy = JSON.stringify({Version: '2012-10-17', Statement: statements});
	return engine.sns.send(new SetTopicAttributesCommand({TopicArn: topicArn, AttributeName: 'Policy', AttributeValue: policy}));
}

const publish = new PublishCommand({TopicArn: topicArn, Message: 'hello'});

describe("a topic's policy", () => {
	test('lets its own account in and nobody else, as it is from the start', async () => {
		await using engine = await startGuarded();

		await engine.sns.send(publish);
		await expect(engine.stranger.send(publish)).rejects.toMatchObject({
			name: 'AuthorizationErrorException',
			Code: 'AuthorizationError',
			message: `User: arn:aws:iam::${strangerId}:root is not authorized to perform: SNS:Publish on resource: ${topicArn} because no resource-based policy allows the SNS:Publish action`,
			$metadata: {httpStatusCode: 403},
		});
		const refused = [
			engine.stranger.send(new PublishBatchCommand({TopicArn: topicArn, PublishBatchRequestEntries: [{Id: 'a', Message: 'x'}]})),
			engine.stranger.send(new GetTopicAttributesCommand({TopicArn: topicArn})),
			engine.stranger.send(new SubscribeCommand({TopicArn: topicArn, Protocol: 'email', Endpoint: 'a@example.com'})),
		];
		await Promise.all(refused.map(answer => expect(answer).rejects.toMatchObject({Code: 'AuthorizationError'})));
	});

	test('that AddPermission wrote lets another account publish, in batches too', async () => {
		await using engine = await startGuarded();
		await engine.sns.send(
			new AddPermissionCommand({TopicArn: topicArn, Label: 'partner', AWSAccountId: [strangerId], ActionName: ['Publish']}),
		);

		await engine.stranger.send(publish);
		await engine.stranger.send(new PublishBatchCommand({TopicArn: topicArn, PublishBatchRequestEntries: [{Id: 'a', Message: 'x'}]}));

		await expect(engine.stranger.send(new GetTopicAttributesCommand({TopicArn: topicArn}))).rejects.toMatchObject({
			Code: 'AuthorizationError',
		});
	});

	test('may look at the protocol and the endpoint of a subscription', async () => {
		await using engine = await startGuarded();
		await setPolicy(engine, {
			Effect: 'Allow',
			Principal: '*',
			Action: 'SNS:Subscribe',
			Resource: topicArn,
			Condition: {StringEquals: {'SNS:Protocol': 'email'}, StringLike: {'sns:Endpoint': '*@example.com'}},
		});
		const subscribe = (Protocol: string, Endpoint: string) =>
			engine.stranger.send(new SubscribeCommand({TopicArn: topicArn, Protocol, Endpoint}));

		await subscribe('email', 'a@example.com');

		await expect(subscribe('email', 'a@example.org')).rejects.toMatchObject({Code: 'AuthorizationError'});
		await expect(subscribe('email-json', 'a@example.com')).rejects.toMatchObject({Code: 'AuthorizationError'});
	});

	test('that denies keeps its own account out too, but for taking it back', async () => {
		await using engine = await startGuarded();
		await setPolicy(engine, {Effect: 'Deny', Principal: '*', Action: 'SNS:*', Resource: '*'});

		await expect(engine.sns.send(publish)).rejects.toMatchObject({
			message: `User: arn:aws:iam::${ownerId}:root is not authorized to perform: SNS:Publish on resource: ${topicArn} with an explicit deny in a resource-based policy`,
		});
		await engine.sns.send(new SetTopicAttributesCommand({TopicArn: topicArn, AttributeName: 'Policy', AttributeValue: ''}));

		await engine.sns.send(publish);
	});

	test('without a signature holds for publishing, but links in mails are followed', async () => {
		await using engine = await startGuarded();
		const {SubscriptionArn} = await engine.sns.send(
			new SubscribeCommand({TopicArn: topicArn, Protocol: 'sqs', Endpoint: queueArnOf('orders')}),
		);

		const published = await engine.send(`/?Action=Publish&TopicArn=${topicArn}&Message=x`);
		const created = await engine.send('/?Action=CreateTopic&Name=mine');
		const unsubscribed = await engine.send(`/?Action=Unsubscribe&SubscriptionArn=${SubscriptionArn}`);

		expect([published.status, created.status, unsubscribed.status]).toEqual([403, 403, 200]);
		expect(await published.text()).toContain('<Code>AuthorizationError</Code><Message>User: anonymous is not authorized');
	});

	test('has nothing to say about a topic that is not there', async () => {
		await using engine = await startGuarded();

		const command = new PublishCommand({TopicArn: `${topicArn}-2`, Message: 'x'});

		await expect(engine.stranger.send(command)).rejects.toMatchObject({Code: 'NotFound'});
	});
});

test('a subscription is changed and ended by its own account and by that of its topic', async () => {
	await using engine = await startGuarded();
	await setPolicy(engine, {Effect: 'Allow', Principal: {AWS: strangerId}, Action: 'SNS:Subscribe', Resource: topicArn});
	const subscribe = (client: SNSClient, name: string) =>
		client.send(new SubscribeCommand({TopicArn: topicArn, Protocol: 'sqs', Endpoint: queueArnOf(name)}));
	const {SubscriptionArn: strangers} = await subscribe(engine.stranger, 'a');
	const {SubscriptionArn: owners} = await subscribe(engine.sns, 'b');
	const setRaw = (SubscriptionArn: string | undefined) =>
		new SetSubscriptionAttributesCommand({SubscriptionArn, AttributeName: 'RawMessageDelivery', AttributeValue: 'true'});

	await engine.stranger.send(setRaw(strangers));
	await engine.sns.send(setRaw(strangers));

	await expect(engine.stranger.send(setRaw(owners))).rejects.toMatchObject({Code: 'AuthorizationError'});
	await expect(engine.stranger.send(new UnsubscribeCommand({SubscriptionArn: owners}))).rejects.toMatchObject({Code: 'AuthorizationError'});
	await engine.stranger.send(new UnsubscribeCommand({SubscriptionArn: strangers}));
});

test("what a queue's policy keeps out goes to the subscription's dead-letter queue, if that one's policy lets it", async () => {
	await using engine = await startGuarded();
	const letTopicIn = JSON.stringify({
		Statement: {
			Effect: 'Allow',
			Principal: {Service: 'sns.amazonaws.com'},
			Action: 'sqs:SendMessage',
			Resource: '*',
			Condition: {ArnEquals: {'aws:SourceArn': topicArn}},
		},
	});
	const {QueueUrl} = await engine.sqs.send(new CreateQueueCommand({QueueName: 'orders'}));
	const {QueueUrl: dlqUrl} = await engine.sqs.send(new CreateQueueCommand({QueueName: 'dlq', Attributes: {Policy: letTopicIn}}));
	await engine.sns.send(
		new SubscribeCommand({
			TopicArn: topicArn,
			Protocol: 'sqs',
			Endpoint: queueArnOf('orders'),
			Attributes: {RawMessageDelivery: 'true', RedrivePolicy: JSON.stringify({deadLetterTargetArn: queueArnOf('dlq')})},
		}),
	);
	const waiting = async (url: string | undefined): Promise<string | undefined> =>
		(await engine.sqs.send(new GetQueueAttributesCommand({QueueUrl: url, AttributeNames: ['ApproximateNumberOfMessages']}))).Attributes?.[
			'ApproximateNumberOfMessages'
		];

	await engine.sns.send(new PublishCommand({TopicArn: topicArn, Message: 'refused'}));
	const {Messages} = await engine.sqs.send(new ReceiveMessageCommand({QueueUrl: dlqUrl}));
	expect([Messages?.[0]?.Body, await waiting(QueueUrl)]).toEqual(['refused', '0']);

	await engine.sqs.send(new SetQueueAttributesCommand({QueueUrl, Attributes: {Policy: letTopicIn}}));
	await engine.sns.send(new PublishCommand({TopicArn: topicArn, Message: 'let in'}));
	expect([await waiting(QueueUrl), await waiting(dlqUrl)]).toEqual(['1', '0']);

	await engine.sqs.send(new SetQueueAttributesCommand({QueueUrl, Attributes: {Policy: ''}}));
	await engine.sqs.send(new SetQueueAttributesCommand({QueueUrl: dlqUrl, Attributes: {Policy: ''}}));
	await engine.sns.send(new PublishCommand({TopicArn: topicArn, Message: 'lost'}));
	expect([await waiting(QueueUrl), await waiting(dlqUrl)]).toEqual(['1', '0']);
});
