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

/** The low half of a number as four parts of seven digits, each a small integer; the high half changes once in 10^28. */
const partSize = 10_000_000;
const partDigits = 7;
const lowStart = 28;
/** One more on the counter is 2^80, in such parts. */
const step = [1208, 9_258_196, 1_462_917, 4_706_176] as const;
const zeroByte = 0x30;

/**
The sequence numbers of a shard's records, one after the other.

A big integer for every record would cost more than all else of it, so the next number is made from the digits of the last one.
*/
export class SequenceNumbers {
	readonly #base: bigint;
	#counter = 0;
	#recordedAtSeconds = -1;
	/** The digits of the last number. */
	readonly #digits = Buffer.alloc(lowStart + 4 * partDigits);
	/** Its low half, the most significant part first. */
	#a = 0;
	#b = 0;
	#c = 0;
	#d = 0;

	/** @param base The shard's, as {@link sequenceNumberBase} made it. */
	constructor(base: bigint) {
		this.#base = base;
	}

	/** @param recordedAtSeconds Never earlier than the last one's. */
	next(recordedAtSeconds: number): string {
		this.#counter++;
		if (recordedAtSeconds !== this.#recordedAtSeconds || !this.#addStep()) return this.#begin(recordedAtSeconds);
		const digits = this.#digits;
		writeDigits(digits, lowStart + partDigits, this.#a);
		writeDigits(digits, lowStart + 2 * partDigits, this.#b);
		writeDigits(digits, lowStart + 3 * partDigits, this.#c);
		writeDigits(digits, lowStart + 4 * partDigits, this.#d);
		return digits.toString('latin1');
	}

	/** False when the low half overflows. */
	#addStep(): boolean {
		let d = this.#d + step[3];
		let c = this.#c + step[2];
		let b = this.#b + step[1];
		let a = this.#a + step[0];
		if (d >= partSize) {
			d -= partSize;
			c++;
		}
		if (c >= partSize) {
			c -= partSize;
			b++;
		}
		if (b >= partSize) {
			b -= partSize;
			a++;
		}
		this.#a = a;
		this.#b = b;
		this.#c = c;
		this.#d = d;
		return a < partSize;
	}

	/** In the long way, as once in a second. */
	#begin(recordedAtSeconds: number): string {
		const text = formatSequenceNumber(this.#base, this.#counter, recordedAtSeconds);
		const part = (index: number): number => Number(text.slice(lowStart + index * partDigits, lowStart + (index + 1) * partDigits));
		this.#recordedAtSeconds = recordedAtSeconds;
		this.#digits.write(text, 'latin1');
		this.#a = part(0);
		this.#b = part(1);
		this.#c = part(2);
		this.#d = part(3);
		return text;
	}
}

/** Seven digits that end before a place. */
function writeDigits(digits: Buffer, end: number, value: number): void {
	let rest = value;
	for (let index = end - 1; index >= end - partDigits; index--) {
		const tenth = Math.trunc(rest / 10);
		digits[index] = zeroByte + rest - tenth * 10;
		rest = tenth;
	}
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
