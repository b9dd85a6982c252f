import type {Finding, Thing, Unknown} from '../../operations/findings/finding.ts';
import {findUnknowns} from '../../operations/findings/find-findings.ts';
import {missingPermission, queueArnOf, type MissingPermission} from '../../operations/findings/missing-permission.ts';
import {rules} from '../../operations/findings/rules.ts';
import {safeText} from '../../payload/safe-text.ts';
import {formatTime, plural} from '../../shared/units.ts';
import {problemLines} from '../layers/facts.ts';
import {blank, line, span, wrapText, type Line} from '../line.ts';
import {deadLetterQueueOf, sourcesOfQueue} from '../queues/rows.ts';
import {queueRow} from '../queues/state.ts';
import type {Problem, State} from '../state.ts';
import {streamRow} from '../streams/state.ts';
import {topicRow} from '../topics/state.ts';
import {copyText, evidenceText, fixLine} from './detail.ts';
import {bars, rankLooks} from './rows.ts';
import {findingsOf} from './state.ts';

export type Patient = Pick<Thing, 'kind' | 'id' | 'name'>;

/** Everything that is known to be wrong with one thing, what is not known yet, and what was found fine. */
export function doctorLines(state: State, patient: Patient, columns: number): readonly Line[] {
	const findings = findingsOf(state, patient.kind, patient.id);
	const problem = problemOfThing(state, patient);
	return [
		...(problem ? refusalLines(state, patient, {problem, columns}) : []),
		...findings.flatMap(finding => [...findingLines(state, finding, columns), blank]),
		...(findings.length === 0 && !problem ? [line(span(' Nothing is wrong here, as far as is known.', 'ok')), blank] : []),
		...relatedLines(state, patient),
		...unknownLines(state, patient, columns),
		...fineLines(state, patient, columns),
	];
}

/** What y copies: the statement for what may not be read, else what helps with the worst finding. */
export function doctorCopy(state: State, patient: Patient): string | undefined {
	const missing = missingOf(state, patient);
	if (missing) return missing.statement;
	return findingsOf(state, patient.kind, patient.id)
		.map(finding => copyText(finding))
		.find(text => text !== undefined);
}

function findingLines(state: State, finding: Finding, columns: number): readonly Line[] {
	const since = finding.sinceMs === undefined ? '' : `   since ${formatTime(finding.sinceMs, 'minute')}`;
	const drawn = bars(state, finding);
	return [
		line(
			span(` ${finding.rank}  `, rankLooks[finding.rank]),
			span(safeText(finding.what), 'bold'),
			span(since, 'dim'),
			span(drawn === '' ? '' : `   ${drawn} ${finding.measure?.name ?? ''}, 10 min`, 'accent'),
		),
		...wrapText(safeText(finding.why), columns - 8).map(row => line(`       ${row}`)),
		...wrapText(evidenceText(finding.evidence), columns - 8).map(row => line(span(`       ${row}`, 'dim'))),
		...finding.fixes.map((fix, index) => fixLine(state, fix, {isFirst: index === 0, columns})),
		...finding.fixes
			.flatMap(({commandLine}) => (commandLine === undefined ? [] : [line(span(`             ${commandLine}`, 'dim'))]))
			.slice(0, 1),
	];
}

/** What may not or could not be read: which permission, and the statement to ask for. */
function refusalLines(state: State, patient: Patient, {problem, columns}: {problem: Problem; columns: number}): readonly Line[] {
	const missing = missingOf(state, patient);
	if (!missing) return [...problemLines(problem, columns), blank];
	return [
		...problemLines(problem, columns),
		blank,
		line(span(' Missing   ', 'dim'), missing.permission),
		line(span(' Resource  ', 'dim'), safeText(missing.resource)),
		line(span(' Ask for   ', 'dim'), span('this statement in your policy (y copies it)', 'dim')),
		...wrapText(missing.statement, columns - 12).map(row => line(`           ${safeText(row)}`)),
		blank,
	];
}

function missingOf(state: State, patient: Patient): MissingPermission | undefined {
	const problem = problemOfThing(state, patient);
	if (problem?.code !== 'denied') return undefined;
	const arn =
		patient.kind === 'queue'
			? queueArnOf(patient.id, state.context.region)
			: patient.kind === 'topic'
				? patient.id
				: (streamRow(state, patient.id)?.ref.arn ?? '*');
	return missingPermission({message: problem.message, resource: arn});
}

function problemOfThing(state: State, {kind, id}: Patient): Problem | undefined {
	switch (kind) {
		case 'queue':
			return queueRow(state, id)?.problem;
		case 'topic': {
			const row = topicRow(state, id);
			return row?.problem ?? (row?.subscriptions?.status === 'failed' ? row.subscriptions.problem : undefined);
		}
		case 'stream':
			return streamRow(state, id)?.problem;
	}
}

/** What is wrong at the other end: in the dead-letter queue of a queue, and where a dead-letter queue's messages come from. */
function relatedLines(state: State, patient: Patient): readonly Line[] {
	const row = patient.kind === 'queue' ? queueRow(state, patient.id) : undefined;
	if (!row) return [];
	const dlq = deadLetterQueueOf(state.queues, row);
	const related = [
		...(dlq ? [{row: dlq, words: 'its DLQ'}] : []),
		...sourcesOfQueue(state.queues, row).map(source => ({row: source, words: 'its source'})),
	];
	const lines = related.flatMap(({row: other, words}) =>
		findingsOf(state, 'queue', other.ref.url).map(finding =>
			line(
				span(` ${finding.rank}  `, rankLooks[finding.rank]),
				safeText(finding.what),
				span(`   ${words} ${safeText(other.ref.name)}`, 'dim'),
			),
		),
	);
	return lines.length === 0 ? [] : [line(span(' At the other end   L goes there', 'bold')), ...lines, blank];
}

function titleOf(ruleId: string): string {
	return rules.find(({id}) => id === ruleId)?.title ?? ruleId;
}

function unknownsOf(state: State, patient: Patient): readonly Unknown[] {
	const {observations} = state.now;
	return observations ? findUnknowns(observations, patient) : [];
}

function unknownLines(state: State, patient: Patient, columns: number): readonly Line[] {
	const unknown = unknownsOf(state, patient);
	if (unknown.length === 0) return [];
	const rows = unknown.flatMap(({rule, needs}) => wrapText(`${titleOf(rule)}: needs ${needs}`, columns - 5));
	return [line(span(' Not known yet', 'bold')), ...rows.map(row => line(span(`   ${safeText(row)}`, 'dim'))), blank];
}

/** The rules that were asked and have nothing to say. */
function fineLines(state: State, patient: Patient, columns: number): readonly Line[] {
	const {kind, id} = patient;
	const told = new Set([...findingsOf(state, kind, id).map(({rule}) => rule), ...unknownsOf(state, patient).map(({rule}) => rule)]);
	const fine = state.now.judgedAtMs === undefined ? [] : rules.filter(rule => rule.about === kind && !told.has(rule.id));
	if (fine.length === 0) return [];
	const text = `${plural(fine.length, 'rule')} found nothing, ${formatTime(state.now.judgedAtMs ?? 0, 'minute')}: ${fine.map(({title}) => title).join(' · ')}.`;
	return wrapText(text, columns - 2).map(row => line(span(` ${row}`, 'dim')));
}
