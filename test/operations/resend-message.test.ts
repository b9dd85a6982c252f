import {describe, expect, test} from 'vitest';
import type {MessageEdit} from '../../source/operations/message-edit.ts';
import {executeResend, planResend} from '../../source/operations/resend-message.ts';
import {createUndoStore} from '../../source/operations/undo.ts';
import {elapse, openTestSession} from '../aws/test-session.ts';
import {startDroppingProxy} from './dropping-proxy.ts';
import {all, bodiesIn, hold, told} from './messages-stage.ts';
import {aQueue, setStage, type Stage} from './stage.ts';

async function held(stage: Stage, options: {name?: string; attributes?: Record<string, string>} = {}) {
	const queue = await aQueue(stage, {messageCount: 1, ...options});
	const [message] = await hold(stage, queue);
	if (!message) throw new Error('The queue has a message.');
	return {queue, message};
}

async function resend(stage: Stage, edit: MessageEdit, options: {name?: string; attributes?: Record<string, string>} = {}) {
	const {queue, message} = await held(stage, options);
	const undo = createUndoStore({clock: stage.clock});
	const plan = await planResend(stage.session, {queue, message, edit});
	const {fates, ended} = told(await all(executeResend(stage.session, plan, {clock: stage.clock, undo})));
	return {queue, message, plan, fates, ended, undo};
}

describe('the plan', () => {
	test('says what changes, in size and attributes, and needs one key', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage);
		const text = (stringValue: string) => ({dataType: 'String', stringValue});
		await stage.session.queues.send(queue.url, {body: 'old', attributes: {kept: text('1'), changed: text('2'), removed: text('3')}});
		const [message] = await hold(stage, queue);
		if (!message) throw new Error('The queue has a message.');

		const plan = await planResend(stage.session, {
			queue,
			message,
			edit: {body: 'newer', attributes: {kept: text('1'), changed: text('x'), added: text('4')}},
		});

		expect(plan).toMatchObject({
			operation: 'resend',
			level: 'change',
			title: `Send ${message.messageId.slice(0, 8)} again to orders, edited`,
			command: 'sluice send orders newer --attr kept=1 --attr changed=x --attr added=4',
			warnings: [],
		});
		expect(plan.facts.slice(1)).toEqual([
			{label: 'sends', text: '1 message, 42B → 42B of 1.0M'},
			{label: 'attributes', text: 'adds added, changes changed, removes removed'},
			{label: 'then', text: "deletes the old one once the new one's id and MD5 agree"},
			{label: 'becomes', text: 'new: new id, receive count 0, kept 4d from now'},
		]);
	});

	test('an unchanged message is warned of', async () => {
		await using stage = await setStage();
		const {queue, message} = await held(stage);

		expect((await planResend(stage.session, {queue, message, edit: {}})).warnings).toEqual([
			'Nothing was changed: the same text is sent again.',
		]);
	});

	test.each([
		['', 'A message needs a body that is not empty.'],
		['\u0000', 'The body holds U+0000, which SQS does not accept.'],
		['x'.repeat(1_048_577), 'The message has 1,048,577 bytes; orders takes 1,048,576 at most.'],
	])('a body that AWS would refuse is refused before anything is sent', async (body, problem) => {
		await using stage = await setStage();
		const {queue, message} = await held(stage);

		await expect(planResend(stage.session, {queue, message, edit: {body}})).rejects.toThrow(problem);
	});
});

describe('edit and send again', () => {
	test('the new one is there, the old one gone and kept for undo', async () => {
		await using stage = await setStage();

		const {queue, fates, ended, undo} = await resend(stage, {body: 'edited'});

		expect(fates).toEqual(['moved m-0']);
		expect(ended.summary).toMatch(/^Sent [0-9a-f-]{36} to orders and deleted the old one\.$/);
		expect(await bodiesIn(stage, queue)).toEqual(['edited']);
		expect(undo.entries().map(({message}) => message.body)).toEqual(['m-0']);
	});

	test('the old one can stay', async () => {
		await using stage = await setStage();
		const {queue, message} = await held(stage);
		const plan = await planResend(stage.session, {queue, message, edit: {body: 'edited'}, isOriginalKept: true});

		await all(executeResend(stage.session, plan, {clock: stage.clock}));

		expect(await bodiesIn(stage, queue)).toEqual(['edited', 'm-0']);
	});

	test.each<Record<string, string>>([{}, {ContentBasedDeduplication: 'true'}])(
		'in a FIFO queue it keeps its group and gets a new deduplication ID, %o',
		async attributes => {
			await using stage = await setStage();

			const {queue, message, plan} = await resend(stage, {}, {name: 'pay.fifo', attributes: {FifoQueue: 'true', ...attributes}});

			const dedup = plan.facts.find(({label}) => label === 'dedup')?.text;
			expect(dedup).toMatch(new RegExp(`^new: sluice-${message.messageId}-[0-9a-f]{16}$`));
			// The same body within five minutes is not swallowed.
			expect(await bodiesIn(stage, queue)).toEqual(['m-0']);
			stage.clock.advance(61_000);
			const [again] = await hold(stage, queue);
			expect(again?.messageId).not.toBe(message.messageId);
			expect(again?.groupId).toBe('g-0');
		},
	);

	test('a lost answer leaves the old one, and says that there may be a new one', async () => {
		await using stage = await setStage();
		const {queue, message} = await held(stage);
		await using proxy = await startDroppingProxy(stage.engine.url);
		await using session = openTestSession(proxy.url, {clock: stage.clock});
		proxy.drop('SendMessageBatch');
		const plan = await planResend(session, {queue, message, edit: {body: 'edited'}});

		const {fates, ended} = told(await elapse(all(executeResend(session, plan, {clock: stage.clock})), {clock: stage.clock, stepMs: 100}));

		expect(fates).toEqual(['doubtful m-0']);
		expect(ended.summary).toContain('1 may have a copy in orders and stays in orders');
		expect(await bodiesIn(stage, queue)).toEqual(['edited', 'm-0']);
	});
});
