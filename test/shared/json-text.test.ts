import fc from 'fast-check';
import {expect, test} from 'vitest';
import {jsonText} from '../../source/shared/json-text.ts';

test.each(['', 'plain', 'a "quote"', 'back\\slash', 'line\nfeed', '\u0000\u001f', '\u007f\u2028', 'ö ✓ 😀', '\ud800', 'a\udc00b'])(
	'%j is written as JSON.stringify writes it',
	text => {
		expect(jsonText(text)).toBe(JSON.stringify(text));
	},
);

test('any text is written as JSON.stringify writes it', () => {
	fc.assert(
		fc.property(fc.string({unit: 'binary'}), text => {
			expect(jsonText(text)).toBe(JSON.stringify(text));
		}),
	);
});
