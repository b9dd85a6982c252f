import {hash} from 'node:crypto';

/** Keys from `start` to `end`, both inclusive. */
export type HashKeyRange = {readonly start: bigint; readonly end: bigint};

/** The size of the hash space: keys run from 0 to this minus one. */
export const hashKeySpace = 1n << 128n;

/** The largest hash key, 2^128 − 1. */
export const hashKeyMax = hashKeySpace - 1n;

/**
The hash key of a partition key: the MD5 of its UTF-8 bytes, read as an unsigned 128-bit big-endian number.

@see [PutRecord](https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecord.html)
*/
export function hashPartitionKey(partitionKey: string): bigint {
	return BigInt(`0x${hashPartitionKeyHex(partitionKey)}`);
}

/** As {@link hashPartitionKey}, as 32 hexadecimal digits: they order as the numbers do and cost less. */
export function hashPartitionKeyHex(partitionKey: string): string {
	return hash('md5', partitionKey, 'hex');
}

/** A hash key as 32 hexadecimal digits. */
export function formatHashKeyHex(key: bigint): string {
	return key.toString(16).padStart(32, '0');
}

/**
The ranges of a new stream's shards: equal sizes of floor(2^128 / count), the last one taking what is left.

@param count At least 1.
*/
export function splitHashSpace(count: number): readonly HashKeyRange[] {
	const size = hashKeySpace / BigInt(count);
	return Array.from({length: count}, (_, index) => {
		const start = BigInt(index) * size;
		return {start, end: index === count - 1 ? hashKeyMax : start + size - 1n};
	});
}

/** The starting hash key that splits a range into halves: the upper half begins there. */
export function middleOfRange(range: HashKeyRange): bigint {
	return range.start + (range.end - range.start + 1n) / 2n;
}

/** Whether a range can be split at this key, as SplitShard rules: above start + 1 and below the end. */
export function canSplitAt(range: HashKeyRange, newStartingHashKey: bigint): boolean {
	return newStartingHashKey > range.start + 1n && newStartingHashKey < range.end;
}

/** Whether a range holds a key. */
export function rangeHolds(range: HashKeyRange, key: bigint): boolean {
	return key >= range.start && key <= range.end;
}

/** The index of the range that holds a key, or −1. The ranges must be in order and must not overlap. */
export function findRange(ranges: readonly HashKeyRange[], key: bigint): number {
	let low = 0;
	let high = ranges.length - 1;
	while (low <= high) {
		const middle = (low + high) >> 1;
		// Within the bounds of the array.
		const range = ranges[middle] as HashKeyRange;
		if (key < range.start) high = middle - 1;
		else if (key > range.end) low = middle + 1;
		else return middle;
	}
	return -1;
}
