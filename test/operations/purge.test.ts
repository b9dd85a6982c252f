import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {planChanges} from '../../source/operations/plan.ts';
import {executePurge, planPurge} from '../../source/operations/purge.ts';
import {createSeededRandom} from '../../source/shared/random.ts';
import {aDeadLetterQueue, aQueue, setStage, type Stage} from './stage.ts';

const random = createSeededRandom(1);

describe('the plan', () => {
	test('says what is deleted, where, and that it is for good', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 3});
		await stage.session.queues.receive(queue.url, {count: 1});
		await stage.session.queues.send(queue.url, {body: 'later', delaySeconds: 60});

		const plan = await planPurge(stage.session, {queue});

		expect(plan).toMatchObject({
			operation: 'purge',
			level: 'whole',
			title: 'Purge orders',
			verb: 'purge it',
			subject: {kind: 'queue', name: 'orders'},
			command: 'sluice purge orders',
			counts: {ready: 2, 'in flight': 1, delayed: 1},
			warnings: ['Consumers are working on 1 message now; if they fail, there is no second try.'],
		});
		expect(plan.facts).toEqual([
			{label: 'account', text: `000000000000, us-east-1 at ${stage.engine.url}`},
			{label: 'deletes', text: 'about 2 ready, 1 in flight, 1 delayed'},
			{label: 'for good', text: expect.stringContaining('no undo')},
		]);
	});

	test('of a dead-letter queue warns that the evidence goes', async () => {
		await using stage = await setStage();
		const {dlq} = await aDeadLetterQueue(stage, {deadCount: 1});

		const plan = await planPurge(stage.session, {queue: dlq});

		expect(plan.warnings).toEqual(['What failed in orders is kept here; after the purge nobody can tell why.']);
	});

	test('making a plan changes nothing, and works in READ-ONLY', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 1});
		stage.session.setMode('READ-ONLY');

		await planPurge(stage.session, {queue});

		expect(await stage.session.queues.attributes(queue.url)).toMatchObject({readyCount: 1});
	});

	test('read again, it tells growth and a queue that was set or made anew', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 1});
		const before = await planPurge(stage.session, {queue});
		stage.clock.advance(5000);
		await stage.session.queues.send(queue.url, {body: 'more'});
		await stage.session.queues.setAttributes(queue.url, {VisibilityTimeout: '60'});

		const changes = planChanges(before, await planPurge(stage.session, {queue}));

		expect(changes).toEqual(['ready 1 → 2', 'orders changed 2026-11-25T03:12:04.000Z → 2026-11-25T03:12:09.000Z']);
	});
});

describe('the purge', () => {
	test('empties the queue and says so with AWS’s request id', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 3});
		const plan = await planPurge(stage.session, {queue});

		const outcome = await executePurge(stage.session, plan, {clock: stage.clock, random});

		expect(outcome).toEqual({summary: 'Purged orders; about 3 messages are gone.', requestId: expect.any(String)});
		expect(await stage.session.queues.attributes(queue.url)).toMatchObject({readyCount: 0, inFlightCount: 0, delayedCount: 0});
	});

	test('a second one within 60 seconds is refused in words', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage);
		const plan = await planPurge(stage.session, {queue});
		await executePurge(stage.session, plan, {clock: stage.clock, random});

		stage.clock.advance(59_999);
		await expect(executePurge(stage.session, plan, {clock: stage.clock, random})).rejects.toMatchObject({
			code: 'purge-in-progress',
			message: 'Queue "orders" was purged less than 60 seconds ago.',
			nextSteps: ['Wait and purge again.'],
		});
		stage.clock.advance(1);
		await executePurge(stage.session, plan, {clock: stage.clock, random});
	});

	test('LOOK refuses it, and the messages stay', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 1});
		const plan = await planPurge(stage.session, {queue});
		stage.session.setMode('LOOK');

		await expect(executePurge(stage.session, plan, {clock: stage.clock, random})).rejects.toThrow(
			'PurgeQueue changes AWS; the mode is LOOK.',
		);

		expect(await stage.session.queues.attributes(queue.url)).toMatchObject({readyCount: 1});
	});
});

describe('saving first', () => {
	test('nothing is purged while the queue holds more than could be received', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 3});
		await stage.session.queues.receive(queue.url, {count: 1, visibilityTimeoutSeconds: 600});
		const folder = mkdtempSync(join(tmpdir(), 'sluice-purge-'));
		const savePath = join(folder, 'copy.ndjson');

		const plan = await planPurge(stage.session, {queue, savePath});
		const purging = executePurge(stage.session, plan, {clock: stage.clock, random}).catch((error: unknown) => error);

		expect(await whileAdvancing(stage, purging)).toMatchObject({code: 'not-all-saved'});
		expect(readFileSync(savePath, 'utf8').trim().split('\n')).toHaveLength(2);
		expect(await stage.session.queues.attributes(queue.url)).toMatchObject({readyCount: 2, inFlightCount: 1});
		rmSync(folder, {recursive: true});
	});

	test('messages go back when the copy cannot be written', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 3});

		const plan = await planPurge(stage.session, {queue, savePath: '/nowhere/copy.ndjson'});
		const purging = executePurge(stage.session, plan, {clock: stage.clock, random}).catch((error: unknown) => error);

		expect(await whileAdvancing(stage, purging)).toMatchObject({code: 'cannot-write'});
		expect(await stage.session.queues.attributes(queue.url)).toMatchObject({readyCount: 3, inFlightCount: 0});
	});
});

/** Long polls of an empty queue wait on the clock. */
async function whileAdvancing<Result>({clock}: Stage, work: Promise<Result>): Promise<Result> {
	let isDone = false;
	const done = work.finally(() => void (isDone = true));
	while (!isDone) {
		await new Promise(resolve => setImmediate(resolve));
		clock.advance(20);
	}
	return done;
}
