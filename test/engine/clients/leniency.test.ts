import {cbor} from '@smithy/core/cbor';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {createManualClock} from '../../../source/shared/clock.ts';
import {startTestEngine, type TestEngine} from '../../helpers/engine.ts';

/*
What AWS overlooks, and some client relies on: parameters that nobody knows, empty ones that mean none, and addresses written in several ways.
*/

let engine: TestEngine;

beforeAll(async () => {
	engine = await startTestEngine({clock: createManualClock(), kinesisDelayMs: 0});
	await sqs('CreateQueue', {QueueName: 'orders'});
	await kinesis('CreateStream', {StreamName: 'clicks', ShardCount: 1});
});

afterAll(() => engine.close());

type Answer = Readonly<Record<string, unknown>>;

async function post(path: string, headers: Record<string, string>, body: string | Uint8Array<ArrayBuffer>): Promise<Response> {
	const response = await engine.send(path, {method: 'POST', headers, body});
	if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
	return response;
}

async function sqs(action: string, input: object, path = '/'): Promise<Answer> {
	const headers = {'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${action}`};
	return (await (await post(path, headers, JSON.stringify(input))).json()) as Answer;
}

async function query(parameters: Record<string, string>, path = '/'): Promise<string> {
	const headers = {'content-type': 'application/x-www-form-urlencoded'};
	return (await post(path, headers, new URLSearchParams(parameters).toString())).text();
}

const signed = {
	authorization: 'AWS4-HMAC-SHA256 Credential=test/20261125/us-east-1/kinesis/aws4_request, SignedHeaders=host, Signature=00',
	'x-amz-date': '20261125T031204Z',
};

async function kinesis(action: string, input: object): Promise<Answer> {
	const headers = {...signed, 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `Kinesis_20131202.${action}`};
	const text = await (await post('/', headers, JSON.stringify(input))).text();
	return text === '' ? {} : (JSON.parse(text) as Answer);
}

describe('a parameter that nobody knows is overlooked', () => {
	test('in JSON, at the top and inside of what is known', async () => {
		const sent = await sqs('SendMessageBatch', {
			QueueUrl: 'orders',
			Colour: 'red',
			Entries: [{Id: 'a', MessageBody: 'x', Colour: {deep: [1]}}],
		});

		expect(sent).toMatchObject({Successful: [{Id: 'a'}]});
		expect(await kinesis('PutRecord', {StreamName: 'clicks', PartitionKey: 'k', Data: '', Colour: null})).toHaveProperty('SequenceNumber');
	});

	test('in Query', async () => {
		const xml = await query({Action: 'SendMessage', QueueUrl: 'orders', MessageBody: 'x', Colour: 'red', 'Entry.1.Colour': 'red'});

		expect(xml).toContain('<MessageId>');
		expect(await query({Action: 'CreateTopic', Name: 'events', Colour: 'red', 'Attributes.entry.1.colour': 'red'})).toContain('<TopicArn>');
	});

	test('in CBOR', async () => {
		const headers = {...signed, 'content-type': 'application/x-amz-cbor-1.1', 'x-amz-target': 'Kinesis_20131202.PutRecord'};
		const body = cbor.serialize({StreamName: 'clicks', PartitionKey: 'k', Data: new Uint8Array(), Colour: {deep: [1, null]}});

		const answer = await post('/', headers, Buffer.from(body));

		expect(cbor.deserialize(new Uint8Array(await answer.arrayBuffer()))).toHaveProperty('SequenceNumber');
	});
});

describe('what is given empty is not given', () => {
	test('maps and lists', async () => {
		expect(await sqs('CreateQueue', {QueueName: 'orders', Attributes: {}, tags: {}})).toHaveProperty('QueueUrl');
		expect(
			await sqs('SendMessage', {QueueUrl: 'orders', MessageBody: 'x', MessageAttributes: {}, MessageSystemAttributes: {}}),
		).not.toHaveProperty('MD5OfMessageAttributes');
		expect(await sqs('GetQueueAttributes', {QueueUrl: 'orders', AttributeNames: []})).toEqual({});
		expect(await sqs('SetQueueAttributes', {QueueUrl: 'orders', Attributes: {}})).toEqual({});
		expect(await query({Action: 'CreateTopic', Name: 'events', Attributes: '', Tags: ''})).toContain('<TopicArn>');
	});

	test('a prefix, an account, a page', async () => {
		expect(await sqs('ListQueues', {QueueNamePrefix: '', NextToken: ''})).toHaveProperty('QueueUrls');
		expect(await sqs('GetQueueUrl', {QueueName: 'orders', QueueOwnerAWSAccountId: ''})).toHaveProperty('QueueUrl');
		expect(await query({Action: 'ListTopics', NextToken: ''})).toContain('events');
	});

	test('what is null', async () => {
		expect(
			await sqs('ReceiveMessage', {QueueUrl: 'orders', MaxNumberOfMessages: null, AttributeNames: null, VisibilityTimeout: 0}),
		).toHaveProperty('Messages');
		expect(await kinesis('DescribeStreamSummary', {StreamName: 'clicks', StreamARN: null})).toHaveProperty('StreamDescriptionSummary');
	});
});

describe('a queue is found', () => {
	test.each([
		'orders',
		'/000000000000/orders',
		'000000000000/orders',
		'https://sqs.us-east-1.amazonaws.com/000000000000/orders',
		'https://queue.amazonaws.com/000000000000/orders',
		'http://localhost:4566/000000000000/orders',
		'http://localhost:4566/queue/us-east-1/000000000000/orders',
		'http://sqs.us-east-1.localhost.localstack.cloud:4566/000000000000/orders',
	])('by %s', async QueueUrl => {
		expect(await sqs('GetQueueAttributes', {QueueUrl, AttributeNames: ['QueueArn']})).toMatchObject({
			Attributes: {QueueArn: 'arn:aws:sqs:us-east-1:000000000000:orders'},
		});
	});

	test('by the path of the request, which the parameter goes before', async () => {
		await sqs('CreateQueue', {QueueName: 'other'});
		const arn = (name: string): string => `<Value>arn:aws:sqs:us-east-1:000000000000:${name}</Value>`;
		const ask = {Action: 'GetQueueAttributes', 'AttributeName.1': 'QueueArn'};

		expect(await query(ask, '/000000000000/orders')).toContain(arn('orders'));
		expect(await query(ask, '/queue/us-east-1/000000000000/orders')).toContain(arn('orders'));
		expect(await query({...ask, QueueUrl: 'other'}, '/000000000000/orders')).toContain(arn('other'));
		expect(await query({Action: 'GetQueueUrl', QueueName: 'other'}, '/000000000000/orders')).toContain('/000000000000/other');
		expect(await sqs('GetQueueAttributes', {QueueUrl: 'other', AttributeNames: ['QueueArn']}, '/000000000000/orders')).toMatchObject({
			Attributes: {QueueArn: 'arn:aws:sqs:us-east-1:000000000000:other'},
		});
	});
});

test('blanks of a form may be written as a plus, and numbers of lists may begin anywhere', async () => {
	const body =
		'Action=SendMessage&QueueUrl=other&MessageBody=a+b%20c%2Bd&MessageAttribute.7.Name=n&MessageAttribute.7.Value.DataType=String&MessageAttribute.7.Value.StringValue=v';
	await post('/', {'content-type': 'application/x-www-form-urlencoded; charset=utf-8'}, body);

	expect(await sqs('ReceiveMessage', {QueueUrl: 'other', MessageAttributeNames: ['*']})).toMatchObject({
		Messages: [{Body: 'a b c+d', MessageAttributes: {n: {StringValue: 'v'}}}],
	});
});

test('no bug was found on the way', () => {
	expect(engine.bugs).toEqual([]);
});
