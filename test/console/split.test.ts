import {describe, expect, test} from 'vitest';
import {frameLines} from '../../source/console/frame.ts';
import {lineText} from '../../source/console/line.ts';
import type {State} from '../../source/console/state.ts';
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

function textOf(state: State): readonly string[] {
	return frameLines(state).map(row => lineText(row));
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

	test.each(['orders', 'orders-dlq', 'mail'])(
		'cuts nothing of what it tells of %s beside the list of a screen of 120 columns',
		async name => {
			await using app = await wideConsole(120, 40);
			await app.select(name);
			await app.advance(1000);

			const side = app
				.screen()
				.split('\n')
				.map(text => text.split('│')[1] ?? '')
				.slice(5);
			expect(side.filter(text => text.includes('…'))).toEqual([]);
			expect(side.join('\n')).toContain('last 60 min');
		},
	);

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

describe('the hour beside the list', () => {
	const urlOf = (app: TestConsole, name: string): string => app.state().queues.rows.find(({ref}) => ref.name === name)?.ref.url ?? '';
	const hourOf = (app: TestConsole, name: string) => app.state().queues.facts[urlOf(app, name)]?.hour;
	const metricsAsked = (app: TestConsole): number => app.session.calls().filter(({action}) => action === 'GetMetricData').length;

	test('is asked for once the cursor stays for a second, and not again within the minute', async () => {
		await using app = await wideConsole();
		await app.select('mail');
		await app.advance(699);
		expect(hourOf(app, 'mail')).toBeUndefined();
		expect(app.screen()).toContain('last 60 min, READY≈*   * own looks since');

		await app.advance(1);
		expect(hourOf(app, 'mail')?.status).toBe('known');
		expect(app.screen()).toContain('last 60 min, READY≈ (most of each minute)');

		const before = metricsAsked(app);
		await app.select('orders');
		await app.select('mail');
		await app.advance(2000);
		expect(metricsAsked(app)).toBe(before);
	});

	test('is drawn from own looks, marked so, where CloudWatch costs and nobody agreed', async () => {
		await using app = await wideConsole();
		await app.select('mail');
		const {queues, context} = app.state();
		const onAws = {...app.state(), context: {...context, target: 'aws' as const}, queues: {...queues, facts: {}}};

		expect(textOf(onAws).find(text => text.includes('last 60 min'))).toContain('* own looks since');
		expect(textOf(onAws).find(text => text.includes('last 60 min'))).toContain('; : metrics asks CloudWatch');
	});

	test('has below it what was last seen of the DLQ, without another look', async () => {
		await using app = await wideConsole();
		await app.select('orders');
		expect(app.row('none looked at yet')).toContain('DLQ orders-dlq: 2 messages, none looked at yet   L goes there, p peeks');
		await app.select('orders-dlq');
		await app.press('p');
		await app.waitFor('held 2');
		await app.press('esc', 'esc');
		await app.select('orders');
		const received = (): number => app.session.calls().filter(({action}) => action === 'ReceiveMessage').length;
		const before = received();
		await app.advance(5000);

		expect(app.row('last 2 seen')).toContain('DLQ orders-dlq, last 2 seen at');
		expect(app.screen()).toMatch(/│ {3}\S+ ago +\S+ +\d +1B a/);
		expect(received()).toBe(before);
	});
});
