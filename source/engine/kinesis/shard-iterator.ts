import type {EpochMs} from '../../shared/clock.ts';
import type {Random} from '../../shared/random.ts';
import {base64ByteCount} from '../shape.ts';
import {expiredIterator, invalidArgument} from './errors.ts';

/** Where a shard iterator stands. */
export type IteratorPosition = {
	readonly streamName: string;
	/** Which stream of this name. */
	readonly streamSerial: number;
	readonly shardIndex: number;
	/** Of the next record to read. */
	readonly position: number;
};

/** How long an iterator can be used after it was given out. */
const iteratorLifeMs = 300_000;

// What an iterator is made of, in words of four bytes. AWS's own begin with these two as well.
const headerWords = [0, Buffer.from([0, 0, 0, 1]).readInt32LE()] as const;
const saltAt = 2;
/** Below the name's length, which takes the upper half. */
const issuedHighAt = 3;
const issuedLowAt = 4;
const positionHighAt = 5;
const positionLowAt = 6;
const serialAt = 7;
const shardAt = 8;
const checkAt = 9;
const nameAt = 10;

/** After the header, the whole is a number of these. */
const blockWords = 4;

/** Of an iterator whose stream has the longest name. */
const wordsMax = 42;

const twoTo32 = 2 ** 32;

/**
Shard iterators: opaque base64 text that carries its own position, so that nothing is kept for it, none is ever used up, and none outlives its five minutes.

The bytes are stirred, not encrypted: clients must not read them, and reading them gains nothing. Two iterators never look alike, even for the same position.
*/
export class IteratorTokens {
	/** Differs from engine to engine, so that an iterator of an earlier one is refused. */
	readonly #key: number;
	#salt: number;
	/** Where an iterator is put together or taken apart, one at a time. Words, because every GetRecords reads one and gives out another. */
	readonly #words = new Int32Array(wordsMax);
	readonly #bytes = Buffer.from(this.#words.buffer);

	constructor(random: Random) {
		this.#key = Number.parseInt(random.hex(4), 16);
		this.#salt = Number.parseInt(random.hex(4), 16);
	}

	issue(at: IteratorPosition, nowMs: EpochMs): string {
		const words = this.#words;
		const nameLength = at.streamName.length;
		const length = nameAt + Math.ceil(nameLength / 4 / blockWords) * blockWords;
		this.#salt = (this.#salt + 1) >>> 0;
		words.fill(0, nameAt - 1, length);
		[words[0], words[1]] = headerWords;
		words[saltAt] = this.#salt;
		words[issuedHighAt] = (nameLength << 16) | (nowMs / twoTo32);
		words[issuedLowAt] = nowMs;
		words[positionHighAt] = at.position / twoTo32;
		words[positionLowAt] = at.position;
		words[serialAt] = at.streamSerial;
		words[shardAt] = at.shardIndex;
		this.#bytes.write(at.streamName, nameAt * 4, 'latin1');
		words[checkAt] = this.#check(length);
		this.#stir(length);
		return this.#bytes.toString('base64', 0, length * 4);
	}

	/** Throws InvalidArgumentException for a text that is no iterator of this engine, ExpiredIteratorException for an old one. */
	read(token: string, nowMs: EpochMs): IteratorPosition {
		// Observed: AWS takes an iterator in double quotes, as a shell script may pass it.
		const text = token.startsWith('"') && token.endsWith('"') ? token.slice(1, -1) : token;
		const words = this.#words;
		const length = this.#decode(text);
		this.#stir(length);
		const check = words[checkAt];
		words[checkAt] = 0;
		if (check !== this.#check(length)) throw invalidIterator();
		const high = this.#word(issuedHighAt);
		const issuedAtMs = (high & 0xff_ff) * twoTo32 + this.#word(issuedLowAt);
		if (nowMs - issuedAtMs > iteratorLifeMs) throw expiredIterator({issuedAtMs, nowMs});
		return {
			streamName: this.#bytes.toString('latin1', nameAt * 4, nameAt * 4 + (high >>> 16)),
			streamSerial: this.#word(serialAt),
			shardIndex: this.#word(shardAt),
			position: this.#word(positionHighAt) * twoTo32 + this.#word(positionLowAt),
		};
	}

	/** Takes the text's bytes, and gives how many words they are. */
	#decode(text: string): number {
		const byteCount = base64ByteCount(text);
		const length = byteCount / 4;
		const isWhole = text.length % 4 === 0 && Number.isInteger((length - nameAt) / blockWords);
		if (!isWhole || length <= nameAt || length > wordsMax || this.#bytes.write(text, 'base64') !== byteCount) throw invalidIterator();
		if (this.#words[0] !== headerWords[0] || this.#words[1] !== headerWords[1]) throw invalidIterator();
		return length;
	}

	/** Unsigned. */
	#word(index: number): number {
		return (this.#words[index] ?? 0) >>> 0;
	}

	/** As FNV-1a does it, over the salt and all after it, with the check itself as zero. */
	#check(length: number): number {
		const words = this.#words;
		let sum = this.#key | 0;
		for (let index = saltAt; index < length; index++) {
			sum = Math.imul(sum ^ (words[index] ?? 0), 0x01_00_01_93);
			// A product carries upwards only.
			sum ^= sum >>> 15;
		}
		return sum;
	}

	/** Its own inverse: everything after the salt is mixed with a sequence that the salt begins. */
	#stir(length: number): void {
		const words = this.#words;
		let state = (words[saltAt] ?? 0) ^ this.#key || 1;
		for (let index = saltAt + 1; index < length; index++) {
			state ^= state << 13;
			state ^= state >>> 17;
			state ^= state << 5;
			words[index] = (words[index] ?? 0) ^ state;
		}
	}
}

function invalidIterator(): Error {
	return invalidArgument('Invalid ShardIterator.');
}
