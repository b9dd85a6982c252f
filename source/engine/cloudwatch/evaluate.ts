import type {Expression} from './expression.ts';
import {lackingFunctions, mathFunctions, type MathScope} from './math-functions.ts';
import {MathError, combine, lineOf, mapValue, numberOf, type Line, type MathValue} from './math-value.ts';

/** What an expression may refer to. */
export type QueryScope = MathScope & {
	/** What the query of that ID comes to. */
	query(id: string): MathValue;
	/** The period of the query of that ID. */
	periodSeconds(id: string): number;
	/** The metrics of the request whose IDs contain a text. */
	metrics(part: string): readonly Line[];
};

const operators: Readonly<Record<string, (left: number, right: number) => number>> = {
	'+': (left, right) => left + right,
	'-': (left, right) => left - right,
	'*': (left, right) => left * right,
	'/': (left, right) => left / right,
	'^': (left, right) => left ** right,
	'==': (left, right) => Number(left === right),
	'!=': (left, right) => Number(left !== right),
	'<': (left, right) => Number(left < right),
	'<=': (left, right) => Number(left <= right),
	'>': (left, right) => Number(left > right),
	'>=': (left, right) => Number(left >= right),
	'&&': (left, right) => Number(left !== 0 && right !== 0),
	'||': (left, right) => Number(left !== 0 || right !== 0),
};

/** Throws a MathError. */
export function evaluate(expression: Expression, scope: QueryScope): MathValue {
	switch (expression.type) {
		case 'number':
			return numberOf(expression.value);
		case 'text':
			return {type: 'text', value: expression.value};
		case 'query':
			// `FILL(m1, REPEAT)` is written without quotation marks.
			return expression.id === 'REPEAT' ? {type: 'text', value: 'REPEAT'} : scope.query(expression.id);
		case 'list':
			return {type: 'lines', lines: expression.items.flatMap(item => linesOf(evaluate(item, scope)))};
		case 'negative':
			return mapValue(evaluate(expression.operand, scope), value => -value);
		case 'operation': {
			const operator = operators[expression.operator];
			if (!operator) throw new MathError(`${expression.operator} is no operator`);
			return finite(combine(evaluate(expression.left, scope), evaluate(expression.right, scope), operator));
		}
		case 'call':
			return call(expression.name, expression.operands, scope);
	}
}

function call(name: string, operands: readonly Expression[], scope: QueryScope): MathValue {
	const [first] = operands;
	if (name === 'PERIOD') {
		if (first?.type !== 'query') throw new MathError('PERIOD takes a metric');
		return numberOf(scope.periodSeconds(first.id));
	}
	if (name === 'METRICS') return {type: 'lines', lines: scope.metrics(first?.type === 'text' ? first.value : '')};
	if (lackingFunctions.has(name)) throw new MathError(`not implemented by sluice: ${name}`);
	const perform = Object.hasOwn(mathFunctions, name) ? mathFunctions[name] : undefined;
	if (!perform) throw new MathError(`Unknown function ${name}`);
	return finite(
		perform(
			operands.map(operand => evaluate(operand, scope)),
			scope,
		),
	);
}

function linesOf(value: MathValue): readonly Line[] {
	if (value.type === 'line') return [value.line];
	if (value.type === 'lines') return value.lines;
	throw new MathError('An array holds time series only');
}

/** A division by zero and its like leave no value. */
function finite(value: MathValue): MathValue {
	if (value.type === 'line') return lineOf(finiteLine(value.line));
	if (value.type === 'lines') return {type: 'lines', lines: value.lines.map(finiteLine)};
	return value;
}

function finiteLine(line: Line): Line {
	for (const value of line.values()) {
		if (!Number.isFinite(value)) return new Map([...line].filter(([, one]) => Number.isFinite(one)));
	}
	return line;
}
