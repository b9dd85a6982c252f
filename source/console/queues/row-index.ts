import type {QueueRow} from './state.ts';

type Rows = readonly QueueRow[];

type Positions = {readonly byUrl: ReadonlyMap<string, number>; readonly byAddress: ReadonlyMap<string, number>};

/** Where each queue stands among the rows. Made once a list, however often its numbers change. */
const positionsOf = new WeakMap<Rows, Positions>();

function positions(rows: Rows): Positions {
	const known = positionsOf.get(rows);
	if (known) return known;
	const made = {
		byUrl: new Map(rows.map(({ref}, index) => [ref.url, index])),
		byAddress: new Map(rows.map(({ref}, index) => [addressOf(ref.url), index])),
	};
	positionsOf.set(rows, made);
	return made;
}

/** Account and name, which an ARN and a URL end with both: so a queue whose attributes may not be read is found as well. A DLQ is of its source's region. */
export function addressOf(arnOrUrl: string): string {
	const separator = arnOrUrl.startsWith('arn:') ? ':' : '/';
	const nameFrom = arnOrUrl.lastIndexOf(separator);
	return `${arnOrUrl.slice(arnOrUrl.lastIndexOf(separator, nameFrom - 1) + 1, nameFrom)}/${arnOrUrl.slice(nameFrom + 1)}`;
}

/** The row of the queue with that account and name. */
export function rowAtAddress(rows: Rows, address: string): QueueRow | undefined {
	const index = positions(rows).byAddress.get(address);
	return index === undefined ? undefined : rows[index];
}

/** The row of a queue. */
export function rowAt(rows: Rows, url: string): QueueRow | undefined {
	const index = positions(rows).byUrl.get(url);
	return index === undefined ? undefined : rows[index];
}

/** The same queues in the same places, some of them with other numbers. Costs no more than what changes, but for the copy. */
export function withRowsChanged(rows: Rows, urls: Iterable<string>, change: (row: QueueRow) => QueueRow): Rows {
	const known = positions(rows);
	const changed = [...rows];
	let isSame = true;
	for (const url of urls) {
		const index = known.byUrl.get(url);
		const row = index === undefined ? undefined : rows[index];
		if (index === undefined || !row) continue;
		const next = change(row);
		if (next === row) continue;
		changed[index] = next;
		isSame = false;
	}
	if (isSame) return rows;
	positionsOf.set(changed, known);
	return changed;
}
