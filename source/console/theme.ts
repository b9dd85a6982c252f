import type {Line, Look} from './line.ts';

/** In the order they are offered. */
export const themeNames = ['terminal', 'dark', 'light', 'contrast', 'none'] as const;

export type ThemeName = (typeof themeNames)[number];

/** SGR parameters per look; empty: as the terminal draws by itself. */
type Codes = Readonly<Record<Look, string>>;

/** The user's own 16 colours; everything else stays in their foreground and background. */
const terminal: Codes = {
	text: '',
	dim: '90',
	bold: '1',
	selection: '7',
	prod: '1;7;31',
	prodYellow: '1;7;33',
	prodGreen: '1;7;32',
	prodBlue: '1;7;34',
	prodMagenta: '1;7;35',
	prodCyan: '1;7;36',
	loss: '1;31',
	fail: '31',
	slow: '33',
	risk: '36',
	ok: '32',
	accent: '1',
	jsonKey: '34',
	jsonString: '32',
	jsonNumber: '35',
	jsonLiteral: '36',
	match: '4;33',
	old: '90',
	field: '4',
	lane1: '34',
	lane2: '32',
	lane3: '35',
	lane4: '36',
	lane5: '33',
	lane6: '37',
};

const on = (foreground: number): string => `38;5;${foreground}`;
const under = (background: number): string => `48;5;${background}`;

/** Production stands on a colour of its own, the same on any background. */
const prodLooks = {
	prod: `1;${on(231)};${under(160)}`,
	prodYellow: `1;${on(16)};${under(221)}`,
	prodGreen: `1;${on(231)};${under(28)}`,
	prodBlue: `1;${on(231)};${under(25)}`,
	prodMagenta: `1;${on(231)};${under(90)}`,
	prodCyan: `1;${on(16)};${under(80)}`,
};

/** For a dark background with 256 colours. */
const dark: Codes = {
	text: on(252),
	dim: on(243),
	bold: `1;${on(252)}`,
	selection: `${on(255)};${under(24)}`,
	...prodLooks,
	loss: `1;${on(203)}`,
	fail: on(203),
	slow: on(221),
	risk: on(110),
	ok: on(114),
	accent: on(81),
	jsonKey: on(75),
	jsonString: on(150),
	jsonNumber: on(176),
	jsonLiteral: on(80),
	match: `${on(16)};${under(221)}`,
	old: on(243),
	field: `4;${on(252)}`,
	lane1: on(75),
	lane2: on(114),
	lane3: on(176),
	lane4: on(80),
	lane5: on(221),
	lane6: on(252),
};

/** For a light background with 256 colours. */
const light: Codes = {
	text: on(236),
	dim: on(245),
	bold: `1;${on(236)}`,
	selection: `${on(236)};${under(153)}`,
	...prodLooks,
	loss: `1;${on(124)}`,
	fail: on(124),
	slow: on(130),
	risk: on(25),
	ok: on(28),
	accent: `1;${on(25)}`,
	jsonKey: on(25),
	jsonString: on(28),
	jsonNumber: on(90),
	jsonLiteral: on(30),
	match: `${on(16)};${under(221)}`,
	old: on(245),
	field: `4;${on(236)}`,
	lane1: on(25),
	lane2: on(28),
	lane3: on(90),
	lane4: on(30),
	lane5: on(130),
	lane6: on(236),
};

/** No colour at all (NO_COLOR): only weight, reverse and underline. */
const none: Codes = {
	...(Object.fromEntries(Object.keys(terminal).map(look => [look, ''])) as Codes), // The keys are those of `terminal`.
	bold: '1',
	selection: '7',
	prod: '1;7',
	prodYellow: '1;7',
	prodGreen: '1;7',
	prodBlue: '1;7',
	prodMagenta: '1;7',
	prodCyan: '1;7',
	loss: '1',
	accent: '1',
	match: '4',
	field: '4',
};

/** As without colour, with more weight: what warns is bold or underlined. */
const contrast: Codes = {
	...none,
	selection: '1;7',
	loss: '1;4',
	fail: '1',
	slow: '4',
	risk: '4',
	accent: '1;4',
	jsonKey: '1',
	match: '1;4',
};

const themes: Readonly<Record<ThemeName, Codes>> = {terminal, dark, light, contrast, none};

/** A line as text for the terminal, each look opened and closed on its own. A selected line is drawn in reverse as a whole. */
export function paint(line: Line, theme: ThemeName): string {
	const codes = themes[theme];
	let painted = '';
	for (const {text, look = 'text'} of line) {
		const code = codes[look];
		if (code === '' || (look === 'text' && isBlank(text))) painted += text;
		else painted += look !== 'field' && isUnderlined(code) ? underlined(text, code) : coloured(text, code);
	}
	return painted;
}

function coloured(text: string, code: string): string {
	return `\u001B[${code}m${text}\u001B[0m`;
}

function isUnderlined(code: string): boolean {
	return code.split(';')[0] === '4' || code.endsWith(';4');
}

/** What only fills a column gets no line under it, nor do bars, which a line would make higher. */
function underlined(text: string, code: string): string {
	const core = text.trim();
	if (core === '') return text;
	const start = text.indexOf(core);
	const weight = /^[^\p{L}\p{N}]{3,}$/u.test(core) ? code.replace(/;?4$/, '') : code;
	return text.slice(0, start) + (weight === '' ? core : coloured(core, weight)) + text.slice(start + core.length);
}

/** Blanks have no colour to pay for. */
function isBlank(text: string): boolean {
	return text.trim() === '';
}

/** Which theme to begin with: without colours where NO_COLOR is set (https://no-color.org), else as the settings say. */
export function firstTheme(environment: Readonly<Record<string, string | undefined>>, setting: ThemeName = 'terminal'): ThemeName {
	const isColourless = environment['NO_COLOR'] !== undefined && environment['NO_COLOR'] !== '';
	return isColourless && setting !== 'contrast' ? 'none' : setting;
}
