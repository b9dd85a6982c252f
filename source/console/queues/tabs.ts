import type {Place, QueueTab} from '../place.ts';
import type {Tab} from '../place-definition.ts';
import type {State} from '../state.ts';
import {factsOf} from './facts.ts';
import {settingRows} from './setting-rows.ts';
import {statementsOf} from '../../operations/queue-flow.ts';
import {queueRow} from './state.ts';

type QueuePlace = Extract<Place, {type: 'queue' | 'queue-tab' | 'messages'}>;

/** The tabs of one queue, with how much is in each where that is known. */
export function queueTabs(state: State, place: QueuePlace): readonly Tab[] {
	const {url, name} = place;
	const row = queueRow(state, url);
	const held = state.queues.peeks[url]?.messages.length;
	const tags = factsOf(state, url).tags;
	const current = place.type === 'queue-tab' ? place.tab : place.type;
	const tab = (id: QueueTab, label: string): Tab => ({
		label,
		place: {type: 'queue-tab', url, name, tab: id},
		isCurrent: current === id,
	});
	return [
		{label: 'Overview', place: {type: 'queue', url, name}, isCurrent: current === 'queue'},
		...(held === undefined
			? []
			: [{label: `Messages ${held}`, place: {type: 'messages', url, name} as const, isCurrent: current === 'messages'}]),
		tab('flow', 'Flow'),
		tab('history', 'History'),
		tab('settings', counted('Settings', row?.attributes ? settingRows(row.attributes).length : undefined)),
		tab('policy', counted('Policy', row?.attributes ? statementsOf(row.attributes.policy).length : undefined)),
		tab('tags', counted('Tags', tags?.status === 'known' ? Object.keys(tags.value).length : undefined)),
	];
}

function counted(label: string, count: number | undefined): string {
	return count === undefined ? label : `${label} ${count}`;
}
