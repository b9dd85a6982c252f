import {cidrProblem, isInCidr} from './cidr.ts';
import {matchesArnPattern, matchesPolicyWildcard} from './policy-wildcard.ts';

/** What a policy may ask about a request, by lower-case name: `aws:sourcearn`. A key that is not there has no value. */
export type AccessKeys = Readonly<Record<string, string | readonly string[]>>;

/** One key of a statement's Condition: `{"StringLike": {"aws:PrincipalArn": ["arn:…", "arn:…"]}}`. */
export type AccessCondition = {
	/** As it was written: `ForAnyValue:StringLikeIfExists`. */
	readonly operator: string;
	/** As it was written. */
	readonly key: string;
	/** One of them is enough. */
	readonly values: readonly string[];
};

type Comparison = (wanted: string, found: string) => boolean;

const numeric =
	(compare: (found: number, wanted: number) => boolean): Comparison =>
	(wanted, found) =>
		compare(readNumber(found), readNumber(wanted));
const date =
	(compare: (found: number, wanted: number) => boolean): Comparison =>
	(wanted, found) =>
		compare(readDateMs(found), readDateMs(wanted));
const sameText: Comparison = (wanted, found) => wanted === found;
const sameTextIgnoringCase: Comparison = (wanted, found) => wanted.toLowerCase() === found.toLowerCase();

/** By lower-case name, without those that negate another one. */
const comparisons: ReadonlyMap<string, Comparison> = new Map([
	['stringequals', sameText],
	['stringequalsignorecase', sameTextIgnoringCase],
	['stringlike', matchesPolicyWildcard],
	['numericequals', numeric((found, wanted) => found === wanted)],
	['numericlessthan', numeric((found, wanted) => found < wanted)],
	['numericlessthanequals', numeric((found, wanted) => found <= wanted)],
	['numericgreaterthan', numeric((found, wanted) => found > wanted)],
	['numericgreaterthanequals', numeric((found, wanted) => found >= wanted)],
	['dateequals', date((found, wanted) => found === wanted)],
	['datelessthan', date((found, wanted) => found < wanted)],
	['datelessthanequals', date((found, wanted) => found <= wanted)],
	['dategreaterthan', date((found, wanted) => found > wanted)],
	['dategreaterthanequals', date((found, wanted) => found >= wanted)],
	['bool', sameTextIgnoringCase],
	['binaryequals', sameText],
	['ipaddress', isInBlock],
	['arnequals', matchesArnPattern],
	['arnlike', matchesArnPattern],
]);

/** Operators that are met where another one is not. */
const negations: ReadonlyMap<string, string> = new Map([
	['stringnotequals', 'stringequals'],
	['stringnotequalsignorecase', 'stringequalsignorecase'],
	['stringnotlike', 'stringlike'],
	['numericnotequals', 'numericequals'],
	['datenotequals', 'dateequals'],
	['notipaddress', 'ipaddress'],
	['arnnotequals', 'arnequals'],
	['arnnotlike', 'arnlike'],
]);

/**
Whether a request meets a condition. An operator that AWS does not know is never met.

@see [IAM JSON policy elements: Condition operators](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html)
*/
export function meetsAccessCondition({operator, key, values}: AccessCondition, keys: AccessKeys): boolean {
	const [, quantifier, name = '', ifExists] = /^(?:(forallvalues|foranyvalue):)?(.*?)(ifexists)?$/.exec(operator.toLowerCase()) ?? [];
	const found = valuesOf(keys, key);
	if (name === 'null') return values.some(value => (value.toLowerCase() === 'true') === (found.length === 0));
	const negated = negations.get(name);
	const comparison = comparisons.get(negated ?? name);
	if (!comparison) return false;
	if (found.length === 0) {
		if (ifExists !== undefined || quantifier === 'forallvalues') return true;
		return quantifier === undefined && negated !== undefined;
	}
	const meets = (value: string): boolean => values.some(wanted => comparison(wanted, value)) === (negated === undefined);
	if (quantifier === undefined) return negated === undefined ? found.some(meets) : found.every(meets);
	return quantifier === 'forallvalues' ? found.every(meets) : found.some(meets);
}

/** The values of a key in a request; none when it is not there. */
export function valuesOf(keys: AccessKeys, key: string): readonly string[] {
	const name = key.toLowerCase();
	const found = Object.hasOwn(keys, name) ? keys[name] : undefined;
	if (found === undefined) return [];
	return typeof found === 'string' ? [found] : found;
}

/** A block, or a single address. */
function isInBlock(wanted: string, found: string): boolean {
	const cidr = wanted.includes('/') ? wanted : `${wanted}/${wanted.includes(':') ? 128 : 32}`;
	return cidrProblem(cidr) === undefined && isInCidr(found, cidr);
}

/** NaN, which compares to nothing, when it is no number. */
function readNumber(text: string): number {
	return /^[+-]?\d+(?:\.\d+)?$/.test(text.trim()) ? Number(text) : Number.NaN;
}

/** ISO 8601, or seconds since 1970. */
function readDateMs(text: string): number {
	return /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}
