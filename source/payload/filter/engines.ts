import type * as jmespathModule from '@jmespath-community/jmespath';
import type * as re2Module from 're2js';
import type {RegexText} from './grammar.ts';

/** The two libraries that take a while to load; most filters need neither. */
type Engines = {re2?: typeof re2Module; jmespath?: typeof jmespathModule};

const engines: Engines = {};

/**
Loads what regular expressions and JMESPath need, some 15 ms each. Until then filters with these answer an error that says so.

Console: after the first paint. Commands: before the filter is parsed. More calls cost nothing.
*/
export async function loadFilterEngines(): Promise<void> {
	const [re2, jmespath] = await Promise.all([import('re2js'), import('@jmespath-community/jmespath')]);
	engines.re2 = re2;
	engines.jmespath = jmespath;
}

/** Why an expression is none. `offset` counts from its beginning. */
export type ExpressionProblem = {readonly problem: string; readonly offset: number; readonly isLoading?: true};

const loading: ExpressionProblem = {problem: 'What this needs is still being loaded. Try again in a moment.', offset: 0, isLoading: true};

/**
A regular expression that takes linear time, whatever is held against it.

@see [RE2 syntax](https://github.com/google/re2/wiki/Syntax)
*/
export function compileRegex({source, isCaseIgnored}: RegexText): {readonly test: (text: string) => boolean} | ExpressionProblem {
	const {re2} = engines;
	if (!re2) return loading;
	const unsupported = findUnsupported(source);
	if (unsupported) return unsupported;
	try {
		const regex = re2.RE2JS.compile(source, isCaseIgnored ? re2.RE2JS.CASE_INSENSITIVE : 0);
		return {test: text => regex.test(text)};
	} catch (error) {
		if (error instanceof re2.RE2JSSyntaxException) return {problem: regexProblem(error, source), offset: offsetOf(source, error.input)};
		return {problem: 'This regular expression is too large.', offset: 0};
	}
}

function regexProblem({error, input}: {error: string; input: string | null}, source: string): string {
	if (error === 'invalid repeat count') return 'Repeats are counted from 0 to 1,000 here, also when one is inside another.';
	const where = input === null || input === '' || input === source ? '' : `: ${input}`;
	return `The regular expression is wrong: ${error}${where}.`;
}

function offsetOf(source: string, input: string | null): number {
	return Math.max(0, input === null ? source.length - 1 : source.lastIndexOf(input));
}

/** Look-around and back references, which no linear-time engine has, with a better reason than the library's. */
function findUnsupported(source: string): ExpressionProblem | undefined {
	let isInClass = false;
	for (let index = 0; index < source.length; index++) {
		const rest = source.slice(index, index + 4);
		if (source[index] === '\\') {
			if (!isInClass && /^\\(?:[1-9]|k[<'{])/.test(rest)) {
				return {
					problem: 'There are no back references: a regular expression here takes linear time, so that none can hang.',
					offset: index,
				};
			}
			index++;
		} else if (isInClass) isInClass = source[index] !== ']';
		else if (source[index] === '[') isInClass = true;
		else if (/^\(\?<?[=!]/.test(rest)) {
			return {problem: 'There is no look-around: a regular expression here takes linear time, so that none can hang.', offset: index};
		}
	}
	return undefined;
}

/**
A JMESPath expression, compiled. Its `evaluate` throws what the expression cannot do with a value.

@see [JMESPath](https://jmespath.org/specification.html)
*/
export function compileJmespath(expression: string): {readonly evaluate: (value: unknown) => unknown} | ExpressionProblem {
	const {jmespath} = engines;
	if (!jmespath) return loading;
	try {
		const compiled = jmespath.compile(expression);
		const unknown = functionNames(compiled).find(name => !jmespath.isRegistered(name));
		if (unknown !== undefined) return {problem: `JMESPath has no function ${unknown}().`, offset: Math.max(0, expression.indexOf(unknown))};
		return {evaluate: value => jmespath.TreeInterpreter.search(compiled, value as Parameters<typeof jmespath.search>[0])}; // Parsed from JSON.
	} catch (error) {
		if (error instanceof RangeError) return {problem: 'This JMESPath expression is nested too deeply.', offset: 0};
		return jmespathProblem(expression, error instanceof Error ? error.message : String(error), jmespath);
	}
}

/** The library says what is wrong, but not where; where a number stands without backticks its tokens tell. */
function jmespathProblem(expression: string, reason: string, {tokenize}: NonNullable<Engines['jmespath']>): ExpressionProblem {
	const what = reason.replace(/^Syntax error[:,] |^syntax: /, '').replace(/: undefined$/, '');
	if (!what.includes('(Number)')) return {problem: `The JMESPath expression is wrong: ${what}.`, offset: 0};
	const tokens = tokenize(expression);
	const bare = tokens.find(({type}, index) => type === 'Number' && !isInBrackets(tokens[index - 1]?.type));
	const number = typeof bare?.value === 'number' ? bare.value : 10;
	return {problem: `JMESPath wants numbers in backticks: \`${number}\`.`, offset: bare?.start ?? 0};
}

function isInBrackets(type: string | undefined): boolean {
	return type === 'Lbracket' || type === 'Colon' || type === 'Filter';
}

function functionNames(node: unknown): readonly string[] {
	if (typeof node !== 'object' || node === null) return [];
	const inner = Object.values(node).flatMap(functionNames);
	return 'type' in node && node.type === 'Function' && 'name' in node && typeof node.name === 'string' ? [node.name, ...inner] : inner;
}
