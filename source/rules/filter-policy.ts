import {FilterPolicyError} from './filter-policy-error.ts';
import {compileFilterPolicy} from './filter-policy-compiler.ts';
import {compactJson, jacksonLocation, JsonSyntaxError, readJsonTokens, type JsonToken} from './json-tokens.ts';

/** What a filter policy is held against. */
export type FilterPolicyScope = 'MessageAttributes' | 'MessageBody';

/** A filter policy, ready to be held against messages. */
export type FilterPolicy = {
	readonly scope: FilterPolicyScope;
	/** As it was given. */
	readonly source: string;
	/** The policy with its `$or`s multiplied out: a message passes when all keys of one of these match. At most 150. */
	readonly alternatives: ReadonlyArray<readonly FilterKey[]>;
};

/** One key of a filter policy. It matches when one of its conditions does. */
export type FilterKey = {
	/** Nested keys are joined with dots, as AWS does: `order.state`. */
	readonly path: string;
	/** How deep the policy nests it: 1 for a key of the policy itself. */
	readonly depth: number;
	readonly conditions: readonly FilterCondition[];
	/** The list of conditions as JSON. */
	readonly text: string;
};

export type FilterCondition =
	| {readonly type: 'equals'; readonly value: FilterScalar}
	| {readonly type: 'anything-but'; readonly values: readonly FilterScalar[]}
	| {readonly type: 'anything-but-prefix'; readonly text: string}
	| {readonly type: 'prefix' | 'suffix' | 'equals-ignore-case' | 'wildcard' | 'cidr'; readonly text: string}
	| {readonly type: 'exists'; readonly isWanted: boolean}
	| {readonly type: 'numeric'; readonly bounds: readonly NumericBound[]};

export type NumericBound = {readonly operator: '=' | '<' | '<=' | '>' | '>='; readonly value: number};

/** A JSON value that is no object and no array. Numbers keep their digits. */
export type FilterScalar =
	| {readonly type: 'string'; readonly text: string}
	| {readonly type: 'number'; readonly text: string}
	| {readonly type: 'boolean' | 'null'; readonly text: string};

const keyCountMax = 5;
const combinationCountMax = 150;
const policyBytesMax = 262_144;

/**
Reads a filter policy and refuses what AWS refuses.

@throws {FilterPolicyError} In AWS's words.
@see [Filter policy constraints in Amazon SNS](https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html)
*/
export function parseFilterPolicy(source: string, scope: FilterPolicyScope): FilterPolicy {
	// Assumed: the limit is documented, its text is not.
	if (source.length > policyBytesMax) throw new FilterPolicyError('Filter policy is too large');
	const tokens = tokensOf(source);
	// AWS compiles, and counts columns in, the policy without its white space.
	const compact = compactJson(tokens, source);
	const alternatives = compileFilterPolicy(tokensOf(compact), compact);
	checkLimits(alternatives, scope);
	return {scope, source, alternatives};
}

function tokensOf(source: string): readonly JsonToken[] {
	try {
		return readJsonTokens(source);
	} catch (error) {
		if (!(error instanceof JsonSyntaxError)) throw error;
		throw new FilterPolicyError(`failed to parse JSON. ${error.message}`, {location: jacksonLocation(source, error.offset)});
	}
}

/** How many combinations an alternative stands for: each list counts its values times the depth of its key. */
function combinationCount(keys: readonly FilterKey[]): number {
	return keys.reduce((product, key) => product * key.conditions.length * key.depth, 1);
}

function checkLimits(alternatives: FilterPolicy['alternatives'], scope: FilterPolicyScope): void {
	if (scope === 'MessageAttributes' && alternatives.some(keys => keys.some(key => key.depth > 1))) {
		throw new FilterPolicyError('Filter policy scope MessageAttributes does not support nested filter policy', {isNesting: true});
	}
	for (const keys of alternatives) {
		const names = new Set(keys.map(key => (key.depth > 1 ? key.path.split('.')[0] : key.path)));
		if (names.size > keyCountMax) throw new FilterPolicyError(`Filter policy can not have more than ${keyCountMax} keys`);
	}
	const total = alternatives.reduce((sum, keys) => sum + combinationCount(keys), 0);
	if (total > combinationCountMax) throw new FilterPolicyError('Filter policy is too complex');
}
