import {describe, expect, test} from 'vitest';
import {actions, disabledReason} from '../../source/console/actions.ts';
import {startTestConsole, type TestConsole} from '../helpers/console.ts';
import {aQueue, countsOf} from '../helpers/resources.ts';

const names = ['orders', 'mail', 'pay.fifo', 'other'] as const;

/** A console on four queues, three of which are marked. */
async function withMarked(
	size: {columns?: number; rows?: number} = {},
): Promise<TestConsole & {readonly urls: Readonly<Record<string, string>>}> {
	const urls: Record<string, string> = {};
	const app = await startTestConsole({
		...size,
		prepare: async ({sqs}) => {
			for (const name of names) urls[name] = await aQueue(sqs, name, {attributes: name.endsWith('.fifo') ? {FifoQueue: 'true'} : {}});
		},
	});
	for (const name of names.slice(0, 3)) {
		await app.select(name);
		await app.press('space');
	}
	return {...app, urls};
}

async function ready(app: Awaited<ReturnType<typeof withMarked>>, name: string): Promise<number> {
	return (await countsOf(app.engine.sqs, app.urls[name] ?? '')).ready;
}

describe.each([
	[80, 24],
	[200, 50],
])('sending to marked queues at %ix%i', (columns, rows) => {
	test('is one sheet that names them, one plan and one question; what would be refused stays and says why', async () => {
		await using app = await withMarked({columns, rows});

		await app.press('s');
		expect(app.screen()).toContain('3 queues: orders, mail, pay.fifo');
		await app.type('hello');
		expect(app.screen()).toContain('The same as: sluice send orders --body hello --also mail --also pay.fifo');
		await app.press('enter');
		expect(app.screen()).toContain('Send to 2 queues');
		expect(app.screen()).toContain('pay.fifo stays as it is:');
		expect(app.row('orders: ')).toContain('1 message');
		await app.advance(500);
		await app.press('y');
		await app.advance(1000);

		expect(await Promise.all(names.map(name => ready(app, name)))).toEqual([1, 1, 0, 0]);
		expect(app.state().notices.map(({text}) => text)).toContainEqual(expect.stringMatching(/^Sent .* to mail\.$/));
	});
});

test('a message that every marked queue would refuse does not get past the sheet', async () => {
	await using app = await withMarked();
	await app.press('s');
	await app.type('x');
	await app.press('tab', 'tab', 'tab');
	await app.type('not a number');
	await app.press('enter');

	expect(app.state().layer?.type).toBe('sheet');
});

test('a tag is set on all marked queues by one plan', async () => {
	await using app = await withMarked();
	await app.command('add a tag');
	expect(app.screen()).toContain('3 queues: orders, mail, pay.fifo');
	await app.type('team');
	await app.press('tab');
	await app.type('pay');
	await app.press('enter');
	expect(app.screen()).toContain('Tag 3 queues');
	await app.advance(500);
	await app.press('y');
	await app.advance(1000);

	for (const name of names.slice(0, 3)) expect(await app.session.queues.tags(app.urls[name] ?? '')).toEqual({team: 'pay'});
	expect(await app.session.queues.tags(app.urls['other'] ?? '')).toEqual({});
});

test.each(['queue.purge', 'queue.delete', 'queue.redrive-policy'])('%s takes one queue, and says so while several are marked', async id => {
	await using app = await withMarked();
	const action = actions.find(one => one.id === id);

	expect(action && disabledReason(action, app.state())).toBe('3 queues are marked, and it takes one: U unmarks');
	await app.press('U');
	expect(action && disabledReason(action, app.state())).toBeUndefined();
});
