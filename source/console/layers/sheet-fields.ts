import {safeText} from '../../payload/safe-text.ts';
import {fitLine, line, lineWidth, span, type Line, type Span} from '../line.ts';
import type {SheetField} from '../sheet-definition.ts';
import type {SheetLayer} from '../state.ts';
import {fieldSpans} from './field-spans.ts';

/** Hints stand in one column behind options of up to so many cells. */
const optionWidthMax = 26;

/** A field of a sheet, with its label in the left column. */
export function fieldLines(
	sheet: SheetLayer,
	field: SheetField,
	{isFocused, columns, labelWidth}: {isFocused: boolean; columns: number; labelWidth: number},
): readonly Line[] {
	const label = span(` ${field.label.padEnd(labelWidth)}`, isFocused ? 'accent' : 'dim');
	const value = sheet.values[field.id] ?? '';
	switch (field.type) {
		case 'choice':
			if (field.isCompact) return compactChoice({label, field, value, isFocused, columns, labelWidth});
			const room = Math.min(optionWidthMax, Math.max(10, ...field.options.map(option => option.label.length + 2)));
			return field.options.map((option, index) => {
				const isChosen = option.value === value;
				const mark = isChosen ? (isFocused ? '> (•) ' : '  (•) ') : '  ( ) ';
				return line(
					index === 0 ? label : span(' '.repeat(labelWidth + 1)),
					span(mark, isChosen ? 'accent' : undefined),
					span(safeText(option.label).padEnd(room), isChosen ? 'accent' : undefined),
					span(option.label.length < room ? option.hint : ` ${option.hint}`, 'dim'),
				);
			});
		case 'toggle':
			return [line(label, span(isFocused ? '> ' : '  '), span(value === 'yes' ? '[x] ' : '[ ] ', 'accent'), span(field.hint ?? '', 'dim'))];
		case 'text': {
			const width = columns - labelWidth - 5;
			if (isFocused) {
				const hint = field.hint && value === '' ? [span(`  ${field.hint}`, 'dim')] : [];
				return [line(label, span('> '), ...fieldSpans({text: value, cursor: sheet.cursor}, width), ...hint)];
			}
			return [line(label, span('  '), value === '' ? span(field.hint ?? '', 'dim') : span(safeText(value)))];
		}
	}
}

/** Options two in a row where they fit, for sheets with much to say. */
function compactChoice(options: {
	label: Span;
	field: SheetField & {type: 'choice'};
	value: string;
	isFocused: boolean;
	columns: number;
	labelWidth: number;
}): readonly Line[] {
	const {label, field, value, isFocused, columns, labelWidth} = options;
	const room = columns - labelWidth - 2;
	const rows: Span[][] = [];
	let left = 0;
	for (const option of field.options) {
		const isChosen = option.value === value;
		const mark = isChosen ? (isFocused ? '> (•) ' : '  (•) ') : '  ( ) ';
		const cell = [span(`${mark}${safeText(option.label)}`, isChosen ? 'accent' : undefined)];
		// What is longer than half a row takes what it needs, and leaves the rest to a short one.
		const width = Math.min(room, Math.max(Math.floor(room / 2), lineWidth(cell) + 1));
		if (rows.length === 0 || (width > left && lineWidth(cell) > left)) {
			rows.push([rows.length === 0 ? label : span(' '.repeat(labelWidth + 1))]);
			left = room;
		}
		const taken = Math.min(width, left);
		rows.at(-1)?.push(...fitLine(cell, taken));
		left -= taken;
	}
	return rows;
}
