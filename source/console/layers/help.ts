import {cutToWidth, displayWidth, padToWidth, safeText} from '../../payload/safe-text.ts';
import {actions, disabledReason} from '../actions.ts';
import {step, type Step} from '../effects.ts';
import {blank, fitLine, fitRows, line, span, type Area, type Line} from '../line.ts';
import {definitionOf} from '../places.ts';
import {panes} from '../place.ts';
import type {HelpLayer, State} from '../state.ts';
import {editField} from '../text-field.ts';
import {fieldSpans} from './field-spans.ts';
import {helpRows, type HelpRow} from './help-rows.ts';
import type {LayerDefinition} from './layer.ts';

/** Cells of the keys at most; what is longer takes from its label. */
const keysWidthMax = 9;
/** Under the list: what has no key, what the signs mean. */
const footRows = 5;

/** Help for this place, made from the action list, searchable; Enter does what is highlighted. */
export const helpLayer: LayerDefinition<HelpLayer> = {
	press(state, layer, key) {
		const {here, everywhere} = helpRows(state, layer);
		const all = [...here, ...everywhere];
		if (key === 'esc' || (key === '?' && layer.field.text === '')) return step({...state, layer: undefined});
		if (key === 'down') return step({...state, layer: {...layer, index: Math.min(layer.index + 1, all.length - 1)}});
		if (key === 'up') return step({...state, layer: {...layer, index: Math.max(0, layer.index - 1)}});
		// To the same line of the other column.
		if (key === 'tab') return step({...state, layer: {...layer, index: layer.index < here.length ? here.length : 0}});
		const chosen = all[layer.index];
		if (key === 'enter') return chosen ? perform(state, chosen) : step(state);
		const field = editField(layer.field, key);
		return field ? step({...state, layer: {...layer, field, index: 0}}) : step(state);
	},
	view(state, layer, area) {
		const rows = helpRows(state, layer);
		return {
			head: line(span(' Help for  '), span(placeName(state), 'bold')),
			filter: line(span(' search  ', 'dim'), ...fieldSpans(layer.field, 40), span('  type to search', 'dim')),
			body: fitRows(helpLines(state, {...rows, index: layer.index}, area), area.rows),
			status: status(state, [...rows.here, ...rows.everywhere][layer.index]),
			keys: [
				['⏎', 'do it'],
				['↑↓', 'choose'],
				['tab', 'other column'],
				['esc', 'leave'],
			],
		};
	},
};

function perform(state: State, row: HelpRow): Step {
	const [action] = row.actions;
	const reason = disabledReason(action, state);
	return reason ? step({...state, failure: `${action.label}: ${reason}`}) : action.perform({...state, layer: undefined});
}

function placeName(state: State): string {
	const names = state.stacks[state.pane].map(place => definitionOf(place).crumb(place)).filter(name => name !== undefined);
	const pane = panes.find(({id}) => id === state.pane)?.label ?? '';
	return safeText([...(names.length === 0 ? [pane] : names)].join(` ${state.glyphs.path} `));
}

function status(state: State, row: HelpRow | undefined): Line {
	if (!row) return line(span(' Nothing matches.', 'dim'));
	const [action] = row.actions;
	const reason = disabledReason(action, state);
	return line(span(` ${action.id}  `, 'dim'), action.label, reason !== undefined && span(`: ${reason}`, 'slow'));
}

function helpLines(
	state: State,
	columns: {here: readonly HelpRow[]; everywhere: readonly HelpRow[]; index: number},
	area: Area,
): readonly Line[] {
	const {here, everywhere, index} = columns;
	const width = Math.floor(area.columns / 2);
	const count = Math.max(here.length, everywhere.length);
	const rowsForList = Math.max(1, area.rows - footRows - 2);
	const focusRow = index < here.length ? index : index - here.length;
	const top = Math.max(0, Math.min(focusRow - rowsForList + 1, count - rowsForList));
	const lines: Line[] = [];
	const widths = {left: {width, keysWidth: keysWidthOf(here)}, right: {width: area.columns - width, keysWidth: keysWidthOf(everywhere)}};
	for (let row = top; row < Math.min(count, top + rowsForList); row++) {
		lines.push([
			...fitLine(rowLine(state, here[row], {isChosen: index === row, ...widths.left}), width),
			...rowLine(state, everywhere[row], {isChosen: index - here.length === row, ...widths.right}),
		]);
	}
	return [
		line(span(state.glyphs.rule.repeat(area.columns), 'dim')),
		[...fitLine(line(span(' HERE', 'dim')), width), span(' EVERYWHERE', 'dim')],
		...fitRows(lines, rowsForList),
		count > top + rowsForList ? line(span(`   ${count - top - rowsForList} more below`, 'dim')) : blank,
		...foot(state),
	];
}

function keysWidthOf(rows: readonly HelpRow[]): number {
	return Math.min(keysWidthMax, Math.max(1, ...rows.map(({keys}) => displayWidth(keys))));
}

function rowLine(state: State, row: HelpRow | undefined, options: {isChosen: boolean; width: number; keysWidth: number}): Line {
	if (!row) return blank;
	const reason = disabledReason(row.actions[0], state);
	const look = options.isChosen ? 'selection' : undefined;
	const needs = reason === 'needs CHANGE' ? ' CHG' : '';
	const keys = padToWidth(row.keys, options.keysWidth);
	const room = options.width - displayWidth(keys) - needs.length - 4;
	const isOff = reason !== undefined && needs === '';
	return line(
		span(options.isChosen ? '>' : ' ', look),
		span(`${keys}  `, look ?? (isOff ? 'dim' : 'accent')),
		span(padToWidth(cutToWidth(row.label, room), needs === '' ? 0 : room), look ?? (isOff ? 'dim' : undefined)),
		needs !== '' && span(needs, look ?? 'slow'),
	);
}

/** What stands in no line above. */
function foot(state: State): readonly Line[] {
	const {approximate, old, unknown} = state.glyphs;
	const whole = actions.filter(action => action.danger === 'whole').map(action => action.label.split(':')[0]?.toLowerCase() ?? '');
	const names = whole.length === 0 ? '' : ` No key empties: ${whole.join(', ')} stand in : and a only.`;
	return [
		blank,
		line(span(names, 'dim')),
		line(span(` LOSS FAIL SLOW RISK rank findings.  ${approximate} approximate  ${old} old  * sample  ${unknown} not known`, 'dim')),
		state.mode === 'CHANGE' ? blank : line(span(` CHG needs CHANGE (now ${state.mode}): : mode change`, 'slow')),
	];
}
