import fc from 'fast-check';
import {expect, test} from 'vitest';
import {compareHashBytes, hashKeyBytes, partitionKeyBytes} from '../../../source/engine/kinesis/hash-bytes.ts';
import {hashKeyMax, hashPartitionKeyHex} from '../../../source/rules/hash-key.ts';

test('the bytes of a partition key are its hash key, whatever characters it has and however long it is', () => {
	const ascii = fc.string({unit: 'binary-ascii', maxLength: 70});
	const any = fc.string({unit: 'binary', maxLength: 256});
	// Half of a surrogate pair, which JSON can carry, and each length around a block of MD5.
	const odd = fc.constantFrom('\ud83d', 'key-\udc00', ...Array.from({length: 20}, (_, index) => 'k'.repeat(index + 50)));
	fc.assert(
		fc.property(fc.oneof(ascii, any, odd), key => {
			expect(Buffer.from(Array.from(partitionKeyBytes(key))).toString('hex')).toBe(hashPartitionKeyHex(key));
		}),
		{numRuns: 300},
	);
});

test('the bytes of hash keys order as the numbers do', () => {
	const key = fc.bigInt({min: 0n, max: hashKeyMax});
	fc.assert(
		fc.property(key, fc.oneof(key, fc.constantFrom(0n, 1n, hashKeyMax)), (left, right) => {
			expect(Math.sign(compareHashBytes(hashKeyBytes(left), hashKeyBytes(right)))).toBe(left < right ? -1 : left > right ? 1 : 0);
		}),
	);
});
