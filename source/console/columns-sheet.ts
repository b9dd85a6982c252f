import {step} from './effects.ts';
import {blank, line, span} from './line.ts';
import {listLook, withListLook, type ListLook} from './memory.ts';
import {messageChooser} from './queues/message-columns.ts';
import {queueChooser} from './queues/queue-chooser.ts';
import type {SheetDefinition, SheetField} from './sheet-definition.ts';
import type {SheetLayer, State} from './state.ts';

/** A list whose columns and order can be chosen. */
export type ColumnChooser = {
	/** What settings keep it under: `queues`. */
	readonly list: string;
	/** Columns that can be hidden, as settings name them, in the order in which they are drawn. */
	names(state: State): readonly string[];
	readonly sortNames: readonly string[];
	/** How it is sorted by itself: `worst first`. */
	readonly ownOrder: string;
	/** Columns by names that only an account knows. */
	readonly more: {readonly key: 'tags' | 'attributes'; readonly label: string; readonly hint: string};
	/** Those that come first where room is short. */
	readonly importance: string;
	/** What follows once it was chosen. */
	chosen?(state: State): State;
};

const choosers: Readonly<Record<string, ColumnChooser>> = {queues: queueChooser, messages: messageChooser};

/** Which columns a list has and how it is sorted; kept for the next session. */
export const columnsSheet: SheetDefinition = {
	kind: 'columns',
	crumb: 'columns',
	submitHint: 'show it so',
	factsAt: 'bottom',
	fields(sheet, state) {
		const {names, ownOrder, more} = chooserOf(sheet);
		return [
			{type: 'text', id: 'sort', label: 'Sort by', hint: `${ownOrder}; or a column, with - before it: largest first`},
			{type: 'text', id: more.key, label: more.label, hint: more.hint},
			...names(state).map((name): SheetField => ({type: 'toggle', id: name, label: name})),
		];
	},
	extra: sheet => [blank, line(span(` Shown as far as there is room, first ${chooserOf(sheet).importance}.`, 'dim'))],
	command: () => 'sluice config set lists …',
	problem(sheet) {
		const {sortNames} = chooserOf(sheet);
		const name = sortText(sheet).replace(/^-/, '');
		return name === '' || sortNames.includes(name) ? undefined : `Sort by: one of ${sortNames.join(', ')}.`;
	},
	submit(sheet, state) {
		const chooser = chooserOf(sheet);
		const kept = withListLook({...state, layer: undefined}, chooser.list, lookOf(sheet, state));
		return step(chooser.chosen?.(kept.state) ?? kept.state, ...kept.effects);
	},
};

/** What the sheet begins with, for one of the lists. */
export function columnChoice(
	state: State,
	list: string,
): {subject: Readonly<Record<string, string>>; values: Readonly<Record<string, string>>} {
	const {names, more} = chooserOf({subject: {list}});
	const {hidden = [], sort = '', ...look} = listLook(state, list);
	return {
		subject: {list},
		values: {
			sort,
			[more.key]: (look[more.key] ?? []).join(', '),
			...Object.fromEntries(names(state).map(name => [name, hidden.includes(name) ? 'no' : 'yes'])),
		},
	};
}

function chooserOf({subject}: Pick<SheetLayer, 'subject'>): ColumnChooser {
	return choosers[subject['list'] ?? ''] ?? queueChooser;
}

function sortText(sheet: SheetLayer): string {
	const text = (sheet.values['sort'] ?? '').trim();
	const isDown = text.startsWith('-');
	const name = text.replace(/^-\s*/, '');
	const known = chooserOf(sheet).sortNames.find(one => one.toLowerCase() === name.toLowerCase());
	return `${isDown ? '-' : ''}${known ?? name}`;
}

function lookOf(sheet: SheetLayer, state: State): ListLook {
	const {names, more} = chooserOf(sheet);
	const hidden = names(state).filter(name => sheet.values[name] === 'no');
	const named = (sheet.values[more.key] ?? '')
		.split(',')
		.map(key => key.trim())
		.filter(key => key !== '');
	const sort = sortText(sheet);
	return {...(hidden.length > 0 && {hidden}), ...(named.length > 0 && {[more.key]: named}), ...(sort !== '' && {sort})};
}
