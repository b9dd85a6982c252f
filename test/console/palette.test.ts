import {describe, expect, test} from 'vitest';
import {matchWords} from '../../source/console/layers/match-words.ts';
import {startTestConsole, type TestConsole} from '../helpers/console.ts';
import {aDeadLetterPair, aQueue} from '../helpers/resources.ts';
import {aStream, aTopic} from '../helpers/topic-and-stream.ts';

async function consoleWithThings(options: Parameters<typeof startTestConsole>[0] = {}): Promise<TestConsole> {
	return startTestConsole({
		prepare: async ({sqs, sns, kinesis}) => {
			await aDeadLetterPair(sqs, 'orders', {deadMessages: ['a']});
			await aQueue(sqs, 'mail', {messages: ['1', '2']});
			await aTopic(sns, 'order-events');
			await aStream(kinesis, 'clicks');
		},
		...options,
	});
}

/** The rows of the palette, without those around them. */
function listed(app: TestConsole): readonly string[] {
	return app
		.screen()
		.split('\n')
		.slice(4, -5)
		.filter(text => text.trim() !== '');
}

describe('words in any order', () => {
	test.each([
		['Redrive orders-dlq', 'red ord', true],
		['Redrive orders-dlq', 'ord red', true],
		['Redrive orders-dlq', 'dlq', true],
		['Redrive orders-dlq', 'red mail', false],
		['Redrive orders-dlq', 'RED', false],
		['Redrive orders-dlq', '', true],
	])('"%s" has "%s": %s', (text, query, isThere) => {
		expect(matchWords(text, query) !== undefined).toBe(isThere);
	});

	test('what begins with the word comes before what only has it', () => {
		const texts = ['unredo', 'to redrive', 'redrive'];

		const sorted = texts.toSorted((a, b) => (matchWords(b, 'red') ?? 0) - (matchWords(a, 'red') ?? 0));

		expect(sorted).toEqual(['redrive', 'to redrive', 'unredo']);
	});
});

describe('the palette', () => {
	test('finds actions with the thing they act on, things of other panes, and settings', async () => {
		await using app = await consoleWithThings({mode: 'LOOK'});
		await app.press('2', '3', '1');
		await app.select('orders-dlq');

		await app.press(':');
		await app.type('order');

		expect(app.screen()).toMatch(/^ : order/m);
		expect(listed(app).find(text => text.includes('Redrive its messages back'))).toMatch(/orders-dlq +R/);
		await app.press('ctrl-u');
		await app.type('events or');
		expect(listed(app)).toEqual(['   GO', expect.stringMatching(/^ > order-events +topic/)]);
		await app.press('ctrl-u');
		await app.type('dark theme');
		expect(listed(app)).toEqual(['   SET', expect.stringMatching(/^ > theme dark +for a dark background/)]);
	});

	test('shows the command line that does the same, and that the mode refuses it', async () => {
		await using app = await consoleWithThings({mode: 'LOOK'});
		await app.select('mail');

		await app.press(':');
		await app.type('send a mess');

		expect(app.screen()).toContain('The same as: sluice send mail   (refused in LOOK: exit 3)');
		expect(app.screen()).toContain('Send a message  mail: needs CHANGE');
		await app.press('enter');
		expect(app.screen()).toContain('Send a message: needs CHANGE');
	});

	test('offers first what was used before, keeps it, and ^r shows nothing else', async () => {
		await using app = await consoleWithThings();

		await app.command('go to streams');
		await app.press(':');
		expect(listed(app)[1]).toContain('Go to Streams');
		expect(app.saved).toEqual([{used: ['go.streams']}]);

		await app.press('ctrl-r');
		expect(listed(app)).toHaveLength(2);
		await app.press('ctrl-r');
		expect(listed(app).length).toBeGreaterThan(10);
	});

	test('remembers what another console used', async () => {
		await using app = await consoleWithThings({preferences: {used: ['go.topics']}});

		await app.press(':');

		expect(listed(app)[1]).toContain('Go to Topics');
	});

	test('finds what was mistyped by its letters', async () => {
		await using app = await consoleWithThings();

		await app.press(':');
		await app.type('rdrve');

		expect(app.screen()).toContain('Redrive its messages back');
	});

	test('completes with tab and goes to the thing with Enter', async () => {
		await using app = await consoleWithThings();
		await app.press('3', '1', ':');
		await app.type('clic');

		await app.press('tab', 'enter');

		expect(app.state().stacks[app.state().pane].at(-1)).toMatchObject({type: 'stream', name: 'clicks'});
	});

	test('a shows what can be done to the row and nothing else', async () => {
		await using app = await consoleWithThings();
		await app.select('mail');

		await app.press('a');

		expect(listed(app).join('\n')).toContain('Peek at its messages  mail');
		expect(listed(app).join('\n')).not.toContain('Go to Queues');
	});

	test('cuts no label of an action while there is room for it', async () => {
		await using app = await consoleWithThings();
		await app.select('mail');

		await app.press('a');

		expect(listed(app).find(text => text.includes('without receiving'))).toContain('Look at its messages without receiving them  mail');
	});

	test.each(['a', ':', '?', 'w'])('%s takes both sides of a wide screen', async key => {
		await using app = await consoleWithThings({columns: 200, rows: 50});
		await app.select('mail');

		await app.press(key);

		expect(app.screen()).toContain('─'.repeat(200));
		expect(app.screen()).not.toContain('│');
	});

	test.each([
		['Create queue', 'sluice create QUEUE'],
		['Delete queue', 'sluice delete-queue mail'],
		['Doctor', 'sluice doctor mail'],
		["Copy the queue's URL", undefined],
	])('%s is the same as %s', async (label, command) => {
		await using app = await consoleWithThings();
		await app.select('mail');

		await app.press(':');
		await app.type(label);

		expect(app.row('The same as').trim()).toBe(command === undefined ? '' : `The same as: ${command}`);
		expect(app.row('queue.copy')).toBe('');
	});
});

describe('the places seen before', () => {
	test('^o goes back to where one was, ^g forward again', async () => {
		await using app = await consoleWithThings();
		await app.select('mail');
		await app.press('enter', '3');

		await app.press('ctrl-o');
		expect(app.row('› mail')).not.toBe('');
		await app.press('ctrl-o');
		expect(app.row('NAME')).not.toBe('');
		await app.press('ctrl-g', 'ctrl-g');

		expect(app.state().pane).toBe('streams');
		await app.press('ctrl-g');
		expect(app.screen()).toContain('Forward again: this is the newest place.');
	});

	test('going on from an earlier place forgets what came after it', async () => {
		await using app = await consoleWithThings();
		await app.press('2', '3', 'ctrl-o', '4');

		expect(app.state().history.visits.map(visit => visit.pane)).toEqual(['queues', 'topics', 'activity']);
	});
});

describe('help', () => {
	test('says what works here and everywhere, and CHG where the mode refuses it', async () => {
		await using app = await consoleWithThings({mode: 'LOOK'});
		await app.select('mail');

		await app.press('?');

		expect(app.screen()).toMatch(/^ Help for {2}Queues/m);
		expect(app.row('Send a message')).toMatch(/^ s +Send a message +CHG/);
		expect(app.row('No key empties')).toContain('purge');
		expect(app.row('No key empties')).not.toContain('…');
		expect(app.row('CHG needs CHANGE')).toContain('(now LOOK)');
	});

	test('speaks of CHG only where something needs it', async () => {
		await using app = await consoleWithThings();

		await app.press('?');

		expect(app.row('CHG needs CHANGE')).toBe('');
	});

	test('finds by what is typed and does what is highlighted', async () => {
		await using app = await consoleWithThings();
		await app.select('mail');

		await app.press('?');
		await app.type('details');
		await app.press('enter');

		expect(app.screen()).toContain('QueueUrl');
	});

	test('says of an action that cannot be done here why, and its id for the settings', async () => {
		await using app = await consoleWithThings();
		await app.select('mail');

		await app.press('?');
		await app.type('redrive');

		expect(app.screen()).toContain('queue.redrive  Redrive its messages back: no loaded queue has it as its dead-l');
	});
});
