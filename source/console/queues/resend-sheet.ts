import {attributeWords} from '../../operations/attribute-words.ts';
import {checkProblem} from './check-problem.ts';
import {commandLine} from '../../operations/command-line.ts';
import {openGate} from '../layers/gate.ts';
import {line, span} from '../line.ts';
import type {SheetDefinition} from '../sheet-definition.ts';
import type {SheetLayer, State} from '../state.ts';
import {editDifference, editOf, messageOf} from './edit-message.ts';

/** An edited message before it is sent: what changed, and whether the old one is deleted. */
export const resendSheet: SheetDefinition = {
	kind: 'edit and send',
	crumb: 'edit and send',
	submitHint: 'go on to confirm',
	factsAt: 'bottom',
	intro: sheet => [line(span(` Sends the edited message to ${sheet.subject['name']} as a new one.`, 'bold')), []],
	fields: () => [{type: 'toggle', id: 'delete', label: 'Delete', hint: 'delete the old one once the new one is confirmed'}],
	extra(sheet, state) {
		const message = oldMessage(sheet, state);
		return message ? [[], ...editDifference(sheet.subject, message, sheet.subject['text'] ?? '')] : [];
	},
	command: (sheet, state) => commandLine('send', sheet.subject['name'], '-', ...attributeWords(newMessage(sheet, state)?.attributes ?? {})),
	problem(sheet, state) {
		const edit = newMessage(sheet, state);
		if (!edit) return 'The message is not here any more: p receives again.';
		return checkProblem(state, sheet.subject['url'], edit, oldMessage(sheet, state));
	},
	submit: (sheet, state) =>
		openGate(state, 'resend', {
			queue: {name: sheet.subject['name'], url: sheet.subject['url']},
			messageIds: [sheet.subject['id']],
			edit: newMessage(sheet, state),
			isOriginalKept: sheet.values['delete'] !== 'yes',
		}),
};

function oldMessage(sheet: SheetLayer, state: State) {
	return messageOf(state, sheet.subject['url'] ?? '', sheet.subject['id'] ?? '');
}

function newMessage(sheet: SheetLayer, state: State) {
	const message = oldMessage(sheet, state);
	return message && editOf(message, sheet.subject['text'] ?? '');
}
