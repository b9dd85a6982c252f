import {createLookout, type Coverage} from '../../operations/findings/look-around.ts';
import {isBurning, type Finding} from '../../operations/findings/finding.ts';
import {findFindings, firstSeenOf, type FirstSeen} from '../../operations/findings/find-findings.ts';
import {lookEveryMs} from '../../operations/findings/samples.ts';
import type {Session} from '../../aws/session.ts';
import {safeText} from '../../payload/safe-text.ts';
import {sleep, type Clock} from '../../shared/clock.ts';
import {formatTime, plural} from '../../shared/units.ts';
import {defineCommand, type Invocation} from '../command.ts';
import {type ExitCode, exitCodes} from '../exit-code.ts';
import type {Flags} from '../flag.ts';
import {jsonLine} from '../../payload/json-line.ts';
import {isJsonWanted, tableText, type Column} from '../output.ts';
import {withSession} from '../workplace.ts';

const secondsMax = 86_400;

const flags = {
	once: {type: 'boolean', description: 'One look only: no trends'},
	every: {type: 'number', placeholder: 'SECONDS', min: 1, max: secondsMax, description: 'Look again and again, and tell what changed'},
	metrics: {type: 'boolean', description: 'Ask CloudWatch as well; on AWS about $0.01 for 1,000 metrics'},
} as const satisfies Flags;

export const doctorCommand = defineCommand({
	name: 'doctor',
	summary: 'Say what is wrong, worst first',
	takes: '[NAME…]',
	inputMin: 0,
	inputMax: 100,
	description: `Judges all queues, topics and streams, or those of these names, URLs or ARNs, by the rules of docs/findings.md: data that goes (LOSS),
what fails (FAIL), what does not keep up (SLOW), settings that bite later (RISK). Nothing is received and nothing is changed.

Trends take two looks, ten seconds apart; what needs more of them needs --every. As JSON, one line a finding and one of coverage.
Exits 1 when something of rank LOSS or FAIL is found, 4 when nothing was and some could not be read.`,
	flags,
	examples: [
		['sluice doctor', 'What is wrong here?'],
		['sluice doctor orders orders-dlq --once', 'Two queues, one look'],
		['sluice doctor --every 30 --json', 'For an alarm: findings as they come and go'],
	],
	async run(invocation) {
		const signal = invocation.interrupted();
		return withSession(invocation, session => examine(invocation, session, signal));
	},
});

type Doctor = Invocation<typeof flags>;

async function examine(invocation: Doctor, session: Session, signal: AbortSignal): Promise<ExitCode> {
	const {clock, flags, input} = invocation;
	const lookout = createLookout(session, {clock, names: input, mayReadMetrics: flags.metrics ?? false});
	const report = createReport(invocation);
	const within = {signal};
	let firstSeen: FirstSeen = new Map();
	let {observations, coverage} = await lookout.look(within);
	const judge = (): readonly Finding[] => {
		const findings = findFindings(observations, {firstSeen});
		firstSeen = firstSeenOf(findings);
		const wanted = new Set(input);
		return input.length === 0 ? findings : findings.filter(({thing}) => wanted.has(thing.name));
	};
	if (!flags.once && flags.every === undefined) {
		judge();
		await sleep(clock, lookEveryMs, within);
		({observations, coverage} = await lookout.look(within));
	}
	let findings = judge();
	report(findings, coverage);
	while (flags.every !== undefined && (await waited(clock, flags.every * 1000, signal))) {
		({observations, coverage} = await lookout.look(within));
		findings = judge();
		report(findings, coverage);
	}
	if (findings.some(isBurning)) return exitCodes.failed;
	return coverage.missing.length > 0 ? exitCodes.partly : exitCodes.done;
}

/** False when it was interrupted, which is how watching ends. */
async function waited(clock: Clock, durationMs: number, signal: AbortSignal): Promise<boolean> {
	try {
		await sleep(clock, durationMs, {signal});
		return true;
	} catch (error) {
		if (signal.aborted) return false;
		throw error;
	}
}

type Report = (findings: readonly Finding[], coverage: Coverage) => void;

/** The first time everything; after that what came, what went and what its sentence says now. */
function createReport(invocation: Doctor): Report {
	let before: ReadonlyMap<string, Finding> | undefined;
	return (findings, coverage) => {
		const now = new Map(findings.map(finding => [finding.id, finding]));
		const told = before ? findings.filter(({id, what}) => before?.get(id)?.what !== what) : findings;
		const gone = [...(before?.values() ?? [])].filter(({id}) => !now.has(id));
		if (isJsonWanted(invocation)) writeJson(invocation, {told, gone, coverage: before ? undefined : coverage});
		else writeTable(invocation, {told, gone, coverage, isFirst: before === undefined});
		before = now;
	};
}

function writeJson(
	{stdout, clock}: Doctor,
	{told, gone, coverage}: {told: readonly Finding[]; gone: readonly Finding[]; coverage: Coverage | undefined},
): void {
	const atMs = clock.nowMs();
	for (const {measure: _, ...finding} of told) stdout.write(`${jsonLine({type: 'finding', atMs, ...finding})}\n`);
	for (const {id, rule, rank, thing} of gone) stdout.write(`${jsonLine({type: 'ended', atMs, id, rule, rank, thing})}\n`);
	if (coverage) stdout.write(`${jsonLine({type: 'coverage', atMs, ...coverage})}\n`);
}

const columns: ReadonlyArray<Column<Finding>> = [
	{title: 'RANK', text: ({rank}) => rank},
	{title: 'WHAT', text: ({what}) => what},
	{title: 'WHERE', text: ({where}) => where},
	{title: 'SINCE', text: ({sinceMs}) => (sinceMs === undefined ? '–' : formatTime(sinceMs, 'minute'))},
	{title: 'DO NEXT', text: ({fixes}) => fixes.find(({commandLine}) => commandLine !== undefined)?.commandLine ?? fixes[0]?.text ?? ''},
];

function writeTable(
	{stdout, clock}: Doctor,
	{told, gone, coverage, isFirst}: {told: readonly Finding[]; gone: readonly Finding[]; coverage: Coverage; isFirst: boolean},
): void {
	if (!isFirst && told.length === 0 && gone.length === 0) return;
	if (!isFirst) stdout.write(`\n${formatTime(clock.nowMs())}\n`);
	if (told.length > 0) stdout.write(tableText(told, columns));
	for (const {what, where} of gone) stdout.write(`ended: ${safeText(where)}: ${safeText(what)}\n`);
	if (!isFirst) return;
	if (told.length > 0) stdout.write('\n');
	for (const text of coverageTexts(told, coverage)) stdout.write(`${safeText(text)}\n`);
}

function coverageTexts(
	findings: readonly Finding[],
	{queues, topics, streams, missing, remarks = [], hasMetrics}: Coverage,
): readonly string[] {
	const calm = findings.some(({rank}) => rank !== 'RISK') || queues.read + topics.read + streams.read === 0 ? [] : ['Nothing is burning.'];
	const part = ({read, all}: Coverage['queues'], noun: string): string =>
		read === all ? plural(all, noun) : `${read} of ${plural(all, noun)}`;
	const looked = `Looked at ${part(queues, 'queue')}, ${part(topics, 'topic')}, ${part(streams, 'stream')}; CloudWatch ${hasMetrics ? 'asked' : 'not asked'}.`;
	return [...calm, looked, ...remarks, ...(missing.length === 0 ? [] : ['Not looked at:', ...missing.map(text => `  ${text}`)])];
}
