import {parseArn} from '../../shared/arn.ts';
import {safeText} from '../../payload/safe-text.ts';
import type {EpochMs} from '../../shared/clock.ts';
import {formatCount, plural} from '../../shared/units.ts';
import {line, span, wrapText, type Line} from '../line.ts';
import type {State} from '../state.ts';
import {isSwept} from './judge.ts';

/** What was looked at, how long ago, and what was not and why. Ages move once a minute: a quiet screen writes nothing. */
export function coverageLines(state: State, options: {columns: number; rowsMax: number}): readonly Line[] {
	const wrapped = (text: string): readonly string[] => wrapText(text, options.columns - 2);
	const missing = notLookedAt(state);
	const rest = [
		...(missing.length === 0 ? [] : wrapped(`Not looked at: ${missing.join(', ')}.`)),
		...(needsAnotherLook(state) ? ['Trends need one more look, 10 s.'] : []),
	];
	// What was not looked at matters more than the ages of what was.
	const [first = '', ...more] = wrapped(lookedText(state));
	const rows = [first, ...more.slice(0, Math.max(0, options.rowsMax - 1 - rest.length)), ...rest].slice(0, options.rowsMax);
	return rows.map(row => line(span(` ${row}`, 'dim')));
}

/** `214 queues, 38 topics, 12 streams looked at`, while it goes on with how far it is. */
export function lookedText(state: State): string {
	const looked = kinds(state);
	const ages = looked.map(({oldestMs}) => (oldestMs === undefined ? '' : agoText(oldestMs, state.nowMs)));
	const isOneAge = ages.length > 1 && ages.every(age => age === ages[0] && age !== '');
	const counts = looked.map(({noun, read, all}, index) => {
		const count = `${formatCount(read)}/${formatCount(all)} ${noun}`;
		return isOneAge || ages[index] === '' ? count : `${count} ${ages[index]}`;
	});
	const parts = isOneAge ? [...counts, `all ${ages[0]}`] : counts;
	if (state.queues.status === 'loading' && state.queues.rows.length === 0) return 'Looking: the names of the queues are being read.';
	return `${isSwept(state) ? 'Looked' : 'Looking'} at ${parts.join(', ')}.`;
}

type Kind = {
	readonly noun: string;
	readonly read: number;
	/** Could not be. */ readonly failed: number;
	readonly all: number;
	readonly oldestMs?: EpochMs;
};

export function kinds(state: State): readonly Kind[] {
	const {topics, streams, now} = state;
	const from = [topics.rows, topics.status, streams.rows, streams.status, now.subscriptionsAtMs];
	const known = kindsOf.get(state.queues.rows);
	if (known?.from.every((part, index) => part === from[index])) return known.found;
	const found = findKinds(state);
	kindsOf.set(state.queues.rows, {from, found});
	return found;
}

/** Each frame asks several times, among thousands of queues. */
const kindsOf = new WeakMap<State['queues']['rows'], {readonly from: readonly unknown[]; readonly found: readonly Kind[]}>();

function findKinds(state: State): readonly Kind[] {
	const queues = state.queues.rows.filter(row => row.goneAtMs === undefined);
	const topics = state.topics.rows;
	const streams = state.streams.rows;
	return [
		kindOf('queues', queues, row => (row.attributes ? row.asOfMs : row.problem && 'failed')),
		...(state.topics.status === 'idle'
			? []
			: [
					kindOf('topics', topics, ({ref, subscriptions}) =>
						subscriptions?.status === 'ready'
							? state.now.subscriptionsAtMs.get(ref.arn)
							: subscriptions?.status === 'failed'
								? 'failed'
								: undefined,
					),
				]),
		...(state.streams.status === 'idle' ? [] : [kindOf('streams', streams, row => (row.summary ? row.asOfMs : row.problem && 'failed'))]),
	];
}

/** @param readAtMs When a thing was looked at; `failed` when it could not be. */
function kindOf<Row>(noun: string, rows: readonly Row[], readAtMs: (row: Row) => EpochMs | 'failed' | undefined): Kind {
	let oldestMs: EpochMs | undefined;
	let read = 0;
	let failed = 0;
	for (const row of rows) {
		const atMs = readAtMs(row);
		if (atMs === 'failed') failed++;
		else if (atMs !== undefined) {
			read++;
			oldestMs = Math.min(oldestMs ?? atMs, atMs);
		}
	}
	return {noun, all: rows.length, read, failed, ...(oldestMs !== undefined && {oldestMs})};
}

/** `within 60 s`, `4m ago` */
export function agoText(atMs: EpochMs, nowMs: EpochMs): string {
	const minutes = Math.floor(Math.max(0, nowMs - atMs) / 60_000);
	if (minutes < 1) return 'within 60 s';
	return minutes < 60 ? `${minutes}m ago` : `${Math.floor(minutes / 60)}h ago`;
}

/** Whether no queue was looked at for ten seconds yet, so that no trend is known. */
export function needsAnotherLook({queues}: State): boolean {
	let hasRead = false;
	for (const {attributes, samples} of queues.rows) {
		if (attributes === undefined) continue;
		hasRead = true;
		if ((samples.at(-1)?.atMs ?? 0) - (samples[0]?.atMs ?? 0) >= 10_000) return false;
	}
	return hasRead;
}

/** Names with why not: denied, failing, of other accounts. */
export function notLookedAt(state: State): readonly string[] {
	const unread = state.queues.rows.filter(row => row.problem !== undefined && row.attributes === undefined && row.goneAtMs === undefined);
	const byReason = new Map<string, string[]>();
	for (const {ref, problem} of unread) {
		const reason = problem?.code === 'denied' ? 'sqs:GetQueueAttributes denied' : (problem?.code ?? 'failed');
		const known = byReason.get(reason);
		if (known) known.push(ref.name);
		else byReason.set(reason, [ref.name]);
	}
	const queues = [...byReason].map(([reason, names]) => `${namesText(names)} (${reason})`);
	const listing = [
		...(state.queues.status === 'failed' ? [`queues (${reasonOf(state.queues.problem?.code)})`] : []),
		...(state.topics.status === 'failed' ? [`topics (${reasonOf(state.topics.problem?.code)})`] : []),
		...(state.streams.status === 'failed' ? [`streams (${reasonOf(state.streams.problem?.code)})`] : []),
	];
	const topics = state.topics.rows.filter(row => row.subscriptions?.status === 'failed').map(({ref}) => ref.name);
	const streams = state.streams.rows.filter(row => row.problem !== undefined && row.summary === undefined).map(({ref}) => ref.name);
	return [
		...listing,
		...queues,
		...(topics.length > 0 ? [`${namesText(topics)} (sns:ListSubscriptionsByTopic)`] : []),
		...(streams.length > 0 ? [`${namesText(streams)} (kinesis:DescribeStreamSummary)`] : []),
		...(state.now.readersProblem ? [`functions (${readersReason(state.now.readersProblem.code)})`] : []),
		...otherAccounts(state),
		...metricsMissing(state),
	];
}

function namesText(names: readonly string[]): string {
	const shown = names
		.slice(0, 3)
		.map(name => safeText(name))
		.join(', ');
	return names.length > 3 ? `${shown} and ${plural(names.length - 3, 'other')}` : shown;
}

function reasonOf(code: string | undefined): string {
	return code === 'denied' ? 'the list is denied' : (code ?? 'failed');
}

function readersReason(code: string): string {
	return code === 'denied' ? 'lambda:ListEventSourceMappings denied' : code;
}

/** Dead-letter queues that lie in accounts which are not looked at. */
function otherAccounts(state: State): readonly string[] {
	const own = state.connection.status === 'ready' ? state.connection.identity.accountId : undefined;
	if (own === undefined) return [];
	const found = new Set<string>();
	for (const row of state.queues.rows) {
		const text = row.attributes?.redrivePolicy?.deadLetterQueueArn;
		const arn = text === undefined ? undefined : parseArn(text);
		if (arn && arn.accountId !== own) found.add(`${safeText(arn.resource)} (${arn.accountId})`);
	}
	return [...found].slice(0, 3);
}

function metricsMissing(state: State): readonly string[] {
	const {metrics, metricsProblem} = state.now;
	if (metricsProblem) return [`CloudWatch (${metricsProblem.code})`];
	return metrics || state.context.target !== 'aws' ? [] : ['CloudWatch (not asked: it has a price; : metrics)'];
}
