import type {Message} from '../../aws/queue.ts';
import {messageCandidate} from '../../operations/message-candidate.ts';
import {isHidden, type PeekedMessage} from '../../operations/peek-state.ts';
import type {FilterCandidate} from '../../payload/filter/candidate.ts';
import type {EpochMs} from '../../shared/clock.ts';
import {step, type Step} from '../effects.ts';
import type {Event} from '../event.ts';
import {passesFilter} from '../filters.ts';
import {sortedRows} from '../list-sort.ts';
import {unmarkAll} from '../list.ts';
import {listLook} from '../memory.ts';
import {currentPlace, listOf, withList, type Problem, type State} from '../state.ts';
import {withLastSeen} from './last-seen.ts';
import {messageSortValues} from './message-columns.ts';

/** The messages of one queue as they are held, or were given back. */
export type PeekView = {
	/** `collecting` while receives go on, `ended` once all was given back. */
	readonly status: 'collecting' | 'holding' | 'ended';
	readonly wantedCount: number;
	readonly visibilityTimeoutSeconds: number;
	readonly isKept: boolean;
	readonly messages: readonly PeekedMessage[];
	/** Only these are shown: a group that was chosen. */
	readonly group?: {readonly label: string; readonly messageIds: ReadonlySet<string>};
	readonly problem?: Problem;
	/** Why what is held could not be extended, given back or deleted the last time. */
	readonly holdProblem?: Problem;
	/** Looked at without receiving: nothing is held, and nothing was counted. */
	readonly isLook?: boolean;
	/** These were found by looking through the whole queue, and are not held. */
	readonly scan?: ScanProgress;
};

/** Why nothing can be done to messages that were only looked at. */
export const lookedAt = 'Looked at without receiving: p holds them first';

export type ScanProgress = {
	readonly filter: string;
	readonly isRunning: boolean;
	readonly lookedCount: number;
	readonly aboutCount: number;
	readonly matchedCount: number;
};

export type MessagesEvent =
	| {readonly type: 'messages/started'; readonly url: string; readonly view: PeekView}
	| {
			readonly type: 'messages/changed';
			readonly url: string;
			readonly messages: readonly PeekedMessage[];
			readonly problem?: Problem;
			readonly atMs: EpochMs;
	  }
	| {
			readonly type: 'messages/scanned';
			readonly url: string;
			readonly messages: readonly PeekedMessage[];
			readonly scan: ScanProgress;
			readonly atMs: EpochMs;
	  }
	| {readonly type: 'messages/collected'; readonly url: string}
	| {readonly type: 'messages/failed'; readonly url: string; readonly problem: Problem}
	| {readonly type: 'messages/closed'; readonly url: string}
	/** How many deleted or moved messages are kept for undo. */
	| {readonly type: 'messages/undoable'; readonly count: number};

export function isMessagesEvent(event: Event): event is MessagesEvent {
	return event.type.startsWith('messages/');
}

export function updateMessages(state: State, event: MessagesEvent): Step {
	if (event.type === 'messages/undoable') return step({...state, queues: {...state.queues, undoableCount: event.count}});
	const view = state.queues.peeks[event.url];
	if (event.type === 'messages/started') return step(withPeek(state, event.url, event.view));
	if (!view) return step(state);
	switch (event.type) {
		case 'messages/changed': {
			const {holdProblem: _before, ...rest} = view;
			const next = {...rest, messages: event.messages, ...(event.problem && {holdProblem: event.problem})};
			const changed = withPeek(withoutMarksOfGone(state, view, event), event.url, next);
			return step(withOldest({...changed, nowMs: Math.max(state.nowMs, event.atMs)}, event));
		}
		case 'messages/scanned':
			return step(
				withPeek({...state, nowMs: Math.max(state.nowMs, event.atMs)}, event.url, {...view, messages: event.messages, scan: event.scan}),
			);
		case 'messages/collected':
			return step(withPeek(state, event.url, {...view, status: 'holding'}));
		case 'messages/failed':
			return step(withPeek(state, event.url, {...view, status: 'holding', problem: event.problem}));
		case 'messages/closed': {
			const {[event.url]: _closed, ...peeks} = state.queues.peeks;
			const seenAtMs = state.now.peeks.get(event.url)?.seenAtMs ?? state.nowMs;
			const lastSeen = withLastSeen(state.queues.lastSeen, event.url, {messages: view.messages, seenAtMs});
			// What was marked then is not here any more when the queue is looked at again.
			const place = {type: 'messages', url: event.url, name: ''} as const;
			return step(withList({...state, queues: {...state.queues, peeks, lastSeen}}, place, unmarkAll(listOf(state, place))));
		}
	}
}

type Shown = {
	readonly filter: string;
	readonly group: PeekView['group'];
	readonly sort: string | undefined;
	readonly nowMs: EpochMs;
	readonly found: readonly PeekedMessage[];
};

/** What a filter left of a set of messages: one frame asks several times. */
const shownOf = new WeakMap<readonly PeekedMessage[], Shown>();

/** The messages of a queue as the list shows them: those of the chosen group that pass the filter, in the chosen order. */
export function visibleMessages(state: State, place: {readonly url: string; readonly name: string}): readonly PeekedMessage[] {
	const view = state.queues.peeks[place.url];
	if (!view) return [];
	const {filter} = listOf(state, {type: 'messages', url: place.url, name: place.name});
	const {group, messages} = view;
	const {sort} = listLook(state, 'messages');
	if (filter === '' && !group && sort === undefined) return messages;
	const known = shownOf.get(messages);
	if (known && known.filter === filter && known.group === group && known.sort === sort && known.nowMs === state.nowMs) return known.found;
	const passing = messages.filter(
		({message}) => (!group || group.messageIds.has(message.messageId)) && passesFilter(filter, candidateOf(state, place.url, message)),
	);
	const found = sortedRows(state, passing, {list: 'messages', values: messageSortValues});
	shownOf.set(messages, {filter, group, sort, nowMs: state.nowMs, found});
	return found;
}

/** The state with all messages shown again; undefined when no group was chosen here. */
export function withoutGroup(state: State): State | undefined {
	const place = currentPlace(state);
	const view = place.type === 'messages' ? state.queues.peeks[place.url] : undefined;
	return view?.group && place.type === 'messages' ? withPeek(state, place.url, {...view, group: undefined}) : undefined;
}

/** A message as the filter sees it here. */
export function candidateOf(state: State, url: string, message: Message): FilterCandidate {
	const retentionSeconds = state.queues.rows.find(row => row.ref.url === url)?.attributes?.retentionSeconds;
	return messageCandidate(message, {nowMs: state.nowMs, retentionSeconds});
}

/** Whether the messages of a queue are kept in sight: something on the stacks shows them, or a scan looks for them. */
export function isMessagesOpen(state: State, url: string): boolean {
	if (state.queues.peeks[url]?.scan?.isRunning) return true;
	return Object.values(state.stacks)
		.flat()
		.some(place => (place.type === 'messages' || place.type === 'groups') && place.url === url);
}

/** How many of these are out of their consumers' sight because of us. */
export function hiddenCount(messages: readonly PeekedMessage[]): number {
	return messages.filter(({state}) => isHidden(state)).length;
}

/** Messages held in all queues: what leaving gives back. */
export function heldCount(state: State): number {
	return Object.values(state.queues.peeks).reduce((count, view) => count + hiddenCount(view.messages), 0);
}

function withPeek(state: State, url: string, view: PeekView): State {
	return {...state, queues: {...state.queues, peeks: {...state.queues.peeks, [url]: view}}};
}

/** What was just deleted or moved is marked no more: the next action would count it again. */
function withoutMarksOfGone(state: State, before: PeekView, {url, messages}: Extract<MessagesEvent, {type: 'messages/changed'}>): State {
	const place = {type: 'messages', url, name: ''} as const;
	const list = listOf(state, place);
	if (list.marked.size === 0) return state;
	const goneBefore = new Set(before.messages.filter(({state: now}) => now.status === 'gone').map(({message}) => message.messageId));
	const marked = new Set(list.marked);
	for (const {message, state: now} of messages)
		if (now.status === 'gone' && !goneBefore.has(message.messageId)) marked.delete(message.messageId);
	return marked.size === list.marked.size ? state : withList(state, place, {...list, marked});
}

/** The list's OLDEST column knows what the last peek saw. */
function withOldest(state: State, event: Extract<MessagesEvent, {type: 'messages/changed'}>): State {
	if (event.messages.length === 0) return state;
	const sentAtMs = Math.min(...event.messages.map(({message}) => message.sentAtMs));
	const oldest = {sentAtMs, seenAtMs: event.atMs, count: event.messages.length};
	return {...state, queues: {...state.queues, rows: state.queues.rows.map(row => (row.ref.url === event.url ? {...row, oldest} : row))}};
}
