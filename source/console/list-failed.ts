import {missingPermission, type MissingPermission} from '../operations/findings/missing-permission.ts';
import {safeText} from '../payload/safe-text.ts';
import {copyToClipboard} from './copy.ts';
import {step, type Step} from './effects.ts';
import {problemLines} from './layers/facts.ts';
import {blank, line, span, wrapText, type Line} from './line.ts';
import {definitionOf} from './places.ts';
import {currentPlace, type Problem, type State} from './state.ts';

type Listed = {readonly status: string; readonly problem?: Problem};

/** Why the names of what the place on screen lists could not be read. */
function problemHere(state: State): Problem | undefined {
	const lists: Readonly<Partial<Record<string, Listed>>> = {
		now: state.queues,
		queues: state.queues,
		topics: state.topics,
		streams: state.streams,
	};
	const list = lists[currentPlace(state).type];
	return list?.status === 'failed' ? list.problem : undefined;
}

function hasRows(state: State): boolean {
	const place = currentPlace(state);
	return definitionOf(place).ids({...state, lists: {}}, place).length > 0;
}

/** The statement to ask for, where a whole list may not be read. */
function missingHere(state: State): MissingPermission | undefined {
	const problem = problemHere(state);
	return problem?.code === 'denied' ? missingPermission({message: problem.message, resource: '*'}) : undefined;
}

/** In place of the lower part of the body: why a list is not read anew, although older rows are there; what would allow it, where it is denied. */
export function listFailedLines(state: State, columns: number): readonly Line[] {
	const problem = problemHere(state);
	if (!problem) return [];
	// Where nothing is listed yet, the place itself says why.
	if (!hasRows(state)) return statementLines(state, columns);
	return [blank, ...problemLines(problem, columns), line(span('   The names above are from before; r looks again now.', 'dim'))];
}

function statementLines(state: State, columns: number): readonly Line[] {
	const missing = missingHere(state);
	if (!missing) return [];
	return [
		blank,
		line(span('   y', 'accent'), '  copies a statement that would allow it:'),
		...wrapText(missing.statement, columns - 8).map(row => line(`      ${safeText(row)}`)),
		line(span('   c', 'accent'), '  another profile, role or endpoint'),
	];
}

/** `y` copies the statement to ask for while nothing is listed that could be copied otherwise. */
export function pressWhileDenied(state: State, key: string): Step | undefined {
	const missing = key === 'y' && !hasRows(state) ? missingHere(state) : undefined;
	if (!missing) return undefined;
	return step(state, copyToClipboard(missing.statement, {copied: `Copied the statement for ${missing.permission}.`}));
}
