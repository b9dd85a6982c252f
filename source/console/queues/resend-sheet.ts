import {viewJson, viewText} from '../../payload/json-view.ts';
import {viewLineText} from '../../payload/lazy-lines.ts';
import {commandLine} from '../../operations/command-line.ts';
import {openGate} from '../layers/gate.ts';
import {line, span, type Line} from '../line.ts';
import type {SheetDefinition} from '../sheet-definition.ts';
import type {SheetLayer, State} from '../state.ts';

/** Lines of a body that are compared. */
const lineCountMax = 2000;
/** Lines shown on either side of what changed. */
const contextLines = 2;

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

/** What changed, as lines taken out and put in, laid out as the viewer lays bodies out. */
export function differenceLines(before: string, after: string): readonly Line[] {
	const old = bodyLines(before);
	const now = bodyLines(after);
	let start = 0;
	while (start < old.length && start < now.length && old[start] === now[start]) start++;
	let end = 0;
	while (end < old.length - start && end < now.length - start && old[old.length - 1 - end] === now[now.length - 1 - end]) end++;
	const same = (text: string): Line => line(span(`   ${text}`, 'dim'));
	if (start === old.length && start === now.length) return [line(span(' Nothing was changed.', 'slow'))];
	return [
		...old.slice(Math.max(0, start - contextLines), start).map(text => same(text)),
		...old.slice(start, old.length - end).map(text => line(span(' - ', 'fail'), span(text, 'fail'))),
		...now.slice(start, now.length - end).map(text => line(span(' + ', 'ok'), span(text, 'ok'))),
		...now.slice(now.length - end, now.length - end + contextLines).map(text => same(text)),
	];
}

function bodyLines(body: string): readonly string[] {
	const lines = viewJson(body)?.lines ?? viewText(body);
	return lines.slice(0, lineCountMax).map(tokens => viewLineText(tokens).slice(0, 500));
}
