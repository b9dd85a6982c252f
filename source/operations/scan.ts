import type {Message, QueueAttributes, QueueRef} from '../aws/queue.ts';
import type {Session} from '../aws/session.ts';
import type {Clock} from '../shared/clock.ts';
import {formatCount, formatTime, plural} from '../shared/units.ts';
import type {SluiceError} from '../shared/errors.ts';
import {commandLine} from './command-line.ts';
import type {Plan} from './plan.ts';
import {queueSettings} from './queue-settings.ts';
import type {Selection} from './selection.ts';
import {Sweep, sweptMax, type GivenBack} from './sweep.ts';
import {estimateSweep, sweepFacts, sweepWarnings} from './sweep-facts.ts';
import {accountFact} from './where.ts';

export type ScanRequest = {readonly queue: QueueAttributes; readonly selection: Selection};

export type ScanEvent =
	| {readonly type: 'match'; readonly message: Message}
	| {
			readonly type: 'progress';
			readonly lookedCount: number;
			readonly matchedCount: number;
			readonly aboutCount: number;
			readonly perSecond: number;
	  }
	| {
			readonly type: 'ended';
			readonly lookedCount: number;
			readonly matchedCount: number;
			/** Not given back; they come back by themselves. */
			readonly leftCount: number;
			/** Whether it ended before the queue was dry. */
			readonly isPartial: boolean;
			readonly isInterrupted: boolean;
			readonly error?: SluiceError;
			readonly summary: string;
	  };

/**
Says what looking through a whole queue costs. Changes nothing.

@throws What GetQueueAttributes answers.
*/
export async function planScan(
	session: Session,
	options: {queue: QueueRef; selection: Selection},
	{signal}: {signal?: AbortSignal} = {},
): Promise<Plan<ScanRequest>> {
	const within = signal ? {signal} : {};
	const {selection} = options;
	const [queue, account] = await Promise.all([session.queues.attributes(options.queue.url, within), accountFact(session, within)]);
	return {
		operation: 'scan',
		level: 'cost',
		title: `Scan ${queue.name}`,
		verb: 'scan it',
		subject: {kind: 'queue', name: queue.name},
		facts: [account, {label: 'looks for', text: `messages ${selection.text}`}, ...sweepFacts(queue, session.context.target)],
		warnings: sweepWarnings(queue),
		command: commandLine('scan', queue.name, ...selection.words),
		counts: {ready: queue.readyCount},
		settings: queueSettings(queue),
		request: {queue, selection},
	};
}

/** Progress is told no more often than this. */
const progressMs = 250;

/**
Looks through a whole queue and tells of each message that matches. Every message is received once and given back; no more than 119,000 are held. Throws
nothing once begun.

Stopped, it gives back what it holds. Killed, everything comes back by itself after the visibility timeout of the plan.
*/
export async function* executeScan(
	session: Session,
	plan: Plan<ScanRequest>,
	options: {clock: Clock},
	{signal}: {signal?: AbortSignal} = {},
): AsyncGenerator<ScanEvent> {
	const {queue, selection} = plan.request;
	const {clock} = options;
	const {visibilityTimeoutSeconds} = estimateSweep(queue, session.context.target);
	const {countMax: matchesMax} = selection;
	const sweep = new Sweep(
		session,
		{clock, queue, matches: selection.matches, visibilityTimeoutSeconds, ...(matchesMax !== undefined && {matchesMax})},
		signal ? {signal} : {},
	);
	const startMs = clock.nowMs();
	let toldMs = startMs;
	let given: GivenBack | undefined;
	try {
		for await (const {matches} of sweep.batches()) {
			for (const message of matches) yield {type: 'match', message};
			const nowMs = clock.nowMs();
			if (nowMs - toldMs < progressMs) continue;
			toldMs = nowMs;
			yield {
				type: 'progress',
				...countsOf(sweep, queue),
				perSecond: Math.round((sweep.lookedCount() * 1000) / Math.max(1, nowMs - startMs)),
			};
		}
		given = await sweep.giveBack();
	} finally {
		// Whoever stopped listening in the middle is not told, but the messages go back all the same.
		given ??= await sweep.giveBack();
	}
	yield scanEnded({sweep, queue, leftCount: given.leftCount, backAtMs: given.backAtMs, isInterrupted: signal?.aborted ?? false, selection});
}

function countsOf(sweep: Sweep, queue: QueueAttributes): {lookedCount: number; matchedCount: number; aboutCount: number} {
	const lookedCount = sweep.lookedCount();
	return {lookedCount, matchedCount: sweep.matchedCount(), aboutCount: Math.max(queue.readyCount, lookedCount)};
}

function scanEnded(options: {
	sweep: Sweep;
	queue: QueueAttributes;
	selection: Selection;
	leftCount: number;
	backAtMs: number;
	isInterrupted: boolean;
}): Extract<ScanEvent, {type: 'ended'}> {
	const {sweep, queue, selection, leftCount, backAtMs, isInterrupted} = options;
	const {lookedCount, matchedCount, aboutCount} = countsOf(sweep, queue);
	const error = sweep.problem();
	const isPartial = isInterrupted || error !== undefined || (sweep.hitLimit() && lookedCount < aboutCount);
	const isEnough = selection.countMax !== undefined && matchedCount >= selection.countMax;
	const parts = [
		...(error ? [error.message] : []),
		`${isInterrupted ? 'Stopped: looked' : 'Looked'} at ${isPartial ? `${formatCount(lookedCount)} of about ${formatCount(aboutCount)} messages` : plural(lookedCount, 'message')} of ${queue.name}; ${plural(matchedCount, 'matches', 'match')}.`,
		...(sweep.hitLimit() && !isEnough && isPartial ? [`No more than ${formatCount(sweptMax)} can be held at once.`] : []),
		...matchErrorNotes(sweep),
		...givenBackNotes(leftCount, backAtMs),
	];
	return {type: 'ended', lookedCount, matchedCount, leftCount, isPartial, isInterrupted, ...(error && {error}), summary: parts.join(' ')};
}

/** What is to be said of a filter that failed on some messages. */
export function matchErrorNotes(sweep: Sweep): string[] {
	const {count, first} = sweep.matchErrors();
	return count === 0 ? [] : [`The filter failed on ${plural(count, 'message')}: ${first ?? ''}`];
}

/** What is to be said of messages that could not be given back. */
export function givenBackNotes(leftCount: number, backAtMs: number): string[] {
	if (leftCount === 0) return [];
	return [`Not given back: ${plural(leftCount, 'message')}; they come back by themselves until ${formatTime(backAtMs)}.`];
}
