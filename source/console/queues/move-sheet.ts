import {commandLine} from '../../operations/command-line.ts';
import type {QueueRef} from '../../aws/queue.ts';
import {plural} from '../../shared/units.ts';
import {planMoveMessages} from '../../operations/move-messages.ts';
import {openGate} from '../layers/gate.ts';
import {line, span} from '../line.ts';
import type {SheetDefinition} from '../sheet-definition.ts';
import {loadPlan} from '../sheet-plan.ts';
import type {SheetLayer, State} from '../state.ts';
import {heldMessages} from './held-messages.ts';
import type {MoveRequest} from './message-gates.ts';
import {queueRow} from './state.ts';

/** Where held messages are moved to. */
export const moveSheet: SheetDefinition = {
	kind: 'move',
	crumb: 'move',
	submitHint: 'go on to confirm',
	factsAt: 'bottom',
	intro: sheet => [
		line(span(` Moving ${plural(idsOf(sheet).length, 'message')} of ${sheet.subject['name']}.`, 'bold')),
		line(span(' Each is sent, its copy confirmed by id and MD5, and only then deleted here.', 'dim')),
		[],
	],
	fields: () => [
		{type: 'text', id: 'destination', label: 'To queue', hint: 'its name; of the same type'},
		{type: 'toggle', id: 'stamp', label: 'Stamp', hint: 'add the attribute sluice.redriven = 1'},
	],
	command: sheet =>
		commandLine(
			'move',
			sheet.subject['name'],
			'--to',
			sheet.values['destination'] || 'QUEUE',
			'--ids',
			'@marked',
			...(sheet.values['stamp'] === 'yes' ? ['--stamp'] : []),
		),
	problem: (sheet, state) => destinationProblem(sheet, state),
	canPlan: (sheet, state) => destinationProblem(sheet, state) === undefined,
	load: sheet =>
		loadPlan(sheet, async (session, {signal}, effects) => {
			const request = requestOf(sheet, effects.state());
			return planMoveMessages(session, {...request, messages: heldMessages(effects, request)}, {signal});
		}),
	submit: (sheet, state) => openGate(state, 'move-messages', requestOf(sheet, state)),
};

/** What was chosen, once it can be meant. */
function requestOf(sheet: SheetLayer, state: State): MoveRequest {
	const destination = destinationOf(sheet, state);
	if (!destination) throw new Error('There is no queue to move to.');
	const queue = {name: sheet.subject['name'] ?? '', url: sheet.subject['url'] ?? ''};
	return {queue, messageIds: idsOf(sheet), destination, isStamped: sheet.values['stamp'] === 'yes'};
}

/** The ids that a sheet is about, as `openSheet` was given them. */
export function idsOf(sheet: SheetLayer): readonly string[] {
	return (sheet.subject['ids'] ?? '').split(' ').filter(id => id !== '');
}

/** The loaded queue of the name that was typed. */
export function destinationOf(sheet: SheetLayer, state: State): QueueRef | undefined {
	return state.queues.rows.find(row => row.ref.name === sheet.values['destination'])?.ref;
}

/** Why messages cannot go to the queue that was typed. */
export function destinationProblem(sheet: SheetLayer, state: State): string | undefined {
	const name = sheet.values['destination'] ?? '';
	if (name === '') return 'To queue: type the name of a queue.';
	const target = destinationOf(sheet, state);
	if (!target) return `To queue: no loaded queue is named "${name}".`;
	if (target.url === sheet.subject['url']) return 'To queue: that is where they are.';
	const isFifo = queueRow(state, sheet.subject['url'] ?? '')?.attributes?.isFifo;
	const isTargetFifo = queueRow(state, target.url)?.attributes?.isFifo;
	if (isFifo !== undefined && isTargetFifo !== undefined && isFifo !== isTargetFifo)
		return 'To queue: a FIFO queue and a standard queue do not mix.';
	return undefined;
}
