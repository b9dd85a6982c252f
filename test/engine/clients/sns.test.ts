import {CreateTopicCommand, ListTopicsCommand, PublishCommand, SetTopicAttributesCommand, SubscribeCommand} from '@aws-sdk/client-sns';
import {CreateQueueCommand, ReceiveMessageCommand} from '@aws-sdk/client-sqs';
import {expect, test} from 'vitest';
import {startTestEngine} from '../../helpers/engine.ts';

test('what is published to a topic arrives in the queue that subscribes to it', async () => {
	await using engine = await startTestEngine();
	const {QueueUrl} = await engine.sqs.send(new CreateQueueCommand({QueueName: 'orders'}));
	const {TopicArn} = await engine.sns.send(new CreateTopicCommand({Name: 'events'}));
	await engine.sns.send(
		new SubscribeCommand({
			TopicArn,
			Protocol: 'sqs',
			Endpoint: 'arn:aws:sqs:us-east-1:000000000000:orders',
			Attributes: {RawMessageDelivery: 'true'},
		}),
	);

	await engine.sns.send(
		new PublishCommand({TopicArn, Message: 'grüße & <more>', MessageAttributes: {kind: {DataType: 'String', StringValue: 'a b+c'}}}),
	);
	const {Messages} = await engine.sqs.send(new ReceiveMessageCommand({QueueUrl, WaitTimeSeconds: 20, MessageAttributeNames: ['All']}));

	expect(Messages).toMatchObject([{Body: 'grüße & <more>', MessageAttributes: {kind: {StringValue: 'a b+c'}}}]);
});

test('an unknown topic is a NotFoundException of the client', async () => {
	await using engine = await startTestEngine();

	const answer = engine.sns.send(
		new SetTopicAttributesCommand({
			TopicArn: 'arn:aws:sns:us-east-1:000000000000:nothing',
			AttributeName: 'DisplayName',
			AttributeValue: 'x',
		}),
	);

	await expect(answer).rejects.toMatchObject({name: 'NotFoundException', Code: 'NotFound', $metadata: {httpStatusCode: 404}});
});

test('no topics are an empty list', async () => {
	await using engine = await startTestEngine();

	const {Topics} = await engine.sns.send(new ListTopicsCommand({}));

	expect(Topics).toEqual([]);
});
