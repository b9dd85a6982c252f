import type {FilterCondition, FilterKey, FilterScalar, NumericBound} from './filter-policy.ts';
import {FilterPolicyError} from './filter-policy-error.ts';
import {cidrProblem} from './cidr.ts';
import {jacksonLocation, type JsonToken} from './json-tokens.ts';

/*
This walks a policy's tokens as AWS's own compiler does (Event Ruler, on Jackson), because the column that an error names is where that parser then stands: after the opening quote of a string that it has not read yet, after the value that follows a field name.
*/
type Compiler = {readonly tokens: readonly JsonToken[]; readonly source: string; index: number; isTextRead: boolean};

type Alternatives = ReadonlyArray<readonly FilterKey[]>;

/** More alternatives than this are more than 150 combinations, which is all that AWS allows. */
const alternativeCountMax = 150;

export function compileFilterPolicy(tokens: readonly JsonToken[], source: string): Alternatives {
	const compiler: Compiler = {tokens, source, index: -1, isTextRead: false};
	if (next(compiler).type !== '{') fail(compiler, 'Filter is not an object');
	return compileObject(compiler, [], {isRoot: true});
}

function next(compiler: Compiler): JsonToken {
	compiler.index = Math.min(compiler.index + 1, compiler.tokens.length - 1);
	compiler.isTextRead = false;
	return current(compiler);
}

function current(compiler: Compiler): JsonToken {
	// The list ends with a token of type `end`, where the index stops.
	return compiler.tokens[compiler.index] as JsonToken;
}

/** Reads the current string to its end, as asking Jackson for its text does. */
function text(compiler: Compiler): string {
	compiler.isTextRead = true;
	return current(compiler).text;
}

function fail(compiler: Compiler, message: string): never {
	const at = current(compiler);
	// On a field name Jackson has already begun the value that follows.
	const reached = at.type === 'name' ? (compiler.tokens[compiler.index + 1] ?? at) : at;
	const isUnread = reached.type === 'string' && !(compiler.isTextRead && reached === at);
	throw new FilterPolicyError(message, {location: jacksonLocation(compiler.source, isUnread ? reached.start + 1 : reached.end)});
}

/** The current token is `{`; afterwards it is its `}`. */
function compileObject(compiler: Compiler, path: readonly string[], options: {isRoot?: boolean} = {}): Alternatives {
	let alternatives: Alternatives = [[]];
	let isEmpty = true;
	while (next(compiler).type !== '}') {
		isEmpty = false;
		const name = current(compiler).text;
		if (name === '$or' && isOr(compiler)) {
			alternatives = multiply(alternatives, compileOr(compiler, path));
			continue;
		}
		switch (next(compiler).type) {
			case '{':
				alternatives = multiply(alternatives, compileObject(compiler, [...path, name]));
				break;
			case '[':
				alternatives = multiply(alternatives, [[compileKey(compiler, [...path, name])]]);
				break;
			default:
				fail(compiler, `"${name}" must be an object or an array`);
		}
	}
	if (isEmpty && !options.isRoot) fail(compiler, 'Empty objects are not allowed');
	return alternatives;
}

/** `$or` is the operator when a list of two or more objects follows; otherwise it is a key like any other. */
function isOr(compiler: Compiler): boolean {
	if (compiler.tokens[compiler.index + 1]?.type !== '[') return false;
	let depth = 0;
	let objectCount = 0;
	for (let index = compiler.index + 2; index < compiler.tokens.length; index++) {
		const {type} = compiler.tokens[index] as JsonToken;
		if (depth === 0 && type === ']') return objectCount >= 2;
		if (depth === 0 && type !== '{') return false;
		if (depth === 0) objectCount++;
		if (type === '{' || type === '[') depth++;
		if (type === '}' || type === ']') depth--;
	}
	return false;
}

function compileOr(compiler: Compiler, path: readonly string[]): Alternatives {
	const alternatives: Array<readonly FilterKey[]> = [];
	next(compiler);
	while (next(compiler).type === '{') {
		alternatives.push(...compileObject(compiler, path));
		if (alternatives.length > alternativeCountMax) throw new FilterPolicyError('Filter policy is too complex');
	}
	return alternatives;
}

/** Every alternative of the one with every alternative of the other. Of a key that is given twice the last one counts. */
function multiply(left: Alternatives, right: Alternatives): Alternatives {
	if (left.length * right.length > alternativeCountMax) throw new FilterPolicyError('Filter policy is too complex');
	return left.flatMap(keys => right.map(more => [...keys.filter(key => !more.some(other => other.path === key.path)), ...more]));
}

/** The current token is `[`; afterwards it is its `]`. */
function compileKey(compiler: Compiler, path: readonly string[]): FilterKey {
	const {start} = current(compiler);
	const conditions: FilterCondition[] = [];
	while (next(compiler).type !== ']') {
		if (current(compiler).type === '{') conditions.push(compileMatchExpression(compiler));
		else {
			const value = scalar(compiler);
			if (!value) fail(compiler, 'Match value must be String, number, true, false, or null');
			conditions.push({type: 'equals', value});
		}
	}
	if (conditions.length === 0) fail(compiler, 'Empty arrays are not allowed');
	return {path: path.join('.'), depth: path.length, conditions, text: compiler.source.slice(start, current(compiler).end)};
}

function scalar(compiler: Compiler): FilterScalar | undefined {
	const {type} = current(compiler);
	switch (type) {
		case 'string':
			return {type, text: text(compiler)};
		case 'number':
			return {type, text: text(compiler)};
		case 'true':
		case 'false':
			return {type: 'boolean', text: type};
		case 'null':
			return {type, text: type};
		default:
			return undefined;
	}
}

/** The current token is `{`; afterwards it is its `}`. */
function compileMatchExpression(compiler: Compiler): FilterCondition {
	if (next(compiler).type !== 'name') fail(compiler, 'Match expression name not found');
	const operator = current(compiler).text;
	const condition = compileOperator(compiler, operator);
	if (next(compiler).type !== '}') fail(compiler, 'Only one key allowed in match expression');
	return condition;
}

function compileOperator(compiler: Compiler, operator: string): FilterCondition {
	switch (operator) {
		case 'prefix':
		case 'suffix':
		case 'equals-ignore-case':
			return {type: operator, text: pattern(compiler, operator)};
		case 'wildcard':
			return {type: operator, text: wildcard(compiler)};
		case 'cidr':
			return {type: operator, text: cidr(compiler)};
		case 'exists': {
			const {type} = next(compiler);
			if (type !== 'true' && type !== 'false') fail(compiler, 'exists match pattern must be either true or false.');
			return {type: operator, isWanted: type === 'true'};
		}
		case 'anything-but':
			return compileAnythingBut(compiler);
		case 'numeric':
			return compileNumeric(compiler);
		default:
			return fail(compiler, `Unrecognized match type ${operator}`);
	}
}

function pattern(compiler: Compiler, operator: string): string {
	if (next(compiler).type !== 'string') fail(compiler, `${operator} match pattern must be a string`);
	return text(compiler);
}

function wildcard(compiler: Compiler): string {
	const found = pattern(compiler, 'wildcard');
	const twin = found.replaceAll(/\\./g, '..').indexOf('**');
	if (twin !== -1) fail(compiler, `Consecutive wildcard characters at pos ${twin}`);
	const escape = /(?:^|[^\\])(?:\\\\)*\\(?:[^\\*]|$)/.exec(found);
	if (escape) fail(compiler, `Invalid escape character at pos ${escape.index + escape[0].lastIndexOf('\\')}`);
	return found;
}

function cidr(compiler: Compiler): string {
	// AWS does say `prefix` here.
	const found = pattern(compiler, 'prefix');
	const problem = cidrProblem(found);
	if (problem !== undefined) throw new FilterPolicyError(problem);
	return found;
}

function compileAnythingBut(compiler: Compiler): FilterCondition {
	switch (next(compiler).type) {
		case '{':
			return {type: 'anything-but-prefix', text: anythingButPrefix(compiler)};
		case '[': {
			const values: FilterScalar[] = [];
			while (next(compiler).type !== ']') values.push(anythingButValue(compiler));
			if (values.length === 0) fail(compiler, 'Empty arrays are not allowed');
			return {type: 'anything-but', values};
		}
		default:
			return {type: 'anything-but', values: [anythingButValue(compiler)]};
	}
}

function anythingButPrefix(compiler: Compiler): string {
	if (next(compiler).type !== 'name') fail(compiler, 'Anything-But expression name not found');
	const operator = current(compiler).text;
	// Observed in May 2024 on AWS: suffix and the others are refused here.
	if (operator !== 'prefix') fail(compiler, `Unsupported anything-but pattern: ${operator}`);
	const found = pattern(compiler, operator);
	if (next(compiler).type !== '}') fail(compiler, 'Only one key allowed in match expression');
	return found;
}

function anythingButValue(compiler: Compiler): FilterScalar {
	const {type} = current(compiler);
	const value = scalar(compiler);
	if (!value || (type !== 'string' && type !== 'number')) {
		fail(compiler, 'Inside anything but list, start|null|boolean is not supported.');
	}
	return value;
}

function compileNumeric(compiler: Compiler): FilterCondition {
	if (next(compiler).type !== '[') fail(compiler, 'Value of numeric must be an array.');
	if (next(compiler).type !== 'string') fail(compiler, `Invalid member in numeric match: ${text(compiler)}`);
	const first = text(compiler);
	next(compiler);
	if (!isOperator(first)) fail(compiler, `Unrecognized numeric range operator: ${first}`);
	const lower: NumericBound = {operator: first, value: bound(compiler, first)};
	if (next(compiler).type === ']') return {type: 'numeric', bounds: [lower]};

	if (first !== '>' && first !== '>=') fail(compiler, 'Too many elements in numeric expression');
	if (current(compiler).type !== 'string') fail(compiler, `Bad value in numeric range: ${text(compiler)}`);
	const second = text(compiler);
	if (second !== '<' && second !== '<=') fail(compiler, `Bad numeric range operator: ${second}`);
	next(compiler);
	const upper: NumericBound = {operator: second, value: bound(compiler, second)};
	if (next(compiler).type !== ']') fail(compiler, 'Too many terms in numeric range expression');
	if (lower.value >= upper.value) fail(compiler, 'Bottom must be less than top');
	return {type: 'numeric', bounds: [lower, upper]};
}

function isOperator(text: string): text is NumericBound['operator'] {
	return text === '=' || text === '<' || text === '<=' || text === '>' || text === '>=';
}

/** The largest number that AWS compares, either sign. */
const numberMax = 1_000_000_000;

function bound(compiler: Compiler, operator: string): number {
	const token = current(compiler);
	if (token.type !== 'number') fail(compiler, `Value of ${operator === '=' ? 'equals' : operator} must be numeric`);
	const value = Number(token.text);
	// Assumed: the range is documented, the text is Event Ruler's.
	if (Math.abs(value) > numberMax) fail(compiler, 'Value must be between -1.0E9 and 1.0E9, inclusive');
	return value;
}
