import fc from 'fast-check';
import {expect, test} from 'vitest';
import {eightDigits, fourDigitsAbove} from '../../../source/engine/sqs/hexadecimal.ts';

test('twelve digits are what toString gives, filled up with zeros', () => {
	const expectSame = (value: number): void => {
		expect(fourDigitsAbove(value) + eightDigits(value)).toBe(value.toString(16).padStart(12, '0'));
	};
	for (const value of [0, 1, 255, 256, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 48 - 1]) expectSame(value);
	fc.assert(fc.property(fc.integer({min: 0, max: 2 ** 48 - 1}), expectSame));
});
