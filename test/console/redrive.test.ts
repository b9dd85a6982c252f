import {describe, expect, test} from 'vitest';
import {ReceiveMessageCommand} from '@aws-sdk/client-sqs';
import {startTestConsole, type TestConsole} from '../helpers/console.ts';
import {SluiceError} from '../../source/shared/errors.ts';
import {startTestEngine, type TestEngine} from '../helpers/engine.ts';
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
		await app.press('R', 'tab', 'tab', 'tab');
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
		await app.press('R', 'tab', 'down', 'tab');
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

describe('redriving several marked queues', () => {
	async function withMarked(size: {columns?: number; rows?: number} = {}) {
		const urls: Record<string, {url: string; dlqUrl: string}> = {};
		const app = await startTestConsole({
			...size,
			prepare: async ({sqs}) => {
				for (const name of ['orders', 'refunds', 'mail'])
					urls[name] = await aDeadLetterPair(sqs, name, {deadMessages: [name, `${name} 2`]});
			},
		});
		for (const name of ['orders-dlq', 'refunds-dlq', 'mail']) {
			await app.select(name);
			await app.press('space');
		}
		return {...app, urls};
	}

	test.each([
		[80, 24],
		[200, 50],
	])('is one plan at %dx%d, which says what stays, and one question', async (columns, rows) => {
		await using app = await withMarked({columns, rows});

		await app.press('R');
		expect(app.screen()).toContain('all of 3 queues, about 4');
		expect(app.screen()).toContain('The same as: sluice redrive orders-dlq refunds-dlq mail');
		expect(app.row('mail stays')).toContain('mail stays as it is: mail is the dead-letter queue of no queue');
		expect(app.screen()).toContain('orders-dlq: all, about 2, where each came from: orders');
		await app.press('enter');
		expect(app.screen()).toContain('Type "redrive 2 queues" to redrive them:');
		await app.confirm('redrive 2 queues');
		for (let second = 0; second < 5; second++) await app.advance(1000);

		for (const name of ['orders', 'refunds'])
			expect(await countsOf(app.engine.sqs, app.urls[name]?.url ?? '')).toEqual({ready: 2, inFlight: 0});
		expect(await countsOf(app.engine.sqs, app.urls['mail']?.dlqUrl ?? '')).toEqual({ready: 2, inFlight: 0});
		expect(app.state().notices.map(({text}) => text)).toContain('Redriving about 2 messages of refunds-dlq to where they came from.');
	});

	test('one that cannot be begun meanwhile does not stop the others, and each says what became of it', async () => {
		await using app = await withMarked();
		await app.press('R', 'enter');
		await app.advance(500);
		await app.type('redrive 2 queues');

		// After the second reading AWS still may refuse one.
		const start = app.session.queues.startMoveTask;
		let calls = 0;
		Object.assign(app.session.queues, {
			startMoveTask: (request: Parameters<typeof start>[0]) =>
				calls++ === 0 ? Promise.reject(new SluiceError('AWS refused it.', {code: 'refused'})) : start(request),
		});
		await app.press('enter');
		for (let second = 0; second < 3; second++) await app.advance(1000);

		expect(app.screen()).toContain('1 of 2 queues done.');
		expect(app.screen()).toContain('orders-dlq: AWS refused it.');
		expect(await countsOf(app.engine.sqs, app.urls['orders']?.url ?? '')).toEqual({ready: 0, inFlight: 0});
		expect(await countsOf(app.engine.sqs, app.urls['refunds']?.url ?? '')).toEqual({ready: 2, inFlight: 0});
	});

	test('a filter chooses among the messages of each', async () => {
		await using app = await withMarked();
		await app.press('R', 'down', 'tab');
		await app.type('" 2"');
		await app.press('enter');
		expect(app.screen()).toContain('Type "redrive 2 queues" to redrive them:');
		await app.confirm('redrive 2 queues');

		for (const name of ['orders', 'refunds'])
			expect(await countsOf(app.engine.sqs, app.urls[name]?.url ?? '')).toEqual({ready: 1, inFlight: 0});
	});
});

describe('the redrive sheet', () => {
	type Urls = {readonly url: string; readonly dlqUrl: string};

	async function sheetOn(
		open: readonly string[],
		options: {columns?: number; rows?: number; mode?: 'LOOK'; otherEngines?: Readonly<Record<string, TestEngine>>} = {},
	): Promise<TestConsole & {urls: Urls}> {
		let urls: Urls = {url: '', dlqUrl: ''};
		const app = await startTestConsole({
			...options,
			prepare: async ({sqs}) => void (urls = await aDeadLetterPair(sqs, 'orders', {maxReceiveCount: 1, deadMessages: bodies})),
		});
		await app.select('orders-dlq');
		await app.press(...open);
		return {...app, urls};
	}

	test.each([
		[80, 24],
		[200, 50],
	])('says at %dx%d what goes, where, how, and first of all what may go wrong', async (columns, rows) => {
		await using app = await sheetOn(['p', 'space', 'space', 'space', 'R'], {columns, rows});

		for (const part of [
			'( ) all, about ',
			'( ) filter',
			'(•) the 3 marked',
			'where each came from: orders',
			'(•) try 1, then the rest',
			'( ) all at once',
		])
			expect(app.screen()).toContain(part);
		expect(app.screen()).toContain('Before you do');
		expect(app.screen()).toContain('What fails in orders still is back here in about');
		expect(app.screen().replaceAll(/\s+/g, ' ')).toContain('Stopped at any point, nothing is lost; at worst a message is in both queues.');
		expect(app.screen()).toContain('The same as: sluice redrive orders-dlq --ids @marked --canary');
		expect(app.row('esc leave')).toContain('d dry run');
	});

	test('what came into the queue while the console looked is said first, in numbers', async () => {
		await using app = await sheetOn([]);
		await aQueue(app.engine.sqs, 'orders-dlq', {messages: ['7', '8']});
		await app.advance(60_000);
		await app.press('R');

		expect(app.screen()).toMatch(/Before you do\s+2 more messages came here in the last 1m00s: what failed, still fails\./);
	});

	test('d shows the whole plan and sends nothing; esc goes back to the sheet as it was', async () => {
		await using app = await sheetOn(['p', '*', 'R']);

		await app.press('d');
		expect(app.screen()).toContain('Redrive 6 messages of orders-dlq to orders');
		expect(app.screen()).toContain('Dry run: this is all that would happen. Nothing was sent.');
		await app.press('enter', 'y', 'esc');

		expect(app.row('WHAT')).toBeTruthy();
		expect(app.screen()).toContain('(•) the 6 marked');
		expect(await countsOf(app.engine.sqs, app.urls.url)).toEqual({ready: 0, inFlight: 0});
	});

	test('a filter chooses among all messages, also those not held', async () => {
		await using app = await sheetOn(['R', 'down', 'tab']);
		await app.type('.n>3');
		expect(app.screen()).toContain("The same as: sluice redrive orders-dlq --filter '.n>3'");
		await app.press('enter');
		await app.confirm('orders-dlq');

		expect(await countsOf(app.engine.sqs, app.urls.url)).toEqual({ready: 2, inFlight: 0});
		expect(await countsOf(app.engine.sqs, app.urls.dlqUrl)).toEqual({ready: 4, inFlight: 0});
	});

	test('a filter that is wrong is said with its column, and goes no further', async () => {
		await using app = await sheetOn(['R', 'down', 'tab']);
		await app.type('size:>many');

		await app.press('enter');

		expect(app.screen()).toMatch(/Filter, column \d+: /);
		expect(app.screen()).toContain('WHAT');
	});

	test('one is tried first, and when it comes back the others stay', async () => {
		await using app = await sheetOn(['p', '*', 'R', 'enter']);
		await app.advance(500);
		await app.type('redrive 6');

		const failing = failWhatComes(app, app.urls.url);
		await app.press('enter');
		await failing.end();

		expect(
			app
				.state()
				.notices.map(({text}) => text)
				.join('\n'),
		).toContain('came back');
		expect((await countsOf(app.engine.sqs, app.urls.url)).ready).toBe(0);
		const left = await countsOf(app.engine.sqs, app.urls.dlqUrl);
		expect(left.ready + left.inFlight).toBe(6);
	});

	test('to another context is a copy, which leaves the originals here, and may be made in LOOK', async () => {
		await using other = await startTestEngine();
		const inbox = await aQueue(other.sqs, 'inbox');
		await using app = await sheetOn(['p', '*', 'R'], {mode: 'LOOK', otherEngines: {other}});
		await app.press('tab', 'down', 'tab');
		await app.type('other/inbox');
		expect(app.screen()).toContain('[x] keep the originals here');
		await app.press('tab', 'tab', 'down', 'enter');
		await app.advance(500);
		await app.press('y');

		expect(app.screen()).toContain('Copied 6 messages');
		expect(await countsOf(other.sqs, inbox)).toEqual({ready: 6, inFlight: 0});
		const left = await countsOf(app.engine.sqs, app.urls.dlqUrl);
		expect(left.ready + left.inFlight).toBe(6);
	});
});

/** Consumers that fail: whatever is in the queue is received until it is dead. */
function failWhatComes({engine}: TestConsole, QueueUrl: string): {end(): Promise<void>} {
	let isOver = false;
	const failing = (async () => {
		while (!isOver) {
			await engine.sqs.send(new ReceiveMessageCommand({QueueUrl, VisibilityTimeout: 0}));
			await new Promise(resolve => setImmediate(resolve));
		}
	})();
	return {
		async end() {
			isOver = true;
			await failing;
		},
	};
}
