import type {OutgoingPublication} from '../../aws/topic.ts';
import {attributeWords} from '../../operations/attribute-words.ts';
import {commandLine} from '../../operations/command-line.ts';
import {formatBytes} from '../../shared/units.ts';
import {openGate} from '../layers/gate.ts';
import {line, span} from '../line.ts';
import {attributesHint, parseAttributes} from '../message-attributes.ts';
import type {SheetDefinition} from '../sheet-definition.ts';
import type {SheetLayer} from '../state.ts';

/** A message to be written and published to a topic. */
export const publishSheet: SheetDefinition = {
	kind: 'publish',
	crumb: 'publish',
	submitHint: 'go on to confirm',
	factsAt: 'bottom',
	fields(sheet) {
		const isFifo = sheet.subject['isFifo'] === 'yes';
		return [
			{type: 'text', id: 'message', label: 'Message', hint: 'text or JSON; paste it, several lines are fine'},
			{type: 'text', id: 'subject', label: 'Subject', hint: 'none; shown by email'},
			{type: 'text', id: 'attributes', label: 'Attributes', hint: attributesHint},
			{
				type: 'text',
				id: 'group',
				label: 'Group',
				hint: isFifo ? 'message group ID: required, this topic is FIFO' : 'message group ID: none',
			},
			...(isFifo
				? ([
						{type: 'text', id: 'deduplication', label: 'Deduplicate', hint: 'deduplication ID: from the message when the topic does that'},
					] as const)
				: []),
		];
	},
	extra: sheet => [[], line(span(` ${formatBytes(Buffer.byteLength(sheet.values['message'] ?? ''))}`, 'dim'))],
	command(sheet) {
		const {message, subject, attributes, groupId, deduplicationId} = publicationOf(sheet);
		return commandLine(
			'publish',
			sheet.subject['name'],
			'--message',
			message,
			...(subject === undefined ? [] : ['--subject', subject]),
			...attributeWords(attributes ?? {}),
			...(groupId === undefined ? [] : ['--group', groupId]),
			...(deduplicationId === undefined ? [] : ['--dedup', deduplicationId]),
		);
	},
	problem(sheet) {
		const {message = '', subject = '', group, attributes = ''} = sheet.values;
		if (message === '') return 'Message: SNS takes no empty message.';
		if (subject.length > 100) return 'Subject: 100 characters at most.';
		if (sheet.subject['isFifo'] === 'yes' && !group) return 'Group: a FIFO topic needs a message group ID.';
		const parsed = parseAttributes(attributes);
		return 'problem' in parsed ? parsed.problem : undefined;
	},
	submit: (sheet, state) =>
		openGate(state, 'publish', {topic: {name: sheet.subject['name'], arn: sheet.subject['arn']}, publication: publicationOf(sheet)}),
};

function publicationOf(sheet: SheetLayer): OutgoingPublication {
	const {message = '', subject, attributes = '', group, deduplication} = sheet.values;
	const parsed = parseAttributes(attributes);
	return {
		message,
		...(subject ? {subject} : {}),
		...('attributes' in parsed && Object.keys(parsed.attributes).length > 0 ? {attributes: parsed.attributes} : {}),
		...(group ? {groupId: group} : {}),
		...(deduplication ? {deduplicationId: deduplication} : {}),
	};
}
