import {expect, test} from 'vitest';
import {createSns, queueArnOf, type Sns} from './call.ts';

const dayMs = 86_400_000;

function createArchived(days = '30'): {sns: Sns; TopicArn: string; publish(message: string): void} {
	const sns = createSns();
	const TopicArn = sns.createTopic('orders.fifo', {
		FifoTopic: 'true',
		ContentBasedDeduplication: 'true',
		ArchivePolicy: JSON.stringify({MessageRetentionPeriod: days}),
	});
	return {sns, TopicArn, publish: Message => void sns.call('Publish', {TopicArn, Message, MessageGroupId: 'g'})};
}

const isoOf = (ms: number): string => new Date(ms).toISOString();
const replayFrom = (StartingPoint: string, more: Readonly<Record<string, string>> = {}): string =>
	JSON.stringify({PointType: 'Timestamp', StartingPoint, ...more});

test('a subscription gets again what the archive holds, marked as replayed, and then what is new', () => {
	const {sns, TopicArn, publish} = createArchived();
	publish('one');
	sns.clock.advance(1000);
	const fromMs = sns.clock.nowMs();
	publish('two');

	const SubscriptionArn = sns.subscribeQueue(TopicArn, 'late.fifo', {ReplayPolicy: replayFrom(isoOf(fromMs))});
	publish('three');

	const envelopes = sns.bodies('late.fifo').map(body => JSON.parse(body));
	expect(envelopes.map(({Message, Replayed}) => [Message, Replayed])).toEqual([
		['two', true],
		['three', undefined],
	]);
	expect(sns.call('GetSubscriptionAttributes', {SubscriptionArn}).Attributes['ReplayStatus']).toBe('Completed');
});

test('a replay keeps to the filter policy', () => {
	const {sns, TopicArn, publish} = createArchived();
	publish('{"a":"b"}');
	publish('{"a":"c"}');

	sns.subscribeQueue(TopicArn, 'late.fifo', {
		RawMessageDelivery: 'true',
		FilterPolicyScope: 'MessageBody',
		FilterPolicy: '{"a":["c"]}',
		ReplayPolicy: replayFrom('2026-01-01T00:00:00Z'),
	});

	expect(sns.bodies('late.fifo')).toEqual(['{"a":"c"}']);
});

test('a replay with an end is the end of the messages', () => {
	const {sns, TopicArn, publish} = createArchived();
	publish('one');
	sns.clock.advance(1000);
	const endMs = sns.clock.nowMs();
	publish('two');

	sns.subscribeQueue(TopicArn, 'late.fifo', {
		RawMessageDelivery: 'true',
		ReplayPolicy: replayFrom('2026-01-01T00:00:00Z', {EndingPoint: isoOf(endMs)}),
	});
	publish('three');

	expect(sns.bodies('late.fifo')).toEqual(['one']);
});

test('a replay can be asked for later, and taken back', () => {
	const {sns, TopicArn, publish} = createArchived();
	const SubscriptionArn = sns.subscribeQueue(TopicArn, 'billing.fifo', {RawMessageDelivery: 'true'});
	publish('one');
	const set = (AttributeValue: string) =>
		sns.call('SetSubscriptionAttributes', {SubscriptionArn, AttributeName: 'ReplayPolicy', AttributeValue});

	set(replayFrom('2026-01-01T00:00:00Z'));
	set('');

	expect(sns.bodies('billing.fifo')).toEqual(['one', 'one']);
	expect(sns.call('GetSubscriptionAttributes', {SubscriptionArn}).Attributes).not.toHaveProperty('ReplayStatus');
});

test('a long replay is under way until its last message, and no other one can begin', () => {
	const {sns, TopicArn, publish} = createArchived();
	for (let index = 0; index < 1500; index++) publish(`message ${index}`);
	const ReplayPolicy = replayFrom('2026-01-01T00:00:00Z');

	const SubscriptionArn = sns.subscribeQueue(TopicArn, 'late.fifo', {RawMessageDelivery: 'true', ReplayPolicy});
	const status = () => sns.call('GetSubscriptionAttributes', {SubscriptionArn}).Attributes['ReplayStatus'];
	expect(status()).toBe('In progress');
	expect(sns.refusal('SetSubscriptionAttributes', {SubscriptionArn, AttributeName: 'ReplayPolicy', AttributeValue: ReplayPolicy})).toBe(
		'ReplayLimitExceeded: The subscription has a replay in progress.',
	);

	publish('new');
	sns.clock.advance(0);
	expect(status()).toBe('Completed');
	expect(sns.bodies('late.fifo').slice(-2)).toEqual(['message 1499', 'new']);
});

test('what is older than the retention period is gone from the archive', () => {
	const {sns, TopicArn, publish} = createArchived('1');
	publish('old');
	sns.clock.advance(dayMs + 1);
	publish('new');

	sns.subscribeQueue(TopicArn, 'late.fifo', {RawMessageDelivery: 'true', ReplayPolicy: replayFrom('2026-01-01T00:00:00Z')});

	expect(sns.bodies('late.fifo')).toEqual(['new']);
	expect(sns.call('GetTopicAttributes', {TopicArn}).Attributes['BeginningArchiveTime']).toBe(isoOf(sns.clock.nowMs() - dayMs));
});

test('a topic with an archive policy cannot be deleted until the policy is gone', () => {
	const {sns, TopicArn} = createArchived();

	expect(sns.refusal('DeleteTopic', {TopicArn})).toBe(
		'InvalidState: The topic has an active archive policy. Remove it before you delete the topic.',
	);
	sns.call('SetTopicAttributes', {TopicArn, AttributeName: 'ArchivePolicy', AttributeValue: '{}'});
	expect(sns.refusal('DeleteTopic', {TopicArn})).toBe('was not refused');
});

test('without its policy a topic forgets its archive', () => {
	const {sns, TopicArn, publish} = createArchived();
	publish('one');

	sns.call('SetTopicAttributes', {TopicArn, AttributeName: 'ArchivePolicy', AttributeValue: '{}'});
	sns.subscribeQueue(TopicArn, 'late.fifo', {ReplayPolicy: replayFrom('2026-01-01T00:00:00Z')});

	expect(sns.bodies('late.fifo')).toEqual([]);
});

test.each(['0', '366', 'x', '1.5'])('a retention period of %s days is refused', MessageRetentionPeriod => {
	const {sns, TopicArn} = createArchived();
	const AttributeValue = JSON.stringify({MessageRetentionPeriod});

	expect(sns.refusal('SetTopicAttributes', {TopicArn, AttributeName: 'ArchivePolicy', AttributeValue})).toBe(
		'InvalidParameter: Invalid parameter: ArchivePolicy: MessageRetentionPeriod must be between 1 and 365',
	);
});

test.each([
	['{"PointType":"Offset"}', 'PointType must be Timestamp'],
	['{"PointType":"Timestamp"}', 'StartingPoint must be a valid timestamp'],
	[replayFrom('yesterday'), 'StartingPoint must be a valid timestamp'],
	[replayFrom('2026-01-02T00:00:00Z', {EndingPoint: 'x'}), 'EndingPoint must be a valid timestamp'],
	[replayFrom('2026-01-02T00:00:00Z', {EndingPoint: '2026-01-01T00:00:00Z'}), 'EndingPoint must be later than StartingPoint'],
])('the replay policy %s is refused', (ReplayPolicy, text) => {
	const {sns, TopicArn} = createArchived();

	expect(sns.refusal('Subscribe', {TopicArn, Protocol: 'sqs', Endpoint: queueArnOf('late.fifo'), Attributes: {ReplayPolicy}})).toBe(
		`InvalidParameter: Invalid parameter: Attributes Reason: ReplayPolicy: ${text}`,
	);
});

test('standard topics have no archive to replay', () => {
	const sns = createSns();
	const TopicArn = sns.createTopic();
	const Attributes = {ReplayPolicy: replayFrom('2026-01-01T00:00:00Z')};

	expect(sns.refusal('Subscribe', {TopicArn, Protocol: 'sqs', Endpoint: queueArnOf('late'), Attributes})).toBe(
		'InvalidParameter: Invalid parameter: Attributes Reason: ReplayPolicy: ReplayPolicy is not supported for standard topics',
	);
});
