import {createHash} from 'node:crypto';
import {expect, test} from 'vitest';
import {createSns, queueArnOf, type Sns} from './call.ts';

const fiveMinutesMs = 300_000;

function createFifo(attributes: Readonly<Record<string, string>> = {}): {sns: Sns; TopicArn: string} {
	const sns = createSns();
	const TopicArn = sns.createTopic('orders.fifo', {FifoTopic: 'true', ...attributes});
	sns.subscribeQueue(TopicArn, 'billing.fifo', {RawMessageDelivery: 'true'});
	return {sns, TopicArn};
}

const content = {ContentBasedDeduplication: 'true'};

test('a FIFO topic wants a group', () => {
	const {sns, TopicArn} = createFifo(content);

	expect(sns.refusal('Publish', {TopicArn, Message: 'x'})).toBe(
		'InvalidParameter: Invalid parameter: The MessageGroupId parameter is required for FIFO topics',
	);
});

test('a FIFO topic wants a deduplication id, or deduplicates by content', () => {
	const {sns, TopicArn} = createFifo();

	expect(sns.refusal('Publish', {TopicArn, Message: 'x', MessageGroupId: 'g'})).toBe(
		'InvalidParameter: Invalid parameter: The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
	);
});

test('sequence numbers have 20 digits and rise', () => {
	const {sns, TopicArn} = createFifo(content);
	const publish = (Message: string) => sns.call('Publish', {TopicArn, Message, MessageGroupId: 'g'}).SequenceNumber ?? '';

	const [first, second] = [publish('a'), publish('b')];

	expect(first).toMatch(/^\d{20}$/);
	expect(second > first).toBe(true);
});

test('the same id within 5 minutes is taken and goes nowhere', () => {
	const {sns, TopicArn} = createFifo();
	const publish = (Message: string, MessageGroupId = 'g') =>
		sns.call('Publish', {TopicArn, Message, MessageGroupId, MessageDeduplicationId: 'd'});

	const first = publish('first');
	const again = publish('again');
	publish('another group', 'h');
	sns.clock.advance(fiveMinutesMs - 1);
	publish('still remembered');
	sns.clock.advance(1);
	publish('forgotten');

	expect(sns.bodies('billing.fifo')).toEqual(['first', 'forgotten']);
	expect(again).toEqual(first);
});

test('the scope of deduplication can be the group', () => {
	const {sns, TopicArn} = createFifo({FifoThroughputScope: 'MessageGroup'});
	const publish = (Message: string, MessageGroupId: string) =>
		sns.call('Publish', {TopicArn, Message, MessageGroupId, MessageDeduplicationId: 'd'});

	publish('first', 'g');
	publish('other group', 'h');
	publish('same group', 'g');

	expect(sns.bodies('billing.fifo')).toEqual(['first', 'other group']);
});

test('by content, the same message is a duplicate whatever its attributes', () => {
	const {sns, TopicArn} = createFifo(content);

	sns.call('Publish', {TopicArn, Message: 'x', MessageGroupId: 'g'});
	sns.call('Publish', {TopicArn, Message: 'x', MessageGroupId: 'g', MessageAttributes: {a: {DataType: 'String', StringValue: 'b'}}});

	expect(sns.bodies('billing.fifo')).toEqual(['x']);
});

test('a FIFO queue gets the group and the id, the SHA-256 of the message where none was given', () => {
	const {sns, TopicArn} = createFifo(content);

	sns.call('Publish', {TopicArn, Message: 'given', MessageGroupId: 'g', MessageDeduplicationId: 'd'});
	sns.call('Publish', {TopicArn, Message: 'computed', MessageGroupId: 'g'});

	expect(sns.delivered.map(message => [message.messageGroupId, message.messageDeduplicationId])).toEqual([
		['g', 'd'],
		['g', createHash('sha256').update('computed').digest('hex')],
	]);
});

test('a standard queue gets neither', () => {
	const {sns, TopicArn} = createFifo(content);
	sns.subscribeQueue(TopicArn, 'audit', {RawMessageDelivery: 'true'});

	sns.call('Publish', {TopicArn, Message: 'x', MessageGroupId: 'g'});

	const [toAudit] = sns.delivered.filter(message => message.queueArn === queueArnOf('audit'));
	expect(toAudit).not.toHaveProperty('messageGroupId');
	expect(toAudit).not.toHaveProperty('messageDeduplicationId');
});

test('the envelope of a FIFO topic has a sequence number and no signature', () => {
	const {sns, TopicArn} = createFifo(content);
	sns.subscribeQueue(TopicArn, 'envelope.fifo');

	const {SequenceNumber} = sns.call('Publish', {TopicArn, Message: 'x', MessageGroupId: 'g'});

	const envelope = JSON.parse(sns.bodies('envelope.fifo')[0] ?? '');
	expect(Object.keys(envelope)).toEqual(['Type', 'MessageId', 'SequenceNumber', 'TopicArn', 'Message', 'Timestamp', 'UnsubscribeURL']);
	expect(envelope.SequenceNumber).toBe(SequenceNumber);
});

test('the dead-letter queue keeps group and id', () => {
	const sns = createSns();
	const TopicArn = sns.createTopic('orders.fifo', {FifoTopic: 'true'});
	sns.subscribeQueue(TopicArn, 'billing.fifo', {RedrivePolicy: JSON.stringify({deadLetterTargetArn: queueArnOf('dlq.fifo')})});
	sns.breakQueue('billing.fifo');

	sns.call('Publish', {TopicArn, Message: 'x', MessageGroupId: 'g', MessageDeduplicationId: 'd'});

	expect(sns.delivered).toMatchObject([{queueArn: queueArnOf('dlq.fifo'), messageGroupId: 'g', messageDeduplicationId: 'd'}]);
});

test('what was published long ago is not remembered for ever', () => {
	const {sns, TopicArn} = createFifo();
	for (let index = 0; index < 100; index++) {
		sns.call('Publish', {TopicArn, Message: 'x', MessageGroupId: 'g', MessageDeduplicationId: `d${index}`});
	}

	sns.clock.advance(fiveMinutesMs);
	sns.call('Publish', {TopicArn, Message: 'x', MessageGroupId: 'g', MessageDeduplicationId: 'last'});

	expect(sns.state.topics.get(TopicArn)?.fifo?.remembered.size).toBe(1);
});

test('a FIFO dead-letter queue of a standard queue gets the group and the deduplication ID that the queue had no use for', () => {
	const {sns, TopicArn} = createFifo();
	sns.subscribeQueue(TopicArn, 'audit', {
		RawMessageDelivery: 'true',
		RedrivePolicy: JSON.stringify({deadLetterTargetArn: queueArnOf('dlq.fifo')}),
	});
	sns.breakQueue('audit');

	sns.call('Publish', {TopicArn, Message: 'paid', MessageGroupId: 'g', MessageDeduplicationId: 'd'});

	const kept = sns.delivered.filter(({queueArn}) => queueArn === queueArnOf('dlq.fifo'));
	expect(kept).toMatchObject([{body: 'paid', messageGroupId: 'g', messageDeduplicationId: 'd'}]);
});
