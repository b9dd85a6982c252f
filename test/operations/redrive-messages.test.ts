import {describe, expect, test} from 'vitest';
import type {QueueAttributes} from '../../source/aws/queue.ts';
import type {Session} from '../../source/aws/session.ts';
import type {CanaryEvent} from '../../source/operations/canary.ts';
import type {Ended, MessageFate} from '../../source/operations/message-fate.ts';
import {
	executeRedriveMessages,
	planRedriveMessages,
	type RedriveMessagesChoice,
	type RedriveMessagesOptions,
} from '../../source/operations/redrive-messages.ts';
import {SluiceError} from '../../source/shared/errors.ts';
import {elapse, sentActions} from '../aws/test-session.ts';
import {all, bodiesIn, hold, told} from './messages-stage.ts';
import {aDeadLetterQueue, aQueue, setStage, withQueues, type Stage} from './stage.ts';

type RedriveEvent = MessageFate | CanaryEvent | Ended;

/** Runs a redrive on the manual clock, second by second; before each, somebody may receive from the source. */
async function redrive(
	stage: Stage,
	session: Session,
	choice: RedriveMessagesChoice & {
		consume?: (second: number) => Promise<void>;
		decide?: RedriveMessagesOptions['decide'];
		signal?: AbortSignal;
	},
): Promise<RedriveEvent[]> {
	const {consume, decide, signal, ...planned} = choice;
	const {clock} = stage;
	const plan = await planRedriveMessages(session, planned);
	const events = executeRedriveMessages(session, plan, {clock, ...(decide && {decide})}, signal ? {signal} : {});
	const found: RedriveEvent[] = [];
	for (let second = 0; ; second++) {
		const {value, done} = await elapse(events.next(), {clock, stepMs: 100});
		if (done) return found;
		found.push(value);
		if (value.type === 'canary-watching' || value.type === 'moved') await consume?.(second);
	}
}

const verdictOf = (events: readonly RedriveEvent[]) => events.find(event => event.type === 'canary-verdict');

/** A consumer that takes everything and either deletes it or lets it come back. */
function aConsumer({session}: Stage, source: QueueAttributes, works: boolean): () => Promise<void> {
	return async () => {
		const messages = await session.queues.receive(source.url, {count: 10, ...(!works && {visibilityTimeoutSeconds: 1})});
		if (works && messages.length > 0)
			await session.queues.deleteMessages(
				source.url,
				messages.map(({receiptHandle}) => receiptHandle),
			);
	};
}

describe('the plan', () => {
	test('each goes where it came from; with a canary it says which is tried and how long it is watched', async () => {
		await using stage = await setStage();
		const {dlq} = await aDeadLetterQueue(stage, {deadCount: 3, maxReceiveCount: 5});
		const messages = await hold(stage, dlq);

		const plan = await planRedriveMessages(stage.session, {queue: dlq, messages, hasCanary: true});

		expect(plan).toMatchObject({
			operation: 'redrive-messages',
			level: 'destroy',
			title: 'Redrive 3 messages of orders-dlq to orders',
			subject: {kind: 'messages', name: 'redrive 3'},
			command: `sluice redrive orders-dlq --ids ${messages.map(({messageId}) => messageId).join(',')} --canary`,
		});
		expect(plan.facts).toContainEqual({
			label: 'first',
			text: `tries 1, ${messages[2]?.messageId}, and watches up to 2m30s whether it comes back`,
		});
		expect(plan.warnings).toEqual(['What fails in orders still is back here in about 2m30s (5 receives × 30s), with a fresh clock.']);
	});

	test('messages of several sources go back to several', async () => {
		await using stage = await setStage();
		const {dlq} = await aDeadLetterQueue(stage, {deadCount: 2});
		const refunds = await aQueue(stage, {
			name: 'refunds',
			attributes: {RedrivePolicy: JSON.stringify({deadLetterTargetArn: dlq.arn, maxReceiveCount: 1}), VisibilityTimeout: '1'},
		});
		await stage.session.queues.send(refunds.url, {body: 'refund'});
		await stage.session.queues.receive(refunds.url, {count: 1});
		stage.clock.advance(2000);
		await stage.session.queues.receive(refunds.url, {count: 1});
		const messages = await hold(stage, dlq);

		const plan = await planRedriveMessages(stage.session, {queue: dlq, messages});
		const {fates} = told(await all(executeRedriveMessages(stage.session, plan, {clock: stage.clock})));

		expect(plan.title).toBe('Redrive 3 messages of orders-dlq to orders and refunds');
		expect(plan.facts).toContainEqual({label: 'sends', text: '3 messages, 12B, to orders 2 and refunds 1'});
		expect(fates).toHaveLength(3);
		expect(await bodiesIn(stage, refunds)).toEqual(['refund']);
	});

	test('a message that came from nowhere needs a destination', async () => {
		await using stage = await setStage();
		const {dlq, source} = await aDeadLetterQueue(stage, {deadCount: 1});
		await stage.session.queues.send(dlq.url, {body: 'by hand'});
		const messages = await hold(stage, dlq);

		await expect(planRedriveMessages(stage.session, {queue: dlq, messages})).rejects.toMatchObject({
			code: 'source-not-known',
			message: '1 message of orders-dlq cannot tell which queue to go back to.',
			nextSteps: ['Give one queue for all: --to QUEUE'],
		});
		expect((await planRedriveMessages(stage.session, {queue: dlq, messages, destination: source})).title).toBe(
			'Redrive 2 messages of orders-dlq to orders',
		);
	});

	test('a source that was deleted is named', async () => {
		await using stage = await setStage();
		const {dlq, source} = await aDeadLetterQueue(stage, {deadCount: 1});
		const messages = await hold(stage, dlq);
		await stage.session.queues.delete(source.url);

		await expect(planRedriveMessages(stage.session, {queue: dlq, messages})).rejects.toMatchObject({
			code: 'queue-not-found',
			message: 'Queue "orders" does not exist in us-east-1, or is hidden from you.',
		});
	});
});

describe('one first', () => {
	test('that is consumed has gone through, and the others follow', async () => {
		await using stage = await setStage();
		const {dlq, source} = await aDeadLetterQueue(stage, {deadCount: 3});
		const messages = await hold(stage, dlq);

		const events = await redrive(stage, stage.session, {
			queue: dlq,
			messages,
			hasCanary: true,
			consume: aConsumer(stage, source, true),
		});

		expect(events[0]).toMatchObject({type: 'moved', message: {body: 'm-2'}});
		expect(verdictOf(events)).toMatchObject({verdict: 'gone-through', reason: 'orders ran empty and nothing came back'});
		expect(told(events).ended.summary).toBe('Moved 3 messages of orders-dlq to orders.');
		expect(await bodiesIn(stage, dlq)).toEqual([]);
	});

	test('that fails again has come back, and the others stay', async () => {
		await using stage = await setStage();
		const {dlq, source} = await aDeadLetterQueue(stage, {deadCount: 3});
		const messages = await hold(stage, dlq);

		const events = await redrive(stage, stage.session, {
			queue: dlq,
			messages,
			hasCanary: true,
			consume: aConsumer(stage, source, false),
		});

		expect(verdictOf(events)).toMatchObject({verdict: 'came-back'});
		expect(told(events).ended).toMatchObject({remainingCount: 2, isInterrupted: false});
		expect(told(events).ended.summary).toMatch(
			/^Moved 1 message of orders-dlq to orders\. 2 remain in orders-dlq\. The one tried first came back: it is back in orders-dlq after \ds\.$/,
		);
		expect(await bodiesIn(stage, dlq)).toEqual(['m-0', 'm-1', 'm-2']);
	});

	test('another message that fails meanwhile is not taken for it', async () => {
		await using stage = await setStage();
		const {dlq, source} = await aDeadLetterQueue(stage, {deadCount: 2});
		const messages = await hold(stage, dlq);
		let isOtherThere = false;

		const events = await redrive(stage, stage.session, {
			queue: dlq,
			messages,
			hasCanary: true,
			async consume() {
				if (!isOtherThere) await stage.session.queues.send(dlq.url, {body: 'other'});
				isOtherThere = true;
				await aConsumer(stage, source, true)();
			},
		});

		expect(verdictOf(events)).toMatchObject({verdict: 'gone-through'});
		// It was looked at and given back.
		expect((await stage.session.queues.receive(dlq.url, {count: 10})).map(({body}) => body)).toEqual(['other']);
	});

	test('that nobody reads gets no verdict, and the others stay', async () => {
		await using stage = await setStage();
		const {dlq} = await aDeadLetterQueue(stage, {deadCount: 2});
		const messages = await hold(stage, dlq);

		const events = await redrive(stage, stage.session, {queue: dlq, messages, hasCanary: true});

		expect(verdictOf(events)).toMatchObject({
			verdict: 'no-verdict',
			reason: 'nobody seems to read orders: nothing was received there within 32s',
		});
		expect(told(events).ended.summary).toBe(
			'Moved 1 message of orders-dlq to orders. 1 remains in orders-dlq. No verdict on the one tried first: nobody seems to read orders: nothing was received there within 32s.',
		);
	});

	test('without a verdict, whoever is asked may go on', async () => {
		await using stage = await setStage();
		const {dlq} = await aDeadLetterQueue(stage, {deadCount: 2});
		const messages = await hold(stage, dlq);
		const asked: string[] = [];

		const events = await redrive(stage, stage.session, {
			queue: dlq,
			messages,
			hasCanary: true,
			async decide({verdict}) {
				asked.push(verdict);
				return true;
			},
		});

		expect(asked).toEqual(['no-verdict']);
		expect(told(events).ended.summary).toBe('Moved 2 messages of orders-dlq to orders.');
	});

	test('held by its reader to the end of its time has gone through', async () => {
		await using stage = await setStage();
		const {dlq, source} = await aDeadLetterQueue(stage, {deadCount: 2});
		const messages = await hold(stage, dlq);
		let isTaken = false;

		const events = await redrive(stage, stage.session, {
			queue: dlq,
			messages,
			hasCanary: true,
			async consume() {
				if (!isTaken) await stage.session.queues.receive(source.url, {count: 1, visibilityTimeoutSeconds: 600});
				isTaken = true;
			},
		});

		expect(verdictOf(events)).toMatchObject({verdict: 'gone-through', reason: 'it did not come back within 32s'});
	});

	test('that cannot be sent leaves all where they are', async () => {
		await using stage = await setStage();
		const {dlq} = await aDeadLetterQueue(stage, {deadCount: 2});
		const messages = await hold(stage, dlq);
		const session = withQueues(stage.session, {sendBatch: () => Promise.reject(new SluiceError('You may not send.', {code: 'denied'}))});

		const events = await redrive(stage, session, {queue: dlq, messages, hasCanary: true});

		expect(told(events).ended).toMatchObject({remainingCount: 1, tally: {failed: 1}});
		expect(await bodiesIn(stage, dlq)).toHaveLength(2);
	});

	test('stopped while it is watched, the others remain and that is said', async () => {
		await using stage = await setStage();
		const {dlq} = await aDeadLetterQueue(stage, {deadCount: 3});
		const messages = await hold(stage, dlq);
		const abort = new AbortController();

		const events = await redrive(stage, stage.session, {
			queue: dlq,
			messages,
			hasCanary: true,
			signal: abort.signal,
			async consume(second) {
				if (second > 2) abort.abort();
			},
		});

		expect(told(events).ended).toMatchObject({isInterrupted: true, remainingCount: 2});
		expect(told(events).ended.summary).toBe('Stopped: moved 1 message of orders-dlq to orders. 2 remain in orders-dlq.');
		expect(await bodiesIn(stage, dlq)).toEqual(['m-0', 'm-1']);
	});

	test('where the dead-letter queue has one of its own, its messages are not looked at', async () => {
		await using stage = await setStage();
		const {dlq, source} = await aDeadLetterQueue(stage, {deadCount: 2});
		const last = await aQueue(stage, {name: 'last-dlq'});
		await stage.session.queues.setAttributes(dlq.url, {
			RedrivePolicy: JSON.stringify({deadLetterTargetArn: last.arn, maxReceiveCount: 10}),
		});
		const messages = await hold(stage, dlq);
		const receivedBefore = sentActions(stage.session).filter(action => action === 'ReceiveMessage').length;

		const events = await redrive(stage, stage.session, {
			queue: dlq,
			messages,
			hasCanary: true,
			consume: aConsumer(stage, source, false),
		});

		expect(verdictOf(events)).toMatchObject({
			verdict: 'no-verdict',
			reason: 'orders-dlq grew meanwhile, and its messages cannot be looked at without harm',
		});
		expect(receivedBefore).toBeGreaterThan(0);
	});

	test('throttled looks are passed over; a failing one is no verdict', async () => {
		await using stage = await setStage();
		const {dlq, source} = await aDeadLetterQueue(stage, {deadCount: 2});
		const messages = await hold(stage, dlq);
		let failures = 0;
		const session = withQueues(stage.session, {
			attributes(...call) {
				failures++;
				// The plan reads two, the watch one before it begins.
				if (failures > 3 && failures < 6) return Promise.reject(new SluiceError('slow', {code: 'throttled'}));
				if (failures > 9) return Promise.reject(new SluiceError('The login has expired.', {code: 'login-expired'}));
				return stage.session.queues.attributes(...call);
			},
		});

		const events = await redrive(stage, session, {queue: dlq, messages, hasCanary: true});

		expect(verdictOf(events)).toBeUndefined();
		expect(told(events).ended.summary).toContain('No verdict on the one tried first: The login has expired.');
		expect(await bodiesIn(stage, source)).toEqual(['m-1']);
	});

	test('a single message needs no try', async () => {
		await using stage = await setStage();
		const {dlq} = await aDeadLetterQueue(stage, {deadCount: 1});
		const messages = await hold(stage, dlq);

		const events = await redrive(stage, stage.session, {queue: dlq, messages, hasCanary: true});

		expect(events.map(({type}) => type)).toEqual(['moved', 'ended']);
	});

	test('of a FIFO queue, the one tried is the first of its group', async () => {
		await using stage = await setStage();
		const fifo = {FifoQueue: 'true'};
		const dlq = await aQueue(stage, {name: 'pay-dlq.fifo', messageCount: 4, attributes: fifo});
		const source = await aQueue(stage, {name: 'pay.fifo', attributes: fifo});
		const messages = await hold(stage, dlq);

		const events = await redrive(stage, stage.session, {
			queue: dlq,
			messages,
			destination: source,
			hasCanary: true,
			consume: aConsumer(stage, source, true),
		});

		// m-1 is the newest of the two that lead a group.
		expect(events[0]).toMatchObject({type: 'moved', message: {body: 'm-1'}});
		expect(told(events).ended.tally.moved).toBe(4);
	});
});
