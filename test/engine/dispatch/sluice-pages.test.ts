import {request} from 'node:http';
import {CreateStreamCommand, ListStreamsCommand, RegisterStreamConsumerCommand, SubscribeToShardCommand} from '@aws-sdk/client-kinesis';
import {CreateTopicCommand, ListTopicsCommand, PublishCommand, SubscribeCommand} from '@aws-sdk/client-sns';
import {
	CreateQueueCommand,
	GetQueueAttributesCommand,
	ListQueuesCommand,
	ReceiveMessageCommand,
	SendMessageCommand,
	SQSClient,
} from '@aws-sdk/client-sqs';
import {describe, expect, test} from 'vitest';
import {createManualClock} from '../../../source/shared/clock.ts';
import {startTestEngine} from '../../helpers/engine.ts';

async function read(engine: {send(path: string): Promise<Response>}, path: string): Promise<unknown> {
	return (await engine.send(path)).json();
}

test('messages of a queue are looked at without being received', async () => {
	const clock = createManualClock();
	await using engine = await startTestEngine({clock});
	const {QueueUrl} = await engine.sqs.send(new CreateQueueCommand({QueueName: 'orders'}));
	await engine.sqs.send(new SendMessageCommand({QueueUrl, MessageBody: 'a'}));
	await engine.sqs.send(new SendMessageCommand({QueueUrl, MessageBody: 'b', DelaySeconds: 5}));

	const all = await read(engine, '/_sluice/queues/orders/messages');
	const first = await read(engine, '/_sluice/queues/orders/messages?count=1');
	const {Attributes} = await engine.sqs.send(new GetQueueAttributesCommand({QueueUrl, AttributeNames: ['All']}));

	expect(all).toMatchObject({
		messages: [
			{body: 'a', status: 'visible', receiveCount: 0, sentAtMs: clock.nowMs()},
			{body: 'b', status: 'delayed', visibleAtMs: clock.nowMs() + 5000},
		],
	});
	expect(first).toMatchObject({messages: [{body: 'a'}]});
	expect(Attributes).toMatchObject({ApproximateNumberOfMessages: '1', ApproximateNumberOfMessagesDelayed: '1'});
});

test('account and region say whose queue it is', async () => {
	await using engine = await startTestEngine();
	const client = new SQSClient(engine.clientOptions({region: 'eu-west-1', accountId: '111122223333'}));
	await client.send(new CreateQueueCommand({QueueName: 'orders'}));

	const here = await engine.send('/_sluice/queues/orders/messages?account=111122223333&region=eu-west-1');
	const elsewhere = await engine.send('/_sluice/queues/orders/messages');

	client.destroy();
	expect(await here.json()).toEqual({messages: []});
	expect(elsewhere.status).toBe(404);
});

test('what would have left by mail is in the outbox', async () => {
	await using engine = await startTestEngine();
	const before = await read(engine, '/_sluice/outbox');
	const {TopicArn} = await engine.sns.send(new CreateTopicCommand({Name: 'events'}));
	await engine.sns.send(new SubscribeCommand({TopicArn, Protocol: 'email', Endpoint: 'a@example.com'}));
	await engine.sns.send(new PublishCommand({TopicArn, Message: 'not confirmed yet'}));

	const after = await read(engine, '/_sluice/outbox');

	expect(before).toEqual({entries: []});
	expect(after).toMatchObject({entries: [{protocol: 'email', to: 'a@example.com', kind: 'confirmation', topicArn: TopicArn}]});
});

test('what is read is not posted, and what changes something is not read', async () => {
	await using engine = await startTestEngine();

	const posted = await engine.send('/_sluice/health', {method: 'POST'});
	const read = await engine.send('/_sluice/reset');
	const head = await engine.send('/_sluice/health', {method: 'HEAD'});

	expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
	expect([read.status, read.headers.get('allow')]).toEqual([405, 'POST']);
	expect(await read.json()).toEqual({message: '/_sluice/reset changes something: it takes POST.'});
	expect(head.status).toBe(200);
	expect((await engine.send('/_sluice/reset/all', {method: 'POST'})).status).toBe(404);
});

describe('a reset', () => {
	test('empties everything, in all accounts and regions, and frees all names at once', async () => {
		await using engine = await startTestEngine({kinesisDelayMs: 0});
		const elsewhere = new SQSClient(engine.clientOptions({region: 'eu-west-1', accountId: '111122223333'}));
		const {QueueUrl} = await engine.sqs.send(new CreateQueueCommand({QueueName: 'orders'}));
		await engine.sqs.send(new SendMessageCommand({QueueUrl, MessageBody: 'a'}));
		await elsewhere.send(new CreateQueueCommand({QueueName: 'orders'}));
		const {TopicArn} = await engine.sns.send(new CreateTopicCommand({Name: 'events'}));
		await engine.sns.send(new SubscribeCommand({TopicArn, Protocol: 'email', Endpoint: 'a@example.com'}));
		await engine.kinesis.send(new CreateStreamCommand({StreamName: 'clicks', ShardCount: 1}));

		const response = await engine.send('/_sluice/reset', {method: 'POST'});

		expect([response.status, await response.json()]).toEqual([200, {}]);
		expect((await engine.sqs.send(new ListQueuesCommand({}))).QueueUrls).toBeUndefined();
		expect((await elsewhere.send(new ListQueuesCommand({}))).QueueUrls).toBeUndefined();
		expect((await engine.sns.send(new ListTopicsCommand({}))).Topics).toEqual([]);
		expect((await engine.kinesis.send(new ListStreamsCommand({}))).StreamNames).toEqual([]);
		expect(await read(engine, '/_sluice/outbox')).toEqual({entries: []});
		await engine.sqs.send(new CreateQueueCommand({QueueName: 'orders'}));
		const {Messages} = await engine.sqs.send(new ReceiveMessageCommand({QueueUrl}));
		expect(Messages).toBeUndefined();
		elsewhere.destroy();
		expect(engine.bugs).toEqual([]);
	});

	test('ends long polls and subscriptions, and leaves no timer behind', async () => {
		const clock = createManualClock();
		await using engine = await startTestEngine({clock, kinesisDelayMs: 0});
		const {QueueUrl} = await engine.sqs.send(new CreateQueueCommand({QueueName: 'orders'}));
		await engine.kinesis.send(new CreateStreamCommand({StreamName: 'clicks', ShardCount: 1}));
		const {Consumer} = await engine.kinesis.send(
			new RegisterStreamConsumerCommand({StreamARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/clicks', ConsumerName: 'app'}),
		);
		const {EventStream} = await engine.kinesis.send(
			new SubscribeToShardCommand({ConsumerARN: Consumer?.ConsumerARN, ShardId: '0', StartingPosition: {Type: 'LATEST'}}),
		);
		const poll = engine.sqs.send(new ReceiveMessageCommand({QueueUrl, WaitTimeSeconds: 20})).catch((error: unknown) => error);
		// A request that is answered later than the poll has begun to wait.
		await engine.sqs.send(new GetQueueAttributesCommand({QueueUrl}));
		const events = EventStream?.[Symbol.asyncIterator]();
		const end = events?.next().catch((error: unknown) => error);

		await engine.send('/_sluice/reset', {method: 'POST'});

		expect(await poll).toMatchObject({Code: 'AWS.SimpleQueueService.NonExistentQueue'});
		expect(await end).toMatchObject({name: 'ResourceNotFoundException', message: 'Stream clicks under account 000000000000 not found.'});
		expect(clock.pendingCount()).toBe(0);
		expect(engine.bugs).toEqual([]);
	});

	test.each([
		['a page of another site', {origin: 'https://example.com'}],
		['a page without an origin', {origin: 'null'}],
		['a page that seems to be our own', {origin: 'http://127.0.0.1:1'}],
		['an embedded page', {'sec-fetch-site': 'same-origin'}],
		['a page whose name points at this machine', {host: 'rebound.example.com:4566'}],
	])('is refused to %s', async (_who, headers) => {
		await using engine = await startTestEngine();
		await engine.sqs.send(new CreateQueueCommand({QueueName: 'orders'}));

		const status = await postStatus(engine.port, '/_sluice/reset', headers);

		expect(status).toBe(403);
		expect((await engine.sqs.send(new ListQueuesCommand({}))).QueueUrls).toHaveLength(1);
	});

	test.each(['localhost:4566', '127.0.0.1', '[::1]:4566', 'sluice:4566', 'host.docker.internal:4566', 'engine.localhost'])(
		'is granted where the engine is called %s',
		async host => {
			await using engine = await startTestEngine();

			expect(await postStatus(engine.port, '/_sluice/reset', {host})).toBe(200);
		},
	);
});

/** Posts with headers that fetch would not let pass. */
function postStatus(port: number, path: string, headers: Record<string, string>): Promise<number | undefined> {
	return new Promise((resolve, reject) => {
		const post = request({host: '127.0.0.1', port, path, method: 'POST', headers, agent: false}, response => {
			response.resume();
			resolve(response.statusCode);
		});
		post.on('error', reject);
		post.end();
	});
}
