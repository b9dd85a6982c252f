import {maxReceiveCountDefault, type NewQueue} from '../../operations/create-queue.ts';
import {commandLine} from '../../operations/command-line.ts';
import {findAttribute} from '../../operations/queue-attribute.ts';
import {queueNameProblem} from '../../operations/queue-name.ts';
import {maxReceiveCountMax} from '../../operations/redrive-policy.ts';
import {openGate} from '../layers/gate.ts';
import {blank, line, span} from '../line.ts';
import {wholeNumber} from '../numbers.ts';
import type {SheetDefinition} from '../sheet-definition.ts';
import type {SheetLayer, State} from '../state.ts';

const settingIds = ['visibility', 'retention', 'delay', 'wait'] as const;

/** A queue that is to be, with its dead-letter queue in one go. */
export const createSheet: SheetDefinition = {
	kind: 'create queue',
	crumb: 'create queue',
	submitHint: 'go on to confirm',
	factsAt: 'bottom',
	fields: sheet => [
		{type: 'text', id: 'name', label: 'Name', hint: 'letters, digits, - and _; with .fifo at its end it is FIFO'},
		...settingIds.map(id => {
			const attribute = findAttribute(id);
			return {
				type: 'text' as const,
				id,
				label: attribute?.label.replace(' timeout', '') ?? id,
				hint: `${attribute?.show(attribute.initial ?? '')} unless you say; ${attribute?.range}`,
			};
		}),
		...(isFifo(sheet)
			? ([{type: 'toggle', id: 'content-dedup', label: 'Content dedup', hint: 'the body’s hash is the deduplication id'}] as const)
			: []),
		{
			type: 'choice',
			id: 'dlq',
			label: 'Failures',
			options: [
				{value: 'new', label: 'new DLQ', hint: `${dlqName(sheet)}, created too, keeps 14d`},
				{value: 'other', label: 'a queue', hint: 'one that is there'},
				{value: 'none', label: 'nowhere', hint: 'a message that fails comes back until it expires'},
			],
		},
		...(sheet.values['dlq'] === 'other' ? ([{type: 'text', id: 'target', label: 'To queue', hint: 'its name'}] as const) : []),
		...(sheet.values['dlq'] === 'none'
			? []
			: ([{type: 'text', id: 'receives', label: 'After', hint: `receives; ${maxReceiveCountDefault} unless you say`}] as const)),
		{type: 'text', id: 'tags', label: 'Tags', hint: 'team=pay, owner=me'},
	],
	extra(sheet) {
		const name = sheet.values['name'] ?? '';
		return name === '' ? [] : [blank, line(span(`  ${name.length} of 80 characters, ${isFifo(sheet) ? 'FIFO' : 'standard'}`, 'dim'))];
	},
	command: sheet => commandText(sheet),
	problem: (sheet, state) => problemOf(sheet, state),
	submit: (sheet, state) => openGate(state, 'create', newQueue(sheet)),
};

function isFifo(sheet: SheetLayer): boolean {
	return (sheet.values['name'] ?? '').endsWith('.fifo');
}

function dlqName(sheet: SheetLayer): string {
	const name = sheet.values['name'] || 'NAME';
	return isFifo(sheet) ? `${name.slice(0, -'.fifo'.length)}-dlq.fifo` : `${name}-dlq`;
}

function tagsOf(sheet: SheetLayer): Readonly<Record<string, string>> | undefined {
	const words = (sheet.values['tags'] ?? '')
		.split(',')
		.map(word => word.trim())
		.filter(word => word !== '');
	if (words.some(word => word.indexOf('=') < 1)) return undefined;
	return Object.fromEntries(words.map(word => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]));
}

function newQueue(sheet: SheetLayer): NewQueue {
	const {dlq, target = '', receives} = sheet.values;
	const maxReceiveCount = Number(receives || maxReceiveCountDefault);
	const deadLetterQueue = {name: dlq === 'new' ? dlqName(sheet) : target, maxReceiveCount, isNew: dlq === 'new'};
	return {
		name: sheet.values['name'] ?? '',
		isFifo: isFifo(sheet),
		settings: [
			...settingIds.flatMap(id => (sheet.values[id] ? [{id, text: sheet.values[id]}] : [])),
			...(isFifo(sheet) && sheet.values['content-dedup'] === 'yes' ? [{id: 'content-dedup', text: 'on'}] : []),
		],
		tags: tagsOf(sheet) ?? {},
		...(dlq !== 'none' && {deadLetterQueue}),
	};
}

function commandText(sheet: SheetLayer): string {
	const {name, settings, tags, deadLetterQueue: dlq} = newQueue(sheet);
	return commandLine(
		'create',
		name || 'NAME',
		...settings.map(({id, text}) => `${id}=${text}`),
		...(dlq ? [dlq.isNew ? '--new-dlq' : '--dlq', `${dlq.name || 'QUEUE'}:${dlq.maxReceiveCount}`] : []),
		...Object.entries(tags).flatMap(([key, value]) => ['--tag', `${key}=${value}`]),
	);
}

function problemOf(sheet: SheetLayer, state: State): string | undefined {
	const name = sheet.values['name'] ?? '';
	const problem = queueNameProblem(name, {isFifo: isFifo(sheet)});
	if (problem !== undefined) return `Name: ${problem}`;
	if (state.queues.rows.some(({ref}) => ref.name === name)) return `Name: there is a queue "${name}" already.`;
	for (const id of settingIds) {
		const text = sheet.values[id] ?? '';
		const typed = text === '' ? undefined : findAttribute(id)?.read(text);
		if (typed && 'problem' in typed) return `${findAttribute(id)?.label ?? id}: ${typed.problem}`;
	}
	if (sheet.values['dlq'] === 'other' && !state.queues.rows.some(({ref}) => ref.name === sheet.values['target']))
		return `To queue: no queue is named "${sheet.values['target'] ?? ''}".`;
	const {receives} = sheet.values;
	if (receives && wholeNumber(receives, {min: 1, max: maxReceiveCountMax}) === undefined)
		return `After: a whole number of receives, 1 to ${maxReceiveCountMax}.`;
	return tagsOf(sheet) === undefined ? 'Tags: write KEY=VALUE, with commas between.' : undefined;
}
