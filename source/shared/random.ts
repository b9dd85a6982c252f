import {randomBytes, randomUUID} from 'node:crypto';

/** The only source of chance: ids, receipt handles, jitter. Two implementations: the system's, and a seeded one for tests. */
export type Random = {
	/** A version 4 UUID in lower case. */
	uuid(): string;
	/** Bytes as lower-case hexadecimal text, two digits a byte. */
	hex(byteCount: number): string;
	/** At least 0, below 1. */
	number(): number;
};

export function createSystemRandom(): Random {
	return {
		uuid: () => randomUUID(),
		hex: byteCount => randomBytes(byteCount).toString('hex'),
		number: () => Math.random(),
	};
}

/** The same sequence for the same seed (mulberry32). Not for secrets. */
export function createSeededRandom(seed: number): Random {
	let state = seed >>> 0;
	const number = (): number => {
		state = (state + 0x6d_2b_79_f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
	const hex = (byteCount: number): string => {
		let text = '';
		for (let index = 0; index < byteCount; index++)
			text += Math.floor(number() * 256)
				.toString(16)
				.padStart(2, '0');
		return text;
	};
	return {
		number,
		hex,
		uuid() {
			const digits = hex(16);
			return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-a${digits.slice(17, 20)}-${digits.slice(20)}`;
		},
	};
}
