import {displayWidth} from '../payload/safe-text.ts';

/** Every glyph the interface draws beside ASCII, with its ASCII twin of the same use. */
export type Glyphs = {
	/** What may be drawn: all, ASCII only, or all but the glyphs of the interface. */
	readonly charset: 'unicode' | 'ascii' | 'narrow';
	readonly approximate: string;
	readonly old: string;
	readonly unknown: string;
	/** Lowest first. */
	readonly bars: readonly string[];
	readonly rule: string;
	readonly vertical: string;
	readonly branch: string;
	readonly lastBranch: string;
	readonly corners: readonly [string, string, string, string];
	readonly path: string;
	readonly enter: string;
	readonly upDown: string;
	readonly leftRight: string;
	readonly shift: string;
	readonly tee: readonly [string, string];
	readonly atLeast: string;
	readonly times: string;
	readonly ellipsis: string;
	/** What is chosen of several. */
	readonly radio: string;
};

export const unicodeGlyphs: Glyphs = {
	charset: 'unicode',
	approximate: '≈',
	old: '·',
	unknown: '–',
	bars: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
	rule: '─',
	vertical: '│',
	branch: '├',
	lastBranch: '└',
	corners: ['┌', '┐', '└', '┘'],
	path: '›',
	enter: '⏎',
	upDown: '↑↓',
	leftRight: '←→',
	shift: '⇧',
	tee: ['├', '┤'],
	atLeast: '≥',
	times: '×',
	ellipsis: '…',
	radio: '(•)',
};

export const asciiGlyphs: Glyphs = {
	charset: 'ascii',
	approximate: '~',
	old: "'",
	unknown: '-',
	bars: ['.', ':', '-', '=', '+', '*', '#', '@'],
	rule: '-',
	vertical: '|',
	branch: '+',
	lastBranch: '+',
	corners: ['+', '+', '+', '+'],
	path: '>',
	enter: 'Enter',
	upDown: 'Up/Dn',
	leftRight: 'Lf/Rt',
	shift: 'S-',
	tee: ['+', '+'],
	atLeast: '>=',
	times: 'x',
	ellipsis: '..',
	radio: '(*)',
};

/** As `asciiGlyphs`, on a terminal that shows other text well: only what it draws two cells wide is replaced. */
export const narrowGlyphs: Glyphs = {...asciiGlyphs, charset: 'narrow'};

export const glyphSettings = ['auto', 'unicode', 'ascii'] as const;
export type GlyphSetting = (typeof glyphSettings)[number];

/** ASCII where the locale is not UTF-8 or the terminal is known not to draw boxes, unless the settings say which. */
export function firstGlyphs(environment: Readonly<Record<string, string | undefined>>, setting: GlyphSetting = 'auto'): Glyphs {
	if (setting !== 'auto') return setting === 'ascii' ? asciiGlyphs : unicodeGlyphs;
	const locale = environment['LC_ALL'] || environment['LC_CTYPE'] || environment['LANG'] || '';
	const term = environment['TERM'] ?? '';
	if (environment['SLUICE_ASCII'] === '1' || term === 'linux' || term === 'dumb') return asciiGlyphs;
	return locale === '' || /utf-?8/i.test(locale) ? unicodeGlyphs : asciiGlyphs;
}

/** Every glyph by its Unicode form, one cell wide on both sides. */
const twins: ReadonlyMap<string, string> = new Map([
	...[...unicodeGlyphs.bars].map((bar, index): [string, string] => [bar, asciiGlyphs.bars[index] ?? '#']),
	...['─', '┄', '┈'].map((rule): [string, string] => [rule, '-']),
	['│', '|'],
	...['├', '└', '┌', '┐', '┘', '┤', '┬', '┴', '┼'].map((corner): [string, string] => [corner, '+']),
	['≈', '~'],
	['·', "'"],
	['–', '-'],
	['−', '-'],
	['›', '>'],
	['×', 'x'],
	['≥', '>'],
	['↑', '^'],
	['↓', 'v'],
	['←', '<'],
	['→', '>'],
	['⏎', '<'],
	['⇧', '^'],
	['•', '*'],
	['░', '.'],
]);

const segmenter = new Intl.Segmenter();

/** A line as this terminal can draw it, no wider and no narrower. What came from outside becomes `?` where only ASCII is drawn. */
export function drawable(text: string, glyphs: Glyphs): string {
	if (glyphs.charset === 'unicode' || /^[ -~]*$/.test(text)) return text;
	// Two cells for the dots: the one before makes room.
	const plain = text.replaceAll(/[^\u2026]\u2026/gu, part => (displayWidth(part) === 2 ? '..' : '...')).replaceAll('\u2026', '.');
	return Array.from(segmenter.segment(plain), ({segment}) => {
		if (segment >= ' ' && segment <= '~') return segment;
		return twins.get(segment) ?? (glyphs.charset === 'narrow' ? segment : '?'.repeat(displayWidth(segment)));
	}).join('');
}

/** `▄` */
const levelStep = 3;

/** Values as bars on a scale of their own, newest right; a dot where unknown. What stays the same stands at half height: it is no peak. `width` cells. */
export function sparkline(values: ReadonlyArray<number | undefined>, width: number, glyphs: Glyphs): string {
	const shown = values.slice(-width);
	let largest = 0;
	let smallest = Number.POSITIVE_INFINITY;
	for (const value of shown) {
		largest = Math.max(largest, value ?? 0);
		smallest = Math.min(smallest, value ?? smallest);
	}
	const {bars} = glyphs;
	const drawn = shown.map(value => {
		if (value === undefined) return glyphs.old;
		if (smallest === largest && largest > 0) return bars[levelStep] ?? '';
		const step = largest === 0 ? 0 : Math.round((value / largest) * (bars.length - 1));
		return bars[step] ?? '';
	});
	return drawn.join('').padStart(width, ' ');
}
