import {commandLine} from '../../operations/command-line.ts';
import {recordNumber, type ReplayRecord} from '../../operations/replay.ts';
import {parseTailStart, parseTime} from '../../operations/tail-start.ts';
import {UsageError} from '../../shared/errors.ts';
import {plural} from '../../shared/units.ts';
import {isAbort, problemOf, run, step} from '../effects.ts';
import {filterProblem} from '../filters.ts';
import {openGate} from '../layers/gate.ts';
import {blank} from '../line.ts';
import type {SheetDefinition} from '../sheet-definition.ts';
import type {SheetLayer, State} from '../state.ts';
import {countReplay, type ReplayChoice, type ReplayGateRequest} from './replay-gate.ts';
import {markedRecords, shownRecords} from './subject.ts';
import type {TailRecord} from './tail-record.ts';

/** What is sent again, where to, and how fast. Opening it reads and sends nothing. */
export const replaySheet: SheetDefinition = {
	kind: 'replay',
	crumb: 'replay',
	submitHint: 'go on',
	factsAt: 'bottom',
	fields: (sheet, state) => [
		{type: 'choice', id: 'what', label: 'Records', options: choices(state, sheet)},
		...(sheet.values['what'] === 'range'
			? ([
					{type: 'text', id: 'from', label: 'From', hint: 'oldest, -15m, 14:30, a time or a sequence number'},
					{type: 'text', id: 'until', label: 'Until', hint: 'now; or a time: what arrived later is left out'},
					{type: 'text', id: 'filter', label: 'Filter', hint: 'all; or key:truck_* .speed > 80'},
				] as const)
			: []),
		{type: 'text', id: 'to', label: 'To', hint: 'stream:NAME, queue:NAME, topic:NAME or an ARN'},
		{type: 'text', id: 'rate', label: 'Rate', hint: 'as fast as it goes; or records per second'},
		{type: 'toggle', id: 'base64', label: 'Base64', hint: 'to queues and topics: the data as base64'},
		{type: 'toggle', id: 'dry', label: 'Dry run', hint: 'read and count only, send nothing'},
	],
	extra: () => [blank],
	command(sheet, state) {
		const request = readRequest(sheet, state);
		const {filter = '', from = '', rate = '', to = '', until = '', what} = sheet.values;
		const records = request instanceof UsageError || request.choice.type !== 'records' ? [] : request.choice.records;
		const range = what === 'range' ? ['--from', from, ...(until ? ['--until', until] : []), ...(filter ? ['--filter', filter] : [])] : [];
		return commandLine(
			'replay',
			sheet.subject['stream'],
			'--to',
			to,
			...range,
			...records.slice(0, 5).flatMap(record => ['--record', recordNumber(record)]),
			...(rate ? ['--rate', rate] : []),
			...(sheet.values['base64'] === 'yes' ? ['--base64'] : []),
			...(sheet.values['dry'] === 'yes' ? ['--dry-run'] : []),
		);
	},
	problem(sheet, state) {
		const request = readRequest(sheet, state);
		return request instanceof UsageError ? [request.message, ...request.nextSteps].join(' ') : undefined;
	},
	submit(sheet, state) {
		const request = readRequest(sheet, state);
		if (request instanceof UsageError) return step(state);
		if (sheet.values['dry'] !== 'yes') return openGate(state, 'replay', request);
		return step(
			{...state, layer: undefined},
			run(`replay-count/${request.stream}`, async tools => {
				try {
					await tools.resting(countReplay(tools, request));
				} catch (error) {
					if (!isAbort(error)) tools.dispatch({type: 'notice', text: problemOf(error).message, isFailure: true, atMs: tools.clock.nowMs()});
				}
			}),
		);
	},
};

/** One of an aggregate is told by its place in it. */
function withPlace(record: TailRecord): TailRecord & ReplayRecord {
	return record.aggregate?.role === 'child' ? {...record, within: record.aggregate.position} : record;
}

function choices(state: State, sheet: SheetLayer) {
	const stream = sheet.subject['stream'] ?? '';
	const marked = markedRecords(state, stream).length;
	const shown = shownRecords(state, stream).length;
	return [
		...(marked > 0 ? [{value: 'marked', label: 'marked', hint: plural(marked, 'record')}] : []),
		...(shown > 0 ? [{value: 'shown', label: 'all shown', hint: `${plural(shown, 'record')} that are kept and pass the filter`}] : []),
		{value: 'range', label: 'a time', hint: 'what arrived from one time to another'},
	];
}

function readRequest(sheet: SheetLayer, state: State): ReplayGateRequest | UsageError {
	const {base64, rate = '', to = ''} = sheet.values;
	const choice = readChoice(sheet, state);
	if (choice instanceof UsageError) return choice;
	if (to.trim() === '') return new UsageError('To: where?', {nextSteps: ['stream:NAME, queue:NAME or topic:NAME.']});
	const ratePerSecond = rate.trim() === '' ? undefined : Number(rate);
	if (ratePerSecond !== undefined && !(Number.isSafeInteger(ratePerSecond) && ratePerSecond > 0))
		return new UsageError('Rate: a whole number of records a second, or nothing.');
	return {
		stream: sheet.subject['stream'] ?? '',
		choice,
		to: to.trim(),
		isBase64: base64 === 'yes',
		...(ratePerSecond !== undefined && {ratePerSecond}),
	};
}

function readChoice(sheet: SheetLayer, state: State): ReplayChoice | UsageError {
	const {filter = '', from = '', until = '', what} = sheet.values;
	const stream = sheet.subject['stream'] ?? '';
	if (what === 'marked' || what === 'shown') {
		const records = what === 'marked' ? markedRecords(state, stream) : shownRecords(state, stream);
		return records.length === 0
			? new UsageError('There is no such record any more.')
			: {type: 'records', records: records.map(withPlace), chosen: what};
	}
	if (from.trim() === '') return new UsageError('From: when?', {nextSteps: ['oldest, -15m, 14:30 or a time.']});
	const untilMs = until.trim() === '' ? undefined : parseTime(until, state.nowMs);
	if (until.trim() !== '' && untilMs === undefined)
		return new UsageError(`Until: "${until.trim()}" is no time.`, {nextSteps: ['Example: 14:30']});
	const problem = filterProblem(filter);
	if (problem) return new UsageError(`Filter, column ${problem.column}: ${problem.message}`);
	try {
		const position = parseTailStart(from, state.nowMs);
		return {type: 'range', filter, source: {type: 'range', from: position, fromText: from.trim(), ...(untilMs !== undefined && {untilMs})}};
	} catch (error) {
		if (error instanceof UsageError) return error;
		throw error;
	}
}
