import type {Result, RowResults} from './measure.ts';
import type {Bound, Row} from './row.ts';

/** Prints a row's results and what becomes of its bounds. Returns whether they all hold. */
export function reportRow(row: Row, results: RowResults): boolean {
	console.log(`\n${row.name}: ${row.title}`);
	const [first] = results.values();
	const width = Math.max(...row.series.map(({name}) => name.length)) + 2;
	for (const [name, result] of results) console.log(`  ${name.padEnd(width)}${resultText(row, result, first)}`);
	return row.bounds.map(bound => reportBound(row, bound, results)).every(Boolean);
}

function resultText({unit, besideUnit}: Row, result: Result, first: Result | undefined): string {
	const beside = result.beside === undefined ? '' : `${Math.round(result.beside).toLocaleString('en')}${besideUnit ?? ''}`;
	const times =
		// Nothing is no measure of anything.
		first && first !== result && first.lowest > 0
			? `${(result.median / first.median).toFixed(2)} × (${(result.lowest / first.lowest).toFixed(2)})`
			: '';
	return `${number(result.median).padStart(8)} ${unit} (${number(result.lowest)})`.padEnd(28) + beside.padStart(14) + `   ${times}`;
}

/** Whatever else a machine does only adds to what is measured, so the lowest rounds say most of the program, and they are what bounds are held against. */
function reportBound(row: Row, {series, atMost, timesOf}: Bound, results: RowResults): boolean {
	const result = results.get(series);
	const other = timesOf === undefined ? undefined : results.get(timesOf);
	const lowest = (result?.lowest ?? Number.NaN) / (timesOf === undefined ? 1 : (other?.lowest ?? Number.NaN));
	const median = (result?.median ?? Number.NaN) / (timesOf === undefined ? 1 : (other?.median ?? Number.NaN));
	const holds = lowest <= atMost;
	const what = timesOf === undefined ? row.unit : `× ${timesOf}`;
	const found = `${number(lowest)} by the lowest rounds, ${number(median)} by the medians`;
	console.log(`  ${holds ? 'holds' : 'BROKEN'}: ${series} at most ${atMost} ${what}: ${found}`);
	return holds;
}

function number(value: number): string {
	return value >= 1000 ? Math.round(value).toLocaleString('en') : value.toFixed(value < 10 ? 2 : 1);
}
