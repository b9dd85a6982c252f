import {commandLine} from '../../operations/command-line.ts';
import {plural} from '../../shared/units.ts';
import {openGate} from '../layers/gate.ts';
import {line, span} from '../line.ts';
import {wholeNumber} from '../numbers.ts';
import type {SheetDefinition} from '../sheet-definition.ts';
import type {SheetLayer} from '../state.ts';
import {destinationOf, destinationProblem, idsOf} from './move-sheet.ts';

const ratePerSecondMax = 500;

/** Chosen messages of a dead-letter queue: where they go, and whether one is tried first. */
export const redriveHeldSheet: SheetDefinition = {
	kind: 'redrive marked',
	crumb: 'redrive',
	submitHint: 'go on to confirm',
	factsAt: 'bottom',
	intro: sheet => [
		line(span(` Redriving ${plural(idsOf(sheet).length, 'message')} of ${sheet.subject['name']}.`, 'bold')),
		line(span(' Done here: each is sent, its copy confirmed by id and MD5, and only then deleted.', 'dim')),
		line(span(' Stopped at any point nothing is lost; at worst a message is in both queues.', 'dim')),
		[],
	],
	fields: sheet => [
		{
			type: 'choice',
			id: 'to',
			label: 'To',
			options: [
				{value: 'sources', label: 'sources', hint: 'where each came from'},
				{value: 'one', label: 'one queue', hint: 'all of them to a queue of your choice'},
			],
		},
		...(sheet.values['to'] === 'one' ? ([{type: 'text', id: 'destination', label: 'Queue', hint: 'its name'}] as const) : []),
		{
			type: 'choice',
			id: 'how',
			label: 'How',
			options: [
				{value: 'canary', label: 'try one', hint: 'then the rest, if it does not come back'},
				{value: 'all', label: 'at once', hint: 'all of them'},
			],
		},
		{type: 'text', id: 'rate', label: 'At most', hint: `messages per second, 1 to ${ratePerSecondMax}; none: as fast as it goes`},
		{type: 'toggle', id: 'stamp', label: 'Stamp', hint: 'add the attribute sluice.redriven = 1'},
	],
	command: sheet =>
		commandLine(
			'redrive',
			sheet.subject['name'],
			'--ids',
			'@marked',
			...(sheet.values['to'] === 'one' ? ['--to', sheet.values['destination'] || 'QUEUE'] : []),
			...(sheet.values['how'] === 'canary' ? ['--canary'] : []),
			...(sheet.values['rate'] ? ['--rate', sheet.values['rate']] : []),
			...(sheet.values['stamp'] === 'yes' ? ['--stamp'] : []),
		),
	problem(sheet, state) {
		if (sheet.values['to'] === 'one') {
			const problem = destinationProblem(sheet, state);
			if (problem) return problem;
		}
		return sheet.values['rate'] && rateOf(sheet) === undefined ? `At most: a whole number from 1 to ${ratePerSecondMax}.` : undefined;
	},
	submit: (sheet, state) =>
		openGate(state, 'redrive-messages', {
			queue: {name: sheet.subject['name'], url: sheet.subject['url']},
			messageIds: idsOf(sheet),
			...(sheet.values['to'] === 'one' ? {destination: destinationOf(sheet, state)} : {}),
			hasCanary: sheet.values['how'] === 'canary',
			isStamped: sheet.values['stamp'] === 'yes',
			...(rateOf(sheet) === undefined ? {} : {ratePerSecond: rateOf(sheet)}),
		}),
};

function rateOf(sheet: SheetLayer): number | undefined {
	return wholeNumber(sheet.values['rate'], {min: 1, max: ratePerSecondMax});
}
