import {describe, expect, test} from 'vitest';
import {arnOf, createSqs, redrivePolicy, type Answer, type Sqs} from './call.ts';

type Setup = {sqs: Sqs; QueueUrl: string; dlqUrl: string};

/** A dead-letter queue with messages that came from `orders`. */
function withDeadLetters(count: number): Setup {
	const sqs = createSqs();
	const dlqUrl = sqs.queue('dlq');
	const QueueUrl = sqs.queue('orders', {VisibilityTimeout: '0', RedrivePolicy: redrivePolicy('dlq', 1)});
	for (let index = 0; index < count; index++) sqs.call('SendMessage', {QueueUrl, MessageBody: `${index}`});
	for (let index = 0; index < count; index++) sqs.receive(QueueUrl);
	sqs.receive(QueueUrl);
	return {sqs, QueueUrl, dlqUrl};
}

const start = (sqs: Sqs, input: object = {}): string =>
	sqs.call('StartMessageMoveTask', {SourceArn: arnOf('dlq'), ...input}).TaskHandle ?? '';

function tasks(sqs: Sqs, MaxResults = 10): NonNullable<Answer['Results']> {
	return sqs.call('ListMessageMoveTasks', {SourceArn: arnOf('dlq'), MaxResults}).Results ?? [];
}

test('messages go back to the queue they came from, as new ones', () => {
	const {sqs, QueueUrl, dlqUrl} = withDeadLetters(3);
	const before = sqs.receive(dlqUrl, {MaxNumberOfMessages: 10, VisibilityTimeout: 0}).map(({MessageId}) => MessageId);
	sqs.clock.advance(5000);
	const startedAtMs = sqs.clock.nowMs();

	const TaskHandle = start(sqs);
	expect(tasks(sqs)).toEqual([
		{
			TaskHandle,
			Status: 'RUNNING',
			SourceArn: arnOf('dlq'),
			ApproximateNumberOfMessagesMoved: 0,
			ApproximateNumberOfMessagesToMove: 3,
			StartedTimestamp: startedAtMs,
		},
	]);
	sqs.clock.advance(10);

	expect(tasks(sqs)).toEqual([
		{
			Status: 'COMPLETED',
			SourceArn: arnOf('dlq'),
			ApproximateNumberOfMessagesMoved: 3,
			ApproximateNumberOfMessagesToMove: 3,
			StartedTimestamp: startedAtMs,
		},
	]);
	expect(sqs.counts(dlqUrl)).toEqual([0, 0, 0]);
	const moved = sqs.receive(QueueUrl, {MaxNumberOfMessages: 10, MessageSystemAttributeNames: ['All'], VisibilityTimeout: 30});
	expect(moved.map(({Body}) => Body)).toEqual(['0', '1', '2']);
	for (const {MessageId, Attributes} of moved) {
		expect(before).not.toContain(MessageId);
		expect(Attributes).toMatchObject({ApproximateReceiveCount: '1', SentTimestamp: String(startedAtMs)});
		expect(Attributes).not.toHaveProperty('DeadLetterQueueSourceArn');
	}
});

test('messages of several sources each find their own', () => {
	const {sqs, QueueUrl} = withDeadLetters(1);
	const otherUrl = sqs.queue('others', {VisibilityTimeout: '0', RedrivePolicy: redrivePolicy('dlq', 1)});
	sqs.call('SendMessage', {QueueUrl: otherUrl, MessageBody: 'other'});
	sqs.receive(otherUrl);
	sqs.receive(otherUrl);

	start(sqs);
	sqs.clock.advance(10);

	expect(sqs.counts(QueueUrl)).toEqual([1, 0, 0]);
	expect(sqs.counts(otherUrl)).toEqual([1, 0, 0]);
});

test('with a destination all go there, and polls on it wake', async () => {
	const {sqs, QueueUrl} = withDeadLetters(3);
	const targetUrl = sqs.queue('target');
	const answer = sqs.poll({QueueUrl: targetUrl, WaitTimeSeconds: 20, MaxNumberOfMessages: 10});

	start(sqs, {DestinationArn: arnOf('target')});
	sqs.clock.advance(10);

	expect((await answer).Messages).toHaveLength(3);
	expect(sqs.counts(QueueUrl)).toEqual([0, 0, 0]);
	expect(tasks(sqs)[0]).toMatchObject({Status: 'COMPLETED', DestinationArn: arnOf('target')});
});

test('a rate is kept', () => {
	const {sqs, dlqUrl} = withDeadLetters(10);

	start(sqs, {MaxNumberOfMessagesPerSecond: 2});
	const moved = Array.from({length: 6}, () => {
		sqs.clock.advance(500);
		return tasks(sqs)[0]?.['ApproximateNumberOfMessagesMoved'];
	});

	expect(moved).toEqual([2, 3, 4, 5, 6, 7]);
	expect(sqs.counts(dlqUrl)).toEqual([3, 0, 0]);
	expect(tasks(sqs)[0]).toMatchObject({Status: 'RUNNING', MaxNumberOfMessagesPerSecond: 2});
	sqs.clock.advance(1500);
	expect(tasks(sqs)[0]).toMatchObject({Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 10});
});

test('without a rate the messages move in steps, so that progress shows', () => {
	const {sqs} = withDeadLetters(250);

	start(sqs);
	const moved = Array.from({length: 3}, () => {
		sqs.clock.advance(9);
		const count = tasks(sqs)[0]?.['ApproximateNumberOfMessagesMoved'];
		sqs.clock.advance(1);
		return count;
	});

	expect(moved).toEqual([100, 200, 250]);
});

test('a task moves no more than there was at its start, so it ends while messages keep coming', () => {
	const {sqs, QueueUrl, dlqUrl} = withDeadLetters(2);

	start(sqs, {MaxNumberOfMessagesPerSecond: 1});
	for (let second = 0; second < 5; second++) {
		sqs.clock.advance(500);
		sqs.call('SendMessage', {QueueUrl: dlqUrl, MessageBody: 'late'});
		sqs.clock.advance(500);
	}

	expect(tasks(sqs)[0]).toMatchObject({Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 2});
	expect(sqs.counts(QueueUrl)).toEqual([2, 0, 0]);
});

describe('a cancel', () => {
	test('stops the task, which tells its handle no more', () => {
		const {sqs, dlqUrl} = withDeadLetters(10);
		const TaskHandle = start(sqs, {MaxNumberOfMessagesPerSecond: 2});
		sqs.clock.advance(1000);

		expect(sqs.call('CancelMessageMoveTask', {TaskHandle})).toEqual({ApproximateNumberOfMessagesMoved: 3});
		expect(tasks(sqs)[0]).toMatchObject({Status: 'CANCELLING'});
		expect(tasks(sqs)[0]).not.toHaveProperty('TaskHandle');
		expect(sqs.refusal('StartMessageMoveTask', {SourceArn: arnOf('dlq')}).message).toContain('already a task running');
		sqs.clock.advance(500);

		expect(tasks(sqs)[0]).toMatchObject({Status: 'CANCELLED', ApproximateNumberOfMessagesMoved: 3});
		sqs.clock.advance(60_000);
		expect(sqs.counts(dlqUrl)).toEqual([7, 0, 0]);
		expect(start(sqs)).not.toBe(TaskHandle);
	});

	test.each(['', 'garbage', Buffer.from('{}').toString('base64'), Buffer.from('null').toString('base64')])(
		'with the handle "%s" is refused',
		TaskHandle => {
			expect(createSqs().refusal('CancelMessageMoveTask', {TaskHandle})).toMatchObject({
				code: 'InvalidParameterValue',
				message: 'Value for parameter TaskHandle is invalid.',
			});
		},
	);

	test('of an unknown task or queue finds nothing', () => {
		const {sqs} = withDeadLetters(1);
		const handle = (sourceArn: string): string => Buffer.from(JSON.stringify({taskId: 'nope', sourceArn})).toString('base64');

		expect(sqs.refusal('CancelMessageMoveTask', {TaskHandle: handle(arnOf('dlq'))})).toMatchObject({
			code: 'ResourceNotFoundException',
			type: 'com.amazonaws.sqs#ResourceNotFoundException',
			status: 404,
			message: 'Task does not exist.',
		});
		expect(sqs.refusal('CancelMessageMoveTask', {TaskHandle: handle(arnOf('nope'))})).toMatchObject({
			code: 'ResourceNotFoundException',
			message: "The resource that you specified for the SourceArn parameter doesn't exist.",
		});
	});

	test('of a task that has ended finds nothing', () => {
		const {sqs} = withDeadLetters(1);
		const TaskHandle = start(sqs);
		sqs.clock.advance(10);

		expect(sqs.refusal('CancelMessageMoveTask', {TaskHandle}).code).toBe('ResourceNotFoundException');
	});

	test('knows the task by base64 of its ID and source', () => {
		const {sqs} = withDeadLetters(1);

		const decoded: unknown = JSON.parse(Buffer.from(start(sqs), 'base64').toString());

		expect(decoded).toEqual({taskId: expect.stringMatching(/^[0-9a-f-]{36}$/), sourceArn: arnOf('dlq')});
	});
});

describe('a task fails', () => {
	test('when its destination is deleted on the way', () => {
		const {sqs, dlqUrl} = withDeadLetters(5);
		const targetUrl = sqs.queue('target');
		start(sqs, {DestinationArn: arnOf('target'), MaxNumberOfMessagesPerSecond: 1});
		sqs.clock.advance(1000);

		sqs.call('DeleteQueue', {QueueUrl: targetUrl});
		sqs.clock.advance(1000);

		expect(tasks(sqs)[0]).toMatchObject({
			Status: 'FAILED',
			FailureReason: 'AWS.SimpleQueueService.NonExistentQueue',
			ApproximateNumberOfMessagesMoved: 2,
		});
		expect(sqs.counts(dlqUrl)).toEqual([3, 0, 0]);
	});

	test('when a message did not come from any queue', () => {
		const {sqs, dlqUrl} = withDeadLetters(0);
		sqs.call('SendMessage', {QueueUrl: dlqUrl, MessageBody: 'sent here'});

		start(sqs);
		sqs.clock.advance(10);

		expect(tasks(sqs)[0]).toMatchObject({Status: 'FAILED', FailureReason: 'CouldNotDetermineMessageSource'});
		expect(sqs.counts(dlqUrl)).toEqual([1, 0, 0]);
	});

	test('silently when its own queue is deleted, and a new queue of that name has no tasks', () => {
		const {sqs, QueueUrl, dlqUrl} = withDeadLetters(5);
		start(sqs, {MaxNumberOfMessagesPerSecond: 1});

		sqs.call('DeleteQueue', {QueueUrl: dlqUrl});
		sqs.clock.advance(60_000);
		sqs.queue('dlq');
		sqs.clock.advance(10_000);

		expect(tasks(sqs)).toEqual([]);
		expect(sqs.counts(QueueUrl)).toEqual([0, 0, 0]);
		expect(sqs.clock.pendingCount()).toBe(0);
	});
});

describe('a start is refused', () => {
	test('when the source is nobody’s dead-letter queue', () => {
		const sqs = createSqs();
		sqs.queue('orders');

		expect(sqs.refusal('StartMessageMoveTask', {SourceArn: arnOf('orders')})).toMatchObject({
			code: 'InvalidParameterValue',
			type: 'com.amazon.coral.service#InvalidParameterValueException',
			message: 'Source queue must be configured as a Dead Letter Queue.',
		});
	});

	test('while another task of the source runs', () => {
		const {sqs} = withDeadLetters(5);
		start(sqs, {MaxNumberOfMessagesPerSecond: 1});

		expect(sqs.refusal('StartMessageMoveTask', {SourceArn: arnOf('dlq')})).toMatchObject({
			code: 'InvalidParameterValue',
			message: 'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
		});
	});

	test('when a queue is missing', () => {
		const {sqs} = withDeadLetters(1);

		for (const [input, name] of [
			[{SourceArn: arnOf('nope')}, 'SourceArn'],
			[{SourceArn: arnOf('dlq'), DestinationArn: arnOf('nope')}, 'DestinationArn'],
		] as const)
			expect(sqs.refusal('StartMessageMoveTask', input)).toMatchObject({
				code: 'ResourceNotFoundException',
				status: 404,
				message: `The resource that you specified for the ${name} parameter doesn't exist.`,
			});
	});

	test('when an ARN is none', () => {
		const {sqs} = withDeadLetters(1);

		for (const [action, input, name] of [
			['StartMessageMoveTask', {SourceArn: 'dlq'}, 'SourceArn'],
			['StartMessageMoveTask', {SourceArn: arnOf('dlq'), DestinationArn: 'arn:aws:sns:us-east-1:000000000000:x'}, 'DestinationArn'],
			['ListMessageMoveTasks', {SourceArn: 'dlq'}, 'SourceArn'],
		] as const)
			expect(sqs.refusal(action, input)).toMatchObject({
				code: 'InvalidParameterValue',
				message: `You must use this format to specify the ${name}: arn:<partition>:<service>:<region>:<account-id>:<resource-id>`,
			});
	});

	test.each([0, 501])('with a rate of %i', MaxNumberOfMessagesPerSecond => {
		const {sqs} = withDeadLetters(1);

		expect(sqs.refusal('StartMessageMoveTask', {SourceArn: arnOf('dlq'), MaxNumberOfMessagesPerSecond}).code).toBe('InvalidParameterValue');
	});

	test('without a source, with itself as the destination, or with one of another type', () => {
		const {sqs} = withDeadLetters(1);
		sqs.queue('target.fifo', {FifoQueue: 'true'});

		expect(sqs.refusal('StartMessageMoveTask', {})).toMatchObject({
			code: 'MissingParameter',
			message: 'The request must contain the parameter SourceArn.',
		});
		for (const name of ['dlq', 'target.fifo'])
			expect(sqs.refusal('StartMessageMoveTask', {SourceArn: arnOf('dlq'), DestinationArn: arnOf(name)}).code).toBe(
				'InvalidParameterValue',
			);
	});
});

describe('the list', () => {
	test('gives the newest task, or as many as asked for, at most ten', () => {
		const {sqs} = withDeadLetters(1);
		const startedAtMs = Array.from({length: 12}, () => {
			sqs.clock.advance(1000);
			const atMs = sqs.clock.nowMs();
			start(sqs);
			sqs.clock.advance(10);
			return atMs;
		});

		const {Results: one} = sqs.call('ListMessageMoveTasks', {SourceArn: arnOf('dlq')});
		expect(one?.map(({StartedTimestamp}) => StartedTimestamp)).toEqual(startedAtMs.slice(-1));
		expect(tasks(sqs, 10).map(({StartedTimestamp}) => StartedTimestamp)).toEqual(startedAtMs.slice(-10).toReversed());
	});

	test.each([0, 11])('cannot give %i', MaxResults => {
		const {sqs} = withDeadLetters(1);

		expect(sqs.refusal('ListMessageMoveTasks', {SourceArn: arnOf('dlq'), MaxResults}).code).toBe('InvalidParameterValue');
	});

	test('of a queue without tasks is absent, of no queue an error', () => {
		const {sqs} = withDeadLetters(1);

		expect(sqs.call('ListMessageMoveTasks', {SourceArn: arnOf('dlq')})).toEqual({});
		expect(sqs.refusal('ListMessageMoveTasks', {SourceArn: arnOf('nope')})).toMatchObject({
			code: 'ResourceNotFoundException',
			status: 404,
		});
	});
});

test('FIFO messages keep their group and order, and get new sequence numbers', () => {
	const sqs = createSqs();
	const dlqUrl = sqs.queue('dlq.fifo', {FifoQueue: 'true', ContentBasedDeduplication: 'true'});
	const QueueUrl = sqs.queue('orders.fifo', {FifoQueue: 'true', RedrivePolicy: redrivePolicy('dlq.fifo', 1), VisibilityTimeout: '1'});
	for (const id of ['a', 'b']) sqs.call('SendMessage', {QueueUrl, MessageBody: id, MessageGroupId: 'g', MessageDeduplicationId: id});
	sqs.receive(QueueUrl, {MaxNumberOfMessages: 10});
	sqs.clock.advance(1000);
	sqs.receive(QueueUrl, {MaxNumberOfMessages: 10});
	expect(sqs.counts(dlqUrl)).toEqual([2, 0, 0]);

	sqs.call('StartMessageMoveTask', {SourceArn: arnOf('dlq.fifo')});
	sqs.clock.advance(10);

	const moved = sqs.receive(QueueUrl, {MaxNumberOfMessages: 10, MessageSystemAttributeNames: ['All']});
	expect(moved.map(({Body, Attributes}) => [Body, Attributes?.['MessageGroupId']])).toEqual([
		['a', 'g'],
		['b', 'g'],
	]);
	const [first = '', second = ''] = moved.map(({Attributes}) => Attributes?.['SequenceNumber'] ?? '');
	expect(first < second).toBe(true);
});
