import {
	AddPermissionCommand,
	CancelMessageMoveTaskCommand,
	ChangeMessageVisibilityBatchCommand,
	ChangeMessageVisibilityCommand,
	CreateQueueCommand,
	DeleteMessageBatchCommand,
	DeleteMessageCommand,
	DeleteQueueCommand,
	GetQueueAttributesCommand,
	GetQueueUrlCommand,
	ListDeadLetterSourceQueuesCommand,
	ListMessageMoveTasksCommand,
	ListQueueTagsCommand,
	ListQueuesCommand,
	paginateListQueues,
	PurgeQueueCommand,
	ReceiveMessageCommand,
	RemovePermissionCommand,
	SendMessageBatchCommand,
	SendMessageCommand,
	SetQueueAttributesCommand,
	SQSServiceException,
	StartMessageMoveTaskCommand,
	TagQueueCommand,
	UntagQueueCommand,
	type SQSClient,
} from '@aws-sdk/client-sqs';
import {expect, test} from 'vitest';
import {createManualClock} from '../../../source/shared/clock.ts';
import {startTestEngine} from '../../helpers/engine.ts';
import {arnOf, redrivePolicy} from './call.ts';

async function createQueue(sqs: SQSClient, name: string, attributes: Record<string, string> = {}): Promise<string> {
	const {QueueUrl = ''} = await sqs.send(new CreateQueueCommand({QueueName: name, Attributes: attributes}));
	return QueueUrl;
}

async function refusalOf(answer: Promise<unknown>): Promise<{name: string; code: string; status: number | undefined}> {
	const error: unknown = await answer.then(
		() => undefined,
		(thrown: unknown) => thrown,
	);
	if (!(error instanceof SQSServiceException)) throw new Error('Not refused by SQS');
	// The client adds the query code of old.
	const {Code: code = ''} = error as {Code?: string};
	return {name: error.name, code, status: error.$metadata.httpStatusCode};
}

test('the SDK makes, lists, changes, tags and deletes queues', async () => {
	await using engine = await startTestEngine();
	const {sqs} = engine;

	const QueueUrl = await createQueue(sqs, 'orders', {DelaySeconds: '0', VisibilityTimeout: '40'});
	await sqs.send(new SetQueueAttributesCommand({QueueUrl, Attributes: {VisibilityTimeout: '50'}}));
	await sqs.send(new TagQueueCommand({QueueUrl, Tags: {team: 'a', stage: 'prod'}}));
	await sqs.send(new UntagQueueCommand({QueueUrl, TagKeys: ['stage']}));
	await sqs.send(new AddPermissionCommand({QueueUrl, Label: 'one', AWSAccountIds: ['111111111111'], Actions: ['*']}));

	expect(await sqs.send(new GetQueueUrlCommand({QueueName: 'orders'}))).toMatchObject({QueueUrl});
	expect((await sqs.send(new ListQueuesCommand({}))).QueueUrls).toEqual([QueueUrl]);
	expect((await sqs.send(new ListQueueTagsCommand({QueueUrl}))).Tags).toEqual({team: 'a'});
	const {Attributes: attributes} = await sqs.send(new GetQueueAttributesCommand({QueueUrl, AttributeNames: ['All']}));
	expect(attributes).toMatchObject({VisibilityTimeout: '50', QueueArn: arnOf('orders'), Policy: expect.stringContaining('"Sid":"one"')});
	await sqs.send(new RemovePermissionCommand({QueueUrl, Label: 'one'}));
	expect((await sqs.send(new GetQueueAttributesCommand({QueueUrl, AttributeNames: ['Policy']}))).Attributes).toBeUndefined();
	await sqs.send(new DeleteQueueCommand({QueueUrl}));
	expect((await sqs.send(new ListQueuesCommand({}))).QueueUrls).toBeUndefined();
	expect(engine.bugs).toEqual([]);
});

test('the SDK pages through queues', async () => {
	await using engine = await startTestEngine();
	const {sqs} = engine;
	for (const name of ['a', 'b', 'c', 'd', 'e']) await createQueue(sqs, name);

	const pages: number[] = [];
	for await (const {QueueUrls: urls} of paginateListQueues({client: sqs, pageSize: 2}, {})) pages.push(urls?.length ?? 0);

	expect(pages).toEqual([2, 2, 1]);
});

test('the SDK sends, receives, holds, gives back and deletes messages, one by one and in batches', async () => {
	await using engine = await startTestEngine();
	const {sqs} = engine;
	const QueueUrl = await createQueue(sqs, 'orders');

	const sent = await sqs.send(
		new SendMessageBatchCommand({
			QueueUrl,
			Entries: [
				{Id: 'a', MessageBody: 'a', MessageAttributes: {Raw: {DataType: 'Binary', BinaryValue: Uint8Array.of(1, 2)}}},
				{Id: 'b', MessageBody: 'b'},
				{Id: 'c', MessageBody: '\u0000'},
			],
		}),
	);
	expect(sent.Successful?.map(({Id}) => Id)).toEqual(['a', 'b']);
	expect(sent.Failed).toMatchObject([{Id: 'c', Code: 'InvalidMessageContents', SenderFault: true}]);
	const {Messages: messages = []} = await sqs.send(
		new ReceiveMessageCommand({QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'], MessageSystemAttributeNames: ['All']}),
	);
	expect(messages.map(({MessageId}) => MessageId)).toEqual(sent.Successful?.map(({MessageId}) => MessageId));
	expect(messages[0]?.MessageAttributes).toEqual({Raw: {DataType: 'Binary', BinaryValue: Uint8Array.of(1, 2)}});
	const [a, b] = messages.map(({ReceiptHandle}) => ReceiptHandle);

	await sqs.send(new ChangeMessageVisibilityCommand({QueueUrl, ReceiptHandle: a, VisibilityTimeout: 60}));
	const changed = await sqs.send(
		new ChangeMessageVisibilityBatchCommand({QueueUrl, Entries: [{Id: 'b', ReceiptHandle: b, VisibilityTimeout: 0}]}),
	);
	expect(changed.Successful).toEqual([{Id: 'b'}]);
	await sqs.send(new DeleteMessageCommand({QueueUrl, ReceiptHandle: a}));
	const deleted = await sqs.send(new DeleteMessageBatchCommand({QueueUrl, Entries: [{Id: 'b', ReceiptHandle: b}]}));
	expect(deleted.Successful).toEqual([{Id: 'b'}]);
	await sqs.send(new SendMessageCommand({QueueUrl, MessageBody: 'x'}));
	await sqs.send(new PurgeQueueCommand({QueueUrl}));

	expect((await sqs.send(new ReceiveMessageCommand({QueueUrl}))).Messages).toBeUndefined();
	expect(engine.bugs).toEqual([]);
});

test('the SDK sends dead letters back', async () => {
	const clock = createManualClock();
	await using engine = await startTestEngine({clock});
	const {sqs} = engine;
	const dlqUrl = await createQueue(sqs, 'dlq');
	const QueueUrl = await createQueue(sqs, 'orders', {VisibilityTimeout: '0', RedrivePolicy: redrivePolicy('dlq', 1)});
	for (const MessageBody of ['a', 'b', 'c']) {
		await sqs.send(new SendMessageCommand({QueueUrl, MessageBody}));
		await sqs.send(new ReceiveMessageCommand({QueueUrl}));
		await sqs.send(new ReceiveMessageCommand({QueueUrl}));
	}
	const SourceArn = arnOf('dlq');

	expect((await sqs.send(new ListDeadLetterSourceQueuesCommand({QueueUrl: dlqUrl}))).queueUrls).toEqual([QueueUrl]);
	const {TaskHandle} = await sqs.send(new StartMessageMoveTaskCommand({SourceArn, MaxNumberOfMessagesPerSecond: 1}));
	clock.advance(0);
	const {Results: running} = await sqs.send(new ListMessageMoveTasksCommand({SourceArn}));
	expect(running).toMatchObject([
		{TaskHandle, Status: 'RUNNING', ApproximateNumberOfMessagesMoved: 1, ApproximateNumberOfMessagesToMove: 3},
	]);
	expect(await sqs.send(new CancelMessageMoveTaskCommand({TaskHandle}))).toMatchObject({ApproximateNumberOfMessagesMoved: 1});
	clock.advance(1000);
	const {Results: ended} = await sqs.send(new ListMessageMoveTasksCommand({SourceArn}));

	expect(ended).toMatchObject([{Status: 'CANCELLED', StartedTimestamp: expect.any(Number)}]);
	expect((await sqs.send(new ReceiveMessageCommand({QueueUrl}))).Messages).toMatchObject([{Body: 'a'}]);
});

test('the SDK sends to FIFO queues and sees their numbers', async () => {
	await using engine = await startTestEngine();
	const {sqs} = engine;
	const QueueUrl = await createQueue(sqs, 'orders.fifo', {FifoQueue: 'true', ContentBasedDeduplication: 'true'});
	const message = {QueueUrl, MessageBody: 'hello', MessageGroupId: 'g'};

	const {SequenceNumber, MessageId} = await sqs.send(new SendMessageCommand(message));
	expect(await sqs.send(new SendMessageCommand(message))).toMatchObject({SequenceNumber, MessageId});
	const attempt = new ReceiveMessageCommand({QueueUrl, ReceiveRequestAttemptId: 'a', MessageSystemAttributeNames: ['All']});
	const {Messages: first} = await sqs.send(attempt);

	expect(first?.[0]?.Attributes).toMatchObject({SequenceNumber, MessageGroupId: 'g'});
	expect((await sqs.send(attempt)).Messages).toEqual(first);
});

test('the SDK finds the error that it knows, with its code of old and its status', async () => {
	await using engine = await startTestEngine();
	const {sqs} = engine;
	const QueueUrl = await createQueue(sqs, 'orders');
	await sqs.send(new PurgeQueueCommand({QueueUrl}));

	for (const [command, name, code, status] of [
		[new GetQueueUrlCommand({QueueName: 'nope'}), 'QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue', 400],
		[new CreateQueueCommand({QueueName: 'orders', Attributes: {DelaySeconds: '1'}}), 'QueueNameExists', 'QueueAlreadyExists', 400],
		[new PurgeQueueCommand({QueueUrl}), 'PurgeQueueInProgress', 'AWS.SimpleQueueService.PurgeQueueInProgress', 403],
		[new DeleteMessageCommand({QueueUrl, ReceiptHandle: 'x'}), 'ReceiptHandleIsInvalid', 'ReceiptHandleIsInvalid', 404],
		[new SendMessageCommand({QueueUrl, MessageBody: '\u0000'}), 'InvalidMessageContents', 'InvalidMessageContents', 400],
		[new SendMessageBatchCommand({QueueUrl, Entries: []}), 'EmptyBatchRequest', 'AWS.SimpleQueueService.EmptyBatchRequest', 400],
		[
			new SetQueueAttributesCommand({QueueUrl, Attributes: {VisibilityTimeout: '43201'}}),
			'InvalidAttributeValue',
			'InvalidAttributeValue',
			400,
		],
		[new ListMessageMoveTasksCommand({SourceArn: arnOf('nope')}), 'ResourceNotFoundException', 'ResourceNotFoundException', 404],
	] as const)
		expect(await refusalOf(sqs.send(command as GetQueueUrlCommand))).toEqual({name, code, status});
});
