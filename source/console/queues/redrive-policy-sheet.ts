import {commandLine} from '../../operations/command-line.ts';
import {maxReceiveCountMax, refusalOf} from '../../operations/redrive-policy.ts';
import {safeText} from '../../payload/safe-text.ts';
import {formatCount, formatSeconds} from '../../shared/units.ts';
import {openGate} from '../layers/gate.ts';
import {blank, line, span, wrapText, type Line} from '../line.ts';
import {wholeNumber} from '../numbers.ts';
import type {SheetDefinition} from '../sheet-definition.ts';
import type {SheetLayer, State} from '../state.ts';
import {queueRow, type QueueRow} from './state.ts';

/** Where failed messages of a queue go, and after how many receives. */
export const redrivePolicySheet: SheetDefinition = {
	kind: 'redrive policy',
	crumb: 'redrive policy',
	submitHint: 'go on to confirm',
	factsAt: 'bottom',
	intro: sheet => [
		line(span(` Where messages of ${sheet.subject['name']} go when they fail`, 'bold')),
		line(span(' A message counts as failed when it was received so often and never deleted.', 'dim')),
		blank,
	],
	fields: () => [
		{type: 'text', id: 'queue', label: 'To queue', hint: 'its name; none: failed messages stay and come back'},
		{type: 'text', id: 'receives', label: 'After', hint: `receives, 1 to ${formatCount(maxReceiveCountMax)}`},
	],
	extra: (sheet, state) => targetLines(sheet, state),
	command: sheet => commandLine('set', sheet.subject['name'], `redrive=${textOf(sheet)}`),
	problem: (sheet, state) => problemOf(sheet, state),
	submit: (sheet, state) =>
		openGate(state, 'set', {
			queue: {name: sheet.subject['name'], url: sheet.subject['url']},
			changes: [{id: 'redrive', text: textOf(sheet)}],
		}),
};

function isNone(sheet: SheetLayer): boolean {
	const text = (sheet.values['queue'] ?? '').trim();
	return text === 'none' || text === '';
}

/** As the command line has it. */
function textOf(sheet: SheetLayer): string {
	return isNone(sheet) ? 'none' : `${(sheet.values['queue'] ?? '').trim()}:${(sheet.values['receives'] ?? '').trim()}`;
}

function targetOf(sheet: SheetLayer, state: State): QueueRow | undefined {
	const text = (sheet.values['queue'] ?? '').trim();
	return state.queues.rows.find(({ref, attributes}) => ref.name === text || ref.url === text || attributes?.arn === text);
}

function problemOf(sheet: SheetLayer, state: State): string | undefined {
	if (isNone(sheet)) return undefined;
	const text = (sheet.values['queue'] ?? '').trim();
	const target = targetOf(sheet, state);
	// Every name is loaded once the list is whole; until then AWS is asked in the next step.
	if (!target && state.queues.status === 'ready' && !text.startsWith('arn:')) return `To queue: no queue is named "${text}".`;
	const source = queueRow(state, sheet.subject['url'] ?? '')?.attributes;
	const refusal = source && target?.attributes ? refusalOf(source, target.attributes) : undefined;
	if (refusal !== undefined) return `To queue: ${refusal}`;
	if (wholeNumber(sheet.values['receives'], {min: 1, max: maxReceiveCountMax}) === undefined)
		return `After: a whole number of receives, 1 to ${formatCount(maxReceiveCountMax)}.`;
	return undefined;
}

function targetLines(sheet: SheetLayer, state: State): readonly Line[] {
	if (isNone(sheet)) return [blank, line(span('  Without a dead-letter queue a message that fails comes back until it expires.', 'slow'))];
	const target = targetOf(sheet, state)?.attributes;
	const source = queueRow(state, sheet.subject['url'] ?? '')?.attributes;
	if (!target || !source) return [];
	const refusal = refusalOf(source, target);
	if (refusal !== undefined)
		return [blank, ...wrapText(refusal, state.size.columns - 4).map(text => line(span(`  ${safeText(text)}`, 'fail')))];
	const isShort = !source.isFifo && target.retentionSeconds <= source.retentionSeconds;
	return [
		blank,
		line(
			span(`  ${target.name}  `, 'bold'),
			`${target.isFifo ? 'FIFO' : 'standard'}, ${formatCount(target.readyCount)} ready, keeps ${formatSeconds(target.retentionSeconds)}`,
		),
		...(isShort
			? [
					line(
						span(`  It keeps no longer than this queue (${formatSeconds(source.retentionSeconds)}), counted from the first send.`, 'slow'),
					),
				]
			: []),
	];
}
