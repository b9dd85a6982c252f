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

/** Points spread over so many cells, each the largest value of its time; undefined where there is none. */
export function spread(
	points: ReadonlyArray<{readonly atMs: number; readonly value: number}>,
	options: {fromMs: number; toMs: number; cells: number},
): ReadonlyArray<number | undefined> {
	const {fromMs, toMs, cells} = options;
	const values: Array<number | undefined> = Array.from({length: cells}, () => undefined);
	for (const {atMs, value} of points) {
		const index = Math.min(cells - 1, Math.floor(((atMs - fromMs) / (toMs - fromMs)) * cells));
		if (index >= 0) values[index] = Math.max(values[index] ?? 0, value);
	}
	return values;
}
