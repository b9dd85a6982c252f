import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Message} from '../../source/aws/queue.ts';
import type {Session} from '../../source/aws/session.ts';
import {executeMoveMessages, planMoveMessages} from '../../source/operations/move-messages.ts';
import {executeMoveSelected, planMoveSelected} from '../../source/operations/move-selected.ts';
import {selectAll} from '../../source/operations/selection.ts';
import type {MessageFate} from '../../source/operations/message-fate.ts';
import {SluiceError} from '../../source/shared/errors.ts';
import {elapse} from '../aws/test-session.ts';
import {all, bodiesIn} from './messages-stage.ts';
import {aQueue, setStage, withQueues, type Stage} from './stage.ts';

/** What may happen to one call. */
const faults = ['ok', 'lost', 'not-sent', 'throttled', 'denied', 'fails-some', 'refuses-some', 'stop'] as const;
type Fault = (typeof faults)[number];

const refusing = {
	'not-sent': () =>
		new SluiceError('no connection', {code: 'unreachable', cause: Object.assign(new Error('refused'), {code: 'ECONNREFUSED'})}),
	throttled: () => new SluiceError('slow', {code: 'throttled'}),
	denied: () => new SluiceError('not allowed', {code: 'denied'}),
};

const lost = (): SluiceError =>
	new SluiceError('no answer', {code: 'unreachable', cause: Object.assign(new Error('reset'), {code: 'ECONNRESET'})});

/** A session whose sends and deletes meet these faults, one a call; then all is well. */
function faulty({session}: Stage, script: readonly Fault[], abort: AbortController): Session {
	const left = [...script];
	const next = (): Fault => left.shift() ?? 'ok';
	const {queues} = session;
	return withQueues(session, {
		async sendBatch(url, messages, options) {
			const fault = next();
			if (fault === 'stop') abort.abort();
			if (fault === 'not-sent' || fault === 'throttled' || fault === 'denied') throw refusing[fault]();
			if (fault !== 'fails-some' && fault !== 'refuses-some') {
				const answer = await queues.sendBatch(url, messages, options);
				if (fault === 'lost') throw lost();
				return answer;
			}
			// Every second entry fails.
			const sentIndexes = messages.flatMap((_, index) => (index % 2 === 0 ? [index] : []));
			const {sent, failed} = await queues.sendBatch(
				url,
				sentIndexes.flatMap(index => messages[index] ?? []),
				options,
			);
			const isSenderFault = fault === 'refuses-some';
			return {
				sent: sent.map(entry => ({...entry, index: sentIndexes[entry.index] ?? -1})),
				failed: [
					...failed,
					...messages.flatMap((_, index) => (index % 2 === 1 ? [{index, id: String(index), code: 'X', message: 'no', isSenderFault}] : [])),
				],
			};
		},
		async deleteMessages(url, handles, options) {
			const fault = next();
			if (fault === 'stop') abort.abort();
			if (fault === 'not-sent' || fault === 'throttled' || fault === 'denied') throw refusing[fault]();
			if (fault !== 'fails-some' && fault !== 'refuses-some') {
				const answer = await queues.deleteMessages(url, handles, options);
				if (fault === 'lost') throw lost();
				return answer;
			}
			await queues.deleteMessages(
				url,
				handles.filter((_, index) => index % 2 === 0),
			);
			const isSenderFault = fault === 'refuses-some';
			return handles.flatMap((receiptHandle, index) =>
				index % 2 === 1 ? [{receiptHandle, id: String(index), code: 'X', message: 'no', isSenderFault}] : [],
			);
		},
	});
}

const bodies = Array.from({length: 14}, (_, index) => `m-${index}`);

/** What is true of every message, however the work went. */
async function expectNothingLost(stage: Stage, fates: readonly MessageFate[], names: {from: string; to: string}): Promise<void> {
	const here = await bodiesIn(stage, {name: names.from});
	const there = await bodiesIn(stage, {name: names.to});
	const fateOf = new Map(fates.map(fate => [fate.message.body, fate]));
	expect(fateOf.size).toBe(fates.length);
	for (const body of bodies) {
		const fate = fateOf.get(body);
		const isHere = here.includes(body);
		const copyCount = there.filter(other => other === body).length;
		expect({body, isLost: !isHere && copyCount === 0, isTwiceThere: copyCount > 1}).toEqual({body, isLost: false, isTwiceThere: false});
		expect({body, fate: fate?.type, isTrue: isTrue(fate, {isHere, copyCount})}).toEqual({body, fate: fate?.type, isTrue: true});
	}
}

/** Whether what was told of a message is so. Of a doubt only one half is certain: which that is, it tells. */
function isTrue(fate: MessageFate | undefined, {isHere, copyCount}: {isHere: boolean; copyCount: number}): boolean {
	switch (fate?.type) {
		case 'moved':
			return !isHere && copyCount === 1;
		case 'doubled':
			return isHere && copyCount === 1;
		case 'doubtful':
			return fate.step === 'send' ? isHere : copyCount === 1;
		case 'failed':
		case undefined:
			return isHere && copyCount === 0;
		case 'copied':
		case 'deleted':
			return false;
	}
}

const script = fc.array(fc.constantFrom(...faults), {maxLength: 8});
const runs = {numRuns: 25};

describe.each([
	['standard', '', {}],
	['FIFO', '.fifo', {FifoQueue: 'true'}],
	['FIFO by content', '.fifo', {FifoQueue: 'true', ContentBasedDeduplication: 'true'}],
] as const)('whatever happens to the calls of a %s queue', (_, suffix, attributes: Record<string, string>) => {
	const names = {from: `orders${suffix}`, to: `aside${suffix}`};

	test('no held message is lost, none is doubled unsaid, and what is told is so', async () => {
		await fc.assert(
			fc.asyncProperty(script, async faultScript => {
				await using stage = await setStage();
				const queue = await aQueue(stage, {name: names.from, messageCount: bodies.length, attributes});
				const destination = await aQueue(stage, {name: names.to, attributes});
				const messages: Message[] = [];
				for (let round = 0; round < 3; round++)
					messages.push(...(await stage.session.queues.receive(queue.url, {count: 10, visibilityTimeoutSeconds: 600})));
				const abort = new AbortController();
				const session = faulty(stage, faultScript, abort);
				const plan = await planMoveMessages(session, {queue, destination, messages});

				const events = await elapse(all(executeMoveMessages(session, plan, {clock: stage.clock}, {signal: abort.signal})), {
					clock: stage.clock,
					stepMs: 50,
				});

				const fates = events.filter(event => event.type !== 'ended');
				expect(events.length).toBe(fates.length + 1);
				await expectNothingLost(stage, fates, names);
			}),
			runs,
		);
	});

	test('no message of a queue that is looked through is lost, and all that stay are given back', async () => {
		await fc.assert(
			fc.asyncProperty(script, async faultScript => {
				await using stage = await setStage();
				const queue = await aQueue(stage, {name: names.from, messageCount: bodies.length, attributes});
				const destination = await aQueue(stage, {name: names.to, attributes});
				const abort = new AbortController();
				const session = faulty(stage, faultScript, abort);
				const plan = await planMoveSelected(session, {verb: 'move', queue, destination, selection: selectAll()});

				const events = await elapse(all(executeMoveSelected(session, plan, {clock: stage.clock}, {signal: abort.signal})), {
					clock: stage.clock,
					stepMs: 50,
				});

				const fates = events.filter(event => 'message' in event);
				await expectNothingLost(stage, fates, names);
				expect((await stage.session.queues.attributes(queue.url)).inFlightCount).toBe(0);
			}),
			runs,
		);
	});
});
