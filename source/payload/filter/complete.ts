import type {FilterCandidate} from './candidate.ts';
import {amountFields, fieldStarts, isAmountField, namedFields} from './fields.ts';
import {isFilterError, type JsonPath} from './grammar.ts';
import {parseFilter} from './parse.ts';
import {printComparison, printPattern} from './print.ts';
import {sampleFields, samplePaths, sampleValues} from './sample-fields.ts';
import type {Tally} from './tally.ts';

/** What may stand at the cursor. Texts and notes come from outside: make them safe before drawing. */
export type Completion = {
	/** Index of the first character that a suggestion replaces; the last is the one before the cursor. */
	readonly start: number;
	/** Best first. */
	readonly suggestions: readonly Suggestion[];
};

export type Suggestion = {
	readonly text: string;
	/** What it is, or how often it is there: `VALIDATION 11, TIMEOUT 4`. */
	readonly note: string;
};

const suggestionCountMax = 50;
/** Paths offered where nothing is typed yet. */
const pathCountAtStart = 20;

/**
What may be typed next: fields that the samples have, with their commonest values, then values, then saved filters.

@param cursor Index in the text; what is behind it is not looked at.
@param samples What is held. The first 200 are looked at.
*/
export function completeFilter(
	text: string,
	cursor: number,
	samples: readonly FilterCandidate[],
	{saved = new Map()}: {readonly saved?: ReadonlyMap<string, string>} = {},
): Completion {
	const before = text.slice(0, cursor);
	const {typed, suggestions} = isInLiteral(before) ? {typed: '', suggestions: []} : completeTerm(before, samples, saved);
	// What needs quotes is found without them, too.
	const matching = suggestions.filter(suggestion => suggestion.text !== typed && startsAs(suggestion.text, typed));
	return {start: before.length - typed.length, suggestions: matching.slice(0, suggestionCountMax)};
}

/** What needs quotes is found without them, an attribute also by its own name. */
function startsAs(offered: string, typed: string): boolean {
	return ['', '"', typed === '' ? '' : 'attr.'].some(start => offered.startsWith(start + typed));
}

/** What of the term is replaced, and all that could stand there. */
type Offer = {readonly typed: string; readonly suggestions: readonly Suggestion[]};

const jsonComparison = /(?:^|[\s(|!])(\.(?:[^\s=!<>~|()"]|"[^"]*")*)\s*(==|!=|<=|>=|[=<>~])\s*([^\s|()"]*)$/;
const jsonPath = /(?:^|[\s(|!])(\.[^\s=!<>~|()]*)$/;
const fieldValue = /(?:^|[\s(|!])(attr\.[\w.-]+:|[A-Za-z][\w-]*:)([^\s|()"]*)$/;
const savedName = /(?:^|[\s(|!])(@[^\s|()]*)$/;
const word = /(?:^|[\s(|!])((?:[A-Za-z][\w.-]*)?)$/;

function completeTerm(before: string, samples: readonly FilterCandidate[], saved: ReadonlyMap<string, string>): Offer {
	const [, path, operator = '=', value = ''] = jsonComparison.exec(before) ?? [];
	if (path !== undefined) return {typed: value, suggestions: jsonValues(path, operator, samples)};
	const [, pathStart] = jsonPath.exec(before) ?? [];
	if (pathStart !== undefined) return {typed: pathStart, suggestions: suggestEach(samplePaths(samples))};
	const [, field, valueStart = ''] = fieldValue.exec(before) ?? [];
	if (field !== undefined) return {typed: valueStart, suggestions: fieldValues(field, samples)};
	const [, name] = savedName.exec(before) ?? [];
	if (name !== undefined) return {typed: name, suggestions: suggestSaved(saved)};
	const [, start] = word.exec(before) ?? [];
	return start === undefined ? {typed: '', suggestions: []} : {typed: start, suggestions: anyStart(samples, saved)};
}

function jsonValues(path: string, operator: string, samples: readonly FilterCandidate[]): readonly Suggestion[] {
	const parsed = readPath(path);
	const write = (text: string): string => {
		if (operator === '~') return writeValue(text);
		return printComparison({operator: '=', operand: {type: 'text', text}}).slice(2);
	};
	return parsed ? suggestValues(sampleValues(samples, parsed, write)) : [];
}

function readPath(text: string): JsonPath | undefined {
	const filter = parseFilter(text);
	return !isFilterError(filter) && filter.root.type === 'json' ? filter.root.path : undefined;
}

function fieldValues(start: string, samples: readonly FilterCandidate[]): readonly Suggestion[] {
	const name = start.slice(0, -1);
	const held = sampleFields(samples);
	// A name with a capital letter is short for that of an attribute.
	const tally = held.get(start) ?? held.get(`attr.${start}`);
	if (isAmountField(name) && amountFields[name].kind !== 'count') {
		return [{text: amountFields[name].example.slice(start.length), note: amountFields[name].note}];
	}
	if (!tally) return name === 'type' ? ['standard', 'fifo'].map(text => ({text, note: ''})) : [];
	if (isAmountField(name)) return suggestValues(tally);
	return suggestValues(tally, name === 'tag' ? writeTag : writeValue);
}

function writeValue(text: string): string {
	return printPattern({text, isWild: false});
}

function writeTag(tag: string): string {
	const equals = tag.indexOf('=');
	return `${writeValue(tag.slice(0, equals))}=${writeValue(tag.slice(equals + 1))}`;
}

function anyStart(samples: readonly FilterCandidate[], saved: ReadonlyMap<string, string>): readonly Suggestion[] {
	const held = sampleFields(samples);
	const known = fieldStarts.flatMap(({start, note}) => {
		if (start !== 'attr.') return samples.length === 0 || held.has(start) ? [{text: start, note: fieldNote(start, held) || note}] : [];
		const attributes = [...held].filter(([name]) => name.startsWith(start)).map(([text, tally]) => ({text, note: tally.note()}));
		return samples.length === 0 ? [{text: start, note: namedFields.attr.note}] : attributes;
	});
	return [...known, ...suggestEach(samplePaths(samples)).slice(0, pathCountAtStart), ...suggestSaved(saved)];
}

/** The commonest values, where they say more than numbers of bytes and milliseconds would. */
function fieldNote(start: string, held: ReadonlyMap<string, Tally>): string {
	const name = start.slice(0, -1);
	return isAmountField(name) && amountFields[name].kind !== 'count' ? '' : (held.get(start)?.note() ?? '');
}

/** Fields in the order in which the samples have them, those that most samples have first. */
function suggestEach(tallies: ReadonlyMap<string, Tally>): readonly Suggestion[] {
	return [...tallies].toSorted(([, a], [, b]) => b.total - a.total).map(([text, tally]) => ({text, note: tally.note()}));
}

function suggestValues(tally: Tally, write: (text: string) => string = text => text): readonly Suggestion[] {
	return tally.commonest().map(([value, count]) => ({text: write(value), note: `${count} of ${tally.total}`}));
}

function suggestSaved(saved: ReadonlyMap<string, string>): readonly Suggestion[] {
	return [...saved].map(([name, filter]) => ({text: `@${name}`, note: filter}));
}

/** Whether the text ends inside quotes, braces or a regular expression, where anything may be typed. */
function isInLiteral(before: string): boolean {
	const literal = /(?<=^|[\s(|!:=~])(?:"(?:[^"\\]|\\[^])*("?)|\/(?:[^/\\]|\\[^])*(\/?)|\{[^}]*(\}?))/g;
	for (const [all, ...ends] of before.matchAll(literal)) {
		if (ends.every(end => !end) && before.endsWith(all)) return true;
	}
	return false;
}
