/**
What a sequence number tells, in AWS's layout of 47 hexadecimal digits:

`2` · shard creation (9) · low nibble of the shard's index (1) · counter (16) · `00` · record time (9) · shard index (8) · version `2`

Observed: the structure was worked out from AWS's numbers by kinesalite. Clients must treat it as an opaque decimal number of 56 digits; it exceeds JavaScript's numbers.
*/
export type SequenceNumberParts = {
	readonly shardCreatedAtSeconds: number;
	readonly shardIndex: number;
	/** Counts the records of a shard from 1; 0 stands for the shard's start. */
	readonly counter: number;
	/** When the record came, in seconds since 1970. */
	readonly recordedAtSeconds: number;
};

/** The counter in the ending sequence number of a closed shard. As a JavaScript number it is 2^63. */
const endingCounter = 0x7f_ff_ff_ff_ff_ff_ff_ffn;

const versionDigit = 2n;
const shardIndexShift = 4n;
const recordedAtShift = 36n;
const counterShift = 80n;
const nibbleShift = 144n;
const createdAtShift = 148n;
const leadingShift = 184n;

/** The part that all sequence numbers of a shard share. */
export function sequenceNumberBase(shard: {readonly shardCreatedAtSeconds: number; readonly shardIndex: number}): bigint {
	const index = BigInt(shard.shardIndex);
	return (
		(2n << leadingShift) |
		(BigInt(shard.shardCreatedAtSeconds) << createdAtShift) |
		((index & 15n) << nibbleShift) |
		(index << shardIndexShift) |
		versionDigit
	);
}

/** A number from a shard's base, as {@link sequenceNumberBase} made it. */
export function formatSequenceNumber(base: bigint, counter: number, recordedAtSeconds: number): string {
	return (base + (BigInt(counter) << counterShift) + (BigInt(recordedAtSeconds) << recordedAtShift)).toString();
}

/** The last number of a shard closed at this time: larger than any record's. */
export function formatEndingSequenceNumber(base: bigint, closedAtSeconds: number): string {
	return (base + (endingCounter << counterShift) + (BigInt(closedAtSeconds) << recordedAtShift)).toString();
}

/** Undefined when the text is no number of this layout. The counter of an ending number comes as 2^63. */
export function parseSequenceNumber(text: string): SequenceNumberParts | undefined {
	if (!/^[1-9]\d{54,56}$/.test(text)) return undefined;
	const value = BigInt(text);
	const field = (shift: bigint, bits: number): number => Number((value >> shift) & ((1n << BigInt(bits)) - 1n));
	const isOfLayout = value >> leadingShift === 2n && field(0n, 4) === 2 && field(72n, 8) === 0;
	const shardIndex = field(shardIndexShift, 32);
	if (!isOfLayout || field(nibbleShift, 4) !== (shardIndex & 15)) return undefined;
	return {
		shardCreatedAtSeconds: field(createdAtShift, 36),
		shardIndex,
		counter: field(counterShift, 64),
		recordedAtSeconds: field(recordedAtShift, 36),
	};
}
