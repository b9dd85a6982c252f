import type {Action} from '../action.ts';
import {actions, actionsHere, disabledReason} from '../actions.ts';
import {step, type Step} from '../effects.ts';
import {keyName, keysOf} from '../key-names.ts';
import {blank, fitLine, fitRows, line, span, type Area, type Line} from '../line.ts';
import {matchesText} from '../list.ts';
import {currentPlace, type HelpLayer, type State} from '../state.ts';
import {editField} from '../text-field.ts';
import {fieldSpans} from './field-spans.ts';
import type {LayerDefinition} from './layer.ts';

/** Help for this place, made from the action list, searchable; Enter does what is highlighted. */
export const helpLayer: LayerDefinition<HelpLayer> = {
	press(state, layer, key) {
		const {here, everywhere} = helpColumns(state, layer);
		const all = [...here, ...everywhere];
		if (key === 'esc' || (key === '?' && layer.field.text === '')) return step({...state, layer: undefined});
		if (key === 'down') return step({...state, layer: {...layer, index: Math.min(layer.index + 1, all.length - 1)}});
		if (key === 'up') return step({...state, layer: {...layer, index: Math.max(0, layer.index - 1)}});
		const chosen = all[layer.index];
		if (key === 'enter') return chosen ? perform(state, chosen) : step(state);
		const field = editField(layer.field, key);
		return field ? step({...state, layer: {...layer, field, index: 0}}) : step(state);
	},
	view(state, layer, area) {
		const {here, everywhere} = helpColumns(state, layer);
		return {
			filter: line(span(' search  ', 'dim'), ...fieldSpans(layer.field, 40), span('   type to search', 'dim')),
			body: fitRows(helpLines(state, {here, everywhere, index: layer.index}, area), area.rows),
			status: line(` ${legend(state)}`),
			keys: [
				['⏎', 'do it'],
				['↑↓', 'choose'],
				['esc', 'leave'],
			],
		};
	},
};

function perform(state: State, action: Action): Step {
	const reason = disabledReason(action, state);
	return reason ? step({...state, failure: `${action.label}: ${reason}`}) : action.perform({...state, layer: undefined});
}

function helpColumns(state: State, layer: HelpLayer): {readonly here: readonly Action[]; readonly everywhere: readonly Action[]} {
	const matching = actionsHere(state).filter(action =>
		matchesText(`${keysOf(action, state.bindings).join(' ')} ${action.label}`, layer.field.text),
	);
	return {
		here: matching.filter(action => action.places !== 'everywhere'),
		everywhere: matching.filter(action => action.places === 'everywhere' && keysOf(action, state.bindings).length > 0),
	};
}

function helpLines(
	state: State,
	columns: {here: readonly Action[]; everywhere: readonly Action[]; index: number},
	area: Area,
): readonly Line[] {
	const {here, everywhere, index} = columns;
	const width = Math.floor(area.columns / 2);
	const count = Math.max(here.length, everywhere.length);
	const rowsForList = area.rows - 3;
	const focusRow = index < here.length ? index : index - here.length;
	const top = Math.max(0, Math.min(focusRow - rowsForList + 1, count - rowsForList));
	const lines: Line[] = [[...fitLine(line(span(` HERE  ${currentPlace(state).type}`, 'dim')), width), span('EVERYWHERE', 'dim')]];
	for (let row = top; row < Math.min(count, top + rowsForList); row++) {
		lines.push([
			...fitLine(actionLine(state, here[row], {isChosen: index === row, width}), width),
			...actionLine(state, everywhere[row], {isChosen: index - here.length === row, width}),
		]);
	}
	return [...lines, blank, line(span(' Purge and other whole things have no key: they are in : and a.', 'dim'))];
}

function actionLine(state: State, action: Action | undefined, options: {isChosen: boolean; width: number}): Line {
	if (!action) return blank;
	const look = options.isChosen ? 'selection' : undefined;
	const keys = keysOf(action, state.bindings)
		.map(key => keyName(key, state.glyphs))
		.join(' ');
	const needs = disabledReason(action, state) === 'needs CHANGE' ? ' CHG' : '';
	const label = action.label.slice(0, Math.max(8, options.width - 12 - needs.length));
	return line(span(` ${keys.padEnd(9)} `, look ?? 'accent'), span(label, look), span(needs, 'slow'));
}

function legend(state: State): string {
	const {approximate, old, unknown} = state.glyphs;
	return `${actions.length} actions.  ${approximate} approximate by AWS  ${old} old number  ${unknown} not known  CHG needs CHANGE: mode change`;
}
