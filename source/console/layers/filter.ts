import {completeFilter} from '../../payload/filter/complete.ts';
import {safeText} from '../../payload/safe-text.ts';
import {formatCount} from '../../shared/units.ts';
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
import type {Place} from '../place.ts';
import type {LayerDefinition} from './layer.ts';

/** Earlier filters kept, of places of one type. */
const usedMax = 50;

export function openFilter(state: State): Step {
	const {filter} = listOf(state, currentPlace(state));
	return step({...state, layer: {type: 'filter', field: fieldOf(filter), before: filter}});
}

/** Filters while typing: Enter keeps it, Esc brings back the one before. */
/** What may be asked of the things of a place besides words: short enough for 80 columns. */
const examples: Readonly<Partial<Record<Place['type'], string>>> = {
	now: 'LOSS, type:queue, name:orders*',
	queues: 'dlq:>0, type:fifo, ready:>100, age:>1h',
	topic: 'type:sqs',
	messages: '.total > 80, recv:>3, from:orders',
	stream: 'key:truck_*, .speed > 80',
};

export const filterLayer: LayerDefinition<FilterLayer> = {
	press(state, layer, key) {
		if (key === 'up' || (key === 'down' && layer.recalled)) return recall(state, layer, key === 'up' ? 1 : -1);
		if (key === 'enter' || key === 'down') {
			// Enter on a wrong filter keeps the one before.
			if (problemOf(state, layer.field.text)) return step({...applyFilter(state, layer.before), layer: undefined});
			return step({...withUsed(state, layer.field.text), layer: undefined});
		}
		if (key === 'esc') return step({...applyFilter(state, layer.before), layer: undefined});
		if (key === 'tab') return complete(state, layer);
		if (key === 'shift-tab') return step(filterModeOf(state)?.toggle(state, currentPlace(state)) ?? state);
		const field = editField(layer.field, key);
		if (!field) return step(state);
		const {recalled: _left, ...rest} = layer;
		return typed(state, rest, field);
	},
	paste: (state, layer, text) => typed(state, layer, insertText(layer.field, text.replaceAll('\n', ' '))),
	view(state, layer) {
		const place = currentPlace(state);
		const count = definitionOf(place).ids(state, place).length;
		const problem = problemOf(state, layer.field.text);
		return {
			status: problem
				? line(span(` column ${problem.column}: ${safeText(problem.message)}`, 'slow'))
				: line(span(` Words, ${examples[place.type] ?? 'name:ord*'}, /regex/; space and, | or, ! not.`, 'dim')),
			filter: line(span(' filter  ', 'dim'), ...fieldSpans(layer.field, 40), span(`  ${formatCount(count)} match`, 'dim')),
			keys: [
				['⏎', 'keep'],
				['tab', 'complete'],
				...(usedHere(state).length > 0 ? ([['↑', 'earlier']] as const) : []),
				...modeKeys(state),
				['esc', 'as it was'],
			],
		};
	},
};

/** Earlier filters of places of this type, newest first. */
function usedHere(state: State): readonly string[] {
	return state.filtersUsed[currentPlace(state).type] ?? [];
}

function withUsed(state: State, filter: string): State {
	const text = filter.trim();
	if (text === '') return state;
	const used = [text, ...usedHere(state).filter(other => other !== text)].slice(0, usedMax);
	return {...state, filtersUsed: {...state.filtersUsed, [currentPlace(state).type]: used}};
}

/** Shows an earlier filter, or a later one, and at the end what was being typed. */
function recall(state: State, layer: FilterLayer, delta: 1 | -1): Step {
	const used = usedHere(state);
	const {index, typed: draft} = layer.recalled ?? {index: -1, typed: layer.field.text};
	const next = Math.min(index + delta, used.length - 1);
	if (next === index) return step({...state, failure: used.length === 0 ? 'No earlier filter here.' : 'No earlier one.'});
	const {recalled: _before, ...rest} = layer;
	const shown = next < 0 ? rest : {...rest, recalled: {index: next, typed: draft}};
	return typed(state, shown, fieldOf(next < 0 ? draft : (used[next] ?? '')));
}

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
