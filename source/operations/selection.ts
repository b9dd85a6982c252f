import type {Message, QueueRef} from '../aws/queue.ts';
import {UsageError} from '../shared/errors.ts';
import {plural} from '../shared/units.ts';
import type {Plan} from './plan.ts';

/** Which messages of a queue are meant, without having seen them. */
export type Selection = {
	/** After "messages": `whose ids are given (3)`, `that match errorCode:VALIDATION`, `of all kinds`. */
	readonly text: string;
	/** The same as words of a command line: `--filter errorCode:VALIDATION`. */
	readonly words: readonly string[];
	readonly matches: (message: Message) => boolean;
	/** No more than so many. */
	readonly countMax?: number;
	/** How many are meant, where that is known. */
	readonly knownCount?: number;
};

export function selectAll(options: {countMax?: number} = {}): Selection {
	return {text: 'of all kinds', words: ['--all', ...maxWords(options)], matches: () => true, ...options};
}

/** By what a filter says of each. */
export function selectMatching(options: {
	/** As it was typed. */
	filter: string;
	matches: (message: Message) => boolean;
	countMax?: number;
}): Selection {
	const {filter, matches, countMax} = options;
	const limit = countMax === undefined ? {} : {countMax};
	return {text: `that match ${filter}`, words: ['--filter', filter, ...maxWords(limit)], matches, ...limit};
}

/** More ids than this come from standard input, as a command line. */
const idsShownMax = 10;

/** @throws UsageError when there is none. */
export function selectIds(messageIds: readonly string[]): Selection {
	const ids = new Set(messageIds);
	if (ids.size === 0) throw new UsageError('No message ids are given.');
	return {
		text: ids.size === 1 ? `whose id is ${[...ids].join()}` : `whose ids are given (${ids.size})`,
		words: ['--ids', ids.size > idsShownMax ? '-' : [...ids].join(',')],
		matches: ({messageId}) => ids.has(messageId),
		countMax: ids.size,
		knownCount: ids.size,
	};
}

function maxWords({countMax}: {countMax?: number}): string[] {
	return countMax === undefined ? [] : ['--max', String(countMax)];
}

/** `3 messages`, `at most 100 messages`, `all messages`: then what `text` says. */
export function selectionCount({countMax, knownCount, text}: Selection): string {
	if (knownCount !== undefined) return plural(knownCount, 'message');
	return `${countMax === undefined ? 'all messages' : `at most ${plural(countMax, 'message')}`} ${text}`;
}

/** What is typed to confirm: `delete 3` where the messages are known, else the queue's name. */
export function selectionSubject(verb: string, queue: QueueRef, {knownCount}: Selection): Plan['subject'] {
	return knownCount === undefined ? {kind: 'queue', name: queue.name} : {kind: 'messages', name: `${verb} ${knownCount}`};
}
