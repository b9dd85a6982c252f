import {formatAge, formatBytes, formatCount} from '../../shared/units.ts';
import {jsonKind, jsonString, type JsonSpan} from '../json-source.ts';
import {amountOf, ownValue} from './candidate.ts';
import {isDecimal} from './decimal.ts';
import {compileJmespath} from './engines.ts';
import {amountFields} from './fields.ts';
import {jsonPathText, type AmountField, type Comparison, type FilterTerm, type JsonPath} from './grammar.ts';
import {someValueAt} from './json-path.ts';
import type {Reading} from './reading.ts';
import {isSmall} from './wildcard.ts';

/** Characters of a value that a reason names. */
const valueLengthMax = 60;
/** Values at one path that a reason names. */
const valueCountMax = 3;

/** What was found where a term looked, without a full stop: `recv is 4`, `there is no .detail`. */
export function reasonFor(term: FilterTerm, reading: Reading, isMatch: boolean): string {
	const {candidate} = reading;
	switch (term.type) {
		case 'text':
			return reasonForText(term.text, reading, isMatch);
		case 'regex':
			return isMatch ? 'it matches in the text' : `it matches nowhere in the text (${lengthOf(reading)})`;
		case 'json':
			return reasonForJson(term, reading);
		case 'jmespath':
			return reasonForJmespath(term.expression, reading);
		case 'field':
			return reasonForValue(term.field, candidate.fields?.[term.field]);
		case 'attribute': {
			const value = ownValue(candidate.attributes, term.name);
			const isNoNumber = 'operator' in term.test && value !== undefined && !isDecimal(value);
			return reasonForValue(`attribute ${term.name}`, value) + (isNoNumber ? ', which is no number' : '');
		}
		case 'tag':
			return reasonForValue(`tag ${term.key}`, ownValue(candidate.tags, term.key));
		case 'amount':
			return reasonForAmount(term.field, amountOf(term.field, candidate));
	}
}

function lengthOf({text}: Reading): string {
	return `${formatCount(text.length)} characters`;
}

function cut(text: string): string {
	return text.length <= valueLengthMax ? text : `${text.slice(0, valueLengthMax).toWellFormed()}…`;
}

function reasonForText(wanted: string, reading: Reading, isMatch: boolean): string {
	// Small letters may be longer than capitals, so that a place in one text is only about that in the other.
	if (isMatch) {
		const index = isSmall(wanted) ? reading.lowerText.indexOf(wanted) : reading.text.indexOf(wanted);
		const start = Math.max(0, index - 12);
		const around = reading.text.slice(start, index + wanted.length + 12);
		return `found: ${start > 0 ? '…' : ''}${cut(around.toWellFormed())}`;
	}
	if (!isSmall(wanted) && reading.lowerText.includes(wanted.toLowerCase())) {
		return 'it is there in other capitals; written small it is found in any';
	}
	return `it is not in the text (${lengthOf(reading)})`;
}

function reasonForJson({path, comparison}: FilterTerm & {type: 'json'}, {text, isJson}: Reading): string {
	if (!isJson) return 'the text is not JSON';
	const values: JsonSpan[] = [];
	let count = 0;
	someValueAt(text, path, value => {
		count++;
		if (values.length < valueCountMax) values.push(value);
		return false;
	});
	if (count === 0) return `there is no ${jsonPathText(firstMissing(text, path))}`;
	const named = values.map(value => nameValue(text, value, comparison)).join(', ');
	return `${jsonPathText(path)} is ${named}${count > values.length ? ` and ${formatCount(count - values.length)} more` : ''}`;
}

/** The shortest part of the path that leads nowhere. */
function firstMissing(text: string, path: JsonPath): JsonPath {
	for (let length = 1; length < path.length; length++) {
		if (!someValueAt(text, path.slice(0, length), () => true)) return path.slice(0, length);
	}
	return path;
}

function nameValue(source: string, value: JsonSpan, comparison: Comparison | undefined): string {
	const kind = jsonKind(source, value);
	if (kind === 'object') return 'an object';
	if (kind === 'array') return 'a list';
	if (kind !== 'string') return cut(source.slice(value.start, value.end)) + (kind === 'number' ? numberHint(comparison) : '');
	const hint = comparison?.operand.type === 'number' ? ' (text, not a number: quote what it is compared with)' : '';
	return JSON.stringify(cut(jsonString(source, value))) + hint;
}

function numberHint(comparison: Comparison | undefined): string {
	return comparison?.operand.type === 'text' && comparison.operator !== '~' ? ' (a number, not text)' : '';
}

function reasonForJmespath(expression: string, reading: Reading): string {
	if (!reading.isJson) return 'the text is not JSON';
	const compiled = compileJmespath(expression);
	if ('problem' in compiled) return compiled.problem;
	try {
		return `it answers ${cut(JSON.stringify(compiled.evaluate(reading.parsed)) ?? 'nothing')}`;
	} catch {
		// It was evaluated before without an error: the answer is nested too deeply to be written.
		return 'it answers something that is too deep to show';
	}
}

function reasonForValue(name: string, value: string | undefined): string {
	return value === undefined ? `there is no ${name} here` : `${name} is ${cut(value)}`;
}

function reasonForAmount(field: AmountField, amount: number | undefined): string {
	if (amount === undefined) return `${field} is not known here`;
	switch (amountFields[field].kind) {
		case 'count':
			return `${field} is ${formatCount(amount)}`;
		case 'bytes':
			return `${field} is ${formatCount(amount)} bytes (${formatBytes(amount)})`;
		case 'duration':
			return amount < 0 ? `${field} is past by ${formatAge(-amount)}` : `${field} is ${formatAge(amount)}`;
		case 'instant':
			return `${field} is ${formatInstant(amount)}`;
	}
}

/** Times from outside may be out of every calendar. */
function formatInstant(atMs: number): string {
	return Math.abs(atMs) <= 8.64e15 ? new Date(atMs).toISOString() : String(atMs);
}
