import type {Action} from '../action.ts';
import {step, type Step} from '../effects.ts';
import {emptyList, markAll} from '../list.ts';
import type {ValueGroup} from '../../operations/message-groups.ts';
import {currentPlace, listOf, replacePlace, withList, withNotice, type State} from '../state.ts';
import {plural} from '../../shared/units.ts';
import {groupUnderCursor} from './groups.ts';

const here = {places: ['groups'], danger: 'free'} as const;

function noGroup(state: State): string | undefined {
	return groupUnderCursor(state) ? undefined : 'no group under the cursor';
}

function withGroup(act: (state: State, group: ValueGroup, queue: {url: string; name: string}) => Step): (state: State) => Step {
	return state => {
		const place = currentPlace(state);
		const group = groupUnderCursor(state);
		return group && place.type === 'groups' ? act(state, group, {url: place.url, name: place.name}) : step(state);
	};
}

/** What can be done to a group of messages. */
export const groupsActions: readonly Action[] = [
	{
		...here,
		id: 'group.show',
		label: 'Show only these messages',
		hint: 'show these',
		keys: ['enter'],
		unavailable: noGroup,
		perform: withGroup((state, group, queue) => {
			const view = state.queues.peeks[queue.url];
			if (!view) return step(state);
			const chosen = {...view, group: {label: `${group.field} ${group.value}`, messageIds: group.messageIds}};
			const list = {type: 'messages', ...queue} as const;
			const shown = {...state, queues: {...state.queues, peeks: {...state.queues.peeks, [queue.url]: chosen}}};
			return step(withList(replacePlace(shown, list), list, {...emptyList, marked: listOf(state, list).marked}));
		}),
	},
	{
		...here,
		id: 'group.mark',
		label: 'Mark these messages',
		hint: 'mark these',
		keys: ['space'],
		unavailable: noGroup,
		perform: withGroup((state, group, queue) => {
			const list = {type: 'messages', ...queue} as const;
			const marked = withList(state, list, markAll(listOf(state, list), [...group.messageIds]));
			return step(withNotice(marked, `Marked ${plural(group.messageIds.size, 'message')}.`));
		}),
	},
];
