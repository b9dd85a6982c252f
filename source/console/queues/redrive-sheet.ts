import {commandLine} from '../../operations/command-line.ts';
import {plural} from '../../shared/units.ts';
import {filterProblem} from '../filters.ts';
import {openGate} from '../layers/gate.ts';
import {wholeNumber} from '../numbers.ts';
import type {SheetDefinition, SheetField} from '../sheet-definition.ts';
import {loadPlan} from '../sheet-plan.ts';
import type {SheetLayer, State} from '../state.ts';
import {destinationProblem, idsOf} from './move-sheet.ts';
import {isByTask, planRedriveChoice, type RedriveChoice} from './redrive-choice.ts';
import {sourcesOfQueue} from './rows.ts';
import {queueRow} from './state.ts';

const ratePerSecondMax = 500;

/** The values that the sheet begins with, for a whole queue; what is held begins with trying one first. */
export const redriveValues = {
	what: 'all',
	filter: '',
	to: 'sources',
	destination: '',
	how: 'all',
	rate: '',
	stamp: 'no',
	keep: 'yes',
} as const;

/** What of a dead-letter queue goes back, where to, and how carefully. */
export const redriveSheet: SheetDefinition = {
	kind: 'redrive',
	crumb: 'redrive',
	submitHint: 'go on to confirm',
	factsAt: 'bottom',
	hasDryRun: true,
	fields: (sheet, state) => [...whatFields(sheet, state), ...whereFields(sheet, state), ...howFields(sheet)],
	command(sheet) {
		const choice = choiceOf(sheet);
		const {what, destination, ratePerSecond} = choice;
		const to = destination && (destination.context === undefined ? destination.name : `${destination.context}/${destination.name}`);
		return commandLine(
			'redrive',
			sheet.subject['name'],
			...(what.type === 'held'
				? ['--ids', '@marked']
				: what.type === 'filter'
					? ['--filter', what.filter]
					: isByTask(choice)
						? []
						: ['--all']),
			...(sheet.values['to'] === 'one' ? ['--to', to || 'QUEUE'] : []),
			...(choice.hasCanary ? ['--canary'] : []),
			...(ratePerSecond === undefined ? [] : ['--rate', String(ratePerSecond)]),
			...(choice.isStamped ? ['--stamp'] : []),
			...(destination?.context !== undefined && !choice.keepsOriginals ? ['--delete-originals'] : []),
		);
	},
	problem(sheet, state) {
		if (sheet.values['what'] === 'filter') {
			const problem = filterProblem(sheet.values['filter'] ?? '');
			if (sheet.values['filter'] === '') return 'Filter: type which messages are meant.';
			if (problem) return `Filter, column ${problem.column}: ${problem.message}`;
		}
		if (sheet.values['to'] === 'one' && contextOf(sheet.values['destination']) === undefined) {
			const problem = destinationProblem(sheet, state);
			if (problem) return problem;
		}
		if (sheet.values['rate'] && rateOf(sheet) === undefined) return `At most: a whole number from 1 to ${ratePerSecondMax}.`;
		return sheet.plan.status === 'failed' ? sheet.plan.problem.message : undefined;
	},
	load: sheet =>
		loadPlan(sheet, async (session, {signal}, effects) => {
			// What is being typed is looked up once it can be meant.
			const {to, destination} = sheet.values;
			const isTyping =
				to === 'one' && (destination === '' || (contextOf(destination) === undefined && !isLoaded(effects.state(), destination)));
			const choice = choiceOf(sheet);
			const {destination: _typed, ...toSources} = choice;
			return planRedriveChoice(isTyping ? toSources : choice, {session, signal, effects});
		}),
	submit: (sheet, state) => openGate(state, 'redrive', choiceOf(sheet)),
};

function whatFields(sheet: SheetLayer, state: State): readonly SheetField[] {
	const heldCount = idsOf(sheet).length;
	const attributes = queueRow(state, sheet.subject['url'] ?? '')?.attributes;
	// What is held here is in flight; it goes, too.
	const ready = attributes && attributes.readyCount + (heldCount > 0 ? attributes.inFlightCount : 0);
	const {group} = sheet.subject;
	const held = group ? `group  ${group} (${heldCount})` : heldCount === 1 ? 'this 1 message' : `the ${heldCount} marked`;
	return [
		{
			type: 'choice',
			id: 'what',
			label: 'WHAT',
			isCompact: true,
			options: [
				{value: 'all', label: `all, about ${ready ?? '?'}`, hint: ''},
				{value: 'filter', label: 'filter', hint: ''},
				...(heldCount > 0 ? [{value: 'held', label: held, hint: ''}] : []),
			],
		},
		...(sheet.values['what'] === 'filter'
			? ([{type: 'text', id: 'filter', label: 'filter', hint: 'errorCode:VALIDATION, .total = null, from:orders …'}] as const)
			: []),
	];
}

function whereFields(sheet: SheetLayer, state: State): readonly SheetField[] {
	const row = queueRow(state, sheet.subject['url'] ?? '');
	const sources = row ? sourcesOfQueue(state.queues, row).map(source => source.ref.name) : [];
	const isElsewhere = contextOf(sheet.values['destination']) !== undefined;
	const names =
		sources.length > 2 ? `${sources.slice(0, 2).join(', ')} and ${plural(sources.length - 2, 'more', 'more')}` : sources.join(', ');
	return [
		{
			type: 'choice',
			id: 'to',
			label: 'TO',
			isCompact: true,
			options: [
				{value: 'sources', label: `where each came from: ${names}`, hint: ''},
				{value: 'one', label: 'one queue', hint: ''},
			],
		},
		...(sheet.values['to'] === 'one'
			? ([{type: 'text', id: 'destination', label: 'queue', hint: 'its name, or profile/queue of another context'}] as const)
			: []),
		...(sheet.values['to'] === 'one' && isElsewhere
			? ([{type: 'toggle', id: 'keep', label: 'copy', hint: 'keep the originals here'}] as const)
			: []),
	];
}

function howFields(_sheet: SheetLayer): readonly SheetField[] {
	return [
		{
			type: 'choice',
			id: 'how',
			label: 'HOW',
			isCompact: true,
			options: [
				{value: 'canary', label: 'try 1, then the rest', hint: ''},
				{value: 'all', label: 'all at once', hint: ''},
			],
		},
		{type: 'text', id: 'rate', label: 'at most', hint: `per second, 1 to ${ratePerSecondMax}; none: as fast as it goes`},
		{type: 'toggle', id: 'stamp', label: 'STAMP', hint: 'add attribute sluice.redriven = 1'},
	];
}

/** What the sheet says now, as data. */
export function choiceOf(sheet: SheetLayer): RedriveChoice {
	const {what, filter = '', to, destination = '', how, stamp, keep} = sheet.values;
	const context = contextOf(destination);
	const ratePerSecond = rateOf(sheet);
	return {
		queue: {name: sheet.subject['name'] ?? '', url: sheet.subject['url'] ?? ''},
		what: what === 'held' ? {type: 'held', messageIds: idsOf(sheet)} : what === 'filter' ? {type: 'filter', filter} : {type: 'all'},
		...(to === 'one' && {
			destination: context === undefined ? {name: destination} : {name: destination.slice(context.length + 1), context},
		}),
		keepsOriginals: context !== undefined && to === 'one' && keep === 'yes',
		hasCanary: how === 'canary',
		isStamped: stamp === 'yes',
		...(ratePerSecond !== undefined && {ratePerSecond}),
	};
}

/** The context before the slash of `profile/queue`. */
function contextOf(destination: string | undefined): string | undefined {
	return /^([^/:]+)\/[^/]+$/.exec(destination ?? '')?.[1];
}

function isLoaded(state: State, name: string | undefined): boolean {
	return state.queues.rows.some(row => row.ref.name === name);
}

function rateOf(sheet: SheetLayer): number | undefined {
	return wholeNumber(sheet.values['rate'], {min: 1, max: ratePerSecondMax});
}
