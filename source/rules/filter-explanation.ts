import type {FilterLeaf, FilterMessage} from './filter-message.ts';
import {agree, keyOutcome, matchesFilterPolicy, type KeyOutcome} from './filter-match.ts';
import type {FilterCondition, FilterKey, FilterPolicy, FilterPolicyScope, FilterScalar} from './filter-policy.ts';

/** Why a message passes a filter policy or does not, in words for people. */
export type FilterExplanation = {
	readonly matches: boolean;
	/** One line: `type "Created" is none of "created", "paid"`. */
	readonly reason: string;
	/** Every key that decides. Of a policy with `$or`: those of the alternative that matches, or of the one that comes nearest. */
	readonly keys: readonly KeyExplanation[];
};

export type KeyExplanation = {
	/** Nested keys joined with dots. */
	readonly key: string;
	/** What the policy wants, as JSON: `["created","paid"]`. */
	readonly wanted: string;
	/** What the message has: `String "2"`, `"DE"`, `nothing`. */
	readonly found: string;
	readonly matches: boolean;
	/** A sentence that names key, value and type: `version String "2": the policy wants a number`. */
	readonly because: string;
	/** The usual slips, in a word or two: `case counts`, `wants type Number`. */
	readonly hint: string | undefined;
};

/** Says what `matchesFilterPolicy` decides, and why. Pure. */
export function explainFilterPolicy(policy: FilterPolicy, message: FilterMessage): FilterExplanation {
	const facts = message.facts(policy.scope);
	if (facts.status === 'unreadable') return {matches: false, reason: facts.problem, keys: []};

	const matches = matchesFilterPolicy(policy, message);
	const explained = policy.alternatives.map(keys => {
		const outcomes = keys.map(key => ({key, outcome: keyOutcome(key, facts)}));
		const metCount = outcomes.filter(({outcome}) => isMet(outcome)).length;
		const isConsistent = agree(outcomes.flatMap(({outcome}) => (outcome.type === 'met' ? [outcome.by.map(({leaf}) => leaf)] : [])));
		return {outcomes, missing: keys.length - metCount, isConsistent};
	});
	// Zero missing keys and no agreement is worse than agreement and better than a missing key.
	const rank = (item: (typeof explained)[number]): number => item.missing * 2 + (item.isConsistent ? 0 : 1);
	const nearest = explained.toSorted((a, b) => rank(a) - rank(b))[0];
	const keys = nearest?.outcomes.map(({key, outcome}) => explainKey(key, outcome, policy.scope)) ?? [];
	return {matches, reason: reasonOf(matches, keys), keys};
}

function isMet(outcome: KeyOutcome): boolean {
	return outcome.type === 'met' || outcome.type === 'met-by-absence';
}

function reasonOf(matches: boolean, keys: readonly KeyExplanation[]): string {
	if (keys.length === 0) return 'the policy has no keys';
	if (matches) return keys.map(key => key.because).join('; ');
	const unmet = keys.filter(key => !key.matches);
	if (unmet.length > 0) return unmet.map(key => key.because).join('; ');
	return `no element of an array has ${keys.map(key => key.key).join(' and ')} together`;
}

function explainKey(key: FilterKey, outcome: KeyOutcome, scope: FilterPolicyScope): KeyExplanation {
	const base = {key: key.path, wanted: key.text, matches: isMet(outcome)};
	const name = scope === 'MessageBody' ? `body .${key.path}` : key.path;
	switch (outcome.type) {
		case 'met-by-absence':
			return {...base, found: 'nothing', because: `${name} is not there, as the policy wants`, hint: undefined};
		case 'absent':
			return {...base, found: 'nothing', because: `${name} is not there`, hint: undefined};
		case 'met': {
			const [first] = outcome.by;
			const found = outcome.by.map(({leaf}) => leaf);
			const because = first ? `${name} ${shownLeaf(first.leaf, scope)} ${metWords(key, first.condition)}` : name;
			return {...base, found: shownLeaves(found, scope), because, hint: undefined};
		}
		case 'unmet': {
			const found = shownLeaves(outcome.leaves, scope);
			const wantedType = otherTypeWanted(key, outcome.leaves);
			if (wantedType) {
				const because = `${name} ${withType(outcome.leaves, found, scope)}: the policy wants a ${wantedType}`;
				return {...base, found: withType(outcome.leaves, found, scope), because, hint: `wants type ${capital(wantedType)}`};
			}
			const hint = isOffByCase(key, outcome.leaves) ? 'case counts' : undefined;
			return {...base, found, because: `${name} ${found} ${unmetWords(key)}`, hint};
		}
	}
}

/** The one type that all conditions want, when no value has it. */
function otherTypeWanted(key: FilterKey, leaves: readonly FilterLeaf[]): 'string' | 'number' | undefined {
	const types = new Set(key.conditions.map(wantedType));
	const [type] = types;
	if (types.size !== 1 || (type !== 'string' && type !== 'number')) return undefined;
	return leaves.some(leaf => leaf.value.type === type) ? undefined : type;
}

function wantedType(condition: FilterCondition): FilterScalar['type'] | 'any' {
	switch (condition.type) {
		case 'equals':
			return condition.value.type;
		case 'numeric':
			return 'number';
		case 'prefix':
		case 'suffix':
		case 'equals-ignore-case':
		case 'wildcard':
		case 'cidr':
			return 'string';
		case 'exists':
		case 'anything-but':
		case 'anything-but-prefix':
			return 'any';
	}
}

function isOffByCase(key: FilterKey, leaves: readonly FilterLeaf[]): boolean {
	const texts = leaves.filter(leaf => leaf.value.type === 'string').map(leaf => leaf.value.text.toLowerCase());
	return key.conditions.some(condition => {
		const wanted = condition.type === 'equals' && condition.value.type === 'string' ? condition.value.text.toLowerCase() : undefined;
		if (wanted !== undefined) return texts.includes(wanted);
		if (condition.type === 'prefix') return texts.some(text => text.startsWith(condition.text.toLowerCase()));
		return condition.type === 'suffix' && texts.some(text => text.endsWith(condition.text.toLowerCase()));
	});
}

/** More values than these are counted, not shown. */
const shownCountMax = 3;

function shownLeaves(leaves: readonly FilterLeaf[], scope: FilterPolicyScope): string {
	const shown = leaves.slice(0, shownCountMax).map(leaf => shownLeaf(leaf, scope));
	const more = leaves.length - shown.length;
	return shown.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** Strings in quotes; a number in an attribute says so, for `1` and `"1"` are easily confused. */
function shownLeaf(leaf: FilterLeaf, scope: FilterPolicyScope): string {
	const text = shownScalar(leaf.value);
	return scope === 'MessageAttributes' && leaf.value.type === 'number' ? `Number ${text}` : text;
}

function withType(leaves: readonly FilterLeaf[], found: string, scope: FilterPolicyScope): string {
	const [first] = leaves;
	if (!first || found.startsWith('Number ')) return found;
	return `${scope === 'MessageAttributes' ? first.shownType : capital(first.shownType)} ${found}`;
}

function shownScalar(value: FilterScalar): string {
	return value.type === 'string' ? JSON.stringify(value.text) : value.text;
}

function capital(word: string): string {
	return word.charAt(0).toUpperCase() + word.slice(1);
}

function metWords(key: FilterKey, condition: FilterCondition): string {
	if (condition.type === 'equals' && key.conditions.length > 1) return `is one of ${equalsList(key) ?? key.text}`;
	return words(condition).yes;
}

function unmetWords(key: FilterKey): string {
	const [only] = key.conditions;
	if (only && key.conditions.length === 1) return words(only).no;
	const list = equalsList(key);
	return list === undefined ? `matches none of ${key.text}` : `is none of ${list}`;
}

/** `"created", "paid"` when the key is a plain list of values. */
function equalsList(key: FilterKey): string | undefined {
	const shown = key.conditions.map(condition => (condition.type === 'equals' ? shownScalar(condition.value) : undefined));
	return shown.every(text => text !== undefined) ? shown.join(', ') : undefined;
}

function words(condition: FilterCondition): {yes: string; no: string} {
	switch (condition.type) {
		case 'equals': {
			const value = shownScalar(condition.value);
			return {yes: `is ${value}`, no: `is not ${value}`};
		}
		case 'anything-but': {
			const list = condition.values.map(shownScalar).join(', ');
			return condition.values.length === 1
				? {yes: `is not ${list}`, no: `is ${list}`}
				: {yes: `is none of ${list}`, no: `is one of ${list}`};
		}
		case 'anything-but-prefix':
			return {yes: `does not begin with ${quoted(condition.text)}`, no: `begins with ${quoted(condition.text)}`};
		case 'prefix':
			return {yes: `begins with ${quoted(condition.text)}`, no: `does not begin with ${quoted(condition.text)}`};
		case 'suffix':
			return {yes: `ends with ${quoted(condition.text)}`, no: `does not end with ${quoted(condition.text)}`};
		case 'equals-ignore-case':
			return {yes: `is ${quoted(condition.text)} but for case`, no: `is not ${quoted(condition.text)}, whatever the case`};
		case 'wildcard':
			return {yes: `is like ${quoted(condition.text)}`, no: `is not like ${quoted(condition.text)}`};
		case 'cidr':
			return {yes: `is in ${condition.text}`, no: `is not in ${condition.text}`};
		case 'numeric': {
			const range = condition.bounds.map(bound => `${bound.operator} ${bound.value}`).join(' and ');
			return {yes: `is ${range}`, no: `is not ${range}`};
		}
		case 'exists':
			return condition.isWanted ? {yes: 'is there', no: 'is empty'} : {yes: 'is not there', no: 'is there'};
	}
}

function quoted(text: string): string {
	return JSON.stringify(text);
}
