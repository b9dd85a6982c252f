import {describe, expect, test} from 'vitest';
import {isPlainText} from '../../source/shared/plain-text.ts';

describe('plain text', () => {
	test('is ASCII from the space to DEL, of any length up to 64 Ki', () => {
		for (let code = 0x20; code < 0x80; code++) expect(isPlainText(String.fromCodePoint(code))).toBe(true);
		for (const length of [0, 1, 2, 3, 4, 5, 1023, 1024, 64 * 1024]) expect(isPlainText('x'.repeat(length))).toBe(true);
	});

	test('has no control character, wherever it stands', () => {
		for (let code = 0; code < 0x20; code++)
			for (let index = 0; index < 9; index++) {
				const text = 'x'.repeat(index) + String.fromCodePoint(code) + '\u007f'.repeat(8 - index);
				expect(isPlainText(text)).toBe(false);
			}
	});

	test.each(['é', '€', '\u{1f600}', '\ud800', '\ufffe', '\uffff', '\u0080', 'ÿ'])('holds nothing beyond ASCII: %j', character => {
		for (const length of [0, 1, 2, 3, 1000, 64 * 1024 - 2]) expect(isPlainText('x'.repeat(length) + character)).toBe(false);
	});

	test('is not told of what was looked at before', () => {
		expect(isPlainText('\0'.repeat(16))).toBe(false);
		for (let length = 0; length < 16; length++) expect(isPlainText('x'.repeat(length))).toBe(true);
	});

	test('is not looked for in longer texts', () => {
		expect(isPlainText('x'.repeat(64 * 1024 + 1))).toBe(false);
	});
});
