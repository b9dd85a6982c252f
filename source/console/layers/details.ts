import {safeText} from '../../payload/safe-text.ts';
import {step} from '../effects.ts';
import {fitRows, line, span, wrapText, type Line} from '../line.ts';
import type {DetailsLayer} from '../state.ts';
import type {LayerDefinition} from './layer.ts';
import {scrollDelta} from './scroll.ts';

const labelWidthMax = 34;

/** Read-only pairs of label and text, scrolled by the usual keys. */
export const detailsLayer: LayerDefinition<DetailsLayer> = {
	press(state, layer, key) {
		const page = Math.max(1, state.size.rows - 8);
		if (key === 'esc' || key === 'q' || key === 'd' || key === 'enter') return step({...state, layer: undefined});
		return step({...state, layer: {...layer, top: Math.max(0, layer.top + scrollDelta(key, page))}});
	},
	view(_state, layer, area) {
		const labelWidth = Math.min(labelWidthMax, Math.max(10, ...layer.rows.map(([label]) => label.length + 2)));
		const lines: Line[] = layer.rows.flatMap(([label, text]) =>
			wrapText(safeText(text), area.columns - labelWidth - 2).map((row, index) =>
				line(span(` ${index === 0 ? label.padEnd(labelWidth) : ' '.repeat(labelWidth)}`, 'dim'), row),
			),
		);
		lines.push(...(layer.lines ?? []));
		const top = Math.min(layer.top, Math.max(0, lines.length - area.rows));
		return {
			body: fitRows(lines.slice(top), area.rows),
			status: line(` ${layer.title}`),
			keys: [
				['↑↓', 'scroll'],
				['esc', 'back'],
			],
		};
	},
};
