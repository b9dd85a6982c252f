/**
Reads JSON in its source text, so that digits, duplicate keys and their order are as they were sent.

The text must be JSON already: `isJson` says so. Of anything else the answers are of no use, but nothing hangs or throws.
*/

/** A value, from its first character to behind its last. */
export type JsonSpan = {readonly start: number; readonly end: number};

export type JsonKind = 'object' | 'array' | 'string' | 'number' | 'true' | 'false' | 'null';

/** The value of the whole text. */
export function jsonRoot(source: string): JsonSpan {
	const start = skipSpace(source, 0);
	return {start, end: jsonEnd(source, start)};
}

export function jsonKind(source: string, {start}: JsonSpan): JsonKind {
	switch (source[start]) {
		case '{':
			return 'object';
		case '[':
			return 'array';
		case '"':
			return 'string';
		case 't':
			return 'true';
		case 'f':
			return 'false';
		case 'n':
			return 'null';
		default:
			return 'number';
	}
}

/** The text of a string, without quotes and escapes. */
export function jsonString(source: string, {start, end}: JsonSpan): string {
	const inner = source.slice(start + 1, end - 1);
	return inner.includes('\\') ? (JSON.parse(source.slice(start, end)) as string) : inner; // It begins with a quote.
}

/** Calls for each member of an object, until the visitor answers true; then this does, too. */
export function someMember(source: string, object: JsonSpan, visit: (key: string, value: JsonSpan) => boolean): boolean {
	let index = skipSpace(source, object.start + 1);
	while (index < object.end && source[index] === '"') {
		const keyEnd = stringEnd(source, index);
		const key = jsonString(source, {start: index, end: keyEnd});
		// Behind the key and its colon.
		const start = skipSpace(source, skipSpace(source, keyEnd) + 1);
		const end = jsonEnd(source, start);
		if (visit(key, {start, end})) return true;
		// Behind the comma.
		index = skipSpace(source, skipSpace(source, end) + 1);
	}
	return false;
}

/** The same for the items of an array. */
export function someItem(source: string, array: JsonSpan, visit: (item: JsonSpan, index: number) => boolean): boolean {
	let start = skipSpace(source, array.start + 1);
	for (let index = 0; start < array.end - 1; index++) {
		const end = jsonEnd(source, start);
		if (end === start || visit({start, end}, index)) return end !== start;
		start = skipSpace(source, skipSpace(source, end) + 1);
	}
	return false;
}

function skipSpace(source: string, from: number): number {
	let index = from;
	while (index < source.length && source.charCodeAt(index) <= 32) index++;
	return index;
}

/** Behind the value that begins here, however deep it is. */
function jsonEnd(source: string, start: number): number {
	const first = source[start];
	if (first === '"') return stringEnd(source, start);
	if (first !== '{' && first !== '[') return wordEnd(source, start);
	let depth = 0;
	for (let index = start; index < source.length; index++) {
		const code = source.charCodeAt(index);
		if (code === quote) index = stringEnd(source, index) - 1;
		else if (code === openBrace || code === openBracket) depth++;
		else if ((code === closeBrace || code === closeBracket) && --depth === 0) return index + 1;
	}
	return source.length;
}

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const [openBrace, closeBrace] = [0x7b, 0x7d];
const [openBracket, closeBracket] = [0x5b, 0x5d];

/** Behind the closing quote. */
function stringEnd(source: string, start: number): number {
	let end = source.indexOf('"', start + 1);
	while (end !== -1) {
		let backslashes = 0;
		while (source.charCodeAt(end - 1 - backslashes) === backslash) backslashes++;
		if (backslashes % 2 === 0) return end + 1;
		end = source.indexOf('"', end + 1);
	}
	return source.length;
}

function wordEnd(source: string, start: number): number {
	let index = start;
	while (index < source.length) {
		const code = source.charCodeAt(index);
		if (code <= 32 || code === comma || code === closeBrace || code === closeBracket) break;
		index++;
	}
	return index;
}
