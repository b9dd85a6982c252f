import {describe, expect, test} from 'vitest';
import {arnOf, createSqs, redrivePolicy, type Sqs} from './call.ts';

function all(sqs: Sqs, QueueUrl: string): Record<string, string> {
	return sqs.call('GetQueueAttributes', {QueueUrl, AttributeNames: ['All']}).Attributes ?? {};
}

const set = (sqs: Sqs, QueueUrl: string, Attributes: Record<string, string>): void => {
	sqs.call('SetQueueAttributes', {QueueUrl, Attributes});
};

describe('reading', () => {
	test('All shows what a fresh standard queue has', () => {
		const sqs = createSqs();
		const seconds = String(Math.floor(sqs.clock.nowMs() / 1000));

		expect(all(sqs, sqs.queue('orders'))).toEqual({
			ApproximateNumberOfMessages: '0',
			ApproximateNumberOfMessagesDelayed: '0',
			ApproximateNumberOfMessagesNotVisible: '0',
			CreatedTimestamp: seconds,
			DelaySeconds: '0',
			LastModifiedTimestamp: seconds,
			MaximumMessageSize: '1048576',
			MessageRetentionPeriod: '345600',
			QueueArn: arnOf('orders'),
			ReceiveMessageWaitTimeSeconds: '0',
			SqsManagedSseEnabled: 'true',
			VisibilityTimeout: '30',
		});
	});

	test('All shows four more on a FIFO queue', () => {
		const sqs = createSqs();

		expect(all(sqs, sqs.queue('orders.fifo', {FifoQueue: 'true'}))).toMatchObject({
			ContentBasedDeduplication: 'false',
			DeduplicationScope: 'queue',
			FifoQueue: 'true',
			FifoThroughputLimit: 'perQueue',
		});
	});

	test('by name shows those, and what is not set is left out', () => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders');

		expect(
			sqs.call('GetQueueAttributes', {QueueUrl, AttributeNames: ['VisibilityTimeout', 'Policy', 'FifoQueue', 'RedrivePolicy']}),
		).toEqual({Attributes: {VisibilityTimeout: '30'}});
		expect(sqs.call('GetQueueAttributes', {QueueUrl, AttributeNames: ['Policy']})).toEqual({});
	});

	test('without names shows nothing', () => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders');

		expect(sqs.call('GetQueueAttributes', {QueueUrl})).toEqual({});
		expect(sqs.call('GetQueueAttributes', {QueueUrl, AttributeNames: []})).toEqual({});
	});

	test.each(['Foobar', 'constructor', '__proto__', ''])('an unknown name %s is refused', name => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders');

		expect(sqs.refusal('GetQueueAttributes', {QueueUrl, AttributeNames: ['All', name]})).toMatchObject({
			code: 'InvalidAttributeName',
			type: 'com.amazonaws.sqs#InvalidAttributeName',
			status: 400,
			message: `Unknown Attribute ${name}.`,
		});
	});
});

describe('ranges', () => {
	test.each([
		['VisibilityTimeout', 0, 43_200],
		['MessageRetentionPeriod', 60, 1_209_600],
		['DelaySeconds', 0, 900],
		['MaximumMessageSize', 1024, 1_048_576],
		['ReceiveMessageWaitTimeSeconds', 0, 20],
		['KmsDataKeyReusePeriodSeconds', 60, 86_400],
	] as const)('%s goes from %i to %i', (name, min, max) => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders');

		for (const value of [min, max]) {
			set(sqs, QueueUrl, {[name]: String(value)});
			expect(all(sqs, QueueUrl)[name]).toBe(String(value));
		}
		for (const value of [String(min - 1), String(max + 1), 'abc', '', '1.5', '1e2']) {
			const expected = {
				code: 'InvalidAttributeValue',
				type: 'com.amazonaws.sqs#InvalidAttributeValue',
				message: `Invalid value for the parameter ${name}.`,
			};
			expect(sqs.refusal('SetQueueAttributes', {QueueUrl, Attributes: {[name]: value}})).toMatchObject(expected);
			expect(sqs.refusal('CreateQueue', {QueueName: 'other', Attributes: {[name]: value}})).toMatchObject(expected);
		}
		expect(all(sqs, QueueUrl)[name]).toBe(String(max));
	});
});

describe('setting', () => {
	test('changes the given attributes only, and when the queue was modified', () => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders', {DelaySeconds: '5'});
		const createdSeconds = Math.floor(sqs.clock.nowMs() / 1000);
		sqs.clock.advance(10_000);

		set(sqs, QueueUrl, {VisibilityTimeout: '60'});

		expect(all(sqs, QueueUrl)).toMatchObject({
			DelaySeconds: '5',
			VisibilityTimeout: '60',
			CreatedTimestamp: String(createdSeconds),
			LastModifiedTimestamp: String(createdSeconds + 10),
		});
	});

	test('nothing changes nothing', () => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders');
		const before = all(sqs, QueueUrl);
		sqs.clock.advance(10_000);

		set(sqs, QueueUrl, {});

		expect(all(sqs, QueueUrl)).toEqual(before);
	});

	test('one bad attribute leaves all as they were', () => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders');

		sqs.refusal('SetQueueAttributes', {QueueUrl, Attributes: {VisibilityTimeout: '60', DelaySeconds: '901'}});

		expect(all(sqs, QueueUrl)['VisibilityTimeout']).toBe('30');
	});

	test.each(['QueueArn', 'ApproximateNumberOfMessages', 'CreatedTimestamp', 'LastModifiedTimestamp', 'All', 'Foobar', 'toString'])(
		'%s cannot be set',
		name => {
			const sqs = createSqs();
			const QueueUrl = sqs.queue('orders');

			for (const [action, input] of [
				['SetQueueAttributes', {QueueUrl}],
				['CreateQueue', {QueueName: 'other'}],
			] as const)
				expect(sqs.refusal(action, {...input, Attributes: {[name]: 'x'}})).toMatchObject({
					code: 'InvalidAttributeName',
					message: `Unknown Attribute ${name}.`,
				});
		},
	);

	test('the attributes are needed', () => {
		const sqs = createSqs();

		expect(sqs.refusal('SetQueueAttributes', {QueueUrl: sqs.queue('orders')})).toMatchObject({
			code: 'MissingParameter',
			message: 'The request must contain the parameter Attributes.',
		});
	});
});

describe('attributes of FIFO queues', () => {
	test.each([
		['FifoQueue', 'false', 'Unknown Attribute FifoQueue.'],
		['ContentBasedDeduplication', 'true', 'Unknown Attribute ContentBasedDeduplication.'],
		['DeduplicationScope', 'queue', 'You can specify the DeduplicationScope only when FifoQueue is set to true.'],
		['FifoThroughputLimit', 'perQueue', 'You can specify the FifoThroughputLimit only when FifoQueue is set to true.'],
	])('a standard queue does not take %s', (name, value, message) => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders');

		for (const [action, input] of [
			['SetQueueAttributes', {QueueUrl}],
			['CreateQueue', {QueueName: 'other'}],
		] as const)
			expect(sqs.refusal(action, {...input, Attributes: {[name]: value}})).toMatchObject({code: 'InvalidAttributeName', message});
	});

	test('a FIFO queue stays one', () => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders.fifo', {FifoQueue: 'true'});

		expect(sqs.call('SetQueueAttributes', {QueueUrl, Attributes: {FifoQueue: 'true'}})).toEqual({});
		expect(sqs.refusal('SetQueueAttributes', {QueueUrl, Attributes: {FifoQueue: 'false'}})).toMatchObject({
			code: 'InvalidAttributeValue',
			message: 'Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported.',
		});
	});

	test.each([
		['FifoQueue', 'maybe'],
		['ContentBasedDeduplication', 'maybe'],
		['DeduplicationScope', 'group'],
		['FifoThroughputLimit', 'perGroup'],
	])('%s cannot be "%s"', (name, value) => {
		const attributes = {FifoQueue: 'true', [name]: value};

		expect(createSqs().refusal('CreateQueue', {QueueName: 'orders.fifo', Attributes: attributes})).toMatchObject({
			code: 'InvalidAttributeValue',
			message: `Invalid value for the parameter ${name}.`,
		});
	});

	test('a limit per group needs the scope of the group', () => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders.fifo', {FifoQueue: 'true'});

		expect(sqs.refusal('SetQueueAttributes', {QueueUrl, Attributes: {FifoThroughputLimit: 'perMessageGroupId'}}).code).toBe(
			'InvalidAttributeValue',
		);
		set(sqs, QueueUrl, {FifoThroughputLimit: 'perMessageGroupId', DeduplicationScope: 'messageGroup'});
		expect(all(sqs, QueueUrl)).toMatchObject({FifoThroughputLimit: 'perMessageGroupId', DeduplicationScope: 'messageGroup'});
		expect(sqs.refusal('SetQueueAttributes', {QueueUrl, Attributes: {DeduplicationScope: 'queue'}}).code).toBe('InvalidAttributeValue');
	});
});

describe('encryption', () => {
	test('a KMS key switches the managed key off, and removing it leaves that so', () => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders');

		set(sqs, QueueUrl, {KmsMasterKeyId: 'testKeyId', KmsDataKeyReusePeriodSeconds: '6000'});
		expect(all(sqs, QueueUrl)).toMatchObject({
			KmsMasterKeyId: 'testKeyId',
			KmsDataKeyReusePeriodSeconds: '6000',
			SqsManagedSseEnabled: 'false',
		});
		set(sqs, QueueUrl, {KmsMasterKeyId: '', KmsDataKeyReusePeriodSeconds: '300'});

		expect(all(sqs, QueueUrl)).not.toHaveProperty('KmsMasterKeyId');
		expect(all(sqs, QueueUrl)).not.toHaveProperty('KmsDataKeyReusePeriodSeconds');
		expect(all(sqs, QueueUrl)['SqsManagedSseEnabled']).toBe('false');
	});

	test('both kinds at once are refused', () => {
		const Attributes = {KmsMasterKeyId: 'testKeyId', SqsManagedSseEnabled: 'true'};

		expect(createSqs().refusal('CreateQueue', {QueueName: 'orders', Attributes})).toMatchObject({
			code: 'InvalidAttributeName',
			message: 'You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.',
		});
	});
});

describe('policies', () => {
	const policy = JSON.stringify({
		Version: '2012-10-17',
		Statement: [
			{
				Sid: 'topic',
				Effect: 'Allow',
				Principal: {Service: 'sns.amazonaws.com'},
				Action: 'sqs:SendMessage',
				Resource: arnOf('orders'),
				Condition: {ArnEquals: {'aws:SourceArn': 'arn:aws:sns:us-east-1:000000000000:news'}},
			},
		],
	});

	test('read back as they were given and go with an empty text', () => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders', {Policy: policy});

		expect(all(sqs, QueueUrl)['Policy']).toBe(policy);
		set(sqs, QueueUrl, {Policy: ''});
		expect(all(sqs, QueueUrl)).not.toHaveProperty('Policy');
	});

	test.each([
		['no JSON', 'nonsense'],
		['no object', '[]'],
		['no effect', '{"Statement":[{"Principal":"*","Action":"sqs:*"}]}'],
		['no statement but a text', '{"Statement":["Allow"]}'],
		['21 statements', JSON.stringify({Statement: Array.from({length: 21}, () => ({Effect: 'Allow'}))})],
		['51 principals', JSON.stringify({Statement: {Effect: 'Allow', Principal: {AWS: Array.from({length: 51}, String)}}})],
		['8 actions', JSON.stringify({Statement: {Effect: 'Allow', Action: Array.from({length: 8}, String)}})],
		[
			'11 conditions',
			JSON.stringify({Statement: {Effect: 'Allow', Condition: Object.fromEntries(Array.from({length: 11}, (_, index) => [index, {}]))}}),
		],
		['more than 8,192 bytes', JSON.stringify({Id: 'x'.repeat(8192), Statement: []})],
	])('%s is refused', (_why, text) => {
		expect(createSqs().refusal('CreateQueue', {QueueName: 'orders', Attributes: {Policy: text}})).toMatchObject({
			code: 'InvalidAttributeValue',
			message: 'Invalid value for the parameter Policy.',
		});
	});
});

describe('redrive policies', () => {
	const refused = (text: string): string => {
		const sqs = createSqs();
		sqs.queue('dlq');
		sqs.queue('dlq.fifo', {FifoQueue: 'true'});
		const {code, message} = sqs.refusal('SetQueueAttributes', {QueueUrl: sqs.queue('orders'), Attributes: {RedrivePolicy: text}});
		expect(code).toBe('InvalidParameterValue');
		const [start, reason = ''] = message.split(' Reason: ');
		expect(start).toBe(`Value ${text} for parameter RedrivePolicy is invalid.`);
		return reason;
	};

	test('read back as they were given and go with an empty text', () => {
		const sqs = createSqs();
		sqs.queue('dlq');
		const text = `{"maxReceiveCount": "42", "deadLetterTargetArn": "${arnOf('dlq')}"}`;
		const QueueUrl = sqs.queue('orders', {RedrivePolicy: text});

		expect(all(sqs, QueueUrl)['RedrivePolicy']).toBe(text);
		set(sqs, QueueUrl, {RedrivePolicy: ''});
		expect(all(sqs, QueueUrl)).not.toHaveProperty('RedrivePolicy');
	});

	test.each([0, 1001, -1, 1.5, 'x', ''])('maxReceiveCount cannot be %s', count => {
		expect(refused(redrivePolicy('dlq', count))).toBe(
			`Invalid value for maxReceiveCount: ${count}, valid values are from 1 to 1000 both inclusive.`,
		);
	});

	test('maxReceiveCount goes from 1 to 1,000', () => {
		const sqs = createSqs();
		sqs.queue('dlq');
		const QueueUrl = sqs.queue('orders');

		for (const count of [1, 1000, '1', '1000']) set(sqs, QueueUrl, {RedrivePolicy: redrivePolicy('dlq', count)});
		expect(all(sqs, QueueUrl)['RedrivePolicy']).toContain('"1000"');
	});

	test('anything else that is wrong is told', () => {
		expect(refused('nonsense')).toBe('Redrive policy is not a valid JSON map.');
		expect(refused('[]')).toBe('Redrive policy is not a valid JSON map.');
		expect(refused('{"maxReceiveCount":3}')).toBe('Redrive policy does not contain mandatory attribute: deadLetterTargetArn.');
		expect(refused(`{"deadLetterTargetArn":"${arnOf('dlq')}"}`)).toBe(
			'Redrive policy does not contain mandatory attribute: maxReceiveCount.',
		);
		expect(refused('{"deadLetterTargetArn":"dlq","maxReceiveCount":3}')).toBe('Invalid value for deadLetterTargetArn.');
		expect(refused(redrivePolicy('nope', 3))).toBe('Dead letter target does not exist.');
		expect(refused(redrivePolicy('dlq', 3).replace('us-east-1', 'eu-west-1'))).toBe('Dead letter target does not exist.');
		expect(refused(redrivePolicy('dlq.fifo', 3))).toBe('Dead-letter queue must be same type of queue as the source.');
	});

	test('a dead-letter queue may refuse sources', () => {
		const sqs = createSqs();
		const dlqUrl = sqs.queue('dlq', {RedriveAllowPolicy: '{"redrivePermission":"denyAll"}'});
		const QueueUrl = sqs.queue('orders');
		const Attributes = {RedrivePolicy: redrivePolicy('dlq', 3)};

		expect(sqs.refusal('SetQueueAttributes', {QueueUrl, Attributes}).code).toBe('InvalidParameterValue');
		set(sqs, dlqUrl, {RedriveAllowPolicy: JSON.stringify({redrivePermission: 'byQueue', sourceQueueArns: [arnOf('others')]})});
		expect(sqs.refusal('SetQueueAttributes', {QueueUrl, Attributes}).message).toContain('is not allowed to use the dead-letter queue');
		set(sqs, dlqUrl, {RedriveAllowPolicy: JSON.stringify({redrivePermission: 'byQueue', sourceQueueArns: [arnOf('orders')]})});
		set(sqs, QueueUrl, Attributes);
		set(sqs, dlqUrl, {RedriveAllowPolicy: ''});
		expect(all(sqs, dlqUrl)).not.toHaveProperty('RedriveAllowPolicy');
	});

	test.each([
		'nonsense',
		'{}',
		'{"redrivePermission":"some"}',
		'{"redrivePermission":"byQueue"}',
		'{"redrivePermission":"byQueue","sourceQueueArns":["x"]}',
		'{"redrivePermission":"allowAll","sourceQueueArns":["arn:aws:sqs:us-east-1:000000000000:a"]}',
		JSON.stringify({redrivePermission: 'byQueue', sourceQueueArns: Array.from({length: 11}, (_, index) => arnOf(`q${index}`))}),
	])('%s is no redrive allow policy', text => {
		expect(createSqs().refusal('CreateQueue', {QueueName: 'dlq', Attributes: {RedriveAllowPolicy: text}})).toMatchObject({
			code: 'InvalidParameterValue',
			message: expect.stringContaining(`Value ${text} for parameter RedriveAllowPolicy is invalid. Reason: `),
		});
	});
});
