import {jsonKind, jsonString, type JsonSpan} from '../json-source.ts';
import {compareDecimals} from './decimal.ts';
import {compileRegex} from './engines.ts';
import type {Comparison, Order} from './grammar.ts';
import {containsText} from './wildcard.ts';

/** Whether one value passes a comparison. `!=` is asked as `=` and turned round by who asks. */
export type ValueTest = (source: string, value: JsonSpan) => boolean;

/** A comparison made ready. Of values of another kind than its operand only `~` may be true. */
export function compileComparison(comparison: Comparison): ValueTest {
	const {operator, operand} = comparison;
	if (operator === '~') {
		if (operand.type === 'text') return (source, value) => containsText(valueText(source, value), operand.text);
		const regex = compileRegex(operand.regex);
		// Parsed filters hold only expressions that were compiled once.
		return (source, value) => !('problem' in regex) && regex.test(valueText(source, value));
	}
	const isAccepted = operator === '=' || operator === '!=' ? isEqual : orders[operator];
	switch (operand.type) {
		case 'literal':
			return (source, value) => jsonKind(source, value) === operand.text;
		case 'number':
			return (source, value) =>
				jsonKind(source, value) === 'number' && isAccepted(compareDecimals(source.slice(value.start, value.end), operand.text));
		case 'text':
			return (source, value) => jsonKind(source, value) === 'string' && isAccepted(compareText(jsonString(source, value), operand.text));
	}
}

/** A string without its quotes; of other values their source. */
export function valueText(source: string, value: JsonSpan): string {
	return jsonKind(source, value) === 'string' ? jsonString(source, value) : source.slice(value.start, value.end);
}

function isEqual(order: number): boolean {
	return order === 0;
}

/** What an order makes of the answer of a comparator. */
export const orders: Readonly<Record<Order, (order: number) => boolean>> = {
	'<': order => order < 0,
	'>': order => order > 0,
	'<=': order => order <= 0,
	'>=': order => order >= 0,
};

function compareText(a: string, b: string): number {
	return a === b ? 0 : a < b ? -1 : 1;
}
