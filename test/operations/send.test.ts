import {describe, expect, test} from 'vitest';
import type {OutgoingMessage} from '../../source/aws/queue.ts';
import {executeSend, planSend} from '../../source/operations/send.ts';
import {UsageError} from '../../source/shared/errors.ts';
import {aQueue, setStage} from './stage.ts';

describe('the plan', () => {
	test('says what is sent, when it is visible, and the command line', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {attributes: {DelaySeconds: '5'}});
		const attributes = {
			trace: {dataType: 'String', stringValue: '1-67 43'},
			total: {dataType: 'Number', stringValue: '12'},
			raw: {dataType: 'Binary', binaryValue: Uint8Array.of(1, 2)},
		};

		const plan = await planSend(stage.session, {queue, message: {body: '{"a": "it\'s"}', attributes}});

		expect(plan).toMatchObject({operation: 'send', level: 'change', title: 'Send to orders', verb: 'send it'});
		expect(plan.command).toBe(
			`sluice send orders '{"a": "it'\\''s"}' --attr 'trace=1-67 43' --attr total:Number=12 --attr raw:Binary=AQI=`,
		);
		expect(plan.facts.slice(1)).toEqual([
			{label: 'sends', text: '1 message, 55B of 1.0M'},
			{label: 'attributes', text: 'trace, total, raw'},
			{label: 'visible', text: 'after 5s'},
			{label: 'there', text: 'about 0 ready; kept 4d'},
		]);
	});

	test('a long body or one of several lines comes from standard input', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage);

		expect((await planSend(stage.session, {queue, message: {body: 'x'.repeat(501)}})).command).toBe('sluice send orders -');
		expect((await planSend(stage.session, {queue, message: {body: 'a\nb'}})).command).toBe('sluice send orders -');
		expect((await planSend(stage.session, {queue, message: {body: 'x'.repeat(500)}})).command).toBe(
			`sluice send orders ${'x'.repeat(500)}`,
		);
	});

	test('for a FIFO queue has its group, and says that equal bodies are swallowed', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {name: 'orders.fifo', attributes: {FifoQueue: 'true', ContentBasedDeduplication: 'true'}});

		const plan = await planSend(stage.session, {queue, message: {body: 'x', groupId: 'g'}});

		expect(plan.command).toBe('sluice send orders.fifo x --group g');
		expect(plan.facts).toContainEqual({label: 'dedup', text: 'by content: the same body within 5 minutes is swallowed'});
	});
});

describe('what AWS would refuse is refused before', () => {
	const standard: ReadonlyArray<readonly [string, OutgoingMessage]> = [
		['A message needs a body that is not empty.', {body: ''}],
		['The body holds U+0000, which SQS does not accept.', {body: 'a\u0000b'}],
		['The body holds U+FFFF, which SQS does not accept.', {body: '\uFFFF'}],
		['The body holds U+D800, which SQS does not accept.', {body: '\uD800'}],
		['The message has 1,025 bytes; orders takes 1,024 at most.', {body: 'x'.repeat(1025)}],
		['A delay of 901 is not possible: 0 to 900 seconds are.', {body: 'x', delaySeconds: 901}],
		['A delay of -1 is not possible: 0 to 900 seconds are.', {body: 'x', delaySeconds: -1}],
		['orders is no FIFO queue, so it takes no deduplication ID.', {body: 'x', deduplicationId: 'd'}],
		['The message group ID must have 1 to 128 letters, digits or punctuation characters.', {body: 'x', groupId: 'a b'}],
		['The message group ID must have 1 to 128 letters, digits or punctuation characters.', {body: 'x', groupId: 'g'.repeat(129)}],
	];

	test.each(standard)('%s', async (sentence, message) => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {attributes: {MaximumMessageSize: '1024'}});

		const planned = planSend(stage.session, {queue, message});

		await expect(planned).rejects.toThrow(UsageError);
		await expect(planned).rejects.toThrow(sentence);
	});

	test.each([
		['orders.fifo is a FIFO queue: a message needs a message group ID.', {body: 'x', deduplicationId: 'd'}],
		['orders.fifo does not deduplicate by content: a message needs a deduplication ID.', {body: 'x', groupId: 'g'}],
		['orders.fifo is a FIFO queue: only the queue as a whole can delay.', {body: 'x', groupId: 'g', deduplicationId: 'd', delaySeconds: 1}],
	])('%s', async (sentence, message) => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {name: 'orders.fifo', attributes: {FifoQueue: 'true'}});

		await expect(planSend(stage.session, {queue, message})).rejects.toThrow(sentence);
	});

	test.each<OutgoingMessage>([
		{body: 'x'.repeat(1024)},
		{body: '\t\n\r\uFFFD🙂'},
		{body: 'x', delaySeconds: 900},
		{body: 'x', groupId: 'g'.repeat(128)},
	])('what AWS takes is taken: %o', async message => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {attributes: {MaximumMessageSize: '1024'}});

		const sent = await executeSend(stage.session, await planSend(stage.session, {queue, message}));

		expect(sent.summary).toBe(`Sent ${sent.messageId} to orders.`);
	});
});
