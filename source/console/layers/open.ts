import {step, type Step} from '../effects.ts';
import type {PaletteLayer, State} from '../state.ts';
import {emptyField, fieldOf} from '../text-field.ts';

/** `:` everything; `a` only what can be done to the row under the cursor. */
export function openPalette(state: State, scope: PaletteLayer['scope'], query = ''): Step {
	return step({...state, layer: {type: 'palette', field: query === '' ? emptyField : fieldOf(query), index: 0, scope}});
}

export function openHelp(state: State): Step {
	return step({...state, layer: {type: 'help', field: emptyField, index: 0}});
}
