import type {Members, Shape, StructureShape} from '../shape.ts';

/** With what may not stand in XML at all, not even escaped. */
const special = /[&<>"\u0000-\u0008\u000B-\u001F\uFFFE\uFFFF]/;
const everySpecial = new RegExp(special, 'g');
const escapes: ReadonlyMap<string, string> = new Map([
	['&', '&amp;'],
	['<', '&lt;'],
	['>', '&gt;'],
	['"', '&quot;'],
	['\r', '&#xD;'],
]);

/** Text for an XML element. A plain carriage return would be read as a line feed and break checksums, so it is written as `&#xD;`. A character that XML does not have becomes U+FFFD, as a parser would otherwise refuse the whole answer. */
export function escapeXml(text: string): string {
	// Most texts need nothing, and the test costs less than a replacement that finds nothing.
	return special.test(text) ? text.replaceAll(everySpecial, character => escapes.get(character) ?? '\uFFFD') : text;
}

/** The answer of a Query action. Without an output there is no result element. */
export function encodeXmlAnswer(options: {
	readonly action: string;
	readonly namespace: string;
	readonly shape: StructureShape;
	readonly value: unknown;
	readonly requestId: string;
}): string {
	const {action, namespace, requestId} = options;
	const result = encodeResult(options);
	return `<?xml version="1.0"?><${action}Response xmlns="${namespace}">${result}<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${action}Response>`;
}

function encodeResult({action, shape, value}: {readonly action: string; readonly shape: StructureShape; readonly value: unknown}): string {
	if (isEmpty(shape.required) && isEmpty(shape.optional) && !shape.hasEmptyResult) return '';
	const content = encodeMembers(shape, (value ?? {}) as Readonly<Record<string, unknown>>);
	return content === '' ? `<${action}Result/>` : `<${action}Result>${content}</${action}Result>`;
}

function isEmpty(members: Members): boolean {
	return Object.keys(members).length === 0;
}

/** @param options.hasDetail SQS has an empty `Detail` in its errors, SNS and STS have not. */
export function encodeXmlError(options: {
	readonly namespace: string;
	readonly code: string;
	readonly message: string;
	readonly fault: 'Sender' | 'Receiver';
	readonly hasDetail: boolean;
	readonly requestId: string;
}): string {
	const {namespace, code, message, fault, hasDetail, requestId} = options;
	const detail = hasDetail ? '<Detail/>' : '';
	return `<?xml version="1.0"?><ErrorResponse xmlns="${namespace}"><Error><Type>${fault}</Type><Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message>${detail}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
}

function encodeMembers(shape: StructureShape, value: Readonly<Record<string, unknown>>): string {
	let text = '';
	for (const name in shape.required) text += encodeMember(shape.required[name], name, value[name]);
	for (const name in shape.optional) text += encodeMember(shape.optional[name], name, value[name]);
	return text;
}

function encodeMember(shape: Shape, name: string, value: unknown): string {
	if (value === undefined || value === null) return '';
	if (shape.type === 'list' || shape.type === 'map') {
		if (shape.flattenedName !== undefined) return encodeItems(shape, shape.flattenedName, value);
		return `<${name}>${encodeItems(shape, shape.type === 'list' ? 'member' : 'entry', value)}</${name}>`;
	}
	return `<${name}>${encodeContent(shape, value)}</${name}>`;
}

function encodeItems(shape: Extract<Shape, {readonly type: 'list' | 'map'}>, tag: string, value: unknown): string {
	let text = '';
	// The casts hold because handlers are typed by the same shape.
	if (shape.type === 'list') {
		for (const item of value as readonly unknown[]) text += `<${tag}>${encodeContent(shape.member, item)}</${tag}>`;
		return text;
	}
	const {keyName = 'key', valueName = 'value'} = shape;
	for (const [key, item] of Object.entries(value as Readonly<Record<string, unknown>>)) {
		if (item === undefined) continue;
		text += `<${tag}><${keyName}>${escapeXml(key)}</${keyName}><${valueName}>${encodeContent(shape.value, item)}</${valueName}></${tag}>`;
	}
	return text;
}

function encodeContent(shape: Shape, value: unknown): string {
	switch (shape.type) {
		case 'structure':
			return encodeMembers(shape, value as Readonly<Record<string, unknown>>);
		case 'list':
		case 'map':
			return encodeItems(shape, shape.type === 'list' ? 'member' : 'entry', value);
		case 'timestamp':
			return new Date(value as number).toISOString();
		case 'string':
		case 'blob':
			return escapeXml(value as string);
		default:
			return String(value);
	}
}
