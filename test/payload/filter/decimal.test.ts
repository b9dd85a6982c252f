import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {compareDecimals, isDecimal} from '../../../source/payload/filter/decimal.ts';

/** A number as digits and a place for the point, written in one of many ways. */
const written = fc
	.tuple(fc.bigInt({min: -(10n ** 25n), max: 10n ** 25n}), fc.integer({min: -30, max: 30}), fc.nat({max: 3}))
	.map(([digits, exponent, zeros]) => ({
		text: `${digits}${exponent === 0 ? '' : `e${exponent}`}`.replace(/^(-?\d+)/, zeros === 0 ? '$1' : `$1.${'0'.repeat(zeros)}`),
		/** The value, multiplied by 10 ** 30. */
		scaled: digits * 10n ** BigInt(exponent + 30),
	}));

test('numbers are ordered by all their digits', () => {
	fc.assert(
		fc.property(written, written, (a, b) => {
			const expected = a.scaled < b.scaled ? -1 : a.scaled > b.scaled ? 1 : 0;

			expect(Math.sign(compareDecimals(a.text, b.text)) + 0).toBe(expected);
			expect(isDecimal(a.text)).toBe(true);
		}),
		{numRuns: 2000},
	);
});

describe('written differently they are equal', () => {
	test.each([
		['1.10', '1.1'],
		['-0', '0'],
		['0.000', '-0e99'],
		['1E+2', '100'],
		['100000000000000000000', '1e20'],
		['0.1', '1e-1'],
		['12345678901234567890.50', '12345678901234567890.5'],
	])('%s and %s', (a, b) => {
		expect(Math.abs(compareDecimals(a, b))).toBe(0);
	});
});

describe('one digit makes a difference', () => {
	test.each([
		['9007199254740992', '9007199254740993'],
		['-9007199254740993', '-9007199254740992'],
		['0.1', '0.10000000000000000000001'],
		['1e399', '1e400'],
		['-1e400', '1e-400'],
		['0', '1e-400'],
		['-1e-400', '0'],
		['99999999999999.9', '100000000000000'],
	])('%s is below %s', (a, b) => {
		expect(compareDecimals(a, b)).toBeLessThan(0);
		expect(compareDecimals(b, a)).toBeGreaterThan(0);
	});
});

test.each(['', '-', '01', '1.', '.5', '+1', '1e', '0x10', '1_000', 'NaN', 'Infinity', '1 '])('%j is no number', text => {
	expect(isDecimal(text)).toBe(false);
});
