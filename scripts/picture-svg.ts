import type {CellColour, ScreenBuffer, ScreenCell} from '../test/helpers/screen-buffer.ts';

/** DejaVu Sans Mono advances 1,233 of 2,048 units; box drawing joins at this height. */
const cellWidth = 9;
const cellHeight = 17;
const fontSize = (cellWidth * 2048) / 1233;
const baseline = 13;
const margin = 12;

const background = '#16181d';
const foreground = '#d3d7de';

/** The sixteen colours of a dark terminal. */
const sixteen = [
	'#2a2e37',
	'#e5646b',
	'#8fc07a',
	'#e0b768',
	'#6ea8e6',
	'#c490d1',
	'#63bfc7',
	'#c3c8d1',
	'#767d8a',
	'#f28b90',
	'#b0dba0',
	'#f3d08c',
	'#9ac6f5',
	'#dcb2e6',
	'#90dbe1',
	'#ffffff',
] as const;

type Look = {
	readonly fill: string;
	readonly paper: string;
	readonly isBold: boolean;
	readonly isItalic: boolean;
	readonly isUnderlined: boolean;
};

type Run = {readonly column: number; readonly width: number; readonly text: string; readonly look: Look};

/** Draws a screen as an SVG picture: a rectangle for each run of one background, a text for each run of one look. */
export function screenToSvg(screen: ScreenBuffer, options: {title?: string} = {}): string {
	const width = screen.columns() * cellWidth + 2 * margin;
	const height = screen.rows() * cellHeight + 2 * margin;
	const body: string[] = [];
	for (let row = 0; row < screen.rows(); row++) {
		const runs = runsOf(screen, row);
		for (const run of joinPapers(runs)) body.push(paper(run, row));
		for (const run of runs) body.push(...drawRun(run, row));
	}
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
		options.title ? `<title>${escapeXml(options.title)}</title>` : '',
		`<rect width="${width}" height="${height}" rx="6" fill="${background}"/>`,
		`<g font-family="'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="${round(fontSize)}" xml:space="preserve">`,
		...body,
		'</g>',
		'</svg>',
		'',
	]
		.filter((part, index) => part !== '' || index > 2)
		.join('\n');
}

function runsOf(screen: ScreenBuffer, row: number): readonly Run[] {
	const runs: Run[] = [];
	for (let column = 0; column < screen.columns(); column++) {
		const cell = screen.cell(column, row);
		if (cell.character === '') continue;
		const look = lookOf(cell);
		const last = runs.at(-1);
		// Wide characters stand alone, so that a font with other ideas of their width moves nothing.
		const isJoined =
			last && cell.width === 1 && last.text !== '' && last.width === Array.from(last.text).length && isSameLook(last.look, look);
		if (isJoined) runs[runs.length - 1] = {...last, text: last.text + cell.character, width: last.width + 1};
		else runs.push({column, width: cell.width, text: cell.character, look});
	}
	return runs;
}

function lookOf(cell: ScreenCell): Look {
	const ink = colour(cell.foreground, foreground, cell.isBold);
	const under = colour(cell.background, background, false);
	return {
		fill: cell.isDim ? mix(cell.isInverse ? under : ink, cell.isInverse ? ink : under) : cell.isInverse ? under : ink,
		paper: cell.isInverse ? ink : under,
		isBold: cell.isBold,
		isItalic: cell.isItalic,
		isUnderlined: cell.isUnderlined,
	};
}

function colour(value: CellColour, fallback: string, isBold: boolean): string {
	if (value === 'default') return fallback;
	if (typeof value === 'string') return value;
	// Many terminals brighten what is bold; this one does not, so that dim and bold stay apart.
	if (value < 16) return sixteen[value] ?? (isBold ? foreground : fallback);
	if (value >= 232) return hex((value - 232) * 10 + 8, (value - 232) * 10 + 8, (value - 232) * 10 + 8);
	const level = (step: number): number => (step === 0 ? 0 : step * 40 + 55);
	const index = value - 16;
	return hex(level(Math.floor(index / 36)), level(Math.floor(index / 6) % 6), level(index % 6));
}

function joinPapers(runs: readonly Run[]): readonly Run[] {
	const joined: Run[] = [];
	for (const run of runs) {
		if (run.look.paper === background) continue;
		const last = joined.at(-1);
		if (last && last.column + last.width === run.column && last.look.paper === run.look.paper)
			joined[joined.length - 1] = {...last, width: last.width + run.width};
		else joined.push(run);
	}
	return joined;
}

function paper(run: Run, row: number): string {
	return `<rect x="${margin + run.column * cellWidth}" y="${margin + row * cellHeight}" width="${run.width * cellWidth}" height="${cellHeight}" fill="${run.look.paper}"/>`;
}

function drawRun(run: Run, row: number): readonly string[] {
	const x = margin + run.column * cellWidth;
	const y = margin + row * cellHeight;
	const parts: string[] = [];
	if (run.look.isUnderlined)
		parts.push(`<rect x="${x}" y="${y + cellHeight - 3}" width="${run.width * cellWidth}" height="1" fill="${run.look.fill}"/>`);
	const lead = run.text.length - run.text.trimStart().length;
	const text = run.text.trim();
	if (text === '') return parts;
	const length = Array.from(text).length;
	const cells = run.width === Array.from(run.text).length ? length : run.width;
	const style = `${run.look.isBold ? ' font-weight="bold"' : ''}${run.look.isItalic ? ' font-style="italic"' : ''}`;
	// The length holds the columns together where another font stands in.
	parts.push(
		`<text x="${x + lead * cellWidth}" y="${y + baseline}" fill="${run.look.fill}"${style} textLength="${cells * cellWidth}" lengthAdjust="spacingAndGlyphs">${escapeXml(text)}</text>`,
	);
	return parts;
}

function isSameLook(a: Look, b: Look): boolean {
	return (
		a.fill === b.fill && a.paper === b.paper && a.isBold === b.isBold && a.isItalic === b.isItalic && a.isUnderlined === b.isUnderlined
	);
}

/** Two colours half and half. */
function mix(a: string, b: string): string {
	const parts = (text: string): readonly number[] => [1, 3, 5].map(index => Number.parseInt(text.slice(index, index + 2), 16));
	const other = parts(b);
	const [red = 0, green = 0, blue = 0] = parts(a).map((value, index) => Math.round(value * 0.6 + (other[index] ?? 0) * 0.4));
	return hex(red, green, blue);
}

function hex(red: number, green: number, blue: number): string {
	return `#${[red, green, blue].map(value => value.toString(16).padStart(2, '0')).join('')}`;
}

function round(value: number): string {
	return value.toFixed(3);
}

function escapeXml(text: string): string {
	return text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll(/[\0-\u001F\u007F-\u009F\uFFFE\uFFFF]/g, '?');
}
