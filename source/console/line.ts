import {cutToWidth, displayWidth, padToWidth} from '../payload/safe-text.ts';

/** What a piece of text means on screen; `theme.ts` gives it a colour. */
export type Look =
	| 'text'
	| 'dim'
	| 'bold'
	| 'selection'
	| 'prod'
	| 'prodYellow'
	| 'prodGreen'
	| 'prodBlue'
	| 'prodMagenta'
	| 'prodCyan'
	| 'loss'
	| 'fail'
	| 'slow'
	| 'risk'
	| 'ok'
	| 'accent'
	| 'jsonKey'
	| 'jsonString'
	| 'jsonNumber'
	| 'jsonLiteral'
	| 'match'
	| 'old'
	| 'field'
	| 'lane1'
	| 'lane2'
	| 'lane3'
	| 'lane4'
	| 'lane5'
	| 'lane6';

export type Span = {readonly text: string; readonly look?: Look};

/** One row of the screen, left to right. Text in it is already safe to draw (payload/safe-text.ts). */
export type Line = readonly Span[];

/** Where a view may draw, in cells. */
export type Area = {readonly columns: number; readonly rows: number};

export const blank: Line = [];

export function line(...parts: ReadonlyArray<string | Span | undefined | false>): Line {
	const spans: Span[] = [];
	for (const part of parts) {
		if (!part) continue;
		spans.push(typeof part === 'string' ? {text: part} : part);
	}
	return spans;
}

export function span(text: string, look?: Look): Span {
	return look ? {text, look} : {text};
}

export function lineWidth(spans: Line): number {
	let width = 0;
	for (const {text} of spans) width += displayWidth(text);
	return width;
}

/** Cuts or pads a line to exactly `width` cells. */
export function fitLine(spans: Line, width: number): Line {
	const fitted: Span[] = [];
	let left = width;
	for (const part of spans) {
		const partWidth = displayWidth(part.text);
		if (partWidth <= left) {
			fitted.push(part);
			left -= partWidth;
			continue;
		}
		if (left > 0) fitted.push({...part, text: padToWidth(cutToWidth(part.text, left), left)});
		return fitted;
	}
	if (left > 0) fitted.push({text: ' '.repeat(left)});
	return fitted;
}

/** Breaks a line at spaces, as wide as it may be; what goes on is indented. Looks are kept. */
export function wrapLine(spans: Line, {columns, indent}: {columns: number; indent: number}): readonly Line[] {
	if (lineWidth(spans) <= columns) return [spans];
	const rows: Span[][] = [[]];
	let used = 0;
	for (const {text, look} of spans) {
		for (const word of text.split(/(?<= )(?! )/)) {
			const isOver = used + displayWidth(word.trimEnd()) > columns && used > indent;
			if (isOver) {
				rows.push([span(' '.repeat(indent))]);
				used = indent;
			}
			const shown = isOver ? word.trimStart() : word;
			rows.at(-1)?.push(span(shown, look));
			used += displayWidth(shown);
		}
	}
	return rows;
}

/** Left and right text in one line of exactly `width` cells. The right side wins when room is short. */
export function spread(left: Line, right: Line, width: number): Line {
	const rightWidth = lineWidth(right);
	if (rightWidth >= width) return fitLine(right, width);
	return [...fitLine(left, width - rightWidth), ...right];
}

/** Exactly `rows` lines: cut at the end or filled up with blank ones. */
export function fitRows(lines: readonly Line[], rows: number): readonly Line[] {
	if (lines.length >= rows) return lines.slice(0, rows);
	return [...lines, ...Array.from({length: rows - lines.length}, () => blank)];
}

/** Two blocks side by side with a rule between them. */
export function beside(
	left: readonly Line[],
	right: readonly Line[],
	options: {leftWidth: number; rightWidth: number; rows: number; rule: string},
): readonly Line[] {
	const {leftWidth, rightWidth, rows, rule} = options;
	return Array.from({length: rows}, (_, index) => [
		...fitLine(left[index] ?? blank, leftWidth),
		span(rule, 'dim'),
		...fitLine(right[index] ?? blank, rightWidth),
	]);
}

/** The characters of a line without its looks: for tests, `--once` and the clipboard. */
export function lineText(spans: Line): string {
	return spans.map(part => part.text).join('');
}

/** Breaks text into lines of at most `width` cells, at spaces where it can. */
export function wrapText(text: string, width: number): readonly string[] {
	const lines: string[] = [];
	for (const paragraph of text.split('\n')) {
		let current = '';
		for (const word of paragraph.split(' ')) {
			const candidate = current === '' ? word : `${current} ${word}`;
			if (displayWidth(candidate) <= width || current === '') current = candidate;
			else {
				lines.push(current);
				current = word;
			}
		}
		lines.push(current);
	}
	return lines;
}
