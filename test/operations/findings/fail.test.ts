import {describe, expect, test} from 'vitest';
import {cameBack} from '../../../source/operations/findings/came-back.ts';
import {deliveriesRefused} from '../../../source/operations/findings/deliveries-refused.ts';
import {dlqFilling} from '../../../source/operations/findings/dlq-filling.ts';
import {moveTaskFailed} from '../../../source/operations/findings/move-task-failed.ts';
import {allowingStatement} from '../../../source/operations/findings/queue-policy.ts';
import {throttledWrites} from '../../../source/operations/findings/throttled-writes.ts';
import type {MoveTask} from '../../../source/aws/queue.ts';
import {aQueue, aSource, aStream, aSubscription, aTopic, arnOf, claimOf, looks, minutes, minuteMs, nowMs, verdicts} from './observed.ts';

const orders = aSource('orders');
const dlqWith = (options: Parameters<typeof aQueue>[1]) => ({queues: [orders, aQueue('orders-dlq', options)]});

describe('DLQ is filling', () => {
	test('is true when a dead-letter queue holds more than at its lowest, with how much and since when', () => {
		const samples = looks(3, 3, 10, 17);

		expect(verdicts(dlqFilling, dlqWith({samples}))).toEqual(['orders-dlq: 14 more in 1 min, still rising']);
		expect(claimOf(dlqFilling, dlqWith({samples})).sinceMs).toBe(nowMs - 10_000);
	});

	test('says for how long it has not risen any more', () => {
		const samples = [8, 6, 5, 4, 3, 2, 1, 0].map((minute, index) => ({
			atMs: nowMs - minute * minuteMs,
			readyCount: index === 0 ? 3 : 8,
			inFlightCount: 0,
		}));

		expect(verdicts(dlqFilling, dlqWith({samples}))).toEqual(['orders-dlq: 5 more in 8 min, none for 6 min']);
	});

	test('is false for a steady one, for one that only fell, and for a queue that is no dead-letter queue', () => {
		expect(verdicts(dlqFilling, dlqWith({samples: looks(3, 3)}))).toEqual([]);
		expect(verdicts(dlqFilling, dlqWith({samples: looks(9, 3)}))).toEqual([]);
		expect(verdicts(dlqFilling, {queues: [aQueue('busy', {samples: looks(3, 9)})]})).toEqual([]);
	});

	test('is not mistaken by messages that a peek hides and gives back', () => {
		expect(verdicts(dlqFilling, dlqWith({samples: looks([17, 0], [7, 10], [17, 0])}))).toEqual([]);
	});

	test('forgets what was more than ten minutes ago', () => {
		const at = (minutesAgo: number) => [{atMs: nowMs - minutesAgo * minuteMs, readyCount: 3, inFlightCount: 0}, ...looks(9, 9).slice(0, 2)];

		expect(verdicts(dlqFilling, dlqWith({samples: at(10)}))).toHaveLength(1);
		expect(verdicts(dlqFilling, dlqWith({samples: at(10.1)}))).toEqual([]);
	});

	test('needs a second look', () => {
		expect(verdicts(dlqFilling, dlqWith({samples: looks(3)}))).toEqual(['orders-dlq needs one more look, 10 s']);
	});
});

const redriven: MoveTask = {status: 'COMPLETED', sourceArn: arnOf('orders-dlq'), startedAtMs: nowMs - 100_000, movedCount: 12};

describe('came back after a redrive', () => {
	const samples = looks(12, 0, 0, 0, 5);

	test('is true when the dead-letter queue rises within max receives × visibility timeout', () => {
		expect(verdicts(cameBack, dlqWith({samples, moveTasks: [redriven]}))).toEqual(['orders-dlq: 5 of 12 came back after redrive']);
	});

	test('looks for as long as failing takes, and the minute that counts are late', () => {
		const failsAfterMs = 5 * 30_000 + 60_000;
		const startedAt = (startedAtMs: number) => dlqWith({samples: looks(0, 5), moveTasks: [{...redriven, startedAtMs}]});

		expect(verdicts(cameBack, startedAt(nowMs - failsAfterMs))).toHaveLength(1);
		expect(verdicts(cameBack, startedAt(nowMs - failsAfterMs - 1))).toEqual([]);
	});

	test('is false when nothing rose, and when nothing was moved', () => {
		expect(verdicts(cameBack, dlqWith({samples: looks(12, 0, 0), moveTasks: [redriven]}))).toEqual([]);
		expect(verdicts(cameBack, dlqWith({samples, moveTasks: [{...redriven, movedCount: 0}]}))).toEqual([]);
		expect(verdicts(cameBack, dlqWith({samples, moveTasks: []}))).toEqual([]);
	});

	test('needs the move tasks', () => {
		expect(verdicts(cameBack, dlqWith({samples}))).toEqual(['orders-dlq needs its move tasks']);
	});
});

describe('move task failed', () => {
	test('is true for the newest task only, with AWS’s reason', () => {
		const failed: MoveTask = {...redriven, status: 'FAILED', movedCount: 3, toMoveCount: 12, failureReason: 'Queue gone'};
		const observed = dlqWith({moveTasks: [failed, redriven]});

		expect(verdicts(moveTaskFailed, observed)).toEqual(['orders-dlq: redrive failed after 3 messages']);
		expect(claimOf(moveTaskFailed, observed).why).toContain('FAILED: Queue gone. 9 stayed here');
		expect(verdicts(moveTaskFailed, dlqWith({moveTasks: [redriven, failed]}))).toEqual([]);
	});

	test('needs the move tasks', () => {
		expect(verdicts(moveTaskFailed, dlqWith({}))).toEqual(['orders-dlq needs its move tasks']);
	});
});

describe('deliveries refused', () => {
	const topic = aTopic('order-events', {subscriptions: [aSubscription('audit')]});
	const policy = (statement: string): string => JSON.stringify({Statement: [JSON.parse(statement)]});

	test('is true for a queue whose policy does not let the topic send, with the statement that would', () => {
		const observed = {topics: [topic], queues: [aQueue('audit')]};

		expect(verdicts(deliveriesRefused, observed)).toEqual([`audit (SNS): none arrive: queue's policy refuses`]);
		expect(claimOf(deliveriesRefused, observed).fixes[0]?.copy).toBe(allowingStatement(arnOf('audit'), topic.arn));
	});

	test('is false once that statement is in the policy, and true again for another topic', () => {
		const allowed = aQueue('audit', {attributes: {policy: policy(allowingStatement(arnOf('audit'), topic.arn))}});
		const other = aQueue('audit', {attributes: {policy: policy(allowingStatement(arnOf('audit'), `${topic.arn}-2`))}});

		expect(verdicts(deliveriesRefused, {topics: [topic], queues: [allowed]})).toEqual([]);
		expect(verdicts(deliveriesRefused, {topics: [topic], queues: [other]})).toHaveLength(1);
	});

	test('names the statement that denies', () => {
		const denying = `{"Sid":"no-topics","Effect":"Deny","Principal":"*","Action":"sqs:*","Resource":"*"}`;

		const claim = claimOf(deliveriesRefused, {topics: [topic], queues: [aQueue('audit', {attributes: {policy: policy(denying)}})]});

		expect(claim.why).toContain(`The statement no-topics of the queue's policy denies order-events to send.`);
	});

	test('counts what CloudWatch tells when no policy explains it', () => {
		const failing = {...topic, failed: {atMs: nowMs, points: minutes(0, 3, 4)}};

		expect(verdicts(deliveriesRefused, {topics: [failing]})).toEqual(['order-events (SNS): 7 deliveries failed in 10 min']);
		expect(verdicts(deliveriesRefused, {topics: [{...topic, failed: {atMs: nowMs, points: minutes(0, 0)}}]})).toEqual([]);
	});

	test('says nothing of queues that were not looked at, and of topics needs the subscriptions', () => {
		expect(verdicts(deliveriesRefused, {topics: [topic], queues: [aQueue('audit', {attributes: 'unread'})]})).toEqual([]);
		expect(verdicts(deliveriesRefused, {topics: [aTopic('order-events')]})).toEqual(['order-events needs its subscriptions']);
	});
});

describe('throttled writes', () => {
	test('is true when one write was refused in ten minutes, false for none, and needs CloudWatch', () => {
		const refused = (...values: readonly number[]) => ({
			streams: [aStream('clicks', {writesRefused: {atMs: nowMs, points: minutes(...values)}})],
		});

		expect(verdicts(throttledWrites, refused(0, 1))).toEqual(['clicks: 1 write refused in 10 min']);
		expect(verdicts(throttledWrites, refused(0, 0))).toEqual([]);
		expect(verdicts(throttledWrites, {streams: [aStream('clicks')]})).toEqual(['clicks needs CloudWatch']);
	});
});
