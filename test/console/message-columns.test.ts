import {SendMessageCommand} from '@aws-sdk/client-sqs';
import {describe, expect, test} from 'vitest';
import type {Preferences} from '../../source/console/preferences.ts';
import {startTestConsole, type TestConsole} from '../helpers/console.ts';
import {aQueue} from '../helpers/resources.ts';

/** Three held messages of growing size, sent in this order, with an error and a tenant each. */
async function holding(options: {columns?: number; rows?: number; preferences?: Preferences} = {}): Promise<TestConsole> {
	const app = await startTestConsole({
		...options,
		async prepare({sqs}) {
			const url = await aQueue(sqs, 'mail');
			for (const [index, name] of ['small', 'middle', 'large'].entries())
				await sqs.send(
					new SendMessageCommand({
						QueueUrl: url,
						MessageBody: `${name} ${'x'.repeat(index * 10)}`,
						MessageAttributes: {
							errorCode: {DataType: 'String', StringValue: 'TIMEOUT'},
							tenant: {DataType: 'String', StringValue: `t-${index}`},
						},
					}),
				);
		},
	});
	await app.press('p', 'enter');
	return app;
}

const order = (app: TestConsole): readonly string[] =>
	app
		.screen()
		.split('\n')
		.flatMap(row => /^[ >].*?\d+B .*?(small|middle|large)/.exec(row)?.[1] ?? []);

describe.each([
	[80, 24],
	[200, 50],
])('the list of messages at %ix%i', (columns, rows) => {
	test('has the columns and the order that were chosen, for all queues and for the next console', async () => {
		await using app = await holding({columns, rows});
		expect(order(app)).toEqual(['small', 'middle', 'large']);

		await app.command('columns and order of messages');
		await app.type('-size');
		await app.press('tab');
		await app.type('tenant');
		await app.press('tab', 'space', 'enter');

		expect(app.row('SENT')).toMatch(/^ {3}SENT +RECV +SIZE tenant +/);
		expect(app.row('t-2')).toContain('large');
		expect(order(app)).toEqual(['large', 'middle', 'small']);
		expect(app.screen()).toContain('by SIZE down, 3 seen');
		expect(app.saved.at(-1)).toEqual({lists: {messages: {hidden: ['DIES IN'], attributes: ['tenant'], sort: '-SIZE'}}});
	});

	test('follows the message under the cursor when its order changes', async () => {
		await using app = await holding({columns, rows});
		await app.press('down', 'up');

		await app.command('columns and order of messages');
		await app.type('-size');
		await app.press('enter');

		expect(app.row('> <1m')).toContain('small');
		expect(order(app)).toEqual(['large', 'middle', 'small']);
	});

	test('can do without attributes, and hides nothing that says when messages come back', async () => {
		const preferences = {lists: {messages: {hidden: ['ATTRIBUTES', 'RECV', 'DIES IN']}}};
		await using app = await holding({columns, rows, preferences});
		await app.press('X');

		expect(app.row('SENT')).toMatch(/^ {3}SENT +STATE +SIZE (FIRST RECEIVED +)?BODY/);
		expect(app.row('given back')).not.toBe('');
	});
});

test('an order by what is no column is refused, with those there are', async () => {
	await using app = await holding();
	await app.command('columns and order of messages');

	await app.type('colour');

	expect(app.screen()).toContain('Sort by: one of SENT, RECV, FROM, GROUP, SIZE, FIRST RECEIVED.');
});

test('a click on the head of a column sorts by it', async () => {
	await using app = await holding();
	await app.press('f2');
	await app.advance(1000);
	const head = app
		.screen()
		.split('\n')
		.findIndex(row => row.includes('SENT'));

	app.dispatch({type: 'mouse', action: 'press', column: app.row('SENT').indexOf('SIZE'), row: head, atMs: app.clock.nowMs()});
	await app.advance(0);

	expect(order(app)).toEqual(['large', 'middle', 'small']);
});
