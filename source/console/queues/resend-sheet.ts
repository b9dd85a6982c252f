import {commandLine} from '../../operations/command-line.ts';
import {differenceLines} from '../difference.ts';
import {openGate} from '../layers/gate.ts';
import {line, span} from '../line.ts';
import type {SheetDefinition} from '../sheet-definition.ts';
import type {SheetLayer, State} from '../state.ts';

/** An edited message before it is sent: what changed, and whether the old one is deleted. */
export const resendSheet: SheetDefinition = {
	kind: 'edit and send',
	crumb: 'edit and send',
	submitHint: 'go on to confirm',
	factsAt: 'bottom',
	intro: sheet => [line(span(` Sends the edited message to ${sheet.subject['name']} as a new one.`, 'bold')), []],
	fields: () => [{type: 'toggle', id: 'delete', label: 'Delete', hint: 'delete the old one once the new one is confirmed'}],
	extra: (sheet, state) => [[], ...differenceLines(oldBody(sheet, state), sheet.subject['body'] ?? '')],
	command: sheet => commandLine('send', sheet.subject['name'], '-'),
	problem: sheet => (sheet.subject['body'] === '' ? 'SQS takes no empty message.' : undefined),
	submit: (sheet, state) =>
		openGate(state, 'resend', {
			queue: {name: sheet.subject['name'], url: sheet.subject['url']},
			messageIds: [sheet.subject['id']],
			body: sheet.subject['body'],
			isOriginalKept: sheet.values['delete'] !== 'yes',
		}),
};

function oldBody(sheet: SheetLayer, state: State): string {
	const messages = state.queues.peeks[sheet.subject['url'] ?? '']?.messages ?? [];
	return messages.find(({message}) => message.messageId === sheet.subject['id'])?.message.body ?? '';
}
