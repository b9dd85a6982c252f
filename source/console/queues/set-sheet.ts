import {commandLine} from '../../operations/command-line.ts';
import {findAttribute, attributeText, type QueueAttribute} from '../../operations/queue-attribute.ts';
import {isDestructive, settingConsequence, type SettingKnowledge} from '../../operations/setting-consequence.ts';
import {safeText} from '../../payload/safe-text.ts';
import {openGate} from '../layers/gate.ts';
import {blank, line, span, wrapText} from '../line.ts';
import type {SheetDefinition} from '../sheet-definition.ts';
import type {SheetLayer, State} from '../state.ts';
import {factsOf} from './facts.ts';
import {ratesOfQueue} from './rates.ts';
import {settingRows} from './setting-rows.ts';
import {queueRow, type QueueRow} from './state.ts';

/** One setting of a queue: checked while it is typed, with what becomes of messages. */
export const setSheet: SheetDefinition = {
	kind: 'set',
	crumb: 'set',
	submitHint: 'go on to confirm',
	factsAt: 'bottom',
	intro(sheet, state) {
		const setting = settingOf(sheet, state);
		if (!setting) return [];
		return [
			line(span(` ${setting.label}`, 'bold'), span(`  ${setting.meaning}.`, 'dim')),
			line(span(' now          ', 'dim'), safeText(setting.shown)),
			line(span(' range        ', 'dim'), setting.range),
			blank,
		];
	},
	fields: () => [{type: 'text', id: 'value', label: 'New value'}],
	extra(sheet, state) {
		const text = consequenceOf(sheet, state);
		return text === undefined
			? []
			: [blank, ...wrapText(text, state.size.columns - 4).map(part => line(span(`  ${safeText(part)}`, 'slow')))];
	},
	command: sheet => commandLine('set', sheet.subject['name'], `${sheet.subject['id']}=${sheet.values['value'] ?? ''}`),
	problem(sheet) {
		const text = sheet.values['value'] ?? '';
		if (text.trim() === '') return 'New value: type one.';
		const attribute = findAttribute(sheet.subject['id'] ?? '');
		const typed = attribute?.read(text);
		return typed && 'problem' in typed ? `New value: ${typed.problem}` : undefined;
	},
	submit: (sheet, state) =>
		openGate(state, 'set', {
			queue: {name: sheet.subject['name'], url: sheet.subject['url']},
			changes: [{id: sheet.subject['id'], text: sheet.values['value'] ?? ''}],
			known: knowledgeOf(state, queueRow(state, sheet.subject['url'] ?? '')),
		}),
};

function settingOf(sheet: SheetLayer, state: State): ReturnType<typeof settingRows>[number] | undefined {
	const attributes = queueRow(state, sheet.subject['url'] ?? '')?.attributes;
	return attributes ? settingRows(attributes).find(({id}) => id === sheet.subject['id']) : undefined;
}

function consequenceOf(sheet: SheetLayer, state: State): string | undefined {
	const row = queueRow(state, sheet.subject['url'] ?? '');
	const attribute = findAttribute(sheet.subject['id'] ?? '');
	const typed = attribute?.read(sheet.values['value'] ?? '');
	if (!row?.attributes || !attribute || !typed || 'problem' in typed) return undefined;
	const change: {attribute: QueueAttribute; from: string; to: string} = {
		attribute,
		from: attributeText(row.attributes, attribute),
		to: typed.value,
	};
	const text = settingConsequence(row.attributes, change, knowledgeOf(state, row));
	return isDestructive(change) ? `${text ?? ''} The next step counts again and asks for the queue's name.` : text;
}

/** What the screen knows already, so that nothing has to be asked while one types. */
function knowledgeOf(state: State, row: QueueRow | undefined): SettingKnowledge {
	if (!row) return {};
	const {readers} = factsOf(state, row.ref.url);
	const timeouts = readers?.status === 'known' ? readers.value.flatMap(({timeoutSeconds}) => timeoutSeconds ?? []) : [];
	const peekedSeconds = row.oldest ? (state.nowMs - row.oldest.sentAtMs) / 1000 : undefined;
	const oldestSeconds = peekedSeconds ?? ratesOfQueue(state, row.ref.url)?.oldestSeconds;
	return {
		...(oldestSeconds !== undefined && {oldestSeconds}),
		...(timeouts.length > 0 && {functionTimeoutSeconds: Math.max(...timeouts)}),
	};
}
