import {createServer, type IncomingHttpHeaders, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {createVerify, X509Certificate} from 'node:crypto';
import {
	AddPermissionCommand,
	CreatePlatformApplicationCommand,
	CreateTopicCommand,
	GetSMSAttributesCommand,
	GetSubscriptionAttributesCommand,
	GetTopicAttributesCommand,
	ListSubscriptionsByTopicCommand,
	ListTagsForResourceCommand,
	ListTopicsCommand,
	paginateListTopics,
	PublishBatchCommand,
	PublishCommand,
	SetSMSAttributesCommand,
	SNSClient,
	SubscribeCommand,
	TagResourceCommand,
} from '@aws-sdk/client-sns';
import {CreateQueueCommand, ReceiveMessageCommand} from '@aws-sdk/client-sqs';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {startTestEngine, type TestEngine} from '../../helpers/engine.ts';

let engine: TestEngine;
beforeAll(async () => {
	engine = await startTestEngine();
});
afterAll(() => engine.close());

const queueArnOf = (name: string): string => `arn:aws:sqs:us-east-1:000000000000:${name}`;

async function createTopic(name: string, attributes?: Record<string, string>): Promise<string> {
	const {TopicArn = ''} = await engine.sns.send(new CreateTopicCommand({Name: name, Attributes: attributes}));
	return TopicArn;
}

/** A queue that a topic sends to. Answers its URL and the subscription's ARN. */
async function subscribeQueue(
	topicArn: string,
	name: string,
	options: {attributes?: Record<string, string>; queueAttributes?: Record<string, string>} = {},
): Promise<{queueUrl: string; subscriptionArn: string}> {
	const {QueueUrl = ''} = await engine.sqs.send(new CreateQueueCommand({QueueName: name, Attributes: options.queueAttributes}));
	const {SubscriptionArn = ''} = await engine.sns.send(
		new SubscribeCommand({TopicArn: topicArn, Protocol: 'sqs', Endpoint: queueArnOf(name), Attributes: options.attributes}),
	);
	return {queueUrl: QueueUrl, subscriptionArn: SubscriptionArn};
}

async function receive(queueUrl: string): Promise<readonly string[]> {
	const {Messages = []} = await engine.sqs.send(new ReceiveMessageCommand({QueueUrl: queueUrl, MaxNumberOfMessages: 10}));
	return Messages.map(message => message.Body ?? '');
}

type Received = {readonly headers: IncomingHttpHeaders; readonly message: Record<string, string>};

/** A web server that answers 200 and hands out what it got. */
async function startEndpoint(): Promise<{url: string; next(): Promise<Received>; close(): void}> {
	const received: Received[] = [];
	const waiting: Array<(one: Received) => void> = [];
	const server: Server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			response.end();
			const one = {headers: request.headers, message: JSON.parse(Buffer.concat(chunks).toString())};
			const waiter = waiting.shift();
			if (waiter) waiter(one);
			else received.push(one);
		});
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	// A TCP server's address is an AddressInfo once it listens.
	const {port} = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}/in`,
		next: () =>
			new Promise(resolve => {
				const one = received.shift();
				if (one) resolve(one);
				else waiting.push(resolve);
			}),
		close: () => server.close(),
	};
}

/** As verifiers do it: fetch the certificate, check the signature over the fields. */
async function isSigned(message: Readonly<Record<string, string>>, names: readonly string[]): Promise<boolean> {
	const certificate = new X509Certificate(await (await fetch(message['SigningCertURL'] ?? '')).text());
	const verify = createVerify(message['SignatureVersion'] === '2' ? 'RSA-SHA256' : 'RSA-SHA1');
	for (const name of names) {
		if (message[name] !== undefined) verify.update(`${name}\n${message[name]}\n`);
	}
	return verify.verify(certificate.publicKey, message['Signature'] ?? '', 'base64');
}

const notificationFields = ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'];

test('a publication with attributes arrives in a queue as a signed envelope', async () => {
	const topicArn = await createTopic('envelope');
	const {queueUrl} = await subscribeQueue(topicArn, 'envelope');

	const {MessageId} = await engine.sns.send(
		new PublishCommand({
			TopicArn: topicArn,
			Message: 'grüße & "quotes" <tags>\r\n',
			Subject: 'Order',
			MessageAttributes: {
				count: {DataType: 'Number', StringValue: '3'},
				blob: {DataType: 'Binary', BinaryValue: new Uint8Array([0, 1])},
			},
		}),
	);

	const [body = ''] = await receive(queueUrl);
	const envelope = JSON.parse(body);
	expect(envelope).toMatchObject({
		MessageId,
		Message: 'grüße & "quotes" <tags>\r\n',
		MessageAttributes: {count: {Type: 'Number', Value: '3'}, blob: {Type: 'Binary', Value: 'AAE='}},
	});
	expect(await isSigned(envelope, notificationFields)).toBe(true);
});

test('a FIFO topic that deduplicates by content feeds a FIFO queue that does not', async () => {
	const topicArn = await createTopic('orders.fifo', {FifoTopic: 'true', ContentBasedDeduplication: 'true'});
	const {queueUrl} = await subscribeQueue(topicArn, 'orders.fifo', {
		attributes: {RawMessageDelivery: 'true'},
		queueAttributes: {FifoQueue: 'true'},
	});
	const publish = (Message: string) => engine.sns.send(new PublishCommand({TopicArn: topicArn, Message, MessageGroupId: 'g'}));

	const {SequenceNumber} = await publish('one');
	await publish('one');
	await publish('two');

	expect(SequenceNumber).toMatch(/^\d{20}$/);
	expect(await receive(queueUrl)).toEqual(['one', 'two']);
});

test('a batch answers each entry by its id', async () => {
	const topicArn = await createTopic('batch');
	const {queueUrl} = await subscribeQueue(topicArn, 'batch', {attributes: {RawMessageDelivery: 'true', FilterPolicy: '{"type":["paid"]}'}});
	const attributes = (type: string) => ({type: {DataType: 'String', StringValue: type}});

	const answer = await engine.sns.send(
		new PublishBatchCommand({
			TopicArn: topicArn,
			PublishBatchRequestEntries: [
				{Id: 'a', Message: 'kept', MessageAttributes: attributes('paid')},
				{Id: 'b', Message: 'left out', MessageAttributes: attributes('open')},
			],
		}),
	);

	expect(answer.Successful?.map(entry => entry.Id)).toEqual(['a', 'b']);
	expect(answer.Failed).toEqual([]);
	expect(await receive(queueUrl)).toEqual(['kept']);
});

test('an endpoint confirms by following the link, gets signed notifications, and leaves by a link', async () => {
	const endpoint = await startEndpoint();
	const topicArn = await createTopic('webhook', {SignatureVersion: '2'});
	const {SubscriptionArn} = await engine.sns.send(new SubscribeCommand({TopicArn: topicArn, Protocol: 'http', Endpoint: endpoint.url}));
	expect(SubscriptionArn).toBe('pending confirmation');

	const asked = await endpoint.next();
	expect(asked.headers['x-amz-sns-message-type']).toBe('SubscriptionConfirmation');
	expect(await isSigned(asked.message, ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'])).toBe(true);
	const confirmed = await fetch(asked.message['SubscribeURL'] ?? '');
	expect(await confirmed.text()).toContain(`<SubscriptionArn>${topicArn}:`);

	await engine.sns.send(new PublishCommand({TopicArn: topicArn, Message: 'paid'}));
	const notified = await endpoint.next();
	expect(notified.headers['x-amz-sns-message-type']).toBe('Notification');
	expect(notified.message['Message']).toBe('paid');
	expect(await isSigned(notified.message, notificationFields)).toBe(true);

	await fetch(notified.message['UnsubscribeURL'] ?? '');
	const left = await endpoint.next();
	expect(left.message['Type']).toBe('UnsubscribeConfirmation');
	const {Subscriptions} = await engine.sns.send(new ListSubscriptionsByTopicCommand({TopicArn: topicArn}));
	expect(Subscriptions).toEqual([]);
	endpoint.close();
});

test('errors are the classes of the client, with their codes', async () => {
	const topicArn = await createTopic('errors');
	const publish = (input: Partial<ConstructorParameters<typeof PublishCommand>[0]>) =>
		engine.sns.send(new PublishCommand({TopicArn: topicArn, Message: 'x', ...input}));

	await expect(publish({TopicArn: `${topicArn}-missing`})).rejects.toMatchObject({
		name: 'NotFoundException',
		message: 'Topic does not exist',
	});
	await expect(publish({Subject: ''})).rejects.toMatchObject({name: 'InvalidParameterException', message: 'Invalid parameter: Subject'});
	await expect(publish({MessageAttributes: {'a..b': {DataType: 'String', StringValue: 'x'}}})).rejects.toMatchObject({
		name: 'InvalidParameterValueException',
		message: "Message attribute name can not have successive '.' character.",
	});
	await expect(engine.sns.send(new PublishBatchCommand({TopicArn: topicArn, PublishBatchRequestEntries: []}))).rejects.toMatchObject({
		name: 'EmptyBatchRequestException',
	});
	await expect(
		engine.sns.send(
			new SubscribeCommand({TopicArn: topicArn, Protocol: 'sqs', Endpoint: queueArnOf('x'), Attributes: {FilterPolicy: '{"key":[]}'}}),
		),
	).rejects.toMatchObject({
		name: 'InvalidParameterException',
		message:
			'Invalid parameter: Attributes Reason: FilterPolicy: Empty arrays are not allowed\n at [Source: (String)"{"key":[]}"; line: 1, column: 10]',
	});
});

test('maps, lists, tags and permissions survive the way there and back', async () => {
	const topicArn = await createTopic('round-trip', {DisplayName: 'a b+c&d=e %'});
	const {subscriptionArn} = await subscribeQueue(topicArn, 'round-trip', {attributes: {FilterPolicy: '{"a": ["b & c"]}'}});
	await engine.sns.send(new TagResourceCommand({ResourceArn: topicArn, Tags: [{Key: 'team', Value: 'ä ö'}]}));
	await engine.sns.send(
		new AddPermissionCommand({
			TopicArn: topicArn,
			Label: 'x',
			AWSAccountId: ['111122223333', '444455556666'],
			ActionName: ['Publish', 'Subscribe'],
		}),
	);

	const topic = await engine.sns.send(new GetTopicAttributesCommand({TopicArn: topicArn}));
	const subscription = await engine.sns.send(new GetSubscriptionAttributesCommand({SubscriptionArn: subscriptionArn}));
	const {Tags} = await engine.sns.send(new ListTagsForResourceCommand({ResourceArn: topicArn}));

	expect(topic.Attributes?.['DisplayName']).toBe('a b+c&d=e %');
	expect(JSON.parse(topic.Attributes?.['Policy'] ?? '').Statement[1]).toMatchObject({Action: ['SNS:Publish', 'SNS:Subscribe']});
	expect(subscription.Attributes).toMatchObject({FilterPolicy: '{"a": ["b & c"]}', FilterPolicyScope: 'MessageAttributes'});
	expect(Tags).toEqual([{Key: 'team', Value: 'ä ö'}]);
});

test('the members that begin in lower case are read and written', async () => {
	await engine.sns.send(new SetSMSAttributesCommand({attributes: {DefaultSMSType: 'Transactional'}}));
	const {attributes} = await engine.sns.send(new GetSMSAttributesCommand({attributes: ['DefaultSMSType']}));

	expect(attributes).toEqual({DefaultSMSType: 'Transactional'});
});

test('an application and a text message need no topic', async () => {
	const {PlatformApplicationArn} = await engine.sns.send(
		new CreatePlatformApplicationCommand({Name: 'shop', Platform: 'GCM', Attributes: {PlatformCredential: 'key'}}),
	);
	const {MessageId} = await engine.sns.send(new PublishCommand({PhoneNumber: '+15551234567', Message: 'Your code is 1234'}));

	expect(PlatformApplicationArn).toBe('arn:aws:sns:us-east-1:000000000000:app/GCM/shop');
	expect(MessageId).toMatch(/^[\da-f-]{36}$/);
});

test('regions and accounts have topics of their own, and accounts can publish to those of others', async () => {
	const topicArn = await createTopic('own');
	const {queueUrl} = await subscribeQueue(topicArn, 'own', {attributes: {RawMessageDelivery: 'true'}});
	const elsewhere = new SNSClient(engine.clientOptions({region: 'eu-west-1'}));
	const partner = new SNSClient(engine.clientOptions({accountId: '111122223333'}));

	expect((await elsewhere.send(new ListTopicsCommand({}))).Topics).toEqual([]);
	expect((await partner.send(new ListTopicsCommand({}))).Topics).toEqual([]);
	await expect(elsewhere.send(new PublishCommand({TopicArn: topicArn, Message: 'x'}))).rejects.toMatchObject({
		message: 'Invalid parameter: TopicArn',
	});
	await partner.send(new PublishCommand({TopicArn: topicArn, Message: 'from a partner'}));
	expect(await receive(queueUrl)).toEqual(['from a partner']);
	elsewhere.destroy();
	partner.destroy();
});

test('more topics than fit a page are all found', async () => {
	const many = new SNSClient(engine.clientOptions({accountId: '222233334444'}));
	await Promise.all(Array.from({length: 120}, (_, index) => many.send(new CreateTopicCommand({Name: `topic-${index}`}))));

	const arns = new Set<string | undefined>();
	for await (const page of paginateListTopics({client: many}, {})) for (const topic of page.Topics ?? []) arns.add(topic.TopicArn);

	expect(arns.size).toBe(120);
	many.destroy();
});

test('nothing of this met a bug of the engine', () => {
	expect(engine.bugs).toEqual([]);
});
