import {describe, expect, test} from 'vitest';
import type {Message, QueueAttributes} from '../../source/aws/queue.ts';
import type {Session} from '../../source/aws/session.ts';
import {
	executeMoveMessages,
	planMoveMessages,
	type MoveMessagesChoice,
	type MoveMessagesOptions,
} from '../../source/operations/move-messages.ts';
import {executeRedriveMessages, planRedriveMessages} from '../../source/operations/redrive-messages.ts';
import {createUndoStore} from '../../source/operations/undo.ts';
import {SluiceError} from '../../source/shared/errors.ts';
import {elapse, idle, openTestSession, sentActions} from '../aws/test-session.ts';
import {startTestEngine} from '../helpers/engine.ts';
import {startDroppingProxy, type DroppingProxy} from './dropping-proxy.ts';
import {all, bodiesIn, hold, told} from './messages-stage.ts';
import {aQueue, setStage, withQueues, type Stage} from './stage.ts';

type Choice = MoveMessagesChoice & Partial<MoveMessagesOptions> & {signal?: AbortSignal};

async function move({clock}: Stage, session: Session, choice: Choice) {
	const {signal, undo, isHeld, ...planned} = choice;
	const plan = await planMoveMessages(session, planned);
	const options = {clock, ...(choice.to && {to: choice.to}), ...(undo && {undo}), ...(isHeld && {isHeld})};
	return told(await elapse(all(executeMoveMessages(session, plan, options, signal ? {signal} : {})), {clock, stepMs: 100}));
}

/** A queue with held messages, and an empty one beside it. */
async function aMove(
	stage: Stage,
	options: {messageCount?: number; attributes?: Record<string, string>} = {},
): Promise<{queue: QueueAttributes; destination: QueueAttributes; messages: readonly Message[]}> {
	const queue = await aQueue(stage, {messageCount: options.messageCount ?? 3});
	const destination = await aQueue(stage, {name: 'aside', attributes: options.attributes ?? {}});
	const messages: Message[] = [];
	for (let held = await hold(stage, queue); held.length > 0; held = await hold(stage, queue)) messages.push(...held);
	return {queue, destination, messages};
}

const fifo = {FifoQueue: 'true'};

/** A session behind a proxy that can lose answers. */
async function behindProxy(stage: Stage): Promise<{proxy: DroppingProxy; session: ReturnType<typeof openTestSession>}> {
	const proxy = await startDroppingProxy(stage.engine.url);
	return {proxy, session: openTestSession(proxy.url, {clock: stage.clock})};
}

describe('the plan', () => {
	test('says what is sent, what becomes of it, and what is typed', async () => {
		await using stage = await setStage();
		const {queue, destination, messages} = await aMove(stage);

		const plan = await planMoveMessages(stage.session, {queue, destination, messages, isStamped: true, ratePerSecond: 5});

		expect(plan).toMatchObject({
			operation: 'move-messages',
			level: 'destroy',
			title: 'Move 3 messages of orders to aside',
			subject: {kind: 'messages', name: 'move 3'},
			command: `sluice move orders --to aside --ids ${messages.map(({messageId}) => messageId).join(',')} --stamp --rate 5`,
		});
		expect(plan.facts.slice(1)).toEqual([
			{label: 'sends', text: '3 messages, 9B, to aside'},
			{label: 'then', text: "deletes each original once its copy's id and MD5 agree"},
			{label: 'stopped', text: 'nothing is lost; at worst a message is in both queues'},
			{label: 'becomes', text: 'each is new: new id, receive count 0, kept 4d from now'},
			{label: 'keeps', text: 'body and attributes'},
			{label: 'stamp', text: 'adds the attribute sluice.redriven = 1'},
			{label: 'rate', text: 'at most 5 per second'},
		]);
		expect(sentActions(stage.session)).not.toContain('SendMessageBatch');
	});

	test('a queue of the other type, and the queue itself, are refused', async () => {
		await using stage = await setStage();
		const {queue, messages} = await aMove(stage);
		const other = await aQueue(stage, {name: 'other.fifo', attributes: fifo});

		await expect(planMoveMessages(stage.session, {queue, destination: queue, messages})).rejects.toThrow(
			'orders cannot be moved to itself.',
		);
		await expect(planMoveMessages(stage.session, {queue, destination: other, messages})).rejects.toMatchObject({
			code: 'wrong-destination',
			message:
				'orders and other.fifo are not of the same type: messages of a FIFO queue go to a FIFO queue only, and those of a standard queue to a standard one.',
		});
	});

	test.each([0, 1.5, -1])('a rate of %s is refused', async ratePerSecond => {
		await using stage = await setStage();
		const {queue, destination, messages} = await aMove(stage, {messageCount: 1});

		await expect(planMoveMessages(stage.session, {queue, destination, messages, ratePerSecond})).rejects.toMatchObject({code: 'bad-rate'});
	});

	test('a destination without a reader is warned of', async () => {
		await using stage = await setStage();
		const {queue, destination, messages} = await aMove(stage);
		await stage.session.queues.send(destination.url, {body: 'waits'});

		expect((await planMoveMessages(stage.session, {queue, destination, messages})).warnings).toEqual([
			'aside seems to have no reader: 1 wait there and none is in flight.',
		]);
	});
});

describe('moving', () => {
	test('body, attributes, group and trace header arrive as they were; the original is gone', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage);
		const destination = await aQueue(stage, {name: 'aside'});
		const attributes = {
			kind: {dataType: 'String.label', stringValue: 'größer'},
			total: {dataType: 'Number', stringValue: '12.50'},
			photo: {dataType: 'Binary.png', binaryValue: Uint8Array.of(0, 255, 1)},
		};
		const body = '{"note":"\u009b2J \u202e 😀\r\n"}';
		await stage.session.queues.send(queue.url, {
			body,
			attributes,
			groupId: 'tenant-1',
			traceHeader: 'Root=1-5759e988-bd862e3fe1be46a994272793',
		});
		const messages = await hold(stage, queue);
		const undo = createUndoStore({clock: stage.clock});

		const {ended} = await move(stage, stage.session, {queue, destination, messages, undo});

		expect(ended.summary).toBe('Moved 1 message of orders to aside.');
		expect(await bodiesIn(stage, queue)).toEqual([]);
		const [copy] = await hold(stage, destination);
		expect(copy).toMatchObject({
			body,
			groupId: 'tenant-1',
			traceHeader: 'Root=1-5759e988-bd862e3fe1be46a994272793',
			receiveCount: 1,
			attributes: {kind: attributes.kind, total: attributes.total, photo: {dataType: 'Binary.png'}},
		});
		expect([...(copy?.attributes['photo']?.binaryValue ?? [])]).toEqual([0, 255, 1]);
		expect(copy?.messageId).not.toBe(messages[0]?.messageId);
		expect(undo.entries()).toMatchObject([{message: {body}, queue: {name: 'orders'}, movedTo: 'aside'}]);
	});

	test('a stamp adds one attribute and leaves the others', async () => {
		await using stage = await setStage();
		const {queue, destination, messages} = await aMove(stage, {messageCount: 1});

		await move(stage, stage.session, {queue, destination, messages, isStamped: true});

		expect((await hold(stage, destination))[0]?.attributes).toEqual({'sluice.redriven': {dataType: 'Number', stringValue: '1'}});
	});

	test('ten in a call, and no more than 1 MiB', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage);
		const destination = await aQueue(stage, {name: 'aside'});
		for (let index = 0; index < 3; index++) await stage.session.queues.send(queue.url, {body: `${index}`.repeat(400 * 1024)});
		for (let index = 0; index < 9; index++) await stage.session.queues.send(queue.url, {body: `small ${index}`});
		const messages = [...(await hold(stage, queue)), ...(await hold(stage, queue))];

		const {ended} = await move(stage, stage.session, {queue, destination, messages});

		expect(ended.tally.moved).toBe(12);
		expect(sentActions(stage.session).filter(action => action === 'SendMessageBatch')).toHaveLength(2);
	});

	test('a rate is kept', async () => {
		await using stage = await setStage();
		const {queue, destination, messages} = await aMove(stage, {messageCount: 6});
		const startMs = stage.clock.nowMs();

		await move(stage, stage.session, {queue, destination, messages, ratePerSecond: 2});

		// Two at once, then two after each second.
		expect(stage.clock.nowMs() - startMs).toBeGreaterThanOrEqual(2000);
		expect(stage.clock.nowMs() - startMs).toBeLessThan(2600);
		expect(sentActions(stage.session).filter(action => action === 'SendMessageBatch')).toHaveLength(3);
	});

	test('what AWS would refuse stays, and is named with its reason; the others move', async () => {
		await using stage = await setStage();
		const {queue, destination, messages} = await aMove(stage, {attributes: {MaximumMessageSize: '1024'}});
		const [first, ...others] = messages;
		const large = {...first, body: 'x'.repeat(1025)} as Message;

		const {fates, ended} = await move(stage, stage.session, {queue, destination, messages: [large, ...others]});

		expect(fates.slice(1)).toEqual(['moved m-1', 'moved m-2']);
		expect(ended.summary).toBe(
			'Moved 2 messages of orders to aside. 1 stays in orders: The message has 1,025 bytes; aside takes 1,024 at most.',
		);
	});

	test('an eleventh attribute is not possible', async () => {
		await using stage = await setStage();
		const {queue, destination, messages} = await aMove(stage, {messageCount: 1});
		const attributes = Object.fromEntries(Array.from({length: 10}, (_, index) => [`a${index}`, {dataType: 'String', stringValue: 'x'}]));
		const full = messages.map(message => ({...message, attributes}));

		expect((await move(stage, stage.session, {queue, destination, messages: full, isStamped: true})).ended.summary).toBe(
			'Nothing was done. 1 stays in orders: it would have more than 10 attributes.',
		);
	});

	test('entries that AWS refuses stay, those that fail for reasons of AWS are sent again', async () => {
		await using stage = await setStage();
		const {queue, destination, messages} = await aMove(stage);
		const tries: string[][] = [];
		const session = withQueues(stage.session, {
			async sendBatch(url, batch, options) {
				tries.push(batch.map(({body}) => body));
				if (tries.length > 1) return stage.session.queues.sendBatch(url, batch, options);
				const {sent} = await stage.session.queues.sendBatch(url, batch.slice(2), options);
				return {
					sent: sent.map(each => ({...each, index: each.index + 2})),
					failed: [
						{index: 0, id: '0', code: 'InternalError', message: 'try again', isSenderFault: false},
						{index: 1, id: '1', code: 'InvalidParameterValue', message: 'Not this one.', isSenderFault: true},
					],
				};
			},
		});

		const {fates, ended} = await move(stage, session, {queue, destination, messages});

		expect(tries).toEqual([['m-0', 'm-1', 'm-2'], ['m-0']]);
		expect(fates.toSorted()).toEqual(['failed m-1', 'moved m-0', 'moved m-2']);
		expect(ended.summary).toBe('Moved 2 messages of orders to aside. 1 stays in orders: Not this one.');
		expect(await bodiesIn(stage, queue)).toEqual(['m-1']);
		expect(await bodiesIn(stage, destination)).toEqual(['m-0', 'm-2']);
	});

	test('a copy whose checksum is wrong is doubtful, and its original stays', async () => {
		await using stage = await setStage();
		const {queue, destination, messages} = await aMove(stage, {messageCount: 2});
		const session = withQueues(stage.session, {
			// What a proxy that changes bodies would do.
			async sendBatch(url, batch, options) {
				const {sent, failed} = await stage.session.queues.sendBatch(url, batch, options);
				const unconfirmed = sent
					.slice(0, 1)
					.map(({index}) => ({index, id: String(index), code: 'NotConfirmed', message: 'Wrong.', isSenderFault: true}));
				return {sent: sent.slice(1), failed: [...failed, ...unconfirmed]};
			},
		});

		const {fates} = await move(stage, session, {queue, destination, messages});

		expect(fates).toEqual(['doubtful m-0', 'moved m-1']);
		expect(await bodiesIn(stage, queue)).toEqual(['m-0']);
	});

	test('what is not held any more is not sent', async () => {
		await using stage = await setStage();
		const {queue, destination, messages} = await aMove(stage, {messageCount: 2});

		const {fates} = await move(stage, stage.session, {queue, destination, messages, isHeld: ({body}) => body === 'm-1'});

		expect(fates).toEqual(['failed m-0', 'moved m-1']);
		expect(await bodiesIn(stage, destination)).toEqual(['m-1']);
	});
});

describe('killed at each step, nothing is lost', () => {
	test('before the first send: all remain', async () => {
		await using stage = await setStage();
		const {queue, destination, messages} = await aMove(stage);

		const {fates, ended} = await move(stage, stage.session, {queue, destination, messages, signal: AbortSignal.abort()});

		expect(fates).toEqual([]);
		expect(ended).toMatchObject({remainingCount: 3, isInterrupted: true, summary: 'Stopped: nothing was done. 3 remain in orders.'});
		expect(await bodiesIn(stage, destination)).toEqual([]);
	});

	test('told to stop between send and delete, it still deletes what arrived', async () => {
		await using stage = await setStage();
		const {queue, destination, messages} = await aMove(stage, {messageCount: 12});
		const {proxy, session} = await behindProxy(stage);
		await using _proxy = proxy;
		await using _session = session;
		const abort = new AbortController();
		proxy.onAnswer('SendMessageBatch', () => abort.abort());

		const {ended} = await move(stage, session, {queue, destination, messages, signal: abort.signal});

		expect(ended.summary).toBe('Stopped: moved 10 messages of orders to aside. 2 remain in orders.');
		expect(await bodiesIn(stage, queue)).toHaveLength(2);
		expect(await bodiesIn(stage, destination)).toHaveLength(10);
	});

	test('a session closed between send and delete leaves its messages doubtful: a copy there, the original perhaps here', async () => {
		await using stage = await setStage();
		const {queue, destination, messages} = await aMove(stage);
		await using session = openTestSession(stage.engine.url, {clock: stage.clock});
		const cut = withQueues(session, {
			async sendBatch(...call) {
				const answer = await session.queues.sendBatch(...call);
				session.close();
				return answer;
			},
		});

		const {fates, ended} = await move(stage, cut, {queue, destination, messages});

		expect(fates).toEqual(['doubtful m-0', 'doubtful m-1', 'doubtful m-2']);
		expect(ended.summary).toContain('3 may be gone, and may come back to orders');
		expect([...(await bodiesIn(stage, queue)), ...(await bodiesIn(stage, destination))]).toHaveLength(6);
	});

	test('the answer to the send is lost: it is not sent again, and the original stays', async () => {
		await using stage = await setStage();
		const {queue, destination, messages} = await aMove(stage, {messageCount: 12});
		const {proxy, session} = await behindProxy(stage);
		await using _proxy = proxy;
		await using _session = session;
		proxy.drop('SendMessageBatch');

		const {fates, ended} = await move(stage, session, {queue, destination, messages});

		expect(fates).toHaveLength(10);
		expect(ended).toMatchObject({tally: {doubtful: 10, moved: 0}, remainingCount: 2, error: {code: 'unreachable'}});
		expect(ended.summary).toContain('10 may have copies in aside and stay in orders');
		expect(await bodiesIn(stage, queue)).toHaveLength(12);
		// One copy of each, not two.
		expect(await bodiesIn(stage, destination)).toHaveLength(10);
	});

	test('the answer to the delete is lost: it is asked again', async () => {
		await using stage = await setStage();
		const {queue, destination, messages} = await aMove(stage);
		const {proxy, session} = await behindProxy(stage);
		await using _proxy = proxy;
		await using _session = session;
		proxy.drop('DeleteMessageBatch');

		expect((await move(stage, session, {queue, destination, messages})).ended.summary).toBe('Moved 3 messages of orders to aside.');
	});

	test('every answer to the delete is lost: each is doubtful, with the id of its copy', async () => {
		await using stage = await setStage();
		const {queue, destination, messages} = await aMove(stage, {messageCount: 1});
		const {proxy, session} = await behindProxy(stage);
		await using _proxy = proxy;
		await using _session = session;
		proxy.drop('DeleteMessageBatch', 10);
		const plan = await planMoveMessages(session, {queue, destination, messages});

		const [fate] = await elapse(all(executeMoveMessages(session, plan, {clock: stage.clock})), {clock: stage.clock, stepMs: 100});

		const [copy] = await hold(stage, destination);
		expect(fate).toMatchObject({type: 'doubtful', step: 'delete', to: 'aside', newMessageId: copy?.messageId});
	});

	test('a delete that is refused leaves a message in both queues, named by id', async () => {
		await using stage = await setStage();
		const {queue, destination, messages} = await aMove(stage, {messageCount: 2});
		const session = withQueues(stage.session, {
			deleteMessages: () => Promise.reject(new SluiceError('You may not delete messages.', {code: 'denied'})),
		});

		const {fates, ended} = await move(stage, session, {queue, destination, messages});

		expect(fates).toEqual(['doubled m-0', 'doubled m-1']);
		expect(ended.summary).toBe(
			`You may not delete messages. 2 are in both orders and aside: ${messages[0]?.messageId}, ${messages[1]?.messageId}.`,
		);
	});

	test('a denied send ends the work and touches nothing', async () => {
		await using stage = await setStage();
		const {queue, destination, messages} = await aMove(stage, {messageCount: 12});
		const session = withQueues(stage.session, {
			sendBatch: () => Promise.reject(new SluiceError('You may not send.', {code: 'denied'})),
		});

		const {ended} = await move(stage, session, {queue, destination, messages});

		expect(ended).toMatchObject({tally: {failed: 10}, remainingCount: 2, error: {code: 'denied'}});
		expect(await bodiesIn(stage, queue)).toHaveLength(12);
	});

	test('an engine that is not there was certainly not reached', async () => {
		await using stage = await setStage();
		const {queue, destination, messages} = await aMove(stage, {messageCount: 1});
		await using nowhere = openTestSession('http://127.0.0.1:9', {clock: stage.clock});
		const session = withQueues(stage.session, {sendBatch: nowhere.queues.sendBatch});

		const {fates, ended} = await move(stage, session, {queue, destination, messages});

		expect(fates).toEqual(['failed m-0']);
		expect(ended.error?.code).toBe('unreachable');
	});

	test('throttled sends wait and go on; stopped while waiting, what is left was not touched', async () => {
		await using stage = await setStage();
		const {queue, destination, messages} = await aMove(stage);
		let throttleCount = 2;
		const throttled = withQueues(stage.session, {
			sendBatch: (...call) =>
				throttleCount-- > 0 ? Promise.reject(new SluiceError('slow', {code: 'throttled'})) : stage.session.queues.sendBatch(...call),
		});
		const abort = new AbortController();
		const always = withQueues(stage.session, {
			sendBatch() {
				abort.abort();
				return Promise.reject(new SluiceError('slow', {code: 'throttled'}));
			},
		});

		const stopped = await move(stage, always, {queue, destination, messages, signal: abort.signal});
		const done = await move(stage, throttled, {queue, destination, messages});

		expect(stopped.ended).toMatchObject({remainingCount: 3, isInterrupted: true});
		expect(done.ended.summary).toBe('Moved 3 messages of orders to aside.');
	});

	test('whoever stops listening in the middle leaves no message half moved', async () => {
		await using stage = await setStage();
		const {queue, destination, messages} = await aMove(stage);
		const plan = await planMoveMessages(stage.session, {queue, destination, messages});

		for await (const _event of executeMoveMessages(stage.session, plan, {clock: stage.clock})) break;

		expect(await bodiesIn(stage, queue)).toEqual([]);
		expect(await bodiesIn(stage, destination)).toHaveLength(3);
	});
});

describe('FIFO', () => {
	async function aFifoMove(stage: Stage, attributes: Record<string, string> = {}) {
		const queue = await aQueue(stage, {name: 'pay-dlq.fifo', messageCount: 4, attributes: fifo});
		const destination = await aQueue(stage, {name: 'pay.fifo', attributes: {...fifo, ...attributes}});
		return {queue, destination, messages: await hold(stage, queue)};
	}

	test('groups and their order are kept, and each gets a new deduplication ID that the plan shows', async () => {
		await using stage = await setStage();
		const {queue, destination, messages} = await aFifoMove(stage);

		const plan = await planMoveMessages(stage.session, {queue, destination, messages: messages.toReversed()});
		await all(executeMoveMessages(stage.session, plan, {clock: stage.clock}));

		expect(plan.facts).toContainEqual({label: 'dedup', text: `new for each: sluice-${messages[0]?.messageId} …`});
		const moved = await stage.session.queues.receive(destination.url, {count: 10});
		expect(moved.filter(({groupId}) => groupId === 'g-0').map(({body}) => body)).toEqual(['m-0', 'm-2']);
		expect(moved.filter(({groupId}) => groupId === 'g-1').map(({body}) => body)).toEqual(['m-1', 'm-3']);
		expect(moved.map(({deduplicationId}) => deduplicationId ?? '').toSorted()).toEqual(
			messages.map(({messageId}) => `sluice-${messageId}`).toSorted(),
		);
	});

	test('a queue that deduplicates by content gets none, but for a second message of the same content', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {name: 'pay-dlq.fifo', attributes: fifo});
		const destination = await aQueue(stage, {name: 'pay.fifo', attributes: {...fifo, ContentBasedDeduplication: 'true'}});
		for (const [index, body] of ['same', 'same', 'other'].entries())
			await stage.session.queues.send(queue.url, {body, groupId: `g-${index}`, deduplicationId: `d-${index}`});
		const messages = await hold(stage, queue);

		const plan = await planMoveMessages(stage.session, {queue, destination, messages});
		const {ended} = told(await all(executeMoveMessages(stage.session, plan, {clock: stage.clock})));

		expect(plan.request.transfers.map(({outgoing}) => outgoing.deduplicationId !== undefined)).toEqual([false, true, false]);
		expect(plan.warnings).toEqual([
			'FIFO: pay.fifo swallows a body that it took within the last 5 minutes already, and the original is deleted.',
		]);
		expect(ended.tally.moved).toBe(3);
		expect(await bodiesIn(stage, destination)).toEqual(['other', 'same', 'same']);
	});

	test('a lost answer to a send is asked again, and the copy is there once', async () => {
		await using stage = await setStage();
		const {queue, destination, messages} = await aFifoMove(stage);
		const {proxy, session} = await behindProxy(stage);
		await using _proxy = proxy;
		await using _session = session;
		proxy.drop('SendMessageBatch');

		expect((await move(stage, session, {queue, destination, messages})).ended.summary).toBe(
			'Moved 4 messages of pay-dlq.fifo to pay.fifo.',
		);
		expect(await bodiesIn(stage, destination)).toEqual(['m-0', 'm-1', 'm-2', 'm-3']);
		expect(await bodiesIn(stage, queue)).toEqual([]);
	});

	test('moved again after a doubt within five minutes, a message is there once', async () => {
		await using stage = await setStage();
		const {queue, destination, messages} = await aFifoMove(stage);
		const {proxy, session} = await behindProxy(stage);
		await using _proxy = proxy;
		await using _session = session;
		proxy.drop('SendMessageBatch', 10);
		const doubtful = await move(stage, session, {queue, destination, messages});
		proxy.drop('SendMessageBatch', 0);

		await move(stage, session, {queue, destination, messages});

		expect(doubtful.ended.tally.doubtful).toBe(4);
		expect(await bodiesIn(stage, destination)).toEqual(['m-0', 'm-1', 'm-2', 'm-3']);
		expect(await bodiesIn(stage, queue)).toEqual([]);
	});

	test('after a message that cannot be sent, the rest of its group waits and the other groups go on', async () => {
		await using stage = await setStage();
		const {queue, destination, messages} = await aFifoMove(stage);

		const {fates, ended} = await move(stage, stage.session, {queue, destination, messages, isHeld: ({body}) => body !== 'm-0'});

		expect(fates).toEqual(['failed m-0', 'moved m-1', 'moved m-3']);
		expect(ended.remainingCount).toBe(1);
		expect(await bodiesIn(stage, queue)).toEqual(['m-0', 'm-2']);
	});

	test('one that the queue swallows stays where it is', async () => {
		await using stage = await setStage();
		const {queue, destination, messages} = await aFifoMove(stage);
		const plan = await planMoveMessages(stage.session, {queue, destination, messages: messages.slice(0, 2)});
		const [first, second] = plan.request.transfers;
		if (!first || !second) throw new Error('Two messages are held.');
		const same = {...second, outgoing: {...second.outgoing, deduplicationId: first.outgoing.deduplicationId ?? ''}};

		const {fates, ended} = told(
			await all(executeMoveMessages(stage.session, {...plan, request: {...plan.request, transfers: [first, same]}}, {clock: stage.clock})),
		);

		expect(fates.toSorted()).toEqual(['failed m-1', 'moved m-0']);
		expect(ended.summary).toContain('1 stays in pay-dlq.fifo: pay.fifo took it for a copy of another message and swallowed it.');
		expect(await bodiesIn(stage, queue)).toEqual(['m-1', 'm-2', 'm-3']);
	});

	test('an expired handle is found out after the send: in both queues, and said', async () => {
		await using stage = await setStage();
		const {queue, destination, messages} = await aFifoMove(stage);
		stage.clock.advance(61_000);

		const {fates, ended} = await move(stage, stage.session, {queue, destination, messages: messages.slice(0, 1)});

		expect(fates).toEqual(['doubled m-0']);
		expect(ended.summary).toContain('1 is in both pay-dlq.fifo and pay.fifo');
	});
});

describe('to another context', () => {
	test('messages are copied and the originals kept, unless told otherwise', async () => {
		await using stage = await setStage();
		await using other = await startTestEngine({clock: stage.clock});
		await using to = openTestSession(other.url, {clock: stage.clock});
		const {queue, messages} = await aMove(stage);
		const {url} = await to.queues.create('laptop', {});
		const destination = {name: 'laptop', url};

		const plan = await planMoveMessages(stage.session, {queue, destination, messages, to});
		const {ended} = told(await all(executeMoveMessages(stage.session, plan, {clock: stage.clock, to})));

		expect(plan).toMatchObject({level: 'change', title: 'Copy 3 messages of orders to laptop', subject: {name: 'copy 3'}});
		expect(plan.command).toContain('sluice move orders --to local/laptop --ids');
		expect(plan.facts[1]).toEqual({label: 'to', text: `000000000000, us-east-1 at ${other.url}`});
		expect(ended.summary).toBe('Copied 3 messages of orders to laptop.');
		expect((await to.queues.attributes(url)).readyCount).toBe(3);
		expect(await bodiesIn(stage, queue)).toHaveLength(3);

		const moved = await move(stage, stage.session, {queue, destination, messages, to, keepsOriginals: false});

		expect(moved.ended.summary).toBe('Moved 3 messages of orders to laptop.');
		expect(await bodiesIn(stage, queue)).toEqual([]);
	});

	test('its mode holds there, while here LOOK is enough for a copy', async () => {
		await using stage = await setStage();
		await using other = await startTestEngine({clock: stage.clock});
		await using to = openTestSession(other.url, {clock: stage.clock});
		const {queue, messages} = await aMove(stage, {messageCount: 1});
		const {url} = await to.queues.create('laptop', {});
		const choice = {queue, destination: {name: 'laptop', url}, messages, to};
		stage.session.setMode('LOOK');

		expect((await move(stage, stage.session, choice)).ended.tally.copied).toBe(1);
		to.setMode('LOOK');
		await expect(planMoveMessages(stage.session, choice)).rejects.toMatchObject({
			code: 'refused-by-mode',
			message: 'Sending to local is not allowed; its mode is LOOK.',
		});
		await idle(stage.session);
	});

	/** Three messages on their way to a context whose audit log is on a disk that answers when it is told to. */
	async function moveToSlowLog(
		kind: 'move' | 'redrive',
		work: (options: {stage: Stage; to: Session; url: string; moving: Promise<unknown>; write(): void}) => Promise<void>,
	): Promise<void> {
		await using stage = await setStage();
		await using other = await startTestEngine({clock: stage.clock});
		await using opened = openTestSession(other.url, {clock: stage.clock});
		let asked = (): void => {};
		let write = (): void => {};
		const isAsked = new Promise<void>(resolve => void (asked = resolve));
		const flush = (): Promise<void> => {
			asked();
			return new Promise<void>(resolve => void (write = resolve));
		};
		const audit = {path: 'audit.ndjson', problem: () => undefined, read: async function* () {}, flush};
		const to: Session = {...opened, audit};
		const {queue, messages} = await aMove(stage);
		const {url} = await to.queues.create('laptop', {});
		const choice = {queue, destination: {name: 'laptop', url}, messages, to, keepsOriginals: false};
		const options = {clock: stage.clock, to};
		const moving = all<unknown>(
			kind === 'move'
				? executeMoveMessages(stage.session, await planMoveMessages(stage.session, choice), options)
				: executeRedriveMessages(stage.session, await planRedriveMessages(stage.session, choice), options),
		);
		await Promise.race([isAsked, moving]);
		await work({stage, to, url, moving, write: () => write()});
	}

	test.each(['move', 'redrive'] as const)(
		'of a %s, no original is deleted before the lines that name its copy are on the disk of that context',
		kind =>
			moveToSlowLog(kind, async ({stage, to, url, moving, write}) => {
				expect((await to.queues.attributes(url)).readyCount).toBe(3);
				stage.clock.advance(1999);
				await idle(stage.session);
				expect(sentActions(stage.session)).not.toContain('DeleteMessageBatch');

				write();
				await moving;
				expect(sentActions(stage.session)).toContain('DeleteMessageBatch');
			}),
	);

	test('a disk that does not answer keeps nobody longer than two seconds', () =>
		moveToSlowLog('move', async ({stage, moving}) => {
			stage.clock.advance(2000);
			await moving;

			expect(sentActions(stage.session)).toContain('DeleteMessageBatch');
		}));
});
