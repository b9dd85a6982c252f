import type {Message} from '../aws/queue.ts';
import type {SluiceError} from '../shared/errors.ts';
import {plural} from '../shared/units.ts';

/**
What became of one message, told as soon as it is known.

- deleted: the delete was confirmed.
- moved: its copy was confirmed by id and checksums, then the delete of the original.
- copied: its copy was confirmed; the original was to stay.
- doubled: its copy was confirmed, but the original could not be deleted. It is in both queues.
- doubtful: no answer came. After a send there may be a copy and the original stays; after a delete the original may be gone and may come back.
- failed: nothing happened to it.
*/
export type MessageFate =
	| {readonly type: 'deleted'; readonly message: Message}
	| {readonly type: 'moved' | 'copied'; readonly message: Message; readonly newMessageId: string; readonly to: string}
	| {readonly type: 'doubled'; readonly message: Message; readonly newMessageId: string; readonly to: string; readonly reason: string}
	| {
			readonly type: 'doubtful';
			readonly message: Message;
			readonly step: 'send' | 'delete';
			/** Where it was sent to; the copy's id once that is confirmed. */
			readonly to?: string;
			readonly newMessageId?: string;
			readonly reason: string;
	  }
	| {readonly type: 'failed'; readonly message: Message; readonly code: string; readonly reason: string};

export type Tally = {readonly [Type in MessageFate['type']]: number};

/** The last event of work on messages. Nothing is thrown after the work has begun: what went wrong is told here. */
export type Ended = {
	readonly type: 'ended';
	readonly tally: Tally;
	/** Not touched, because the work ended before; still in their queue. */
	readonly remainingCount: number;
	/** Meant by their ids, but not seen. */
	readonly missingCount: number;
	/** Whether others that were meant were left alone, because the one tried first did not come through. */
	readonly isHeldBack: boolean;
	/** Whether it ended because it was told to. */
	readonly isInterrupted: boolean;
	/** Why it ended early. */
	readonly error?: SluiceError;
	/** One or more sentences: what was done, what is in both queues, what is doubtful, what remains. */
	readonly summary: string;
};

/** Whether all that was meant was done. */
export function isWhole({tally, remainingCount, missingCount, isHeldBack, isInterrupted, error}: Ended): boolean {
	const leftCount = tally.doubled + tally.doubtful + tally.failed + remainingCount + missingCount;
	return leftCount === 0 && !isHeldBack && !isInterrupted && !error;
}

/** Counts fates, and remembers which messages have to be named at the end. */
export type FateCounter = {
	add(fate: MessageFate): void;
	tally(): Tally;
	/** How many messages have a fate. */
	count(): number;
	ended(options: EndOptions): Ended;
};

type EndOptions = {
	/** `orders-dlq` */
	readonly from: string;
	/** `orders`, `where they came from` */
	readonly to?: string;
	readonly remainingCount: number;
	readonly missingCount?: number;
	readonly isHeldBack?: boolean;
	readonly isInterrupted: boolean;
	readonly error?: SluiceError;
	/** More that is to be said. */
	readonly notes?: readonly string[];
};

/** How many messages are named one by one in a summary. The events have named all. */
const namedMax = 3;

export function createFateCounter(): FateCounter {
	const tally: Record<MessageFate['type'], number> = {deleted: 0, moved: 0, copied: 0, doubled: 0, doubtful: 0, failed: 0};
	const named = {doubled: [] as string[], doubtfulSend: [] as string[], doubtfulDelete: [] as string[]};
	const doubtful = {send: 0, delete: 0};
	const reasons = new Map<string, number>();

	const name = (ids: string[], message: Message): void => {
		if (ids.length < namedMax) ids.push(message.messageId);
	};

	return {
		add(fate) {
			tally[fate.type]++;
			if (fate.type === 'doubled') name(named.doubled, fate.message);
			if (fate.type === 'doubtful') {
				doubtful[fate.step]++;
				name(fate.step === 'send' ? named.doubtfulSend : named.doubtfulDelete, fate.message);
			}
			if (fate.type === 'failed' && (reasons.has(fate.reason) || reasons.size < namedMax))
				reasons.set(fate.reason, (reasons.get(fate.reason) ?? 0) + 1);
		},
		tally: () => ({...tally}),
		count: () => Object.values(tally).reduce((sum, count) => sum + count, 0),
		ended(options) {
			const {from, to = '', remainingCount, missingCount = 0, isHeldBack = false, isInterrupted, error, notes = []} = options;
			const total = tally.moved + tally.doubled;
			const parts = [
				...(error ? [error.message] : []),
				doneText({tally, from, to, isInterrupted: isInterrupted && !error}),
				...(tally.doubled > 0 ? [`${plural(tally.doubled, 'is', 'are')} in both ${from} and ${to}${list(named.doubled)}.`] : []),
				...(doubtful.send > 0
					? [
							`${plural(doubtful.send, 'may have a copy', 'may have copies')} in ${to} and ${stays(doubtful.send)} in ${from}${list(named.doubtfulSend)}.`,
						]
					: []),
				...(doubtful.delete > 0
					? [
							`${plural(doubtful.delete, 'may be gone, and may come back', 'may be gone, and may come back')}${total > 0 || to ? ` to ${from}` : ''}${list(named.doubtfulDelete)}.`,
						]
					: []),
				...[...reasons].map(
					// What stopped all of it stands in front already.
					([reason, count]) =>
						`${plural(count, 'stays', 'stay')} in ${from}${sentence(reason) === error?.message ? '.' : `: ${sentence(reason)}`}`,
				),
				...(remainingCount > 0 ? [`${plural(remainingCount, 'remains', 'remain')} in ${from}.`] : []),
				...notes,
			];
			return {
				type: 'ended',
				tally: {...tally},
				remainingCount,
				missingCount,
				isHeldBack,
				isInterrupted,
				...(error && {error}),
				summary: parts.filter(part => part !== '').join(' '),
			};
		},
	};
}

function doneText(options: {tally: Tally; from: string; to: string; isInterrupted: boolean}): string {
	const {tally, from, to, isInterrupted} = options;
	const done =
		tally.deleted > 0
			? `deleted ${plural(tally.deleted, 'message')} of ${from}`
			: tally.copied > 0
				? `copied ${plural(tally.copied, 'message')} of ${from} to ${to}`
				: tally.moved > 0
					? `moved ${plural(tally.moved, 'message')} of ${from} to ${to}`
					: '';
	if (done === '') {
		// What is in both queues or doubtful was done, too, and is said after this.
		const isNothing = tally.doubled + tally.doubtful === 0;
		return isInterrupted ? (isNothing ? 'Stopped: nothing was done.' : 'Stopped.') : isNothing ? 'Nothing was done.' : '';
	}
	return isInterrupted ? `Stopped: ${done}.` : `${done.charAt(0).toUpperCase()}${done.slice(1)}.`;
}

function stays(count: number): string {
	return count === 1 ? 'stays' : 'stay';
}

function list(ids: readonly string[]): string {
	return ids.length === 0 ? '' : `: ${ids.join(', ')}`;
}

function sentence(text: string): string {
	return /[.!?]$/.test(text) ? text : `${text}.`;
}
