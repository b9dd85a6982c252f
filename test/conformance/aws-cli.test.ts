import {createHash} from 'node:crypto';
import {CreateStreamCommand} from '@aws-sdk/client-kinesis';
import {CreateTopicCommand} from '@aws-sdk/client-sns';
import {CreateQueueCommand} from '@aws-sdk/client-sqs';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {startTestEngine, type TestEngine} from '../helpers/engine.ts';
import {canRun, runProgram, type ProgramEnd} from './client-program.ts';

const isThere = canRun('aws', ['--version']);

describe.skipIf(!isThere)(`the aws command line${isThere ? '' : ' (skipped: there is no aws on this machine)'}`, () => {
	let engine: TestEngine;

	beforeAll(async () => {
		engine = await startTestEngine({kinesisDelayMs: 0});
	});

	afterAll(() => engine.close());

	const aws = (...argv: string[]): Promise<ProgramEnd> =>
		runProgram('aws', [...argv, '--endpoint-url', engine.url, '--output', 'json', '--cli-read-timeout', '15']);

	/** What a command prints. */
	async function answerOf(...argv: string[]): Promise<unknown> {
		const {stdout, stderr} = await aws(...argv);
		if (stderr !== '') throw new Error(stderr);
		return stdout === '' ? undefined : JSON.parse(stdout);
	}

	test('creates a queue, sends to it and receives from it', async () => {
		const url = `${engine.url}/000000000000/orders`;

		const created = await answerOf('sqs', 'create-queue', '--queue-name', 'orders');
		const attributes = 'kind={DataType=String,StringValue=order}';
		const sent = await answerOf('sqs', 'send-message', '--queue-url', url, '--message-body', 'hello', '--message-attributes', attributes);
		const received = await answerOf('sqs', 'receive-message', '--queue-url', url, '--message-attribute-names', 'All');

		expect(created).toEqual({QueueUrl: url});
		expect(sent).toMatchObject({MD5OfMessageBody: createHash('md5').update('hello').digest('hex')});
		expect(received).toMatchObject({Messages: [{Body: 'hello', MessageAttributes: {kind: {StringValue: 'order', DataType: 'String'}}}]});
	});

	test('prints nothing for an empty queue, and turns the pages of a list', async () => {
		for (const QueueName of ['page-1', 'page-2', 'page-3']) await engine.sqs.send(new CreateQueueCommand({QueueName}));

		const [nothing, listed] = await Promise.all([
			aws('sqs', 'receive-message', '--queue-url', 'page-1'),
			answerOf('sqs', 'list-queues', '--queue-name-prefix', 'page-', '--page-size', '2'),
		]);

		expect(nothing).toMatchObject({stdout: '', stderr: '', exitCode: 0});
		expect(listed).toEqual({QueueUrls: ['page-1', 'page-2', 'page-3'].map(name => `${engine.url}/000000000000/${name}`)});
	});

	test('says in AWS words that a queue is not there', async () => {
		const {exitCode, stderr} = await aws('sqs', 'get-queue-url', '--queue-name', 'nope');

		expect(exitCode).not.toBe(0);
		expect(stderr).toContain(
			'An error occurred (AWS.SimpleQueueService.NonExistentQueue) when calling the GetQueueUrl operation: The specified queue does not exist.',
		);
	});

	test('publishes to a topic', async () => {
		const {TopicArn = ''} = await engine.sns.send(new CreateTopicCommand({Name: 'events'}));

		expect(await answerOf('sns', 'publish', '--topic-arn', TopicArn, '--message', 'hello')).toEqual({MessageId: expect.any(String)});
	});

	test('puts a record', async () => {
		await engine.kinesis.send(new CreateStreamCommand({StreamName: 'clicks', ShardCount: 1}));

		const answer = await answerOf('kinesis', 'put-record', '--stream-name', 'clicks', '--partition-key', 'k', '--data', 'aGVsbG8=');

		expect(answer).toMatchObject({ShardId: 'shardId-000000000000', SequenceNumber: expect.stringMatching(/^\d{56}$/)});
		expect(engine.bugs).toEqual([]);
	});
});
