import {step, type Step} from './effects.ts';
import {listLook, withListLook} from './memory.ts';
import type {State} from './state.ts';

type SortValue = string | number | undefined;

/** What a list can be sorted by, by the name of the column. */
export type SortValues<Row> = Readonly<Record<string, (row: Row, state: State) => SortValue>>;

export type Sort = {readonly name: string; readonly isDown: boolean};

/** How a list is sorted, read from `-READY`; undefined: in its own order. */
export function sortOf(state: State, list: string, values: SortValues<never>): Sort | undefined {
	const {sort} = listLook(state, list);
	if (sort === undefined) return undefined;
	const name = sort.replace(/^-/, '');
	return Object.hasOwn(values, name) ? {name, isDown: sort.startsWith('-')} : undefined;
}

/** `by READY down`, for the line over a list. */
export function sortText({name, isDown}: Sort): string {
	return `by ${name} ${isDown ? 'down' : 'up'}`;
}

/** Unknown values come last, whichever way. */
export function compareValues(a: SortValue, b: SortValue, isDown: boolean): number {
	if (a === b) return 0;
	if (a === undefined) return 1;
	if (b === undefined) return -1;
	return (a < b ? -1 : 1) * (isDown ? -1 : 1);
}

/** Rows in the order chosen for their list; as they come where none is. */
export function sortedRows<Row>(
	state: State,
	rows: readonly Row[],
	{list, values}: {list: string; values: SortValues<Row>},
): readonly Row[] {
	const sort = sortOf(state, list, values);
	const valueOf = sort && values[sort.name];
	if (!sort || !valueOf) return rows;
	return rows.toSorted((a, b) => compareValues(valueOf(a, state), valueOf(b, state), sort.isDown));
}

/** A click on the head of a column: text from A, numbers from the largest; once more the other way round; a third time in the list's own order. */
export function sortByColumn<Row>(
	state: State,
	{list, values, name, rows}: {list: string; values: SortValues<Row>; name: string; rows: readonly Row[]},
): Step {
	const valueOf = Object.hasOwn(values, name) ? values[name] : undefined;
	if (!valueOf) return step({...state, failure: `The list is not sorted by ${name}.`});
	const isText = rows.some(row => typeof valueOf(row, state) === 'string');
	const [first, second] = isText ? [name, `-${name}`] : [`-${name}`, name];
	const {sort, ...look} = listLook(state, list);
	const next = sort === first ? second : sort === second ? undefined : first;
	return withListLook(state, list, {...look, ...(next !== undefined && {sort: next})});
}
