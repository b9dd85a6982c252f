import {alsoWords} from '../../operations/several.ts';
import {commandLine} from '../../operations/command-line.ts';
import {tagProblem} from '../../operations/tag-queue.ts';
import {openGate} from '../layers/gate.ts';
import {blank, line, span} from '../line.ts';
import type {SheetDefinition} from '../sheet-definition.ts';
import type {SheetLayer} from '../state.ts';
import {queuesOf, severalIntro} from './several.ts';

/** A tag to be added, changed or removed. */
export const tagSheet: SheetDefinition = {
	kind: 'tag',
	crumb: 'tag',
	submitHint: 'go on to confirm',
	factsAt: 'bottom',
	intro: sheet => [line(span(` ${sheet.subject['key'] ? 'Change or remove a tag' : 'Add a tag'}`, 'bold')), ...severalIntro(sheet), blank],
	fields: sheet => [
		{type: 'text', id: 'key', label: 'Key', hint: 'up to 128 characters'},
		{type: 'text', id: 'value', label: 'Value', hint: 'up to 256 characters; may be empty'},
		...(sheet.subject['key']
			? ([{type: 'toggle', id: 'remove', label: 'Remove', hint: `take ${sheet.subject['key']} away`}] as const)
			: []),
	],
	command: sheet => commandLine('tag', sheet.subject['name'], ...wordsOf(sheet), ...alsoWords(queuesOf(sheet))),
	problem(sheet) {
		if (sheet.values['remove'] === 'yes') return undefined;
		return tagProblem(sheet.values['key'] ?? '', sheet.values['value'] ?? '');
	},
	submit(sheet, state) {
		const change = {
			set: isRemoval(sheet) ? {} : {[sheet.values['key'] ?? '']: sheet.values['value'] ?? ''},
			remove: isRemoval(sheet) ? [sheet.subject['key']] : renamed(sheet),
		};
		const queues = queuesOf(sheet);
		return queues.length > 1 ? openGate(state, 'tag-several', {queues, ...change}) : openGate(state, 'tag', {queue: queues[0], ...change});
	},
};

function isRemoval(sheet: SheetLayer): boolean {
	return sheet.values['remove'] === 'yes';
}

/** A key that was typed over is another tag: the old one goes. */
function renamed(sheet: SheetLayer): readonly string[] {
	const before = sheet.subject['key'];
	return before && before !== sheet.values['key'] ? [before] : [];
}

function wordsOf(sheet: SheetLayer): readonly string[] {
	if (isRemoval(sheet)) return [`${sheet.subject['key']}-`];
	return [`${sheet.values['key'] || 'KEY'}=${sheet.values['value'] ?? ''}`, ...renamed(sheet).map(key => `${key}-`)];
}
