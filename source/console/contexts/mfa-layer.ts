import {safeText} from '../../payload/safe-text.ts';
import {run, step, type Step} from '../effects.ts';
import {fieldSpans} from '../layers/field-spans.ts';
import type {LayerDefinition} from '../layers/layer.ts';
import {blank, fitRows, line, span} from '../line.ts';
import type {State} from '../state.ts';
import {editField, graphemes, insertText} from '../text-field.ts';
import type {MfaLayer} from './state.ts';

/** Asks for the code of an MFA device while a call waits for it. The code is never drawn. */
export const mfaLayer: LayerDefinition<MfaLayer> = {
	press(state, layer, key) {
		if (key === 'esc') return answer(state, layer, undefined);
		if (key === 'enter') {
			const code = layer.field.text.trim();
			return /^\d{6}$/.test(code) ? answer(state, layer, code) : step({...state, failure: 'A code has six digits.'});
		}
		const field = editField(layer.field, key);
		return field ? step({...state, layer: {...layer, field}}) : step(state);
	},
	paste: (state, layer, text) => step({...state, layer: {...layer, field: insertText(layer.field, text.trim())}}),
	view(state, layer, area) {
		const stars = '*'.repeat(graphemes(layer.field.text).length);
		return {
			body: fitRows(
				[
					line(span(` ${safeText(state.context.name)} needs an MFA code`, 'bold')),
					blank,
					line(` device   ${safeText(layer.serialNumber)}`),
					line(span(' code     ', 'accent'), ...fieldSpans({text: stars, cursor: layer.field.cursor}, 20)),
					blank,
					line(span(' It goes to AWS STS, and is kept nowhere. The calls that need it wait.', 'dim')),
				],
				area.rows,
			),
			status: line(' On the command line sluice asks for it on the terminal.'),
			keys: [
				['⏎', 'log in'],
				['esc', 'not now'],
			],
		};
	},
};

function answer(state: State, layer: MfaLayer, code: string | undefined): Step {
	return step(
		{...state, layer: layer.under},
		run('contexts/mfa', async tools => tools.answerMfa(code)),
	);
}
