/**
JSON as a list of tokens that know where they stand, with the errors of Jackson, the parser that AWS uses and whose texts it passes on.

Made for policies of a few kilobytes: what is wrong in one is told with line and column.
*/
export type JsonToken = {
	readonly type: JsonTokenType;
	/** Of a string or field name: its value. Of others: as written. */
	readonly text: string;
	/** Offset of the first character. */
	readonly start: number;
	/** Offset after the last character. */
	readonly end: number;
};

export type JsonTokenType = '{' | '}' | '[' | ']' | 'name' | 'string' | 'number' | 'true' | 'false' | 'null' | 'end';

/** The text is no JSON. `offset` is where. */
export class JsonSyntaxError extends Error {
	override readonly name = 'JsonSyntaxError';
	readonly offset: number;

	constructor(message: string, offset: number) {
		super(message);
		this.offset = offset;
	}
}

/** Jackson refuses deeper nesting. */
const depthMax = 1000;

const expectedValue = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";

type Reader = {
	readonly source: string;
	readonly tokens: JsonToken[];
	/** Open brackets, outermost first. */
	readonly open: Array<'{' | '['>;
	offset: number;
};

/** The tokens of one JSON value, ending with one of type `end`. Throws JsonSyntaxError. */
export function readJsonTokens(source: string): readonly JsonToken[] {
	const reader: Reader = {source, tokens: [], open: [], offset: 0};
	readValue(reader);
	while (reader.open.length > 0) readNext(reader);
	skipSpace(reader);
	if (reader.offset < source.length) fail(reader, `${unexpected(reader)}: Unexpected trailing content`);
	reader.tokens.push({type: 'end', text: '', start: reader.offset, end: reader.offset});
	return reader.tokens;
}

/** What follows inside an open object or array: its end, or a comma and an entry. */
function readNext(reader: Reader): void {
	const isObject = reader.open.at(-1) === '{';
	const close = isObject ? '}' : ']';
	const last = reader.tokens.at(-1);
	const isFirst = last?.type === '{' || last?.type === '[';
	skipSpace(reader);
	const next = reader.source[reader.offset];
	if (next === undefined) fail(reader, `Unexpected end-of-input: expected close marker for ${isObject ? 'Object' : 'Array'}`);
	if (next === close) {
		push(reader, close, close, reader.offset + 1);
		reader.open.pop();
		return;
	}
	if (!isFirst) {
		if (next !== ',') fail(reader, `${unexpected(reader)}: was expecting comma to separate ${isObject ? 'Object' : 'Array'} entries`);
		reader.offset++;
		skipSpace(reader);
	}
	if (isObject) readName(reader);
	readValue(reader);
}

function readName(reader: Reader): void {
	if (reader.source[reader.offset] !== '"') fail(reader, `${unexpected(reader)}: was expecting double-quote to start field name`);
	readString(reader, 'name');
	skipSpace(reader);
	if (reader.source[reader.offset] !== ':') fail(reader, `${unexpected(reader)}: was expecting a colon to separate field name and value`);
	reader.offset++;
}

function readValue(reader: Reader): void {
	skipSpace(reader);
	const next = reader.source[reader.offset];
	if (next === '{' || next === '[') {
		if (reader.open.length >= depthMax) fail(reader, `Document nesting depth (${depthMax + 1}) exceeds the maximum allowed (${depthMax})`);
		push(reader, next, next, reader.offset + 1);
		reader.open.push(next);
		return;
	}
	if (next === '"') {
		readString(reader, 'string');
		return;
	}
	const word = /[\w$.+-]*/y;
	word.lastIndex = reader.offset;
	const text = word.exec(reader.source)?.[0] ?? '';
	if (text === 'true' || text === 'false' || text === 'null') push(reader, text, text, reader.offset + text.length);
	else if (/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text)) push(reader, 'number', text, reader.offset + text.length);
	else if (/^[A-Za-z_$]/.test(text)) fail(reader, `Unrecognized token '${text}': was expecting ${expectedValue}`);
	else fail(reader, `${unexpected(reader)}: expected a valid value ${expectedValue}`);
}

function readString(reader: Reader, type: 'name' | 'string'): void {
	let end = reader.offset + 1;
	for (;;) {
		const character = reader.source[end];
		if (character === undefined) fail(reader, 'Unexpected end-of-input: was expecting closing quote for a string value');
		if (character === '"') break;
		end += character === '\\' ? 2 : 1;
	}
	end++;
	let text: unknown;
	try {
		text = JSON.parse(reader.source.slice(reader.offset, end));
	} catch {
		// A bad escape or a control character; Jackson names the one or the other, and where.
		fail(reader, 'Illegal character in string value: has to be escaped using backslash to be included in string value');
	}
	push(reader, type, String(text), end);
}

function push(reader: Reader, type: JsonTokenType, text: string, end: number): void {
	reader.tokens.push({type, text, start: reader.offset, end});
	reader.offset = end;
}

function skipSpace(reader: Reader): void {
	while (/\s/.test(reader.source[reader.offset] ?? '')) reader.offset++;
}

/** `Unexpected character ('i' (code 105))`, or the end. */
function unexpected(reader: Reader): string {
	const character = reader.source[reader.offset];
	return character === undefined ? 'Unexpected end-of-input' : `Unexpected character ('${character}' (code ${character.charCodeAt(0)}))`;
}

function fail(reader: Reader, message: string): never {
	throw new JsonSyntaxError(message, reader.offset);
}

/** Jackson shows no more of the source than this. */
const shownLengthMax = 500;

/** ` at [Source: (String)"{…}"; line: 1, column: 2]`, as Jackson ends its messages; `offset` counts from 0. */
export function jacksonLocation(source: string, offset: number): string {
	const before = source.slice(0, offset);
	const line = before.split('\n').length;
	const column = offset - (before.lastIndexOf('\n') + 1) + 1;
	const hidden = source.length - shownLengthMax;
	const shown = hidden > 0 ? `"${source.slice(0, shownLengthMax)}"[truncated ${hidden} chars]` : `"${source}"`;
	return ` at [Source: (String)${shown}; line: ${line}, column: ${column}]`;
}

/** The same JSON without the white space between its tokens. */
export function compactJson(tokens: readonly JsonToken[], source: string): string {
	let text = '';
	for (const [index, token] of tokens.entries()) {
		const before = tokens[index - 1]?.type;
		const isEntry = token.type !== '}' && token.type !== ']' && token.type !== 'end';
		if (isEntry && before !== undefined && before !== '{' && before !== '[' && before !== 'name') text += ',';
		text += source.slice(token.start, token.end);
		if (token.type === 'name') text += ':';
	}
	return text;
}
