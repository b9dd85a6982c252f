import {commandLine} from '../../operations/command-line.ts';
import {planRedrive} from '../../operations/redrive.ts';
import type {QueueRef} from '../../aws/queue.ts';
import {openGate} from '../layers/gate.ts';
import {wholeNumber} from '../numbers.ts';
import type {SheetDefinition} from '../sheet-definition.ts';
import {loadPlan} from '../sheet-plan.ts';
import type {SheetLayer, State} from '../state.ts';
import {sourcesOfQueue} from './rows.ts';
import {queueRow} from './state.ts';

const ratePerSecondMax = 500;

/** Where the messages of a dead-letter queue go, and how fast. */
export const redriveSheet: SheetDefinition = {
	kind: 'redrive',
	crumb: 'redrive',
	submitHint: 'go on to confirm',
	factsAt: 'bottom',
	fields(sheet, state) {
		const row = queueRow(state, sheet.subject['url'] ?? '');
		const sources = row ? sourcesOfQueue(state.queues, row).map(source => source.ref.name) : [];
		return [
			{
				type: 'choice',
				id: 'to',
				label: 'To',
				options: [
					{value: 'sources', label: 'sources', hint: `where each came from: ${sources.join(', ')}`},
					{value: 'one', label: 'one queue', hint: 'all of them to a queue of your choice'},
				],
			},
			...(sheet.values['to'] === 'one' ? ([{type: 'text', id: 'destination', label: 'Queue', hint: 'its name'}] as const) : []),
			{type: 'text', id: 'rate', label: 'At most', hint: `messages per second, 1 to ${ratePerSecondMax}; none: as fast as AWS can`},
		];
	},
	command: sheet =>
		commandLine(
			'redrive',
			sheet.subject['name'],
			...(sheet.values['to'] === 'one' ? ['--to', sheet.values['destination']] : []),
			...(sheet.values['rate'] ? ['--rate', sheet.values['rate']] : []),
		),
	problem(sheet, state) {
		if (sheet.values['to'] === 'one' && !destinationOf(sheet, state))
			return `Queue: no loaded queue is named "${sheet.values['destination']}".`;
		if (sheet.values['rate'] && rateOf(sheet) === undefined) return `At most: a whole number from 1 to ${ratePerSecondMax}.`;
		return sheet.plan.status === 'failed' ? sheet.plan.problem.message : undefined;
	},
	load: sheet =>
		loadPlan(sheet, (session, options) =>
			planRedrive(
				session,
				{
					queue: {name: sheet.subject['name'] ?? '', url: sheet.subject['url'] ?? ''},
					...(rateOf(sheet) === undefined ? {} : {ratePerSecond: rateOf(sheet)}),
				},
				options,
			),
		),
	submit: (sheet, state) =>
		openGate(state, 'redrive', {
			queue: {name: sheet.subject['name'], url: sheet.subject['url']},
			...(sheet.values['to'] === 'one' ? {destination: destinationOf(sheet, state)} : {}),
			...(rateOf(sheet) === undefined ? {} : {ratePerSecond: rateOf(sheet)}),
		}),
};

function destinationOf(sheet: SheetLayer, state: State): QueueRef | undefined {
	return state.queues.rows.find(row => row.ref.name === sheet.values['destination'])?.ref;
}

function rateOf(sheet: SheetLayer): number | undefined {
	return wholeNumber(sheet.values['rate'], {min: 1, max: ratePerSecondMax});
}
