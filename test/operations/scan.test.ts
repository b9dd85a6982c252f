import {describe, expect, test} from 'vitest';
import type {QueueAttributes} from '../../source/aws/queue.ts';
import type {Session} from '../../source/aws/session.ts';
import {executeScan, planScan, type ScanEvent} from '../../source/operations/scan.ts';
import {selectAll, selectMatching, type Selection} from '../../source/operations/selection.ts';
import {Sweep} from '../../source/operations/sweep.ts';
import {SluiceError} from '../../source/shared/errors.ts';
import {elapse, sentActions} from '../aws/test-session.ts';
import {all, bodiesIn} from './messages-stage.ts';
import {aDeadLetterQueue, aQueue, setStage, withQueues, type Stage} from './stage.ts';

const even = selectMatching({filter: 'even', matches: ({body}) => Number(body.slice(2)) % 2 === 0});

async function scan(stage: Stage, session: Session, options: {queue: QueueAttributes; selection: Selection; signal?: AbortSignal}) {
	const {signal, ...planned} = options;
	const {clock} = stage;
	const plan = await planScan(session, planned);
	const events: ScanEvent[] = await elapse(all(executeScan(session, plan, {clock}, signal ? {signal} : {})), {clock, stepMs: 100});
	const ended = events.at(-1);
	if (ended?.type !== 'ended') throw new Error('The last event tells of no end.');
	return {matches: events.flatMap(event => (event.type === 'match' ? [event.message.body] : [])), ended, events};
}

/** What a consumer could receive now. */
async function readyIn({session}: Stage, queue: QueueAttributes): Promise<number> {
	return (await session.queues.attributes(queue.url)).readyCount;
}

describe('the plan', () => {
	test('says in numbers what is received, how long it takes, what is hidden and what it costs', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage);
		const session = {...withQueues(stage.session, {attributes: async () => ({...queue, readyCount: 98_000})})};
		const onAws = {...session, context: {...session.context, target: 'aws' as const}};

		const plan = await planScan(onAws, {queue, selection: even});

		expect(plan).toMatchObject({operation: 'scan', level: 'cost', title: 'Scan orders', command: 'sluice scan orders --filter even'});
		expect(plan.facts.slice(1)).toEqual([
			{label: 'looks for', text: 'messages that match even'},
			{label: 'looks at', text: 'about 98,000 messages: 9,800 receives and as many batches to give back'},
			{label: 'costs', text: 'about $0.01, about 2 min'},
			{
				label: 'meanwhile',
				text: 'every receive count +1, for good; up to 98,000 hidden, limit 120,000;\nif sluice is killed they come back after 4m8s',
			},
		]);
		expect(plan.warnings).toEqual([]);
	});

	test('warns of a dead-letter queue, of readers, of more than can be held, and of FIFO', async () => {
		await using stage = await setStage();
		const {source} = await aDeadLetterQueue(stage, {maxReceiveCount: 3});
		const busy = {...source, isFifo: true, inFlightCount: 4, readyCount: 200_000};
		const session = withQueues(stage.session, {attributes: async () => busy});

		expect((await planScan(session, {queue: source, selection: even})).warnings).toEqual([
			'A message received 3 times before goes to orders-dlq by this receive, and is not seen.',
			'orders has readers: they hold 4 messages now, and wait for what is hidden.',
			'Only about 119,000 of 200,000 can be held at once; the rest is not seen.',
			'FIFO: groups stand still meanwhile, and no more than the first messages of each group can be seen.',
		]);
	});
});

describe('scanning', () => {
	test('sees every message once, tells of those that match, and gives all back', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 57});

		const {matches, ended} = await scan(stage, stage.session, {queue, selection: even});

		expect(matches).toHaveLength(29);
		expect(ended).toMatchObject({lookedCount: 57, matchedCount: 29, leftCount: 0, isPartial: false, isInterrupted: false});
		expect(ended.summary).toBe('Looked at 57 messages of orders; 29 match.');
		expect(await readyIn(stage, queue)).toBe(57);
		expect(await stage.session.queues.receive(queue.url, {count: 10})).toSatisfy(messages =>
			(messages as Array<{receiveCount: number}>).every(({receiveCount}) => receiveCount === 2),
		);
	});

	test('an empty queue is looked at and nothing is given back', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage);

		const {ended} = await scan(stage, stage.session, {queue, selection: even});

		expect(ended.summary).toBe('Looked at 0 messages of orders; 0 match.');
		expect(sentActions(stage.session)).not.toContain('ChangeMessageVisibilityBatch');
	});

	test('ends when enough match', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 40});

		const {matches, ended} = await scan(stage, stage.session, {queue, selection: {...even, countMax: 3}});

		expect(matches).toHaveLength(3);
		expect(ended.summary).toMatch(/^Looked at \d+ (of about 40 )?messages of orders; 3 match\.$/);
		expect(await readyIn(stage, queue)).toBe(40);
	});

	test('a filter that fails on a message is said, and does not end it', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 3});
		const selection = selectMatching({
			filter: '{length(x)}',
			matches({body}) {
				if (body === 'm-1') throw new Error('length() of a number');
				return true;
			},
		});

		const {matches, ended} = await scan(stage, stage.session, {queue, selection});

		expect(matches.toSorted()).toEqual(['m-0', 'm-2']);
		expect(ended.summary).toBe('Looked at 3 messages of orders; 2 match. The filter failed on 1 message: length() of a number');
	});

	test('stopped, it gives back what it holds and says how far it came', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 100});
		const abort = new AbortController();
		let callCount = 0;
		const session = withQueues(stage.session, {
			receive(...call) {
				if (++callCount === 4) abort.abort();
				return stage.session.queues.receive(...call);
			},
		});

		const {ended} = await scan(stage, session, {queue, selection: even, signal: abort.signal});

		expect(ended).toMatchObject({isInterrupted: true, isPartial: true, leftCount: 0});
		expect(ended.summary).toMatch(/^Stopped: looked at \d+ of about 100 messages of orders; \d+ match\.$/);
		expect(await readyIn(stage, queue)).toBe(100);
	});

	test('whoever stops listening in the middle has all given back', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 30});
		const plan = await planScan(stage.session, {queue, selection: selectAll()});

		await elapse(
			(async () => {
				for await (const event of executeScan(stage.session, plan, {clock: stage.clock})) if (event.type === 'match') break;
			})(),
			{clock: stage.clock, stepMs: 100},
		);

		expect(await readyIn(stage, queue)).toBe(30);
	});

	test('what cannot be given back is counted, with the time at which it comes back by itself', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 12});
		const session = withQueues(stage.session, {
			changeVisibility: (url, handles, options) =>
				handles.length === 10
					? Promise.reject(new SluiceError('gone', {code: 'unreachable'}))
					: stage.session.queues.changeVisibility(url, handles, options),
		});

		const {ended} = await scan(stage, session, {queue, selection: even});

		expect(ended.leftCount).toBe(10);
		expect(ended.summary).toMatch(/Not given back: 10 messages; they come back by themselves until 03:12:\d\dZ\.$/);
		stage.clock.advance(40_000);
		expect(await readyIn(stage, queue)).toBe(12);
	});

	test('throttled, it waits and goes on', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 20});
		let throttleCount = 5;
		const session = withQueues(stage.session, {
			receive: (...call) =>
				throttleCount-- > 0 ? Promise.reject(new SluiceError('slow', {code: 'throttled'})) : stage.session.queues.receive(...call),
		});

		expect((await scan(stage, session, {queue, selection: even})).ended.summary).toBe('Looked at 20 messages of orders; 10 match.');
	});

	test('a failure ends it, with what was seen given back', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 60});
		let callCount = 0;
		const session = withQueues(stage.session, {
			receive: (...call) =>
				++callCount > 2
					? Promise.reject(new SluiceError('The queue is gone.', {code: 'queue-not-found'}))
					: stage.session.queues.receive(...call),
		});

		const {ended} = await scan(stage, session, {queue, selection: even});

		expect(ended).toMatchObject({error: {code: 'queue-not-found'}, isPartial: true, lookedCount: 20});
		expect(ended.summary).toBe('The queue is gone. Looked at 20 of about 60 messages of orders; 10 match.');
		expect(await readyIn(stage, queue)).toBe(60);
	});

	test('progress is told at most four times a second, with the pace', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 50});
		const session = withQueues(stage.session, {
			async receive(...call) {
				stage.clock.advance(100);
				return stage.session.queues.receive(...call);
			},
		});

		const {events} = await scan(stage, session, {queue, selection: even});
		const progress = events.filter(event => event.type === 'progress');

		expect(progress.length).toBeGreaterThan(0);
		expect(progress[0]).toMatchObject({aboutCount: 50});
		expect(progress[0]?.perSecond).toBeGreaterThan(0);
	});

	test('READ-ONLY refuses it, LOOK allows it', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 2});
		stage.session.setMode('LOOK');
		expect((await scan(stage, stage.session, {queue, selection: even})).ended.error).toBeUndefined();
		stage.session.setMode('READ-ONLY');

		expect((await scan(stage, stage.session, {queue, selection: even})).ended.error?.code).toBe('refused-by-mode');
	});
});

describe('a sweep', () => {
	test('holds no more than its limit', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 60});
		const sweep = new Sweep(stage.session, {
			clock: stage.clock,
			queue,
			matches: () => true,
			visibilityTimeoutSeconds: 30,
			countMax: 25,
		});

		await elapse(all(sweep.batches()), {clock: stage.clock, stepMs: 100});

		expect(sweep.lookedCount()).toBe(25);
		expect(sweep.hitLimit()).toBe(true);
		expect((await stage.session.queues.attributes(queue.url)).inFlightCount).toBe(25);
		expect(await sweep.giveBack()).toMatchObject({returnedCount: 25, leftCount: 0});
	});

	test('AWS saying that too much is in flight is a limit, not a failure', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 3});
		const session = withQueues(stage.session, {receive: () => Promise.reject(new SluiceError('full', {code: 'over-limit'}))});
		const sweep = new Sweep(session, {clock: stage.clock, queue, matches: () => true, visibilityTimeoutSeconds: 30});

		await all(sweep.batches());

		expect(sweep.hitLimit()).toBe(true);
		expect(sweep.problem()).toBeUndefined();
	});

	test('a message that comes back meanwhile is seen once and given back by its newest handle', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 5});
		const sweep = new Sweep(stage.session, {clock: stage.clock, queue, matches: () => true, visibilityTimeoutSeconds: 0});

		const batches = await elapse(all(sweep.batches()), {clock: stage.clock, stepMs: 100});

		expect(batches.flatMap(({matches}) => matches)).toHaveLength(5);
		expect(await sweep.giveBack()).toMatchObject({leftCount: 0});
		expect(await bodiesIn(stage, queue)).toHaveLength(5);
	});
});
