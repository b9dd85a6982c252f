import {isInRange} from './amounts.ts';
import {amountOf, ownValue, partsOf, type FilterCandidate} from './candidate.ts';
import {compileComparison, orders} from './compare.ts';
import {compareDecimals, isDecimal} from './decimal.ts';
import {compileJmespath, compileRegex} from './engines.ts';
import type {Filter, FilterNode, FilterTerm, NumberTest, Pattern} from './grammar.ts';
import {someValueAt} from './json-path.ts';
import {Reading} from './reading.ts';
import {isSmall, matchesPattern} from './wildcard.ts';

/** Undefined when a JMESPath expression could not be evaluated: that never matches, not even behind `!`. */
export type Verdict = boolean | undefined;

/** A filter made ready. Costs microseconds a call. */
export type FilterMatch = {
	(candidate: FilterCandidate): boolean;
	/** How many candidates so far made a JMESPath expression fail, and why the first did. */
	errors(): {readonly count: number; readonly first?: string};
};

/** Makes a filter ready to be asked many times. */
export function compileFilter(filter: Filter): FilterMatch {
	const failures = new Failures();
	const check = compileNode(filter.root, failures);
	return Object.assign((candidate: FilterCandidate) => partsOf(candidate).some(part => check(new Reading(part)) === true), {
		errors: () => ({count: failures.count, ...(failures.first === undefined ? {} : {first: failures.first})}),
	});
}

/** What JMESPath refused. One of each candidate is counted. */
export class Failures {
	count = 0;
	first: string | undefined;
	#last: Reading | undefined;

	add(reading: Reading, error: unknown): void {
		if (this.#last === reading) return;
		this.#last = reading;
		this.count++;
		this.first ??= error instanceof Error ? error.message : String(error);
	}
}

type Check = (reading: Reading) => Verdict;

function compileNode(node: FilterNode, failures: Failures): Check {
	switch (node.type) {
		case 'all':
			return () => true;
		case 'and':
			return compileParts(node.parts, {failures, deciding: false});
		case 'or':
			return compileParts(node.parts, {failures, deciding: true});
		case 'not': {
			const check = compileNode(node.part, failures);
			return reading => negate(check(reading));
		}
		case 'saved':
			return compileNode(node.part, failures);
		default:
			return compileTerm(node, failures);
	}
}

function compileParts(parts: readonly FilterNode[], {failures, deciding}: {failures: Failures; deciding: boolean}): Check {
	const checks = parts.map(part => compileNode(part, failures));
	return reading => {
		let verdict: Verdict = !deciding;
		for (const check of checks) {
			const part = check(reading);
			if (part === deciding) return deciding;
			if (part === undefined) verdict = undefined;
		}
		return verdict;
	};
}

export function negate(verdict: Verdict): Verdict {
	return verdict === undefined ? undefined : !verdict;
}

/** The check of one term, for the filter and for its explanation alike. */
export function compileTerm(term: FilterTerm, failures: Failures): Check {
	switch (term.type) {
		case 'text': {
			const {text} = term;
			return isSmall(text) ? reading => reading.lowerText.includes(text) : reading => reading.text.includes(text);
		}
		case 'regex': {
			const regex = compileRegex(term.regex);
			return reading => !('problem' in regex) && regex.test(reading.text);
		}
		case 'json':
			return compileJson(term);
		case 'jmespath':
			return compileJmespathTerm(term.expression, failures);
		case 'field':
			return ({candidate}) => matchesOptional(term.pattern, candidate.fields?.[term.field]);
		case 'attribute':
			return ({candidate}) => matchesAttribute(term.test, ownValue(candidate.attributes, term.name));
		case 'tag':
			return ({candidate}) => matchesOptional(term.pattern ?? anything, ownValue(candidate.tags, term.key));
		case 'amount':
			return ({candidate}) => {
				const found = amountOf(term.field, candidate);
				return found !== undefined && isInRange(found, term.range, candidate.nowMs);
			};
	}
}

const anything: Pattern = {text: '*', isWild: true};

function compileJson({path, comparison}: FilterTerm & {type: 'json'}): Check {
	if (!comparison) return reading => reading.isJson && someValueAt(reading.text, path, () => true);
	const test = compileComparison(comparison);
	const hasOne: (reading: Reading) => boolean = reading =>
		reading.isJson && someValueAt(reading.text, path, value => test(reading.text, value));
	return comparison.operator === '!=' ? reading => !hasOne(reading) : hasOne;
}

function compileJmespathTerm(expression: string, failures: Failures): Check {
	const compiled = compileJmespath(expression);
	if ('problem' in compiled) return () => undefined;
	return reading => {
		if (!reading.isJson) return false;
		try {
			return isTruthy(compiled.evaluate(reading.parsed));
		} catch (error) {
			failures.add(reading, error);
			return undefined;
		}
	};
}

/** As JMESPath has it: false, null and what is empty are not true. */
function isTruthy(value: unknown): boolean {
	if (typeof value === 'object' && value !== null) return Array.isArray(value) ? value.length > 0 : Object.keys(value).length > 0;
	return value !== undefined && value !== null && value !== false && value !== '';
}

function matchesOptional(pattern: Pattern, text: string | undefined): boolean {
	return text !== undefined && matchesPattern(pattern, text);
}

function matchesAttribute(test: Pattern | NumberTest, text: string | undefined): boolean {
	if (!('operator' in test)) return matchesOptional(test, text);
	return text !== undefined && isDecimal(text) && orders[test.operator](compareDecimals(text, test.number));
}
