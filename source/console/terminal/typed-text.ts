const segmenter = new Intl.Segmenter();

// Enter and Tab are not among them: they belong to text that was pasted.
const control = /[\0-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/;
const controlParts = /([\0-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F])/;

/** A stretch of input in one read: characters as people see them, or one control character. */
export type TypedPart = {readonly text: string; readonly characters: readonly string[]; readonly isControl: boolean};

/** Divides input without ESC at its control characters. */
export function typedParts(text: string): readonly TypedPart[] {
	const parts: TypedPart[] = [];
	for (const part of text.split(controlParts)) {
		if (part !== '') parts.push({text: part, characters: graphemesOf(part), isControl: control.test(part)});
	}
	return parts;
}

/** Characters as people see them. The segmenter takes CR LF for one of them; keys do not. */
function graphemesOf(text: string): readonly string[] {
	if (text.length === 1) return [text];
	return Array.from(segmenter.segment(text), ({segment}) => segment).flatMap(cluster => (cluster === '\r\n' ? ['\r', '\n'] : [cluster]));
}

export function isOneCharacter(text: string): boolean {
	return graphemesOf(text.slice(0, 64)).length === 1 && text.length <= 64;
}

/**
Whether characters that arrived in one read were pasted, not typed: at least four printable ones that are not repeats of one or two keys.

Held keys arrive as `jjjj`, and over a slow line `jjjkk`; nobody means those as text.
*/
export function isBurst(characters: readonly string[]): boolean {
	const printable = characters.filter(character => character >= ' ');
	let runCount = 0;
	for (let index = 0; index < printable.length; index++) if (printable[index] !== printable[index - 1]) runCount++;
	return printable.length >= 4 && runCount >= 3;
}

/** The key that sends a character; undefined for what no key sends: C1 controls and halves of surrogate pairs. */
export function keyName(character: string): string | undefined {
	if (character.length > 1) return character.isWellFormed() ? character : undefined;
	const code = character.charCodeAt(0);
	switch (code) {
		case 0x00:
			return 'ctrl-space';
		case 0x08:
		case 0x7f:
			return 'backspace';
		case 0x09:
			return 'tab';
		case 0x0a:
		case 0x0d:
			return 'enter';
		case 0x20:
			return 'space';
		default:
	}
	if (code <= 0x1a) return `ctrl-${String.fromCharCode(code + 0x60)}`;
	if (code < 0x20) return `ctrl-${String.fromCharCode(code + 0x40)}`;
	return (code > 0x7f && code < 0xa0) || !character.isWellFormed() ? undefined : character;
}

/** The key for a character behind ESC. */
export function altKeyName(character: string): string {
	const name = keyName(character) ?? character;
	return name.startsWith('ctrl-') ? name.replace('ctrl-', 'ctrl-alt-') : `alt-${name}`;
}
