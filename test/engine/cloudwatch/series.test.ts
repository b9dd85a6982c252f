import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {aggregate} from '../../../source/engine/cloudwatch/aggregate.ts';
import {Series} from '../../../source/engine/cloudwatch/series.ts';
import {hourMs, minuteMs, startMs} from './call.ts';

/** Sums by the start of their periods, in minutes from the start. */
function sums(series: Series, {fromMs, toMs, periodMs = minuteMs}: {fromMs: number; toMs: number; periodMs?: number}): number[][] {
	return aggregate([series], {startMs: fromMs, endMs: toMs, periodMs}).map(bucket => [(bucket.startMs - startMs) / minuteMs, bucket.sum]);
}

test('values of one minute add up, and the next minute begins anew', () => {
	const series = new Series();
	series.add(2, startMs);
	series.add(3, startMs + minuteMs - 1);
	series.add(5, startMs + minuteMs);

	expect(sums(series, {fromMs: startMs, toMs: startMs + hourMs})).toEqual([
		[0, 5],
		[1, 5],
	]);
});

test('the end of a range is not part of it, and its start is', () => {
	const series = new Series();
	for (let minute = 0; minute < 4; minute++) series.add(minute, startMs + minute * minuteMs);

	expect(sums(series, {fromMs: startMs + minuteMs, toMs: startMs + 3 * minuteMs})).toEqual([
		[1, 1],
		[2, 2],
	]);
});

test('periods are counted from the start of the range', () => {
	const series = new Series();
	for (let minute = 0; minute < 6; minute++) series.add(1, startMs + minute * minuteMs);

	expect(sums(series, {fromMs: startMs + minuteMs, toMs: startMs + hourMs, periodMs: 3 * minuteMs})).toEqual([
		[1, 3],
		[4, 2],
	]);
});

test('a value that comes late goes to its own minute, also in the middle of minutes that were alike', () => {
	const series = new Series();
	for (let minute = 0; minute < 5; minute++) series.add(1, startMs + minute * minuteMs);
	series.add(7, startMs + 5 * minuteMs, {atMs: startMs + 2 * minuteMs + 1});
	series.add(9, startMs + 5 * minuteMs, {atMs: startMs - minuteMs});

	expect(sums(series, {fromMs: startMs - hourMs, toMs: startMs + hourMs})).toEqual([
		[-1, 9],
		[0, 1],
		[1, 1],
		[2, 8],
		[3, 1],
		[4, 1],
	]);
});

describe('age', () => {
	/** One value a minute for so long, the last of them a minute before the end. */
	function filled(durationMs: number): {series: Series; nowMs: number} {
		const series = new Series();
		for (let atMs = startMs; atMs < startMs + durationMs; atMs += minuteMs) series.add(1, atMs);
		return {series, nowMs: startMs + durationMs};
	}

	test('after 3 hours minutes become 5 minutes, and nothing is lost', () => {
		const {series, nowMs} = filled(3 * hourMs + 10 * minuteMs);
		series.add(1, nowMs);

		const points = sums(series, {fromMs: startMs, toMs: nowMs + minuteMs});

		expect(points.slice(0, 4)).toEqual([
			[0, 5],
			[5, 5],
			[10, 1],
			[11, 1],
		]);
		expect(points.reduce((total, [, sum]) => total + (sum ?? 0), 0)).toBe(191);
	});

	test('after a day 5 minutes become an hour', () => {
		const {series, nowMs} = filled(26 * hourMs);
		series.add(1, nowMs);

		const points = sums(series, {fromMs: startMs, toMs: nowMs + minuteMs});

		expect(points.slice(0, 3)).toEqual([
			[0, 60],
			[60, 60],
			[120, 5],
		]);
		expect(points.reduce((total, [, sum]) => total + (sum ?? 0), 0)).toBe(26 * 60 + 1);
	});

	test('after 15 days values are gone', () => {
		const series = new Series();
		series.add(1, startMs);
		series.add(2, startMs + hourMs);
		series.add(3, startMs + 15 * 24 * hourMs + hourMs);

		expect(sums(series, {fromMs: startMs, toMs: startMs + 20 * 24 * hourMs})).toEqual([
			[60, 2],
			[15 * 24 * 60 + 60, 3],
		]);
	});
});

test('whatever comes in whatever order, each hour has the sum, count and extremes of its values', () => {
	const value = fc.record({minute: fc.integer({min: 0, max: 600}), value: fc.integer({min: -5, max: 5}), isOnTime: fc.boolean()});
	fc.assert(
		fc.property(fc.array(value, {maxLength: 200}), entries => {
			const series = new Series();
			const hours = new Map<number, number[]>();
			const ordered = entries.toSorted((left, right) => left.minute - right.minute);
			const lastMs = startMs + (ordered.at(-1)?.minute ?? 0) * minuteMs;
			const keep = (minute: number, one: number): void => {
				const hour = Math.floor(minute / 60);
				hours.set(hour, [...(hours.get(hour) ?? []), one]);
			};
			for (const entry of ordered.filter(({isOnTime}) => isOnTime)) {
				series.add(entry.value, startMs + entry.minute * minuteMs);
				keep(entry.minute, entry.value);
			}
			for (const entry of entries.filter(({isOnTime}) => !isOnTime)) {
				series.add(entry.value, lastMs, {atMs: startMs + entry.minute * minuteMs});
				keep(entry.minute, entry.value);
			}

			const found = aggregate([series], {startMs, endMs: lastMs + minuteMs, periodMs: hourMs});

			expect(
				found.map(({startMs: atMs, sum, sampleCount, minimum, maximum}) => [(atMs - startMs) / hourMs, sum, sampleCount, minimum, maximum]),
			).toEqual(
				[...hours]
					.toSorted(([left], [right]) => left - right)
					.map(([hour, all]) => [hour, all.reduce((total, one) => total + one, 0), all.length, Math.min(...all), Math.max(...all)]),
			);
		}),
		{numRuns: 200},
	);
});
