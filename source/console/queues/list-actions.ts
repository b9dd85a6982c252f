import type {Action} from '../action.ts';
import {step, type Step} from '../effects.ts';
import {openSheet} from '../layers/sheet.ts';
import {columnChoice} from '../columns-sheet.ts';
import {pinsOf, withListLook, withPins, listLook} from '../memory.ts';
import {listOf, type State} from '../state.ts';
import {chosenQueues} from './chosen-queues.ts';

import {differenceRows} from './difference.ts';
import {queueRow, sortNow, type QueueRow} from './state.ts';

const inList = {places: ['queues']} as const;

function pin(state: State): Step {
	const names = chosenQueues(state).map(({ref}) => ref.name);
	const pins = pinsOf(state, 'queues');
	const isPinned = names.every(name => pins.includes(name));
	return withPins(state, 'queues', isPinned ? pins.filter(name => !names.includes(name)) : [...new Set([...pins, ...names])]);
}

function sortAction(id: string, label: string, sort: string | undefined): Action {
	return {
		...inList,
		id: `queues.sort-${id}`,
		label: `order: ${label}`,
		group: 'set',
		keys: [],
		danger: 'free',
		unavailable: state => (listLook(state, 'queues').sort === sort ? 'it is so already' : undefined),
		perform(state) {
			const {sort: _before, ...look} = listLook(state, 'queues');
			const kept = withListLook(state, 'queues', {...look, ...(sort !== undefined && {sort})});
			return step(sortNow(kept.state), ...kept.effects);
		},
	};
}

/** How the list of queues looks. */
export const listActions: readonly Action[] = [
	{
		...inList,
		id: 'queues.columns',
		label: 'Columns and order',
		hint: 'columns',
		keys: ['v'],
		danger: 'free',
		perform: state => openSheet(state, 'columns', columnChoice(state, 'queues')),
	},
	{
		...inList,
		id: 'queues.pin',
		label: 'Pin: keep on top of the list, or take off',
		keys: [],
		danger: 'free',
		unavailable: state => (chosenQueues(state).length > 0 ? undefined : 'no queue under the cursor'),
		perform: pin,
	},
	sortAction('worst', 'worst first', undefined),
	sortAction('name', 'by name', 'NAME'),
	sortAction('ready', 'most READY first', '-READY'),
	sortAction('dlq', 'fullest DLQ first', '-DLQ'),
	sortAction('oldest', 'oldest message first', '-OLDEST'),
	{
		...inList,
		id: 'queues.difference',
		label: 'How the settings of two marked queues differ',
		keys: [],
		danger: 'free',
		unavailable: state => (markedPair(state) ? undefined : 'mark two queues first'),
		perform(state) {
			const pair = markedPair(state);
			return pair ? openDifference(state, pair) : step(state);
		},
	},
];

/** The two queues that are marked, where it is two whose attributes are read. */
export function markedPair(state: State): readonly [QueueRow, QueueRow] | undefined {
	const {marked} = listOf(state, {type: 'queues'});
	const [first, second] = [...marked].flatMap(url => queueRow(state, url) ?? []);
	return marked.size === 2 && first?.attributes && second?.attributes ? [first, second] : undefined;
}

export function openDifference(state: State, [first, second]: readonly [QueueRow, QueueRow]): Step {
	return step({
		...state,
		layer: {
			type: 'details',
			title: `${first.ref.name} and ${second.ref.name}: how their settings differ`,
			top: 0,
			rows: differenceRows(first, second),
		},
	});
}
