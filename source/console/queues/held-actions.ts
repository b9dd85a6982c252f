import {isHidden} from '../../operations/peek-state.ts';
import type {Action} from '../action.ts';
import {run, step, type Step} from '../effects.ts';
import {openGate} from '../layers/gate.ts';
import {openPalette} from '../layers/open.ts';
import {openSheet} from '../layers/sheet.ts';
import {currentPlace, listOf, type State} from '../state.ts';
import {editMessage, messageOf} from './edit-message.ts';
import {groupUnderCursor} from './groups.ts';
import {lookedAt} from './messages-state.ts';
import {openMessages} from './messages-actions.ts';
import {redriveValues} from './redrive-sheet.ts';

const here = {places: ['messages', 'message', 'groups']} as const;

type Chosen = {readonly queue: {readonly name: string; readonly url: string}; readonly ids: readonly string[]};

/** What an action is about: the marked messages, else the one under the cursor; in the Groups tab, those of the group. */
export function chosenMessages(state: State): Chosen | undefined {
	const place = currentPlace(state);
	if (place.type === 'groups') {
		const group = groupUnderCursor(state);
		return group && {queue: {name: place.name, url: place.url}, ids: [...group.messageIds]};
	}
	const open = openMessages(state);
	if (!open || (place.type !== 'messages' && place.type !== 'message')) return undefined;
	const {marked} = listOf(state, {type: 'messages', url: open.url, name: open.name});
	const ids = place.type === 'messages' && marked.size > 0 ? [...marked] : open.selected ? [open.selected.message.messageId] : [];
	return {queue: {name: open.name, url: open.url}, ids};
}

function noneChosen(state: State): string | undefined {
	return (chosenMessages(state)?.ids.length ?? 0) > 0 ? undefined : 'no message under the cursor';
}

/** The same without what is gone already: nothing more can be done to it. */
function actedOn(state: State): Chosen | undefined {
	const chosen = chosenMessages(state);
	const view = state.queues.peeks[chosen?.queue.url ?? ''];
	if (!chosen || !view) return chosen;
	const gone = new Set(view.messages.filter(({state: now}) => now.status === 'gone').map(({message}) => message.messageId));
	return {...chosen, ids: chosen.ids.filter(id => !gone.has(id))};
}

/** Deleting and moving need a good receipt handle. */
function noneHeld(state: State): string | undefined {
	const chosen = chosenMessages(state);
	const wanted = new Set(chosen?.ids);
	const view = state.queues.peeks[chosen?.queue.url ?? ''];
	if (view?.isLook) return lookedAt;
	const held = view?.messages.some(({message, state: now}) => wanted.has(message.messageId) && isHidden(now));
	return held ? undefined : (noneChosen(state) ?? 'not held any more: p receives again');
}

/** `delete 3`, with some marked. */
function counted(hint: string): (state: State) => string {
	return state => {
		const place = currentPlace(state);
		const isMarked = place.type === 'messages' && listOf(state, place).marked.size > 0;
		const count = isMarked ? (actedOn(state)?.ids.length ?? 0) : 0;
		return count > 0 ? `${hint} ${count}` : hint;
	};
}

function withChosen(act: (state: State, chosen: Chosen) => Step): (state: State) => Step {
	return state => {
		const chosen = chosenMessages(state);
		return chosen ? act(state, chosen) : step(state);
	};
}

function withActedOn(act: (state: State, chosen: Chosen) => Step): (state: State) => Step {
	return state => {
		const chosen = actedOn(state);
		return chosen ? act(state, chosen) : step(state);
	};
}

function sheetFor(kind: string, values: Readonly<Record<string, string>>): Action['perform'] {
	return withActedOn((state, {queue, ids}) => openSheet(state, kind, {subject: {...queue, ids: ids.join(' ')}, values}));
}

/** What can be done to held messages: marked, or under the cursor. */
export const heldActions: readonly Action[] = [
	{
		...here,
		id: 'message.move',
		label: 'Move to another queue',
		hint: counted('move'),
		keys: ['m'],
		danger: 'destroy',
		isPlanFirst: true,
		unavailable: noneHeld,
		perform: sheetFor('move', {destination: '', stamp: 'no'}),
	},
	{
		...here,
		id: 'message.redrive',
		label: 'Redrive these messages',
		hint: counted('redrive'),
		keys: ['R'],
		danger: 'destroy',
		isPlanFirst: true,
		unavailable: noneHeld,
		perform: withActedOn((state, {queue, ids}) => {
			const group = currentPlace(state).type === 'groups' ? groupUnderCursor(state) : undefined;
			return openSheet(state, 'redrive', {
				subject: {...queue, ids: ids.join(' '), ...(group && {group: `${group.field} is ${group.value}`})},
				values: {...redriveValues, what: 'held', how: 'canary'},
			});
		}),
	},
	{
		...here,
		id: 'message.delete',
		label: 'Delete these messages',
		hint: counted('delete'),
		keys: ['D'],
		danger: 'destroy',
		isPlanFirst: true,
		unavailable: noneHeld,
		perform: withActedOn((state, {queue, ids}) => openGate(state, 'delete-messages', {queue, messageIds: ids})),
	},
	{
		places: ['messages', 'message'],
		id: 'message.edit',
		label: 'Edit in $EDITOR, send again',
		hint: 'edit+send',
		keys: ['e'],
		danger: 'change',
		unavailable: noneHeld,
		perform: withChosen((state, {queue, ids: [id = '']}) => {
			const message = messageOf(state, queue.url, id);
			return step(
				state,
				run('terminal', async tools => {
					const text = message && (await editMessage(tools, message));
					if (text !== undefined)
						tools.dispatch({type: 'sheet/open', kind: 'edit and send', subject: {...queue, id, text}, values: {delete: 'yes'}});
				}),
			);
		}),
	},
	{
		...here,
		id: 'message.output',
		label: 'Save, or open in the pager',
		hint: 'save',
		keys: ['o'],
		danger: 'free',
		unavailable: noneChosen,
		perform: state => openPalette(state, 'row', 'output'),
	},
	{
		...here,
		id: 'message.save',
		label: 'Output to a file, one JSON object a line',
		keys: [],
		danger: 'free',
		unavailable: noneChosen,
		perform: withChosen((state, {queue, ids}) =>
			openSheet(state, 'save', {subject: {...queue, ids: ids.join(' ')}, values: {path: `${queue.name}.ndjson`}}),
		),
	},
	{
		...here,
		id: 'message.pager',
		label: 'Output to $PAGER, as it was sent',
		keys: [],
		danger: 'free',
		unavailable: noneChosen,
		perform: withChosen((state, {queue, ids}) => {
			const body = messageOf(state, queue.url, ids[0] ?? '')?.body ?? '';
			return step(
				state,
				run('terminal', async tools => {
					const problem = await tools.resting(tools.terminal.page(body));
					if (problem) tools.dispatch({type: 'notice', text: problem, isFailure: true, atMs: tools.clock.nowMs()});
				}),
			);
		}),
	},
	{
		places: ['queues', 'queue', 'messages', 'message', 'groups'],
		id: 'undo',
		label: 'Undo: send again',
		hint: 'undo',
		keys: ['z'],
		danger: 'change',
		unavailable: state => (state.queues.undoableCount > 0 ? undefined : 'nothing was deleted or moved in the last 10 min'),
		perform: state => openGate(state, 'send-again', undefined),
	},
];
