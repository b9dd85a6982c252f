import {describe, expect, test} from 'vitest';
import {filterProblem} from '../../source/console/filters.ts';
import {startTestConsole, type TestConsole} from '../helpers/console.ts';
import {aDeadLetterPair, aQueue} from '../helpers/resources.ts';

describe('the filter of a list', () => {
	test('knows the columns: queues whose dead-letter queue is not empty', async () => {
		await using app = await startTestConsole({
			prepare: async ({sqs}) => {
				await aDeadLetterPair(sqs, 'orders', {deadMessages: ['1']});
				await aDeadLetterPair(sqs, 'mail');
				await aQueue(sqs, 'audit.fifo', {attributes: {FifoQueue: 'true'}});
			},
		});

		await app.press('/');
		await app.type('dlq:>0');
		await app.press('enter');
		expect(app.row('orders ')).not.toBe('');
		expect(app.row('mail')).toBe('');

		await app.press('esc', '/');
		await app.type('type:fifo | name:mail*');
		expect(app.row('audit.fifo')).not.toBe('');
		expect(app.row('mail-dlq')).not.toBe('');
		expect(app.row('orders ')).toBe('');
	});

	test.each(['0', '1', '2', '3'])(
		'tells on pane %s what may be asked of its things, whole at 80 columns, in terms it understands',
		async pane => {
			await using app = await startTestConsole({prepare: async ({sqs}) => aQueue(sqs, 'mail')});
			await app.press(pane, '/');

			const hint = app.row(' Words, ');
			const examples = hint.replace(/^ Words, /, '').replace(/, \/regex\/.*$/, '');

			expect(hint).toMatch(/! not\.$/);
			expect(examples.split(', ').map(example => filterProblem(example))).toEqual(examples.split(', ').map(() => undefined));
		},
	);

	test('a wrong filter says its column while it is typed, and Enter keeps the one before', async () => {
		await using app = await startTestConsole({prepare: async ({sqs}) => Promise.all([aQueue(sqs, 'mail'), aQueue(sqs, 'orders')])});
		await app.press('/');
		await app.type('mail');
		await app.press('enter', '/', 'ctrl-u');

		await app.type('ready:>x');
		expect(app.screen()).toMatch(/column \d+: /);

		await app.press('enter');
		expect(app.row('filter')).toContain('mail');
		expect(app.row('orders')).toBe('');
	});

	test('of messages looks inside their bodies, and d says why one passes', async () => {
		await using app = await startTestConsole({
			prepare: async ({sqs}) => aQueue(sqs, 'mail', {messages: ['{"total":12.5}', '{"total":99}', '{"total":null}']}),
		});
		await app.press('p', 'enter', '/');
		await app.type('.total > 80');
		await app.press('enter');
		expect(app.row('"total":99}')).not.toBe('');
		expect(app.row('12.5')).toBe('');

		await app.press('d');

		expect(app.row('filter .total > 80')).toContain('yes');
	});

	test('tab completes a field that the messages have', async () => {
		await using app = await startTestConsole({
			prepare: async ({sqs}) => aQueue(sqs, 'mail', {messages: ['{"shipTo":"Delft"}', '{"shipTo":"Delft"}']}),
		});
		await app.press('p', 'enter', '/');
		await app.type('.ship');

		await app.press('tab');

		expect(app.row('filter')).toContain('.shipTo');
	});
});

describe('earlier filters', () => {
	test('come back by ↑, newest first, and ↓ goes back to what was being typed', async () => {
		await using app = await startTestConsole({
			prepare: async ({sqs}) => Promise.all(['mail', 'orders', 'refunds'].map(name => aQueue(sqs, name))),
		});
		for (const filter of ['mail', 'orders', 'mail']) {
			await app.press('/', 'ctrl-u');
			await app.type(filter);
			await app.press('enter');
		}
		await app.press('/', 'ctrl-u');
		await app.type('ref');
		expect(app.row('keep')).toContain('↑ earlier');

		await app.press('up');
		expect(app.row('filter  ')).toContain('mail');
		await app.press('up', 'up');
		expect(app.row('filter  ')).toContain('orders');
		expect(app.screen()).toContain('No earlier one.');
		expect(app.row('orders ')).not.toBe('');
		expect(app.row('refunds')).toBe('');
		await app.press('down', 'down');

		expect(app.row('filter  ')).toContain('ref');
		expect(app.row('refunds')).not.toBe('');
	});

	test('are those of the same kind of list, and a wrong one is not kept', async () => {
		await using app = await startTestConsole({prepare: async ({sqs}) => aQueue(sqs, 'mail', {messages: ['{"n":1}', '{"n":2}']})});
		await app.press('/');
		await app.type('mail');
		await app.press('enter', 'p', 'enter', '/');
		await app.press('up');
		expect(app.screen()).toContain('No earlier filter here.');
		await app.type('recv:>x');
		await app.press('enter', '/');

		await app.press('up');

		expect(app.screen()).toContain('No earlier filter here.');
	});
});

describe('saved filters', () => {
	async function withFilter(text: string): Promise<TestConsole> {
		const bodies = ['{"code":"TIMEOUT","n":1}', '{"code":"TIMEOUT","n":2}', '{"code":"OK","n":3}'];
		const app = await startTestConsole({prepare: async ({sqs}) => aQueue(sqs, 'mail', {messages: bodies})});
		await app.select('mail');
		await app.press('p', 'enter', '/');
		await app.type(text);
		await app.press('enter');
		return app;
	}

	test('are kept for their queue under a name, which stands for them in another filter', async () => {
		await using app = await withFilter('TIMEOUT | OK');
		await app.command('save filter');
		await app.type('known');
		await app.press('enter');
		expect(app.saved).toContainEqual({filters: {'queue mail': {known: 'TIMEOUT | OK'}}});

		await app.press('/', 'ctrl-u');
		await app.type('@known .n>2');
		await app.press('enter');

		expect(app.row('filter  ')).toContain('(TIMEOUT | OK) .n>2');
		expect(app.screen()).toContain('"n":3');
		expect(app.screen()).not.toContain('"n":1');
	});

	test('are completed by tab', async () => {
		await using app = await withFilter('TIMEOUT');
		await app.command('save filter');
		await app.type('late');
		await app.press('enter', '/', 'ctrl-u');
		await app.type('@');

		await app.press('tab');

		expect(app.row('filter  ')).toContain('@late');
	});

	test('a name that nobody saved is an error, and the filter before it stays', async () => {
		await using app = await withFilter('TIMEOUT');
		await app.press('/', 'ctrl-u');
		await app.type('@nobody');
		expect(app.screen()).toMatch(/column \d+: /);

		await app.press('enter');

		expect(app.row('filter  ')).toContain('TIMEOUT');
	});
});
