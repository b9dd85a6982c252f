import {fileURLToPath} from 'node:url';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {startTestEngine, type TestEngine} from '../helpers/engine.ts';
import {canRun, runProgram} from './client-program.ts';

const isThere = canRun('python3', ['-c', 'import boto3']);
const script = fileURLToPath(new URL('boto3-stories.py', import.meta.url));

describe.skipIf(!isThere)(`boto3${isThere ? '' : ' (skipped: python3 has no boto3 on this machine)'}`, () => {
	let engine: TestEngine;
	let told: Readonly<Record<string, unknown>>;

	beforeAll(async () => {
		engine = await startTestEngine({kinesisDelayMs: 0});
		const {stdout, stderr} = await runProgram('python3', [script, engine.url]);
		if (stdout === '') throw new Error(stderr);
		told = JSON.parse(stdout) as Readonly<Record<string, unknown>>;
	});

	afterAll(() => engine.close());

	test('gets back the message that it sent, with every checksum', () => {
		expect(told['message_stays_whole']).toEqual({
			isSameBody: true,
			isRightMd5: true,
			isSameAttributeMd5: true,
			raw: [0, 255],
			receiveCount: '1',
			urlStart: true,
			isEmptyAfterwards: true,
		});
	});

	test('learns which entries of a batch failed', () => {
		expect(told['batch_fails_in_part']).toEqual({successful: ['a'], failed: [['b', 'InvalidParameterValue', true]]});
	});

	test('keeps the order of a FIFO queue, and is told of duplicates', () => {
		expect(told['fifo_keeps_order']).toEqual({bodies: ['a', 'b'], isRisingNumber: true, isDuplicate: true});
	});

	test('turns the pages of a list', () => {
		expect(told['lists_have_pages']).toEqual([2, 2, 1]);
	});

	test('knows the errors of SQS by their classes and codes', () => {
		expect(told['sqs_errors']).toMatchObject({
			noQueue: {
				class: 'QueueDoesNotExist',
				code: 'AWS.SimpleQueueService.NonExistentQueue',
				message: 'The specified queue does not exist.',
				status: 400,
			},
			badHandle: {code: 'ReceiptHandleIsInvalid'},
			tooLong: {
				code: 'InvalidParameterValue',
				message: 'One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.',
			},
			badCharacter: {class: 'InvalidMessageContents', code: 'InvalidMessageContents'},
			emptyBatch: {class: 'EmptyBatchRequest', code: 'AWS.SimpleQueueService.EmptyBatchRequest'},
			purgedAgain: {class: 'PurgeQueueInProgress', code: 'AWS.SimpleQueueService.PurgeQueueInProgress', status: 403},
			badAttribute: {code: 'InvalidAttributeValue', message: 'Invalid value for the parameter VisibilityTimeout.'},
		});
	});

	test('is woken from a long poll by a message', () => {
		expect(told['long_poll_wakes']).toEqual({body: 'awake', isFasterThanWaiting: true});
	});

	test('reaches a queue through a topic, past its filter, signed', () => {
		expect(told['topic_reaches_queue']).toEqual({
			count: 1,
			envelope: {
				Type: 'Notification',
				Message: 'order',
				Subject: 's',
				TopicArn: 'arn:aws:sns:us-east-1:000000000000:events',
				MessageAttributes: {kind: {Type: 'String', Value: 'order'}},
			},
			batch: ['0', '1'],
			subscriptions: ['arn:aws:sqs:us-east-1:000000000000:subscriber'],
			isSigned: expect.toBeOneOf([true, null]),
		});
	});

	test('publishes by a presigned link', () => {
		expect(told['presigned_link_publishes']).toEqual({status: 200, bodies: ['by link & more']});
	});

	test('knows the errors of SNS by their classes and codes', () => {
		expect(told['sns_errors']).toMatchObject({
			noTopic: {class: 'NotFoundException', code: 'NotFound', message: 'Topic does not exist', status: 404},
			emptyMessage: {class: 'InvalidParameterException', code: 'InvalidParameter', message: 'Invalid parameter: Empty message'},
			badFilter: {class: 'InvalidParameterException', code: 'InvalidParameter', status: 400},
		});
	});

	test('reads from a stream what it put there', () => {
		expect(told['stream_is_read']).toEqual({
			texts: ['\u0000one', 'two', 'three'],
			failedCount: 0,
			behind: 0,
			hasNext: true,
			isDate: true,
		});
	});

	test('follows a shard to its children', () => {
		expect(told['shard_splits']).toEqual({
			parents: [null, 'shardId-000000000000', 'shardId-000000000000'],
			isAtEnd: true,
			children: ['shardId-000000000001', 'shardId-000000000002'],
		});
	});

	test('subscribes to a shard over its event stream', () => {
		expect(told['subscription_streams']).toEqual({texts: ['hello'], hasContinuation: true});
	});

	test('knows the errors of Kinesis by their classes', () => {
		expect(told['kinesis_errors']).toMatchObject({
			noStream: {class: 'ResourceNotFoundException', message: 'Stream nope under account 000000000000 not found.', status: 400},
			badIterator: {class: 'InvalidArgumentException', message: 'Invalid ShardIterator.'},
			badName: {code: 'ValidationException'},
		});
	});

	test('is told who it is', () => {
		expect(told['caller_is_told']).toBe('arn:aws:iam::000000000000:root');
	});

	test('meets no bug of the engine', () => {
		expect(engine.bugs).toEqual([]);
	});
});
