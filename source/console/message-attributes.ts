import type {MessageAttribute} from '../aws/queue.ts';

/** What the field asks for. */
export const attributesHint = 'name=value, name:Number=42 …';

export type ParsedAttributes = {readonly attributes: Readonly<Record<string, MessageAttribute>>} | {readonly problem: string};

/**
Message attributes as people type them: `traceId=abc count:Number=3 "note=two words"`. The type is String when none is given; Binary takes base64.
*/
export function parseAttributes(text: string): ParsedAttributes {
	const attributes: Record<string, MessageAttribute> = {};
	for (const [, quoted, plain] of text.matchAll(/"([^"]*)"|(\S+)/g)) {
		const term = quoted ?? plain ?? '';
		const equals = term.indexOf('=');
		if (equals < 1) return {problem: `Attributes: "${term}" is not name=value.`};
		const [name = '', dataType = 'String'] = term.slice(0, equals).split(':');
		const value = term.slice(equals + 1);
		if (!/^(String|Number|Binary)(\.\w+)?$/.test(dataType))
			return {problem: `Attributes: "${dataType}" is none of String, Number, Binary.`};
		if (value === '') return {problem: `Attributes: ${name} has no value; AWS refuses empty ones.`};
		if (dataType.startsWith('Number') && !Number.isFinite(Number(value)))
			return {problem: `Attributes: ${name} is a Number, "${value}" is none.`};
		attributes[name] = dataType.startsWith('Binary')
			? {dataType, binaryValue: Buffer.from(value, 'base64')}
			: {dataType, stringValue: value};
	}
	return {attributes};
}
