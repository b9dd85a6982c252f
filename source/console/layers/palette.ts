import {cutToWidth, displayWidth, padToWidth, safeText} from '../../payload/safe-text.ts';
import {step, type Step} from '../effects.ts';
import {blank, fitRows, line, span, type Area, type Line, type Span} from '../line.ts';
import {keep} from '../preferences.ts';
import type {PaletteLayer, State} from '../state.ts';
import {editField, fieldOf, insertText} from '../text-field.ts';
import {fieldSpans} from './field-spans.ts';
import type {LayerDefinition} from './layer.ts';
import {paletteItems, type PaletteItem} from './palette-items.ts';

/** Cells of the keys of an action, and of what is said beside it at least. */
const keysWidth = 8;
const asideWidthMin = 13;
/** From so much room on, labels grow no more: a key far from its label is read as that of another. */
const labelWidthMax = 64;
/** So that keys move little while one types. */
const labelWidthMin = 36;

/** How many of the things done last are known. */
const usedCountMax = 50;

export const paletteLayer: LayerDefinition<PaletteLayer> = {
	press(state, layer, key) {
		const items = paletteItems(state, layer);
		if (key === 'esc') return step({...state, layer: undefined});
		if (key === 'ctrl-r') return step({...state, layer: {...layer, isUsedOnly: !layer.isUsedOnly, index: 0}});
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
		const listRows = area.rows - 3;
		return {
			filter: line(
				span(layer.scope === 'all' ? ' : ' : ' a ', 'accent'),
				...fieldSpans(layer.field, 50),
				layer.isUsedOnly && span('   used before', 'dim'),
			),
			body: [
				line(span(state.glyphs.rule.repeat(area.columns), 'dim')),
				...fitRows(paletteLines(items, index, {columns: area.columns, rows: listRows}), listRows),
				blank,
				chosen ? sentence(chosen) : line(span(emptyText(layer), 'dim')),
			],
			status: chosen ? twin(state, chosen) : blank,
			keys: [
				['⏎', 'do it'],
				['tab', 'complete'],
				['↑↓', 'choose'],
				['^r', layer.isUsedOnly ? 'all' : 'used before'],
				['esc', 'leave'],
			],
		};
	},
};

function emptyText(layer: PaletteLayer): string {
	const what = layer.isUsedOnly ? ' Nothing that was used before matches.   ^r looks among all' : ' Nothing matches.';
	return layer.scope === 'row' ? `${what}   : looks everywhere` : what;
}

function move(state: State, layer: PaletteLayer, items: readonly PaletteItem[], delta: number): Step {
	return step({...state, layer: {...layer, index: Math.max(0, Math.min(layer.index + delta, items.length - 1))}});
}

function choose(state: State, item: PaletteItem): Step {
	if (item.reason !== undefined) return step({...state, failure: `${item.label}: ${item.reason}`});
	const paletteUsed = [item.id, ...state.paletteUsed.filter(id => id !== item.id)].slice(0, usedCountMax);
	const done = item.perform({...state, layer: undefined, paletteUsed});
	return step(done.state, keep({used: paletteUsed}), ...done.effects);
}

/** What is chosen in full, for labels that were cut. */
function sentence(item: PaletteItem): Line {
	const name = line(' ', span(item.label, 'bold'), item.subject !== undefined && `  ${item.subject}`);
	if (item.reason !== undefined) return [...name, span(`: ${item.reason}`, 'slow')];
	return item.aside === '' ? name : [...name, span(`: ${item.aside}`, 'dim')];
}

/** The command line that does the same, and whether the mode lets it. */
function twin(state: State, item: PaletteItem): Line {
	if (item.command === undefined) return blank;
	const isRefused = item.reason === 'needs CHANGE' || item.reason === 'refused in READ-ONLY';
	return line(` The same as: ${safeText(item.command)}`, isRefused && span(`   (refused in ${state.mode}: exit 3)`, 'slow'));
}

function paletteLines(items: readonly PaletteItem[], index: number, area: Area): readonly Line[] {
	const lines: Line[] = [];
	let chosenLine = 0;
	let group = '';
	// A reason that is cut here stands whole below the list; a label has no other place.
	const longest = Math.max(
		0,
		...items.map(({label, subject}) => displayWidth(label) + (subject === undefined ? 0 : displayWidth(subject) + 2)),
	);
	const labelWidth = Math.min(Math.max(labelWidthMin, longest), labelWidthMax, area.columns - keysWidth - asideWidthMin - 5);
	items.forEach((item, position) => {
		if (item.group !== group) {
			lines.push(line(span(`   ${item.group}`, 'dim')));
			group = item.group;
		}
		if (position === index) chosenLine = lines.length;
		lines.push(itemLine(item, {isChosen: position === index, columns: area.columns, labelWidth}));
	});
	const top = Math.max(0, Math.min(chosenLine - Math.floor(area.rows / 2), lines.length - area.rows));
	return lines.slice(top, top + area.rows);
}

function itemLine(item: PaletteItem, options: {isChosen: boolean; columns: number; labelWidth: number}): Line {
	const {isChosen, columns, labelWidth} = options;
	const look = isChosen ? 'selection' : item.reason !== undefined ? 'dim' : undefined;
	const label = cutToWidth(item.label, labelWidth);
	const room = labelWidth - displayWidth(label) - 2;
	const subject = item.subject === undefined || room < 4 ? '' : `  ${cutToWidth(item.subject, room)}`;
	const asideRoom = Math.max(0, columns - labelWidth - keysWidth - 5);
	const cells: Span[] = [
		span(isChosen ? ' > ' : '   ', look),
		span(label, look),
		span(padToWidth(subject, labelWidth - displayWidth(label)), isChosen ? look : 'dim'),
		span(` ${padToWidth(cutToWidth(item.keys, keysWidth), keysWidth)} `, isChosen ? look : item.reason === undefined ? 'accent' : 'dim'),
		span(
			isChosen ? padToWidth(cutToWidth(item.aside, asideRoom), asideRoom) : cutToWidth(item.aside, asideRoom),
			isChosen ? look : item.reason === 'needs CHANGE' ? 'slow' : 'dim',
		),
	];
	return cells;
}
