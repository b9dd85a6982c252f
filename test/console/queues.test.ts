import {describe, expect, test} from 'vitest';
import {startTestConsole} from '../helpers/console.ts';
import {aDeadLetterPair, aQueue} from '../helpers/resources.ts';

describe('the list of queues', () => {
	test('shows each queue with its counts, and marks dead-letter queues', async () => {
		await using app = await startTestConsole({
			prepare: async ({sqs}) => {
				await aDeadLetterPair(sqs, 'orders', {deadMessages: ['a', 'b']});
				await aQueue(sqs, 'mail', {messages: ['1', '2', '3']});
			},
		});

		expect(app.row('mail ')).toMatch(/^>? +> mail +std +3 +0 +0/);
		expect(app.row('orders-dlq')).toMatch(/^ D orders-dlq +std +2 /);
		expect(app.row('orders ')).toMatch(/orders +std +0 +0 +0 +– +2 /);
	});

	test('says what to do when there are no queues', async () => {
		await using app = await startTestConsole();

		expect(app.screen()).toContain('No queues in us-east-1 of 000000000000.');
	});

	test('a filter narrows the list while it is typed, and esc brings back the whole', async () => {
		await using app = await startTestConsole({
			prepare: async ({sqs}) => Promise.all(['orders', 'orders-dlq', 'mail'].map(name => aQueue(sqs, name))),
		});

		await app.press('/');
		await app.type('dlq');
		expect(app.screen()).toContain('orders-dlq');
		expect(app.screen()).not.toContain('mail');

		await app.press('enter', 'esc');
		expect(app.screen()).toContain('mail');
	});

	test('a filter that matches nothing says so and how to get out', async () => {
		await using app = await startTestConsole({prepare: async ({sqs}) => aQueue(sqs, 'orders')});

		await app.press('/');
		await app.type('ordr');

		expect(app.screen()).toContain('Nothing matches "ordr" among 1 queue.');
	});

	test('the cursor stays on its queue when the order changes', async () => {
		await using app = await startTestConsole({
			prepare: async ({sqs}) => {
				await aQueue(sqs, 'a-quiet', {messages: ['1']});
				await aQueue(sqs, 'b-busy', {messages: ['1', '2']});
			},
		});
		await app.select('a-quiet');

		await aQueue(app.engine.sqs, 'a-quiet', {messages: ['2', '3', '4', '5']});
		for (let second = 0; second < 15; second++) await app.advance(1000);

		expect(app.row('a-quiet')).toMatch(/^ > a-quiet +std +5/);
		expect(app.screen().indexOf('a-quiet')).toBeLessThan(app.screen().indexOf('b-busy'));
	});

	test('a new order waits until no key was pressed for five seconds', async () => {
		await using app = await startTestConsole({
			prepare: async ({sqs}) => {
				await aQueue(sqs, 'a-quiet', {messages: ['1']});
				await aQueue(sqs, 'b-busy', {messages: ['1', '2']});
			},
		});
		await aQueue(app.engine.sqs, 'a-quiet', {messages: ['2', '3', '4', '5']});

		for (let second = 0; second < 15; second++) {
			await app.press('down', 'up');
			await app.advance(1000);
		}

		expect(app.screen().indexOf('b-busy')).toBeLessThan(app.screen().indexOf('a-quiet'));
	});

	test('beside the list a wide screen shows the queue under the cursor', async () => {
		await using app = await startTestConsole({
			columns: 200,
			rows: 50,
			prepare: async ({sqs}) => aDeadLetterPair(sqs, 'orders', {maxReceiveCount: 4}),
		});

		await app.select('orders');

		expect(app.screen()).toContain('after 4 receives to orders-dlq');
	});

	test('a queue that is deleted elsewhere stays for a minute as gone', async () => {
		await using app = await startTestConsole({prepare: async ({sqs}) => Promise.all([aQueue(sqs, 'orders'), aQueue(sqs, 'mail')])});

		await app.session.queues.delete((await app.session.queues.find('mail')).url);
		await app.advance(61_000);
		expect(app.row('mail')).toContain('gone');

		await app.advance(61_000);
		await app.advance(61_000);
		expect(app.row('mail')).toBe('');
	});

	test('an endpoint that cannot be reached is said in a sentence, with what to do', async () => {
		await using app = await startTestConsole({endpointUrl: 'http://127.0.0.1:9'});

		expect(app.screen()).toContain('Cannot reach http://127.0.0.1:9 (ECONNREFUSED)');
		expect(app.screen()).toContain('Start the engine: sluice engine');
		expect(app.screen()).not.toMatch(/at \w+ \(/);
	});

	test('a window that is too small says how much room is needed', async () => {
		await using app = await startTestConsole({columns: 60, rows: 15});

		expect(app.screen()).toContain('sluice needs 80x20; this is 60x15.');
	});

	test('without a change nothing visible changes for a minute', async () => {
		await using app = await startTestConsole({prepare: async ({sqs}) => aQueue(sqs, 'orders', {messages: ['1']})});
		for (let second = 0; second < 320; second++) await app.advance(1000);
		const before = app
			.screen()
			.split('\n')
			.filter(line => !line.includes('as of') && !line.includes('sluice'));

		for (let second = 0; second < 10; second++) await app.advance(1000);

		expect(
			app
				.screen()
				.split('\n')
				.filter(line => !line.includes('as of') && !line.includes('sluice')),
		).toEqual(before);
	});
});
