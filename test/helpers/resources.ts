import {
	CreateQueueCommand,
	GetQueueAttributesCommand,
	ReceiveMessageCommand,
	SendMessageBatchCommand,
	SendMessageCommand,
	type SQSClient,
} from '@aws-sdk/client-sqs';

/** A queue with messages in it. Answers its URL. */
export async function aQueue(
	sqs: SQSClient,
	name: string,
	options: {attributes?: Record<string, string>; messages?: readonly string[]} = {},
): Promise<string> {
	const {attributes = {}, messages = []} = options;
	const {QueueUrl = ''} = await sqs.send(new CreateQueueCommand({QueueName: name, Attributes: attributes}));
	for (let start = 0; start < messages.length; start += 10) {
		await sqs.send(
			new SendMessageBatchCommand({
				QueueUrl,
				Entries: messages.slice(start, start + 10).map((body, index) => ({Id: String(index), MessageBody: body})),
			}),
		);
	}
	return QueueUrl;
}

/** A queue with a dead-letter queue, and messages that went there because nobody could use them. */
export async function aDeadLetterPair(
	sqs: SQSClient,
	name: string,
	options: {maxReceiveCount?: number; deadMessages?: readonly string[]} = {},
): Promise<{readonly url: string; readonly dlqUrl: string}> {
	const {maxReceiveCount = 5, deadMessages = []} = options;
	const dlqUrl = await aQueue(sqs, `${name}-dlq`);
	const dlqArn = await arnOf(sqs, dlqUrl);
	const url = await aQueue(sqs, name, {attributes: {RedrivePolicy: JSON.stringify({deadLetterTargetArn: dlqArn, maxReceiveCount})}});
	for (const body of deadMessages) {
		await sqs.send(new SendMessageCommand({QueueUrl: url, MessageBody: body}));
		for (let receive = 0; receive <= maxReceiveCount; receive++)
			await sqs.send(new ReceiveMessageCommand({QueueUrl: url, VisibilityTimeout: 0}));
	}
	return {url, dlqUrl};
}

export async function arnOf(sqs: SQSClient, url: string): Promise<string> {
	const {Attributes} = await sqs.send(new GetQueueAttributesCommand({QueueUrl: url, AttributeNames: ['QueueArn']}));
	return Attributes?.['QueueArn'] ?? '';
}

/** Counts as AWS tells them: ready, in flight. */
export async function countsOf(sqs: SQSClient, url: string): Promise<{ready: number; inFlight: number}> {
	const {Attributes} = await sqs.send(
		new GetQueueAttributesCommand({
			QueueUrl: url,
			AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
		}),
	);
	return {
		ready: Number(Attributes?.['ApproximateNumberOfMessages']),
		inFlight: Number(Attributes?.['ApproximateNumberOfMessagesNotVisible']),
	};
}
