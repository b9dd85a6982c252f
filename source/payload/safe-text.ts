import stringWidth from 'string-width';

/**
Text from outside (bodies, keys, names, attributes, errors from AWS) as it may be drawn: nothing in it can move the cursor, hide, reorder or take no cell.

What cannot be drawn becomes an escape such as `\u009b`; a newline, tab and carriage return become `\n`, `\t`, `\r`. Copy and save use the original text, never this one.
*/

/** A piece of safe text. Escapes are drawn dimmed, so that `\n` for a newline differs from a backslash and an n that were sent. */
export type SafeSegment = {readonly text: string; readonly isEscape: boolean};

// C0, DEL, C1, format characters (bidirectional, zero-width, tags, BOM), variation selectors and other ignorables, line separators, lone surrogates, noncharacters. And what changes the width of the emoji before it, since terminals disagree by how much: skin tones, flags, keycaps.
const hidden = String.raw`[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\p{Emoji_Modifier}\p{Regional_Indicator}\u20E3]`;

// A mark with nothing to sit on would change the cell before it; a tower of marks would reach into the rows above.
const strayMarks = String.raw`^\p{M}+|(?<=\s)\p{M}+|(?<=\p{M}{3})\p{M}+`;

const harmful = new RegExp(`${hidden}\\p{M}*|${strayMarks}`, 'gv');

/** A cluster of which terminals and Ink disagree how wide it is, in one cell. */
export const clusterMark = '□';

// What such clusters hold: joiners, emoji presentation, keycaps, skin tones, flags.
const clusterHint = /\u200D|\uFE0F|\u20E3|[\p{Emoji_Modifier}\p{Regional_Indicator}]/v;
const clusterCore = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\u20E3]/v;

const plainAscii = /^[\u0020-\u007E]*$/;

const segmenter = new Intl.Segmenter();

/** The text with everything made visible that could harm the screen. Same string when nothing is. */
export function safeText(text: string): string {
	return isPlain(text) ? text : text.replace(harmful, escapeCharacters);
}

/** The same as `safeText`, in pieces that say which are escapes. Adjoining escapes are one piece. */
export function safeSegments(text: string): readonly SafeSegment[] {
	if (text === '') return [];
	return isPlain(text) ? [{text, isEscape: false}] : splitAtHarm(text);
}

/**
Text for one row of data: like `safeSegments`, and emoji built from several code points become `□`, since terminals disagree on their width.

Not for titles or fields in which people edit.
*/
export function rowSegments(text: string): readonly SafeSegment[] {
	if (isPlain(text) || !clusterHint.test(text)) return safeSegments(text);
	const segments: SafeSegment[] = [];
	let plain = '';
	for (const {segment} of segmenter.segment(text)) {
		if (!isDisputedCluster(segment)) {
			plain += segment;
			continue;
		}
		segments.push(...safeSegments(plain), {text: clusterMark, isEscape: true});
		plain = '';
	}
	return [...segments, ...safeSegments(plain)];
}

export function rowText(text: string): string {
	return joinSegments(rowSegments(text));
}

export function joinSegments(segments: readonly SafeSegment[]): string {
	return segments.map(segment => segment.text).join('');
}

/**
The beginning of a body in one row: safe, cut to `width` cells with `…`.

Looks at a slice only, so that a body of a megabyte costs as much as a short one, and copies it, so that what the screen keeps does not keep the body.
*/
export function safePreview(body: string, width: number, mark = '…'): string {
	return joinSegments(safePreviewSegments(body, width, mark));
}

/** The same in pieces that say which are escapes. */
export function safePreviewSegments(body: string, width: number, mark = '…'): readonly SafeSegment[] {
	if (width <= 0) return [];
	const beginningOnly = body.slice(0, width + 1);
	if (isPlain(beginningOnly)) return [{text: copyOf(cutToWidth(beginningOnly, width, mark)), isEscape: false}];
	const sliceLength = width * 4 + 16;
	const isSliced = body.length > sliceLength;
	const slice = isSliced ? copyOf(body.slice(0, sliceLength)) : body;
	return cutSegments(rowSegments(slice), width, {mark, isMoreToCome: isSliced});
}

/** Cuts pieces to `width` cells in all. With more to come the mark stands even when they fit. */
export function cutSegments(
	segments: readonly SafeSegment[],
	width: number,
	options: {mark?: string; isMoreToCome?: boolean} = {},
): readonly SafeSegment[] {
	const {mark = '…', isMoreToCome = false} = options;
	const cut: SafeSegment[] = [];
	let left = width;
	for (const [index, segment] of segments.entries()) {
		const cells = displayWidth(segment.text);
		const isLast = index === segments.length - 1 && !isMoreToCome;
		if (cells < left || (cells === left && isLast)) {
			cut.push(segment);
			left -= cells;
			continue;
		}
		cut.push({...segment, text: cutToWidth(segment.text + mark, left, mark)});
		return cut;
	}
	if (isMoreToCome) cut.push({text: cutToWidth(mark, left, mark), isEscape: false});
	return cut;
}

/**
Cells the text takes, counted as Ink counts them. Colour codes take none.

@param text Safe text.
*/
export function displayWidth(text: string): number {
	if (plainAscii.test(text)) return text.length;
	let width = 0;
	for (let index = 0; index < text.length; index++) {
		const cells = simpleCells(text.charCodeAt(index));
		if (cells === 0) return stringWidth(text);
		width += cells;
	}
	return width;
}

/**
The text in at most `width` cells, with `mark` at its end when something was cut.

Looks only at the beginning of a long text.
*/
export function cutToWidth(text: string, width: number, mark = '…'): string {
	if (width <= 0) return '';
	const start = beginning(text, width);
	if (start.length === text.length && displayWidth(text) <= width) return text;
	return takeCells(start, width - displayWidth(mark)) + mark.slice(0, width);
}

/** The text and as many spaces as fill `width` cells. Never shorter than the text. */
export function padToWidth(text: string, width: number): string {
	const missing = width - displayWidth(text);
	return missing > 0 ? text + ' '.repeat(missing) : text;
}

/** The same, with the text at the right: for numbers. */
export function padStartToWidth(text: string, width: number): string {
	const missing = width - displayWidth(text);
	return missing > 0 ? ' '.repeat(missing) + text : text;
}

/** Exactly `width` cells: cut or padded. */
export function fitToWidth(text: string, width: number, mark = '…'): string {
	return padToWidth(cutToWidth(text, width, mark), width);
}

/** A name in at most `width` cells, cut in the middle: names of one family differ at their ends. */
export function cutMiddle(name: string, width: number, mark = '…'): string {
	if (width <= 0) return '';
	if (displayWidth(name) <= width) return name;
	const room = width - displayWidth(mark);
	if (room < 2) return cutToWidth(name, width, mark);
	const endWidth = Math.floor(room / 2);
	return takeCells(name, room - endWidth) + mark + takeLastCells(name, endWidth);
}

/** As much of the text as fits in `width` cells, by grapheme, without a mark. */
export function takeCells(text: string, width: number): string {
	if (width <= 0) return '';
	let left = width;
	for (let index = 0; index < text.length; index++) {
		const cells = simpleCells(text.charCodeAt(index));
		// Also the first character that does not fit is looked at: it may belong to the last one that does.
		if (cells === 0) return takeClusters(text, width);
		left -= cells;
		if (left < 0) return text.slice(0, index);
	}
	return text;
}

function isDisputedCluster(cluster: string): boolean {
	const isOneCharacter = cluster.length === 1 || (cluster.length === 2 && (cluster.codePointAt(0) ?? 0) > 0xff_ff);
	return clusterCore.test(cluster) && !(isOneCharacter && !clusterHint.test(cluster));
}

function splitAtHarm(text: string): readonly SafeSegment[] {
	const segments: SafeSegment[] = [];
	let end = 0;
	for (const match of text.matchAll(harmful)) {
		const last = segments.at(-1);
		const escaped = escapeCharacters(match[0]);
		if (match.index === end && last?.isEscape) segments[segments.length - 1] = {text: last.text + escaped, isEscape: true};
		else {
			if (match.index > end) segments.push({text: text.slice(end, match.index), isEscape: false});
			segments.push({text: escaped, isEscape: true});
		}
		end = match.index + match[0].length;
	}
	if (end < text.length) segments.push({text: text.slice(end), isEscape: false});
	return segments;
}

function escapeCharacters(characters: string): string {
	let escaped = '';
	for (const character of characters) escaped += escapeCharacter(character);
	return escaped;
}

function escapeCharacter(character: string): string {
	if (character === '\n') return String.raw`\n`;
	if (character === '\r') return String.raw`\r`;
	if (character === '\t') return String.raw`\t`;
	const hex = (character.codePointAt(0) ?? 0).toString(16);
	return hex.length > 4 ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`;
}

/** A string of its own: a slice would keep the whole body alive. The last half of a cut pair is dropped. */
function copyOf(slice: string): string {
	const last = slice.charCodeAt(slice.length - 1);
	const whole = last >= 0xd8_00 && last <= 0xdb_ff ? slice.slice(0, -1) : slice;
	return Buffer.from(whole, 'utf16le').toString('utf16le');
}

function takeClusters(text: string, width: number): string {
	let taken = '';
	let left = width;
	for (const {segment} of segmenter.segment(beginning(text, width))) {
		left -= displayWidth(segment);
		if (left < 0) break;
		taken += segment;
	}
	return taken;
}

function takeLastCells(text: string, width: number): string {
	const end = text.slice(-codeUnitsFor(width));
	if (plainAscii.test(end)) return end.slice(-width);
	const clusters = [...segmenter.segment(end)].map(part => part.segment);
	let first = clusters.length;
	let left = width;
	while (first > 0) {
		left -= displayWidth(clusters[first - 1] ?? '');
		if (left < 0) break;
		first--;
	}
	return clusters.slice(first).join('');
}

/** Whether there is nothing in the text but characters that stand for themselves. */
function isPlain(text: string): boolean {
	for (let index = 0; index < text.length; index++) if (simpleCells(text.charCodeAt(index)) === 0) return false;
	return true;
}

/** Code units that can matter for so many cells: enough for clusters of several characters, and a bound for text that takes no cells at all. */
function codeUnitsFor(width: number): number {
	return width * 8 + 32;
}

function beginning(text: string, width: number): string {
	const limit = codeUnitsFor(width);
	return text.length <= limit
		? text
		: text
				.slice(0, limit)
				.toWellFormed()
				.replace(/\uFFFD$/, '');
}

/**
Cells of a character that always stands for itself, whatever its neighbours: 1 or 2. 0 for all that needs a closer look.

Why: asking string-width about each row costs some 100 times more.
*/
function simpleCells(code: number): 0 | 1 | 2 {
	if (code < 0x7f) return code >= 0x20 ? 1 : 0;
	// Latin (without the soft hyphen), IPA, spacing modifiers; behind the combining marks Greek and Cyrillic.
	if (code < 0x300) return code >= 0xa0 && code !== 0xad ? 1 : 0;
	if (code < 0x2010)
		return (code >= 0x370 && code <= 0x3ff) || (code >= 0x400 && code <= 0x482) || (code >= 0x48a && code <= 0x52f) ? 1 : 0;
	// Dashes, quotes, the ellipsis, signs, currency, arrows, mathematics; box drawing, blocks and shapes.
	if (code <= 0x25fc)
		return (code <= 0x2027 && code !== 0x2011) || (code >= 0x2030 && code <= 0x205e) || (code >= 0x2190 && code <= 0x22ff) || code >= 0x2500
			? 1
			: 0;
	// Punctuation and kana, unified ideographs, Hangul syllables, full-width forms.
	if (code < 0x4e00)
		return (code >= 0x3001 && code <= 0x3029) || (code >= 0x3041 && code <= 0x3096) || (code >= 0x309b && code <= 0x30ff) ? 2 : 0;
	return code <= 0x9fff || (code >= 0xac00 && code <= 0xd7a3) || (code >= 0xff01 && code <= 0xff60) ? 2 : 0;
}
