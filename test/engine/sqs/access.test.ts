import {describe, expect, test} from 'vitest';
import {sendFromService} from '../../../source/engine/sqs/deliver.ts';
import {accountId, arnOf, createSqs, endpointUrl, type Sqs} from './call.ts';

const other = {caller: '111111111111'};
const anonymous = {caller: 'anonymous'};

/** A queue of the test's account with a policy of these statements. */
function guarded(...statements: object[]): {sqs: Sqs; QueueUrl: string} {
	const sqs = createSqs({enforcePolicies: true});
	const QueueUrl = sqs.queue(
		'orders',
		statements.length > 0 ? {Policy: JSON.stringify({Version: '2012-10-17', Statement: statements})} : {},
	);
	return {sqs, QueueUrl};
}

const allow = (action: string | readonly string[], principal: unknown = {AWS: '111111111111'}): object => ({
	Effect: 'Allow',
	Principal: principal,
	Action: action,
	Resource: arnOf('orders'),
});

const noPolicyAllows = (action: string, caller = 'arn:aws:iam::111111111111:root'): string =>
	`User: ${caller} is not authorized to perform: ${action} on resource: ${arnOf('orders')} because no resource-based policy allows the ${action} action`;

describe('without a policy', () => {
	test.each([
		['SendMessage', {MessageBody: 'x'}, 'sqs:sendmessage'],
		['SendMessageBatch', {Entries: [{Id: 'a', MessageBody: 'x'}]}, 'sqs:sendmessage'],
		['ReceiveMessage', {}, 'sqs:receivemessage'],
		['DeleteMessage', {ReceiptHandle: 'x'}, 'sqs:deletemessage'],
		['DeleteMessageBatch', {Entries: [{Id: 'a', ReceiptHandle: 'x'}]}, 'sqs:deletemessage'],
		['ChangeMessageVisibilityBatch', {Entries: []}, 'sqs:changemessagevisibility'],
		['GetQueueAttributes', {}, 'sqs:getqueueattributes'],
		['PurgeQueue', {}, 'sqs:purgequeue'],
		['DeleteQueue', {}, 'sqs:deletequeue'],
	])('another account may not %s', (action, input, permission) => {
		const {sqs, QueueUrl} = guarded();

		expect(sqs.refusal(action, {QueueUrl, ...input}, other)).toMatchObject({
			code: 'AccessDenied',
			type: 'com.amazon.coral.service#AccessDeniedException',
			status: 403,
			message: noPolicyAllows(permission),
		});
	});

	test('another account does not learn its URL, and nobody is asked about what is not there', () => {
		const {sqs} = guarded();

		expect(sqs.refusal('GetQueueUrl', {QueueName: 'orders', QueueOwnerAWSAccountId: accountId}, other).code).toBe('AccessDenied');
		expect(sqs.refusal('GetQueueUrl', {QueueName: 'nope', QueueOwnerAWSAccountId: accountId}, other).code).toBe(
			'AWS.SimpleQueueService.NonExistentQueue',
		);
		expect(sqs.refusal('SendMessage', {QueueUrl: `${endpointUrl}/${accountId}/nope`, MessageBody: 'x'}, other).code).toBe(
			'AWS.SimpleQueueService.NonExistentQueue',
		);
	});

	test('the owner does everything', () => {
		const {sqs, QueueUrl} = guarded();

		sqs.call('SendMessage', {QueueUrl, MessageBody: 'x'});
		expect(sqs.receive(QueueUrl)).toHaveLength(1);
		expect(sqs.call('GetQueueUrl', {QueueName: 'orders'})).toEqual({QueueUrl});
		expect(sqs.call('ListQueues')).toEqual({QueueUrls: [QueueUrl]});
		expect(sqs.call('DeleteQueue', {QueueUrl})).toEqual({});
	});

	test('a caller without a signature may do nothing at all', () => {
		const {sqs, QueueUrl} = guarded();

		expect(sqs.refusal('SendMessage', {QueueUrl, MessageBody: 'x'}, anonymous).message).toBe(
			noPolicyAllows('sqs:sendmessage', 'anonymous'),
		);
		for (const action of ['ListQueues', 'CreateQueue'])
			expect(sqs.refusal(action, {QueueName: 'other'}, anonymous).code).toBe('AccessDenied');
	});

	test('an engine that does not enforce lets everyone in', () => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders');

		expect(sqs.call('SendMessage', {QueueUrl, MessageBody: 'x'}, other)).toHaveProperty('MessageId');
	});
});

describe('a policy', () => {
	test('lets another account do what it says, in batches too, and no more', () => {
		const {sqs, QueueUrl} = guarded(allow(['sqs:SendMessage', 'SQS:GetQueueUrl']));

		sqs.call('SendMessage', {QueueUrl, MessageBody: 'x'}, other);
		sqs.call('SendMessageBatch', {QueueUrl, Entries: [{Id: 'a', MessageBody: 'y'}]}, other);

		expect(sqs.call('GetQueueUrl', {QueueName: 'orders', QueueOwnerAWSAccountId: accountId}, other)).toEqual({QueueUrl});
		expect(sqs.refusal('ReceiveMessage', {QueueUrl}, other).message).toBe(noPolicyAllows('sqs:receivemessage'));
		expect(sqs.refusal('SendMessage', {QueueUrl, MessageBody: 'x'}, {caller: '222222222222'}).code).toBe('AccessDenied');
		expect(sqs.counts(QueueUrl)).toEqual([2, 0, 0]);
	});

	test('that AddPermission wrote counts as one that was set', () => {
		const {sqs, QueueUrl} = guarded();
		sqs.call('AddPermission', {QueueUrl, Label: 'a', AWSAccountIds: ['111111111111'], Actions: ['ReceiveMessage']});

		expect(sqs.call('ReceiveMessage', {QueueUrl}, other)).toEqual({});
		sqs.call('RemovePermission', {QueueUrl, Label: 'a'});

		expect(sqs.refusal('ReceiveMessage', {QueueUrl}, other).code).toBe('AccessDenied');
	});

	test('cannot give away what AWS keeps to the owner', () => {
		const {sqs, QueueUrl} = guarded(allow('*'));

		expect(sqs.refusal('DeleteQueue', {QueueUrl}, other).message).toBe(`Access to the resource ${QueueUrl} is denied.`);
	});

	test('for everyone lets callers without a signature in', () => {
		const {sqs, QueueUrl} = guarded(allow('sqs:*', '*'));

		expect(sqs.call('SendMessage', {QueueUrl, MessageBody: 'x'}, anonymous)).toHaveProperty('MessageId');
	});

	test('that denies keeps the owner out too, but for taking it back', () => {
		const {sqs, QueueUrl} = guarded(allow('*', '*'), {Effect: 'Deny', Principal: '*', Action: '*', Resource: '*'});

		for (const who of [{}, other])
			expect(sqs.refusal('SendMessage', {QueueUrl, MessageBody: 'x'}, who).message).toMatch(
				/ is not authorized to perform: sqs:sendmessage on resource: \S+ with an explicit deny in a resource-based policy$/,
			);
		expect(sqs.refusal('DeleteQueue', {QueueUrl}).code).toBe('AccessDenied');
		expect(sqs.refusal('SetQueueAttributes', {QueueUrl, Attributes: {Policy: ''}}, other).code).toBe('AccessDenied');
		sqs.call('SetQueueAttributes', {QueueUrl, Attributes: {Policy: ''}});

		expect(sqs.call('SendMessage', {QueueUrl, MessageBody: 'x'})).toHaveProperty('MessageId');
	});

	test('holds for the source of a move task', () => {
		const {sqs} = guarded({Effect: 'Deny', Principal: '*', Action: 'sqs:*MessageMoveTask*', Resource: '*'});

		for (const action of ['StartMessageMoveTask', 'ListMessageMoveTasks'])
			expect(sqs.refusal(action, {SourceArn: arnOf('orders')}).code).toBe('AccessDenied');
		expect(sqs.refusal('StartMessageMoveTask', {SourceArn: arnOf('nope')}).code).toBe('ResourceNotFoundException');
	});
});

describe('a topic', () => {
	const topicArn = 'arn:aws:sns:us-east-1:000000000000:events';
	const deliver = (sqs: Sqs, sourceArn = topicArn): string | undefined =>
		sendFromService(sqs.state, 'orders', {message: {body: 'x'}, sourceArn, nowMs: sqs.clock.nowMs()})?.message;
	const fromTopic = {
		...allow('sqs:SendMessage', {Service: 'sns.amazonaws.com'}),
		Condition: {ArnEquals: {'aws:SourceArn': topicArn}},
	};

	test('sends to a queue whose policy lets it, and no other does', () => {
		const {sqs, QueueUrl} = guarded(fromTopic);

		expect(deliver(sqs)).toBeUndefined();
		expect(deliver(sqs, `${topicArn}-2`)).toBe(noPolicyAllows('sqs:sendmessage', 'sns.amazonaws.com'));
		expect(sqs.counts(QueueUrl)).toEqual([1, 0, 0]);
	});

	test('of the same account needs the permission as well', () => {
		expect(deliver(guarded().sqs)).toBe(noPolicyAllows('sqs:sendmessage', 'sns.amazonaws.com'));
		expect(deliver(guarded(allow('sqs:SendMessage', {AWS: accountId})).sqs)).toBe(noPolicyAllows('sqs:sendmessage', 'sns.amazonaws.com'));
	});

	test.each([
		[{StringEquals: {'aws:SourceAccount': '000000000000'}}, undefined],
		[{StringEquals: {'aws:SourceAccount': '111111111111'}}, noPolicyAllows('sqs:sendmessage', 'sns.amazonaws.com')],
		[{ArnLike: {'AWS:SourceArn': 'arn:aws:sns:*:*:ev*'}}, undefined],
		[{Bool: {'aws:PrincipalIsAWSService': 'true'}}, undefined],
	])('meets the condition %j: %s', (condition, expected) => {
		expect(deliver(guarded({...allow('sqs:SendMessage', '*'), Condition: condition}).sqs)).toBe(expected);
	});

	test('that is denied is told so', () => {
		const {sqs} = guarded(fromTopic, {Effect: 'Deny', NotPrincipal: {AWS: accountId}, Action: 'sqs:SendMessage', Resource: '*'});

		expect(deliver(sqs)).toMatch(/with an explicit deny in a resource-based policy$/);
	});
});
