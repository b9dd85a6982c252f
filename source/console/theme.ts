import type {Line, Look} from './line.ts';

export type ThemeName = 'terminal' | 'none';

/** SGR parameters per look, for the user's own 16 colours; everything else on screen stays in the default foreground and background. */
const terminal: Readonly<Record<Look, string>> = {
	text: '',
	dim: '90',
	bold: '1',
	selection: '7',
	prod: '1;7;31',
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
	old: '2',
	field: '4',
	lane1: '34',
	lane2: '32',
	lane3: '35',
	lane4: '36',
	lane5: '33',
	lane6: '37',
};

/** No colour at all (NO_COLOR): only weight, reverse and underline. */
const none: Readonly<Record<Look, string>> = {
	...(Object.fromEntries(Object.keys(terminal).map(look => [look, ''])) as Record<Look, string>),
	bold: '1',
	selection: '7',
	prod: '1;7',
	loss: '1',
	accent: '1',
	match: '4',
	field: '4',
};

const themes: Readonly<Record<ThemeName, Readonly<Record<Look, string>>>> = {terminal, none};

/** A line as text for the terminal, each look opened and closed on its own. A selected line is drawn in reverse as a whole. */
export function paint(line: Line, theme: ThemeName): string {
	const codes = themes[theme];
	let painted = '';
	for (const {text, look} of line) {
		const code = look ? codes[look] : '';
		painted += code === '' ? text : `\u001B[${code}m${text}\u001B[0m`;
	}
	return painted;
}

/** Which theme the environment asks for (https://no-color.org). */
export function themeFromEnvironment(environment: Readonly<Record<string, string | undefined>>): ThemeName {
	return environment['NO_COLOR'] !== undefined && environment['NO_COLOR'] !== '' ? 'none' : 'terminal';
}
