const named: Readonly<Record<string, string>> = {
	enter: '\r',
	esc: '\u001B',
	tab: '\t',
	'shift-tab': '\u001B[Z',
	space: ' ',
	backspace: '\u007F',
	delete: '\u001B[3~',
	insert: '\u001B[2~',
	up: '\u001B[A',
	down: '\u001B[B',
	right: '\u001B[C',
	left: '\u001B[D',
	home: '\u001B[H',
	end: '\u001B[F',
	pageup: '\u001B[5~',
	pagedown: '\u001B[6~',
	f1: '\u001BOP',
	f2: '\u001BOQ',
	f3: '\u001BOR',
	f4: '\u001BOS',
	f5: '\u001B[15~',
	f6: '\u001B[17~',
	f7: '\u001B[18~',
	f8: '\u001B[19~',
	f9: '\u001B[20~',
	f10: '\u001B[21~',
	f11: '\u001B[23~',
	f12: '\u001B[24~',
	'shift-up': '\u001B[1;2A',
	'shift-down': '\u001B[1;2B',
};

/** What xterm sends for a key in the console's notation: `j`, `enter`, `ctrl-c`, `alt-x`. */
export function bytesOfKey(key: string): string {
	const sequence = named[key];
	if (sequence !== undefined) return sequence;
	const control = /^ctrl-([a-z])$/.exec(key)?.[1];
	if (control) return String.fromCharCode(control.charCodeAt(0) - 0x60);
	const alt = /^alt-(.)$/u.exec(key)?.[1];
	if (alt) return `\u001B${alt}`;
	// A name with a slip in it must not be typed letter by letter.
	if (/^[\w-]{2,}$/.test(key)) throw new Error(`No such key: ${key}`);
	return key;
}

/** Keys written in a row: `jj<enter><ctrl-c>`; `<lt>` is a `<`. */
export function parseKeys(text: string): readonly string[] {
	return Array.from(text.matchAll(/<([a-z0-9-]+)>|[^]/gu), match => (match[1] === 'lt' ? '<' : (match[1] ?? match[0]))).map(key =>
		key === ' ' ? 'space' : key,
	);
}

export function bracketedPaste(text: string): string {
	return `\u001B[200~${text}\u001B[201~`;
}
