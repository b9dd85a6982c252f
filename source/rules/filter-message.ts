import type {FilterPolicyScope, FilterScalar} from './filter-policy.ts';

/** A message attribute as filter policies see it: its DataType and, for all types but Binary, its text. */
export type FilterAttribute = {readonly type: string; readonly value: string};

/** A message ready to be held against many filter policies. It is taken apart at most once for each scope. */
export type FilterMessage = {facts(scope: FilterPolicyScope): FilterFacts};

/** What a message says, by dotted path. */
export type FilterFacts =
	| {readonly status: 'readable'; readonly leaves: ReadonlyMap<string, readonly FilterLeaf[]>; readonly isEmpty: boolean}
	/** Such a message passes no policy. */
	| {readonly status: 'unreadable'; readonly problem: string; readonly metric: 'InvalidAttributes' | 'InvalidMessageBody'};

export type FilterLeaf = {
	readonly value: FilterScalar;
	/** For people: `String`, `Number`, `String.Array`; of bodies the JSON type. */
	readonly shownType: string;
	/** The array elements that it stands in, innermost first. */
	readonly element: ArrayElement | undefined;
};

/** One place in one array of the message. */
export type ArrayElement = {readonly arrayId: number; readonly index: number; readonly outer: ArrayElement | undefined};

/** Deeper JSON is unreadable to AWS's parser too. */
const depthMax = 1000;

export function filterMessage(attributes: Readonly<Record<string, FilterAttribute>>, body: string): FilterMessage {
	let ofAttributes: FilterFacts | undefined;
	let ofBody: FilterFacts | undefined;
	return {
		facts: scope => (scope === 'MessageBody' ? (ofBody ??= bodyFacts(body)) : (ofAttributes ??= attributeFacts(attributes))),
	};
}

function attributeFacts(attributes: Readonly<Record<string, FilterAttribute>>): FilterFacts {
	const leaves = new Map<string, FilterLeaf[]>();
	const names = Object.keys(attributes);
	for (const name of names) {
		const attribute = attributes[name];
		if (!attribute || attribute.type.startsWith('Binary')) continue;
		const values = attributeValues(attribute);
		if (!values) {
			const problem = `the value of ${name} is no ${attribute.type}`;
			return {status: 'unreadable', problem, metric: 'InvalidAttributes'};
		}
		leaves.set(
			name,
			values.map(value => ({value, shownType: attribute.type, element: undefined})),
		);
	}
	return {status: 'readable', leaves, isEmpty: names.length === 0};
}

function attributeValues({type, value}: FilterAttribute): readonly FilterScalar[] | undefined {
	if (type === 'String.Array') return arrayValues(value);
	if (!type.startsWith('Number')) return [{type: 'string', text: value}];
	return value.trim() !== '' && Number.isFinite(Number(value)) ? [{type: 'number', text: value}] : undefined;
}

function arrayValues(text: string): readonly FilterScalar[] | undefined {
	const parsed = parseJson(text);
	if (!Array.isArray(parsed)) return undefined;
	const values = parsed.map(scalarOf);
	return values.every(value => value !== undefined) ? values : undefined;
}

function bodyFacts(body: string): FilterFacts {
	const parsed = parseJson(body);
	if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
		return {status: 'unreadable', problem: 'the body is no JSON object', metric: 'InvalidMessageBody'};
	}
	const collector: Collector = {leaves: new Map(), arrayCount: 0, isTooDeep: false};
	collect(collector, parsed, '', undefined, 0);
	if (collector.isTooDeep) return {status: 'unreadable', problem: 'the body nests too deeply', metric: 'InvalidMessageBody'};
	return {status: 'readable', leaves: collector.leaves, isEmpty: false};
}

type Collector = {readonly leaves: Map<string, FilterLeaf[]>; arrayCount: number; isTooDeep: boolean};

function collect(collector: Collector, value: unknown, path: string, element: ArrayElement | undefined, depth: number): void {
	if (depth > depthMax) {
		collector.isTooDeep = true;
		return;
	}
	const scalar = scalarOf(value);
	if (scalar) {
		const found = collector.leaves.get(path);
		const leaf: FilterLeaf = {value: scalar, shownType: scalar.type, element};
		if (found) found.push(leaf);
		else collector.leaves.set(path, [leaf]);
		return;
	}
	if (Array.isArray(value)) {
		const arrayId = collector.arrayCount++;
		for (const [index, item] of value.entries()) collect(collector, item, path, {arrayId, index, outer: element}, depth + 1);
		return;
	}
	// What is no scalar and no array is an object: that is all that JSON has.
	for (const [name, item] of Object.entries(value as Readonly<Record<string, unknown>>)) {
		collect(collector, item, path === '' ? name : `${path}.${name}`, element, depth + 1);
	}
}

function scalarOf(value: unknown): FilterScalar | undefined {
	switch (typeof value) {
		case 'string':
			return {type: 'string', text: value};
		case 'number':
			return {type: 'number', text: String(value)};
		case 'boolean':
			return {type: 'boolean', text: String(value)};
		default:
			if (value === null) return {type: 'null', text: 'null'};
			return value instanceof LongNumber ? {type: 'number', text: value.digits} : undefined;
	}
}

/** A number with more digits than JavaScript's hold: its own digits. */
class LongNumber {
	readonly digits: string;

	constructor(digits: string) {
		this.digits = digits;
	}
}

/** `JSON.parse` tells revivers the source text since Node 21; the types that TypeScript brings do not know it yet. */
type ParseWithSource = (text: string, revive: (key: string, value: unknown, context: {readonly source?: string}) => unknown) => unknown;

/** Undefined when the text is no JSON. */
function parseJson(text: string): unknown {
	try {
		if (!/\d{16}/.test(text)) return JSON.parse(text);
		return (JSON.parse as ParseWithSource)(text, (_key, value, {source}) =>
			typeof value === 'number' && source !== undefined && source.length > 15 ? new LongNumber(source) : value,
		);
	} catch {
		// Not JSON is an answer: the message passes no policy.
		return undefined;
	}
}
