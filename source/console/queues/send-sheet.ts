import type {OutgoingMessage} from '../../aws/queue.ts';
import {alsoWords} from '../../operations/several.ts';
import {attributeWords} from '../../operations/attribute-words.ts';
import {commandLine} from '../../operations/command-line.ts';
import {formatBytes} from '../../shared/units.ts';
import {openGate} from '../layers/gate.ts';
import {line, span} from '../line.ts';
import {attributesHint, parseAttributes} from '../message-attributes.ts';
import {wholeNumber} from '../numbers.ts';
import type {SheetDefinition} from '../sheet-definition.ts';
import type {SheetLayer} from '../state.ts';
import {checkProblem} from './check-problem.ts';
import {queuesOf, severalIntro} from './several.ts';
import {queueRow} from './state.ts';

const delaySecondsMax = 900;

/** A message to be written and sent to one queue. */
export const sendSheet: SheetDefinition = {
	kind: 'send',
	crumb: 'send',
	submitHint: 'go on to confirm',
	factsAt: 'bottom',
	intro: sheet => severalIntro(sheet),
	fields(sheet) {
		const isFifo = sheet.subject['isFifo'] === 'yes';
		return [
			{type: 'text', id: 'body', label: 'Body', hint: 'text or JSON; paste it, several lines are fine'},
			{type: 'text', id: 'attributes', label: 'Attributes', hint: attributesHint},
			{
				type: 'text',
				id: 'group',
				label: 'Group',
				hint: isFifo ? 'message group ID: required, this queue is FIFO' : 'message group ID: none (fair queues only)',
			},
			...(isFifo
				? ([
						{type: 'text', id: 'deduplication', label: 'Deduplicate', hint: 'deduplication ID: from the body when the queue does that'},
					] as const)
				: ([{type: 'text', id: 'delay', label: 'Delay', hint: `seconds, 0 to ${delaySecondsMax}; none: the queue's own`}] as const)),
		];
	},
	extra(sheet, state) {
		const bytes = Buffer.byteLength(sheet.values['body'] ?? '');
		const limit = queueRow(state, sheet.subject['url'] ?? '')?.attributes?.messageBytesMax;
		return [
			[],
			line(
				span(
					` ${formatBytes(bytes)}${limit === undefined ? '' : ` of ${formatBytes(limit)}`}  ${kindOfBody(sheet.values['body'] ?? '')}`,
					'dim',
				),
			),
		];
	},
	command(sheet) {
		const {body, attributes, groupId, deduplicationId, delaySeconds} = messageOf(sheet);
		return commandLine(
			'send',
			sheet.subject['name'],
			'--body',
			body,
			...attributeWords(attributes ?? {}),
			...(groupId === undefined ? [] : ['--group', groupId]),
			...(deduplicationId === undefined ? [] : ['--dedup', deduplicationId]),
			...(delaySeconds === undefined ? [] : ['--delay', String(delaySeconds)]),
			...alsoWords(queuesOf(sheet)),
		);
	},
	problem(sheet, state) {
		const {delay, attributes} = sheet.values;
		if (delay && wholeNumber(delay, {min: 0, max: delaySecondsMax}) === undefined)
			return `Delay: whole seconds from 0 to ${delaySecondsMax}.`;
		const parsed = parseAttributes(attributes ?? '');
		if ('problem' in parsed) return parsed.problem;
		const problems = queuesOf(sheet).map(({url}) => checkProblem(state, url, messageOf(sheet)));
		// Where one queue takes it, the plan says which stay without.
		return problems.includes(undefined) ? undefined : problems[0];
	},
	submit(sheet, state) {
		const queues = queuesOf(sheet);
		const message = messageOf(sheet);
		return queues.length > 1 ? openGate(state, 'send-several', {queues, message}) : openGate(state, 'send', {queue: queues[0], message});
	},
};

function messageOf(sheet: SheetLayer): OutgoingMessage {
	const {body = '', group, deduplication, delay, attributes = ''} = sheet.values;
	const parsed = parseAttributes(attributes);
	return {
		body,
		...('attributes' in parsed && Object.keys(parsed.attributes).length > 0 ? {attributes: parsed.attributes} : {}),
		...(group ? {groupId: group} : {}),
		...(deduplication ? {deduplicationId: deduplication} : {}),
		...(delay ? {delaySeconds: Number(delay)} : {}),
	};
}

function kindOfBody(body: string): string {
	try {
		JSON.parse(body);
		return 'valid JSON';
	} catch {
		// Not JSON: a message may be any text.
		return /^\s*[{[]/.test(body) ? 'not valid JSON; sent as text' : 'text';
	}
}
