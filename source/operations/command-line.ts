/** A command line that a shell reads back as these words: `sluice redrive 'orders dlq'`. */
export function commandLine(...words: ReadonlyArray<string | undefined>): string {
	return ['sluice', ...words.filter(word => word !== undefined).map(quoteWord)].join(' ');
}

function quoteWord(word: string): string {
	if (/^[\w./:=@%+,-]+$/.test(word)) return word;
	return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
