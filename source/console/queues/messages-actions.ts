import type {Message} from '../../aws/queue.ts';
import type {PeekedMessage} from '../../operations/peek-state.ts';
import {plural} from '../../shared/units.ts';
import type {Action} from '../action.ts';
import {columnChoice} from '../columns-sheet.ts';
import {copyToClipboard} from '../copy.ts';
import {step, type Step} from '../effects.ts';
import {openSheet} from '../layers/sheet.ts';
import {cursorId} from '../list.ts';
import {currentPlace, listOf, pushPlace, type State} from '../state.ts';
import {explanationRows} from '../filters.ts';
import {candidateOf, hiddenCount, lookedAt, visibleMessages, type PeekView} from './messages-state.ts';
import {askHowToPeek} from './ask-how-to-peek.ts';
import {releaseHeld, startPeek, withPeekOf} from './peek-effects.ts';
import {messageDetails} from './message-rows.ts';
import {differenceLayer, messageViewerActions} from './message-viewer.ts';

const here = {places: ['messages', 'message'], danger: 'free'} as const;

type Open = {readonly url: string; readonly name: string; readonly view: PeekView; readonly selected: PeekedMessage | undefined};

/** The messages on screen and the one under the cursor. */
export function openMessages(state: State): Open | undefined {
	const place = currentPlace(state);
	if (place.type !== 'messages' && place.type !== 'message') return undefined;
	const view = state.queues.peeks[place.url];
	if (!view) return undefined;
	const ids = visibleMessages(state, place).map(({message}) => message.messageId);
	const id = place.type === 'message' ? place.messageId : cursorId(listOf(state, place), ids);
	return {url: place.url, name: place.name, view, selected: view.messages.find(({message}) => message.messageId === id)};
}

function withMessages(act: (state: State, open: Open) => Step): (state: State) => Step {
	return state => {
		const open = openMessages(state);
		return open ? act(state, open) : step(state);
	};
}

function withSelected(act: (state: State, selected: PeekedMessage) => Step): (state: State) => Step {
	return withMessages((state, {selected}) => (selected ? act(state, selected) : step(state)));
}

function noMessage(state: State): string | undefined {
	return openMessages(state)?.selected ? undefined : 'no message under the cursor';
}

function nothingHeld(state: State): string | undefined {
	const open = openMessages(state);
	if (open?.view.isLook) return lookedAt;
	return open && hiddenCount(open.view.messages) > 0 ? undefined : 'nothing is held';
}

/** The marked messages, or none: then an action means all. */
function markedIds(state: State): readonly string[] | undefined {
	const place = currentPlace(state);
	if (place.type === 'message') return [place.messageId];
	const {marked} = listOf(state, place);
	return marked.size === 0 ? undefined : [...marked];
}

/** Both messages, when two are marked in the list; the older first. */
function markedPair(state: State): readonly [Message, Message] | undefined {
	const open = openMessages(state);
	const place = currentPlace(state);
	if (!open || place.type !== 'messages') return undefined;
	const {marked} = listOf(state, place);
	if (marked.size !== 2) return undefined;
	const [first, second] = open.view.messages.filter(({message}) => marked.has(message.messageId));
	return first && second ? [first.message, second.message] : undefined;
}

/** With a filter set: why this message passes it, term by term. */
function whyShown(state: State, {message}: PeekedMessage): ReadonlyArray<readonly [string, string]> {
	const open = openMessages(state);
	if (!open) return [];
	const {filter} = listOf(state, {type: 'messages', url: open.url, name: open.name});
	return explanationRows(filter, candidateOf(state, open.url, message));
}

function copyText(what: string, textOf: (selected: PeekedMessage) => string): Action['perform'] {
	return withSelected((state, selected) => {
		const text = textOf(selected);
		return step(
			state,
			copyToClipboard(text, {
				copied: `Copied the ${what}, ${plural(Buffer.byteLength(text), 'byte')}.`,
				refused: `The ${what} is too large for the terminal's clipboard.`,
			}),
		);
	});
}

/** What can be done to peeked messages. */
export const messagesActions: readonly Action[] = [
	{
		...here,
		places: ['messages'],
		id: 'message.open',
		label: 'Open the message',
		hint: 'open',
		keys: ['enter'],
		unavailable: noMessage,
		perform: withMessages((state, {url, name, selected}) =>
			selected ? step(pushPlace(state, {type: 'message', url, name, messageId: selected.message.messageId})) : step(state),
		),
	},
	{
		...here,
		id: 'message.extend',
		label: 'Extend: hold longer',
		hint: 'extend',
		keys: ['x'],
		danger: 'cost',
		unavailable: nothingHeld,
		perform: withMessages((state, {url, view}) =>
			step(
				state,
				withPeekOf(url, async peek => {
					const ids = markedIds(state);
					await peek.extend(ids);
					return `Extended ${plural(ids?.length ?? hiddenCount(view.messages), 'message')} by ${view.visibilityTimeoutSeconds} s.`;
				}),
			),
		),
	},
	{
		...here,
		id: 'message.release',
		label: 'Release: give back now',
		hint: 'give back',
		keys: ['X'],
		danger: 'cost',
		unavailable: nothingHeld,
		perform: withMessages((state, {url, name}) => step(state, releaseHeld({url, name}, markedIds(state)))),
	},
	{
		...here,
		id: 'message.more',
		label: 'Peek more',
		hint: state => (openMessages(state)?.view.isLook ? 'hold them' : 'peek more'),
		keys: ['p'],
		danger: 'cost',
		perform: withMessages((state, {url, name, view}) =>
			view.isLook
				? askHowToPeek(state, {url, name})
				: startPeek(
						state,
						{url, name},
						{count: Math.min(1000, view.wantedCount + 10), visibilityTimeoutSeconds: view.visibilityTimeoutSeconds, isKept: view.isKept},
					),
		),
	},
	{
		...here,
		places: ['messages'],
		id: 'message.columns',
		label: 'Columns and order of messages',
		keys: [],
		perform: state => openSheet(state, 'columns', columnChoice(state, 'messages')),
	},
	{
		...here,
		id: 'message.details',
		label: 'Details: ids and attributes; of two marked: what differs',
		hint: state => (markedPair(state) ? 'differences' : 'details'),
		keys: ['d'],
		unavailable: noMessage,
		perform: withSelected((state, selected) => {
			const pair = markedPair(state);
			if (pair) return step({...state, layer: differenceLayer(...pair)});
			return step({
				...state,
				layer: {
					type: 'details',
					title: 'message details',
					top: 0,
					rows: [...whyShown(state, selected), ...messageDetails(selected, state.nowMs)],
				},
			});
		}),
	},
	{
		...here,
		id: 'message.copy-body',
		label: 'Copy the message body, as it was sent',
		keys: [],
		unavailable: noMessage,
		perform: copyText('body', ({message}) => message.body),
	},
	{
		...here,
		id: 'message.copy-id',
		label: 'Copy the message id',
		keys: [],
		unavailable: noMessage,
		perform: copyText('message id', ({message}) => message.messageId),
	},
	...messageViewerActions(state => openMessages(state)?.selected?.message.messageId),
];
