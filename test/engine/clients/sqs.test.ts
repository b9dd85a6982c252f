import {createHash} from 'node:crypto';
import {
	CreateQueueCommand,
	DeleteMessageBatchCommand,
	GetQueueAttributesCommand,
	ReceiveMessageCommand,
	SendMessageCommand,
	SQSClient,
} from '@aws-sdk/client-sqs';
import {describe, expect, test} from 'vitest';
import {createManualClock} from '../../../source/shared/clock.ts';
import {startTestEngine, type TestEngine} from '../../helpers/engine.ts';

async function createQueue(engine: TestEngine, name = 'orders'): Promise<string> {
	const {QueueUrl = ''} = await engine.sqs.send(new CreateQueueCommand({QueueName: name}));
	return QueueUrl;
}

describe('the SDK client', () => {
	test('sends, receives and deletes, and finds every checksum right', async () => {
		await using engine = await startTestEngine();
		const QueueUrl = await createQueue(engine);
		const attributes = {Foo: {DataType: 'String', StringValue: 'Bar'}, Raw: {DataType: 'Binary.png', BinaryValue: Uint8Array.of(0, 255)}};

		await engine.sqs.send(new SendMessageCommand({QueueUrl, MessageBody: 'grüße "&\r\n<b>', MessageAttributes: attributes}));
		const {Messages = []} = await engine.sqs.send(new ReceiveMessageCommand({QueueUrl, MessageAttributeNames: ['All']}));
		const {Successful, Failed} = await engine.sqs.send(
			new DeleteMessageBatchCommand({
				QueueUrl,
				Entries: [
					{Id: 'a', ReceiptHandle: Messages[0]?.ReceiptHandle},
					{Id: 'b', ReceiptHandle: 'nonsense'},
				],
			}),
		);

		expect(Messages).toMatchObject([{Body: 'grüße "&\r\n<b>', MessageAttributes: attributes}]);
		expect(Successful).toEqual([{Id: 'a'}]);
		expect(Failed).toMatchObject([{Id: 'b', Code: 'ReceiptHandleIsInvalid', SenderFault: true}]);
	});

	test('finds the queue at the host and port that it spoke to', async () => {
		await using engine = await startTestEngine();

		expect(await createQueue(engine)).toBe(`${engine.url}/000000000000/orders`);
	});

	test('sees errors by name and by the code of old', async () => {
		await using engine = await startTestEngine();

		const answer = engine.sqs.send(new SendMessageCommand({QueueUrl: `${engine.url}/000000000000/nothing`, MessageBody: 'x'}));

		await expect(answer).rejects.toMatchObject({
			name: 'QueueDoesNotExist',
			Code: 'AWS.SimpleQueueService.NonExistentQueue',
			message: 'The specified queue does not exist.',
		});
	});

	test('is told that a body of 2 MiB is too long', async () => {
		await using engine = await startTestEngine();
		const QueueUrl = await createQueue(engine);

		const answer = engine.sqs.send(new SendMessageCommand({QueueUrl, MessageBody: 'x'.repeat(2 * 1024 * 1024)}));

		await expect(answer).rejects.toMatchObject({
			Code: 'InvalidParameterValue',
			message: 'One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.',
		});
	});
});

describe('a long poll', () => {
	test('is answered as soon as a message arrives', async () => {
		await using engine = await startTestEngine({clock: createManualClock()});
		const QueueUrl = await createQueue(engine);

		const poll = engine.sqs.send(new ReceiveMessageCommand({QueueUrl, WaitTimeSeconds: 20}));
		await engine.sqs.send(new SendMessageCommand({QueueUrl, MessageBody: 'x'}));

		expect((await poll).Messages).toMatchObject([{Body: 'x'}]);
	});

	test('whose client goes away swallows no messages', async () => {
		await using engine = await startTestEngine();
		const QueueUrl = await createQueue(engine);

		for (let round = 0; round < 5; round++) {
			const abort = new AbortController();
			const poll = engine.sqs.send(new ReceiveMessageCommand({QueueUrl, WaitTimeSeconds: 20}), {abortSignal: abort.signal});
			// A request that is answered later than the poll, so that the poll is waiting for certain.
			await engine.sqs.send(new GetQueueAttributesCommand({QueueUrl}));
			abort.abort();
			await expect(poll).rejects.toMatchObject({name: 'AbortError'});
		}
		await connectionsSettled(engine, QueueUrl);
		const bodies = ['a', 'b', 'c', 'd', 'e'];
		for (const MessageBody of bodies) await engine.sqs.send(new SendMessageCommand({QueueUrl, MessageBody}));
		const {Messages = []} = await engine.sqs.send(new ReceiveMessageCommand({QueueUrl, MaxNumberOfMessages: 10}));

		expect(new Set(Messages.map(({Body}) => Body))).toEqual(new Set(bodies));
	});
});

/** The end of an aborted connection reaches the engine before a request on a connection that is opened after it. */
async function connectionsSettled(engine: TestEngine, QueueUrl: string): Promise<void> {
	const client = new SQSClient(engine.clientOptions());
	await client.send(new GetQueueAttributesCommand({QueueUrl}));
	client.destroy();
}

describe('the Query protocol of older clients', () => {
	const version = 'Version=2012-11-05';

	test('sends and receives a message whose body needs escapes', async () => {
		await using engine = await startTestEngine();
		await createQueue(engine);
		const path = '/000000000000/orders';
		const body = 'a "quoted" <b> & c\r\n';

		const sent = await engine.send(path, {
			method: 'POST',
			body: new URLSearchParams({
				Action: 'SendMessage',
				Version: '2012-11-05',
				MessageBody: body,
				'MessageAttribute.1.Name': 'Foo',
				'MessageAttribute.1.Value.DataType': 'String',
				'MessageAttribute.1.Value.StringValue': 'Bar',
			}),
		});
		const received = await engine.send(
			`${path}?Action=ReceiveMessage&${version}&MessageAttributeName.1=All&AttributeName.1=ApproximateReceiveCount`,
		);

		expect(sent.headers.get('content-type')).toBe('text/xml');
		expect(await sent.text()).toMatch(
			/^<\?xml version="1.0"\?><SendMessageResponse xmlns="http:\/\/queue.amazonaws.com\/doc\/2012-11-05\/"><SendMessageResult>.*<MD5OfMessageAttributes>ae7155c6026991b6d54b11589678bf9c<\/MD5OfMessageAttributes>.*<\/SendMessageResult><ResponseMetadata><RequestId>[0-9a-f-]{36}<\/RequestId><\/ResponseMetadata><\/SendMessageResponse>$/,
		);
		const text = await received.text();
		expect(text).toContain('<Body>a &quot;quoted&quot; &lt;b&gt; &amp; c&#xD;\n</Body>');
		expect(text).toContain(`<MD5OfBody>${createHash('md5').update(body).digest('hex')}</MD5OfBody>`);
		expect(text).toContain('<Attribute><Name>ApproximateReceiveCount</Name><Value>1</Value></Attribute>');
		expect(text).toContain('<MessageAttribute><Name>Foo</Name><Value>');
	});

	test('says that a queue does not exist in its own words', async () => {
		await using engine = await startTestEngine();

		const response = await engine.send(`/000000000000/nothing?Action=ReceiveMessage&${version}`);

		expect(response.status).toBe(400);
		expect(await response.text()).toContain(
			'<Error><Type>Sender</Type><Code>AWS.SimpleQueueService.NonExistentQueue</Code><Message>The specified queue does not exist for this wsdl version.</Message><Detail/></Error>',
		);
	});

	test('an action that nobody knows is invalid for the endpoint', async () => {
		await using engine = await startTestEngine();

		const response = await engine.send(`/?Action=FooBar&${version}`);

		expect(response.status).toBe(400);
		expect(await response.text()).toContain(
			'<Code>InvalidAction</Code><Message>The action FooBar is not valid for this endpoint.</Message>',
		);
	});

	test('an empty queue gives an empty result', async () => {
		await using engine = await startTestEngine();
		await createQueue(engine);

		const response = await engine.send(`/000000000000/orders?Action=ReceiveMessage&${version}`);

		expect(await response.text()).toContain('<ReceiveMessageResult/>');
	});
});
