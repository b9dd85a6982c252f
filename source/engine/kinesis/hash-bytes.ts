import {hash} from 'node:crypto';
import {md5} from 'js-md5';
import {formatHashKeyHex} from '../../rules/hash-key.ts';

/** A hash key as its 16 bytes, the highest first: they order as the numbers do. */
export type HashBytes = ArrayLike<number>;

/** What one block of MD5 holds besides its length. */
const blockBytes = 55;

/**
The hash key of a partition key, as `hashPartitionKey` gives it.

A key of one block is hashed without a call out of JavaScript, which costs more than the hash.
*/
export function partitionKeyBytes(partitionKey: string): HashBytes {
	return isShortAscii(partitionKey) ? md5.array(partitionKey) : hash('md5', partitionKey, 'buffer');
}

function isShortAscii(text: string): boolean {
	if (text.length > blockBytes) return false;
	for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 0x7f) return false;
	return true;
}

/** A hash key's bytes. */
export function hashKeyBytes(key: bigint): HashBytes {
	return Buffer.from(formatHashKeyHex(key), 'hex');
}

/** Less than zero where the left one comes first. */
export function compareHashBytes(left: HashBytes, right: HashBytes): number {
	for (let index = 0; index < 16; index++) {
		const difference = (left[index] ?? 0) - (right[index] ?? 0);
		if (difference !== 0) return difference;
	}
	return 0;
}
