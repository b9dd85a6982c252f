import fuzzysort from 'fuzzysort';
import {safeText} from '../../payload/safe-text.ts';
import type {Action} from '../action.ts';
import {actionsHere, disabledReason} from '../actions.ts';
import {step, type Step} from '../effects.ts';
import {keyName, keysOf} from '../key-names.ts';
import {blank, fitRows, line, span, type Area, type Line} from '../line.ts';
import type {PaletteLayer, State} from '../state.ts';
import {editField, fieldOf, insertText} from '../text-field.ts';
import {things, type Thing} from '../things.ts';
import {fieldSpans} from './field-spans.ts';
import type {LayerDefinition} from './layer.ts';

type Item = {
	readonly group: 'DO' | 'GO' | 'SET';
	readonly label: string;
	readonly aside: string;
	readonly keys: string;
	readonly perform: (state: State) => Step;
	readonly reason?: string;
};

const labelWidth = 42;
const keysWidth = 10;

export const paletteLayer: LayerDefinition<PaletteLayer> = {
	press(state, layer, key) {
		const items = paletteItems(state, layer);
		if (key === 'esc') return step({...state, layer: undefined});
		if (key === 'down' || key === 'ctrl-n') return move(state, layer, items, 1);
		if (key === 'up' || key === 'ctrl-p') return move(state, layer, items, -1);
		if (key === 'pagedown') return move(state, layer, items, 10);
		if (key === 'pageup') return move(state, layer, items, -10);
		const chosen = items[Math.min(layer.index, items.length - 1)];
		if (key === 'tab') return chosen ? step({...state, layer: {...layer, field: fieldOf(chosen.label), index: 0}}) : step(state);
		if (key === 'enter') return chosen ? choose(state, chosen) : step(state);
		const field = editField(layer.field, key);
		return field ? step({...state, layer: {...layer, field, index: 0}}) : step(state);
	},
	paste: (state, layer, text) => step({...state, layer: {...layer, field: insertText(layer.field, text.replaceAll('\n', ' ')), index: 0}}),
	view(state, layer, area) {
		const items = paletteItems(state, layer);
		const index = Math.min(layer.index, items.length - 1);
		const chosen = items[index];
		return {
			filter: line(span(layer.scope === 'all' ? ' : ' : ' a ', 'accent'), ...fieldSpans(layer.field, 60)),
			body: fitRows(paletteLines(items, index, area), area.rows),
			status: chosen?.reason
				? line(span(` ${chosen.label}: ${chosen.reason}`, 'slow'))
				: line(chosen ? ` ${chosen.label}` : ' Nothing matches.'),
			keys: [
				['⏎', 'do it'],
				['tab', 'complete'],
				['↑↓', 'choose'],
				['esc', 'leave'],
			],
		};
	},
};

function move(state: State, layer: PaletteLayer, items: readonly Item[], delta: number): Step {
	return step({...state, layer: {...layer, index: Math.max(0, Math.min(layer.index + delta, items.length - 1))}});
}

function choose(state: State, item: Item): Step {
	if (item.reason) return step({...state, failure: `${item.label}: ${item.reason}`});
	return item.perform({...state, layer: undefined});
}

/** Everything that matches what was typed, grouped DO, GO, SET; the best first within each. */
export function paletteItems(state: State, layer: PaletteLayer): readonly Item[] {
	const here = actionsHere(state).filter(action => layer.scope === 'all' || action.places !== 'everywhere');
	const all = [
		...here.filter(action => action.group !== 'set').map(action => actionItem(action, state)),
		...(layer.scope === 'all' ? things(state).map(thing => thingItem(thing)) : []),
		...(layer.scope === 'all' ? here.filter(action => action.group === 'set').map(action => actionItem(action, state)) : []),
	];
	const query = layer.field.text.trim();
	if (query === '') return all;
	const found = fuzzysort.go(query, all, {key: 'label', threshold: 0.2, limit: 200}).map(result => result.obj);
	return (['DO', 'GO', 'SET'] as const).flatMap(group => found.filter(item => item.group === group));
}

function actionItem(action: Action, state: State): Item {
	const reason = disabledReason(action, state);
	return {
		group: action.group === 'set' ? 'SET' : 'DO',
		label: action.label,
		aside: reason ?? '',
		keys: keysOf(action, state.bindings)
			.map(key => keyName(key, state.glyphs))
			.join(' '),
		perform: action.perform,
		...(reason ? {reason} : {}),
	};
}

function thingItem(thing: Thing): Item {
	return {group: 'GO', label: safeText(thing.label), aside: thing.aside, keys: '', perform: thing.go};
}

function paletteLines(items: readonly Item[], index: number, area: Area): readonly Line[] {
	const lines: Line[] = [];
	let chosenLine = 0;
	let group = '';
	items.forEach((item, position) => {
		if (item.group !== group) {
			lines.push(line(span(`   ${item.group}`, 'dim')));
			group = item.group;
		}
		if (position === index) chosenLine = lines.length;
		lines.push(itemLine(item, position === index));
	});
	if (lines.length === 0) return [blank];
	const top = Math.max(0, Math.min(chosenLine - Math.floor(area.rows / 2), lines.length - area.rows));
	return lines.slice(top, top + area.rows);
}

function itemLine(item: Item, isChosen: boolean): Line {
	const look = isChosen ? 'selection' : item.reason ? 'dim' : undefined;
	const label = item.label.length > labelWidth ? `${item.label.slice(0, labelWidth - 1)}…` : item.label.padEnd(labelWidth);
	return line(
		span(isChosen ? ' > ' : '   ', look),
		span(label, look),
		span(item.keys.padEnd(keysWidth), isChosen ? look : 'accent'),
		span(item.aside, isChosen ? look : 'dim'),
	);
}
