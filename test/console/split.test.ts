import {describe, expect, test} from 'vitest';
import {startTestConsole, type TestConsole} from '../helpers/console.ts';
import {aDeadLetterPair, aQueue} from '../helpers/resources.ts';
import {aStream, aTopic} from '../helpers/topic-and-stream.ts';

async function wideConsole(columns = 200, rows = 50): Promise<TestConsole> {
	return startTestConsole({
		columns,
		rows,
		prepare: async ({sqs, sns, kinesis}) => {
			await aDeadLetterPair(sqs, 'orders', {maxReceiveCount: 4, deadMessages: ['a', 'b']});
			await aQueue(sqs, 'mail', {messages: ['1', '2', '3']});
			await aTopic(sns, 'events');
			await aStream(kinesis, 'clicks', {records: [['k', 'x']]});
		},
	});
}

/** What stands left and right of the rule between the sides, in the row that holds the text. */
function sides(app: TestConsole, text: string): readonly string[] {
	return app.row(text).split('│');
}

describe('a wide screen', () => {
	test.each([
		[119, false],
		[120, true],
	])('at %d columns has the queue under the cursor beside the list: %s', async (columns, isSplit) => {
		await using app = await wideConsole(columns, 30);

		expect(app.screen().includes('[Overview]')).toBe(isSplit);
	});

	test('keeps what is on the right until the cursor has rested for 300 ms', async () => {
		await using app = await wideConsole();
		await app.select('mail');
		expect(sides(app, 'NAME')[1]).toMatch(/^ mail ─/);

		app.dispatch({type: 'key', key: 'down', atMs: app.clock.nowMs()});
		app.clock.advance(299);
		expect(sides(app, 'NAME')[1]).toMatch(/^ mail ─/);

		await app.advance(1);
		expect(sides(app, 'NAME')[1]).toMatch(/^ orders-dlq ─/);
	});

	test('moves into the right side with →, acts there, and comes back with ←', async () => {
		await using app = await wideConsole();
		await app.select('orders-dlq');

		await app.press('right');
		expect(app.state().stacks.queues.at(-1)).toMatchObject({type: 'queue', name: 'orders-dlq'});
		expect(app.row('>D orders-dlq')).toContain('│');

		await app.press('R');
		expect(app.screen()).toContain('orders-dlq');
		await app.press('esc', 'left');
		expect(app.state().stacks.queues).toEqual([{type: 'queues'}]);
		expect(app.row('>D orders-dlq')).toContain('│');
	});

	test('gives deeper places the whole screen, and is divided again on the way back', async () => {
		await using app = await wideConsole();
		await app.select('orders-dlq');

		await app.press('right', 'p');
		expect(app.row('› orders-dlq › messages')).not.toBe('');
		expect(app.screen()).not.toContain('NAME');

		await app.press('esc');
		expect(app.row('NAME')).toContain('│');
	});

	test('opens with Enter over the whole screen, where → opens too when it is narrow', async () => {
		await using app = await wideConsole();
		await app.select('mail');

		await app.press('enter');
		expect(app.screen()).not.toContain('NAME');
		await app.press('esc');
		await app.resize(80, 24);
		await app.press('right');

		expect(app.row('› mail')).not.toBe('');
	});

	test('reads the subscriptions of the topic and the shards of the stream on which the cursor rests', async () => {
		await using app = await wideConsole();

		await app.press('2');
		expect(app.screen()).toContain('No subscriptions: what is published here reaches nobody.');
		await app.press('3');
		expect(app.row('[Overview]')).toContain('│');
	});

	test('asks AWS nothing for a queue that the cursor only passes', async () => {
		await using app = await wideConsole();
		await app.select('mail');
		const tasksAsked = (): number => app.session.calls().filter(call => call.action === 'ListMessageMoveTasks').length;
		const before = tasksAsked();

		app.dispatch({type: 'key', key: 'down', atMs: app.clock.nowMs()});
		app.dispatch({type: 'key', key: 'down', atMs: app.clock.nowMs()});
		app.clock.advance(299);

		expect(tasksAsked()).toBe(before);
	});

	test('keeps row and side when the window is made narrow and wide again', async () => {
		await using app = await wideConsole();
		await app.select('mail');
		await app.press('right');

		await app.resize(80, 24);
		expect(app.row('› mail')).not.toBe('');
		await app.resize(200, 50);

		expect(app.row(' > mail')).toContain('│');
	});
});
