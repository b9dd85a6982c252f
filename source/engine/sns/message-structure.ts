import {invalidParameter} from './errors.ts';

/** What a publication says to each protocol. */
export type MessageTexts = {
	/** What protocols without a text of their own get. */
	readonly default: string;
	/** By protocol, with MessageStructure `json` only. */
	readonly byProtocol: Readonly<Record<string, string>> | undefined;
};

/** With MessageStructure `json` the message is an object of a text per protocol. Members that are no strings are ignored. */
export function parseMessageStructure(message: string, structure: string | undefined): MessageTexts {
	if (structure !== 'json') return {default: message, byProtocol: undefined};
	let parsed: unknown;
	try {
		parsed = JSON.parse(message);
	} catch {
		throw invalidParameter('Message Structure - JSON message body failed to parse');
	}
	const byProtocol: Record<string, string> = Object.create(null);
	if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) {
		for (const [protocol, text] of Object.entries(parsed)) {
			if (typeof text === 'string') byProtocol[protocol] = text;
		}
	}
	const fallback = byProtocol['default'];
	if (fallback === undefined) throw invalidParameter('Message Structure - No default entry in JSON message body');
	return {default: fallback, byProtocol};
}

export function textFor(texts: MessageTexts, protocol: string): string {
	return texts.byProtocol?.[protocol] ?? texts.default;
}
