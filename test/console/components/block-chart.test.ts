import {expect, test} from 'vitest';
import {spread} from '../../../source/console/components/block-chart.ts';

const minute = 60_000;

test('a value of a minute fills all the cells of its minute, and none of the next', () => {
	const points = [
		{atMs: 0, value: 3},
		{atMs: 2 * minute, value: 5},
	];

	expect(spread(points, {fromMs: 0, toMs: 3 * minute, cells: 6, periodMs: minute})).toEqual([3, 3, undefined, undefined, 5, 5]);
	expect(spread(points, {fromMs: 0, toMs: 3 * minute, cells: 6})).toEqual([3, undefined, undefined, undefined, 5, undefined]);
});

test('where minutes share a cell the largest of them is drawn', () => {
	const points = [1, 9, 4, 2].map((value, index) => ({atMs: index * minute, value}));

	expect(spread(points, {fromMs: 0, toMs: 4 * minute, cells: 2, periodMs: minute})).toEqual([9, 4]);
});

test('what lies before the first cell is left out, and what lies behind the last is drawn in it', () => {
	const points = [
		{atMs: -5 * minute, value: 7},
		{atMs: 9 * minute, value: 8},
	];

	expect(spread(points, {fromMs: 0, toMs: 3 * minute, cells: 3, periodMs: minute})).toEqual([undefined, undefined, 8]);
});
