import {describe, expect, test} from 'vitest';
import {listMoveTasks} from '../../source/operations/list-move-tasks.ts';
import {createPeek} from '../../source/operations/peek.ts';
import {executeReceive, planReceive, type ReceiveEvent} from '../../source/operations/receive-messages.ts';
import {SluiceError} from '../../source/shared/errors.ts';
import {elapse, sentActions} from '../aws/test-session.ts';
import {all, bodiesIn} from './messages-stage.ts';
import {aDeadLetterQueue, aQueue, setStage, withQueues} from './stage.ts';

const bodies = (events: readonly ReceiveEvent[]): string[] =>
	events.flatMap(event => (event.type === 'received' ? event.messages.map(({body}) => body) : []));

describe('receiving', () => {
	test('the plan says that nothing is given back, and where old messages go', async () => {
		await using stage = await setStage();
		const {source} = await aDeadLetterQueue(stage, {maxReceiveCount: 3});

		const plan = await planReceive(stage.session, {queue: source, count: 5});
		const deleting = await planReceive(stage.session, {queue: source, visibilityTimeoutSeconds: 60, waitSeconds: 20, isDeleting: true});

		expect(plan).toMatchObject({level: 'cost', command: 'sluice receive orders --max 5'});
		expect(plan.facts.slice(1)).toEqual([
			{label: 'receives', text: 'up to 5 messages, each hidden for 30s'},
			{label: 'then', text: 'gives nothing back: they come back when their time is over'},
			{label: 'counts', text: "each one's receive count goes up by 1, for good"},
			{label: 'may happen', text: 'what was received 3 times before goes to orders-dlq'},
		]);
		expect(deleting).toMatchObject({
			level: 'destroy',
			title: 'Receive and delete messages of orders',
			command: 'sluice receive orders --max 10 --visibility 60 --wait 20 --delete',
		});
	});

	test('takes as many as wanted and leaves them hidden', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 15});
		const plan = await planReceive(stage.session, {queue, count: 12});

		const events = await all(executeReceive(stage.session, plan, stage));

		expect(bodies(events)).toHaveLength(12);
		expect(await stage.session.queues.attributes(queue.url)).toMatchObject({readyCount: 3, inFlightCount: 12});
	});

	test('ends when three answers were empty', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 2});
		const plan = await planReceive(stage.session, {queue, count: 100});

		const events = await elapse(all(executeReceive(stage.session, plan, stage)), {clock: stage.clock, stepMs: 200});

		expect(bodies(events)).toHaveLength(2);
		expect(sentActions(stage.session).filter(action => action === 'ReceiveMessage')).toHaveLength(4);
	});

	test('deletes a batch only when the next is asked for', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 2});
		const events = executeReceive(stage.session, await planReceive(stage.session, {queue, count: 2, isDeleting: true}), stage);

		await events.next();
		const before = await bodiesIn(stage, queue);
		const deleted = await events.next();

		expect(before).toHaveLength(2);
		expect(deleted.value).toMatchObject({type: 'deleted', message: {body: 'm-0'}});
		expect(await bodiesIn(stage, queue)).toEqual([]);
	});

	test('whoever leaves before has it back after its time', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 1});
		const plan = await planReceive(stage.session, {queue, count: 1, isDeleting: true});

		for await (const _event of executeReceive(stage.session, plan, stage)) break;
		stage.clock.advance(31_000);

		expect((await stage.session.queues.attributes(queue.url)).readyCount).toBe(1);
	});

	test('throttled, it waits and goes on; denied, it says so', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 1});
		const plan = await planReceive(stage.session, {queue, count: 1});
		let throttleCount = 2;
		const throttled = withQueues(stage.session, {
			receive: (...call) =>
				throttleCount-- > 0 ? Promise.reject(new SluiceError('slow', {code: 'throttled'})) : stage.session.queues.receive(...call),
		});
		const denied = withQueues(stage.session, {receive: () => Promise.reject(new SluiceError('no', {code: 'denied'}))});

		await expect(all(executeReceive(denied, plan, stage))).rejects.toMatchObject({code: 'denied'});
		expect(bodies(await elapse(all(executeReceive(throttled, plan, stage)), {clock: stage.clock, stepMs: 100}))).toEqual(['m-0']);
	});

	test('stopped, it ends without a failure', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage);
		const abort = new AbortController();
		const plan = await planReceive(stage.session, {queue, count: 1, waitSeconds: 20});

		const received = all(executeReceive(stage.session, plan, stage, {signal: abort.signal}));
		abort.abort();

		expect(await received).toEqual([]);
	});
});

describe('the tasks of AWS', () => {
	test('of one queue, and of all dead-letter queues that a redrive policy names', async () => {
		await using stage = await setStage();
		const {dlq} = await aDeadLetterQueue(stage, {deadCount: 3});
		await aQueue(stage, {name: 'unrelated'});
		await stage.session.queues.startMoveTask({sourceArn: dlq.arn, ratePerSecond: 1});

		const one = await all(listMoveTasks(stage.session, {clock: stage.clock, queue: dlq}));
		const every = await elapse(all(listMoveTasks(stage.session, {clock: stage.clock})), {clock: stage.clock, stepMs: 50});

		expect(one).toMatchObject([{queueName: 'orders-dlq', tasks: [{status: 'RUNNING', ratePerSecond: 1}]}]);
		expect(every.map(({queueName}) => queueName)).toEqual(['orders-dlq']);
	});

	test('a queue that is denied is named, and the others are listed', async () => {
		await using stage = await setStage();
		await aDeadLetterQueue(stage);
		const session = withQueues(stage.session, {moveTasks: () => Promise.reject(new SluiceError('You may not.', {code: 'denied'}))});

		const [found] = await elapse(all(listMoveTasks(session, {clock: stage.clock})), {clock: stage.clock, stepMs: 50});

		expect(found).toMatchObject({queueName: 'orders-dlq', error: {code: 'denied'}});
	});
});

describe('a peek and what others do to its messages', () => {
	test('it learns what became of them', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 5});
		const peek = createPeek(stage.session, {clock: stage.clock, queue, count: 5});
		await peek.collect();
		const [deleted, moved, doubtful, expired, failed] = peek.messages().map(({message}) => message);
		if (!deleted || !moved || !doubtful || !expired || !failed) throw new Error('Five messages are held.');

		peek.settle([
			{type: 'deleted', message: deleted},
			{type: 'moved', message: moved, newMessageId: 'n', to: 'aside'},
			{type: 'doubtful', message: doubtful, step: 'delete', reason: 'no answer'},
			{type: 'failed', message: expired, code: 'receipt-handle-expired', reason: 'expired'},
			{type: 'failed', message: failed, code: 'does-not-fit', reason: 'too large'},
		]);

		const heldUntilMs = stage.clock.nowMs() + 20_000;
		expect(peek.messages().map(({state}) => state)).toEqual([
			{status: 'gone', atMs: stage.clock.nowMs()},
			{status: 'gone', atMs: stage.clock.nowMs()},
			{status: 'doubtful', backAtMs: heldUntilMs},
			{status: 'expired', atMs: stage.clock.nowMs()},
			{status: 'held', heldUntilMs, isKept: true},
		]);
		expect([deleted, doubtful, expired, failed].map(({messageId}) => peek.isHeld(messageId))).toEqual([false, false, false, true]);
		expect(peek.isHeld('unknown')).toBe(false);
		await peek.end();
	});

	test('it deletes ten in a call, so that a lost answer leaves no doubt about those before it', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 12});
		let callCount = 0;
		const session = withQueues(stage.session, {
			deleteMessages: (...call) =>
				++callCount > 1 ? Promise.reject(new SluiceError('cut', {code: 'unreachable'})) : stage.session.queues.deleteMessages(...call),
		});
		const peek = createPeek(session, {clock: stage.clock, queue, count: 12});
		await peek.collect();

		await peek.delete(peek.messages().map(({message}) => message.messageId));

		const statuses = peek.messages().map(({state}) => state.status);
		expect(statuses.filter(status => status === 'gone')).toHaveLength(10);
		expect(statuses.filter(status => status === 'doubtful')).toHaveLength(2);
		await peek.end();
	});
});
