import {describe, expect, test} from 'vitest';
import {BarCounter, barSeconds, barStart} from '../../../source/console/streams/bar-counter.ts';

const startMs = Date.UTC(2026, 10, 25, 3, 0, 0);
const startSecond = startMs / 1000;

describe('a histogram of any width', () => {
	test.each(barSeconds)('of bars of %i seconds counts each record once', seconds => {
		const counter = new BarCounter();
		for (let second = 0; second < 7200; second++) counter.add(startMs + second * 1000, 2);

		const bars = counter.bars(startSecond + 7199, {count: 3, seconds});

		// Up to 15 seconds, all lies within what is kept by the second; the last bar of an hour is whole.
		const full = seconds * 2;
		expect(bars).toEqual(seconds === 3600 ? [0, full, full] : [full, full, full]);
	});

	test('begins bars at multiples of their width, so that they stand still', () => {
		expect(barStart(startSecond + 59, 15)).toBe(startSecond + 45);
		const counter = new BarCounter();
		counter.add(startMs + 14_000, 1);
		counter.add(startMs + 15_000, 10);

		expect(counter.bars(startSecond + 16, {count: 2, seconds: 15})).toEqual([1, 10]);
	});

	test('reaches back a day, and not further', () => {
		const counter = new BarCounter();
		counter.add(startMs, 1);
		counter.add(startMs + 86_400_000 - 60_000, 1);
		expect(counter.bars(startSecond + 86_399, {count: 24, seconds: 3600}).reduce((sum, count) => sum + count)).toBe(2);

		counter.add(startMs + 86_400_000, 1);

		expect(counter.bars(startSecond + 86_400, {count: 25, seconds: 3600}).reduce((sum, count) => sum + count)).toBe(2);
	});
});
