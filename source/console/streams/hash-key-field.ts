import {canSplitAt, formatHashKeyHex, hashKeyMax, type HashKeyRange} from '../../rules/hash-key.ts';

/** A hash key as people type it, decimal or `0x…`: its number, a sentence about what is wrong, or undefined where nothing was typed. */
export function parseHashKey(text: string): bigint | string | undefined {
	const typed = text.trim().replaceAll(/[,_ ]/g, '');
	if (typed === '') return undefined;
	if (!/^(?:\d{1,39}|0x[\da-f]{1,32})$/i.test(typed)) return 'a whole number, decimal or 0x…, below 2^128.';
	const key = BigInt(typed);
	return key <= hashKeyMax ? key : `at most ${hashKeyMax} (2^128 − 1).`;
}

/** Where a shard is to be split: a key inside its range, or a sentence that says which keys are. */
export function parseSplitKey(text: string, range: HashKeyRange): bigint | string {
	const key = parseHashKey(text) ?? 'type a whole number.';
	if (typeof key === 'string') return key;
	if (canSplitAt(range, key)) return key;
	const lowest = range.start + 2n;
	const highest = range.end - 1n;
	if (lowest > highest) return 'this shard is too small to be split.';
	return key < lowest ? `too low: from ${lowest} (0x${hex(lowest)}) on.` : `too high: up to ${highest} (0x${hex(highest)}).`;
}

function hex(key: bigint): string {
	return `${formatHashKeyHex(key).slice(0, 6)}…`;
}
