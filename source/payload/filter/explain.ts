import {partsOf, type FilterCandidate} from './candidate.ts';
import {compileTerm, Failures, negate, type Verdict} from './evaluate.ts';
import type {Filter, FilterNode, FilterTerm} from './grammar.ts';
import {printFilter} from './print.ts';
import {reasonFor} from './reason.ts';
import {Reading} from './reading.ts';

/** Why a candidate matches, or not: a tree like the filter's. */
export type Explanation = {
	/** This part of the filter, as it may be typed. */
	readonly term: string;
	/** Undefined when a JMESPath expression in it could not be evaluated: that never matches. */
	readonly verdict: Verdict;
	/** `recv is 4`. Holds text from outside: make it safe before drawing. */
	readonly because: string;
	readonly parts: readonly Explanation[];
};

/** Explains every term of a filter, also those that no longer matter. The verdict is that of `compileFilter`, where undefined is no match. */
export function explainFilter(filter: Filter, candidate: FilterCandidate): Explanation {
	const explanations = partsOf(candidate).map(part => explainNode(filter.root, new Reading(part)));
	// Of several the one that decides; where none does, the first stands for all.
	return explanations.find(({verdict}) => verdict === true) ?? (explanations[0] as Explanation);
}

function explainNode(node: FilterNode, reading: Reading): Explanation {
	switch (node.type) {
		case 'all':
			return {term: '', verdict: true, because: 'an empty filter matches everything', parts: []};
		case 'and':
		case 'or': {
			const parts = node.parts.map(part => explainNode(part, reading));
			return {term: printFilter(node), ...joinVerdicts(parts, node.type), parts};
		}
		case 'not': {
			const part = explainNode(node.part, reading);
			return {term: printFilter(node), verdict: negate(part.verdict), because: reasonForNot(part.verdict), parts: [part]};
		}
		case 'saved': {
			const part = explainNode(node.part, reading);
			return {term: printFilter(node), verdict: part.verdict, because: 'saved under this name', parts: [part]};
		}
		default:
			return explainTerm(node, reading);
	}
}

function joinVerdicts(parts: readonly Explanation[], type: 'and' | 'or'): Pick<Explanation, 'verdict' | 'because'> {
	const deciding = type === 'or';
	const isDecided = parts.some(part => part.verdict === deciding);
	const verdict = isDecided ? deciding : parts.some(part => part.verdict === undefined) ? undefined : !deciding;
	const matchCount = parts.filter(part => part.verdict === true).length;
	return {verdict, because: `${matchCount} of ${parts.length} match, ${deciding ? 'one is enough' : 'all must'}`};
}

function reasonForNot(verdict: Verdict): string {
	if (verdict === undefined) return 'what cannot be told matches neither way';
	return verdict ? 'it matches and must not' : 'it does not match, and must not';
}

function explainTerm(term: FilterTerm, reading: Reading): Explanation {
	const failures = new Failures();
	const verdict = compileTerm(term, failures)(reading);
	return {term: printFilter(term), verdict, because: failures.first ?? reasonFor(term, reading, verdict === true), parts: []};
}
