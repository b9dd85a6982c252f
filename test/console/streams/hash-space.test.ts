import {describe, expect, test} from 'vitest';
import {asciiGlyphs, unicodeGlyphs} from '../../../source/console/glyphs.ts';
import {parseHashKey, parseSplitKey} from '../../../source/console/streams/hash-key-field.ts';
import {cellOf, hashBar, loadBars, partsOfSplit, shardBar, shareText, shortRange} from '../../../source/console/streams/hash-space.ts';
import {hashKeyMax, hashKeySpace, middleOfRange, splitHashSpace} from '../../../source/rules/hash-key.ts';

const eighth = hashKeySpace / 8n;

/** Two parts of three eighths and two of one. */
const uneven = [
	{label: '5', start: 0n, end: eighth * 3n - 1n},
	{label: '6', start: eighth * 3n, end: eighth * 6n - 1n},
	{label: '7', start: eighth * 6n, end: eighth * 7n - 1n},
	{label: '8', start: eighth * 7n, end: hashKeyMax},
];

describe('the hash space', () => {
	test('is drawn to scale, each shard by its number', () => {
		expect(hashBar(uneven, 64, unicodeGlyphs)).toBe('├────────── 5 ──────────├────────── 6 ──────────├── 7 ──├── 8 ──');
	});

	test('is drawn in ASCII, too', () => {
		expect(hashBar(uneven, 32, asciiGlyphs)).toBe('+---- 5 ----+---- 6 ----+ 7 + 8 ');
	});

	test('leaves out a number that has no room', () => {
		const parts = splitHashSpace(8).map((range, index) => ({...range, label: String(index + 100)}));

		expect(hashBar(parts, 16, unicodeGlyphs)).toBe('├─├─├─├─├─├─├─├─');
		expect(hashBar(parts, 32, unicodeGlyphs)).toBe('├100├101├102├103├104├105├106├107');
	});

	test.each([1, 3, 7, 50, 500])('of %i shards fills exactly its width', count => {
		const parts = splitHashSpace(count).map((range, index) => ({...range, label: String(index)}));

		expect(hashBar(parts, 64, unicodeGlyphs)).toHaveLength(64);
		expect(hashBar(parts, 64, unicodeGlyphs)).not.toContain(' '.repeat(2));
	});

	test('runs from the first cell to the last', () => {
		expect([cellOf(0n, 64), cellOf(hashKeySpace / 2n - 1n, 64), cellOf(hashKeySpace / 2n, 64), cellOf(hashKeyMax, 64)]).toEqual([
			0, 31, 32, 63,
		]);
	});

	test('shows the load of each part of it, and nothing where there was none', () => {
		const load = Array.from({length: 512}, (_, cell) => (cell < 64 ? 1 : cell >= 448 ? 8 : 0));

		expect(loadBars(load, {width: 8, height: 1, glyphs: unicodeGlyphs})).toEqual(['▁      █']);
		expect(loadBars([], {width: 8, height: 1, glyphs: unicodeGlyphs})).toEqual(['        ']);
	});

	test('names a range by the beginnings of its ends', () => {
		expect(shortRange({start: 0n, end: hashKeySpace / 4n - 1n}, unicodeGlyphs)).toBe('0x0000…–0x3fff…');
	});

	test('cut at a key gives two parts that meet', () => {
		const whole = {start: 0n, end: hashKeyMax};

		const {lower, upper} = partsOfSplit(whole, eighth);

		expect([shareText(lower), shareText(upper)]).toEqual(['12.5 %', '87.5 %']);
		expect(lower.end + 1n).toBe(upper.start);
	});
});

describe('a hash key that is typed', () => {
	test('is decimal or hexadecimal, below 2^128', () => {
		expect(parseHashKey('')).toBeUndefined();
		expect(parseHashKey(' 12 ')).toBe(12n);
		expect(parseHashKey('1,000')).toBe(1000n);
		expect(parseHashKey('0xFF')).toBe(255n);
		expect(parseHashKey(String(hashKeyMax))).toBe(hashKeyMax);
		expect(parseHashKey(String(hashKeySpace))).toBe(`at most ${hashKeyMax} (2^128 − 1).`);
		for (const wrong of ['-1', '1.5', 'middle', '0x', '1e3'])
			expect(parseHashKey(wrong)).toBe('a whole number, decimal or 0x…, below 2^128.');
	});

	test('to split at lies above the start plus one and below the end, as AWS rules', () => {
		const range = {start: 100n, end: 200n};

		expect([parseSplitKey('102', range), parseSplitKey('199', range)]).toEqual([102n, 199n]);
		expect(parseSplitKey('101', range)).toBe('too low: from 102 (0x000000…) on.');
		expect(parseSplitKey('200', range)).toBe('too high: up to 199 (0x000000…).');
		expect(parseSplitKey('', range)).toBe('type a whole number.');
	});

	test('splits no shard that is too small', () => {
		expect(parseSplitKey('101', {start: 100n, end: 102n})).toBe('this shard is too small to be split.');
		expect(parseSplitKey('102', {start: 100n, end: 103n})).toBe(102n);
		expect(parseSplitKey(String(middleOfRange({start: 0n, end: 3n})), {start: 0n, end: 3n})).toBe(2n);
	});
});

describe('a bar of shards', () => {
	const parts = (count: number) => splitHashSpace(count).map((range, index) => ({...range, label: String(index)}));

	test('shows each where each has four cells', () => {
		expect(shardBar(parts(4), {width: 16, glyphs: unicodeGlyphs})).toBe(hashBar(parts(4), 16, unicodeGlyphs));
	});

	test('names only one where they have less, at its place, and the last before the end', () => {
		expect(shardBar(parts(8), {width: 24, glyphs: unicodeGlyphs, named: '4'})).toBe('├─────────── 4 ─────────');
		expect(shardBar(parts(8), {width: 24, glyphs: unicodeGlyphs, named: '7'})).toBe('├──────────────────── 7 ');
		expect(shardBar(parts(8), {width: 24, glyphs: unicodeGlyphs, named: '0'})).toBe('├ 0 ────────────────────');
	});

	test('says how many there are where none is named', () => {
		expect(shardBar(parts(100), {width: 24, glyphs: unicodeGlyphs})).toBe('├───── 100 shards ──────');
	});
});
