import {idWords} from '../../operations/message-words.ts';
import {copyToClipboard} from '../copy.ts';
import {cancel, step, type Step} from '../effects.ts';
import {safeText} from '../../payload/safe-text.ts';
import {blank, fitRows, line, span, type Area, type Line} from '../line.ts';
import type {SheetDefinition, SheetField} from '../sheet-definition.ts';
import {sheetOf} from '../sheets.ts';
import type {SheetLayer, State} from '../state.ts';
import {editField, fieldOf, graphemes, insertText, type TextField} from '../text-field.ts';
import {consequenceLines, factLines, problemLines} from './facts.ts';
import {fieldLines} from './sheet-fields.ts';
import {proseColumnsMax, type LayerDefinition, type LayerView} from './layer.ts';

/** Labels are so wide, or one wider than the longest. */
const labelWidthMin = 13;
/** Opens a form. Its plan, if it has one, is read at once. */
export function openSheet(
	state: State,
	kind: string,
	options: {subject: Readonly<Record<string, string>>; values: Readonly<Record<string, string>>; focus?: number},
): Step {
	const definition = sheetOf(kind);
	const draft: SheetLayer = {
		type: 'sheet',
		kind,
		subject: options.subject,
		values: options.values,
		focus: options.focus ?? 0,
		cursor: 0,
		plan: {status: 'loading'},
		openedAtMs: state.nowMs,
	};
	const sheet = focusOn(draft, draft.focus, definition.fields(draft, state));
	return withPlan(state, sheet, definition);
}

export const sheetLayer: LayerDefinition<SheetLayer> = {
	press(state, sheet, key) {
		const definition = sheetOf(sheet.kind);
		const fields = definition.fields(sheet, state);
		if (isDryRun(sheet)) return key === 'esc' || key === 'd' ? withSheet(state, withDryRun(sheet, false)) : step(state);
		if (key === 'esc') return step({...state, layer: undefined}, cancel('sheet/plan'));
		if (key === 'd' && definition.hasDryRun && fields[sheet.focus]?.type !== 'text') return withSheet(state, withDryRun(sheet, true));
		if (key === 'enter') return submit(state, sheet, definition);
		if (key === 'y' && fields[sheet.focus]?.type !== 'text') return copyCommand(state, sheet, definition);
		if (key === 'tab') return withSheet(state, focusOn(sheet, sheet.focus + 1, fields));
		if (key === 'shift-tab') return withSheet(state, focusOn(sheet, sheet.focus - 1, fields));
		const field = fields[sheet.focus];
		if (!field) return step(state);
		return pressInField(state, sheet, {definition, fields, field, key});
	},
	paste(state, sheet, text) {
		const definition = sheetOf(sheet.kind);
		const field = definition.fields(sheet, state)[sheet.focus];
		if (field?.type !== 'text') return step({...state, failure: `Pasted text ignored: ${graphemes(text).length} characters.`});
		const before = textOf(sheet, field.id);
		const after = insertText(before, text);
		if (after.text === before.text) return step({...state, failure: `Pasted text ignored: ${field.label} has no room for it.`});
		return setText(state, sheet, definition, field.id, after);
	},
	columnsMax: proseColumnsMax,
	view(state, sheet, area) {
		const definition = sheetOf(sheet.kind);
		if (isDryRun(sheet)) return dryRunView(state, sheet, area);
		const fields = definition.fields(sheet, state);
		const problem = definition.problem(sheet, state);
		return {
			body: sheetBody(state, sheet, definition, area),
			status: problem
				? problemLine(problem, sheet, fields[sheet.focus])
				: line(span(` The same as: ${safeText(definition.command(sheet, state))}`)),
			keys: [
				['⏎', definition.submitHint],
				...fieldKeys(definition, fields, sheet.focus),
				...(definition.hasDryRun ? ([['d', 'dry run']] as const) : []),
				['esc', 'leave'],
				...(fields[sheet.focus]?.type === 'text' ? [] : ([['y', 'copy']] as const)),
			],
		};
	},
};

/** Who has not begun to type is told what is wanted, not that it is wrong. */
function problemLine(problem: string, sheet: SheetLayer, focused: SheetField | undefined): Line {
	const isEmpty = focused?.type === 'text' && (sheet.values[focused.id] ?? '') === '';
	return line(span(` ${problem}`, isEmpty ? 'dim' : 'slow'));
}

/** Only what does something: nothing is chosen in a text, and one field alone has no next. */
function fieldKeys(
	{pressHint}: SheetDefinition,
	fields: readonly SheetField[],
	focus: number,
): ReadonlyArray<readonly [key: string, hint: string]> {
	const type = fields[focus]?.type;
	return [
		...(type === 'choice' ? ([['↑↓', 'choose']] as const) : []),
		...(pressHint && type !== 'text' ? [pressHint] : []),
		...(fields.length > 1 ? ([['tab', 'field']] as const) : []),
		...(type === 'choice' || type === 'toggle' ? ([['space', 'change']] as const) : []),
	];
}

/** The plan over the whole screen. Kept with the values, so that the sheet is as it was afterwards. */
const dryRunValue = 'dry run';

function isDryRun(sheet: SheetLayer): boolean {
	return sheet.values[dryRunValue] === 'shown';
}

function withDryRun(sheet: SheetLayer, isShown: boolean): SheetLayer {
	const {[dryRunValue]: _before, ...values} = sheet.values;
	return {...sheet, values: isShown ? {...values, [dryRunValue]: 'shown'} : values};
}

function dryRunView(state: State, sheet: SheetLayer, area: Area): LayerView {
	const {plan} = sheet;
	const body =
		plan.status === 'ready'
			? [line(span(` ${safeText(plan.value.title)}`, 'bold')), blank, ...factLines(plan.value, area.columns)]
			: planLines(state, sheet, area.columns);
	return {
		body: fitRows(body, area.rows),
		status: line(' Dry run: this is all that would happen. Nothing was sent.'),
		keys: [['esc', 'back to the sheet']],
	};
}

/** The command line with the ids of what is marked, which the screen has no room for. */
function copyCommand(state: State, sheet: SheetLayer, definition: SheetDefinition): Step {
	const ids = (sheet.subject['ids'] ?? '').split(' ').map(messageId => ({messageId}));
	const command = definition.command(sheet, state).replace('--ids @marked', idWords(ids).join(' '));
	return step(state, copyToClipboard(command, {copied: 'Copied the command.'}));
}

function submit(state: State, sheet: SheetLayer, definition: SheetDefinition): Step {
	const problem = definition.problem(sheet, state);
	return problem ? step({...state, failure: problem}) : definition.submit(sheet, state);
}

function pressInField(
	state: State,
	sheet: SheetLayer,
	context: {definition: SheetDefinition; fields: readonly SheetField[]; field: SheetField; key: string},
): Step {
	const {definition, fields, field, key} = context;
	const taken = field.type === 'text' ? undefined : definition.press?.(sheet, key);
	if (taken) return withValues(state, sheet, definition, taken);
	if (field.type === 'choice') {
		const index = field.options.findIndex(option => option.value === sheet.values[field.id]);
		const delta = key === 'down' || key === 'right' || key === 'j' ? 1 : key === 'up' || key === 'left' || key === 'k' ? -1 : 0;
		if (delta !== 0 && field.options[index + delta])
			return setValue(state, sheet, definition, field.id, field.options[index + delta]?.value ?? '');
		if (key === 'space')
			return setValue(state, sheet, definition, field.id, field.options[(index + 1) % field.options.length]?.value ?? '');
	}
	if (field.type === 'toggle' && (key === 'space' || key === 'left' || key === 'right')) {
		return setValue(state, sheet, definition, field.id, sheet.values[field.id] === 'yes' ? 'no' : 'yes');
	}
	if (key === 'down') return withSheet(state, focusOn(sheet, sheet.focus + 1, fields));
	if (key === 'up') return withSheet(state, focusOn(sheet, sheet.focus - 1, fields));
	if (field.type !== 'text') return step(state);
	const edited = editField(textOf(sheet, field.id), key);
	return edited ? setText(state, sheet, definition, field.id, edited) : step(state);
}

function textOf(sheet: SheetLayer, id: string): TextField {
	return {text: sheet.values[id] ?? '', cursor: sheet.cursor};
}

function setText(state: State, sheet: SheetLayer, definition: SheetDefinition, id: string, field: TextField): Step {
	const changed = {...sheet, values: {...sheet.values, [id]: field.text}, cursor: field.cursor};
	return field.text === sheet.values[id] ? withSheet(state, changed) : withPlan(state, changed, definition);
}

function setValue(state: State, sheet: SheetLayer, definition: SheetDefinition, id: string, value: string): Step {
	return withValues(state, sheet, definition, {...sheet.values, [id]: value});
}

function withValues(state: State, sheet: SheetLayer, definition: SheetDefinition, values: Readonly<Record<string, string>>): Step {
	return withPlan(state, {...sheet, values}, definition);
}

/** The sheet, and the reading of its plan as far as there is one. */
function withPlan(state: State, sheet: SheetLayer, definition: SheetDefinition): Step {
	if (!definition.load) return withSheet(state, sheet);
	if (canPlan(state, sheet, definition)) return step({...state, layer: sheet}, definition.load(sheet));
	// What was planned for another value must not stand beside the next one.
	return step({...state, layer: {...sheet, plan: {status: 'loading'}}}, cancel('sheet/plan'));
}

function canPlan(state: State, sheet: SheetLayer, definition: SheetDefinition): boolean {
	return definition.canPlan?.(sheet, state) ?? true;
}

function withSheet(state: State, sheet: SheetLayer): Step {
	return step({...state, layer: sheet});
}

function focusOn(sheet: SheetLayer, focus: number, fields: readonly SheetField[]): SheetLayer {
	const index = fields.length === 0 ? 0 : (focus + fields.length) % fields.length;
	return {...sheet, focus: index, cursor: fieldOf(sheet.values[fields[index]?.id ?? ''] ?? '').cursor};
}

function sheetBody(state: State, sheet: SheetLayer, definition: SheetDefinition, area: Area): readonly Line[] {
	const intro = definition.intro?.(sheet, state) ?? [];
	const facts = planLines(state, sheet, area.columns);
	const shown = definition.fields(sheet, state);
	const labelWidth = Math.max(labelWidthMin, ...shown.map(({label}) => label.length + 1));
	const blocks = shown.map((field, index) =>
		fieldLines(sheet, field, {isFocused: index === sheet.focus, columns: area.columns, labelWidth}),
	);
	const fields = blocks.flat();
	const extra = definition.extra?.(sheet, state) ?? [];
	if (definition.factsAt === 'bottom') {
		const rows = [...intro, ...fields, ...extra, blank, ...facts];
		if (rows.length <= area.rows) return fitRows(rows, area.rows);
		const focusEnd = intro.length + blocks.slice(0, sheet.focus + 1).flat().length;
		if (focusEnd >= area.rows) return rows.slice(focusEnd - area.rows + 1, focusEnd + 1);
		if (!definition.hasDryRun) return fitRows(rows, area.rows);
		return [...rows.slice(0, area.rows - 1), line(span('   d shows the rest', 'dim'))];
	}
	const rowsForFacts = Math.max(0, area.rows - fields.length - extra.length - 1);
	return fitRows([...[...intro, ...facts].slice(0, rowsForFacts), blank, ...fields, ...extra], area.rows);
}

function planLines(state: State, sheet: SheetLayer, columns: number): readonly Line[] {
	const definition = sheetOf(sheet.kind);
	if (!definition.load || !canPlan(state, sheet, definition)) return [];
	switch (sheet.plan.status) {
		case 'loading':
			return [line(span(' Reading what this would do …', 'dim'))];
		case 'failed':
			return problemLines(sheet.plan.problem, columns);
		case 'ready':
			return sheet.plan.value.consequences
				? consequenceLines(sheet.plan.value, definition.warnings?.(sheet, state) ?? [], columns)
				: factLines(sheet.plan.value, columns);
	}
}
