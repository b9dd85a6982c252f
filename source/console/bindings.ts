import {closestMatch} from 'leven';
import type {Action} from './action.ts';
import {actions} from './actions.ts';
import {keysOf, type Bindings} from './key-names.ts';

/** These always mean what they say: without them nobody gets out. */
const fixedKeys = ['ctrl-c', 'ctrl-z', 'esc', ':', '?'];

/**
The keys people chose, without those that cannot be.

@returns The bindings in force, and a sentence for each that was refused: a clash names both actions.
*/
export function readBindings(wanted: Bindings): {readonly bindings: Bindings; readonly problems: readonly string[]} {
	const bindings: Record<string, readonly string[]> = {};
	const problems: string[] = [];
	for (const [id, keys] of Object.entries(wanted)) {
		const problem = problemWith(id, keys, bindings);
		if (problem === undefined) bindings[id] = keys;
		else problems.push(`keys: ${problem}`);
	}
	return {bindings, problems};
}

function problemWith(id: string, keys: readonly string[], bindings: Bindings): string | undefined {
	const action = actions.find(known => known.id === id);
	if (!action) return unknownAction(id);
	if (action.danger === 'whole') return `"${action.label}" empties or deletes a whole thing: it has no key, and gets none.`;
	for (const key of keys) {
		if (fixedKeys.includes(key) && !action.keys.includes(key)) return `"${key}" keeps its meaning, so "${action.label}" cannot have it.`;
		const other = actions.find(one => one !== action && meet(one, action) && keysOf(one, bindings).includes(key));
		if (other) return `"${key}" cannot be "${action.label}" (${id}), for it is "${other.label}" (${other.id}).`;
	}
	return undefined;
}

function unknownAction(id: string): string {
	const nearest = closestMatch(
		id,
		actions.map(known => known.id),
		{maxDistance: 4},
	);
	return `there is no action "${id}"${nearest === undefined ? '; the palette names each beside its command' : `; did you mean "${nearest}"`}.`;
}

/** Whether there is a place where both work. */
function meet(a: Action, b: Action): boolean {
	if (a.places === 'everywhere' || b.places === 'everywhere') return true;
	return a.places.some(place => b.places.includes(place));
}
