import type {Glyphs} from '../glyphs.ts';

/** Values as columns of blocks, tallest as high as the chart; top row first. Unknown values leave a gap, zero a line at the foot. */
export function blockChart(values: ReadonlyArray<number | undefined>, options: {height: number; glyphs: Glyphs}): readonly string[] {
	const {height, glyphs} = options;
	const largest = largestOf(values);
	const {bars} = glyphs;
	return Array.from({length: height}, (_, index) => {
		const floor = height - 1 - index;
		return values
			.map(value => {
				if (value === undefined) return ' ';
				const eighths = largest === 0 ? 0 : Math.round((value / largest) * height * bars.length) - floor * bars.length;
				if (eighths <= 0) return floor === 0 ? (bars[0] ?? ' ') : ' ';
				return bars[Math.min(eighths, bars.length) - 1] ?? ' ';
			})
			.join('');
	});
}

export function largestOf(values: ReadonlyArray<number | undefined>): number {
	let largest = 0;
	for (const value of values) largest = Math.max(largest, value ?? 0);
	return largest;
}

/**
Points spread over so many cells, each the largest value of its time; undefined where there is none.

@param options.periodMs How long a point stands for: where that is more than a cell, it fills them all. Default: one cell.
*/
export function spread(
	points: ReadonlyArray<{readonly atMs: number; readonly value: number}>,
	options: {fromMs: number; toMs: number; cells: number; periodMs?: number},
): ReadonlyArray<number | undefined> {
	const {fromMs, toMs, cells, periodMs = 0} = options;
	const values: Array<number | undefined> = Array.from({length: cells}, () => undefined);
	const cellMs = (toMs - fromMs) / cells;
	for (const {atMs, value} of points) {
		const first = Math.min(cells - 1, Math.floor((atMs - fromMs) / cellMs));
		const last = Math.min(cells - 1, Math.ceil((atMs + periodMs - fromMs) / cellMs) - 1);
		for (let index = Math.max(0, first); index <= Math.max(first, last); index++) values[index] = Math.max(values[index] ?? 0, value);
	}
	return values;
}
