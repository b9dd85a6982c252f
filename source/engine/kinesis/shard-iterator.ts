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

/** AWS's iterators begin with these. */
const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 1]);

const saltAt = 8;
const issuedAt = 12;
const positionAt = 18;
const serialAt = 24;
const shardAt = 28;
const nameLengthAt = 32;
const checkAt = 33;
const nameAt = 37;
const blockBytes = 16;

/** Of an iterator whose stream has the longest name. */
const bytesMax = 168;

/**
Shard iterators: opaque base64 text that carries its own position, so that nothing is kept for it, none is ever used up, and none outlives its five minutes.

The bytes are stirred, not encrypted: clients must not read them, and reading them gains nothing. Two iterators never look alike, even for the same position.
*/
export class IteratorTokens {
	/** Differs from engine to engine, so that an iterator of an earlier one is refused. */
	readonly #key: number;
	#salt: number;
	/** Where an iterator is put together or taken apart, one at a time. */
	readonly #bytes = Buffer.alloc(bytesMax);

	constructor(random: Random) {
		this.#key = Number.parseInt(random.hex(4), 16);
		this.#salt = Number.parseInt(random.hex(4), 16);
	}

	issue(at: IteratorPosition, nowMs: EpochMs): string {
		const bytes = this.#bytes;
		const nameEnd = nameAt + at.streamName.length;
		const length = saltAt + Math.ceil((nameEnd - saltAt) / blockBytes) * blockBytes;
		this.#salt = (this.#salt + 1) >>> 0;
		header.copy(bytes);
		bytes.writeUInt32BE(this.#salt, saltAt);
		bytes.writeUIntBE(nowMs, issuedAt, 6);
		bytes.writeUIntBE(at.position, positionAt, 6);
		bytes.writeUInt32BE(at.streamSerial, serialAt);
		bytes.writeUInt32BE(at.shardIndex, shardAt);
		bytes.writeUInt8(at.streamName.length, nameLengthAt);
		bytes.write(at.streamName, nameAt, 'latin1');
		bytes.fill(0, nameEnd, length);
		bytes.writeUInt32BE(0, checkAt);
		bytes.writeUInt32BE(this.#check(length), checkAt);
		this.#stir(length);
		return bytes.toString('base64', 0, length);
	}

	/** Throws InvalidArgumentException for a text that is no iterator of this engine, ExpiredIteratorException for an old one. */
	read(token: string, nowMs: EpochMs): IteratorPosition {
		// Observed: AWS takes an iterator in double quotes, as a shell script may pass it.
		const text = token.startsWith('"') && token.endsWith('"') ? token.slice(1, -1) : token;
		const bytes = this.#bytes;
		const length = base64ByteCount(text);
		if (text.length % 4 !== 0 || length < nameAt || length > bytesMax || bytes.write(text, 'base64') !== length) throw invalidIterator();
		if (bytes.compare(header, 0, header.length, 0, header.length) !== 0) throw invalidIterator();
		this.#stir(length);
		const check = bytes.readUInt32BE(checkAt);
		bytes.writeUInt32BE(0, checkAt);
		if (check !== this.#check(length)) throw invalidIterator();
		const issuedAtMs = bytes.readUIntBE(issuedAt, 6);
		if (nowMs - issuedAtMs > iteratorLifeMs) throw expiredIterator({issuedAtMs, nowMs});
		return {
			streamName: bytes.toString('latin1', nameAt, nameAt + bytes.readUInt8(nameLengthAt)),
			streamSerial: bytes.readUInt32BE(serialAt),
			shardIndex: bytes.readUInt32BE(shardAt),
			position: bytes.readUIntBE(positionAt, 6),
		};
	}

	/** FNV-1a over the salt and all after it, with the check itself as zero. */
	#check(length: number): number {
		const bytes = this.#bytes;
		let sum = this.#key;
		for (let index = saltAt; index < length; index++) {
			sum ^= bytes[index] ?? 0;
			sum = Math.imul(sum, 0x01_00_01_93);
		}
		return sum >>> 0;
	}

	/** Its own inverse: everything after the salt is mixed with a sequence that the salt begins. */
	#stir(length: number): void {
		const bytes = this.#bytes;
		let state = (bytes.readUInt32BE(saltAt) ^ this.#key) >>> 0 || 1;
		for (let index = issuedAt; index < length; index++) {
			state ^= state << 13;
			state ^= state >>> 17;
			state ^= state << 5;
			bytes[index] = (bytes[index] ?? 0) ^ (state & 0xff);
		}
	}
}

function invalidIterator(): Error {
	return invalidArgument('Invalid ShardIterator.');
}
