import type {EpochMs} from '../../shared/clock.ts';
import {MathError, lineOf, mapLine, mapValue, numberOf, valuesByTime, type Line, type MathValue} from './math-value.ts';

/** What functions may know beyond their operands. */
export type MathScope = {
	/** The starts of all periods that are asked for. */
	times(): readonly EpochMs[];
};

export type MathFunction = (operands: readonly MathValue[], scope: MathScope) => MathValue;

/** Functions that AWS has and the engine has not. */
export const lackingFunctions: ReadonlySet<string> = new Set([
	'ANOMALY_DETECTION_BAND',
	'DATAPOINT_COUNT',
	'DAY',
	'DB_PERF_INSIGHTS',
	'DIFF_TIME',
	'EPOCH',
	'FIRST',
	'HOUR',
	'INSIGHT_RULE_METRIC',
	'LAMBDA',
	'LAST',
	'MINUTE',
	'MONTH',
	'REMOVE_EMPTY',
	'SEARCH',
	'SERVICE_QUOTA',
	'SLICE',
	'SORT',
	'YEAR',
	'DATE',
]);

/**
Of one time series a number, of several a time series.

@see [Using math expressions with CloudWatch metrics](https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html)
*/
const reduce =
	(change: (values: readonly number[]) => number): MathFunction =>
	([operand]) => {
		if (operand?.type === 'line') return numberOf(change([...operand.line.values()]));
		if (operand?.type !== 'lines') throw new MathError('A time series is needed');
		return lineOf(new Map([...valuesByTime(operand.lines)].map(([atMs, values]) => [atMs, change(values)])));
	};

const each =
	(change: (value: number) => number): MathFunction =>
	([operand]) => {
		if (!operand) throw new MathError('An operand is missing');
		return mapValue(operand, change);
	};

const eachLine =
	(change: (line: Line) => Line): MathFunction =>
	([operand]) => {
		if (operand?.type === 'line') return lineOf(change(operand.line));
		if (operand?.type === 'lines') return {type: 'lines', lines: operand.lines.map(change)};
		throw new MathError('A time series is needed');
	};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const average = (values: readonly number[]): number => sum(values) / values.length;

export const mathFunctions: Readonly<Record<string, MathFunction>> = {
	ABS: each(Math.abs),
	AVG: reduce(average),
	CEIL: each(Math.ceil),
	DIFF: eachLine(line => changes(line, difference => difference)),
	FILL: fill,
	FLOOR: each(Math.floor),
	IF: choose,
	LOG: each(Math.log),
	LOG10: each(Math.log10),
	MAX: reduce(values => values.reduce((found, value) => Math.max(found, value), -Infinity)),
	METRIC_COUNT: ([operand]) => numberOf(operand?.type === 'lines' ? operand.lines.length : 1),
	MIN: reduce(values => values.reduce((found, value) => Math.min(found, value), Infinity)),
	RATE: eachLine(line => changes(line, (difference, seconds) => difference / seconds)),
	RUNNING_SUM: eachLine(runningSum),
	STDDEV: reduce(values => Math.sqrt(average(values.map(value => (value - average(values)) ** 2)))),
	SUM: reduce(sum),
	TIME_SERIES: timeSeries,
};

function changes(line: Line, change: (difference: number, seconds: number) => number): Line {
	const found = new Map<EpochMs, number>();
	let before: readonly [EpochMs, number] | undefined;
	for (const [atMs, value] of line) {
		if (before) found.set(atMs, change(value - before[1], (atMs - before[0]) / 1000));
		before = [atMs, value];
	}
	return found;
}

function runningSum(line: Line): Line {
	let total = 0;
	return mapLine(line, value => (total += value));
}

function timeSeries([operand]: readonly MathValue[], scope: MathScope): MathValue {
	if (operand?.type !== 'number') throw new MathError('A number is needed');
	return lineOf(new Map(scope.times().map(atMs => [atMs, operand.value])));
}

function fill([operand, filler]: readonly MathValue[], scope: MathScope): MathValue {
	if (!filler) throw new MathError('What to fill with is missing');
	if (operand?.type === 'line') return lineOf(fillLine(operand.line, filler, scope));
	if (operand?.type === 'lines') return {type: 'lines', lines: operand.lines.map(line => fillLine(line, filler, scope))};
	throw new MathError('A time series is needed');
}

function fillLine(line: Line, filler: MathValue, scope: MathScope): Line {
	const filled = new Map<EpochMs, number>();
	let last: number | undefined;
	for (const atMs of new Set([...line.keys(), ...scope.times()].toSorted((left, right) => left - right))) {
		const own = line.get(atMs);
		const value = own ?? fillerAt(filler, {atMs, last});
		if (value !== undefined) filled.set(atMs, value);
		last = own ?? last;
	}
	return filled;
}

type Gap = {readonly atMs: EpochMs; readonly last: number | undefined};

function fillerAt(filler: MathValue, {atMs, last}: Gap): number | undefined {
	if (filler.type === 'number') return filler.value;
	if (filler.type === 'line') return filler.line.get(atMs);
	if (filler.type === 'text' && filler.value === 'REPEAT') return last;
	throw new MathError('FILL takes a number, a time series or REPEAT');
}

/** Zero is false; all else is true. */
function choose([condition, met, unmet]: readonly MathValue[]): MathValue {
	if (!condition || !met) throw new MathError('IF takes a condition and one or two values');
	if (condition.type === 'number') return (condition.value === 0 ? unmet : met) ?? lineOf(new Map());
	if (condition.type !== 'line') throw new MathError('The condition of IF is a number or a time series');
	const chosen = new Map<EpochMs, number>();
	for (const [atMs, value] of condition.line) {
		const found = valueAt(value === 0 ? unmet : met, atMs);
		if (found !== undefined) chosen.set(atMs, found);
	}
	return lineOf(chosen);
}

function valueAt(value: MathValue | undefined, atMs: EpochMs): number | undefined {
	if (value === undefined) return undefined;
	if (value.type === 'number') return value.value;
	if (value.type === 'line') return value.line.get(atMs);
	throw new MathError('The values of IF are numbers or time series');
}
