import {groupMessages, type MessageGroups, type ValueGroup} from '../../operations/message-groups.ts';
import type {PeekedMessage} from '../../operations/peek-state.ts';
import {cursorId} from '../list.ts';
import {currentPlace, listOf, type State} from '../state.ts';

const none: MessageGroups = {values: [], causes: []};

/** Grouping reads every body, so it is made once for each set of messages. */
const made = new WeakMap<readonly PeekedMessage[], MessageGroups>();

/** What the messages held of a queue have in common. */
export function groupsOf(state: State, url: string): MessageGroups {
	const messages = state.queues.peeks[url]?.messages;
	if (!messages) return none;
	const known = made.get(messages);
	if (known) return known;
	const groups = groupMessages(messages.map(({message}) => message));
	made.set(messages, groups);
	return groups;
}

export function groupId({field, value}: ValueGroup): string {
	return `${field} = ${value}`;
}

/** The group under the cursor of the Groups tab. */
export function groupUnderCursor(state: State): ValueGroup | undefined {
	const place = currentPlace(state);
	if (place.type !== 'groups') return undefined;
	const {values} = groupsOf(state, place.url);
	const id = cursorId(
		listOf(state, place),
		values.map(group => groupId(group)),
	);
	return values.find(group => groupId(group) === id);
}
