import {isInCidr} from './cidr.ts';
import type {FilterCondition, FilterScalar, NumericBound} from './filter-policy.ts';

/** AWS compares numbers up to this, either sign; larger ones only match digit by digit. */
const numberMax = 1_000_000_000;

/** Whether a value that is there meets a condition. `exists: false` is about values that are not, and never met here. */
export function meetsCondition(condition: FilterCondition, value: FilterScalar): boolean {
	switch (condition.type) {
		case 'equals':
			return isEqual(condition.value, value);
		case 'anything-but':
			return !condition.values.some(unwanted => isEqual(unwanted, value));
		case 'anything-but-prefix':
			return !(value.type === 'string' && value.text.startsWith(condition.text));
		case 'prefix':
			return value.type === 'string' && value.text.startsWith(condition.text);
		case 'suffix':
			return value.type === 'string' && value.text.endsWith(condition.text);
		case 'equals-ignore-case':
			return value.type === 'string' && value.text.toLowerCase() === condition.text.toLowerCase();
		case 'wildcard':
			return value.type === 'string' && matchesWildcard(condition.text, value.text);
		case 'cidr':
			return value.type === 'string' && isInCidr(value.text, condition.text);
		case 'numeric':
			return value.type === 'number' && isWithin(condition.bounds, Number(value.text));
		case 'exists':
			return condition.isWanted && value.type !== 'null' && value.text !== '';
	}
}

function isEqual(wanted: FilterScalar, value: FilterScalar): boolean {
	if (wanted.type !== value.type) return false;
	if (wanted.text === value.text) return true;
	if (wanted.type !== 'number') return false;
	const number = Number(value.text);
	return Math.abs(number) <= numberMax && number === Number(wanted.text);
}

function isWithin(bounds: readonly NumericBound[], number: number): boolean {
	return Math.abs(number) <= numberMax && bounds.every(bound => meetsBound(bound, number));
}

function meetsBound({operator, value}: NumericBound, number: number): boolean {
	switch (operator) {
		case '=':
			return number === value;
		case '<':
			return number < value;
		case '<=':
			return number <= value;
		case '>':
			return number > value;
		case '>=':
			return number >= value;
	}
}

/** `*` stands for any characters, also none; `\*` and `\\` for themselves. Two pointers, so that no pattern takes long. */
export function matchesWildcard(pattern: string, text: string): boolean {
	const parts = wildcardParts(pattern);
	let partIndex = 0;
	let textIndex = 0;
	let starAt = -1;
	let retryAt = 0;
	while (textIndex < text.length) {
		const part = parts[partIndex];
		if (part === 'any') {
			starAt = partIndex++;
			retryAt = textIndex;
		} else if (part !== undefined && part.character === text[textIndex]) {
			partIndex++;
			textIndex++;
		} else if (starAt !== -1) {
			partIndex = starAt + 1;
			textIndex = ++retryAt;
		} else return false;
	}
	while (parts[partIndex] === 'any') partIndex++;
	return partIndex === parts.length;
}

function wildcardParts(pattern: string): ReadonlyArray<'any' | {readonly character: string}> {
	const parts: Array<'any' | {readonly character: string}> = [];
	for (let index = 0; index < pattern.length; index++) {
		const character = pattern[index] ?? '';
		if (character === '*') parts.push('any');
		else if (character === '\\') parts.push({character: pattern[++index] ?? character});
		else parts.push({character});
	}
	return parts;
}
