import type {AmountField, AmountKind, WildField} from './grammar.ts';

type FieldFacts = {
	/** What it holds, for completion and help. */
	readonly note: string;
	/** A whole term, for errors and help. */
	readonly example: string;
};

/** Fields compared as text, whole, with wildcards. */
export const wildFields: Readonly<Record<WildField, FieldFacts>> = {
	key: {note: 'partition key', example: 'key:truck_*'},
	group: {note: 'message group ID', example: 'group:customer-17'},
	id: {note: 'message ID or sequence number', example: 'id:22b80b92-*'},
	dedup: {note: 'deduplication ID', example: 'dedup:order-1009'},
	from: {note: 'queue it came from', example: 'from:orders'},
	shard: {note: 'shard', example: 'shard:6'},
	type: {note: 'standard or fifo', example: 'type:fifo'},
	name: {note: 'whole name', example: 'name:orders-*'},
};

/** Fields compared by size. */
export const amountFields: Readonly<Record<AmountField, FieldFacts & {readonly kind: AmountKind}>> = {
	recv: {kind: 'count', note: 'times received', example: 'recv:>3'},
	size: {kind: 'bytes', note: 'bytes', example: 'size:>64K'},
	age: {kind: 'duration', note: 'time since it was sent', example: 'age:>1h'},
	dies: {kind: 'duration', note: 'time until it is lost', example: 'dies:<2h'},
	sent: {kind: 'instant', note: 'when it was sent, UTC', example: 'sent:14:00..14:10'},
	ready: {kind: 'count', note: 'messages ready', example: 'ready:>0'},
	flight: {kind: 'count', note: 'messages in flight', example: 'flight:>1000'},
	delay: {kind: 'count', note: 'messages delayed', example: 'delay:>0'},
	dlq: {kind: 'count', note: 'messages in its dead-letter queue', example: 'dlq:>0'},
};

/** Fields that have a name of their own behind them. */
export const namedFields = {
	attr: {note: 'message attribute', example: 'attr.errorCode:VALIDATION'},
	tag: {note: 'tag', example: 'tag:team=pay'},
} as const;

export function isWildField(name: string): name is WildField {
	return Object.hasOwn(wildFields, name);
}

export function isAmountField(name: string): name is AmountField {
	return Object.hasOwn(amountFields, name);
}

/** Every field, as it begins: `key`, `recv`, `attr.`, `tag`. */
export const fieldStarts: ReadonlyArray<FieldFacts & {readonly start: string}> = [
	...Object.entries(wildFields).map(([name, facts]) => ({...facts, start: `${name}:`})),
	{...namedFields.attr, start: 'attr.'},
	...Object.entries(amountFields).map(([name, facts]) => ({...facts, start: `${name}:`})),
	{...namedFields.tag, start: 'tag:'},
];
