import {sleep, type Clock} from '../shared/clock.ts';

export type BatchLimits = {
	readonly countMax: number;
	/** In total. An item larger than this makes a batch of its own. */
	readonly bytesMax: number;
	/** How long an incomplete batch waits for more. */
	readonly lingerMs: number;
};

/**
Gathers items into batches. Nothing is taken from the source before the batch before was asked for, so a slow receiver slows the source.

A source that pauses does not hold back what it has already given for longer than the linger.
*/
export async function* inBatchesOf<Item>(
	source: AsyncIterable<Item>,
	sizeOf: (item: Item) => number,
	options: BatchLimits & {clock: Clock},
): AsyncGenerator<readonly Item[]> {
	const {clock, countMax, bytesMax, lingerMs} = options;
	const items = source[Symbol.asyncIterator]();
	let batch: Item[] = [];
	let bytes = 0;
	let next = items.next();
	try {
		while (true) {
			const arrived = batch.length === 0 ? await next : await firstWithin(next, {clock, durationMs: lingerMs});
			if (arrived?.done) break;
			if (arrived) {
				const size = sizeOf(arrived.value);
				if (batch.length > 0 && bytes + size > bytesMax) {
					yield batch;
					batch = [];
					bytes = 0;
				}
				batch.push(arrived.value);
				bytes += size;
				if (batch.length < countMax) {
					next = items.next();
					continue;
				}
			}
			yield batch;
			batch = [];
			bytes = 0;
			if (arrived) next = items.next();
		}
		if (batch.length > 0) yield batch;
	} finally {
		await items.return?.();
	}
}

/** Undefined when the time passed first; the promise goes on and can be asked again. */
async function firstWithin<Value>(promise: Promise<Value>, options: {clock: Clock; durationMs: number}): Promise<Value | undefined> {
	const timer = new AbortController();
	const passed = sleep(options.clock, options.durationMs, {signal: timer.signal}).then(
		() => undefined,
		() => undefined,
	);
	const first = await Promise.race([promise, passed]);
	timer.abort();
	return first;
}
