import {messageCandidate} from '../../operations/message-candidate.ts';
import {readFilter} from '../../operations/read-filter.ts';
import {planScan, type ScanRequest} from '../../operations/scan.ts';
import {selectMatching} from '../../operations/selection.ts';
import {commandLine} from '../../operations/command-line.ts';
import type {QueueRef} from '../../aws/queue.ts';
import type {Plan} from '../../operations/plan.ts';
import type {EffectTools} from '../effects.ts';
import {filterProblem} from '../filters.ts';
import {line, span, wrapText} from '../line.ts';
import {wholeNumber} from '../numbers.ts';
import type {SheetDefinition} from '../sheet-definition.ts';
import {loadPlan} from '../sheet-plan.ts';
import type {SheetLayer, State} from '../state.ts';
import {startScan} from './scan-effects.ts';
import {queueRow} from './state.ts';

/** Matches kept on screen; more are for `sluice scan` and a file. */
const matchesMax = 1000;

/** Looking through a whole queue for a filter: what it costs, before it begins. */
export const scanSheet: SheetDefinition = {
	kind: 'scan',
	crumb: 'scan',
	submitHint: 'scan so',
	factsAt: 'bottom',
	hasDryRun: true,
	intro: ({subject}, {size}) => [
		...wrapText(`Scanning receives every message of ${subject['name']} once, and gives all back at the end.`, size.columns - 2).map(text =>
			line(span(` ${text}`, 'bold')),
		),
		[],
	],
	fields: (sheet, state) => [
		{type: 'text', id: 'filter', label: 'Filter', hint: 'TIMEOUT, .orderId = "A-1", attr.errorCode:*, sent:14:00..14:10'},
		{type: 'text', id: 'max', label: 'Ends after', hint: `so many matches, 1 to ${matchesMax}`},
		...(hasReaders(sheet, state)
			? ([
					{type: 'toggle', id: 'readers', label: 'Readers', hint: 'it has readers, who wait for what is hidden: scan it all the same'},
				] as const)
			: []),
	],
	command: sheet =>
		commandLine(
			'scan',
			sheet.subject['name'],
			'--filter',
			sheet.values['filter'] || 'FILTER',
			'--max',
			sheet.values['max'] || String(matchesMax),
		),
	problem(sheet, state) {
		const {filter = '', max, readers} = sheet.values;
		if (filter === '') return 'Filter: type what to look for.';
		const problem = filterProblem(filter);
		if (problem) return `Filter, column ${problem.column}: ${problem.message}`;
		if (wholeNumber(max, {min: 1, max: matchesMax}) === undefined) return `Ends after: a whole number from 1 to ${matchesMax}.`;
		if (hasReaders(sheet, state) && readers !== 'yes')
			return 'It has readers, who would wait for what is hidden: tab to Readers to scan all the same.';
		return sheet.plan.status === 'failed' ? sheet.plan.problem.message : undefined;
	},
	load: sheet => loadPlan(sheet, (_session, _options, tools) => planOf(tools, choiceOf(sheet))),
	submit: (sheet, state) => startScan(state, choiceOf(sheet), planOf),
};

export type ScanChoice = {readonly queue: QueueRef; readonly filter: string; readonly countMax: number};

function choiceOf(sheet: SheetLayer): ScanChoice {
	return {
		queue: {name: sheet.subject['name'] ?? '', url: sheet.subject['url'] ?? ''},
		filter: sheet.values['filter'] ?? '',
		countMax: wholeNumber(sheet.values['max'], {min: 1, max: matchesMax}) ?? matchesMax,
	};
}

async function planOf({session, signal, clock, state}: EffectTools, {queue, filter, countMax}: ScanChoice): Promise<Plan<ScanRequest>> {
	// A filter that is being typed may be wrong still; what it costs does not depend on it.
	const isWrong = filter === '' || filterProblem(filter) !== undefined;
	const matches = isWrong ? () => false : await readFilter(filter);
	const retentionSeconds = queueRow(state(), queue.url)?.attributes?.retentionSeconds;
	const selection = selectMatching({
		filter: filter === '' ? 'FILTER' : filter,
		matches: message => matches(messageCandidate(message, {nowMs: clock.nowMs(), retentionSeconds})),
		countMax,
	});
	return planScan(session, {queue, selection}, {signal});
}

/** Whether others hold messages of it: as far as can be told without metrics. What is held here does not count. */
function hasReaders(sheet: SheetLayer, state: State): boolean {
	const url = sheet.subject['url'] ?? '';
	const inFlightCount = queueRow(state, url)?.attributes?.inFlightCount ?? 0;
	const heldHere = state.queues.peeks[url]?.messages.filter(({state: now}) => 'heldUntilMs' in now).length ?? 0;
	return inFlightCount > heldHere;
}
