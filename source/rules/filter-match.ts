import {meetsCondition} from './filter-condition.ts';
import type {ArrayElement, FilterFacts, FilterLeaf, FilterMessage} from './filter-message.ts';
import type {FilterCondition, FilterKey, FilterPolicy} from './filter-policy.ts';

type Readable = Extract<FilterFacts, {status: 'readable'}>;

/** Whether a message passes a filter policy. Pure; a few microseconds for ordinary policies. */
export function matchesFilterPolicy(policy: FilterPolicy, message: FilterMessage): boolean {
	const facts = message.facts(policy.scope);
	return facts.status === 'readable' && policy.alternatives.some(keys => matchesKeys(keys, facts));
}

/** How a key of the policy stands with a message. */
export type KeyOutcome =
	/** The values that meet a condition; several when the message has an array there. */
	| {readonly type: 'met'; readonly by: ReadonlyArray<{readonly leaf: FilterLeaf; readonly condition: FilterCondition}>}
	| {readonly type: 'met-by-absence'}
	| {readonly type: 'absent'}
	| {readonly type: 'unmet'; readonly leaves: readonly FilterLeaf[]};

export function keyOutcome(key: FilterKey, facts: Readable): KeyOutcome {
	const leaves = facts.leaves.get(key.path);
	if (!leaves || leaves.length === 0) {
		// The documentation: `exists: false` does not match a message without any attribute.
		const wantsAbsence = !facts.isEmpty && key.conditions.some(condition => condition.type === 'exists' && !condition.isWanted);
		return wantsAbsence ? {type: 'met-by-absence'} : {type: 'absent'};
	}
	const by = leaves.flatMap(leaf => {
		const condition = key.conditions.find(wanted => meetsCondition(wanted, leaf.value));
		return condition ? [{leaf, condition}] : [];
	});
	return by.length > 0 ? {type: 'met', by} : {type: 'unmet', leaves};
}

function matchesKeys(keys: readonly FilterKey[], facts: Readable): boolean {
	const candidates: Array<readonly FilterLeaf[]> = [];
	for (const key of keys) {
		const outcome = keyOutcome(key, facts);
		if (outcome.type === 'absent' || outcome.type === 'unmet') return false;
		if (outcome.type === 'met') candidates.push(outcome.by.map(({leaf}) => leaf));
	}
	return agree(candidates);
}

/** More steps than this are only needed by messages made to need them. */
const stepCountMax = 100_000;

/**
Whether a value can be picked for each key so that no two of them stand in different elements of the same array: `{"items": {"id": ["a"], "state": ["paid"]}}` wants one item that is both.
*/
export function agree(candidates: ReadonlyArray<readonly FilterLeaf[]>): boolean {
	if (candidates.every(leaves => leaves.some(leaf => !leaf.element))) return true;
	let stepCount = 0;

	const pick = (index: number, picked: ReadonlyMap<number, number>): boolean => {
		const leaves = candidates[index];
		if (!leaves) return true;
		for (const leaf of leaves) {
			if (stepCount++ > stepCountMax) return false;
			const next = withElement(picked, leaf.element);
			if (next && pick(index + 1, next)) return true;
		}
		return false;
	};
	return pick(0, new Map());
}

/** The picked places and this one; undefined when they contradict each other. */
function withElement(picked: ReadonlyMap<number, number>, element: ArrayElement | undefined): ReadonlyMap<number, number> | undefined {
	if (!element) return picked;
	const next = new Map(picked);
	for (let place: ArrayElement | undefined = element; place; place = place.outer) {
		const before = next.get(place.arrayId);
		if (before !== undefined && before !== place.index) return undefined;
		next.set(place.arrayId, place.index);
	}
	return next;
}
