/** What JSON.stringify leaves as it is, and a terminal obeys: DEL and C1 controls, directional and invisible marks, line separators. */
const obeyed = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** JSON on one line that is also harmless to a terminal, and reads back as the same value. Large integers are told as texts. */
export function jsonLine(value: unknown): string {
	return harmlessJson(JSON.stringify(value, (_, member: unknown) => (typeof member === 'bigint' ? member.toString() : member)) ?? 'null');
}

/** JSON text that is also harmless to a terminal, and reads back as the same value. */
export function harmlessJson(text: string): string {
	return text.replaceAll(obeyed, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
