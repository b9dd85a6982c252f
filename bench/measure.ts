import type {Measure, Row, Running, Series} from './row.ts';

/** What the rounds of a series measured. */
export type Result = {readonly median: number; readonly lowest: number; readonly beside: number | undefined};

/** Results by the series' names. */
export type RowResults = ReadonlyMap<string, Result>;

/** Rounds take turns among the series, so that a busy minute of the machine does not fall on one of them alone. */
export async function measureRow(row: Row, rounds: number): Promise<RowResults> {
	const measures = new Map<Series, Measure[]>(row.series.map(series => [series, []]));
	const running = new Map<Series, Running>();
	try {
		for (const series of row.series) running.set(series, await series.start());
		for (let round = 0; round <= rounds; round++) {
			for (const [series, {measure}] of running) {
				if (round > (series.roundsMax ?? rounds)) continue;
				const measured = await measure(round);
				if (round > 0) measures.get(series)?.push(measured);
			}
		}
	} finally {
		for (const {close} of running.values()) await close();
	}
	return new Map([...measures].map(([{name}, ofSeries]) => [name, summarize(ofSeries)]));
}

function summarize(measures: readonly Measure[]): Result {
	const besides = measures.flatMap(({beside}) => (beside === undefined ? [] : [beside]));
	return {
		median: median(measures.map(({value}) => value)),
		lowest: Math.min(...measures.map(({value}) => value)),
		beside: besides.length > 0 ? median(besides) : undefined,
	};
}

function median(numbers: readonly number[]): number {
	const sorted = numbers.toSorted((left, right) => left - right);
	return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
