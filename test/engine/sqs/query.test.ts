import {describe, expect, test} from 'vitest';
import {startTestEngine, type TestEngine} from '../../helpers/engine.ts';
import {arnOf, redrivePolicy} from './call.ts';

/** Sends what a client of a few years ago sends, and gives back the text of the answer. */
async function query(engine: TestEngine, action: string, parameters: Record<string, string> = {}, path = '/'): Promise<string> {
	const body = new URLSearchParams({Action: action, Version: '2012-11-05', ...parameters});
	const response = await engine.send(path, {method: 'POST', body});
	return response.text();
}

function texts(xml: string, element: string): string[] {
	return [...xml.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, 'g'))].map(([, text = '']) => text);
}

/** Name and value pairs of a flattened map. */
function entries(xml: string, element: string): Record<string, string> {
	const pattern = new RegExp(`<${element}><(?:Name|Key)>([^<]*)</(?:Name|Key)><Value>([^<]*)</Value></${element}>`, 'g');
	return Object.fromEntries([...xml.matchAll(pattern)].map(([, name = '', value = '']) => [name, value]));
}

describe('queues over Query', () => {
	test('are made with numbered attributes and tags, and read back', async () => {
		await using engine = await startTestEngine();

		const created = await query(engine, 'CreateQueue', {
			QueueName: 'orders',
			'Attribute.1.Name': 'VisibilityTimeout',
			'Attribute.1.Value': '45',
			'Attribute.7.Name': 'DelaySeconds',
			'Attribute.7.Value': '0',
			'Tag.1.Key': 'team',
			'Tag.1.Value': 'a',
		});
		const [QueueUrl = ''] = texts(created, 'QueueUrl');
		expect(QueueUrl).toBe(`${engine.url}/000000000000/orders`);
		expect(texts(await query(engine, 'GetQueueUrl', {QueueName: 'orders'}), 'QueueUrl')).toEqual([QueueUrl]);
		expect(texts(await query(engine, 'ListQueues', {QueueNamePrefix: 'ord'}), 'QueueUrl')).toEqual([QueueUrl]);

		await query(engine, 'SetQueueAttributes', {QueueUrl, 'Attribute.1.Name': 'DelaySeconds', 'Attribute.1.Value': '3'});
		const attributes = await query(engine, 'GetQueueAttributes', {
			QueueUrl,
			'AttributeName.1': 'VisibilityTimeout',
			'AttributeName.2': 'DelaySeconds',
		});
		expect(entries(attributes, 'Attribute')).toEqual({VisibilityTimeout: '45', DelaySeconds: '3'});

		await query(engine, 'TagQueue', {QueueUrl, 'Tag.1.Key': 'stage', 'Tag.1.Value': 'prod', 'Tag.2.Key': 'empty', 'Tag.2.Value': ''});
		await query(engine, 'UntagQueue', {QueueUrl, 'TagKey.1': 'team'});
		expect(entries(await query(engine, 'ListQueueTags', {QueueUrl}), 'Tag')).toEqual({stage: 'prod', empty: ''});

		await query(engine, 'AddPermission', {QueueUrl, Label: 'one', 'AWSAccountId.1': '111111111111', 'ActionName.1': 'SendMessage'});
		expect(await query(engine, 'GetQueueAttributes', {QueueUrl, 'AttributeName.1': 'Policy'})).toContain('SQS:SendMessage');
		await query(engine, 'RemovePermission', {QueueUrl, Label: 'one'});

		const deleted = await query(engine, 'DeleteQueue', {}, '/000000000000/orders');
		expect(deleted).toMatch(
			/<DeleteQueueResponse [^>]*><ResponseMetadata><RequestId>[^<]+<\/RequestId><\/ResponseMetadata><\/DeleteQueueResponse>$/,
		);
		expect(engine.bugs).toEqual([]);
	});

	test('say what is wrong in the words of Query', async () => {
		await using engine = await startTestEngine();
		await query(engine, 'CreateQueue', {QueueName: 'orders'});
		const wrong = async (action: string, parameters: Record<string, string>, path = '/') => {
			const xml = await query(engine, action, parameters, path);
			expect(xml).toContain('<Type>Sender</Type>');
			return [texts(xml, 'Code')[0], texts(xml, 'Message')[0]];
		};

		expect(await wrong('GetQueueUrl', {QueueName: 'nope'})).toEqual([
			'AWS.SimpleQueueService.NonExistentQueue',
			'The specified queue does not exist for this wsdl version.',
		]);
		expect(await wrong('SendMessage', {MessageBody: 'x', DelaySeconds: 'soon'}, '/000000000000/orders')).toEqual([
			'InvalidParameterValue',
			'Value (soon) for parameter DelaySeconds is invalid. Reason: Must be an integer.',
		]);
		expect(await wrong('SendMessage', {MessageBody: ''}, '/000000000000/orders')).toEqual([
			'MissingParameter',
			'The request must contain the parameter MessageBody.',
		]);
		expect(await wrong('CreateQueue', {QueueName: 'other'}, '/000000000000/orders')).toEqual([
			'InvalidAction',
			'The action CreateQueue is not valid for this endpoint.',
		]);
	});
});

describe('messages over Query', () => {
	test('go in and out in batches', async () => {
		await using engine = await startTestEngine();
		await query(engine, 'CreateQueue', {QueueName: 'orders'});
		const path = '/000000000000/orders';

		const sent = await query(
			engine,
			'SendMessageBatch',
			{
				'SendMessageBatchRequestEntry.1.Id': 'a',
				'SendMessageBatchRequestEntry.1.MessageBody': 'first',
				'SendMessageBatchRequestEntry.1.MessageAttribute.1.Name': 'Foo',
				'SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.DataType': 'String',
				'SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.StringValue': 'Bar',
				'SendMessageBatchRequestEntry.2.Id': 'b',
				'SendMessageBatchRequestEntry.2.MessageBody': 'second',
				'SendMessageBatchRequestEntry.2.DelaySeconds': '0',
				'SendMessageBatchRequestEntry.3.Id': 'c',
				'SendMessageBatchRequestEntry.3.MessageBody': 'third',
				'SendMessageBatchRequestEntry.3.DelaySeconds': '901',
			},
			path,
		);
		expect(sent.match(/<SendMessageBatchResultEntry>/g)).toHaveLength(2);
		expect(texts(sent, 'MD5OfMessageAttributes')).toEqual(['ae7155c6026991b6d54b11589678bf9c']);
		expect(sent).toContain('<BatchResultErrorEntry><Id>c</Id><SenderFault>true</SenderFault><Code>InvalidParameterValue</Code>');

		const received = await query(
			engine,
			'ReceiveMessage',
			{
				MaxNumberOfMessages: '10',
				VisibilityTimeout: '30',
				WaitTimeSeconds: '0',
				'AttributeName.1': 'SentTimestamp',
				'MessageSystemAttributeName.1': 'ApproximateReceiveCount',
				'MessageAttributeName.1': 'Foo',
			},
			path,
		);
		expect(texts(received, 'Body')).toEqual(['first', 'second']);
		expect(received).toContain('<Attribute><Name>ApproximateReceiveCount</Name><Value>1</Value></Attribute>');
		expect(received).toContain('<Attribute><Name>SentTimestamp</Name>');
		expect(received).toMatch(/<MessageAttribute><Name>Foo<\/Name><Value>.*<StringValue>Bar<\/StringValue>.*<\/Value><\/MessageAttribute>/);
		const [first = '', second = ''] = texts(received, 'ReceiptHandle');

		const changed = await query(
			engine,
			'ChangeMessageVisibilityBatch',
			{
				'ChangeMessageVisibilityBatchRequestEntry.1.Id': 'x',
				'ChangeMessageVisibilityBatchRequestEntry.1.ReceiptHandle': first,
				'ChangeMessageVisibilityBatchRequestEntry.1.VisibilityTimeout': '60',
			},
			path,
		);
		expect(changed).toContain('<ChangeMessageVisibilityBatchResultEntry><Id>x</Id></ChangeMessageVisibilityBatchResultEntry>');
		await query(engine, 'ChangeMessageVisibility', {ReceiptHandle: second, VisibilityTimeout: '60'}, path);
		const deleted = await query(
			engine,
			'DeleteMessageBatch',
			{'DeleteMessageBatchRequestEntry.1.Id': 'x', 'DeleteMessageBatchRequestEntry.1.ReceiptHandle': first},
			path,
		);
		expect(deleted).toContain('<DeleteMessageBatchResultEntry><Id>x</Id></DeleteMessageBatchResultEntry>');
		await query(engine, 'DeleteMessage', {ReceiptHandle: second}, path);

		expect(await query(engine, 'ReceiveMessage', {}, path)).toContain('<ReceiveMessageResult/>');
		expect(await query(engine, 'PurgeQueue', {}, path)).toContain('<PurgeQueueResponse');
		expect(engine.bugs).toEqual([]);
	});

	test('are moved back from a dead-letter queue', async () => {
		await using engine = await startTestEngine();
		await query(engine, 'CreateQueue', {QueueName: 'dlq'});
		await query(engine, 'CreateQueue', {
			QueueName: 'orders',
			'Attribute.1.Name': 'RedrivePolicy',
			'Attribute.1.Value': redrivePolicy('dlq', 3),
		});

		const sources = await query(engine, 'ListDeadLetterSourceQueues', {}, '/000000000000/dlq');
		expect(texts(sources, 'QueueUrl')).toEqual([`${engine.url}/000000000000/orders`]);
		const [TaskHandle = ''] = texts(await query(engine, 'StartMessageMoveTask', {SourceArn: arnOf('dlq')}), 'TaskHandle');
		expect(TaskHandle).not.toBe('');
		const listed = await query(engine, 'ListMessageMoveTasks', {SourceArn: arnOf('dlq'), MaxResults: '10'});
		expect(listed.match(/<ListMessageMoveTasksResultEntry>/g)).toHaveLength(1);
		expect(texts(listed, 'SourceArn')).toEqual([arnOf('dlq')]);
	});
});
