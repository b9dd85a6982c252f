import type {Action} from './action.ts';
import {run, step, type Step} from './effects.ts';
import {firstGlyphs, glyphSettings, type GlyphSetting} from './glyphs.ts';
import {keep} from './preferences.ts';
import {withNotice, type State} from './state.ts';
import {themeNames, type ThemeName} from './theme.ts';

const setting = {places: 'everywhere', danger: 'free', group: 'set', keys: []} as const;

const themeWords: Readonly<Record<ThemeName, string>> = {
	terminal: "the terminal's own colours",
	dark: 'for a dark background',
	light: 'for a light background',
	contrast: 'no colours, more weight',
	none: 'no colours',
};

const glyphWords: Readonly<Record<GlyphSetting, string>> = {
	auto: 'as the terminal can',
	unicode: 'bars and rules',
	ascii: 'letters only',
};

/** How the console looks, and whether it takes the mouse. */
export const lookActions: readonly Action[] = [
	...themeNames.map((theme): Action => ({
		...setting,
		id: `theme.${theme}`,
		label: `theme ${theme}`,
		aside: themeWords[theme],
		unavailable: state => (state.theme === theme ? 'in use' : undefined),
		perform: state => step({...state, theme}, keep({theme})),
	})),
	...glyphSettings.map((glyphs): Action => ({
		...setting,
		id: `glyphs.${glyphs}`,
		label: `glyphs ${glyphs}`,
		aside: glyphWords[glyphs],
		perform: state => step({...state, glyphs: firstGlyphs(state.environment, glyphs)}, keep({glyphs})),
	})),
	{
		places: 'everywhere',
		danger: 'free',
		id: 'mouse',
		label: 'Mouse on or off',
		keys: ['f2'],
		perform: toggleMouse,
	},
];

function toggleMouse(state: State): Step {
	const isMouseOn = !state.isMouseOn;
	const text = isMouseOn
		? 'Mouse on: click selects, wheel scrolls; hold Shift to select text.'
		: 'Mouse off: the terminal selects text as usual.';
	return step(
		withNotice({...state, isMouseOn}, text),
		run('mouse', async tools => tools.terminal.setMouse(isMouseOn)),
	);
}
