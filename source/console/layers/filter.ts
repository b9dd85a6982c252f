import {step, type Step} from '../effects.ts';
import {line, span} from '../line.ts';
import {placeCursor} from '../list.ts';
import {bodyArea, definitionOf} from '../places.ts';
import {currentPlace, listOf, withList, type FilterLayer, type State} from '../state.ts';
import {editField, fieldOf, insertText, type TextField} from '../text-field.ts';
import {fieldSpans} from './field-spans.ts';
import type {LayerDefinition} from './layer.ts';

export function openFilter(state: State): Step {
	const {filter} = listOf(state, currentPlace(state));
	return step({...state, layer: {type: 'filter', field: fieldOf(filter), before: filter}});
}

/** Filters while typing: Enter keeps it, Esc brings back the one before. */
export const filterLayer: LayerDefinition<FilterLayer> = {
	press(state, layer, key) {
		if (key === 'enter' || key === 'down') return step({...state, layer: undefined});
		if (key === 'esc') return step({...applyFilter(state, layer.before), layer: undefined});
		const field = editField(layer.field, key);
		return field ? typed(state, layer, field) : step(state);
	},
	paste: (state, layer, text) => typed(state, layer, insertText(layer.field, text.replaceAll('\n', ' '))),
	view(state, layer) {
		const place = currentPlace(state);
		const count = definitionOf(place).ids(state, place).length;
		return {
			filter: line(span(' filter  ', 'dim'), ...fieldSpans(layer.field, 40), span(`  ${count} match`, 'dim')),
			keys: [
				['⏎', 'keep'],
				['esc', 'as it was'],
			],
		};
	},
};

function typed(state: State, layer: FilterLayer, field: TextField): Step {
	return step({...applyFilter(state, field.text), layer: {...layer, field}});
}

function applyFilter(state: State, filter: string): State {
	const place = currentPlace(state);
	const definition = definitionOf(place);
	const filtered = withList(state, place, {...listOf(state, place), filter});
	const ids = definition.ids(filtered, place);
	const list = listOf(filtered, place);
	const index = list.cursorId !== undefined && ids.includes(list.cursorId) ? ids.indexOf(list.cursorId) : 0;
	return withList(filtered, place, placeCursor(list, ids, index, definition.visibleRows(bodyArea(state).rows)));
}
