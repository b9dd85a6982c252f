import type {EpochMs} from '../../shared/clock.ts';

/** The values of a time series by the start of their periods, in order of time. */
export type Line = ReadonlyMap<EpochMs, number>;

/** What an expression, or a part of it, comes to. */
export type MathValue =
	| {readonly type: 'number'; readonly value: number}
	| {readonly type: 'text'; readonly value: string}
	| {readonly type: 'line'; readonly line: Line}
	| {readonly type: 'lines'; readonly lines: readonly Line[]};

/** What is wrong with an expression. */
export class MathError extends Error {
	override readonly name = 'MathError';
}

export const numberOf = (value: number): MathValue => ({type: 'number', value});
export const lineOf = (line: Line): MathValue => ({type: 'line', line});

export function mapLine(line: Line, change: (value: number, atMs: EpochMs) => number): Line {
	return new Map([...line].map(([atMs, value]) => [atMs, change(value, atMs)]));
}

/** Applies a function to a number, or to every value of a time series or of several. */
export function mapValue(value: MathValue, change: (value: number) => number): MathValue {
	switch (value.type) {
		case 'number':
			return numberOf(change(value.value));
		case 'line':
			return lineOf(mapLine(value.line, change));
		case 'lines':
			return {type: 'lines', lines: value.lines.map(line => mapLine(line, change))};
		case 'text':
			throw new MathError('Text stands where numbers are needed');
	}
}

/** Two time series meet where both have values. */
export function combine(left: MathValue, right: MathValue, change: (left: number, right: number) => number): MathValue {
	if (left.type === 'text' || right.type === 'text') throw new MathError('Text stands where numbers are needed');
	if (right.type === 'number') return mapValue(left, value => change(value, right.value));
	if (left.type === 'number') return mapValue(right, value => change(left.value, value));
	if (left.type === 'line' && right.type === 'line') return lineOf(meet(left.line, right.line, change));
	if (left.type === 'lines' && right.type === 'line') return {type: 'lines', lines: left.lines.map(line => meet(line, right.line, change))};
	if (left.type === 'line' && right.type === 'lines') return {type: 'lines', lines: right.lines.map(line => meet(left.line, line, change))};
	throw new MathError('Two arrays of time series cannot be combined');
}

function meet(left: Line, right: Line, change: (left: number, right: number) => number): Line {
	const met = new Map<EpochMs, number>();
	for (const [atMs, value] of left) {
		const other = right.get(atMs);
		if (other !== undefined) met.set(atMs, change(value, other));
	}
	return met;
}

/** All values of several time series by time. */
export function valuesByTime(lines: readonly Line[]): ReadonlyMap<EpochMs, readonly number[]> {
	const found = new Map<EpochMs, number[]>();
	for (const line of lines) {
		for (const [atMs, value] of line) {
			const values = found.get(atMs);
			if (values) values.push(value);
			else found.set(atMs, [value]);
		}
	}
	return new Map([...found].toSorted(([left], [right]) => left - right));
}
