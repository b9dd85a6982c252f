import {describe, expect, test} from 'vitest';
import {messagesExpire} from '../../../source/operations/findings/messages-expire.ts';
import {recordsExpire} from '../../../source/operations/findings/records-expire.ts';
import {refusedWithoutDlq} from '../../../source/operations/findings/refused-without-dlq.ts';
import {aQueue, aSource, aStream, aSubscription, aTopic, claimOf, dayMs, looks, minutes, minuteMs, nowMs, verdicts} from './observed.ts';

/** What a peek 13 minutes ago saw. */
function peekOf(...agesMs: readonly number[]) {
	return {seenAtMs: nowMs - 13 * minuteMs, messages: agesMs.map(ageMs => ({sentAtMs: nowMs - ageMs, receiveCount: 6}))};
}

describe('messages will expire', () => {
	const age = 4 * dayMs - 130 * minuteMs;

	test('is true for peeked messages with less than a day left, and says when the first is gone', () => {
		const dlq = aQueue('orders-dlq', {samples: looks(17), peek: peekOf(age, age, age, dayMs)});

		expect(verdicts(messagesExpire, {queues: [aSource('orders'), dlq]})).toContain('orders-dlq: 3 messages expire in 2h10m');
		const claim = claimOf(messagesExpire, {queues: [aSource('orders', {samples: []}), dlq]});
		expect(claim.why).toBe(
			'Oldest 3 of about 17 were sent 3d21h50m ago; this queue keeps messages 4d and, as a standard DLQ, counts from the first send. They are gone at 05:22Z.',
		);
		expect(claim.evidence).toEqual([
			{source: 'SentTimestamp of 4 peeked messages', atMs: nowMs - 13 * minuteMs, note: 'Receives so far: 6.'},
		]);
		expect(claim.fixes.map(({text, action}) => [text, action])).toEqual([
			['redrive them to orders', 'queue.redrive'],
			['save them to a file first', 'now.save'],
			['retention 14d', undefined],
		]);
	});

	test('begins below 24 hours', () => {
		const withLeft = (leftMs: number) => aQueue('q', {samples: looks(1), peek: peekOf(4 * dayMs - leftMs)});

		expect(verdicts(messagesExpire, {queues: [withLeft(dayMs)]})).toEqual([]);
		expect(verdicts(messagesExpire, {queues: [withLeft(dayMs - 1)]})).toEqual(['q: 1 message expires in 23h59m']);
	});

	test('begins at a quarter of the retention where a queue keeps less than four days', () => {
		const withLeft = (leftMs: number) =>
			aQueue('q', {attributes: {retentionSeconds: 86_400}, samples: looks(1), peek: peekOf(dayMs - leftMs)});

		expect(verdicts(messagesExpire, {queues: [withLeft(dayMs / 4)]})).toEqual([]);
		expect(verdicts(messagesExpire, {queues: [withLeft(dayMs / 4 - 1)]})).toEqual(['q: 1 message expires in 5h59m']);
	});

	test('says nothing of messages that are gone, nor of an empty queue', () => {
		expect(verdicts(messagesExpire, {queues: [aQueue('q', {samples: looks(1), peek: peekOf(4 * dayMs)})]})).toEqual([]);
		expect(verdicts(messagesExpire, {queues: [aQueue('q', {samples: looks(0), peek: peekOf(age)})]})).toEqual([]);
	});

	test('takes the age of the oldest from CloudWatch where nothing was peeked, above 75 % of the retention', () => {
		const withAge = (seconds: number) => aQueue('q', {samples: looks(1), ageOfOldest: {atMs: nowMs, points: minutes(0, seconds)}});

		expect(verdicts(messagesExpire, {queues: [withAge(3 * 86_400)]})).toEqual([]);
		expect(verdicts(messagesExpire, {queues: [withAge(3 * 86_400 + 60)]})).toEqual(['q: the oldest message expires in 23h59m']);
	});

	test('needs a peek or CloudWatch, and does not guess the clock of a FIFO dead-letter queue', () => {
		const fifoDlq = aQueue('a-dlq.fifo', {samples: looks(1), peek: peekOf(age)});

		expect(verdicts(messagesExpire, {queues: [aQueue('q', {samples: looks(1)})]})).toEqual(['q needs a peek, or CloudWatch']);
		expect(verdicts(messagesExpire, {queues: [aSource('a.fifo'), fifoDlq]})).toContain('a-dlq.fifo needs a peek, or CloudWatch');
		expect(verdicts(messagesExpire, {queues: [aQueue('q', {attributes: 'unread'})]})).toEqual(['q needs its attributes']);
	});
});

describe('refused deliveries without a DLQ', () => {
	const failed = {atMs: nowMs, points: minutes(0, 4, 8)};

	test('is true when deliveries failed and no subscription has a dead-letter queue', () => {
		const topic = aTopic('order-events', {failed, subscriptions: [aSubscription('audit')]});

		expect(verdicts(refusedWithoutDlq, {topics: [topic]})).toEqual(['audit (SNS): 12 deliveries lost in 10 min, no DLQ']);
		expect(claimOf(refusedWithoutDlq, {topics: [topic]}).sinceMs).toBe(nowMs - minuteMs);
	});

	test('counts one delivery as one', () => {
		const topic = aTopic('order-events', {failed: {atMs: nowMs, points: minutes(0, 1)}, subscriptions: [aSubscription('audit')]});

		expect(verdicts(refusedWithoutDlq, {topics: [topic]})).toEqual(['audit (SNS): 1 delivery lost in 10 min, no DLQ']);
	});

	test('names the subscription whose queue refuses, whatever the others have', () => {
		const subscriptions = [aSubscription('audit'), aSubscription('mail', {deadLetterQueueArn: 'arn:aws:sqs:eu-west-1:123456789012:x'})];
		const topic = aTopic('order-events', {failed, subscriptions});

		expect(verdicts(refusedWithoutDlq, {topics: [topic], queues: [aQueue('audit')]})).toEqual([
			'audit (SNS): 12 deliveries lost in 10 min, no DLQ',
		]);
	});

	test('is false when nothing failed in ten minutes, and when all have a dead-letter queue', () => {
		const safe = aSubscription('audit', {deadLetterQueueArn: 'arn:aws:sqs:eu-west-1:123456789012:x'});
		const old = {atMs: nowMs, points: [{atMs: nowMs - 11 * minuteMs, value: 9}]};

		expect(verdicts(refusedWithoutDlq, {topics: [aTopic('t', {failed, subscriptions: [safe]})]})).toEqual([]);
		expect(verdicts(refusedWithoutDlq, {topics: [aTopic('t', {failed: old, subscriptions: [aSubscription('audit')]})]})).toEqual([]);
	});

	test('needs CloudWatch and the attributes of the subscriptions, and does not guess which of several fails', () => {
		const unread = aSubscription('audit', {isRaw: undefined});
		const mixed = [aSubscription('a'), aSubscription('b', {deadLetterQueueArn: 'arn:aws:sqs:eu-west-1:123456789012:x'})];

		expect(verdicts(refusedWithoutDlq, {topics: [aTopic('t')]})).toEqual(['t needs CloudWatch']);
		expect(verdicts(refusedWithoutDlq, {topics: [aTopic('t', {failed, subscriptions: [unread]})]})).toEqual([
			't needs the attributes of its subscriptions',
		]);
		expect(verdicts(refusedWithoutDlq, {topics: [aTopic('t', {failed, subscriptions: mixed})]})).toEqual([
			't needs which of its subscriptions fails; not all have a DLQ',
		]);
	});
});

describe('records will expire unread', () => {
	const hourMs = 3_600_000;
	const withAge = (ageMs: number) => aStream('clicks', {iteratorAgeMs: {atMs: nowMs, points: minutes(hourMs, ageMs)}});

	test('is true above 75 % of the retention, and false at it', () => {
		expect(verdicts(recordsExpire, {streams: [withAge(18 * hourMs)]})).toEqual([]);
		expect(verdicts(recordsExpire, {streams: [withAge(18 * hourMs + minuteMs)]})).toEqual(['clicks: records expire unread in 5h59m']);
	});

	test('needs the summary and CloudWatch', () => {
		expect(verdicts(recordsExpire, {streams: [aStream('clicks')]})).toEqual(['clicks needs CloudWatch']);
		expect(verdicts(recordsExpire, {streams: [aStream('clicks', {summary: undefined})]})).toEqual(['clicks needs its summary']);
	});
});
