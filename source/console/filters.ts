import type {FilterCandidate} from '../payload/filter/candidate.ts';
import {compileFilter, type FilterMatch} from '../payload/filter/evaluate.ts';
import {explainFilter, type Explanation} from '../payload/filter/explain.ts';
import {isFilterError, type Filter, type FilterError} from '../payload/filter/grammar.ts';
import {parseFilter} from '../payload/filter/parse.ts';

type Known = {readonly filter: Filter; readonly matches: FilterMatch} | {readonly error: FilterError};

/** Filters understood lately: each list asks for its own with every row. */
const knownMax = 20;
const known = new Map<string, Known>();

function understood(text: string): Known {
	const found = known.get(text);
	if (found) return found;
	const filter = parseFilter(text);
	const made: Known = isFilterError(filter) ? {error: filter} : {filter, matches: compileFilter(filter)};
	// What is wrong only because something is still loading is right in a moment.
	if ('error' in made && made.error.isLoading) return made;
	known.set(text, made);
	for (const oldest of known.keys()) {
		if (known.size <= knownMax) break;
		known.delete(oldest);
	}
	return made;
}

/** What is wrong with a filter, and in which column; undefined when it can be used. */
export function filterProblem(text: string): FilterError | undefined {
	const found = understood(text);
	return 'error' in found ? found.error : undefined;
}

/** Whether a row, message or record passes. An unusable filter, which no list keeps, lets everything pass. */
export function passesFilter(text: string, candidate: FilterCandidate): boolean {
	if (text === '') return true;
	const found = understood(text);
	return 'error' in found || found.matches(candidate);
}

/** Why a candidate passes or not, term by term, as lines of details. */
export function explanationRows(text: string, candidate: FilterCandidate): ReadonlyArray<readonly [label: string, text: string]> {
	const found = understood(text);
	if (text === '' || 'error' in found) return [];
	return rowsOf(explainFilter(found.filter, candidate), 0);
}

function rowsOf({term, verdict, because, parts}: Explanation, depth: number): ReadonlyArray<readonly [string, string]> {
	const label = `${'  '.repeat(depth)}filter ${term}`;
	return [[label, `${verdict === true ? 'yes' : 'no'}: ${because}`], ...parts.flatMap(part => rowsOf(part, depth + 1))];
}
