/** A command line that a shell reads back as these words: `sluice redrive 'orders dlq'`. */
export function commandLine(...words: ReadonlyArray<string | undefined>): string {
	return ['sluice', ...words.filter(word => word !== undefined).map(quoteWord)].join(' ');
}

/** The longest text that stands in a command line; longer ones come from standard input. */
const shownBytesMax = 500;

/** Whether a text can stand in a command line as a word that is no flag: short, on one line, without control characters. */
export function canShow(text: string): boolean {
	return (
		Buffer.byteLength(text) <= shownBytesMax &&
		!text.startsWith('-') &&
		!/[\u0000-\u001F\u007F-\u009F\u2028-\u202E\u2066-\u2069]/.test(text)
	);
}

function quoteWord(word: string): string {
	if (/^[\w./:=@%+,-]+$/.test(word)) return word;
	return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
