/** Longer texts are rare, and their room would have to be. */
const lengthMax = 64 * 1024;

/** Where texts are looked at four characters at a time; no UTF-16 unit takes more than three bytes. */
const bytes = Buffer.allocUnsafeSlow(3 * lengthMax + 4);
const words = new Int32Array(bytes.buffer);

/**
Whether a text is nothing but ASCII without control characters: true for most payloads, and told at a third of what a regular expression takes.

@returns False also for texts too long to be looked at in this way.
*/
export function isPlainText(text: string): boolean {
	const {length} = text;
	if (length > lengthMax || bytes.write(text) !== length) return false;
	// Spaces fill up the last word.
	bytes[length] = bytes[length + 1] = bytes[length + 2] = 0x20;
	const wordCount = (length + 3) >> 2;
	let difference = 0;
	// Of bytes below 0x80, only what is below a space borrows and sets its highest bit.
	for (let index = 0; index < wordCount; index++) difference |= (words[index] ?? 0) - 0x20_20_20_20;
	return (difference & 0x80_80_80_80) === 0;
}
