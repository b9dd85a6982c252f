import {describe, expect, test} from 'vitest';
import {leftOverConsumer} from '../../../source/operations/findings/left-over-consumer.ts';
import {dlqRetention} from '../../../source/operations/findings/dlq-retention.ts';
import {fewReceives} from '../../../source/operations/findings/few-receives.ts';
import {fifoDlq} from '../../../source/operations/findings/fifo-dlq.ts';
import {manyAttributes} from '../../../source/operations/findings/many-attributes.ts';
import {noDlq} from '../../../source/operations/findings/no-dlq.ts';
import {otherKey} from '../../../source/operations/findings/other-key.ts';
import {pendingSubscription} from '../../../source/operations/findings/pending-subscription.ts';
import {deliveriesRefused} from '../../../source/operations/findings/deliveries-refused.ts';
import {refusedOnAws} from '../../../source/operations/findings/refused-on-aws.ts';
import {shortVisibility} from '../../../source/operations/findings/short-visibility.ts';
import {aQueue, aSource, aStream, aSubscription, aTopic, arnOf, dayMs, nowMs, verdicts} from './observed.ts';

describe('no DLQ', () => {
	test('is true for a queue without a redrive policy that is nobody’s dead-letter queue', () => {
		const queues = [aQueue('audit'), aSource('orders'), aQueue('orders-dlq'), aQueue('topic-dlq')];
		const topics = [aTopic('t', {subscriptions: [aSubscription('x', {deadLetterQueueArn: arnOf('topic-dlq')})]})];

		expect(verdicts(noDlq, {queues, topics})).toEqual(['audit: no DLQ: what fails comes back for 4d']);
	});

	test('needs all queues, for one that was not looked at may name it', () => {
		expect(verdicts(noDlq, {queues: [aQueue('audit'), aQueue('orders', {attributes: 'unread'})]})).toEqual([
			'audit needs all queues looked at: it may be a DLQ itself',
			'orders needs its attributes',
		]);
		expect(verdicts(noDlq, {queues: [aQueue('audit')], isListed: false})).toHaveLength(1);
	});
});

describe('DLQ keeps no longer than its source', () => {
	const pair = (sourceDays: number, dlqDays: number) => ({
		queues: [
			aSource('orders', {attributes: {retentionSeconds: sourceDays * 86_400}}),
			aQueue('orders-dlq', {attributes: {retentionSeconds: dlqDays * 86_400}}),
		],
	});

	test('is true when it keeps as long or shorter, false when longer', () => {
		expect(verdicts(dlqRetention, pair(4, 4))).toEqual(['orders-dlq: DLQ keeps 4d, its source keeps 4d']);
		expect(verdicts(dlqRetention, pair(5, 4))).toHaveLength(1);
		expect(verdicts(dlqRetention, pair(3, 4))).toEqual([]);
	});

	test('is false for 14 days, which are the most, and for FIFO, whose clock begins again', () => {
		expect(verdicts(dlqRetention, pair(14, 14))).toEqual([]);
		expect(verdicts(dlqRetention, {queues: [aSource('a.fifo'), aQueue('a-dlq.fifo')]})).toEqual([]);
	});

	test('needs the attributes', () => {
		expect(verdicts(dlqRetention, {queues: [aQueue('q', {attributes: 'unread'})]})).toEqual(['q needs its attributes']);
	});
});

describe('consumer left over by a tail', () => {
	const stream = (change: Parameters<typeof aStream>[1], consumerCount = 2) => {
		const {summary} = aStream('clicks');
		return {streams: [aStream('clicks', {...(summary && {summary: {...summary, consumerCount}}), ...change})]};
	};

	test('is true for each temporary consumer that no tail here reads with', () => {
		const leftOvers = [
			{name: 'sluice-tail-1a', createdAtMs: nowMs - dayMs},
			{name: 'sluice-tail-2b', createdAtMs: nowMs - 60_000},
		];
		expect(verdicts(leftOverConsumer, stream({leftOvers}))).toEqual([
			'clicks: sluice-tail-1a may be left over',
			'clicks: sluice-tail-2b may be left over',
		]);
		expect(verdicts(leftOverConsumer, stream({leftOvers: []}))).toEqual([]);
	});

	test('needs the consumers where there are any, and nothing where there are none', () => {
		expect(verdicts(leftOverConsumer, stream({}))).toEqual(['clicks needs its consumers']);
		expect(verdicts(leftOverConsumer, stream({}, 0))).toEqual([]);
	});
});

describe('few receives before the DLQ', () => {
	test('is true below three, false at three and without a redrive policy', () => {
		expect(verdicts(fewReceives, {queues: [aSource('mail', {maxReceiveCount: 2})]})).toEqual(['mail: only 2 receives before the DLQ']);
		expect(verdicts(fewReceives, {queues: [aSource('mail', {maxReceiveCount: 3}), aQueue('other')]})).toEqual([]);
	});
});

describe('visibility shorter than 6 × the function’s timeout', () => {
	const read = (timeoutSeconds?: number) => ({
		queues: [aQueue('orders', {readers: [{name: 'worker', isEnabled: true, ...(timeoutSeconds !== undefined && {timeoutSeconds})}]})],
	});

	test('is true below six times, false at it', () => {
		expect(verdicts(shortVisibility, read(10))).toEqual(["orders: visibility 30s < 6 x function's 10s"]);
		expect(verdicts(shortVisibility, read(5))).toEqual([]);
	});

	test('needs the event source mappings and the timeouts of their functions', () => {
		expect(verdicts(shortVisibility, {queues: [aQueue('orders')]})).toEqual(['orders needs its event source mappings']);
		expect(verdicts(shortVisibility, read())).toEqual(['orders needs the timeouts of its functions']);
	});
});

describe('raw delivery of messages with more than 10 attributes', () => {
	const topic = (attributeCountMax: number | undefined, isRaw = true) => ({
		topics: [aTopic('t', {subscriptions: [aSubscription('audit', {isRaw})], ...(attributeCountMax !== undefined && {attributeCountMax})})],
	});

	test('is true for eleven, false for ten and in an envelope', () => {
		expect(verdicts(manyAttributes, topic(11))).toEqual(['audit (SNS): 11 attributes, raw delivery takes 10']);
		expect(verdicts(manyAttributes, topic(10))).toEqual([]);
		expect(verdicts(manyAttributes, topic(11, false))).toEqual([]);
	});

	test('needs a message looked at', () => {
		expect(verdicts(manyAttributes, topic(undefined))).toEqual(['t needs a message of it looked at']);
	});
});

describe('would be refused on AWS', () => {
	const topic = aTopic('order-events', {subscriptions: [aSubscription('audit')]});
	const queues = [aQueue('audit')];

	test('is true where policies are not asked, and false on AWS, where it is refused', () => {
		expect(verdicts(refusedOnAws, {topics: [topic], queues, enforcesPolicies: false})).toEqual([
			'audit (SNS): none arrive on AWS: its policy refuses',
		]);
		expect(verdicts(refusedOnAws, {topics: [topic], queues})).toEqual([]);
	});

	test('gives way to refused deliveries as soon as one failed', () => {
		const failing = {...topic, failed: {atMs: nowMs, points: [{atMs: nowMs, value: 1}]}};

		expect(verdicts(refusedOnAws, {topics: [failing], queues, enforcesPolicies: false})).toEqual([]);
		expect(verdicts(deliveriesRefused, {topics: [failing], queues, enforcesPolicies: false})).toHaveLength(1);
		expect(verdicts(deliveriesRefused, {topics: [topic], queues, enforcesPolicies: false})).toEqual([]);
	});

	test('needs the subscriptions', () => {
		expect(verdicts(refusedOnAws, {topics: [aTopic('t')], enforcesPolicies: false})).toEqual(['t needs its subscriptions']);
	});
});

describe('pending subscription', () => {
	const pending = (days: number | undefined) => {
		const {arn: _, ...subscription} = aSubscription('x', {protocol: 'email', endpoint: 'ops@example.com'});
		return {topics: [aTopic('t', {subscriptions: [{...subscription, ...(days !== undefined && {pendingSinceMs: nowMs - days * dayMs})}]})]};
	};

	test('is true after three days, false at three and when it was seen pending only now', () => {
		expect(verdicts(pendingSubscription, pending(3.5))).toEqual(['t (SNS): subscription pending for 3d12h']);
		expect(verdicts(pendingSubscription, pending(3))).toEqual([]);
		expect(verdicts(pendingSubscription, pending(undefined))).toEqual([]);
	});

	test('needs the subscriptions', () => {
		expect(verdicts(pendingSubscription, {topics: [aTopic('t')]})).toEqual(['t needs its subscriptions']);
	});
});

describe('DLQ under another key than its source', () => {
	const pair = (key: string | undefined, dlqKey: string | undefined) => ({
		queues: [
			aSource('orders', {attributes: key === undefined ? {} : {kmsKeyId: key}}),
			aQueue('orders-dlq', {attributes: dlqKey === undefined ? {} : {kmsKeyId: dlqKey}}),
		],
	});

	test('is true when the keys differ, or only one has one', () => {
		expect(verdicts(otherKey, pair('a', 'b'))).toEqual(['orders-dlq: other key than its source: KMS b']);
		expect(verdicts(otherKey, pair('a', undefined))).toEqual(['orders-dlq: other key than its source: no KMS key']);
		expect(verdicts(otherKey, pair('a', 'a'))).toEqual([]);
		expect(verdicts(otherKey, pair(undefined, undefined))).toEqual([]);
	});
});

describe('FIFO queue with a DLQ', () => {
	test('is true for FIFO only', () => {
		expect(verdicts(fifoDlq, {queues: [aSource('payments.fifo')]})).toEqual(['payments.fifo: DLQ breaks the order after 5 receives']);
		expect(verdicts(fifoDlq, {queues: [aSource('payments'), aQueue('plain.fifo')]})).toEqual([]);
	});
});
