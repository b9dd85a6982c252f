import fc from 'fast-check';
import {expect, test} from 'vitest';
import {
	formatEndingSequenceNumber,
	formatSequenceNumber,
	parseSequenceNumber,
	sequenceNumberBase,
	SequenceNumbers,
} from '../../../source/engine/kinesis/sequence-number.ts';
import {formatShardId, parseShardIndex} from '../../../source/engine/kinesis/shard-id.ts';

const seconds = fc.integer({min: 1_000_000_000, max: 4_102_444_800});
const shard = fc.record({shardCreatedAtSeconds: seconds, shardIndex: fc.nat({max: 100_000})});

test('a number has the digits of the layout of AWS', () => {
	const base = sequenceNumberBase({shardCreatedAtSeconds: 0x6a_00_00_00, shardIndex: 0x123});
	const number = formatSequenceNumber(base, 5, 0x6b_00_00_00);

	expect(BigInt(number).toString(16)).toBe(`2${'06a000000'}${'3'}${'0000000000000005'}${'00'}${'06b000000'}${'00000123'}2`);
	expect(BigInt(formatEndingSequenceNumber(base, 0x6b_00_00_00)).toString(16)).toBe(
		`2${'06a000000'}${'3'}${'7fffffffffffffff'}${'00'}${'06b000000'}${'00000123'}2`,
	);
});

test('a number tells what it was made of', () => {
	fc.assert(
		fc.property(shard, fc.nat({max: 2 ** 40}), seconds, (of, counter, recordedAtSeconds) => {
			const number = formatSequenceNumber(sequenceNumberBase(of), counter, recordedAtSeconds);

			expect(number).toHaveLength(56);
			expect(parseSequenceNumber(number)).toEqual({...of, counter, recordedAtSeconds});
		}),
	);
});

/** The wrong ones among a shard's numbers, with what they should be; one in `stride` is looked at, and the first ones of each burst. */
function wrongNumbers(base: bigint, bursts: ReadonlyArray<{count: number; atSeconds: number}>, stride: number): string[] {
	const numbers = new SequenceNumbers(base);
	const wrong: string[] = [];
	let counter = 0;
	for (const {count, atSeconds} of bursts) {
		for (let index = 0; index < count; index++) {
			const number = numbers.next(atSeconds);
			counter++;
			if (index > 3 && counter % stride !== 0) continue;
			const expected = formatSequenceNumber(base, counter, atSeconds);
			if (number !== expected) wrong.push(`${counter}: ${number} for ${expected}`);
		}
	}
	return wrong;
}

test('the numbers of a shard, each made from the last one, are those made from scratch', () => {
	const burst = fc.record({count: fc.nat({max: 20_000}), atSeconds: seconds});
	fc.assert(
		fc.property(shard, fc.array(burst, {maxLength: 4}), (of, bursts) => {
			expect(wrongNumbers(sequenceNumberBase(of), bursts, 397)).toEqual([]);
		}),
		{numRuns: 30},
	);
});

test('the numbers of a shard carry over into their upper half, which changes once in 8,272 records', () => {
	const base = sequenceNumberBase({shardCreatedAtSeconds: 1_764_061_931, shardIndex: 2});

	expect(wrongNumbers(base, [{count: 20_000, atSeconds: 1_764_061_932}], 1)).toEqual([]);
});

test('a later record of a shard has a larger number, whatever the clock says, and the end is larger than all', () => {
	fc.assert(
		fc.property(shard, fc.integer({min: 1, max: 2 ** 40}), seconds, seconds, (of, counter, firstSeconds, secondSeconds) => {
			const base = sequenceNumberBase(of);
			const first = BigInt(formatSequenceNumber(base, counter, firstSeconds));
			const second = BigInt(formatSequenceNumber(base, counter + 1, secondSeconds));

			expect(second).toBeGreaterThan(first);
			expect(BigInt(formatEndingSequenceNumber(base, 1_000_000_000))).toBeGreaterThan(second);
		}),
	);
});

test('what is no number of this layout tells nothing', () => {
	const number = BigInt(formatSequenceNumber(sequenceNumberBase({shardCreatedAtSeconds: 1_795_576_324, shardIndex: 3}), 7, 1_795_576_325));
	const wrong = {
		'another version': number + 1n,
		'another first digit': number + (1n << 184n),
		'a nibble of another shard': number + (1n << 144n),
		'a byte that must be zero': number + (1n << 72n),
	};

	for (const text of ['', '0', '1', 'x', '-5', `0${number}`, `${number}0`, ...Object.values(wrong).map(String)]) {
		expect(parseSequenceNumber(text)).toBeUndefined();
	}
});

test('shard IDs have twelve digits and are read in looser forms', () => {
	expect(formatShardId(6)).toBe('shardId-000000000006');
	expect(['shardId-000000000006', 'shardId-6', '6', 'any-prefix-6', '-6'].map(parseShardIndex)).toEqual([6, 6, 6, 6, 6]);
	expect(parseShardIndex('2147483647')).toBe(2_147_483_647);
	expect(['2147483648', 'shardId-', 'x', '', '6x', '1.5'].map(parseShardIndex)).toEqual(Array.from({length: 6}, () => undefined));
});
