import {closestMatch} from 'leven';
import {SluiceError} from '../shared/errors.ts';

/** How many pages of names are read to find one like the name that was asked for. */
const pagesMax = 5;

/**
The nearest of the names in these pages, when it is near enough to be a slip: at most a third of it differs.

A failure to list is not worth more than a missing suggestion, so it is not passed on.
*/
export async function nearestName(
	wanted: string,
	pages: AsyncIterable<ReadonlyArray<{readonly name: string}>>,
): Promise<string | undefined> {
	const names: string[] = [];
	let pageCount = 0;
	try {
		for await (const page of pages) {
			names.push(...page.map(({name}) => name));
			if (++pageCount >= pagesMax) break;
		}
	} catch {
		// The error that is about to be shown says more than this one.
	}
	return nearest(wanted, names);
}

/** The nearest of the names, when it is near enough to be a slip. */
export function nearest(wanted: string, names: readonly string[]): string | undefined {
	const maxDistance = Math.max(2, Math.floor(wanted.length / 3));
	const byCase = names.find(name => name.toLowerCase() === wanted.toLowerCase());
	const fifo = names.find(name => name === `${wanted}.fifo`);
	return byCase ?? fifo ?? closestMatch(wanted, names, {maxDistance});
}

/** The same error, with the nearest name as its first next step. */
export function withSuggestion(error: SluiceError, nearest: string | undefined): SluiceError {
	if (nearest === undefined) return error;
	return new SluiceError(error.message, {
		code: error.code,
		nextSteps: [`Did you mean "${nearest}"?`, ...error.nextSteps],
		...(error.call && {call: error.call}),
		cause: error,
	});
}
