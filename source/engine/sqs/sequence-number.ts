/** AWS's numbers of 20 digits look like this; only the last 15 vary, so that they stay exact as numbers. */
const leadingDigits = '18849';
const base = 496_460_467_696_128;
const step = 256;

/** The sequence number of a FIFO message: 20 digits, growing with the serial, not consecutive. */
export function formatSequenceNumber(serial: number): string {
	return leadingDigits + (base + serial * step);
}
