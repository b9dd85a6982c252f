import {SluiceError} from '../shared/errors.ts';
import {sleep, type Clock} from '../shared/clock.ts';

/** A thing of a list, with what could be read about it. One that is denied or failing does not stop the others. */
export type Described<Item, Details> =
	| {readonly item: Item; readonly details: Details}
	| {readonly item: Item; readonly error: SluiceError};

/**
Reads the details of each thing of a list, a few at a time and paced, in the list's order.

@param options.parallelMax Calls under way at once.
@param options.perSecondMax Calls started in a second.
*/
export async function* describeEach<Item, Details>(
	pages: AsyncIterable<readonly Item[]>,
	describe: (item: Item) => Promise<Details>,
	options: {clock: Clock; parallelMax: number; perSecondMax: number; signal?: AbortSignal},
): AsyncGenerator<Described<Item, Details>> {
	const {clock, parallelMax, perSecondMax, signal} = options;
	const underWay: Array<Promise<Described<Item, Details>>> = [];
	let earliestMs = clock.nowMs();
	for await (const page of pages) {
		for (const item of page) {
			signal?.throwIfAborted();
			const waitMs = earliestMs - clock.nowMs();
			// A burst of a second's worth is fine; only what comes after it is paced.
			if (waitMs > 1000) await sleep(clock, waitMs - 1000, signal ? {signal} : {});
			earliestMs = Math.max(earliestMs, clock.nowMs()) + 1000 / perSecondMax;
			underWay.push(describeOne(item, describe));
			if (underWay.length >= parallelMax) yield* shift(underWay);
		}
	}
	while (underWay.length > 0) {
		signal?.throwIfAborted();
		yield* shift(underWay);
	}
}

async function* shift<Result>(queue: Array<Promise<Result>>): AsyncGenerator<Result> {
	const first = queue.shift();
	if (first) yield await first;
}

/** Never rejects with a SluiceError other than `aborted`, so that none is left unhandled while others are awaited. */
async function describeOne<Item, Details>(item: Item, describe: (item: Item) => Promise<Details>): Promise<Described<Item, Details>> {
	try {
		return {item, details: await describe(item)};
	} catch (error) {
		return {item, error: error instanceof SluiceError ? error : new SluiceError(String(error), {code: 'failed', cause: error})};
	}
}
