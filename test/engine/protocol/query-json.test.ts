import {expect, test} from 'vitest';
import {startTestEngine, type TestEngine} from '../../helpers/engine.ts';

/** Sends what API Gateway sends. */
async function ask(engine: TestEngine, parameters: Record<string, string>, headers: Record<string, string> = {accept: 'application/json'}) {
	const response = await engine.send('/', {method: 'POST', headers, body: new URLSearchParams(parameters)});
	const RequestId = response.headers.get('x-amzn-requestid');
	return {status: response.status, type: response.headers.get('content-type'), body: (await response.json()) as unknown, RequestId};
}

const orders = 'http://localhost/000000000000/orders';

test('a Query request that asks for JSON gets members that are absent as null, and maps of SQS as pairs', async () => {
	await using engine = await startTestEngine();

	expect(await ask(engine, {Action: 'ListQueues'})).toMatchObject({
		status: 200,
		type: 'application/json',
		body: {ListQueuesResponse: {ListQueuesResult: {NextToken: null, queueUrls: null}}},
	});
	await ask(engine, {Action: 'CreateQueue', QueueName: 'orders'});
	const listed = await ask(engine, {Action: 'ListQueues'});
	expect(listed.body).toEqual({
		ListQueuesResponse: {
			ListQueuesResult: {NextToken: null, queueUrls: [`${engine.url}/000000000000/orders`]},
			ResponseMetadata: {RequestId: listed.RequestId},
		},
	});
	expect(
		await ask(engine, {Action: 'GetQueueAttributes', QueueUrl: orders, 'AttributeName.1': 'DelaySeconds', 'AttributeName.2': 'QueueArn'}),
	).toMatchObject({
		body: {
			GetQueueAttributesResponse: {
				GetQueueAttributesResult: {
					Attributes: [
						{Name: 'DelaySeconds', Value: '0'},
						{Name: 'QueueArn', Value: 'arn:aws:sqs:us-east-1:000000000000:orders'},
					],
				},
			},
		},
	});
	expect(engine.bugs).toEqual([]);
});

test('messages go in and out as JSON', async () => {
	await using engine = await startTestEngine();
	await ask(engine, {Action: 'CreateQueue', QueueName: 'orders'});

	expect(await ask(engine, {Action: 'SendMessage', QueueUrl: orders, MessageBody: 'hello'})).toMatchObject({
		body: {
			SendMessageResponse: {
				SendMessageResult: {MD5OfMessageBody: '5d41402abc4b2a76b9719d911017c592', MD5OfMessageAttributes: null, SequenceNumber: null},
			},
		},
	});
	expect(await ask(engine, {Action: 'ReceiveMessage', QueueUrl: orders, 'AttributeName.1': 'ApproximateReceiveCount'})).toMatchObject({
		body: {
			ReceiveMessageResponse: {
				ReceiveMessageResult: {
					messages: [{Body: 'hello', Attributes: [{Name: 'ApproximateReceiveCount', Value: '1'}], MessageAttributes: null}],
				},
			},
		},
	});
	expect(await ask(engine, {Action: 'ReceiveMessage', QueueUrl: orders})).toMatchObject({
		body: {ReceiveMessageResponse: {ReceiveMessageResult: {messages: null}}},
	});
	const purged = await ask(engine, {Action: 'PurgeQueue', QueueUrl: orders});
	expect(purged.body).toEqual({PurgeQueueResponse: {ResponseMetadata: {RequestId: purged.RequestId}}});
});

test('maps of SNS are objects', async () => {
	await using engine = await startTestEngine();
	const topic = 'arn:aws:sns:us-east-1:000000000000:events';
	await ask(engine, {Action: 'CreateTopic', Name: 'events'});

	expect(await ask(engine, {Action: 'GetTopicAttributes', TopicArn: topic})).toMatchObject({
		body: {GetTopicAttributesResponse: {GetTopicAttributesResult: {Attributes: {TopicArn: topic, DisplayName: ''}}}},
	});
	expect(await ask(engine, {Action: 'ListTopics'})).toMatchObject({
		body: {ListTopicsResponse: {ListTopicsResult: {NextToken: null, Topics: [{TopicArn: topic}]}}},
	});
});

test('an error is JSON too', async () => {
	await using engine = await startTestEngine();

	const refused = await ask(engine, {Action: 'GetQueueUrl', QueueName: 'nope'});

	expect(refused).toMatchObject({status: 400, type: 'application/json'});
	expect(refused.body).toEqual({
		Error: {
			Code: 'AWS.SimpleQueueService.NonExistentQueue',
			Message: 'The specified queue does not exist for this wsdl version.',
			Type: 'Sender',
		},
		RequestId: refused.RequestId,
	});
});

test('a parameter asks for it too; whoever prefers something else gets XML', async () => {
	await using engine = await startTestEngine();

	expect(await ask(engine, {Action: 'ListQueues', ContentType: 'JSON'}, {})).toMatchObject({type: 'application/json'});
	for (const accept of ['*/*', 'text/xml, application/json'])
		expect((await engine.send('/?Action=ListQueues', {headers: {accept}})).headers.get('content-type')).toBe('text/xml');
});
