import {ranks} from '../../operations/findings/finding.ts';
import {compareValues, sortOf, sortText, type SortValues} from '../list-sort.ts';
import {findingsOf} from '../now/state.ts';
import type {State} from '../state.ts';
import {deadLetterQueueOf, netPerSecond, oldestOf, typeOf} from './rows.ts';
import type {QueueRow} from './state.ts';

/** What a list can be sorted by, by the column's name. */
export const sortValues: SortValues<QueueRow> = {
	NAME: row => row.ref.name,
	TYPE: row => typeOf(row),
	READY: row => row.attributes?.readyCount,
	FLIGHT: row => row.attributes?.inFlightCount,
	DELAY: row => row.attributes?.delayedCount,
	OLDEST: (row, state) => oldestOf(state, row)?.ageMs,
	DLQ: (row, state) => deadLetterQueueOf(state.queues, row)?.attributes?.readyCount,
	'NET/s': row => netPerSecond(row.samples),
	'MAX RECV': row => row.attributes?.redrivePolicy?.maxReceiveCount,
	RETENTION: row => row.attributes?.retentionSeconds,
	VISIBILITY: row => row.attributes?.visibilityTimeoutSeconds,
	SIZE: row => row.attributes?.messageBytesMax,
	KMS: row => row.attributes?.kmsKeyId,
	CREATED: row => row.attributes?.createdAtMs,
};

export const sortNames: readonly string[] = Object.keys(sortValues);

/** For the line over the list. */
export function orderText(state: State): string {
	const sort = sortOf(state, 'queues', sortValues);
	return sort ? sortText(sort) : 'worst first, by READY down';
}

/** Queues as they are to be shown, by URL. Unknown values come last, whichever way. */
export function orderQueues(state: State): readonly string[] {
	const sort = sortOf(state, 'queues', sortValues);
	const worst = (row: QueueRow): number => {
		const [finding] = findingsOf(state, 'queue', row.ref.url);
		return finding ? ranks.indexOf(finding.rank) : ranks.length;
	};
	const keyed = state.queues.rows.map(row => ({
		url: row.ref.url,
		name: row.ref.name,
		rank: sort ? 0 : worst(row),
		value: sort ? sortValues[sort.name]?.(row, state) : row.attributes?.readyCount,
	}));
	const isDown = sort?.isDown ?? true;
	return keyed
		.toSorted((a, b) => a.rank - b.rank || compareValues(a.value, b.value, isDown) || (a.name < b.name ? -1 : Number(a.name > b.name)))
		.map(({url}) => url);
}
