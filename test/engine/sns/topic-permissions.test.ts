import {expect, test} from 'vitest';
import {createSns, topicArnOf} from './call.ts';

const grant = {Label: 'partner', AWSAccountId: ['210987654321'], ActionName: ['Publish']};

test('a permission is a statement at the end of the policy', () => {
	const sns = createSns();
	const TopicArn = sns.createTopic();
	const statements = () => JSON.parse(sns.call('GetTopicAttributes', {TopicArn}).Attributes['Policy'] ?? '').Statement;

	sns.call('AddPermission', {TopicArn, ...grant});
	expect(statements()).toMatchObject([
		{Sid: '__default_statement_ID'},
		{
			Sid: 'partner',
			Effect: 'Allow',
			Principal: {AWS: 'arn:aws:iam::210987654321:root'},
			Action: 'SNS:Publish',
			Resource: TopicArn,
		},
	]);

	sns.call('RemovePermission', {TopicArn, Label: 'partner'});
	expect(statements()).toMatchObject([{Sid: '__default_statement_ID'}]);
});

test('several accounts and actions become lists', () => {
	const sns = createSns();
	const TopicArn = sns.createTopic();

	sns.call('AddPermission', {TopicArn, Label: 'x', AWSAccountId: ['210987654321', '111122223333'], ActionName: ['Publish', 'Receive']});

	expect(JSON.parse(sns.call('GetTopicAttributes', {TopicArn}).Attributes['Policy'] ?? '').Statement[1]).toMatchObject({
		Principal: {AWS: ['arn:aws:iam::210987654321:root', 'arn:aws:iam::111122223333:root']},
		Action: ['SNS:Publish', 'SNS:Receive'],
	});
});

test('a label is used once, and an action must be one of topics', () => {
	const sns = createSns();
	const TopicArn = sns.createTopic();
	sns.call('AddPermission', {TopicArn, ...grant});

	expect(sns.refusal('AddPermission', {TopicArn, ...grant})).toBe('InvalidParameter: Invalid parameter: Statement already exists');
	expect(sns.refusal('AddPermission', {TopicArn, ...grant, Label: 'b', ActionName: ['SendMessage']})).toBe(
		'InvalidParameter: Invalid parameter: Policy statement action out of service scope!',
	);
	expect(sns.refusal('AddPermission', {TopicArn: topicArnOf('missing'), ...grant})).toBe('NotFound: Topic does not exist');
});

test('tags are added, overwritten, listed and taken away', () => {
	const sns = createSns();
	const ResourceArn = sns.createTopic();
	const tags = () => sns.call('ListTagsForResource', {ResourceArn}).Tags;

	sns.call('TagResource', {
		ResourceArn,
		Tags: [
			{Key: 'team', Value: 'a'},
			{Key: 'stage', Value: 'test'},
		],
	});
	sns.call('TagResource', {ResourceArn, Tags: [{Key: 'team', Value: 'b'}]});
	expect(tags()).toEqual([
		{Key: 'team', Value: 'b'},
		{Key: 'stage', Value: 'test'},
	]);

	sns.call('UntagResource', {ResourceArn, TagKeys: ['team', 'never-was']});
	expect(tags()).toEqual([{Key: 'stage', Value: 'test'}]);
});

test('a key stands once in a request, and a topic has 50 tags at most', () => {
	const sns = createSns();
	const ResourceArn = sns.createTopic();
	const tags = (count: number) => Array.from({length: count}, (_, index) => ({Key: `key-${index}`, Value: 'x'}));
	const duplicates = [...tags(1), ...tags(1)];
	const text = 'InvalidParameter: Invalid parameter: Duplicated keys are not allowed.';

	expect(sns.refusal('TagResource', {ResourceArn, Tags: duplicates})).toBe(text);
	expect(sns.refusal('CreateTopic', {Name: 'other', Tags: duplicates})).toBe(text);
	expect(sns.refusal('TagResource', {ResourceArn, Tags: tags(51)})).toContain('TagLimitExceeded');
	expect(sns.refusal('TagResource', {ResourceArn, Tags: tags(50)})).toBe('was not refused');
	expect(sns.refusal('TagResource', {ResourceArn, Tags: tags(50)})).toBe('was not refused');
});

test('tag operations have a word of their own for a missing topic', () => {
	const sns = createSns();
	const ResourceArn = topicArnOf('missing');
	const text = 'ResourceNotFound: Resource does not exist';

	expect(sns.refusal('TagResource', {ResourceArn, Tags: []})).toBe(text);
	expect(sns.refusal('UntagResource', {ResourceArn, TagKeys: []})).toBe(text);
	expect(sns.refusal('ListTagsForResource', {ResourceArn})).toBe(text);
});

test('a data protection policy is stored, read back and taken back', () => {
	const sns = createSns();
	const ResourceArn = sns.createTopic();
	const read = () => sns.call('GetDataProtectionPolicy', {ResourceArn}).DataProtectionPolicy;
	const DataProtectionPolicy = '{"Name":"x", "Version":"2021-06-01"}';

	expect(read()).toBe('');
	sns.call('PutDataProtectionPolicy', {ResourceArn, DataProtectionPolicy});
	expect(read()).toBe(DataProtectionPolicy);
	sns.call('PutDataProtectionPolicy', {ResourceArn, DataProtectionPolicy: ''});
	expect(read()).toBe('');
});

test('a data protection policy is JSON of 30,720 characters at most, for standard topics', () => {
	const sns = createSns();
	const ResourceArn = sns.createTopic();
	const fifo = sns.createTopic('orders.fifo', {FifoTopic: 'true'});
	const sized = (length: number) => `{"a":"${'x'.repeat(length - 8)}"}`;

	expect(sns.refusal('PutDataProtectionPolicy', {ResourceArn, DataProtectionPolicy: sized(30_720)})).toBe('was not refused');
	expect(sns.refusal('PutDataProtectionPolicy', {ResourceArn, DataProtectionPolicy: sized(30_721)})).toContain('too long');
	expect(sns.refusal('PutDataProtectionPolicy', {ResourceArn, DataProtectionPolicy: 'x'})).toContain('failed to parse JSON');
	expect(sns.refusal('PutDataProtectionPolicy', {ResourceArn: fifo, DataProtectionPolicy: '{}'})).toContain('FIFO');
	expect(sns.refusal('GetDataProtectionPolicy', {ResourceArn: topicArnOf('missing')})).toBe('NotFound: Topic does not exist');
});
