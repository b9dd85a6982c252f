import {meetsAccessCondition, valuesOf, type AccessCondition, type AccessKeys} from './access-condition.ts';
import {matchesPolicyWildcard} from './policy-wildcard.ts';

/** Who asks. */
export type Principal =
	/** `arn` names the identity within the account: `arn:aws:iam::111122223333:root`. */
	| {readonly type: 'account'; readonly accountId: string; readonly arn: string}
	/** `sns.amazonaws.com` */
	| {readonly type: 'service'; readonly name: string}
	| {readonly type: 'anonymous'};

/** What a policy is asked about. */
export type AccessRequest = {
	readonly principal: Principal;
	/** `sqs:SendMessage` */
	readonly action: string;
	/** The resource's ARN. */
	readonly resource: string;
	readonly keys: AccessKeys;
};

/** What a statement says of principals, actions or resources: that they are, or are not, among these. */
type Selection<Entry> = {readonly isNegated: boolean; readonly entries: readonly Entry[]};

type PrincipalEntry = {readonly type: 'everyone' | 'AWS' | 'Service' | 'other'; readonly value: string};

export type AccessStatement = {
	/** Its Sid, or its place: `#2`. */
	readonly label: string;
	readonly effect: 'Allow' | 'Deny';
	readonly principals: Selection<PrincipalEntry>;
	readonly actions: Selection<string>;
	readonly resources: Selection<string>;
	/** All must be met. */
	readonly conditions: readonly AccessCondition[];
};

/** A resource policy, ready to be asked. */
export type AccessPolicy = readonly AccessStatement[];

/** Why a statement has nothing to say about a request. */
export type Mismatch =
	| {readonly part: 'principal' | 'action' | 'resource'}
	| {readonly part: 'condition'; readonly condition: AccessCondition; readonly found: readonly string[]};

export type AccessDecision = {
	/** `denied`: a statement says Deny. `notAllowed`: none says Allow. */
	readonly verdict: 'allowed' | 'denied' | 'notAllowed';
	/** The statement that decided; undefined when none did. */
	readonly decidedBy: AccessStatement | undefined;
	/** All statements, each with the first thing that keeps it out of this; undefined for those that apply. */
	readonly considered: ReadonlyArray<{readonly statement: AccessStatement; readonly mismatch: Mismatch | undefined}>;
};

/**
Reads a resource policy. Undefined when the text is no policy at all; a statement without a known Effect is left out, for it says nothing.

@see [IAM JSON policy element reference](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html)
*/
export function parseAccessPolicy(text: string): AccessPolicy | undefined {
	let document: unknown;
	try {
		document = JSON.parse(text);
	} catch {
		// Not JSON is an answer: it is no policy.
		return undefined;
	}
	if (!isObject(document)) return undefined;
	return listOf(document['Statement'])
		.filter(isObject)
		.flatMap((statement, index) => readStatement(statement, `#${index + 1}`));
}

function readStatement(statement: Readonly<Record<string, unknown>>, place: string): AccessStatement[] {
	const {Effect: effect, Sid: sid} = statement;
	if (effect !== 'Allow' && effect !== 'Deny') return [];
	return [
		{
			label: typeof sid === 'string' && sid !== '' ? sid : place,
			effect,
			principals: select(statement, 'Principal', readPrincipals),
			actions: select(statement, 'Action', texts),
			// Services that let it be left out mean the resource that the policy is on.
			resources: 'Resource' in statement || 'NotResource' in statement ? select(statement, 'Resource', texts) : anyResource,
			conditions: readConditions(statement['Condition']),
		},
	];
}

const anyResource: Selection<string> = {isNegated: false, entries: ['*']};

/** `Name` or `NotName`. */
function select<Entry>(
	statement: Readonly<Record<string, unknown>>,
	name: string,
	read: (value: unknown) => readonly Entry[],
): Selection<Entry> {
	const isNegated = !(name in statement) && `Not${name}` in statement;
	return {isNegated, entries: read(statement[isNegated ? `Not${name}` : name])};
}

/** `*`, or lists by kind of principal. */
function readPrincipals(value: unknown): readonly PrincipalEntry[] {
	if (!isObject(value)) return texts(value).map(text => ({type: text === '*' ? 'everyone' : 'AWS', value: text}));
	return Object.entries(value).flatMap(([kind, entries]) =>
		texts(entries).map(text => ({type: text === '*' && kind === 'AWS' ? 'everyone' : principalType(kind), value: text})),
	);
}

function principalType(kind: string): PrincipalEntry['type'] {
	return kind === 'AWS' || kind === 'Service' ? kind : 'other';
}

function readConditions(value: unknown): readonly AccessCondition[] {
	if (!isObject(value)) return [];
	return Object.entries(value).flatMap(([operator, byKey]) =>
		isObject(byKey) ? Object.entries(byKey).map(([key, values]) => ({operator, key, values: texts(values)})) : [],
	);
}

/** Policies may write numbers and truth values without quotes. */
function texts(value: unknown): readonly string[] {
	return listOf(value).flatMap(entry =>
		typeof entry === 'string' ? [entry] : typeof entry === 'number' || typeof entry === 'boolean' ? [String(entry)] : [],
	);
}

function listOf(value: unknown): readonly unknown[] {
	if (value === undefined || value === null) return [];
	// Array.isArray narrows unknown to any[].
	return Array.isArray(value) ? (value as readonly unknown[]) : [value];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Asks a policy: one Deny that applies outweighs every Allow, and without an Allow that applies the answer is no. */
export function decideAccess(policy: AccessPolicy, request: AccessRequest): AccessDecision {
	const considered = policy.map(statement => ({statement, mismatch: mismatchOf(statement, request)}));
	const applying = considered.flatMap(({statement, mismatch}) => (mismatch ? [] : [statement]));
	const denial = applying.find(({effect}) => effect === 'Deny');
	const permission = applying.find(({effect}) => effect === 'Allow');
	const verdict = denial ? 'denied' : permission ? 'allowed' : 'notAllowed';
	return {verdict, decidedBy: denial ?? permission, considered};
}

/** The same for a caller of the account that owns the resource, who needs no permission but can be denied. */
export function decideOwnerAccess(policy: AccessPolicy, request: AccessRequest): AccessDecision {
	const decision = decideAccess(policy, request);
	return decision.verdict === 'notAllowed' ? {...decision, verdict: 'allowed'} : decision;
}

function mismatchOf(statement: AccessStatement, request: AccessRequest): Mismatch | undefined {
	if (!isSelected(statement.principals, entry => isPrincipal(entry, request.principal))) return {part: 'principal'};
	const action = request.action.toLowerCase();
	if (!isSelected(statement.actions, pattern => matchesPolicyWildcard(pattern.toLowerCase(), action))) return {part: 'action'};
	if (!isSelected(statement.resources, pattern => matchesPolicyWildcard(pattern, request.resource))) return {part: 'resource'};
	const condition = statement.conditions.find(one => !meetsAccessCondition(one, request.keys));
	return condition && {part: 'condition', condition, found: valuesOf(request.keys, condition.key)};
}

function isSelected<Entry>({isNegated, entries}: Selection<Entry>, matches: (entry: Entry) => boolean): boolean {
	return entries.some(matches) !== isNegated;
}

/** An account, by number or as its root, stands for everyone in it. Any other ARN is one identity. */
function isPrincipal({type, value}: PrincipalEntry, principal: Principal): boolean {
	if (type === 'everyone') return true;
	switch (principal.type) {
		case 'account':
			return type === 'AWS' && (value === principal.accountId || value === principal.arn || isRootOf(value, principal.accountId));
		case 'service':
			return type === 'Service' && value.toLowerCase() === principal.name;
		case 'anonymous':
			return false;
	}
}

function isRootOf(arn: string, accountId: string): boolean {
	return arn.startsWith('arn:') && arn.endsWith(`:iam::${accountId}:root`);
}

/** Why a statement has nothing to say, for people. */
export function mismatchWords(mismatch: Mismatch): string {
	if (mismatch.part !== 'condition') return `it is about another ${mismatch.part}`;
	const {condition, found} = mismatch;
	const is = found.length === 0 ? 'is not in the request' : `is ${found.join(', ')}`;
	return `${condition.key} ${is}, and ${condition.operator} wants ${condition.values.join(' or ')}`;
}

/** Policies repeat with every request to the resource that they are on. */
const readPolicyCountMax = 256;

/** Makes a function that reads policies and remembers those it read last. What is no policy allows and denies nothing. */
export function createAccessPolicyReader(): (text: string | undefined) => AccessPolicy {
	const policies = new Map<string, AccessPolicy>();
	return text => {
		if (text === undefined) return [];
		const known = policies.get(text);
		if (known) return known;
		const policy = parseAccessPolicy(text) ?? [];
		if (policies.size >= readPolicyCountMax) policies.clear();
		policies.set(text, policy);
		return policy;
	};
}
