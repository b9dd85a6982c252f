import {readFileSync} from 'node:fs';
import fc from 'fast-check';
import stringWidth from 'string-width';
import {describe, expect, test} from 'vitest';
import {
	clusterMark,
	cutMiddle,
	cutToWidth,
	displayWidth,
	fitToWidth,
	joinSegments,
	padStartToWidth,
	padToWidth,
	rowSegments,
	rowText,
	safePreview,
	safePreviewSegments,
	safeSegments,
	safeText,
} from '../../source/payload/safe-text.ts';
import {createScreenBuffer} from '../helpers/screen-buffer.ts';

type Case = {
	readonly name: string;
	readonly body: string;
	readonly shown: string;
	readonly attributeValue?: string;
	readonly attributeShown?: string;
};

const cases = JSON.parse(readFileSync(new URL('../fixtures/control-characters/messages.json', import.meta.url), 'utf8')) as readonly Case[];

/** Text of which much is harmful. */
const hostileText = fc.string({
	unit: fc.oneof(
		fc.constantFrom(
			'\u001B',
			'\u009B',
			'\u009D',
			'\u0007',
			'\r',
			'\n',
			'\t',
			'\0',
			'\u007F',
			'\u202E',
			'\u2066',
			'\u200B',
			'\u200D',
			'\uFEFF',
			'\uFE0F',
			'\u20E3',
			'\u2028',
			'\uFFFE',
		),
		fc.constantFrom(
			'\u{E0041}',
			'\u{E0101}',
			'\u{1F3FD}',
			'\u{1F1E9}',
			'\u{1F468}',
			'\u2764',
			'\uD800',
			'\uDC00',
			'\u0301',
			'\u0915',
			'\u093F',
		),
		fc.string({unit: 'binary', minLength: 1, maxLength: 1}),
		fc.constantFrom('a', 'é', '日', '한', 'я', '[', ']', ';', '2', 'J', '─', '…'),
	),
	maxLength: 60,
});

describe('what a row shows of hostile text', () => {
	test.each(cases)('$name', ({body, shown, attributeValue = '', attributeShown = ''}) => {
		expect(rowText(body)).toBe(shown);
		expect(rowText(attributeValue)).toBe(attributeShown);
	});

	test.each([
		['\u0000', '\\u0000'],
		['\u001F', '\\u001f'],
		['\u0020', ' '],
		['\u007E', '~'],
		['\u007F', '\\u007f'],
		['\u0080', '\\u0080'],
		['\u009F', '\\u009f'],
		['\u00A0', '\u00A0'],
		['\u200A', '\u200A'],
		['\u200B', '\\u200b'],
		['\u200F', '\\u200f'],
		['\u2010', '\u2010'],
		['\u2028', '\\u2028'],
		['\u202A', '\\u202a'],
		['\u2065', '\\u2065'],
		['\u206F', '\\u206f'],
		['\uFEFF', '\\ufeff'],
		['\uD83D', '\\ud83d'],
		['\u{E0001}', '\\u{e0001}'],
		['\u{E007F}', '\\u{e007f}'],
		['\u{10FFFF}', '\\u{10ffff}'],
	])('%j is shown as %j', (text, shown) => {
		expect(safeText(text)).toBe(shown);
	});

	test('newline, tab and carriage return have short forms', () => {
		expect(safeText('a\nb\tc\r')).toBe(String.raw`a\nb\tc\r`);
	});

	test('a mark with nothing to sit on is shown, one on its letter stays', () => {
		expect(safeText('e\u0301')).toBe('e\u0301');
		expect(safeText('\u0301x')).toBe(String.raw`\u0301x`);
		expect(safeText(' \u0301x')).toBe(String.raw` \u0301x`);
	});

	test('of a tower of marks three stay', () => {
		expect(safeText(`a${'\u0301'.repeat(5)}`)).toBe(`a${'\u0301'.repeat(3)}${String.raw`\u0301\u0301`}`);
	});

	test('escapes are told from the same characters sent as text', () => {
		expect(safeSegments('a\\n\nb')).toEqual([
			{text: 'a\\n', isEscape: false},
			{text: '\\n', isEscape: true},
			{text: 'b', isEscape: false},
		]);
	});

	test('the pieces together are the safe text', () => {
		fc.assert(
			fc.property(hostileText, text => {
				expect(joinSegments(safeSegments(text))).toBe(safeText(text));
			}),
		);
	});

	test('making safe text safe again changes nothing', () => {
		fc.assert(
			fc.property(hostileText, text => {
				expect(safeText(safeText(text))).toBe(safeText(text));
			}),
		);
	});
});

describe('clusters of which terminals disagree on the width', () => {
	test.each([
		['family', '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}'],
		['skin tone', '\u{1F44D}\u{1F3FD}'],
		['emoji presentation', '\u2764\uFE0F'],
		['keycap', '1\uFE0F\u20E3'],
		['flag', '\u{1F1E9}\u{1F1EA}'],
	])('a %s becomes one mark in a row', (_, cluster) => {
		expect(rowText(`a${cluster}b`)).toBe(`a${clusterMark}b`);
		expect(rowSegments(cluster)).toEqual([{text: clusterMark, isEscape: true}]);
	});

	test('an emoji of one character stays', () => {
		expect(rowText('ok \u{1F600}')).toBe('ok \u{1F600}');
	});

	test('a joiner between letters is no emoji', () => {
		expect(rowText('a\u200Db')).toBe(String.raw`a\u200db`);
	});

	test('outside of rows their parts are shown', () => {
		expect(safeText('\u{1F44D}\u{1F3FD}')).toBe('\u{1F44D}\\u{1f3fd}');
	});
});

test('hostile text leaves every other cell of the screen as it was', () => {
	fc.assert(
		fc.property(hostileText, text => {
			const screen = createScreenBuffer({columns: 60, rows: 4});
			const row = fitToWidth(rowText(text), 40);

			screen.write(`\u001B[?7lfirst\r\n|${row}|end\r\nlast`);

			const lines = screen.lines();
			expect(lines[0]).toBe('first');
			expect(lines[2]).toBe('last');
			expect(lines[3]).toBe('');
			expect(screen.title()).toBe('');
		}),
		{numRuns: 300},
	);
});

describe('width', () => {
	test('is what Ink counts', () => {
		const unit = fc.oneof(
			fc.string({unit: 'binary', minLength: 1, maxLength: 1}),
			fc.integer({min: 0x20, max: 0x30_00}).map(code => String.fromCodePoint(code)),
			fc.constantFrom('日', 'か', 'カ', '한', '─', '◾', '\u0301'),
		);
		fc.assert(
			fc.property(fc.string({unit, maxLength: 12}), text => {
				const safe = safeText(text);
				expect(displayWidth(safe)).toBe(stringWidth(safe));
			}),
			{numRuns: 2000},
		);
	});

	test.each([
		['', 0],
		['abc', 3],
		['日本', 4],
		['e\u0301', 1],
		['\u{1F600}', 2],
		['▁≈…›', 4],
	])('%j takes %i cells', (text, cells) => {
		expect(displayWidth(text)).toBe(cells);
	});
});

describe('cutting', () => {
	test.each([
		['orders', 7, 'orders'],
		['orders', 6, 'orders'],
		['orders', 5, 'orde…'],
		['orders', 1, '…'],
		['orders', 0, ''],
		['日本語', 6, '日本語'],
		['日本語', 5, '日本…'],
		['日本語', 4, '日…'],
		['ae\u0301io', 3, 'ae\u0301…'],
	])('%j in %i cells is %j', (text, width, shown) => {
		expect(cutToWidth(text, width)).toBe(shown);
	});

	test('another mark can be given, for screens without the ellipsis', () => {
		expect(cutToWidth('orders', 4, '..')).toBe('or..');
		expect(cutToWidth('orders', 1, '..')).toBe('.');
	});

	test.each([
		['orders-dead-letter-queue', 24, 'orders-dead-letter-queue'],
		['orders-dead-letter-queue', 23, 'orders-dead…etter-queue'],
		['orders-dead-letter-queue', 8, 'orde…eue'],
		['orders', 3, 'o…s'],
		['orders', 2, 'o…'],
		['orders', 0, ''],
		['日本語日本語', 7, '日…語'],
	])('a name %j in %i cells is %j', (name, width, shown) => {
		expect(cutMiddle(name, width)).toBe(shown);
	});

	test('what is cut fits, whatever it is', () => {
		fc.assert(
			fc.property(hostileText, fc.integer({min: 0, max: 30}), (text, width) => {
				expect(displayWidth(cutToWidth(rowText(text), width))).toBeLessThanOrEqual(width);
				expect(displayWidth(cutMiddle(rowText(text), width))).toBeLessThanOrEqual(width);
				expect(displayWidth(safePreview(text, width))).toBeLessThanOrEqual(width);
			}),
			{numRuns: 500},
		);
	});

	test('padding counts cells, not characters', () => {
		expect(padToWidth('日', 4)).toBe('日  ');
		expect(padStartToWidth('12', 4)).toBe('  12');
		expect(padToWidth('12345', 4)).toBe('12345');
		expect(fitToWidth('12345', 4)).toBe('123…');
	});
});

describe('the preview of a body', () => {
	test('a body that fits is shown whole', () => {
		expect(safePreview('{"id":1}', 8)).toBe('{"id":1}');
	});

	test('a body that does not fit ends in the mark', () => {
		expect(safePreview('{"id":1}', 7)).toBe('{"id":…');
	});

	test('escapes count as the cells they take and are dimmed', () => {
		expect(safePreviewSegments('ab\u001Bcdef', 9)).toEqual([
			{text: 'ab', isEscape: false},
			{text: String.raw`\u001b`, isEscape: true},
			{text: '…', isEscape: false},
		]);
	});

	test('a body of which the beginning takes no cells still says that there is more', () => {
		expect(safePreview(`a${'\u0301'.repeat(5000)}`, 20)).toMatch(/…$/);
	});

	test('of a megabyte only the beginning is looked at', () => {
		const body = `${'x'.repeat(10)}\u001B${'y'.repeat(1_048_576)}`;

		expect(safePreview(body, 20)).toBe(String.raw`xxxxxxxxxx\u001byyy…`);
	});

	test('a pair of surrogates is not cut in two', () => {
		for (const offset of [0, 1, 2, 3])
			expect(safePreview(`${'x'.repeat(offset)}${'\u{1F600}'.repeat(200)}`, 40)).not.toContain(String.raw`\ud83d`);
	});
});
