import {expect, test} from 'vitest';
import {Rate} from '../../../source/engine/kinesis/rate.ts';

test('a second holds so much and no more, and refills evenly', () => {
	const rate = new Rate(10);
	rate.take(10, 1000);

	expect(rate.allows(1, 1000)).toBe(false);
	expect(rate.allows(1, 1099)).toBe(false);
	expect(rate.allows(1, 1100)).toBe(true);
	expect(rate.allows(2, 1100)).toBe(false);
	expect(rate.allows(10, 1999)).toBe(false);
	expect(rate.allows(10, 2000)).toBe(true);
});

test('what was not taken is not saved up', () => {
	const rate = new Rate(10);
	rate.take(10, 100_000);

	expect(rate.allows(1, 100_000)).toBe(false);
});

test('more than a second holds is given when a second is full, and paid back by time', () => {
	const rate = new Rate(10);

	expect(rate.allows(50, 1000)).toBe(true);
	rate.take(50, 1000);
	expect(rate.allows(1, 5000)).toBe(false);
	expect(rate.allows(1, 5100)).toBe(true);
});

test('a clock that runs backwards gives nothing', () => {
	const rate = new Rate(10);
	rate.take(10, 10_000);

	expect(rate.allows(1, 5000)).toBe(false);
});
