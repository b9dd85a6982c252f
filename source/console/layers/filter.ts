import {completeFilter} from '../../payload/filter/complete.ts';
import {safeText} from '../../payload/safe-text.ts';
import {step, type Step} from '../effects.ts';
import {filterProblem} from '../filters.ts';
import {line, span} from '../line.ts';
import {placeCursor} from '../list.ts';
import {expandSaved, savedFiltersOf} from '../saved-filters.ts';
import {bodyArea} from '../layout.ts';
import {definitionOf} from '../places.ts';
import {currentPlace, listOf, withList, type FilterLayer, type State} from '../state.ts';
import {editField, fieldOf, graphemes, insertText, type TextField} from '../text-field.ts';
import {fieldSpans} from './field-spans.ts';
import type {LayerDefinition} from './layer.ts';

export function openFilter(state: State): Step {
	const {filter} = listOf(state, currentPlace(state));
	return step({...state, layer: {type: 'filter', field: fieldOf(filter), before: filter}});
}

/** Filters while typing: Enter keeps it, Esc brings back the one before. */
export const filterLayer: LayerDefinition<FilterLayer> = {
	press(state, layer, key) {
		if (key === 'enter' || key === 'down') {
			// Enter on a wrong filter keeps the one before.
			return step({...(problemOf(state, layer.field.text) ? applyFilter(state, layer.before) : state), layer: undefined});
		}
		if (key === 'esc') return step({...applyFilter(state, layer.before), layer: undefined});
		if (key === 'tab') return complete(state, layer);
		if (key === 'shift-tab') return step(filterModeOf(state)?.toggle(state, currentPlace(state)) ?? state);
		const field = editField(layer.field, key);
		return field ? typed(state, layer, field) : step(state);
	},
	paste: (state, layer, text) => typed(state, layer, insertText(layer.field, text.replaceAll('\n', ' '))),
	view(state, layer) {
		const place = currentPlace(state);
		const count = definitionOf(place).ids(state, place).length;
		const problem = problemOf(state, layer.field.text);
		return {
			status: problem
				? line(span(` column ${problem.column}: ${safeText(problem.message)}`, 'slow'))
				: line(span(' Words, key:truck_*, .total > 80, ready:>0, recv:>3, /regex/; space and, | or, ! not.', 'dim')),
			filter: line(span(' filter  ', 'dim'), ...fieldSpans(layer.field, 40), span(`  ${count} match`, 'dim')),
			keys: [['⏎', 'keep'], ['tab', 'complete'], ...modeKeys(state), ['esc', 'as it was']],
		};
	},
};

function filterModeOf(state: State) {
	const place = currentPlace(state);
	return definitionOf(place).filterMode;
}

function modeKeys(state: State): ReadonlyArray<readonly [key: string, hint: string]> {
	const mode = filterModeOf(state);
	return mode ? [['⇧tab', mode.isHighlighting(state, currentPlace(state)) ? 'hide the rest' : 'highlight only']] : [];
}

/** The best of what may be typed next: fields that the shown things have, then their commonest values. */
function complete(state: State, layer: FilterLayer): Step {
	const place = currentPlace(state);
	const parts = graphemes(layer.field.text);
	const before = parts.slice(0, layer.field.cursor).join('');
	const {start, suggestions} = completeFilter(layer.field.text, before.length, definitionOf(place).candidates?.(state, place) ?? [], {
		saved: savedFiltersOf(state),
	});
	const [best] = suggestions;
	if (!best) return step({...state, failure: 'Nothing to complete here.'});
	const completed = fieldOf(`${before.slice(0, start)}${best.text}`);
	return typed(state, layer, {text: `${completed.text}${parts.slice(layer.field.cursor).join('')}`, cursor: completed.cursor});
}

/** What is wrong with what is typed, saved filters included. */
function problemOf(state: State, text: string): ReturnType<typeof filterProblem> {
	return filterProblem(expandSaved(text, savedFiltersOf(state)));
}

function typed(state: State, layer: FilterLayer, field: TextField): Step {
	// While it is wrong, what is shown stays.
	return step({
		...(problemOf(state, field.text) ? state : applyFilter(state, expandSaved(field.text, savedFiltersOf(state)))),
		layer: {...layer, field},
	});
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
