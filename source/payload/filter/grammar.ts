/**
A filter as it was understood: what is typed into a filter field or given as `--filter`.

Plain data: the same for lists, messages and records. `FilterCandidate` says what these are held against.
*/
export type Filter = {
	/** As it was typed. */
	readonly text: string;
	readonly root: FilterNode;
};

/** Why a text is no filter. */
export type FilterError = {
	/** Where, in UTF-16 units; 1 is the first character, one more than there are is the end. */
	readonly column: number;
	/** A sentence or two: what is wrong and what to write instead. Holds what was typed: make it safe before drawing. */
	readonly message: string;
	/** True when nothing is wrong but `loadFilterEngines()` was not awaited yet. */
	readonly isLoading?: true;
};

export type FilterNode =
	/** Of an empty text: matches everything. */
	| {readonly type: 'all'}
	| {readonly type: 'and' | 'or'; readonly parts: readonly FilterNode[]}
	| {readonly type: 'not'; readonly part: FilterNode}
	/** `@name`, with what was saved under it. */
	| {readonly type: 'saved'; readonly name: string; readonly part: FilterNode}
	| FilterTerm;

/** What is looked at by itself: has a verdict and a reason of its own. */
export type FilterTerm =
	/** Text contains; without capitals any case. */
	| {readonly type: 'text'; readonly text: string}
	| {readonly type: 'regex'; readonly regex: RegexText}
	/** Without a comparison: the field is there. */
	| {readonly type: 'json'; readonly path: JsonPath; readonly comparison?: Comparison}
	| {readonly type: 'jmespath'; readonly expression: string}
	| {readonly type: 'field'; readonly field: WildField; readonly pattern: Pattern}
	/** With an operand: compared as a number, exactly. */
	| {readonly type: 'attribute'; readonly name: string; readonly test: Pattern | NumberTest}
	/** Without a pattern: the tag is there. */
	| {readonly type: 'tag'; readonly key: string; readonly pattern?: Pattern}
	| {readonly type: 'amount'; readonly field: AmountField; readonly range: Range};

/** Between two slashes, in RE2's syntax. */
export type RegexText = {readonly source: string; readonly isCaseIgnored: boolean};

/** `.detail.tags[*]`: `detail`, `tags`, all items. Empty for the whole text. */
export type JsonPath = ReadonlyArray<
	| {readonly type: 'key'; readonly key: string}
	| {readonly type: 'item'; readonly index: number}
	/** Every item of an array. */
	| {readonly type: 'items'}
>;

export type Order = '<' | '>' | '<=' | '>=';

export type Comparison =
	| {readonly operator: '=' | '!='; readonly operand: NumberOperand | TextOperand | LiteralOperand}
	| {readonly operator: Order; readonly operand: NumberOperand | TextOperand}
	/** Contains, or matches a regular expression. */
	| {readonly operator: '~'; readonly operand: TextOperand | {readonly type: 'regex'; readonly regex: RegexText}};

/** With the digits that were typed. */
export type NumberOperand = {readonly type: 'number'; readonly text: string};
export type TextOperand = {readonly type: 'text'; readonly text: string};
export type LiteralOperand = {readonly type: 'literal'; readonly text: 'true' | 'false' | 'null'};

export type NumberTest = {readonly operator: Order; readonly number: string};

/** The whole of a value. `*` stands for any text, `?` for one character, unless it was quoted. */
export type Pattern = {readonly text: string; readonly isWild: boolean};

export type WildField = 'key' | 'group' | 'id' | 'dedup' | 'from' | 'shard' | 'type' | 'name';
export type AmountField = 'recv' | 'size' | 'age' | 'dies' | 'sent' | 'ready' | 'flight' | 'delay' | 'dlq';

/** What amounts of a field are: plain numbers, bytes, times that pass, instants. */
export type AmountKind = 'count' | 'bytes' | 'duration' | 'instant';

export type Range =
	| {readonly operator: Order | '='; readonly amount: Amount}
	/** Both ends belong to it. At least one is there. */
	| {readonly operator: '..'; readonly from?: Amount; readonly to?: Amount};

export type Amount = {
	/** As it was typed: `64K`, `1h30m`, `14:00`. */
	readonly text: string;
	/** A count, bytes or milliseconds; of instants by `origin`. */
	readonly value: number;
	/** Instants only: `value` is since 1970, since midnight (UTC, of today or yesterday), or before now. */
	readonly origin?: 'epoch' | 'midnight' | 'now';
	/** Instants only: `14:05` is a minute long, `2026-11-25` a day. */
	readonly spanMs?: number;
};

/** Characters of a filter at most: what is longer was pasted by mistake. */
export const filterLengthMax = 4096;

export function isFilterError(parsed: Filter | FilterError): parsed is FilterError {
	return 'message' in parsed;
}

/** Of `.detail.tags[*]` as it is typed. */
export function jsonPathText(path: JsonPath): string {
	let text = '';
	for (const segment of path) {
		if (segment.type === 'items') text += text === '' ? '.[*]' : '[*]';
		else if (segment.type === 'item') text += text === '' ? `.[${segment.index}]` : `[${segment.index}]`;
		else text += plainKey.test(segment.key) ? `.${segment.key}` : `.${JSON.stringify(segment.key)}`;
	}
	return text === '' ? '.' : text;
}

const plainKey = /^[\p{L}\p{N}_$@-]+$/u;
