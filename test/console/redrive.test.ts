import {describe, expect, test} from 'vitest';
import {startTestConsole} from '../helpers/console.ts';
import {aDeadLetterPair, aQueue, countsOf} from '../helpers/resources.ts';

const bodies = Array.from({length: 6}, (_, index) => `{"n":${index}}`);

describe('redriving a dead-letter queue', () => {
	test('moves all messages back to where they came from, and shows the task to its end', async () => {
		let urls = {url: '', dlqUrl: ''};
		await using app = await startTestConsole({
			prepare: async ({sqs}) => void (urls = await aDeadLetterPair(sqs, 'orders', {deadMessages: bodies})),
		});
		await app.select('orders-dlq');

		await app.press('R');
		expect(app.screen()).toContain('where each came from: orders');
		await app.press('enter');
		expect(app.screen()).toContain("Type the queue's name to redrive it:");
		await app.confirm('orders-dlq');
		for (let second = 0; second < 5; second++) await app.advance(1000);

		expect(await countsOf(app.engine.sqs, urls.url)).toEqual({ready: 6, inFlight: 0});
		expect(await countsOf(app.engine.sqs, urls.dlqUrl)).toEqual({ready: 0, inFlight: 0});
		expect(app.screen()).toContain('COMPLETED');
	});

	test('with a rate shows progress and can be cancelled half-way', async () => {
		let urls = {url: '', dlqUrl: ''};
		await using app = await startTestConsole({
			prepare: async ({sqs}) => void (urls = await aDeadLetterPair(sqs, 'orders', {deadMessages: bodies})),
		});
		await app.select('orders-dlq');
		await app.press('R', 'tab');
		await app.type('1');
		expect(app.screen()).toContain('The same as: sluice redrive orders-dlq --rate 1');
		await app.press('enter');
		await app.confirm('orders-dlq');
		for (let second = 0; second < 3; second++) await app.advance(1000);
		expect(app.row('REDRIVE')).toContain('RUNNING');
		expect(app.row('moved')).toMatch(/[1-4]\/6 moved {2}at most 1\/s/);

		await app.command('cancel redrive');
		await app.advance(1000);
		await app.press('y');
		for (let second = 0; second < 3; second++) await app.advance(1000);

		const {ready} = await countsOf(app.engine.sqs, urls.dlqUrl);
		expect(ready).toBeGreaterThan(0);
		expect((await countsOf(app.engine.sqs, urls.url)).ready).toBe(6 - ready);
		expect(app.row('REDRIVE')).toContain('CANCELLED');
	});

	test('to one queue of choice goes there only', async () => {
		await using app = await startTestConsole({
			prepare: async ({sqs}) => {
				await aDeadLetterPair(sqs, 'orders', {deadMessages: bodies});
				await aQueue(sqs, 'aside');
			},
		});
		await app.select('orders-dlq');
		await app.press('R', 'down', 'tab');
		await app.type('aside');
		await app.press('enter');

		await app.confirm('orders-dlq');
		for (let second = 0; second < 3; second++) await app.advance(1000);

		const aside = await app.session.queues.find('aside');
		expect(await countsOf(app.engine.sqs, aside.url)).toEqual({ready: 6, inFlight: 0});
	});

	test('is not offered for a queue that is no dead-letter queue, and says why', async () => {
		await using app = await startTestConsole({prepare: async ({sqs}) => aQueue(sqs, 'mail')});

		await app.press('R');

		expect(app.screen()).toContain('Redrive its messages back: no loaded queue has it as its dead-letter queue.');
	});

	test('L goes from a queue to its dead-letter queue and back', async () => {
		await using app = await startTestConsole({prepare: async ({sqs}) => aDeadLetterPair(sqs, 'orders')});
		await app.select('orders');

		await app.press('L');
		expect(app.row('Queues ›')).toContain('orders-dlq');

		await app.press('L');
		expect(app.row('Queues ›')).toMatch(/orders /);
	});
});
