import {expect, test} from 'vitest';
import {createSns, type Sns} from './call.ts';

const throttled = 'Throttled: Rate exceeded';

function aFifoTopic(sns: Sns, attributes: Record<string, string> = {}) {
	const TopicArn = sns.createTopic('lane.fifo', {FifoTopic: 'true', ...attributes});
	let number = 0;
	const message = (MessageGroupId: string) => ({TopicArn, Message: 'x', MessageGroupId, MessageDeduplicationId: String(number++)});
	const times = (count: number, group: (index: number) => string): void => {
		for (let index = 0; index < count; index++) sns.call('Publish', message(group(index)));
	};
	return {TopicArn, message, times};
}

test('where limits are kept a message group takes 300 messages in a second, batches counted entry by entry', () => {
	const sns = createSns({engine: {enforceLimits: true}});
	const {TopicArn, message, times} = aFifoTopic(sns);
	const batch = (group: string) => ({
		TopicArn,
		PublishBatchRequestEntries: Array.from({length: 10}, (_, index) => ({...message(group), TopicArn: undefined, Id: `e${index}`})),
	});
	times(290, () => 'a');
	sns.call('PublishBatch', batch('a'));

	expect(sns.refusal('Publish', message('a'))).toBe(throttled);
	expect(sns.refusal('PublishBatch', batch('a'))).toBe(throttled);
	expect(sns.call('Publish', message('b')).MessageId).toBeDefined();
	sns.clock.advance(1000);
	expect(sns.call('Publish', message('a')).MessageId).toBeDefined();
});

test('a topic takes 3,000 in all, unless its scope is the group', () => {
	const sns = createSns({engine: {enforceLimits: true}});
	const whole = aFifoTopic(sns);
	whole.times(3000, index => `g${index % 100}`);
	expect(sns.refusal('Publish', whole.message('new'))).toBe(throttled);

	sns.call('SetTopicAttributes', {TopicArn: whole.TopicArn, AttributeName: 'FifoThroughputScope', AttributeValue: 'MessageGroup'});

	expect(sns.call('Publish', whole.message('new')).MessageId).toBeDefined();
});

test('standard topics, and engines that keep no limits, take any number', () => {
	const strict = createSns({engine: {enforceLimits: true}});
	const standard = strict.createTopic();
	const lax = aFifoTopic(createSns());

	for (let index = 0; index < 3001; index++) strict.call('Publish', {TopicArn: standard, Message: 'x'});
	lax.times(400, () => 'a');

	expect(strict.call('Publish', {TopicArn: standard, Message: 'x'}).MessageId).toBeDefined();
});
