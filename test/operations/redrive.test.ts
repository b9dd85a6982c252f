import {describe, expect, test} from 'vitest';
import type {MoveTask} from '../../source/aws/queue.ts';
import {cancelRedrive, watchMoveTask} from '../../source/operations/move-task.ts';
import {executeRedrive, planRedrive} from '../../source/operations/redrive.ts';
import {SluiceError} from '../../source/shared/errors.ts';
import {elapse} from '../aws/test-session.ts';
import {aDeadLetterQueue, aQueue, setStage, withQueues, type Stage} from './stage.ts';

async function watch({clock, session}: Stage, sourceArn: string): Promise<MoveTask[]> {
	const seen: MoveTask[] = [];
	for await (const task of watchMoveTask(session, {clock, sourceArn})) seen.push(task);
	return seen;
}

describe('the plan', () => {
	test('says what moves, where to, how fast, and what becomes of it', async () => {
		await using stage = await setStage();
		const {dlq} = await aDeadLetterQueue(stage, {deadCount: 3});

		const plan = await planRedrive(stage.session, {queue: dlq, ratePerSecond: 10});

		expect(plan).toMatchObject({
			operation: 'redrive',
			level: 'destroy',
			subject: {kind: 'queue', name: 'orders-dlq'},
			command: 'sluice redrive orders-dlq --rate 10',
			counts: {ready: 3},
			settings: {to: 'orders'},
		});
		expect(plan.facts.slice(1)).toEqual([
			{label: 'moves', text: 'all, about 3'},
			{label: 'to', text: 'where each came from: orders'},
			{label: 'how', text: "AWS's own task, at most 10 per second: about 1s; goes on when sluice ends"},
			{label: 'becomes', text: 'each is new: new id, receive count 0, kept 4d from now'},
			{label: 'stopped', text: 'a cancelled task stops after a while; what has moved stays moved'},
		]);
		expect(plan.warnings).toEqual(['What fails in orders still is back here in about 30s (1 receive × 30s), with a fresh clock.']);
	});

	test('another destination is named, and warned of when nobody reads it', async () => {
		await using stage = await setStage();
		const {dlq} = await aDeadLetterQueue(stage, {deadCount: 1});
		const aside = await aQueue(stage, {name: 'aside', messageCount: 2});

		const plan = await planRedrive(stage.session, {queue: dlq, destination: aside});

		expect(plan.command).toBe('sluice redrive orders-dlq --to aside');
		expect(plan.facts).toContainEqual({label: 'to', text: 'aside'});
		expect(plan.warnings).toEqual(['aside seems to have no reader: 2 wait there and none is in flight.']);
	});

	test('an empty dead-letter queue is warned of', async () => {
		await using stage = await setStage();
		const {dlq} = await aDeadLetterQueue(stage);

		expect((await planRedrive(stage.session, {queue: dlq})).warnings[0]).toBe(
			'orders-dlq shows no ready messages; there may be nothing to move.',
		);
	});

	test('a queue that is nobody’s dead-letter queue is refused', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage);

		await expect(planRedrive(stage.session, {queue})).rejects.toMatchObject({
			code: 'not-a-dead-letter-queue',
			message: 'orders is the dead-letter queue of no queue, so AWS does not redrive it.',
		});
	});

	test.each([0, 501, 1.5, Number.NaN])('a rate of %s is refused', async ratePerSecond => {
		await using stage = await setStage();
		const {dlq} = await aDeadLetterQueue(stage);

		await expect(planRedrive(stage.session, {queue: dlq, ratePerSecond})).rejects.toMatchObject({code: 'bad-rate'});
	});

	test.each([1, 500])('a rate of %s is fine', async ratePerSecond => {
		await using stage = await setStage();
		const {dlq} = await aDeadLetterQueue(stage);

		expect((await planRedrive(stage.session, {queue: dlq, ratePerSecond})).request.ratePerSecond).toBe(ratePerSecond);
	});

	test('to itself, or to a queue of the other type, it is refused', async () => {
		await using stage = await setStage();
		const {dlq} = await aDeadLetterQueue(stage);
		const fifo = await aQueue(stage, {name: 'aside.fifo', attributes: {FifoQueue: 'true'}});

		await expect(planRedrive(stage.session, {queue: dlq, destination: dlq})).rejects.toThrow('orders-dlq cannot be redriven to itself.');
		await expect(planRedrive(stage.session, {queue: dlq, destination: fifo})).rejects.toThrow(
			'orders-dlq and aside.fifo are not of the same type',
		);
	});
});

describe('the task', () => {
	test('moves all to where they came from, watched to its end', async () => {
		await using stage = await setStage();
		const {dlq, source} = await aDeadLetterQueue(stage, {deadCount: 3});
		const plan = await planRedrive(stage.session, {queue: dlq});

		const outcome = await executeRedrive(stage.session, plan);
		const seen = await elapse(watch(stage, dlq.arn), {clock: stage.clock, stepMs: 100});

		expect(outcome.summary).toBe('Redriving about 3 messages of orders-dlq to where they came from.');
		expect(outcome.taskHandle).not.toBe('');
		expect(seen.at(-1)).toMatchObject({status: 'COMPLETED', movedCount: 3, sourceArn: dlq.arn});
		expect(await stage.session.queues.attributes(source.url)).toMatchObject({readyCount: 3});
		const [message] = await stage.session.queues.receive(source.url, {count: 1});
		expect(message).toMatchObject({receiveCount: 1});
	});

	test('a slow one shows how far it is, and a cancelled one keeps what has moved', async () => {
		await using stage = await setStage();
		const {dlq} = await aDeadLetterQueue(stage, {deadCount: 10});
		await executeRedrive(stage.session, await planRedrive(stage.session, {queue: dlq, ratePerSecond: 1}));
		const tasks = watchMoveTask(stage.session, {clock: stage.clock, sourceArn: dlq.arn, intervalMs: 3000});

		const first = await tasks.next();
		const second = await elapse(tasks.next(), {clock: stage.clock, stepMs: 100});
		const cancelled = await cancelRedrive(stage.session, {sourceArn: dlq.arn});
		const rest: MoveTask[] = [];
		await elapse(
			(async () => {
				for await (const task of tasks) rest.push(task);
			})(),
			{clock: stage.clock, stepMs: 100},
		);

		expect(first.value).toMatchObject({status: 'RUNNING', ratePerSecond: 1});
		expect(second.value.movedCount).toBeGreaterThan(first.value.movedCount);
		expect(cancelled.summary).toMatch(/^Cancelled the redrive of orders-dlq; about \d messages? had moved and stays? moved\.$/);
		expect(rest.at(-1)?.status).toBe('CANCELLED');
		expect(rest.at(-1)?.movedCount).toBeLessThan(10);
	});

	test('while one runs, another plan says so and how to cancel it', async () => {
		await using stage = await setStage();
		const {dlq} = await aDeadLetterQueue(stage, {deadCount: 10});
		const plan = await planRedrive(stage.session, {queue: dlq, ratePerSecond: 1});
		await executeRedrive(stage.session, plan);

		await expect(planRedrive(stage.session, {queue: dlq})).rejects.toMatchObject({
			code: 'move-task-running',
			message: 'A message move task from orders-dlq to where they came from is running already.',
			nextSteps: ['Watch it: sluice redrive orders-dlq --watch', 'Or cancel it: sluice redrive orders-dlq --cancel'],
		});
		await expect(executeRedrive(stage.session, plan)).rejects.toMatchObject({code: 'move-task-running'});
	});

	test('without a running task there is nothing to cancel and nothing to watch', async () => {
		await using stage = await setStage();
		const {dlq} = await aDeadLetterQueue(stage);

		expect(await watch(stage, dlq.arn)).toEqual([]);
		await expect(cancelRedrive(stage.session, {sourceArn: dlq.arn})).rejects.toMatchObject({
			code: 'move-task-not-found',
			message: 'No message move task is running from orders-dlq.',
		});
	});

	test('a throttle while watching slows down and goes on', async () => {
		await using stage = await setStage();
		const {dlq} = await aDeadLetterQueue(stage, {deadCount: 1});
		await executeRedrive(stage.session, await planRedrive(stage.session, {queue: dlq}));
		let throttleCount = 2;
		const session = withQueues(stage.session, {
			moveTasks: (arn, options) =>
				throttleCount-- > 0 ? Promise.reject(new SluiceError('slow', {code: 'throttled'})) : stage.session.queues.moveTasks(arn, options),
		});

		const seen = await elapse(watch({...stage, session}, dlq.arn), {clock: stage.clock, stepMs: 100});

		expect(seen.at(-1)?.status).toBe('COMPLETED');
	});

	test('watching ends when it is aborted', async () => {
		await using stage = await setStage();
		const {dlq} = await aDeadLetterQueue(stage, {deadCount: 5});
		await executeRedrive(stage.session, await planRedrive(stage.session, {queue: dlq, ratePerSecond: 1}));
		const abort = new AbortController();
		const tasks = watchMoveTask(stage.session, {clock: stage.clock, sourceArn: dlq.arn}, {signal: abort.signal});
		await tasks.next();

		const next = tasks.next();
		abort.abort();

		await expect(next).rejects.toMatchObject({name: 'AbortError'});
	});
});
