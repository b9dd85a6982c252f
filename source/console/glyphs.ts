/** Every glyph the interface draws beside ASCII, with its ASCII twin of the same use. */
export type Glyphs = {
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
};

export const unicodeGlyphs: Glyphs = {
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
};

export const asciiGlyphs: Glyphs = {
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
};

/** ASCII where the locale is not UTF-8 or the terminal is known not to draw boxes. */
export function glyphsFromEnvironment(environment: Readonly<Record<string, string | undefined>>): Glyphs {
	const locale = environment['LC_ALL'] || environment['LC_CTYPE'] || environment['LANG'] || '';
	const term = environment['TERM'] ?? '';
	if (environment['SLUICE_ASCII'] === '1' || term === 'linux' || term === 'dumb') return asciiGlyphs;
	return locale === '' || /utf-?8/i.test(locale) ? unicodeGlyphs : asciiGlyphs;
}

/** Values as bars on a scale of their own, newest right; empty where unknown. `width` cells. */
export function sparkline(values: ReadonlyArray<number | undefined>, width: number, glyphs: Glyphs): string {
	const shown = values.slice(-width);
	let largest = 0;
	for (const value of shown) largest = Math.max(largest, value ?? 0);
	const {bars} = glyphs;
	const drawn = shown.map(value => {
		if (value === undefined) return glyphs.old;
		const step = largest === 0 ? 0 : Math.round((value / largest) * (bars.length - 1));
		return bars[step] ?? '';
	});
	return drawn.join('').padStart(width, ' ');
}
