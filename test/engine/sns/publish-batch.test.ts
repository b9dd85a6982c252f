import {expect, test} from 'vitest';
import {createSns, topicArnOf} from './call.ts';

const entries = (count: number) => Array.from({length: count}, (_, index) => ({Id: `id-${index}`, Message: `message ${index}`}));

test('every message of a batch is delivered, in order, and gets an id of its own', () => {
	const sns = createSns();
	const TopicArn = sns.createTopic();
	sns.subscribeQueue(TopicArn, 'billing', {RawMessageDelivery: 'true'});

	const answer = sns.call('PublishBatch', {TopicArn, PublishBatchRequestEntries: entries(10)});

	expect(sns.bodies('billing')).toEqual(entries(10).map(entry => entry.Message));
	expect(answer.Successful.map(entry => entry['Id'])).toEqual(entries(10).map(entry => entry.Id));
	expect(new Set(answer.Successful.map(entry => entry['MessageId'])).size).toBe(10);
	expect(answer.Failed).toEqual([]);
});

test.each([
	[[], "EmptyBatchRequest: The batch request doesn't contain any entries."],
	[entries(11), 'TooManyEntriesInBatchRequest: The batch request contains more entries than permissible.'],
	[[...entries(1), ...entries(1)], 'BatchEntryIdsNotDistinct: Two or more batch entries in the request have the same Id.'],
	[
		[{Id: 'a'.repeat(81), Message: 'x'}],
		`InvalidBatchEntryId: The Id of a batch entry in the batch request is too long: ${'a'.repeat(81)}`,
	],
	[
		[{Id: 'a b', Message: 'x'}],
		'InvalidBatchEntryId: The Id of a batch entry in the batch request contains an impermissible character: a b',
	],
	[
		[
			{Id: 'a', Message: 'x'.repeat(131_072)},
			{Id: 'b', Message: 'x'.repeat(131_073)},
		],
		'BatchRequestTooLong: The length of all the messages put together is more than the limit.',
	],
	[[...entries(1), {Id: 'b', Message: ''}], 'InvalidParameter: Invalid parameter: Empty message'],
	[
		[...entries(1), {Id: 'b', Message: 'x', MessageStructure: 'json'}],
		'InvalidParameter: Invalid parameter: Message Structure - JSON message body failed to parse',
	],
])('a batch is refused as a whole: $1', (PublishBatchRequestEntries, text) => {
	const sns = createSns();
	const TopicArn = sns.createTopic();
	sns.subscribeQueue(TopicArn, 'billing');

	expect(sns.refusal('PublishBatch', {TopicArn, PublishBatchRequestEntries})).toBe(text);
	expect(sns.delivered).toEqual([]);
});

test('ids of 80 characters and a total of 262,144 bytes pass', () => {
	const sns = createSns();
	const TopicArn = sns.createTopic();
	const pair = ['a', 'b'].map(letter => ({Id: letter.repeat(80), Message: 'x'.repeat(131_072)}));

	expect(sns.refusal('PublishBatch', {TopicArn, PublishBatchRequestEntries: pair})).toBe('was not refused');
});

test('a FIFO topic wants a group of every entry', () => {
	const sns = createSns();
	const TopicArn = sns.createTopic('orders.fifo', {FifoTopic: 'true', ContentBasedDeduplication: 'true'});
	const PublishBatchRequestEntries = [
		{Id: 'a', Message: 'x', MessageGroupId: 'g'},
		{Id: 'b', Message: 'y'},
	];

	expect(sns.refusal('PublishBatch', {TopicArn, PublishBatchRequestEntries})).toBe(
		'InvalidParameter: Invalid parameter: The MessageGroupId parameter is required for FIFO topics',
	);
});

test('a batch needs a topic', () => {
	expect(createSns().refusal('PublishBatch', {TopicArn: topicArnOf('missing'), PublishBatchRequestEntries: entries(1)})).toBe(
		'NotFound: Topic does not exist',
	);
});
