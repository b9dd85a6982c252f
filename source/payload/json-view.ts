import {LazyLines, type ViewLine, type ViewToken, type ViewTokenKind} from './lazy-lines.ts';
import {safeSegments} from './safe-text.ts';

/** Characters of JSON that are laid out; of more, the start. */
export const jsonLengthMax = 1_048_576;
/** Nesting that is laid out; what lies deeper is left to a pager. */
export const jsonDepthMax = 200;

export type JsonView = {
	readonly lines: LazyLines;
	/** Why only the start is shown, once that is known: at once for the size, for the depth when its line was made. */
	cut(): 'size' | 'depth' | undefined;
};

/**
Lays out JSON for reading, from its source text: numbers keep their digits, and key order and duplicate keys stay, which parsing would lose.

Undefined when the text is no JSON. Of a text longer than 1 MiB only the beginning is looked at.
*/
export function viewJson(source: string): JsonView | undefined {
	const isTooLong = source.length > jsonLengthMax;
	if (isTooLong ? !/^\s*[[{]/.test(source.slice(0, 64)) : !isJson(source)) return undefined;
	const layout = new JsonLayout(isTooLong ? source.slice(0, jsonLengthMax).toWellFormed() : source);
	return {lines: new LazyLines(layout.lines()), cut: () => (isTooLong ? 'size' : layout.isTooDeep ? 'depth' : undefined)};
}

export function isJson(text: string): boolean {
	// Parsing is dear; most that is no JSON shows it at once.
	if (!/^\s*(?:[[{"\d-]|true|false|null)/.test(text)) return false;
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
}

type Lexeme = {readonly kind: 'string' | 'punctuation' | 'number' | 'literal'; readonly text: string};

/** Walks over the tokens of JSON that is known to be right, or cut off at its end. */
class JsonLayout {
	isTooDeep = false;
	readonly #source: string;
	#next: Lexeme | undefined;
	#line: ViewToken[] = [];
	/** A line that the last token ended. */
	#finished: ViewLine | undefined;
	#depth = 0;
	#isJustOpened = false;

	constructor(source: string) {
		this.#source = source;
	}

	*lines(): Generator<ViewLine> {
		const lexemes = lexemesOf(this.#source);
		this.#next = lexemes.next().value;
		while (this.#next && !this.isTooDeep) {
			const lexeme = this.#next;
			this.#next = lexemes.next().value;
			this.#place(lexeme);
			if (this.#finished) yield this.#finished;
			this.#finished = undefined;
		}
		if (this.#line.length > 0) yield this.#line;
	}

	#place(lexeme: Lexeme): void {
		const {text} = lexeme;
		if (text === ']' || text === '}') {
			this.#depth--;
			if (!this.#isJustOpened) this.#break();
			this.#push('punctuation', text);
			this.#isJustOpened = false;
			return;
		}
		const isKey = lexeme.kind === 'string' && this.#next?.text === ':';
		this.#push(isKey ? 'key' : lexeme.kind, text === ':' ? ': ' : text);
		this.#isJustOpened = text === '[' || text === '{';
		if (text === ',') this.#break();
		if (this.#isJustOpened) this.#open();
	}

	#open(): void {
		this.#depth++;
		// An empty object stays on its line.
		if (this.#next?.text === ']' || this.#next?.text === '}') return;
		this.isTooDeep = this.#depth > jsonDepthMax;
		if (this.isTooDeep) this.#line.push({text: '…', kind: 'punctuation'});
		else this.#break();
	}

	#break(): void {
		this.#finished = this.#line;
		this.#line = this.#depth > 0 ? [{text: '  '.repeat(this.#depth), kind: 'punctuation'}] : [];
	}

	#push(kind: ViewTokenKind, text: string): void {
		for (const segment of safeSegments(text)) this.#line.push({text: segment.text, kind: segment.isEscape ? 'escape' : kind});
	}
}

function* lexemesOf(source: string): Generator<Lexeme, undefined> {
	let index = 0;
	while (index < source.length) {
		const first = source[index] ?? '';
		if (first <= ' ' || first === '\uFEFF') {
			index++;
			continue;
		}
		const end = first === '"' ? stringEnd(source, index) : '{}[],:'.includes(first) ? index + 1 : wordEnd(source, index);
		yield {kind: kindOf(first), text: source.slice(index, end)};
		index = end;
	}
	return undefined;
}

function kindOf(first: string): Lexeme['kind'] {
	if (first === '"') return 'string';
	if ('{}[],:'.includes(first)) return 'punctuation';
	return /[\d-]/.test(first) ? 'number' : 'literal';
}

/** Index after the closing quote. No regular expression: it would keep a way back for each of a million characters. */
function stringEnd(source: string, start: number): number {
	let quote = source.indexOf('"', start + 1);
	while (quote !== -1) {
		let backslashes = 0;
		while (source[quote - 1 - backslashes] === '\\') backslashes++;
		if (backslashes % 2 === 0) return quote + 1;
		quote = source.indexOf('"', quote + 1);
	}
	return source.length;
}

function wordEnd(source: string, start: number): number {
	const pattern = /[\s{}[\],:"]/g;
	pattern.lastIndex = start + 1;
	return pattern.exec(source)?.index ?? source.length;
}

/** Any text, line by line. */
export function viewText(source: string): LazyLines {
	return new LazyLines(textLines(source));
}

function* textLines(source: string): Generator<ViewLine> {
	let start = 0;
	while (start <= source.length) {
		const found = source.indexOf('\n', start);
		const end = found === -1 ? source.length : found;
		// A carriage return at the end of a line is how some systems end it; anywhere else it is drawn.
		const line = source.slice(start, source[end - 1] === '\r' && found !== -1 ? end - 1 : end);
		if (found !== -1 || line !== '' || start === 0)
			yield safeSegments(line).map(({text, isEscape}) => ({text, kind: isEscape ? 'escape' : 'text'}));
		start = end + 1;
	}
}

/** Bytes, 16 a line: offset, hexadecimal, ASCII. */
export function viewHex(bytes: Uint8Array): LazyLines {
	return new LazyLines(hexLines(bytes));
}

const bytesPerLine = 16;

function* hexLines(bytes: Uint8Array): Generator<ViewLine> {
	for (let offset = 0; offset < bytes.length || offset === 0; offset += bytesPerLine) {
		const row = bytes.subarray(offset, offset + bytesPerLine);
		const pairs = Array.from(row, byte => byte.toString(16).padStart(2, '0'));
		const hex = `${pairs.slice(0, 8).join(' ')}  ${pairs.slice(8).join(' ')}`.padEnd(bytesPerLine * 3);
		const ascii = Array.from(row, byte => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
		yield [
			{text: offset.toString(16).padStart(8, '0'), kind: 'punctuation'},
			{text: `  ${hex}  `, kind: 'number'},
			{text: ascii, kind: 'text'},
		];
	}
}
