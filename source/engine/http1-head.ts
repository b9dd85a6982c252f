/** The head of a request that holds nothing unusual. */
export type PlainHead = {
	readonly method: string;
	/** Path and query string as they were sent. */
	readonly target: string;
	/** Bytes of the body, which follows the head. */
	readonly contentLength: number;
	/** A header's value by lower-case name; the first one where there are several. */
	header(name: string): string | undefined;
};

/** What a head may consist of, up to the empty line that ends it: no folded lines, no control characters, nothing before the colon but the name. */
const plain = /^(?:POST|GET) \/[\x21-\x7e]* HTTP\/1\.1(?:\r\n[!#$%&'*+\-.^_`|~0-9A-Za-z]+:[\t\x20-\x7e\x80-\xff]*)*$/;

/** Headers that ask for more than to read a body of known length and to keep the connection. */
const unusual: ReadonlySet<string> = new Set(['transfer-encoding', 'expect', 'upgrade']);

/** Of the names that decide how to read a request; other names need not be looked at. */
const decisiveLengths: ReadonlySet<number> = new Set([...unusual, 'connection', 'content-length'].map(name => name.length));

/**
Reads a request's head when it is a GET or a POST such as every AWS client sends

Undefined for all else: chunked bodies, expectations, upgrades, connections that shall close, and whatever is not valid. Those are Node's to read and to refuse.

@param text The head in Latin-1, without the empty line that ends it.
*/
export function readPlainHead(text: string): PlainHead | undefined {
	if (!plain.test(text)) return undefined;
	const lineEnd = endOfLine(text, 0);
	const targetStart = text.indexOf(' ') + 1;
	const names: string[] = [];
	const values: string[] = [];
	let contentLength: number | undefined;
	for (let start = lineEnd + 2; start < text.length;) {
		const end = endOfLine(text, start);
		const colon = text.indexOf(':', start);
		const name = text.slice(start, colon);
		const value = trimmed(text, colon + 1, end);
		start = end + 2;
		names.push(name);
		values.push(value);
		if (!decisiveLengths.has(name.length)) continue;
		const known = name.toLowerCase();
		if (unusual.has(known)) return undefined;
		if (known === 'connection' && value.toLowerCase() !== 'keep-alive') return undefined;
		if (known !== 'content-length') continue;
		if (contentLength !== undefined || !/^\d{1,9}$/.test(value)) return undefined;
		contentLength = Number(value);
	}
	return {
		method: text.slice(0, targetStart - 1),
		target: text.slice(targetStart, text.indexOf(' ', targetStart)),
		contentLength: contentLength ?? 0,
		header: name => values[names.findIndex(known => known.length === name.length && (known === name || known.toLowerCase() === name))],
	};
}

/** Without the spaces and tabs around it; `trim` would take a no-break space for one. */
function trimmed(text: string, from: number, to: number): string {
	let start = from;
	let end = to;
	while (start < end && isBlank(text.charCodeAt(start))) start++;
	while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
	return text.slice(start, end);
}

function isBlank(code: number): boolean {
	return code === 0x20 || code === 0x09;
}

function endOfLine(text: string, start: number): number {
	const end = text.indexOf('\r\n', start);
	return end === -1 ? text.length : end;
}
