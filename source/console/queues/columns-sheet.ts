import {layOut} from '../components/table.ts';
import {bodyArea} from '../layout.ts';
import {listLook, withListLook, type ListLook} from '../memory.ts';
import type {SheetDefinition, SheetField} from '../sheet-definition.ts';
import type {SheetLayer, State} from '../state.ts';
import {allColumns, columnName, queueColumns} from './columns.ts';
import {sortNames} from './order.ts';
import {sortNow} from './state.ts';
import {step} from '../effects.ts';

/** Which columns the list has and how it is sorted; kept for the next session. */
export const columnsSheet: SheetDefinition = {
	kind: 'columns',
	crumb: 'columns',
	submitHint: 'show it so',
	factsAt: 'bottom',
	fields: (_sheet, state) => [
		{type: 'text', id: 'sort', label: 'Sort by', hint: 'worst first; or a column, with - before it: largest first'},
		{type: 'text', id: 'tags', label: 'Tags', hint: 'keys of tags as columns: team, owner (a call a row)'},
		...namesOf(state).map((name): SheetField => ({type: 'toggle', id: name, label: name, hint: shownHint(state, name)})),
	],
	command: () => 'sluice config set lists …',
	problem(sheet) {
		const name = sortText(sheet).replace(/^-/, '');
		return name === '' || sortNames.includes(name) ? undefined : `Sort by: one of ${sortNames.join(', ')}.`;
	},
	submit(sheet, state) {
		const kept = withListLook({...state, layer: undefined}, 'queues', lookOf(sheet, state));
		return step(sortNow(kept.state), ...kept.effects);
	},
};

/** The values that the sheet begins with. */
export function columnValues(state: State): Readonly<Record<string, string>> {
	const {hidden = [], tags = [], sort = ''} = listLook(state, 'queues');
	return {
		sort,
		tags: tags.join(', '),
		...Object.fromEntries(namesOf(state).map(name => [name, hidden.includes(name) ? 'no' : 'yes'])),
	};
}

/** Why a column that is chosen is not in the list behind this sheet. */
function shownHint(state: State, name: string): string {
	const placed = layOut(queueColumns(state), bodyArea(state).columns);
	const {hidden = []} = listLook(state, 'queues');
	const isShown = placed.some(({column}) => columnName(column.title) === name);
	return isShown || hidden.includes(name) ? '' : 'when the screen is wider';
}

function namesOf(state: State): readonly string[] {
	return allColumns(state)
		.map(({title}) => columnName(title))
		.filter(name => name !== 'NAME');
}

function sortText(sheet: SheetLayer): string {
	const text = (sheet.values['sort'] ?? '').trim();
	const isDown = text.startsWith('-');
	const name = text.replace(/^-\s*/, '');
	const known = sortNames.find(one => one.toLowerCase() === name.toLowerCase());
	return `${isDown ? '-' : ''}${known ?? name}`;
}

function lookOf(sheet: SheetLayer, state: State): ListLook {
	const hidden = namesOf(state).filter(name => sheet.values[name] === 'no');
	const tags = (sheet.values['tags'] ?? '')
		.split(',')
		.map(key => key.trim())
		.filter(key => key !== '');
	const sort = sortText(sheet);
	return {...(hidden.length > 0 && {hidden}), ...(tags.length > 0 && {tags}), ...(sort !== '' && {sort})};
}
