import type {Message} from '../../aws/queue.ts';
import {groupMessages, type MessageGroups, type ValueGroup} from '../../operations/message-groups.ts';
import type {PeekedMessage} from '../../operations/peek-state.ts';
import {underCursor} from '../list.ts';
import {currentPlace, listOf, type State} from '../state.ts';

const none: MessageGroups = {values: [], causes: []};

/** Of more messages the list does not wait for their groups to name their number: reading a thousand bodies takes a third of a second. */
const quickCountMax = 100;

type Made = {readonly messages: readonly Message[]; readonly groups: MessageGroups};

/** Grouping reads every body, so it is made once for each set of messages: what is extended or given back is still the same message. */
const made = new Map<string, Made>();
/** Queues whose groups are remembered. */
const madeMax = 8;

/** What the messages held of a queue have in common. */
export function groupsOf(state: State, url: string): MessageGroups {
	const view = state.queues.peeks[url];
	if (!view) return none;
	const known = knownGroups(url, view.messages);
	if (known) return known;
	const messages = view.messages.map(({message}) => message);
	const groups = groupMessages(messages);
	made.delete(url);
	made.set(url, {messages, groups});
	for (const oldest of made.keys()) {
		if (made.size <= madeMax) break;
		made.delete(oldest);
	}
	return groups;
}

/** How many causes there seem to be, where that is known or quickly found; while messages still come, it would be found again and again. */
export function causeCount(state: State, url: string): number | undefined {
	const view = state.queues.peeks[url];
	if (!view) return undefined;
	const isQuick = view.status !== 'collecting' && view.messages.length <= quickCountMax;
	return (isQuick ? groupsOf(state, url) : knownGroups(url, view.messages))?.causes.length;
}

function knownGroups(url: string, peeked: readonly PeekedMessage[]): MessageGroups | undefined {
	const known = made.get(url);
	const isSame = known?.messages.length === peeked.length && peeked.every(({message}, index) => message === known.messages[index]);
	return isSame ? known?.groups : undefined;
}

export function groupId({field, value}: ValueGroup): string {
	return `${field} = ${value}`;
}

/** The group under the cursor of the Groups tab. */
export function groupUnderCursor(state: State): ValueGroup | undefined {
	const place = currentPlace(state);
	if (place.type !== 'groups') return undefined;
	const {values} = groupsOf(state, place.url);
	return underCursor(listOf(state, place), values, group => groupId(group));
}
