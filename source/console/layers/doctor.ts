import {safeText} from '../../payload/safe-text.ts';
import {plural} from '../../shared/units.ts';
import {actionsHere, disabledReason} from '../actions.ts';
import {copyToClipboard} from '../copy.ts';
import {step, type Step} from '../effects.ts';
import {keysOf} from '../key-names.ts';
import {fitRows, line} from '../line.ts';
import {goToThing} from '../now/actions.ts';
import {doctorCopy, doctorLines} from '../now/doctor.ts';
import {fixActions} from '../now/fix-keys.ts';
import {findingsOf} from '../now/state.ts';
import type {DoctorLayer, State} from '../state.ts';
import {proseColumnsMax, type LayerDefinition} from './layer.ts';
import {scrollDelta} from './scroll.ts';

const doctorKeys = ['esc', 'q', 'w'];

/** What is wrong with one thing (`w`): every finding with its proof and its keys, which work here too. */
export const doctorLayer: LayerDefinition<DoctorLayer> = {
	press(state, layer, key) {
		const closed = {...state, layer: undefined};
		if (doctorKeys.includes(key)) return step(closed);
		if (key === 'enter') return step(goToThing(closed, findingsOf(state, layer.thing.kind, layer.thing.id)[0] ?? {thing: layer.thing}));
		if (key === 'y') return copy(state, layer);
		const delta = scrollDelta(key, Math.max(1, state.size.rows - 8));
		if (delta !== 0) return step({...state, layer: {...layer, top: Math.max(0, layer.top + delta)}});
		return performFix(closed, key) ?? step(state);
	},
	columnsMax: proseColumnsMax,
	view(state, layer, area) {
		const lines = doctorLines(state, layer.thing, area.columns);
		const top = Math.min(layer.top, Math.max(0, lines.length - area.rows));
		const count = findingsOf(state, layer.thing.kind, layer.thing.id).length;
		return {
			body: fitRows(lines.slice(top), area.rows),
			status: line(` ${safeText(layer.thing.name)}: ${count === 0 ? 'no finding' : plural(count, 'finding')}.`),
			keys: [
				['⏎', 'go there'],
				...(doctorCopy(state, layer.thing) === undefined ? [] : [['y', 'copy'] as const]),
				['↑↓', 'scroll'],
				['esc', 'back'],
			],
		};
	},
};

function copy(state: State, {thing}: DoctorLayer): Step {
	const text = doctorCopy(state, thing);
	return text === undefined
		? step({...state, failure: 'Copy: nothing here helps by being copied.'})
		: step(state, copyToClipboard(text, {copied: `Copied ${text}`}));
}

/** The keys that findings name do here what they do in the place below. */
function performFix(state: State, key: string): Step | undefined {
	const action = actionsHere(state).find(each => fixActions.includes(each.id) && keysOf(each, state.bindings).includes(key));
	if (!action) return undefined;
	const reason = disabledReason(action, state);
	return reason ? step({...state, failure: `${action.label}: ${reason}.`}) : action.perform(state);
}
