import {sleep, type Clock} from '../shared/clock.ts';
import {SluiceError} from '../shared/errors.ts';

/** An item of a batch that was refused for good. */
export type Refused = {readonly index: number; readonly code: string; readonly message: string};

export type BatchAttempt = {readonly refused: ReadonlyArray<Refused & {readonly canRetry: boolean}>};

const attemptsMax = 8;

/** 100 ms, 200, 400 … at most 5 seconds. */
function waitMs(attempt: number): number {
	return Math.min(100 * 2 ** attempt, 5000);
}

/**
Sends a batch, and again those of its items that were refused for reasons that pass, until all are through or eight attempts were made.

@param options.send Answers by index into what it is given.
@returns What was refused for good, by index into `items`.
*/
export async function retryFailed<Item>(
	items: readonly Item[],
	options: {send: (items: readonly Item[]) => Promise<BatchAttempt>; clock: Clock; signal?: AbortSignal},
): Promise<readonly Refused[]> {
	const {send, clock, signal} = options;
	const lost: Refused[] = [];
	let left = items.map((item, index) => ({item, index}));
	for (let attempt = 0; left.length > 0; attempt++) {
		const {refused} = await sendOnce(left, send);
		const isLast = attempt + 1 >= attemptsMax;
		const again: typeof left = [];
		for (const {index, code, message, canRetry} of refused) {
			const entry = left[index];
			if (!entry) continue;
			if (canRetry && !isLast) again.push(entry);
			else lost.push({index: entry.index, code, message});
		}
		left = again;
		if (left.length > 0) await sleep(clock, waitMs(attempt), signal ? {signal} : {});
	}
	return lost;
}

/** A throttle of the whole call is one of each item. */
async function sendOnce<Item>(
	left: ReadonlyArray<{item: Item}>,
	send: (items: readonly Item[]) => Promise<BatchAttempt>,
): Promise<BatchAttempt> {
	try {
		return await send(left.map(({item}) => item));
	} catch (error) {
		if (!(error instanceof SluiceError && error.code === 'throttled')) throw error;
		return {refused: left.map((_, index) => ({index, code: error.call?.awsCode ?? error.code, message: error.message, canRetry: true}))};
	}
}
