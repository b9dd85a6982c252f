import {describe, expect, test} from 'vitest';
import type {QueueAttributes} from '../../source/aws/queue.ts';
import {createPeek, type Peek, type PeekOptions} from '../../source/operations/peek.ts';
import {SluiceError} from '../../source/shared/errors.ts';
import {elapse, idle, sentActions} from '../aws/test-session.ts';
import {aQueue, setStage, withQueues, type Stage} from './stage.ts';

async function aPeek(
	stage: Stage,
	options: Partial<PeekOptions> & {messageCount?: number} = {},
): Promise<{peek: Peek; queue: QueueAttributes}> {
	const {messageCount = 2, ...rest} = options;
	const queue = options.queue ?? (await aQueue(stage, {messageCount}));
	const peek = createPeek(stage.session, {clock: stage.clock, count: messageCount, ...rest, queue});
	await peek.collect();
	return {peek, queue};
}

const statuses = (peek: Peek): string[] => peek.messages().map(({state}) => state.status);

/** Who else reads the queue: what a consumer would get now. */
async function consumerGets({session}: Stage, queue: QueueAttributes): Promise<string[]> {
	const messages = await session.queues.receive(queue.url, {count: 10, visibilityTimeoutSeconds: 0});
	return messages.map(({body}) => body).toSorted();
}

const failure = (code: string): SluiceError => new SluiceError('no', {code});

describe('collecting', () => {
	test('what is received is hidden from consumers, oldest send first', async () => {
		await using stage = await setStage();

		const {peek, queue} = await aPeek(stage, {messageCount: 3});

		expect(peek.messages().map(({message}) => message.body)).toEqual(['m-0', 'm-1', 'm-2']);
		expect(peek.messages()[0]?.state).toEqual({status: 'held', heldUntilMs: stage.clock.nowMs() + 20_000, isKept: true});
		expect(await consumerGets(stage, queue)).toEqual([]);
		await peek.end();
	});

	test('more than ten are received ten at a time, and no more than wanted', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 14});

		const {peek} = await aPeek(stage, {queue, messageCount: 12});

		expect(peek.messages()).toHaveLength(12);
		expect(sentActions(stage.session).filter(action => action === 'ReceiveMessage')).toHaveLength(2);
		await peek.end();
	});

	test('three empty answers are the end of a queue', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 1});
		const peek = createPeek(stage.session, {clock: stage.clock, queue, count: 10});

		await elapse(peek.collect(), {clock: stage.clock, stepMs: 500});

		expect(peek.messages()).toHaveLength(1);
		expect(sentActions(stage.session).filter(action => action === 'ReceiveMessage')).toHaveLength(4);
		await peek.end();
	});

	test('three answers without a new message are the end, too', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 1});
		const [message] = await stage.session.queues.receive(queue.url, {count: 1, visibilityTimeoutSeconds: 0});
		let receiveCount = 0;
		const session = withQueues(stage.session, {
			receive: async () => {
				receiveCount++;
				return message ? [message] : [];
			},
		});
		const peek = createPeek(session, {clock: stage.clock, queue, count: 10});

		await peek.collect();

		expect(receiveCount).toBe(4);
		expect(peek.messages()).toHaveLength(1);
		await peek.end();
	});

	test('a glance is one call that hides nothing', async () => {
		await using stage = await setStage();

		const {peek, queue} = await aPeek(stage, {messageCount: 2, visibilityTimeoutSeconds: 0, count: 10});

		expect(statuses(peek)).toEqual(['released', 'released']);
		expect(sentActions(stage.session).filter(action => action === 'ReceiveMessage')).toHaveLength(1);
		expect(await consumerGets(stage, queue)).toEqual(['m-0', 'm-1']);
		await peek.end();
	});

	test('a refused receive is told, and READ-ONLY refuses it', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 1});
		stage.session.setMode('READ-ONLY');
		const peek = createPeek(stage.session, {clock: stage.clock, queue, count: 1});

		await expect(peek.collect()).rejects.toMatchObject({code: 'refused-by-mode'});
		await peek.end();
	});

	test('LOOK may peek, extend and give back', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 1});
		stage.session.setMode('LOOK');
		const {peek} = await aPeek(stage, {queue, messageCount: 1});

		await peek.extend();
		await peek.end();

		expect(statuses(peek)).toEqual(['released']);
		expect(peek.problem()).toBeUndefined();
	});

	test('a message that was given back is held again when it is received again', async () => {
		await using stage = await setStage();
		const {peek} = await aPeek(stage, {messageCount: 1});
		await peek.release();

		await peek.collect();

		expect(peek.messages()).toMatchObject([{message: {receiveCount: 2}, state: {status: 'held'}}]);
		await peek.end();
	});
});

describe('keeping', () => {
	test('at half its time a kept message is extended', async () => {
		await using stage = await setStage();
		const {peek, queue} = await aPeek(stage);

		stage.clock.advance(9999);
		await idle(stage.session);
		expect(sentActions(stage.session)).not.toContain('ChangeMessageVisibilityBatch');
		stage.clock.advance(1);
		await idle(stage.session);

		expect(sentActions(stage.session).filter(action => action === 'ChangeMessageVisibilityBatch')).toHaveLength(1);
		expect(peek.messages()[0]?.state).toEqual({status: 'held', heldUntilMs: stage.clock.nowMs() + 20_000, isKept: true});
		stage.clock.advance(9000);
		expect(await consumerGets(stage, queue)).toEqual([]);
		await peek.end();
	});

	test('while the answer is awaited it is extending, until the old end', async () => {
		await using stage = await setStage();
		const {peek} = await aPeek(stage, {messageCount: 1});
		const heldUntilMs = stage.clock.nowMs() + 20_000;

		stage.clock.advance(10_000);

		expect(peek.messages()[0]?.state).toEqual({status: 'extending', heldUntilMs, sinceMs: stage.clock.nowMs()});
		await idle(stage.session);
		await peek.end();
	});

	test('what is not kept comes back at its time', async () => {
		await using stage = await setStage();
		const {peek, queue} = await aPeek(stage, {isKept: false});
		const backAtMs = stage.clock.nowMs() + 20_000;

		stage.clock.advance(19_999);
		expect(statuses(peek)).toEqual(['held', 'held']);
		stage.clock.advance(1);

		expect(peek.messages()[0]?.state).toEqual({status: 'expired', atMs: backAtMs});
		expect(await consumerGets(stage, queue)).toEqual(['m-0', 'm-1']);
		await peek.end();
	});

	test('after five minutes without a key everything is given back', async () => {
		await using stage = await setStage();
		const {peek, queue} = await aPeek(stage);

		for (let second = 0; second < 300; second += 5) {
			stage.clock.advance(5000);
			await idle(stage.session);
		}

		expect(statuses(peek)).toEqual(['released', 'released']);
		expect(await consumerGets(stage, queue)).toEqual(['m-0', 'm-1']);
		await peek.end();
	});

	test('giving back after five minutes is tried once; what fails comes back at its time', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 1});
		const timeouts: number[] = [];
		const session = withQueues(stage.session, {
			changeVisibility: async (_url, _handles, {timeoutSeconds}) => {
				timeouts.push(timeoutSeconds);
				if (timeoutSeconds === 0) throw failure('unreachable');
				return [];
			},
		});
		const peek = createPeek(session, {clock: stage.clock, queue, count: 1, visibilityTimeoutSeconds: 200});
		await peek.collect();

		for (let second = 0; second < 480; second += 10) {
			stage.clock.advance(10_000);
			await idle(stage.session);
		}

		expect(timeouts).toEqual([200, 200, 0]);
		expect(statuses(peek)).toEqual(['expired']);
		await peek.end();
	});

	test('a machine that slept for long finds everything expired', async () => {
		await using stage = await setStage();
		const {peek} = await aPeek(stage);
		const queue = await aQueue(stage, {name: 'other', messageCount: 1});
		const clock = {...stage.clock, nowMs: () => stage.clock.nowMs() + sleptMs};
		let sleptMs = 0;
		const asleep = createPeek(stage.session, {clock, queue, count: 1});
		await asleep.collect();

		sleptMs = 3_600_000;
		stage.clock.advance(10_000);

		expect(statuses(asleep)).toEqual(['expired']);
		await Promise.all([peek.end(), asleep.end()]);
	});

	test('a key starts the five minutes anew', async () => {
		await using stage = await setStage();
		const {peek} = await aPeek(stage);

		for (let second = 0; second < 590; second += 5) {
			if (second === 295) peek.touch();
			stage.clock.advance(5000);
			await idle(stage.session);
		}

		expect(statuses(peek)).toEqual(['held', 'held']);
		await peek.end();
	});

	test('twelve hours are AWS’s end: five minutes before them nothing is extended any more', async () => {
		await using stage = await setStage();
		const {peek} = await aPeek(stage, {messageCount: 1, visibilityTimeoutSeconds: 14_400});
		const receivedAtMs = stage.clock.nowMs();

		// Extended after 2, 4 and 6 hours for 4 more, and after 8 hours for what is left.
		for (let minutes = 0; minutes < 11.5 * 60; minutes += 4) {
			stage.clock.advance(4 * 60_000);
			peek.touch();
			await idle(stage.session);
		}

		expect(sentActions(stage.session).filter(action => action === 'ChangeMessageVisibilityBatch')).toHaveLength(4);
		expect(peek.problem()).toBeUndefined();
		expect(peek.messages()[0]?.state).toEqual({status: 'held', heldUntilMs: receivedAtMs + (11 * 60 + 59) * 60_000, isKept: false});
		await peek.end();
	});

	test('a handle that AWS does not know any more has expired', async () => {
		await using stage = await setStage();
		const {peek, queue} = await aPeek(stage, {messageCount: 1});
		await stage.session.queues.purge(queue.url);

		await peek.extend();

		expect(statuses(peek)).toEqual(['expired']);
		await peek.end();
	});

	test('when the network is lost it is held to its end, and kept no more', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 1});
		const session = withQueues(stage.session, {changeVisibility: () => Promise.reject(failure('unreachable'))});
		const peek = createPeek(session, {clock: stage.clock, queue, count: 1});
		await peek.collect();
		const heldUntilMs = stage.clock.nowMs() + 20_000;

		stage.clock.advance(10_000);
		await idle(stage.session);

		expect(peek.messages()[0]?.state).toEqual({status: 'held', heldUntilMs, isKept: false});
		expect(peek.problem()).toMatchObject({code: 'unreachable'});
		stage.clock.advance(10_000);
		expect(statuses(peek)).toEqual(['expired']);
		await peek.end();
	});

	test('an answer that comes after the end is not believed', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 1});
		const {promise, resolve} = Promise.withResolvers<[]>();
		const session = withQueues(stage.session, {changeVisibility: () => promise});
		const peek = createPeek(session, {clock: stage.clock, queue, count: 1});
		await peek.collect();
		stage.clock.advance(10_000);
		expect(statuses(peek)).toEqual(['extending']);

		stage.clock.advance(10_000);
		resolve([]);
		await idle(stage.session);

		expect(statuses(peek)).toEqual(['expired']);
		await peek.end();
	});

	test('extending by hand keeps a message that was not kept', async () => {
		await using stage = await setStage();
		const {peek} = await aPeek(stage, {isKept: false});
		const [first] = peek.messages();

		await peek.extend([first?.message.messageId ?? '']);

		expect(peek.messages().map(({state}) => 'isKept' in state && state.isKept)).toEqual([true, false]);
		await peek.end();
	});
});

describe('giving back', () => {
	test('one is given back, the others stay', async () => {
		await using stage = await setStage();
		const {peek, queue} = await aPeek(stage);
		const [first] = peek.messages();

		const released = peek.release([first?.message.messageId ?? '']);
		expect(statuses(peek)).toEqual(['releasing', 'held']);
		await released;

		expect(statuses(peek)).toEqual(['released', 'held']);
		expect(await consumerGets(stage, queue)).toEqual(['m-0']);
		await peek.end();
	});

	test('the end gives all back, however often it is called', async () => {
		await using stage = await setStage();
		const {peek, queue} = await aPeek(stage);

		await Promise.all([peek.end(), peek.end()]);

		expect(statuses(peek)).toEqual(['released', 'released']);
		expect(await consumerGets(stage, queue)).toEqual(['m-0', 'm-1']);
		expect(stage.clock.pendingCount()).toBe(0);
	});

	test('what a receive under way still brings is given back, too', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 2});
		const peek = createPeek(stage.session, {clock: stage.clock, queue, count: 2});

		const collected = peek.collect();
		await peek.end();
		await collected;

		expect(statuses(peek)).toEqual(['released', 'released']);
		expect(await consumerGets(stage, queue)).toEqual(['m-0', 'm-1']);
	});

	test('the end waits two seconds for an answer, not longer', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 1});
		const session = withQueues(stage.session, {changeVisibility: () => new Promise(() => {})});
		const peek = createPeek(session, {clock: stage.clock, queue, count: 1});
		await peek.collect();
		let hasEnded = false;

		const ended = peek.end().then(() => {
			hasEnded = true;
		});
		stage.clock.advance(1999);
		await idle(stage.session);
		expect(hasEnded).toBe(false);
		stage.clock.advance(1);
		await ended;

		expect(statuses(peek)).toEqual(['releasing']);
	});

	test('when giving back fails the message comes back at its time', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 1});
		const session = withQueues(stage.session, {changeVisibility: () => Promise.reject(failure('login-expired'))});
		const peek = createPeek(session, {clock: stage.clock, queue, count: 1});
		await peek.collect();
		const heldUntilMs = stage.clock.nowMs() + 20_000;

		await peek.release();

		expect(peek.messages()[0]?.state).toEqual({status: 'held', heldUntilMs, isKept: false});
		stage.clock.advance(20_000);
		expect(statuses(peek)).toEqual(['expired']);
		await peek.end();
	});

	test('a FIFO group goes on for its consumers as soon as it is given back', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {name: 'orders.fifo', messageCount: 4, attributes: {FifoQueue: 'true'}});
		const {peek} = await aPeek(stage, {queue, messageCount: 4});
		expect(await consumerGets(stage, queue)).toEqual([]);

		await peek.end();

		expect(await consumerGets(stage, queue)).toEqual(['m-0', 'm-1', 'm-2', 'm-3']);
	});
});

describe('deleting', () => {
	test('a deleted message is gone', async () => {
		await using stage = await setStage();
		const {peek, queue} = await aPeek(stage);
		const [first] = peek.messages();

		await peek.delete([first?.message.messageId ?? '']);
		await peek.end();

		expect(statuses(peek)).toEqual(['gone', 'released']);
		expect(await consumerGets(stage, queue)).toEqual(['m-1']);
	});

	test('on FIFO an expired handle deletes nothing', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {name: 'orders.fifo', messageCount: 1, attributes: {FifoQueue: 'true'}});
		const {peek} = await aPeek(stage, {queue, messageCount: 1, isKept: false});
		stage.clock.advance(20_000);

		await peek.delete(peek.messages().map(({message}) => message.messageId));

		expect(statuses(peek)).toEqual(['expired']);
		expect(await consumerGets(stage, queue)).toEqual(['m-0']);
		await peek.end();
	});

	test('a delete without an answer is doubtful, and the message that is found again is held', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 1});
		const session = withQueues(stage.session, {deleteMessages: () => Promise.reject(failure('unreachable'))});
		const peek = createPeek(session, {clock: stage.clock, queue, count: 1});
		await peek.collect();
		const backAtMs = stage.clock.nowMs() + 20_000;

		await peek.delete(peek.messages().map(({message}) => message.messageId));
		expect(peek.messages()[0]?.state).toEqual({status: 'doubtful', backAtMs});
		stage.clock.advance(20_000);
		await peek.collect();

		expect(statuses(peek)).toEqual(['held']);
		await peek.end();
	});

	test('a delete that the mode refuses changes nothing', async () => {
		await using stage = await setStage();
		const {peek} = await aPeek(stage, {messageCount: 1});
		stage.session.setMode('LOOK');

		await peek.delete(peek.messages().map(({message}) => message.messageId));

		expect(statuses(peek)).toEqual(['held']);
		expect(peek.problem()).toMatchObject({code: 'refused-by-mode'});
		await peek.end();
	});
});

test('each change is told, and between changes the list is the same', async () => {
	await using stage = await setStage();
	let changeCount = 0;
	const {peek} = await aPeek(stage, {onChange: () => changeCount++});
	expect(changeCount).toBe(1);
	expect(peek.messages()).toBe(peek.messages());

	const before = peek.messages();
	await peek.release();

	expect(changeCount).toBe(3);
	expect(peek.messages()).not.toBe(before);
	await peek.end();
});
