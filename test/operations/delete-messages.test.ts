import {describe, expect, test} from 'vitest';
import {executeDeleteMessages, planDeleteMessages, type DeleteMessagesOptions} from '../../source/operations/delete-messages.ts';
import {createUndoStore} from '../../source/operations/undo.ts';
import type {Message, QueueRef} from '../../source/aws/queue.ts';
import type {Session} from '../../source/aws/session.ts';
import {SluiceError} from '../../source/shared/errors.ts';
import {elapse, openTestSession, sentActions} from '../aws/test-session.ts';
import {startDroppingProxy} from './dropping-proxy.ts';
import {all, bodiesIn, hold, told} from './messages-stage.ts';
import {aQueue, setStage, withQueues, type Stage} from './stage.ts';

async function deleteThem(
	{clock}: Stage,
	session: Session,
	options: {queue: QueueRef; messages: readonly Message[]; signal?: AbortSignal} & Partial<DeleteMessagesOptions>,
) {
	const {queue, messages, signal, ...rest} = options;
	const plan = await planDeleteMessages(session, {clock, queue, messages});
	return told(await elapse(all(executeDeleteMessages(session, plan, {clock, ...rest}, signal ? {signal} : {})), {clock, stepMs: 100}));
}

describe('the plan', () => {
	test('counts, weighs and dates the messages, and asks for their number to be typed', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 3});
		const messages = await hold(stage, queue);
		stage.clock.advance(60_000);

		const plan = await planDeleteMessages(stage.session, {clock: stage.clock, queue, messages});

		expect(plan).toMatchObject({
			operation: 'delete-messages',
			level: 'destroy',
			title: 'Delete 3 messages of orders',
			subject: {kind: 'messages', name: 'delete 3'},
			command: `sluice delete orders --ids ${messages.map(({messageId}) => messageId).join(',')}`,
		});
		expect(plan.facts).toContainEqual({label: 'deletes', text: '3 messages, 9B, oldest sent 1m02s ago'});
		expect(await bodiesIn(stage, queue)).toEqual(['m-0', 'm-1', 'm-2']);
	});

	test('more than ten ids come from standard input in its command line', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 11});
		const messages = [...(await hold(stage, queue)), ...(await hold(stage, queue))];

		expect((await planDeleteMessages(stage.session, {clock: stage.clock, queue, messages})).command).toBe('sluice delete orders --ids -');
	});
});

describe('deleting', () => {
	test('tells of each message, ten in a call, and leaves the others', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 13});
		const messages = [...(await hold(stage, queue)), ...(await hold(stage, queue))];

		const {fates, ended} = await deleteThem(stage, stage.session, {queue, messages: messages.slice(0, 12)});

		expect(fates).toHaveLength(12);
		expect(ended).toMatchObject({summary: 'Deleted 12 messages of orders.', tally: {deleted: 12}, remainingCount: 0, isInterrupted: false});
		expect(sentActions(stage.session).filter(action => action === 'DeleteMessageBatch')).toHaveLength(2);
		expect(await bodiesIn(stage, queue)).toEqual(['m-12']);
	});

	test('keeps what was deleted for undo', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 2});
		const undo = createUndoStore({clock: stage.clock});

		await deleteThem(stage, stage.session, {queue, messages: await hold(stage, queue), undo});

		expect(undo.entries().map(({message, queue: {name}}) => [name, message.body])).toEqual([
			['orders', 'm-1'],
			['orders', 'm-0'],
		]);
	});

	test('of a FIFO queue, an expired handle deletes nothing and says so', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {name: 'pay.fifo', messageCount: 2, attributes: {FifoQueue: 'true'}});
		const messages = await hold(stage, queue);
		stage.clock.advance(61_000);

		const {ended} = await deleteThem(stage, stage.session, {queue, messages});

		expect(ended).toMatchObject({tally: {deleted: 0, failed: 2}});
		expect(ended.summary).toBe('Nothing was done. 2 stay in pay.fifo: its receipt handle has expired; receive it again.');
		expect(await bodiesIn(stage, queue)).toEqual(['m-0', 'm-1']);
	});

	test('what is not held any more is left alone', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 2});

		const {fates} = await deleteThem(stage, stage.session, {queue, messages: await hold(stage, queue), isHeld: ({body}) => body === 'm-1'});

		expect(fates).toEqual(['failed m-0', 'deleted m-1']);
		expect(await bodiesIn(stage, queue)).toEqual(['m-0']);
	});

	test('an entry that AWS fails for reasons of its own is deleted again, the others once', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 3});
		const tries: number[] = [];
		const session = withQueues(stage.session, {
			async deleteMessages(url, handles, options) {
				tries.push(handles.length);
				if (tries.length > 1) return stage.session.queues.deleteMessages(url, handles, options);
				await stage.session.queues.deleteMessages(url, handles.slice(1), options);
				return [{id: '0', code: 'InternalError', message: '', isSenderFault: false, receiptHandle: handles[0] ?? ''}];
			},
		});

		const {ended} = await deleteThem(stage, session, {queue, messages: await hold(stage, queue)});

		expect(tries).toEqual([3, 1]);
		expect(ended.tally.deleted).toBe(3);
	});

	test('a delete whose every answer is lost makes its messages doubtful, and ends', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 12});
		const messages = [...(await hold(stage, queue)), ...(await hold(stage, queue))];
		await using proxy = await startDroppingProxy(stage.engine.url);
		await using session = openTestSession(proxy.url, {clock: stage.clock});
		proxy.drop('DeleteMessageBatch', 10);

		const {fates, ended} = await deleteThem(stage, session, {queue, messages});

		expect(fates).toHaveLength(10);
		expect(new Set(fates.map(fate => fate.split(' ')[0]))).toEqual(new Set(['doubtful']));
		expect(ended).toMatchObject({tally: {deleted: 0, doubtful: 10}, remainingCount: 2, error: {code: 'unreachable'}});
		expect(ended.summary).toContain('10 may be gone, and may come back');
		expect(ended.summary).toContain('2 remain in orders.');
		expect(await bodiesIn(stage, queue)).toHaveLength(2);
	});

	test('a delete whose first answer is lost is repeated, which does no harm', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 2});
		const messages = await hold(stage, queue);
		await using proxy = await startDroppingProxy(stage.engine.url);
		await using session = openTestSession(proxy.url, {clock: stage.clock});
		proxy.drop('DeleteMessageBatch', 1);

		const {ended} = await deleteThem(stage, session, {queue, messages});

		expect(ended.summary).toBe('Deleted 2 messages of orders.');
	});

	test('a denied delete ends the work, and all stay', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 2});
		const session = withQueues(stage.session, {
			deleteMessages: () => Promise.reject(new SluiceError('You may not delete messages.', {code: 'denied'})),
		});

		const {ended} = await deleteThem(stage, session, {queue, messages: await hold(stage, queue)});

		expect(ended).toMatchObject({tally: {failed: 2}, error: {code: 'denied'}});
		expect(ended.summary).toMatch(/^You may not delete messages\. Nothing was done\./);
	});

	test('throttled, it waits and goes on', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 2});
		let throttleCount = 3;
		const session = withQueues(stage.session, {
			deleteMessages: (...call) =>
				throttleCount-- > 0 ? Promise.reject(new SluiceError('slow', {code: 'throttled'})) : stage.session.queues.deleteMessages(...call),
		});

		expect((await deleteThem(stage, session, {queue, messages: await hold(stage, queue)})).ended.summary).toBe(
			'Deleted 2 messages of orders.',
		);
	});

	test('stopped, it finishes the call under way and says what remains', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 12});
		const messages = [...(await hold(stage, queue)), ...(await hold(stage, queue))];
		const abort = new AbortController();
		const session = withQueues(stage.session, {
			deleteMessages(...call) {
				abort.abort();
				return stage.session.queues.deleteMessages(...call);
			},
		});

		const {ended} = await deleteThem(stage, session, {queue, messages, signal: abort.signal});

		expect(ended).toMatchObject({isInterrupted: true, remainingCount: 2, tally: {deleted: 10}});
		expect(ended.summary).toBe('Stopped: deleted 10 messages of orders. 2 remain in orders.');
		expect(await bodiesIn(stage, queue)).toHaveLength(2);
	});

	test('LOOK refuses it', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 1});
		const messages = await hold(stage, queue);
		stage.session.setMode('LOOK');

		const {ended} = await deleteThem(stage, stage.session, {queue, messages});

		expect(ended).toMatchObject({error: {code: 'refused-by-mode'}, tally: {deleted: 0}});
		expect(await bodiesIn(stage, queue)).toEqual(['m-0']);
	});
});
