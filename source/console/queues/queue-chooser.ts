import type {ColumnChooser} from '../columns-sheet.ts';
import {allColumns, columnName} from './columns.ts';
import {sortNames} from './order.ts';
import {sortNow} from './state.ts';

/** Columns and order of the list of queues. */
export const queueChooser: ColumnChooser = {
	list: 'queues',
	names: state =>
		allColumns(state)
			.map(({title}) => columnName(title))
			.filter(name => name !== 'NAME'),
	sortNames,
	ownOrder: 'worst first',
	more: {key: 'tags', label: 'Tags', hint: 'keys of tags as columns: team, owner (a call a row)'},
	importance: 'NAME, TYPE and READY',
	chosen: sortNow,
};
