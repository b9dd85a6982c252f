import {displayWidth, padToWidth, safeText} from '../../payload/safe-text.ts';
import {step} from '../effects.ts';
import {blank, fitRows, line, span, wrapText, type Line} from '../line.ts';
import type {DetailsLayer} from '../state.ts';
import {graphemes} from '../text-field.ts';
import type {LayerDefinition} from './layer.ts';
import {scrollDelta} from './scroll.ts';

/** Cells of the labels: as many as the longest takes, within bounds. */
const labelWidths = {min: 10, max: 34};
const gapWidth = 2;

/** Read-only pairs of label and text, scrolled by the usual keys. */
export const detailsLayer: LayerDefinition<DetailsLayer> = {
	press(state, layer, key) {
		const page = Math.max(1, state.size.rows - 8);
		if (key === 'esc' || key === 'q' || key === 'd' || key === 'enter') return step({...state, layer: undefined});
		return step({...state, layer: {...layer, top: Math.max(0, layer.top + scrollDelta(key, page))}});
	},
	view(_state, layer, area) {
		const lines = [...rowLines(layer.rows, area.columns), ...(layer.lines ?? [])];
		const top = Math.min(layer.top, Math.max(0, lines.length - area.rows));
		return {
			body: fitRows(lines.slice(top), area.rows),
			status:
				lines.length > area.rows
					? line(span(` Lines ${top + 1} to ${Math.min(top + area.rows, lines.length)} of ${lines.length}.`, 'dim'))
					: blank,
			keys: [
				['↑↓', 'scroll'],
				['esc', 'back'],
			],
		};
	},
};

function rowLines(rows: DetailsLayer['rows'], columns: number): readonly Line[] {
	const longest = Math.max(0, ...rows.map(([label]) => displayWidth(label)));
	const labelWidth = Math.min(labelWidths.max, Math.max(labelWidths.min, longest + gapWidth));
	const isCompared = rows.some(([, , other]) => other !== undefined);
	const room = columns - labelWidth - 2;
	const width = isCompared ? Math.floor((room - gapWidth) / 2) : room;
	return rows.flatMap(([label, text, other]) => {
		const texts = wrapped(text, width);
		const others = other === undefined ? [] : wrapped(other, width);
		return Array.from({length: Math.max(texts.length, others.length)}, (_, index) =>
			line(
				span(` ${padToWidth(index === 0 ? label : '', labelWidth)}`, 'dim'),
				isCompared ? padToWidth(texts[index] ?? '', width + gapWidth) : texts[index],
				others[index],
			),
		);
	});
}

/** What fits keeps its spaces: numbers stand under each other by them. What has none, as a policy, is broken where it must be. */
function wrapped(text: string, width: number): readonly string[] {
	const safe = safeText(text);
	if (displayWidth(safe) <= width && !safe.includes('\n')) return [safe];
	return wrapText(safe, width).flatMap(row => brokenAt(row, width));
}

function brokenAt(row: string, width: number): readonly string[] {
	if (displayWidth(row) <= width) return [row];
	const rows: string[] = [];
	let current = '';
	for (const grapheme of graphemes(row)) {
		if (displayWidth(current + grapheme) > width) {
			rows.push(current);
			current = '';
		}
		current += grapheme;
	}
	return [...rows, current];
}
