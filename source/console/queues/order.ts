import {ranks} from '../../operations/findings/finding.ts';
import {listLook} from '../memory.ts';
import {findingsOf} from '../now/state.ts';
import type {State} from '../state.ts';
import {deadLetterQueueOf, netPerSecond, oldestOf, typeOf} from './rows.ts';
import type {QueueRow} from './state.ts';

type Value = string | number | undefined;

/** What a list can be sorted by, by the column's name. */
const sortValues: Readonly<Record<string, (state: State, row: QueueRow) => Value>> = {
	NAME: (_state, row) => row.ref.name,
	TYPE: (_state, row) => typeOf(row),
	READY: (_state, row) => row.attributes?.readyCount,
	FLIGHT: (_state, row) => row.attributes?.inFlightCount,
	DELAY: (_state, row) => row.attributes?.delayedCount,
	OLDEST: (state, row) => oldestOf(state, row)?.ageMs,
	DLQ: (state, row) => deadLetterQueueOf(state.queues, row)?.attributes?.readyCount,
	'NET/s': (_state, row) => netPerSecond(row.samples),
	'MAX RECV': (_state, row) => row.attributes?.redrivePolicy?.maxReceiveCount,
	RETENTION: (_state, row) => row.attributes?.retentionSeconds,
	VISIBILITY: (_state, row) => row.attributes?.visibilityTimeoutSeconds,
	SIZE: (_state, row) => row.attributes?.messageBytesMax,
	KMS: (_state, row) => row.attributes?.kmsKeyId,
	CREATED: (_state, row) => row.attributes?.createdAtMs,
};

export const sortNames: readonly string[] = Object.keys(sortValues);

/** How the list is sorted, read from `-READY`; undefined: worst first, then READY. */
export function sortOf(state: State): {readonly name: string; readonly isDown: boolean} | undefined {
	const {sort} = listLook(state, 'queues');
	if (sort === undefined) return undefined;
	const name = sort.replace(/^-/, '');
	return Object.hasOwn(sortValues, name) ? {name, isDown: sort.startsWith('-')} : undefined;
}

/** For the line over the list. */
export function orderText(state: State): string {
	const sort = sortOf(state);
	return sort ? `by ${sort.name} ${sort.isDown ? 'down' : 'up'}` : 'worst first, by READY down';
}

/** Queues as they are to be shown, by URL. Unknown values come last, whichever way. */
export function orderQueues(state: State): readonly string[] {
	const sort = sortOf(state);
	const worst = (row: QueueRow): number => {
		const [finding] = findingsOf(state, 'queue', row.ref.url);
		return finding ? ranks.indexOf(finding.rank) : ranks.length;
	};
	const keyed = state.queues.rows.map(row => ({
		url: row.ref.url,
		name: row.ref.name,
		rank: sort ? 0 : worst(row),
		value: sort ? sortValues[sort.name]?.(state, row) : row.attributes?.readyCount,
	}));
	const isDown = sort?.isDown ?? true;
	return keyed
		.toSorted((a, b) => a.rank - b.rank || compare(a.value, b.value, isDown) || (a.name < b.name ? -1 : Number(a.name > b.name)))
		.map(({url}) => url);
}

function compare(a: Value, b: Value, isDown: boolean): number {
	if (a === b) return 0;
	if (a === undefined) return 1;
	if (b === undefined) return -1;
	return (a < b ? -1 : 1) * (isDown ? -1 : 1);
}
