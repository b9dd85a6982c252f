/** A line of text being typed. The cursor counts graphemes. */
export type TextField = {readonly text: string; readonly cursor: number};

export const emptyField: TextField = {text: '', cursor: 0};

/** Nobody types more, and a slip must not fill memory. What does not fit is not cut: half a body is worse than none. */
export const graphemeCountMax = 100_000;

const segmenter = new Intl.Segmenter();

export function graphemes(text: string): readonly string[] {
	// Plain ASCII needs no segmenter.
	return /^[\u0020-\u007E]*$/.test(text) ? Array.from(text) : Array.from(segmenter.segment(text), part => part.segment);
}

export function fieldOf(text: string): TextField {
	return {text, cursor: graphemes(text).length};
}

/** The field with a text at its cursor; the field as it was when there is no room for all of it. */
export function insertText(field: TextField, inserted: string): TextField {
	const parts = graphemes(field.text);
	const added = graphemes(inserted);
	if (parts.length + added.length > graphemeCountMax) return field;
	return {text: [...parts.slice(0, field.cursor), ...added, ...parts.slice(field.cursor)].join(''), cursor: field.cursor + added.length};
}

/** The field after an editing key; undefined when the key does not edit text. */
export function editField(field: TextField, key: string): TextField | undefined {
	const parts = graphemes(field.text);
	const {cursor} = field;
	const keep = (from: number, to: number): TextField => ({text: [...parts.slice(0, from), ...parts.slice(to)].join(''), cursor: from});
	switch (key) {
		case 'left':
			return {...field, cursor: Math.max(0, cursor - 1)};
		case 'right':
			return {...field, cursor: Math.min(parts.length, cursor + 1)};
		case 'home':
		case 'ctrl-a':
			return {...field, cursor: 0};
		case 'end':
		case 'ctrl-e':
			return {...field, cursor: parts.length};
		case 'backspace':
			return cursor === 0 ? field : keep(cursor - 1, cursor);
		case 'delete':
			return keep(cursor, cursor + 1);
		case 'ctrl-u':
			return keep(0, cursor);
		case 'ctrl-k':
			return {text: parts.slice(0, cursor).join(''), cursor};
		case 'ctrl-w':
			return keep(wordStart(parts, cursor), cursor);
		case 'space':
			return insertText(field, ' ');
		default:
			return isPrintable(key) ? insertText(field, key) : undefined;
	}
}

/** Keys that name themselves are characters; all others have names of at least two letters. */
export function isPrintable(key: string): boolean {
	return graphemes(key).length === 1;
}

function wordStart(parts: readonly string[], cursor: number): number {
	let index = cursor;
	while (index > 0 && parts[index - 1] === ' ') index--;
	while (index > 0 && parts[index - 1] !== ' ') index--;
	return index;
}
