import * as zlib from 'node:zlib';

/** What may still be made of compressed data inside one payload, in bytes. */
export type InflateBudget = {bytesLeft: number};

export type Inflated =
	| {readonly name: string; readonly bytes: Uint8Array}
	/** It is compressed, but cannot or may not be opened: why, as a sentence. */
	| {readonly name: string; readonly problem: string};

/** Compressed data may hold this much; what holds more is shown as it is. */
export const inflatedBytesMax = 8 * 1024 * 1024;
/** All compressed data of one payload together: an aggregate may hold hundreds of bombs. */
export const inflatedBytesInAllMax = 4 * inflatedBytesMax;

type Inflate = (bytes: Uint8Array, options: {maxOutputLength: number}) => Uint8Array;

/** Absent before Node 22.15. */
const inflateZstd: Inflate | undefined = 'zstdDecompressSync' in zlib ? zlib.zstdDecompressSync : undefined;

/** Opens gzip, zlib and zstd, recognised by how they begin. Undefined when it is none of these. */
export function inflate(bytes: Uint8Array, budget: InflateBudget): Inflated | undefined {
	if (startsWith(bytes, [0x1f, 0x8b, 0x08])) return inflateBy('gzip', zlib.gunzipSync, {bytes, budget});
	if (startsWith(bytes, [0x28, 0xb5, 0x2f, 0xfd])) {
		if (!inflateZstd) return {name: 'zstd', problem: 'It is zstd data, which Node opens from 22.15 on; it is shown as it came.'};
		return inflateBy('zstd', inflateZstd, {bytes, budget});
	}
	return isZlib(bytes) ? inflateZlib(bytes, budget) : undefined;
}

/** Opens zlib. Undefined when it is none: its first two bytes prove little, ordinary text may begin so. */
export function inflateZlib(bytes: Uint8Array, budget: InflateBudget): Inflated | undefined {
	const inflated = inflateBy('zlib', zlib.inflateSync, {bytes, budget});
	return 'problem' in inflated && inflated.problem === broken('zlib') ? undefined : inflated;
}

function isZlib(bytes: Uint8Array): boolean {
	const [first = 0, second = 0] = bytes;
	return (first & 0x0f) === 8 && first >> 4 <= 7 && (first * 256 + second) % 31 === 0;
}

export function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
	return bytes.length >= start.length && start.every((byte, index) => bytes[index] === byte);
}

function inflateBy(name: string, open: Inflate, {bytes, budget}: {bytes: Uint8Array; budget: InflateBudget}): Inflated {
	const maxOutputLength = Math.min(inflatedBytesMax, budget.bytesLeft);
	if (maxOutputLength <= 0) return {name, problem: tooMuchInAll};
	try {
		const inflated = open(bytes, {maxOutputLength});
		budget.bytesLeft -= inflated.length;
		return {name, bytes: inflated};
	} catch (error) {
		const isTooMuch = error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
		if (!isTooMuch) return {name, problem: broken(name)};
		if (maxOutputLength === inflatedBytesMax) return {name, problem: `The ${name} data holds more than 8 MiB; it is shown as it came.`};
		budget.bytesLeft = 0;
		return {name, problem: tooMuchInAll};
	}
}

function broken(name: string): string {
	return `It begins like ${name} data, but cannot be opened; it is shown as it came.`;
}

const tooMuchInAll = 'Its compressed data holds more than 32 MiB in all; the rest is shown as it came.';
