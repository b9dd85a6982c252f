/** Control characters, directional marks and other invisible characters drawn as `\u009b`, so that no text from a queue can act on the terminal. */
export function safeText(text: string): string {
	return text.replaceAll(/[\p{Cc}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\u2028\u2029]|[\uD800-\uDFFF]/gu, escapeCharacter);
}

function escapeCharacter(character: string): string {
	if (character === '\n') return '\\n';
	if (character === '\r') return '\\r';
	if (character === '\t') return '\\t';
	const code = character.codePointAt(0) ?? 0;
	return code > 0xff_ff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
