import fc from 'fast-check';
import {Box, Text} from 'ink';
import {createElement, Fragment, type ReactNode} from 'react';
import {afterEach, describe, expect, test} from 'vitest';
import {TerminalModes} from '../../../source/console/terminal/input.ts';
import {createTokenizedStdin} from '../../../source/console/terminal/stdin.ts';
import {createJoinedStdout} from '../../../source/console/terminal/stdout.ts';
import type {SuspendTerminal} from '../../../source/console/terminal/suspend.ts';
import type {Token} from '../../../source/console/terminal/token.ts';
import {createManualClock} from '../../../source/shared/clock.ts';
import {FakeStdin, FakeStdout, renderScreen, type RenderedScreen} from '../../helpers/screen.ts';

let rendered: RenderedScreen;

afterEach(() => rendered.unmount());

function rowsOf(lines: readonly string[], columns: number): ReactNode {
	return createElement(
		Box,
		{flexDirection: 'column', width: columns, height: lines.length, flexShrink: 0},
		...lines.map((line, index) => createElement(Text, {key: index, wrap: 'truncate'}, line === '' ? ' ' : line)),
	);
}

/** Ink between the console's own stdin and stdout, on a terminal in memory. */
async function start(lines: readonly string[], columns = 40) {
	const terminal = {stdin: new FakeStdin(), stdout: new FakeStdout({columns, rows: lines.length})};
	const tokens: Token[] = [];
	let suspend: SuspendTerminal | undefined;
	const onReady = (ready: SuspendTerminal): void => void (suspend = ready);
	const withModes = (node: ReactNode): ReactNode => createElement(Fragment, null, createElement(TerminalModes, {onReady}), node);
	rendered = await renderScreen(withModes(rowsOf(lines, columns)), {
		terminal,
		stdin: createTokenizedStdin(terminal.stdin, {clock: createManualClock(), onToken: token => tokens.push(token)}),
		stdout: createJoinedStdout(terminal.stdout),
	});
	const show = (changed: readonly string[]): Promise<void> => rendered.rerender(withModes(rowsOf(changed, columns)));
	return {...terminal, tokens, show, suspend: (callback: () => Promise<void>) => suspend?.(callback)};
}

describe('Ink with a silent stdin', () => {
	test('turns raw mode and bracketed paste on and hears no key', async () => {
		const {stdin, tokens} = await start(['hello']);

		await rendered.press('g', 'g', 'up');
		await rendered.paste('text');

		expect(stdin.isRaw).toBe(true);
		expect(rendered.screen.modes().isBracketedPaste).toBe(true);
		expect(tokens).toEqual([
			{type: 'key', key: 'g'},
			{type: 'key', key: 'g'},
			{type: 'key', key: 'up'},
			{type: 'paste', text: 'text', isBracketed: true},
		]);
	});

	test('takes no key while someone else has the terminal, and paints anew afterwards', async () => {
		const {stdin, stdout, tokens, suspend} = await start(['hello']);

		await suspend(async () => {
			expect(stdin.isRaw).toBe(false);
			expect(stdout.screen.isAlternate()).toBe(false);
			stdin.send('x');
			stdout.write('child');
		});
		await rendered.press('j');

		expect(tokens).toEqual([{type: 'key', key: 'j'}]);
		expect(stdin.isRaw).toBe(true);
		expect(rendered.lines()).toEqual(['hello']);
	});

	test('leaves the terminal as it was', async () => {
		const {stdin, stdout} = await start(['hello']);

		rendered.unmount();

		expect(stdin.isRaw).toBe(false);
		expect(stdout.screen.isAlternate()).toBe(false);
		expect(stdout.screen.modes().isBracketedPaste).toBe(false);
		expect(stdout.screen.cursor().isHidden).toBe(false);
	});
});

describe('what is on screen', () => {
	test('is written in one piece a frame', async () => {
		const {show, stdout} = await start(['one', 'two']);
		stdout.takeWritten();

		await show(['one', 'three']);

		expect(stdout.takeWritten()).toMatch(/^\u001B\[\?2026h[^]*hree[^]*\u001B\[\?2026l$/);
	});

	test('costs nothing when nothing changes', async () => {
		const {show, stdout} = await start(['one', 'two']);
		stdout.takeWritten();

		await show(['one', 'two']);

		expect(stdout.takeWritten()).toBe('');
	});

	test('is whole after a resize to less and to more', async () => {
		const {show, stdout} = await start(['one', 'two', 'three'], 40);

		stdout.resize(20, 2);
		await show(['one', 'two']);
		expect(rendered.lines()).toEqual(['one', 'two']);

		stdout.resize(60, 4);
		await show(['one', 'two', 'three', 'four']);
		expect(rendered.lines()).toEqual(['one', 'two', 'three', 'four']);
	});

	test('after any updates is what a fresh paint would show', async () => {
		const colours = ['\u001B[31m', '\u001B[1m', '\u001B[7m', ''];
		const row = fc
			.array(fc.tuple(fc.constantFrom(...colours), fc.constantFrom('abc', 'é', '日本', '12', ' ', '▁▂█', '…')), {maxLength: 8})
			.map(parts => parts.map(([colour, text]) => (colour === '' ? text : `${colour}${text}\u001B[0m`)).join(''));
		const frames = fc.array(fc.array(row, {minLength: 6, maxLength: 6}), {minLength: 2, maxLength: 12});
		await fc.assert(
			fc.asyncProperty(frames, async ([first = [], ...others]) => {
				const {show} = await start(first, 24);
				for (const frame of others) await show(frame);
				const shown = rendered.screen;
				const seen = cellsOf(shown);
				rendered.unmount();

				await start(others.at(-1) ?? [], 24);
				expect(seen).toEqual(cellsOf(rendered.screen));
				rendered.unmount();
			}),
			{numRuns: 25},
		);
	});
});

function cellsOf(screen: RenderedScreen['screen']): readonly string[] {
	return Array.from({length: screen.rows()}, (_, row) =>
		Array.from({length: screen.columns()}, (_unused, column) => {
			const cell = screen.cell(column, row);
			return `${cell.character}${cell.foreground}${cell.isBold ? 'b' : ''}${cell.isInverse ? 'i' : ''}`;
		}).join('|'),
	);
}
