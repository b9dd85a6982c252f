import type {QueueRow} from './state.ts';

type Rows = readonly QueueRow[];

/** Where each queue stands among the rows, by URL. Made once a list, however often its numbers change. */
const positionsOf = new WeakMap<Rows, ReadonlyMap<string, number>>();

function positions(rows: Rows): ReadonlyMap<string, number> {
	const known = positionsOf.get(rows);
	if (known) return known;
	const made = new Map(rows.map((row, index) => [row.ref.url, index]));
	positionsOf.set(rows, made);
	return made;
}

/** The row of a queue. */
export function rowAt(rows: Rows, url: string): QueueRow | undefined {
	const index = positions(rows).get(url);
	return index === undefined ? undefined : rows[index];
}

/** The same queues in the same places, some of them with other numbers. Costs no more than what changes, but for the copy. */
export function withRowsChanged(rows: Rows, urls: Iterable<string>, change: (row: QueueRow) => QueueRow): Rows {
	const known = positions(rows);
	const changed = [...rows];
	let isSame = true;
	for (const url of urls) {
		const index = known.get(url);
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
