import {CreateStreamCommand, GetRecordsCommand, GetShardIteratorCommand, PutRecordsCommand} from '@aws-sdk/client-kinesis';
import {CreateTopicCommand, PublishCommand, SubscribeCommand} from '@aws-sdk/client-sns';
import {CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand, SQSClient, SendMessageCommand} from '@aws-sdk/client-sqs';
import {expect, test} from 'vitest';
import {createManualClock} from '../../../source/shared/clock.ts';
import {startTestEngine, type TestEngine} from '../../helpers/engine.ts';
import {minuteMs, startMs} from './call.ts';

type Point = {Timestamp: number} & Record<string, number>;

/** What AWS JSON answers, as a client would read it. */
async function ask(engine: TestEngine, action: string, input: object, region = 'us-east-1'): Promise<Record<string, unknown>> {
	const response = await engine.send('/', {
		method: 'POST',
		headers: {
			'x-amz-target': `GraniteServiceVersion20100801.${action}`,
			'content-type': 'application/x-amz-json-1.0',
			authorization: `AWS4-HMAC-SHA256 Credential=test/20261125/${region}/monitoring/aws4_request, SignedHeaders=host, Signature=0`,
		},
		body: JSON.stringify(input),
	});
	return (await response.json()) as Record<string, unknown>;
}

/** Sum, or maximum, of each minute that has values, by minutes from the start. */
async function points(
	engine: TestEngine,
	[namespace, name, dimensions]: readonly [namespace: string, name: string, dimensions: Record<string, string>],
	statistic = 'Sum',
): Promise<Record<number, number>> {
	const answer = await ask(engine, 'GetMetricStatistics', {
		Namespace: namespace,
		MetricName: name,
		Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({Name, Value})),
		StartTime: startMs / 1000,
		EndTime: startMs / 1000 + 3600,
		Period: 60,
		Statistics: [statistic],
	});
	const found = answer['Datapoints'] as Point[];
	return Object.fromEntries(found.map(point => [(point.Timestamp * 1000 - startMs) / minuteMs, point[statistic] ?? Number.NaN]));
}

test('what a queue did is told minute by minute, and what it holds at the end of each', async () => {
	const clock = createManualClock(startMs);
	await using engine = await startTestEngine({clock});
	const {QueueUrl} = await engine.sqs.send(new CreateQueueCommand({QueueName: 'orders'}));
	const of = (name: string, statistic?: string): Promise<Record<number, number>> =>
		points(engine, ['AWS/SQS', name, {QueueName: 'orders'}], statistic);

	for (const body of ['a', 'bbb']) await engine.sqs.send(new SendMessageCommand({QueueUrl, MessageBody: body}));
	clock.advance(2 * minuteMs);
	const {Messages} = await engine.sqs.send(new ReceiveMessageCommand({QueueUrl}));
	await engine.sqs.send(new DeleteMessageCommand({QueueUrl, ReceiptHandle: Messages?.[0]?.ReceiptHandle}));
	clock.advance(minuteMs);

	expect(await of('NumberOfMessagesSent')).toEqual({0: 2});
	expect(await of('SentMessageSize', 'Average')).toEqual({0: 2});
	expect(await of('NumberOfMessagesReceived')).toEqual({2: 1});
	expect(await of('NumberOfMessagesDeleted')).toEqual({2: 1});
	expect(await of('NumberOfEmptyReceives')).toEqual({});
	expect(await of('ApproximateNumberOfMessagesVisible', 'Maximum')).toEqual({0: 2, 1: 2, 2: 1, 3: 1});
	expect(await of('ApproximateAgeOfOldestMessage', 'Maximum')).toEqual({0: 60, 1: 120, 2: 180, 3: 180});
});

test('a message that a timeout brings back is visible again in the minute of that, though nobody looked', async () => {
	const clock = createManualClock(startMs);
	await using engine = await startTestEngine({clock});
	const {QueueUrl} = await engine.sqs.send(new CreateQueueCommand({QueueName: 'orders'}));
	await engine.sqs.send(new SendMessageCommand({QueueUrl, MessageBody: 'a'}));
	await engine.sqs.send(new ReceiveMessageCommand({QueueUrl, VisibilityTimeout: 150}));
	clock.advance(5 * minuteMs);

	const inFlight = await points(engine, ['AWS/SQS', 'ApproximateNumberOfMessagesNotVisible', {QueueName: 'orders'}], 'Maximum');

	expect(inFlight).toEqual({0: 1, 1: 1, 2: 0, 3: 0, 4: 0, 5: 0});
});

test('what a topic published and delivered is told', async () => {
	await using engine = await startTestEngine({clock: createManualClock(startMs)});
	await engine.sqs.send(new CreateQueueCommand({QueueName: 'orders'}));
	const {TopicArn} = await engine.sns.send(new CreateTopicCommand({Name: 'sales'}));
	await engine.sns.send(new SubscribeCommand({TopicArn, Protocol: 'sqs', Endpoint: 'arn:aws:sqs:us-east-1:000000000000:orders'}));
	for (let index = 0; index < 3; index++) await engine.sns.send(new PublishCommand({TopicArn, Message: 'sold'}));

	const of = (name: string): Promise<Record<number, number>> => points(engine, ['AWS/SNS', name, {TopicName: 'sales'}]);

	expect(await of('NumberOfMessagesPublished')).toEqual({0: 3});
	expect(await of('PublishSize')).toEqual({0: 12});
	expect(await of('NumberOfNotificationsDelivered')).toEqual({0: 3});
	expect(await points(engine, ['AWS/SQS', 'NumberOfMessagesSent', {QueueName: 'orders'}])).toEqual({0: 3});
});

test('what a stream took and gave is told', async () => {
	const clock = createManualClock(startMs);
	await using engine = await startTestEngine({clock, kinesisDelayMs: 0});
	await engine.kinesis.send(new CreateStreamCommand({StreamName: 'clicks', ShardCount: 1}));
	const Records = ['a', 'b'].map(key => ({Data: Buffer.from('xyz'), PartitionKey: key}));
	await engine.kinesis.send(new PutRecordsCommand({StreamName: 'clicks', Records}));
	const {ShardIterator} = await engine.kinesis.send(
		new GetShardIteratorCommand({StreamName: 'clicks', ShardId: 'shardId-000000000000', ShardIteratorType: 'TRIM_HORIZON'}),
	);
	clock.advance(minuteMs);
	await engine.kinesis.send(new GetRecordsCommand({ShardIterator, Limit: 1}));

	const of = (name: string, statistic?: string): Promise<Record<number, number>> =>
		points(engine, ['AWS/Kinesis', name, {StreamName: 'clicks'}], statistic);

	expect(await of('IncomingRecords')).toEqual({0: 2});
	expect(await of('IncomingBytes')).toEqual({0: 8});
	expect(await of('GetRecords.Records')).toEqual({1: 1});
	expect(await of('GetRecords.IteratorAgeMilliseconds', 'Maximum')).toEqual({1: 60_000});
});

test('regions do not see each other’s metrics, and emptying the engine empties them', async () => {
	await using engine = await startTestEngine({clock: createManualClock(startMs)});
	const elsewhere = new SQSClient(engine.clientOptions({region: 'eu-west-1'}));
	const {QueueUrl} = await elsewhere.send(new CreateQueueCommand({QueueName: 'orders'}));
	await elsewhere.send(new SendMessageCommand({QueueUrl, MessageBody: 'a'}));
	elsewhere.destroy();
	const count = async (region: string): Promise<number> => {
		const answer = await ask(engine, 'ListMetrics', {}, region);
		return (answer['Metrics'] as unknown[]).length;
	};

	expect([await count('us-east-1'), await count('eu-west-1')]).toEqual([0, 6]);
	await engine.send('/_sluice/reset', {method: 'POST'});
	expect(await count('eu-west-1')).toBe(0);
});
