import type {MessageAttribute} from '../aws/queue.ts';

/** What SQS and SNS count: the body and each attribute's name, type and value, in UTF-8 bytes. */
export function messageBytes(body: string, attributes: Readonly<Record<string, MessageAttribute>> = {}): number {
	let bytes = Buffer.byteLength(body);
	for (const [name, {dataType, stringValue, binaryValue}] of Object.entries(attributes))
		bytes += Buffer.byteLength(name) + Buffer.byteLength(dataType) + Buffer.byteLength(stringValue ?? '') + (binaryValue?.byteLength ?? 0);
	return bytes;
}

/** The first character that XML does not have, so that SQS refuses it, as `U+0000`. Lone surrogates count as such. */
export function forbiddenCharacter(text: string): string | undefined {
	for (const character of text) {
		const code = character.codePointAt(0) ?? 0;
		const isAllowed =
			code === 0x9 ||
			code === 0xa ||
			code === 0xd ||
			(code >= 0x20 && code <= 0xd7ff) ||
			(code >= 0xe000 && code <= 0xfffd) ||
			code >= 0x1_00_00;
		if (!isAllowed) return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
	}
	return undefined;
}
