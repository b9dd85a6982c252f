import {isDecimal} from './decimal.ts';
import {
	jsonPathText,
	type Comparison,
	type FilterTerm,
	type JsonPath,
	type LiteralOperand,
	type NumberOperand,
	type TextOperand,
} from './grammar.ts';
import {pathLengthMax} from './json-path.ts';
import type {Reader} from './reader.ts';

/** `.detail.total > 80`, `.tags[*] = "x"`, or a path alone. */
export function parseJsonTerm(reader: Reader): FilterTerm {
	const path = takePath(reader);
	const end = reader.index;
	reader.skipSpaces();
	const operator = reader.take(/==|!=|<=|>=|[=<>~]/y)?.[0].replace('==', '=') as Comparison['operator'] | undefined; // The pattern matches these alone.
	if (operator === undefined) {
		reader.index = end;
		return {type: 'json', path};
	}
	reader.skipSpaces();
	if (/^[|)]?$/.test(reader.peek())) reader.fail(`Behind ${operator} a value is missing: ${jsonPathText(path)} ${operator} 5.`);
	return {type: 'json', path, comparison: takeComparison(reader, operator)};
}

function takePath(reader: Reader): JsonPath {
	const start = reader.index;
	const path: Array<JsonPath[number]> = [];
	while (/[.[]/.test(reader.peek())) {
		const segment = reader.peek() === '[' ? takeIndex(reader) : takeKey(reader, path.length === 0);
		if (segment) path.push(segment);
		if (path.length > pathLengthMax) reader.fail(`A path has at most ${pathLengthMax} parts.`, start);
	}
	return path;
}

/** Undefined for the dot alone: the whole text, or what comes in brackets. */
function takeKey(reader: Reader, isFirst: boolean): JsonPath[number] | undefined {
	reader.index++;
	if (reader.peek() === '"') return {type: 'key', key: reader.takeQuoted()};
	const key = reader.take(/[^\s.[\]=!<>~|(){}"'`,]+/y)?.[0];
	if (key !== undefined) return {type: 'key', key};
	if (!isFirst || !/^[\s[=!<>~|)]?$/.test(reader.peek()))
		reader.fail('Behind the dot comes the name of a field, quoted if it has spaces: ."a b".');
	return undefined;
}

function takeIndex(reader: Reader): JsonPath[number] {
	const start = reader.index;
	reader.index++;
	if (reader.peek() === '"') {
		const key = reader.takeQuoted();
		return reader.take(/\]/y) ? {type: 'key', key} : reader.fail('This bracket is not closed.', start);
	}
	const inner = reader.take(/(\*|\d{1,9})\]/y)?.[1];
	if (inner === undefined) return reader.fail('In brackets comes a number from 0, or * for any item: .tags[*].', start);
	return inner === '*' ? {type: 'items'} : {type: 'item', index: Number(inner)};
}

function takeComparison(reader: Reader, operator: Comparison['operator']): Comparison {
	if (operator === '~') return {operator, operand: takeContained(reader)};
	const start = reader.index;
	const operand = takeOperand(reader);
	if (operator === '=' || operator === '!=') return {operator, operand};
	return operand.type === 'literal' ? reader.fail(`${operand.text} has no order: compare it with = or !=.`, start) : {operator, operand};
}

function takeContained(reader: Reader): (Comparison & {operator: '~'})['operand'] {
	if (reader.peek() === '/') return {type: 'regex', regex: reader.takeRegex()};
	const start = reader.index;
	const text = reader.peek() === '"' ? reader.takeQuoted() : reader.takeBare();
	return text === '' ? reader.fail('Behind ~ comes the text that the field contains.', start) : {type: 'text', text};
}

function takeOperand(reader: Reader): NumberOperand | TextOperand | LiteralOperand {
	if (reader.peek() === '"') return {type: 'text', text: reader.takeQuoted()};
	const start = reader.index;
	const text = reader.takeBare();
	if (text === 'true' || text === 'false' || text === 'null') return {type: 'literal', text};
	if (isDecimal(text)) return {type: 'number', text};
	if (/^[[{=<>~!]/.test(text)) reader.fail('Behind the sign: a number, a word, true, false, null or "text".', start);
	return {type: 'text', text};
}
