import stringWidth from 'string-width';

const segmenter = new Intl.Segmenter();

// eslint-disable-next-line no-control-regex -- The first and last of printable ASCII.
const plainAscii = /^[\u0020-\u007E]*$/;

/**
Cells the text takes, counted as Ink counts them. Colour codes take none.

@param text Safe text: see `safe-text.ts`.
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
	const start = beginning(text, width);
	if (plainAscii.test(start)) return start.slice(0, width);
	let taken = '';
	let left = width;
	for (const {segment} of segmenter.segment(start)) {
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
	// Latin (without the soft hyphen), IPA, spacing modifiers; Greek, Cyrillic, Armenian and Hebrew letters follow after the combining marks.
	if (code < 0x300) return code >= 0xa0 && code !== 0xad ? 1 : 0;
	if (code < 0x2010)
		return (code >= 0x370 && code <= 0x3ff) || (code >= 0x400 && code <= 0x482) || (code >= 0x48a && code <= 0x52f) ? 1 : 0;
	// Dashes, quotes, the ellipsis, signs, currency, arrows, mathematics; box drawing, blocks and shapes.
	if (code <= 0x25fc)
		return (code <= 0x2027 && code !== 0x2011) || (code >= 0x2030 && code <= 0x205e) || (code >= 0x2190 && code <= 0x22ff) || code >= 0x2500
			? 1
			: 0;
	// Kana letters, unified ideographs, Hangul syllables.
	if ((code >= 0x3041 && code <= 0x3096) || (code >= 0x30a1 && code <= 0x30fa) || (code >= 0x4e00 && code <= 0x9fff)) return 2;
	return 0;
}
