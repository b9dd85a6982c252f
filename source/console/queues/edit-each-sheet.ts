import type {MessageEdit} from '../../operations/message-edit.ts';
import {formatAge} from '../../shared/units.ts';
import {run, step, type Step} from '../effects.ts';
import {openGate} from '../layers/gate.ts';
import {line, span} from '../line.ts';
import type {SheetDefinition} from '../sheet-definition.ts';
import type {SheetLayer, State} from '../state.ts';
import {checkProblem} from './check-problem.ts';
import {editDifference, editMessage, editOf, isEdited, messageOf} from './edit-message.ts';
import {idsOf} from './move-sheet.ts';
import {choiceOf, redriveCommand} from './redrive-choice-of.ts';

/** One after the other of the messages to be redriven, as the editor left it: the difference, and whether it goes so. */
export const editEachSheet: SheetDefinition = {
	kind: 'edit each',
	crumb: 'edit each',
	submitHint: 'go on',
	factsAt: 'bottom',
	intro(sheet, state) {
		const message = messageAt(sheet, state);
		const {index, count} = progressOf(sheet);
		const sent = message ? `, sent ${formatAge(state.nowMs - message.sentAtMs)} ago` : '';
		return [line(span(` Message ${index + 1} of ${count}${sent}. Nothing is sent before you confirm.`, 'bold')), []];
	},
	fields: () => [
		{
			type: 'choice',
			id: 'send',
			label: 'This one',
			isCompact: true,
			options: [
				{value: 'edited', label: 'goes as edited', hint: ''},
				{value: 'again', label: 'edit it once more', hint: ''},
				{value: 'same', label: 'goes as it was', hint: ''},
				{value: 'skip', label: 'stays here', hint: ''},
			],
		},
	],
	extra(sheet, state) {
		const message = messageAt(sheet, state);
		return message ? [[], ...editDifference(sheet.subject, message, textAt(sheet))] : [];
	},
	command: redriveCommand,
	problem(sheet, state) {
		const message = messageAt(sheet, state);
		if (!message) return 'The message is not here any more: p receives again.';
		// Its own queue's limits stand for those of the queue that it goes to, until the plan knows that one.
		return sheet.values['send'] === 'edited'
			? checkProblem(state, sheet.subject['url'], editOf(message, textAt(sheet)), message)
			: undefined;
	},
	submit(sheet, state) {
		const {ids, index} = progressOf(sheet);
		const {send = 'edited'} = sheet.values;
		if (send === 'again') return edit(state, sheet);
		const chosen = {...sheet, subject: {...sheet.subject, [`send/${ids[index]}`]: send, at: String(index + 1)}};
		return index + 1 < ids.length ? edit(state, chosen) : confirm(state, chosen);
	},
};

/** Begins with the first message: the sheet that asked stays until the editor ends. */
export function editNext(state: State, redrive: SheetLayer): Step {
	return edit(state, {...redrive, subject: {...redrive.subject, at: '0'}});
}

/** Opens the editor on the message whose turn it is, and then shows what was made of it. */
function edit(state: State, sheet: SheetLayer): Step {
	const message = messageAt(sheet, state);
	if (!message) return step({...state, failure: 'The message is not here any more: p receives again.'});
	return step(
		state,
		run('terminal', async tools => {
			const text = await editMessage(tools, message);
			if (text === undefined) return;
			const {subject, values} = sheet;
			tools.dispatch({
				type: 'sheet/open',
				kind: 'edit each',
				subject: {...subject, [`text/${message.messageId}`]: text},
				values: {...values, send: isEdited(message, text) ? 'edited' : 'same'},
			});
		}),
	);
}

/** All were seen: those that stay are left out, and the last question is asked. */
function confirm(state: State, sheet: SheetLayer): Step {
	const {subject} = sheet;
	const ids = idsOf(sheet).filter(id => subject[`send/${id}`] !== 'skip');
	if (ids.length === 0) return step({...state, layer: undefined, failure: 'All stay here: nothing was sent.'});
	const edits = new Map<string, MessageEdit>();
	for (const id of ids) {
		const message = messageOf(state, subject['url'] ?? '', id);
		const text = subject[`text/${id}`];
		if (message && text !== undefined && subject[`send/${id}`] === 'edited' && isEdited(message, text))
			edits.set(id, editOf(message, text));
	}
	return openGate(state, 'redrive', {...choiceOf(sheet), what: {type: 'held', messageIds: ids, edits}});
}

function progressOf(sheet: SheetLayer): {ids: readonly string[]; index: number; count: number} {
	const ids = idsOf(sheet);
	return {ids, index: Number(sheet.subject['at'] ?? 0), count: ids.length};
}

function messageAt(sheet: SheetLayer, state: State) {
	const {ids, index} = progressOf(sheet);
	return messageOf(state, sheet.subject['url'] ?? '', ids[index] ?? '');
}

function textAt(sheet: SheetLayer): string {
	const {ids, index} = progressOf(sheet);
	return sheet.subject[`text/${ids[index]}`] ?? '';
}
