import {describe, expect, test} from 'vitest';
import {arnOf, createSqs, type Sqs} from './call.ts';

describe('tags', () => {
	test('are added, overwritten, listed and removed', () => {
		const sqs = createSqs();
		const {QueueUrl} = sqs.call('CreateQueue', {QueueName: 'orders', tags: {team: 'a', 'cost center': ''}});

		sqs.call('TagQueue', {QueueUrl, Tags: {team: 'b', stage: 'prod'}});
		expect(sqs.call('ListQueueTags', {QueueUrl})).toEqual({Tags: {team: 'b', 'cost center': '', stage: 'prod'}});
		sqs.call('UntagQueue', {QueueUrl, TagKeys: ['team', 'unknown']});
		expect(sqs.call('ListQueueTags', {QueueUrl})).toEqual({Tags: {'cost center': '', stage: 'prod'}});
		sqs.call('UntagQueue', {QueueUrl, TagKeys: ['cost center', 'stage']});

		expect(sqs.call('ListQueueTags', {QueueUrl})).toEqual({});
	});

	test('a queue without any has no list of them', () => {
		const sqs = createSqs();
		const {QueueUrl} = sqs.call('CreateQueue', {QueueName: 'orders', tags: {}, Attributes: {}});

		expect(sqs.call('ListQueueTags', {QueueUrl})).toEqual({});
	});

	test('there may be 50', () => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders');
		const tags = Object.fromEntries(Array.from({length: 50}, (_, index) => [`k${index}`, 'v']));

		sqs.call('TagQueue', {QueueUrl, Tags: tags});

		expect(sqs.call('TagQueue', {QueueUrl, Tags: {k0: 'other'}})).toEqual({});
		expect(sqs.refusal('TagQueue', {QueueUrl, Tags: {k50: 'v'}}).code).toBe('InvalidParameterValue');
		expect(sqs.call('ListQueueTags', {QueueUrl}).Tags).toEqual({...tags, k0: 'other'});
	});

	test.each([
		['', 'v'],
		['k'.repeat(129), 'v'],
		['k', 'v'.repeat(257)],
		['aws:k', 'v'],
		['AWS:k', 'v'],
		['k!', 'v'],
	])('"%s" = "%s" is refused', (key, value) => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders');

		expect(sqs.refusal('TagQueue', {QueueUrl, Tags: {[key]: value}}).code).toBe('InvalidParameterValue');
		expect(sqs.refusal('CreateQueue', {QueueName: 'other', tags: {[key]: value}}).code).toBe('InvalidParameterValue');
	});

	test('keys of 128 and values of 256 characters are fine', () => {
		const sqs = createSqs();
		const Tags = {['k'.repeat(128)]: 'v'.repeat(256)};

		sqs.call('TagQueue', {QueueUrl: sqs.queue('orders'), Tags});

		expect(sqs.call('ListQueueTags', {QueueUrl: 'orders'})).toEqual({Tags});
	});

	test.each([
		['TagQueue', 'Tags'],
		['UntagQueue', 'TagKeys'],
	])('%s needs %s', (action, name) => {
		const sqs = createSqs();

		expect(sqs.refusal(action, {QueueUrl: sqs.queue('orders')})).toMatchObject({
			code: 'MissingParameter',
			message: `The request must contain the parameter ${name}.`,
		});
	});
});

describe('permissions', () => {
	const policyOf = (sqs: Sqs, QueueUrl: string): unknown => {
		const {Attributes: found} = sqs.call('GetQueueAttributes', {QueueUrl, AttributeNames: ['Policy']});
		return found && JSON.parse(found['Policy'] ?? '');
	};
	const one = {Label: 'one', AWSAccountIds: ['111111111111'], Actions: ['ReceiveMessage']};
	const statementOne = {
		Sid: 'one',
		Effect: 'Allow',
		Principal: {AWS: 'arn:aws:iam::111111111111:root'},
		Action: 'SQS:ReceiveMessage',
		Resource: arnOf('orders'),
	};

	test('show in the policy, single values as such and several as lists', () => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders');

		sqs.call('AddPermission', {QueueUrl, ...one});
		expect(policyOf(sqs, QueueUrl)).toEqual({
			Version: '2008-10-17',
			Id: `${arnOf('orders')}/SQSDefaultPolicy`,
			Statement: [statementOne],
		});
		sqs.call('AddPermission', {QueueUrl, Label: 'two', AWSAccountIds: ['111111111111', '222222222222'], Actions: ['SendMessage', '*']});

		expect(policyOf(sqs, QueueUrl)).toMatchObject({
			Statement: [
				statementOne,
				{
					Sid: 'two',
					Principal: {AWS: ['arn:aws:iam::111111111111:root', 'arn:aws:iam::222222222222:root']},
					Action: ['SQS:SendMessage', 'SQS:*'],
				},
			],
		});
	});

	test('join a policy that was set, whose other statements stay', () => {
		const sqs = createSqs();
		const statement = {Sid: 'mine', Effect: 'Allow', Principal: '*', Action: 'sqs:*', Resource: '*'};
		const policy = JSON.stringify({Version: '2012-10-17', Id: 'my-policy', Statement: statement});
		const QueueUrl = sqs.queue('orders', {Policy: policy});

		sqs.call('AddPermission', {QueueUrl, ...one});
		expect(policyOf(sqs, QueueUrl)).toEqual({Version: '2012-10-17', Id: 'my-policy', Statement: [statement, statementOne]});
		sqs.call('RemovePermission', {QueueUrl, Label: 'mine'});

		expect(policyOf(sqs, QueueUrl)).toEqual({Version: '2012-10-17', Id: 'my-policy', Statement: [statementOne]});
	});

	test('when the last is removed the policy is gone', () => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders');
		sqs.call('AddPermission', {QueueUrl, ...one});

		expect(sqs.call('RemovePermission', {QueueUrl, Label: 'one'})).toEqual({});

		expect(policyOf(sqs, QueueUrl)).toBeUndefined();
	});

	test('have labels of their own', () => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders');
		sqs.call('AddPermission', {QueueUrl, ...one});

		expect(sqs.refusal('AddPermission', {QueueUrl, ...one})).toMatchObject({
			code: 'InvalidParameterValue',
			message: 'Value one for parameter Label is invalid. Reason: Already exists.',
		});
		expect(sqs.refusal('RemovePermission', {QueueUrl, Label: 'two'})).toMatchObject({
			code: 'InvalidParameterValue',
			message: "Value two for parameter Label is invalid. Reason: can't find label.",
		});
		for (const Label of ['', 'a b', 'x'.repeat(81)])
			expect(sqs.refusal('AddPermission', {QueueUrl, ...one, Label}).code).toBe('InvalidParameterValue');
	});

	test('are for accounts and actions that can be', () => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders');

		expect(sqs.refusal('AddPermission', {QueueUrl, ...one, Actions: ['Foo']})).toMatchObject({
			code: 'InvalidParameterValue',
			message:
				'Value SQS:Foo for parameter ActionName is invalid. Reason: Please refer to the appropriate WSDL for a list of valid actions. ',
		});
		expect(sqs.refusal('AddPermission', {QueueUrl, ...one, AWSAccountIds: ['12']}).code).toBe('InvalidParameterValue');
		for (const name of ['AWSAccountIds', 'Actions', 'Label'])
			expect(sqs.refusal('AddPermission', {QueueUrl, ...one, [name]: undefined}).code).toBe('MissingParameter');
		for (const name of ['AWSAccountIds', 'Actions'])
			expect(sqs.refusal('AddPermission', {QueueUrl, ...one, [name]: []}).code).toBe('MissingParameter');
	});

	test('a policy holds 20 statements', () => {
		const sqs = createSqs();
		const QueueUrl = sqs.queue('orders');
		for (let index = 0; index < 20; index++) sqs.call('AddPermission', {QueueUrl, ...one, Label: `l${index}`});

		expect(sqs.refusal('AddPermission', {QueueUrl, ...one, Label: 'l20'})).toMatchObject({
			code: 'OverLimit',
			type: 'com.amazonaws.sqs#OverLimit',
			status: 403,
		});
	});
});
