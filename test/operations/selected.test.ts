import {describe, expect, test} from 'vitest';
import type {QueueAttributes} from '../../source/aws/queue.ts';
import type {Session} from '../../source/aws/session.ts';
import type {CanaryEvent} from '../../source/operations/canary.ts';
import {executeDeleteSelected, planDeleteSelected} from '../../source/operations/delete-selected.ts';
import type {Ended, MessageFate} from '../../source/operations/message-fate.ts';
import {executeMoveSelected, planMoveSelected, type MoveSelectedChoice} from '../../source/operations/move-selected.ts';
import {selectAll, selectIds, selectMatching} from '../../source/operations/selection.ts';
import type {SweepProgress} from '../../source/operations/sweep-and-act.ts';
import {SluiceError} from '../../source/shared/errors.ts';
import {elapse, openTestSession, sentActions} from '../aws/test-session.ts';
import {startDroppingProxy} from './dropping-proxy.ts';
import {all, bodiesIn, hold, told} from './messages-stage.ts';
import {aDeadLetterQueue, aQueue, setStage, withQueues, type Stage} from './stage.ts';

const even = selectMatching({filter: 'even', matches: ({body}) => Number(body.slice(2)) % 2 === 0});

type SelectedEvent = MessageFate | SweepProgress | CanaryEvent | Ended;

function run(stage: Stage, events: AsyncIterable<SelectedEvent>): Promise<SelectedEvent[]> {
	return elapse(all(events), {clock: stage.clock, stepMs: 100});
}

async function readyIn({session}: Stage, queue: QueueAttributes): Promise<number> {
	return (await session.queues.attributes(queue.url)).readyCount;
}

async function redrive(
	stage: Stage,
	session: Session,
	choice: Omit<MoveSelectedChoice, 'verb'> & {signal?: AbortSignal},
): Promise<{fates: string[]; ended: Ended}> {
	const {signal, ...rest} = choice;
	const plan = await planMoveSelected(session, {verb: 'redrive', ...rest});
	return told(await run(stage, executeMoveSelected(session, plan, {clock: stage.clock}, signal ? {signal} : {})));
}

describe('deleting what is chosen', () => {
	test('a filter is a plan for the queue, ids are one for so many messages', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 4});

		const byFilter = await planDeleteSelected(stage.session, {queue, selection: even});
		const byIds = await planDeleteSelected(stage.session, {queue, selection: selectIds(['a', 'b', 'a'])});

		expect(byFilter).toMatchObject({
			level: 'destroy',
			title: 'Delete messages of orders that match even',
			subject: {kind: 'queue', name: 'orders'},
			command: 'sluice delete orders --filter even',
		});
		expect(byFilter.facts).toContainEqual({label: 'deletes', text: 'all messages that match even, as they are found'});
		expect(byIds).toMatchObject({subject: {kind: 'messages', name: 'delete 2'}, command: 'sluice delete orders --ids a,b'});
		expect(sentActions(stage.session)).not.toContain('ReceiveMessage');
	});

	test('what matches is deleted, all else given back', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 35});
		const plan = await planDeleteSelected(stage.session, {queue, selection: even});

		const {ended} = told(await run(stage, executeDeleteSelected(stage.session, plan, {clock: stage.clock})));

		expect(ended.summary).toBe('Deleted 18 messages of orders.');
		expect(await readyIn(stage, queue)).toBe(17);
	});

	test('ids that were not seen are counted', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 2});
		const [first, second] = await hold(stage, queue);
		stage.clock.advance(61_000);
		const held = await hold(stage, queue, 1);
		const inFlight = held[0]?.messageId ?? '';
		const other = [first?.messageId ?? '', second?.messageId ?? ''].find(id => id !== inFlight) ?? '';
		const plan = await planDeleteSelected(stage.session, {queue, selection: selectIds([other, inFlight])});

		const {ended} = told(await run(stage, executeDeleteSelected(stage.session, plan, {clock: stage.clock})));

		expect(ended.summary).toBe('Deleted 1 message of orders. 1 of those ids was not seen: in flight, delayed, or not there any more.');
	});

	test('a lost answer ends it: those are doubtful, all else is given back', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 30});
		await using proxy = await startDroppingProxy(stage.engine.url);
		await using session = openTestSession(proxy.url, {clock: stage.clock});
		proxy.drop('DeleteMessageBatch', 10);
		const plan = await planDeleteSelected(session, {queue, selection: selectAll()});

		const {ended} = told(await run(stage, executeDeleteSelected(session, plan, {clock: stage.clock})));

		expect(ended).toMatchObject({tally: {doubtful: 10, deleted: 0}, error: {code: 'unreachable'}});
		expect(await readyIn(stage, queue)).toBe(20);
	});

	test('stopped, what was deleted stays deleted and all else is given back', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 60});
		const abort = new AbortController();
		const session = withQueues(stage.session, {
			deleteMessages(...call) {
				abort.abort();
				return stage.session.queues.deleteMessages(...call);
			},
		});
		const plan = await planDeleteSelected(session, {queue, selection: selectAll()});

		const {ended} = told(await run(stage, executeDeleteSelected(session, plan, {clock: stage.clock}, {signal: abort.signal})));

		expect(ended.isInterrupted).toBe(true);
		expect(ended.summary).toMatch(
			/^Stopped: deleted 10 messages of orders\. (\d+ remain in orders\. )?Looked at \d+ of about 60 messages\.$/,
		);
		expect(await readyIn(stage, queue)).toBe(50);
	});
});

describe('redriving what is chosen', () => {
	test('each goes back to where it came from; all else stays and is given back', async () => {
		await using stage = await setStage();
		const {dlq, source} = await aDeadLetterQueue(stage, {deadCount: 6});

		const {ended} = await redrive(stage, stage.session, {queue: dlq, selection: even});

		expect(ended.summary).toBe('Moved 3 messages of orders-dlq to orders.');
		expect(await bodiesIn(stage, source)).toEqual(['m-0', 'm-2', 'm-4']);
		expect(await readyIn(stage, dlq)).toBe(3);
	});

	test('the plan says what will be looked at, sent and where', async () => {
		await using stage = await setStage();
		const {dlq} = await aDeadLetterQueue(stage, {deadCount: 6});

		const plan = await planMoveSelected(stage.session, {
			verb: 'redrive',
			queue: dlq,
			selection: even,
			hasCanary: true,
			isStamped: true,
			ratePerSecond: 10,
		});

		expect(plan).toMatchObject({
			operation: 'redrive-selected',
			level: 'destroy',
			subject: {kind: 'queue', name: 'orders-dlq'},
			command: 'sluice redrive orders-dlq --filter even --canary --stamp --rate 10',
		});
		expect(plan.facts.map(({label}) => label)).toEqual([
			'account',
			'sends',
			'first',
			'then',
			'becomes',
			'stamp',
			'rate',
			'stopped',
			'looks at',
			'costs',
			'meanwhile',
		]);
		expect(plan.facts[1]?.text).toBe('all messages that match even, to where each came from: orders');
		expect(sentActions(stage.session).filter(action => action === 'SendMessageBatch')).toEqual([]);
	});

	test('a message without a source stays and says so; one whose source is gone, too', async () => {
		await using stage = await setStage();
		const {dlq} = await aDeadLetterQueue(stage, {deadCount: 1});
		await stage.session.queues.send(dlq.url, {body: 'by hand'});

		const {fates, ended} = await redrive(stage, stage.session, {queue: dlq, selection: selectAll()});

		expect(fates.toSorted()).toEqual(['failed by hand', 'moved m-0']);
		expect(ended.summary).toContain('1 stays in orders-dlq: Messages of orders-dlq cannot tell which queue to go back to.');
		expect(await readyIn(stage, dlq)).toBe(1);
	});

	test('a queue that is nobody’s dead-letter queue needs a destination', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 1});

		await expect(planMoveSelected(stage.session, {verb: 'redrive', queue, selection: selectAll()})).rejects.toMatchObject({
			code: 'source-not-known',
		});
	});

	test('what came back while it goes on is not sent again', async () => {
		await using stage = await setStage();
		const {dlq, source} = await aDeadLetterQueue(stage);
		for (let index = 0; index < 30; index++) await stage.session.queues.send(dlq.url, {body: `m-${index}`});
		// A consumer that fails at once, after each batch.
		const session = withQueues(stage.session, {
			async sendBatch(...call) {
				const answer = await stage.session.queues.sendBatch(...call);
				for (let receive = 0; receive < 2; receive++)
					while ((await stage.session.queues.receive(source.url, {count: 10, visibilityTimeoutSeconds: 0})).length > 0);
				return answer;
			},
		});

		const {ended} = await redrive(stage, session, {queue: dlq, destination: source, selection: selectAll()});

		expect(ended.tally.moved).toBe(30);
		expect(await readyIn(stage, dlq)).toBe(30);
	});

	test('one first: nothing else is held while it is watched, and it coming back leaves the others', async () => {
		await using stage = await setStage();
		const {dlq, source} = await aDeadLetterQueue(stage, {deadCount: 5});
		const plan = await planMoveSelected(stage.session, {verb: 'redrive', queue: dlq, selection: selectAll(), hasCanary: true});
		const events = executeMoveSelected(stage.session, plan, {clock: stage.clock});
		const found: SelectedEvent[] = [];
		const heldMeanwhile: number[] = [];

		for (;;) {
			const {value, done} = await elapse(events.next(), {clock: stage.clock, stepMs: 100});
			if (done) break;
			found.push(value);
			if (value.type !== 'canary-watching') continue;
			heldMeanwhile.push((await stage.session.queues.attributes(dlq.url)).inFlightCount);
			await stage.session.queues.receive(source.url, {count: 10, visibilityTimeoutSeconds: 1});
		}

		expect(new Set(heldMeanwhile)).toEqual(new Set([0]));
		expect(found.find(event => event.type === 'canary-verdict')).toMatchObject({verdict: 'came-back'});
		expect(told(found).ended.summary).toMatch(/^Moved 1 message of orders-dlq to orders\. The one tried first came back: /);
		expect(await readyIn(stage, dlq)).toBe(5);
	});

	test('one first that goes through is followed by the rest, within the limit', async () => {
		await using stage = await setStage();
		const {dlq, source} = await aDeadLetterQueue(stage, {deadCount: 5});
		const plan = await planMoveSelected(stage.session, {
			verb: 'redrive',
			queue: dlq,
			selection: selectAll({countMax: 3}),
			hasCanary: true,
		});
		const events = executeMoveSelected(stage.session, plan, {clock: stage.clock});
		const found: SelectedEvent[] = [];

		for (;;) {
			const {value, done} = await elapse(events.next(), {clock: stage.clock, stepMs: 100});
			if (done) break;
			found.push(value);
			if (value.type !== 'canary-watching') continue;
			const messages = await stage.session.queues.receive(source.url, {count: 10});
			if (messages.length > 0)
				await stage.session.queues.deleteMessages(
					source.url,
					messages.map(({receiptHandle}) => receiptHandle),
				);
		}

		expect(told(found).ended.summary).toBe('Moved 3 messages of orders-dlq to orders.');
		expect(await readyIn(stage, dlq)).toBe(2);
	});

	test('a lost answer to a send ends it with the doubt named; nothing is lost', async () => {
		await using stage = await setStage();
		const {dlq, source} = await aDeadLetterQueue(stage, {deadCount: 10});
		await using proxy = await startDroppingProxy(stage.engine.url);
		await using session = openTestSession(proxy.url, {clock: stage.clock});
		proxy.drop('SendMessageBatch');

		const {ended} = await redrive(stage, session, {queue: dlq, selection: selectAll()});

		expect(ended).toMatchObject({tally: {doubtful: 10}, error: {code: 'unreachable'}});
		expect(await readyIn(stage, dlq)).toBe(10);
		expect(await bodiesIn(stage, source)).toHaveLength(10);
	});

	test('a denied send ends it; all is given back', async () => {
		await using stage = await setStage();
		const {dlq} = await aDeadLetterQueue(stage, {deadCount: 5});
		const session = withQueues(stage.session, {sendBatch: () => Promise.reject(new SluiceError('You may not send.', {code: 'denied'}))});

		const {ended} = await redrive(stage, session, {queue: dlq, selection: selectAll()});

		expect(ended).toMatchObject({error: {code: 'denied'}, tally: {moved: 0}});
		expect(await readyIn(stage, dlq)).toBe(5);
	});
});

test('a copy keeps the originals and gives them back', async () => {
	await using stage = await setStage();
	const queue = await aQueue(stage, {messageCount: 12});
	const destination = await aQueue(stage, {name: 'aside'});
	const plan = await planMoveSelected(stage.session, {verb: 'move', queue, destination, selection: selectAll(), keepsOriginals: true});

	const {ended} = told(await run(stage, executeMoveSelected(stage.session, plan, {clock: stage.clock})));

	expect(plan).toMatchObject({level: 'change', command: 'sluice move orders --to aside --all --keep'});
	expect(ended.summary).toBe('Copied 12 messages of orders to aside.');
	expect(await readyIn(stage, queue)).toBe(12);
	expect(await readyIn(stage, destination)).toBe(12);
});
