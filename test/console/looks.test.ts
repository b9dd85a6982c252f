import {describe, expect, test} from 'vitest';
import {readBindings} from '../../source/console/bindings.ts';
import {frameLines, paintFrame} from '../../source/console/frame.ts';
import {asciiGlyphs, drawable, narrowGlyphs, unicodeGlyphs} from '../../source/console/glyphs.ts';
import {header, windowTitle} from '../../source/console/header.ts';
import {lineText, lineWidth, line, span, type Look} from '../../source/console/line.ts';
import {withNow} from '../../source/console/now/state.ts';
import {firstTheme, paint, themeNames} from '../../source/console/theme.ts';
import type {Finding} from '../../source/operations/findings/finding.ts';
import {startTestConsole, type TestConsole} from '../helpers/console.ts';
import {aDeadLetterPair, aQueue, arnOf} from '../helpers/resources.ts';
import {aStream, aTopic} from '../helpers/topic-and-stream.ts';

/** Something that is wrong, as the rules tell it. */
function aFinding(options: Pick<Finding, 'id' | 'rank'>): Finding {
	return {
		rule: 'test',
		where: 'orders-dlq',
		thing: {kind: 'queue', id: 'orders-dlq', name: 'orders-dlq'},
		what: '3 messages expire in 2h10m',
		why: '',
		evidence: [],
		fixes: [],
		size: 0,
		...options,
	};
}

async function consoleWithQueues(options: Parameters<typeof startTestConsole>[0] = {}): Promise<TestConsole> {
	return startTestConsole({
		prepare: async ({sqs}) => {
			await aDeadLetterPair(sqs, 'orders', {deadMessages: ['{"naïve":"漢字"}']});
			await aQueue(sqs, 'mail', {messages: ['1', '2', '3']});
		},
		...options,
	});
}

describe('themes', () => {
	test.each([
		['terminal', 'loss', '\u001B[1;31mx\u001B[0m'],
		['terminal', 'text', 'x'],
		['dark', 'loss', '\u001B[1;38;5;203mx\u001B[0m'],
		['dark', 'text', '\u001B[38;5;252mx\u001B[0m'],
		['light', 'prod', '\u001B[1;38;5;231;48;5;160mx\u001B[0m'],
		['light', 'slow', '\u001B[38;5;130mx\u001B[0m'],
		['contrast', 'fail', '\u001B[1mx\u001B[0m'],
		['none', 'fail', 'x'],
		['none', 'match', '\u001B[4mx\u001B[0m'],
		['none', 'prod', '\u001B[1;7mx\u001B[0m'],
	] as const)('%s draws %s as its table says', (theme, look, painted) => {
		expect(paint([span('x', look)], theme)).toBe(painted);
	});

	test.each(['contrast', 'none'] as const)('%s has no colour in any look', theme => {
		const looks: readonly Look[] = [
			'dim',
			'selection',
			'prod',
			'loss',
			'fail',
			'slow',
			'risk',
			'ok',
			'accent',
			'jsonKey',
			'match',
			'old',
			'lane1',
			'prodYellow',
		];

		const painted = looks.map(look => paint([span('x', look)], theme)).join('');

		expect(painted).not.toMatch(/\[[\d;]*(?:3\d|4[0-8]|9\d)/);
	});

	test.each([
		['RISK  ', 'risk', '\u001B[4mRISK\u001B[0m  '],
		['   15 ', 'slow', '   \u001B[4m15\u001B[0m '],
		['········', 'accent', '\u001B[1m········\u001B[0m'],
		['▁▂▃▄▅▆▇█', 'accent', '\u001B[1m▁▂▃▄▅▆▇█\u001B[0m'],
		['        ', 'accent', '        '],
		[':', 'accent', '\u001B[1;4m:\u001B[0m'],
		['a ', 'field', '\u001B[4ma \u001B[0m'],
	] as const)('contrast underlines of "%s" as %s what can be read, not what fills a column, nor bars', (text, look, painted) => {
		expect(paint([span(text, look)], 'contrast')).toBe(painted);
	});

	test('NO_COLOR takes the colours of every theme, and leaves contrast its weight', () => {
		expect(themeNames.map(theme => firstTheme({NO_COLOR: '1'}, theme))).toEqual(['none', 'none', 'none', 'contrast', 'none']);
		expect(firstTheme({NO_COLOR: ''}, 'dark')).toBe('dark');
		expect(firstTheme({})).toBe('terminal');
	});

	test('changes at once from the palette, and is kept for the next console', async () => {
		await using app = await consoleWithQueues({preferences: {theme: 'dark'}, environment: {NO_COLOR: ''}});
		expect(paintFrame(app.state()).join('')).toContain('38;5;81');

		await app.command('theme light');

		expect(paintFrame(app.state()).join('')).toContain('38;5;25');
		expect(app.saved).toEqual([{used: ['theme.light']}, {theme: 'light'}]);
	});

	test.each([
		['production as it comes', {}, {name: 'live', isProd: true}, 'PROD', 'prod'],
		[
			'production by a word and a colour of its own',
			{prodWord: 'LIVE', prodColour: 'magenta'},
			{name: 'main', isProd: true},
			'LIVE',
			'prodMagenta',
		],
		[
			'one context by its own',
			{prodWord: 'LIVE', badges: {'acme-eu': {word: 'EU LIVE', colour: 'yellow'}}},
			{name: 'acme-eu', isProd: true},
			'EU LIVE',
			'prodYellow',
		],
		['one that is no production', {badges: {stage: {word: 'STAGE'}}}, {name: 'stage', isProd: false}, 'STAGE', 'prodBlue'],
	] as const)('the header and the dialog name %s', async (_name, preferences, context, word, look) => {
		await using app = await startTestConsole({preferences, context, prepare: engine => aQueue(engine.sqs, 'mail')});

		expect(header(app.state()).find(({text}) => text === word)?.look).toBe(look);
		await app.command('purge');
		expect(app.screen().includes(` ${word} ─`)).toBe(context.isProd);
	});

	test('a context without a word has none', async () => {
		await using app = await startTestConsole({context: {name: 'dev', isProd: false}});

		expect(app.row('sluice')).toMatch(/^ sluice {2}dev {2}us-east-1/);
	});

	test('a PROD context is told by its word in every theme', async () => {
		await using app = await consoleWithQueues({context: {name: 'live', isProd: true}});

		expect(app.row('sluice')).toMatch(/live {2}PROD {2}us-east-1/);
	});
});

describe('without Unicode', () => {
	test.each([[{LANG: 'C'}], [{TERM: 'linux'}], [{SLUICE_ASCII: '1'}]])(
		'%j draws ASCII only, whatever the data holds',
		async environment => {
			await using app = await consoleWithQueues({environment});
			await app.select('orders-dlq');

			const screens = [app.screen()];
			for (const key of ['p', 'enter', 'esc', 'esc', ':', 'esc', '?', 'esc', '2', '3', '4']) {
				await app.press(key);
				screens.push(app.screen());
			}

			expect(screens.join('\n')).toMatch(/^[\n -~]*$/);
			expect(screens.join('\n')).toContain('Enter');
		},
	);

	test('the setting wins over locale and terminal', async () => {
		await using ascii = await consoleWithQueues({preferences: {glyphs: 'ascii'}});
		await using unicode = await consoleWithQueues({preferences: {glyphs: 'unicode'}, environment: {LANG: 'C'}});

		expect(ascii.screen()).not.toContain('─');
		expect(unicode.screen()).toContain('─');
	});

	test('keeps the width of each row, with two dots for what was cut', () => {
		const text = 'a very long na… → ≈ 漢字 é ├─ ▁▂█';

		const ascii = drawable(text, asciiGlyphs);

		expect(ascii).toBe('a very long n.. > ~ ???? ? +- .:@');
		expect(lineWidth(line(ascii))).toBe(lineWidth(line(text)));
	});

	test('a terminal that draws glyphs two cells wide keeps the text of others', async () => {
		await using app = await consoleWithQueues();

		app.dispatch({type: 'glyphs-too-wide'});

		expect(app.screen()).not.toContain('─');
		expect(drawable('漢字 é ─', narrowGlyphs)).toBe('漢字 é -');
		expect(drawable('漢字 é ─', unicodeGlyphs)).toBe('漢字 é ─');
	});
});

describe('the mouse', () => {
	test('is off until F2, which says how to select text', async () => {
		await using app = await consoleWithQueues();
		app.dispatch({type: 'mouse', action: 'press', column: 5, row: 5, atMs: app.clock.nowMs()});
		const before = app.state().lists;

		await app.press('f2');

		expect(before).toEqual({});
		expect(app.mouseModes).toEqual([true]);
		expect(app.screen()).toContain('hold Shift to select text.');
		await app.press('f2');
		expect(app.mouseModes).toEqual([true, false]);
	});

	test('a click selects the row under it and opens nothing; the wheel scrolls', async () => {
		await using app = await consoleWithQueues();
		await app.press('f2');
		const row = app
			.screen()
			.split('\n')
			.findIndex(text => text.includes('orders '));

		app.dispatch({type: 'mouse', action: 'press', column: 10, row, atMs: app.clock.nowMs()});
		expect(app.row('orders ')).toMatch(/^ > orders/);
		app.dispatch({type: 'mouse', action: 'wheel-up', column: 10, row, atMs: app.clock.nowMs()});

		expect(app.row('mail')).toMatch(/^ > mail/);
		expect(app.state().stacks.queues).toHaveLength(1);
	});

	test.each([
		['1', ['mail', 'orders '], 'worst first', 'NAME'],
		['2', ['alerts', 'events'], 'by name', 'SUBSCRIPTIONS'],
		['3', ['clicks', 'views'], 'by name', 'OPEN'],
	] as const)(
		'in pane %s a click on a column head sorts by it, a second the other way, a third as before',
		async (pane, names, own, title) => {
			await using app = await startTestConsole({
				async prepare(engine) {
					await aQueue(engine.sqs, 'mail');
					const url = await aQueue(engine.sqs, 'orders');
					await aTopic(engine.sns, 'alerts');
					await aTopic(engine.sns, 'events', {queueArns: [await arnOf(engine.sqs, url)]});
					await aStream(engine.kinesis, 'clicks', {shardCount: 1});
					await aStream(engine.kinesis, 'views', {shardCount: 3});
				},
			});
			await app.press(pane, 'f2');
			await app.advance(1000);
			const order = (): readonly string[] => {
				const rows = app.screen().split('\n');
				return names.toSorted((a, b) => rows.findIndex(row => row.includes(a)) - rows.findIndex(row => row.includes(b)));
			};
			const click = (): void => {
				const rows = app.screen().split('\n');
				const row = rows.findIndex(text => /^ {3}NAME/.test(text));
				app.dispatch({type: 'mouse', action: 'press', column: rows[row]?.indexOf(title) ?? 0, row, atMs: app.clock.nowMs()});
			};
			const [first, second] = title === 'NAME' ? (['up', 'down'] as const) : (['down', 'up'] as const);
			const whole = title === 'NAME' ? names : names.toReversed();

			click();
			expect(app.screen()).toContain(`by ${title} ${first}`);
			expect(order()).toEqual(whole);
			click();
			expect(app.screen()).toContain(`by ${title} ${second}`);
			expect(order()).toEqual(whole.toReversed());
			click();

			expect(app.screen()).toContain(own);
			await app.advance(0);
			expect(app.saved.map(({lists}) => Object.values(lists ?? {})[0]?.sort)).toEqual([expect.any(String), expect.any(String), undefined]);
		},
	);

	test('a click beside the rows does nothing', async () => {
		await using app = await consoleWithQueues();
		await app.press('f2');

		for (const row of [0, 1, 2, 3, 12, 20, 21, 22, 23])
			app.dispatch({type: 'mouse', action: 'press', column: 10, row, atMs: app.clock.nowMs()});

		expect(app.row('mail')).toMatch(/^ > mail/);
	});

	test('a click on the right side of a wide screen goes into it, one on the left comes back', async () => {
		await using app = await consoleWithQueues({columns: 200, rows: 50});
		await app.press('f2');

		app.dispatch({type: 'mouse', action: 'press', column: 150, row: 10, atMs: app.clock.nowMs()});
		expect(app.state().stacks.queues).toHaveLength(2);
		app.dispatch({type: 'mouse', action: 'press', column: 10, row: 10, atMs: app.clock.nowMs()});

		expect(app.state().stacks.queues).toHaveLength(1);
	});
});

describe('keys that people chose', () => {
	test('replace those of an action everywhere it is named', async () => {
		await using app = await consoleWithQueues({preferences: {keys: {'queue.peek': ['P']}}});
		await app.select('mail');

		expect(app.screen()).toContain('P peek');
		await app.press('p');
		expect(app.state().layer).toBeUndefined();
		await app.press('P');

		expect(app.screen()).toContain('receives messages. On AWS there is no other way to see one.');
	});

	test.each([
		[{'queue.peek': ['s']}, 'keys: "s" cannot be "Peek at its messages" (queue.peek), for it is "Send a message" (queue.send).'],
		[{'queue.peek': ['?']}, 'keys: "?" keeps its meaning, so "Peek at its messages" cannot have it.'],
		[{'queue.purge': ['P']}, 'keys: "Purge: delete all messages" empties or deletes a whole thing: it has no key, and gets none.'],
		[{'queue.peak': ['P']}, 'keys: there is no action "queue.peak"; did you mean "queue.peek".'],
	])('are refused where they cannot be: %j', (keys, problem) => {
		expect(readBindings(keys)).toEqual({bindings: {}, problems: [problem]});
	});

	test('two may change places', () => {
		const keys = {'queue.send': ['%'], 'queue.peek': ['s']};

		expect(readBindings(keys)).toEqual({bindings: keys, problems: []});
	});
});

describe('header and title', () => {
	test('on a wide screen the header says who is logged in', async () => {
		await using app = await consoleWithQueues({columns: 120, rows: 40});
		const identity = {accountId: '123456789012', arn: 'arn:aws:sts::123456789012:assumed-role/oncall/me'};

		app.dispatch({type: 'connected', identity});
		expect(app.row('sluice')).toContain('as role/oncall');
		await app.resize(119, 40);

		expect(app.row('sluice')).not.toContain('oncall');
	});

	test('the title of the window names the context', async () => {
		await using app = await consoleWithQueues({context: {name: 'prod-eu'}});

		expect(windowTitle(app.state())).toBe('sluice prod-eu');
		const burning = (['LOSS', 'FAIL', 'FAIL', 'SLOW'] as const).map((rank, index) => aFinding({id: String(index), rank}));
		expect(windowTitle(withNow(app.state(), {findings: burning}))).toBe('sluice !3 prod-eu');
	});

	test('too small a window says what is worst and how much room is needed', async () => {
		await using app = await consoleWithQueues({columns: 79, rows: 24});

		expect(app.screen().trim()).toBe('sluice needs 80x20; this is 79x24.');
		const burning = withNow(app.state(), {findings: [aFinding({id: 'a', rank: 'LOSS'})]});
		expect(lineText(frameLines(burning)[0] ?? [])).toContain('LOSS orders-dlq: 3 messages expire in 2h10m  sluice needs 80x20');
	});
});
