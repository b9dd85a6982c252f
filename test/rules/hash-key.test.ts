import {expect, test} from 'vitest';
import {
	canSplitAt,
	findRange,
	formatHashKeyHex,
	hashKeyMax,
	hashPartitionKey,
	hashPartitionKeyHex,
	middleOfRange,
	rangeHolds,
	splitHashSpace,
} from '../../source/rules/hash-key.ts';

test('a partition key hashes to the MD5 of its UTF-8 bytes as an unsigned number', () => {
	// md5('a') = 0cc175b9c0f1b6a831c399e269772661, md5('é') = fa4dbbbd2c5a0d39ac2d3dda6a4a1d1d is above 2^127.
	expect(hashPartitionKey('a')).toBe(0x0cc175b9c0f1b6a831c399e269772661n);
	expect(hashPartitionKeyHex('a')).toBe('0cc175b9c0f1b6a831c399e269772661');
	expect(hashPartitionKey('é')).toBe(BigInt(`0x${hashPartitionKeyHex('é')}`));
	expect(hashPartitionKey('')).toBe(0xd41d8cd98f00b204e9800998ecf8427en);
});

test('three shards divide the hash space as AWS divides it', () => {
	expect(splitHashSpace(3)).toEqual([
		{start: 0n, end: 113427455640312821154458202477256070484n},
		{start: 113427455640312821154458202477256070485n, end: 226854911280625642308916404954512140969n},
		{start: 226854911280625642308916404954512140970n, end: 340282366920938463463374607431768211455n},
	]);
});

test('one shard takes the whole hash space', () => {
	expect(splitHashSpace(1)).toEqual([{start: 0n, end: hashKeyMax}]);
	expect(hashKeyMax).toBe(340282366920938463463374607431768211455n);
});

test('the middle of a range is where its upper half begins', () => {
	expect(middleOfRange({start: 0n, end: hashKeyMax})).toBe(1n << 127n);
	expect(middleOfRange({start: 10n, end: 14n})).toBe(12n);
	expect(middleOfRange({start: 10n, end: 13n})).toBe(12n);
});

test('a range can be split above its start plus one and below its end', () => {
	const range = {start: 10n, end: 20n};

	expect([11n, 12n, 19n, 20n].map(key => canSplitAt(range, key))).toEqual([false, true, true, false]);
});

test('a range holds its start and its end', () => {
	const range = {start: 10n, end: 20n};

	expect([9n, 10n, 20n, 21n].map(key => rangeHolds(range, key))).toEqual([false, true, true, false]);
});

test('the range that holds a key is found among many', () => {
	const ranges = splitHashSpace(7);

	for (const [index, {start, end}] of ranges.entries()) {
		expect(findRange(ranges, start)).toBe(index);
		expect(findRange(ranges, end)).toBe(index);
	}
	expect(findRange(ranges.slice(1), 0n)).toBe(-1);
	expect(findRange([], 0n)).toBe(-1);
});

test('hexadecimal keys have 32 digits, so that they order as the numbers do', () => {
	expect(formatHashKeyHex(255n)).toBe('000000000000000000000000000000ff');
	expect(formatHashKeyHex(hashKeyMax)).toBe('f'.repeat(32));
});
