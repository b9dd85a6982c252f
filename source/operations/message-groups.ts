import type {Message} from '../aws/queue.ts';
import {decodePayload} from '../payload/decode.ts';
import type {EpochMs} from '../shared/clock.ts';

/** Messages that have the same value in one field. */
export type ValueGroup = {
	/** `attr.errorCode`, `.total`, `from`, `group` */
	readonly field: string;
	/** `VALIDATION`, `null`, `a number`, `(absent)` */
	readonly value: string;
	readonly messageIds: ReadonlySet<string>;
	readonly firstSentAtMs: EpochMs;
	readonly lastSentAtMs: EpochMs;
};

/** Values that cover the same messages, joined: what these have in common that the others have not. */
export type Cause = {
	readonly values: ReadonlyArray<{readonly field: string; readonly value: string}>;
	readonly messageIds: ReadonlySet<string>;
	readonly firstSentAtMs: EpochMs;
	readonly lastSentAtMs: EpochMs;
};

export type MessageGroups = {readonly values: readonly ValueGroup[]; readonly causes: readonly Cause[]};

/** Fields shown: those that divide the messages best. */
const fieldCountMax = 8;
/** A field with fewer values divides nothing, one with more is an identifier. */
const valueCountMax = 8;
const jsonDepthMax = 3;
/** Fields read of one message: a body may hold any number. */
const fieldsPerMessageMax = 200;
const valueLengthMax = 40;
/** In place of a value: the message has no such field. */
export const absent = '(absent)';

/**
What messages have in common: the fields and attributes that divide them best, each value with its messages, and the values that cover the same messages joined into causes.

Looks at the given messages and nothing else.
*/
export function groupMessages(messages: readonly Message[]): MessageGroups {
	if (messages.length < 2) return {values: [], causes: []};
	const fields = messages.map(message => fieldsOf(message));
	const names = new Set(fields.flatMap(known => [...known.keys()]));
	const partitions = [...names].flatMap(name => partitionBy(name, messages, fields));
	const best = partitions
		.toSorted((a, b) => score(b, messages.length) - score(a, messages.length) || (a[0]?.field ?? '').localeCompare(b[0]?.field ?? ''))
		.slice(0, fieldCountMax);
	return {values: best.flat(), causes: causesOf(best, partitions)};
}

type Value = {readonly exact: string; readonly kind: string};

function fieldsOf(message: Message): ReadonlyMap<string, Value> {
	const fields = new Map<string, Value>();
	const add = (name: string, exact: string, kind: string): void => {
		if (fields.size < fieldsPerMessageMax) fields.set(name, {exact: exact.slice(0, valueLengthMax), kind});
	};
	for (const [name, {dataType, stringValue}] of Object.entries(message.attributes))
		add(
			`attr.${name}`,
			stringValue ?? 'binary',
			dataType.startsWith('Number') ? 'a number' : stringValue === undefined ? 'bytes' : 'a text',
		);
	if (message.sourceQueueArn !== undefined) add('from', message.sourceQueueArn.split(':').at(-1) ?? '', 'a queue');
	if (message.groupId !== undefined) add('group', message.groupId, 'a group');
	addJson(message.body, add);
	return fields;
}

/** A number as it is written: 9007199254740993 and its neighbour are two values. */
class NumberText {
	readonly text: string;

	constructor(text: string) {
		this.text = text;
	}
}

/** The types of the language do not know the source text that a reviver is given. */
type ParseWithSource = (text: string, reviver: (key: string, value: unknown, context: {source?: string}) => unknown) => unknown;

function addJson(body: string, add: (name: string, exact: string, kind: string) => void): void {
	const decoded = decodePayload(body);
	if (decoded.format !== 'json') return;
	let parsed: unknown;
	try {
		parsed = (JSON.parse as ParseWithSource)(decoded.text, (_key, value, {source}) =>
			typeof value === 'number' ? new NumberText(source ?? String(value)) : value,
		);
	} catch {
		// Laid out as JSON, yet not parsed: it is longer than what is read for grouping.
		return;
	}
	walk(parsed, '', 0, add);
}

function walk(value: unknown, path: string, depth: number, add: (name: string, exact: string, kind: string) => void): void {
	if (typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof NumberText)) {
		if (depth >= jsonDepthMax) return;
		for (const [name, member] of Object.entries(value)) walk(member, `${path}.${name}`, depth + 1, add);
		return;
	}
	if (path === '') return;
	if (value === null) add(path, 'null', 'null');
	else if (Array.isArray(value)) add(path, `${value.length} items`, 'a list');
	else if (typeof value === 'string') add(path, value, 'a text');
	else if (value instanceof NumberText) add(path, value.text, 'a number');
	else if (typeof value === 'boolean') add(path, String(value), 'true or false');
}

/**
Messages by their exact values; where these are too many, or each of a kind stands in one message only, by kinds of value. Empty when neither divides them.

A name of an error is never only a kind.
*/
function partitionBy(
	field: string,
	messages: readonly Message[],
	fields: ReadonlyArray<ReadonlyMap<string, Value>>,
): ReadonlyArray<readonly ValueGroup[]> {
	const single = isErrorName(field) ? new Set<string>() : kindsOfSingles(fields.flatMap(known => known.get(field) ?? []));
	for (const by of ['exact', 'kind'] as const) {
		const groups = new Map<string, Message[]>();
		for (const [index, message] of messages.entries()) {
			const found = fields[index]?.get(field);
			const value = !found ? absent : by === 'kind' || single.has(found.kind) ? found.kind : found.exact;
			const known = groups.get(value);
			if (known) known.push(message);
			else groups.set(value, [message]);
		}
		if (groups.size >= 2 && groups.size <= valueCountMax && groups.size < messages.length) {
			return [
				[...groups].map(([value, members]) => valueGroup(field, value, members)).toSorted((a, b) => b.messageIds.size - a.messageIds.size),
			];
		}
	}
	return [];
}

/** Kinds of which no two values are alike, as of numbers of orders: what they have in common is their kind. */
function kindsOfSingles(values: readonly Value[]): ReadonlySet<string> {
	const distinct = new Map<string, Set<string>>();
	const counts = new Map<string, number>();
	for (const {exact, kind} of values) {
		distinct.set(kind, (distinct.get(kind) ?? new Set()).add(exact));
		counts.set(kind, (counts.get(kind) ?? 0) + 1);
	}
	const kinds = [...counts].filter(([kind, count]) => count > 1 && distinct.get(kind)?.size === count).map(([kind]) => kind);
	return new Set(kinds);
}

function valueGroup(field: string, value: string, members: readonly Message[]): ValueGroup {
	const sentAtMs = members.map(message => message.sentAtMs);
	return {
		field,
		value,
		messageIds: new Set(members.map(message => message.messageId)),
		firstSentAtMs: Math.min(...sentAtMs),
		lastSentAtMs: Math.max(...sentAtMs),
	};
}

/** How much knowing this field tells (its entropy), of the messages that share their value with another; errors named as such come first. */
function score(partition: readonly ValueGroup[], count: number): number {
	let entropy = 0;
	for (const {messageIds} of partition) entropy -= (messageIds.size / count) * Math.log2(messageIds.size / count);
	const alone = partition.filter(({messageIds}) => messageIds.size === 1).length;
	return entropy * (1 - alone / count) + (isErrorField(partition) ? 10 : 0);
}

function isErrorField(partition: readonly ValueGroup[]): boolean {
	return isErrorName(partition[0]?.field ?? '');
}

/** Whether a field names an error, as far as its own name tells. */
export function isErrorName(field: string): boolean {
	return /error|exception|reason|status/i.test(field);
}

/**
The values of one field, each with all other values that cover exactly the same messages: the field named as an error, else the one that others agree with.
None where no field is either: cities that orders go to are no causes.
*/
function causesOf(partitions: ReadonlyArray<readonly ValueGroup[]>, all: ReadonlyArray<readonly ValueGroup[]>): readonly Cause[] {
	const candidates = partitions.map(partition => partition.map(group => joined(group, all)));
	const index = candidates.findIndex(
		(causes, position) =>
			isErrorField(partitions[position] ?? []) || causes.filter(({values}) => values.length > 1).length >= causes.length / 2,
	);
	return candidates[index] ?? [];
}

function joined(group: ValueGroup, partitions: ReadonlyArray<readonly ValueGroup[]>): Cause {
	const same = partitions.flat().filter(other => other.field !== group.field && isSameSet(other.messageIds, group.messageIds));
	const {messageIds, firstSentAtMs, lastSentAtMs} = group;
	return {values: [group, ...same].map(({field, value}) => ({field, value})), messageIds, firstSentAtMs, lastSentAtMs};
}

function isSameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
	if (a.size !== b.size) return false;
	for (const value of a) if (!b.has(value)) return false;
	return true;
}
