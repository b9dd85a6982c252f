import {describe, expect, test} from 'vitest';
import type {Message} from '../../source/aws/queue.ts';
import {executeDeleteMessages, planDeleteMessages} from '../../source/operations/delete-messages.ts';
import {executeMoveMessages, planMoveMessages} from '../../source/operations/move-messages.ts';
import {executeSendAgain, planSendAgain} from '../../source/operations/send-again.ts';
import {createUndoStore, type UndoLimits, type UndoStore} from '../../source/operations/undo.ts';
import {createManualClock} from '../../source/shared/clock.ts';
import {SluiceError} from '../../source/shared/errors.ts';
import {elapse} from '../aws/test-session.ts';
import {all, bodiesIn, hold, told} from './messages-stage.ts';
import {aQueue, setStage, withQueues} from './stage.ts';

const aMessage = (body: string): Message => ({
	messageId: `id-${body.slice(0, 8)}`,
	receiptHandle: 'handle',
	body,
	bodyBytes: body.length,
	sentAtMs: 0,
	receiveCount: 1,
	attributes: {},
});

const queue = {name: 'orders', url: 'http://127.0.0.1/000000000000/orders'};

describe('the store', () => {
	function aStore(limits: UndoLimits = {}) {
		const clock = createManualClock();
		const changes: number[] = [];
		const store: UndoStore = createUndoStore({clock, ...limits, onChange: () => changes.push(store.entries().length)});
		const keep = (...bodies: string[]): void => {
			for (const body of bodies) store.keep({message: aMessage(body), queue, isFifo: false});
		};
		return {clock, store, changes, keep, bodies: () => store.entries().map(({message}) => message.body)};
	}

	test('shows the newest first and forgets what was sent again', () => {
		const {store, keep, bodies} = aStore();
		keep('a', 'b', 'c');

		store.forget(['id-b']);

		expect(bodies()).toEqual(['c', 'a']);
	});

	test('keeps the newest thousand', () => {
		const {keep, bodies} = aStore();
		keep(...Array.from({length: 1001}, (_, index) => `${index}`));

		expect(bodies()).toHaveLength(1000);
		expect(bodies().at(-1)).toBe('1');
	});

	test('keeps no more bytes than allowed, and nothing that is larger alone', () => {
		const {keep, bodies} = aStore({bytesMax: 10});
		keep('aaaa', 'bbbb', 'cccc');
		expect(bodies()).toEqual(['cccc', 'bbbb']);

		keep('x'.repeat(11));
		expect(bodies()).toEqual(['cccc', 'bbbb']);

		keep('y'.repeat(10));
		expect(bodies()).toEqual(['y'.repeat(10)]);
	});

	test('forgets after ten minutes to the millisecond, without being asked', () => {
		const {clock, keep, bodies, changes} = aStore();
		keep('a');
		clock.advance(60_000);
		keep('b');

		clock.advance(9 * 60_000 - 1);
		expect(bodies()).toEqual(['b', 'a']);
		clock.advance(1);
		expect(bodies()).toEqual(['b']);
		clock.advance(60_000);

		expect(changes).toEqual([1, 2, 1, 0]);
		expect(clock.pendingCount()).toBe(0);
	});

	test('clears, and then holds no timer', () => {
		const {clock, store, keep, bodies} = aStore();
		keep('a', 'b');

		store.clear();

		expect(bodies()).toEqual([]);
		expect(clock.pendingCount()).toBe(0);
	});
});

describe('sending again', () => {
	test('what was deleted comes back as a new message with the same contents', async () => {
		await using stage = await setStage();
		const {clock, session} = stage;
		const orders = await aQueue(stage);
		const attributes = {kind: {dataType: 'String', stringValue: 'x'}};
		await session.queues.send(orders.url, {
			body: 'precious',
			attributes,
			groupId: 'tenant',
			traceHeader: 'Root=1-5759e988-bd862e3fe1be46a994272793',
		});
		const messages = await hold(stage, orders);
		const undo = createUndoStore({clock});
		await all(executeDeleteMessages(session, await planDeleteMessages(session, {clock, queue: orders, messages}), {clock, undo}));
		clock.advance(125_000);

		const plan = await planSendAgain(session, {clock, entries: undo.entries()});
		const {ended} = told(await all(executeSendAgain(session, plan, {clock, undo})));

		expect(plan).toMatchObject({
			operation: 'send-again',
			level: 'change',
			title: 'Send 1 message to orders again',
			subject: {kind: 'queue', name: 'orders'},
			warnings: [],
		});
		expect(plan.facts[1]).toEqual({label: 'sends', text: '1 message that was deleted 2m ago'});
		expect(ended.summary).toBe('Sent 1 message to orders again.');
		expect(undo.entries()).toEqual([]);
		const [again] = await hold(stage, orders);
		expect(again).toMatchObject({body: 'precious', attributes, groupId: 'tenant', receiveCount: 1});
		expect(again?.traceHeader).toBe('Root=1-5759e988-bd862e3fe1be46a994272793');
		expect(again?.messageId).not.toBe(messages[0]?.messageId);
	});

	test('what was moved comes back too, and its copy is said to stay', async () => {
		await using stage = await setStage();
		const {clock, session} = stage;
		const orders = await aQueue(stage, {messageCount: 2});
		const aside = await aQueue(stage, {name: 'aside'});
		const undo = createUndoStore({clock});
		const move = await planMoveMessages(session, {queue: orders, destination: aside, messages: await hold(stage, orders)});
		await all(executeMoveMessages(session, move, {clock, undo}));

		const plan = await planSendAgain(session, {clock, entries: undo.entries()});
		await all(executeSendAgain(session, plan, {clock, undo}));

		expect(plan.warnings).toEqual(['What was moved to aside stays there: this is one more copy.']);
		expect(await bodiesIn(stage, orders)).toEqual(['m-0', 'm-1']);
		expect(await bodiesIn(stage, aside)).toEqual(['m-0', 'm-1']);
	});

	test('to a FIFO queue it has a new deduplication ID, in the order of the groups', async () => {
		await using stage = await setStage();
		const {clock, session} = stage;
		const pay = await aQueue(stage, {
			name: 'pay.fifo',
			messageCount: 4,
			attributes: {FifoQueue: 'true', ContentBasedDeduplication: 'true'},
		});
		const messages = await hold(stage, pay);
		const undo = createUndoStore({clock});
		await all(executeDeleteMessages(session, await planDeleteMessages(session, {clock, queue: pay, messages}), {clock, undo}));

		await all(executeSendAgain(session, await planSendAgain(session, {clock, entries: undo.entries()}), {clock, undo}));

		const again = await session.queues.receive(pay.url, {count: 10});
		expect(again.filter(({groupId}) => groupId === 'g-0').map(({body}) => body)).toEqual(['m-0', 'm-2']);
		expect(again).toHaveLength(4);
	});

	test('what could not be sent is kept for another try', async () => {
		await using stage = await setStage();
		const {clock} = stage;
		const orders = await aQueue(stage, {messageCount: 2});
		const undo = createUndoStore({clock});
		for (const message of await hold(stage, orders)) undo.keep({message, queue: orders, isFifo: false});
		const session = withQueues(stage.session, {
			async sendBatch(url, batch, options) {
				const {sent} = await stage.session.queues.sendBatch(url, batch.slice(0, 1), options);
				return {sent, failed: [{index: 1, id: '1', code: 'InvalidParameterValue', message: 'Not this one.', isSenderFault: true}]};
			},
		});

		const {ended} = told(
			await all(executeSendAgain(session, await planSendAgain(session, {clock, entries: undo.entries()}), {clock, undo})),
		);

		expect(undo.entries().map(({message}) => message.body)).toEqual(['m-1']);
		expect(ended.summary).toContain('Copied 1 message of orders to orders.');
	});

	test('a queue that is gone is named', async () => {
		await using stage = await setStage();
		const {clock, session} = stage;
		const orders = await aQueue(stage, {messageCount: 1});
		const entries = (await hold(stage, orders)).map(message => ({message, queue: orders, isFifo: false, atMs: clock.nowMs()}));
		await session.queues.delete(orders.url);

		await expect(planSendAgain(session, {clock, entries})).rejects.toBeInstanceOf(SluiceError);
		await elapse(Promise.resolve(), {clock, stepMs: 1});
	});
});
