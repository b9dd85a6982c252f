import type {Message, QueueAttributes} from '../aws/queue.ts';
import type {Session} from '../aws/session.ts';
import type {Clock} from '../shared/clock.ts';
import type {SluiceError} from '../shared/errors.ts';
import {formatCount, plural} from '../shared/units.ts';
import type {FateCounter, MessageFate} from './message-fate.ts';
import {givenBackNotes, matchErrorNotes} from './scan.ts';
import type {Selection} from './selection.ts';
import {estimateSweep} from './sweep-facts.ts';
import {Sweep, sweptMax, type GivenBack} from './sweep.ts';

export type SweepProgress = {
	readonly type: 'progress';
	readonly lookedCount: number;
	readonly matchedCount: number;
	readonly aboutCount: number;
};

export type SweepAndActOptions = {
	readonly clock: Clock;
	readonly queue: QueueAttributes;
	readonly selection: Selection;
	readonly counter: FateCounter;
	/** Does something to up to ten messages and tells of each. An error ends the work. */
	readonly act: (messages: readonly Message[]) => Promise<{readonly fates: readonly MessageFate[]; readonly error?: SluiceError}>;
	/** What is done takes its time: at most so many a second. */
	readonly ratePerSecond?: number;
};

export type SweepAndActEnd = {
	readonly matchedCount: number;
	/** Meant by their ids, but not seen. */
	readonly missingCount: number;
	/** Sentences that belong to the summary. */
	readonly notes: readonly string[];
	readonly error?: SluiceError;
};

/** Few receives at once: what is done to the messages takes longer than receiving them. */
const parallelMax = 2;
const actCountMax = 10;

/** These left their queue, or are somebody's doubt: giving them back would be wrong or useless. */
const settledFates: ReadonlySet<MessageFate['type']> = new Set(['deleted', 'moved']);

/**
Looks through a queue and does something to what is chosen, while it is found; gives all else back, and whatever stayed. Memory holds the ids and handles of
what was looked at, and the bodies of a few receives.
*/
export async function* sweepAndAct(
	session: Session,
	options: SweepAndActOptions,
	{signal}: {signal?: AbortSignal} = {},
): AsyncGenerator<MessageFate | SweepProgress, SweepAndActEnd> {
	const {clock, queue, selection, counter, act, ratePerSecond} = options;
	const {visibilityTimeoutSeconds} = estimateSweep(queue, session.context.target, ratePerSecond);
	const {countMax: matchesMax} = selection;
	const sweep = new Sweep(
		session,
		{clock, queue, matches: selection.matches, visibilityTimeoutSeconds, parallelMax, ...(matchesMax !== undefined && {matchesMax})},
		signal ? {signal} : {},
	);
	let error: SluiceError | undefined;
	let given: GivenBack | undefined;
	try {
		for await (const {matches} of sweep.batches()) {
			for (let start = 0; start < matches.length && !error && !signal?.aborted; start += actCountMax) {
				const done = await act(matches.slice(start, start + actCountMax));
				({error} = done);
				sweep.release(done.fates.filter(({type}) => settledFates.has(type)).map(({message}) => message.messageId));
				for (const fate of done.fates) counter.add(fate);
				yield* done.fates;
			}
			yield {type: 'progress', ...lookOf(sweep, queue)};
			if (error || signal?.aborted) break;
		}
	} finally {
		// Also when whoever listened has left in the middle.
		given = await sweep.giveBack();
	}
	error ??= sweep.problem();
	const isInterrupted = signal?.aborted ?? false;
	const notes = [
		...lookNotes(sweep, {queue, selection, isInterrupted: isInterrupted || error !== undefined}),
		...givenBackNotes(given.leftCount, given.backAtMs),
	];
	const missingCount = isInterrupted ? 0 : Math.max(0, (selection.knownCount ?? 0) - sweep.matchedCount());
	return {matchedCount: sweep.matchedCount(), missingCount, notes, ...(error && !isInterrupted && {error})};
}

function lookOf(sweep: Sweep, queue: QueueAttributes): {lookedCount: number; matchedCount: number; aboutCount: number} {
	const lookedCount = sweep.lookedCount();
	return {lookedCount, matchedCount: sweep.matchedCount(), aboutCount: Math.max(queue.readyCount, lookedCount)};
}

function lookNotes(sweep: Sweep, options: {queue: QueueAttributes; selection: Selection; isInterrupted: boolean}): string[] {
	const {queue, selection, isInterrupted} = options;
	const {lookedCount, matchedCount, aboutCount} = lookOf(sweep, queue);
	const missingCount = (selection.knownCount ?? 0) - matchedCount;
	const isEnough = selection.countMax !== undefined && matchedCount >= selection.countMax;
	const notes = matchErrorNotes(sweep);
	if (isInterrupted) notes.push(`Looked at ${formatCount(lookedCount)} of about ${plural(aboutCount, 'message')}.`);
	else if (sweep.hitLimit() && !isEnough && lookedCount < aboutCount)
		notes.push(
			`Looked at ${formatCount(lookedCount)} of about ${plural(aboutCount, 'message')}: no more than ${formatCount(sweptMax)} can be held at once.`,
		);
	if (missingCount > 0 && !isInterrupted)
		notes.push(`${plural(missingCount, 'of those ids was', 'of those ids were')} not seen: in flight, delayed, or not there any more.`);
	return notes;
}
