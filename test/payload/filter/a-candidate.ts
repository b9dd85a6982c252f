import type {FilterCandidate} from '../../../source/payload/filter/candidate.ts';
import {compileFilter} from '../../../source/payload/filter/evaluate.ts';
import {isFilterError, type Filter} from '../../../source/payload/filter/grammar.ts';
import {parseFilter, type ParseOptions} from '../../../source/payload/filter/parse.ts';

/** 25 Nov 2026, 03:12 UTC. */
export const nowMs = Date.UTC(2026, 10, 25, 3, 12);

export function aCandidate(given: Partial<FilterCandidate> = {}): FilterCandidate {
	return {text: '', nowMs, ...given};
}

/** A filter that is right. */
export function aFilter(text: string, options?: ParseOptions): Filter {
	const filter = parseFilter(text, options);
	if (isFilterError(filter)) throw new Error(`${text} is no filter: ${filter.column}: ${filter.message}`);
	return filter;
}

/** Whether a filter matches a text alone, or a candidate. */
export function matches(filter: string, given: string | Partial<FilterCandidate>, options?: ParseOptions): boolean {
	return compileFilter(aFilter(filter, options))(aCandidate(typeof given === 'string' ? {text: given} : given));
}
