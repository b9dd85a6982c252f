import {formatAge, plural} from '../../shared/units.ts';
import {filterProblem} from '../filters.ts';
import {openGate} from '../layers/gate.ts';
import type {SheetDefinition, SheetField} from '../sheet-definition.ts';
import {loadPlan} from '../sheet-plan.ts';
import type {SheetLayer, State} from '../state.ts';
import {destinationProblem, idsOf} from './move-sheet.ts';
import {editNext} from './edit-each-sheet.ts';
import {planRedriveChoices} from './redrive-choice.ts';
import {choicesOf, contextOf, isEditing, ratePerSecondMax, rateOf, redriveCommand} from './redrive-choice-of.ts';
import {queuesOf} from './several.ts';
import {sourcesOfQueue} from './rows.ts';
import {queueRow, type Sample} from './state.ts';

/** The values that the sheet begins with, for a whole queue; what is held begins with trying one first. */
export const redriveValues = {
	what: 'all',
	filter: '',
	to: 'sources',
	destination: '',
	how: 'all',
	rate: '',
	change: 'no',
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
	fields: (sheet, state) => [...whatFields(sheet, state), ...whereFields(sheet, state), ...howFields(sheet), ...changeFields(sheet)],
	command: redriveCommand,
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
	warnings: filling,
	load: sheet =>
		loadPlan(sheet, async (session, {signal}, effects) => {
			// What is being typed is looked up once it can be meant.
			const {to, destination} = sheet.values;
			const isTyping =
				to === 'one' && (destination === '' || (contextOf(destination) === undefined && !isLoaded(effects.state(), destination)));
			const choices = choicesOf(sheet).map(choice => {
				const {destination: _typed, ...toSources} = choice;
				return isTyping ? toSources : choice;
			});
			return planRedriveChoices(choices, {session, signal, effects});
		}),
	submit(sheet, state) {
		if (isEditing(sheet)) return editNext(state, sheet);
		const choices = choicesOf(sheet);
		return choices.length > 1 ? openGate(state, 'redrive-several', choices) : openGate(state, 'redrive', choices[0]);
	},
};

function whatFields(sheet: SheetLayer, state: State): readonly SheetField[] {
	const heldCount = idsOf(sheet).length;
	const queues = queuesOf(sheet);
	const counts = queues.map(({url}) => {
		const attributes = queueRow(state, url)?.attributes;
		// What is held here is in flight; it goes, too.
		return attributes && attributes.readyCount + (heldCount > 0 ? attributes.inFlightCount : 0);
	});
	const ready = counts.reduce((sum, count) => (sum === undefined || count === undefined ? undefined : sum + count), 0);
	const of = queues.length > 1 ? ` of ${queues.length} queues` : '';
	const {group} = sheet.subject;
	const held = group ? `group  ${group} (${heldCount})` : heldCount === 1 ? 'this 1 message' : `the ${heldCount} marked`;
	return [
		{
			type: 'choice',
			id: 'what',
			label: 'WHAT',
			isCompact: true,
			options: [
				{value: 'all', label: `all${of}, about ${ready ?? '?'}`, hint: ''},
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
	const rows = queuesOf(sheet).flatMap(({url}) => queueRow(state, url) ?? []);
	const sources = [...new Set(rows.flatMap(row => sourcesOfQueue(state.queues, row).map(source => source.ref.name)))];
	const isElsewhere = contextOf(sheet.values['destination']) !== undefined;
	const names =
		heldSources(sheet, state) ??
		(sources.length > 2 ? `${sources.slice(0, 2).join(', ')} and ${plural(sources.length - 2, 'more', 'more')}` : sources.join(', '));
	return [
		{
			type: 'choice',
			id: 'to',
			label: 'TO',
			isCompact: true,
			options: [
				{value: 'sources', label: names === '' ? 'where each came from' : `where each came from: ${names}`, hint: ''},
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

/** Where the chosen messages came from, with how many from each: `orders 3`. */
function heldSources(sheet: SheetLayer, state: State): string | undefined {
	const [queue] = queuesOf(sheet);
	if (sheet.values['what'] !== 'held' || !queue) return undefined;
	const ids = new Set(idsOf(sheet));
	const counts = new Map<string, number>();
	for (const {message} of state.queues.peeks[queue.url]?.messages ?? []) {
		const name = message.sourceQueueArn?.split(':').at(-1);
		if (ids.has(message.messageId) && name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
	}
	const found = [...counts].toSorted(([a, aCount], [b, bCount]) => bCount - aCount || (a < b ? -1 : 1));
	if (found.length === 0) return undefined;
	const shown = found.slice(0, 2).map(([name, count]) => `${name} ${count}`);
	return [...shown, ...(found.length > 2 ? [`${found.length - 2} more`] : [])].join(', ');
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
	];
}

/** What is held is at hand to be edited. */
function changeFields(sheet: SheetLayer): readonly SheetField[] {
	return [
		...(sheet.values['what'] === 'held'
			? ([
					{
						type: 'choice',
						id: 'change',
						label: 'CHANGE',
						isCompact: true,
						options: [
							{value: 'no', label: 'bodies as they are', hint: ''},
							{value: 'edit', label: 'edit each first', hint: ''},
						],
					},
				] as const)
			: []),
		{type: 'toggle', id: 'stamp', label: 'STAMP', hint: 'add attribute sluice.redriven = 1'},
	];
}

function countOf({readyCount, inFlightCount, delayedCount = 0}: Sample): number {
	return readyCount + inFlightCount + delayedCount;
}

/** What this console saw arriving in the last ten minutes: what failed then, fails still. */
function filling(sheet: SheetLayer, state: State): readonly string[] {
	return queuesOf(sheet).flatMap(({url}) => {
		const row = queueRow(state, url);
		const last = row?.samples.at(-1);
		if (!row || !last) return [];
		const least = row.samples.reduce((lowest, sample) => (countOf(sample) < countOf(lowest) ? sample : lowest));
		const grown = countOf(last) - countOf(least);
		if (grown === 0) return [];
		return [`${plural(grown, 'more message')} came here in the last ${formatAge(state.nowMs - least.atMs)}: what failed, still fails.`];
	});
}

function isLoaded(state: State, name: string | undefined): boolean {
	return state.queues.rows.some(row => row.ref.name === name);
}
