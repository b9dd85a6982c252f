import {settingRows} from './setting-rows.ts';
import type {DetailsLayer} from '../state.ts';
import type {QueueRow} from './state.ts';

/** Settings that two queues do not share, a column each; one row that says so where they share all. */
export function differenceRows(first: QueueRow, second: QueueRow): DetailsLayer['rows'] {
	if (!first.attributes || !second.attributes) return [];
	const [mine, theirs] = [settingsOf(first.attributes), settingsOf(second.attributes)];
	const labels = [...new Set([...mine.keys(), ...theirs.keys()])];
	const rows = labels.flatMap((label): DetailsLayer['rows'] => {
		const [a, b] = [mine.get(label) ?? '–', theirs.get(label) ?? '–'];
		return a === b ? [] : [[label, a, b]];
	});
	return rows.length > 0
		? [['', first.ref.name, second.ref.name], ...rows]
		: [['Settings', `${first.ref.name} and ${second.ref.name} have the same.`]];
}

function settingsOf(attributes: NonNullable<QueueRow['attributes']>): ReadonlyMap<string, string> {
	return new Map([
		['Type', attributes.isFifo ? 'FIFO' : 'standard'],
		...settingRows(attributes)
			.filter(({id}) => id !== 'type')
			.map(({label, shown}) => [label, shown] as const),
		['Policy', attributes.policy ?? 'none'],
	]);
}
