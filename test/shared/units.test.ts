import {describe, expect, test} from 'vitest';
import {formatAgeByMinute, formatBytes, formatCountWithin, formatSize} from '../../source/shared/units.ts';

describe('a count in few cells', () => {
	test.each([
		[0, 6, '0'],
		[98_000, 6, '98,000'],
		[999_999, 6, '999.9k'],
		[1_234_567, 6, '1.2M'],
		[123_456_789, 5, '123M'],
		[9999, 2, '9k'],
		[5_000_000_000, 4, '5.0G'],
	])('%i in %i keeps its size: %s', (count, width, text) => {
		expect(formatCountWithin(count, width)).toBe(text);
	});
});

test.each([
	[0, '<1m'],
	[59_999, '<1m'],
	[60_000, '1m'],
	[3_599_999, '59m'],
	[3_600_000, '1h00m'],
	[93 * 3_600_000, '3d21h'],
])('an age of %i ms by the minute is %s', (ms, text) => {
	expect(formatAgeByMinute(ms)).toBe(text);
});

test.each([
	[1024, '1 KiB'],
	[262_144, '256 KiB'],
	[1_048_576, '1 MiB'],
	[1000, '1,000 B'],
])('a size limit of %i bytes is %s', (bytes, text) => {
	expect(formatSize(bytes)).toBe(text);
});

test.each([
	[1023, '1023B'],
	[1024, '1.0K'],
	[999.94 * 1024, '999.9K'],
	[999.95 * 1024, '999K'],
	[1024 * 1024 - 1, '1023K'],
	[1024 * 1024, '1.0M'],
	[1024 ** 3 - 1, '1023M'],
])('%d bytes are %s: in six cells, and under a limit where they are under it', (bytes, text) => {
	expect(formatBytes(bytes)).toBe(text);
});
