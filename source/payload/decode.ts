import {gunzipSync, inflateSync} from 'node:zlib';
import {isJson, jsonLengthMax} from './json-view.ts';
import {readKplAggregate, type KplRecord} from './kpl.ts';

/** One wrapping that was taken off, from outside in. */
export type DecodeStep = {
	/** `gzip`, `zlib`, `base64`, `SNS` */
	readonly name: string;
	/** What the wrapping says of itself: a topic, a time. */
	readonly details: ReadonlyArray<readonly [label: string, text: string]>;
};

/** What is inside a body or record, and how it was found. */
export type Decoded = {
	readonly steps: readonly DecodeStep[];
	readonly format: 'json' | 'text' | 'hex';
	/** Of `json` and `text`. As it was sent: make it safe before drawing. */
	readonly text: string;
	readonly bytes: Uint8Array;
	/** The records of a KPL aggregate. `text` holds all of them, for reading. */
	readonly children?: readonly DecodedChild[];
	/** Why decoding stopped early, as a sentence. */
	readonly problem?: string;
};

export type DecodedChild = Pick<KplRecord, 'partitionKey' | 'explicitHashKey'> & {readonly decoded: Decoded};

/** Wrappings taken off at most: more is made to be a trap. */
const stepCountMax = 6;
/** Compressed data may hold this much; what holds more is shown as it is. */
const inflatedBytesMax = 8 * 1024 * 1024;
const base64StepsMax = 2;

const utf8 = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true});

/**
Takes the wrappings off a body or record: a KPL aggregate, gzip, zlib, base64 of these, an SNS envelope. What is left is JSON, text or bytes.

Looks at nothing outside; the same input gives the same answer. Never throws: what cannot be decoded stays as it is.
*/
export function decodePayload(payload: string | Uint8Array): Decoded {
	const bytes: Uint8Array = typeof payload === 'string' ? Buffer.from(payload) : payload;
	const aggregate = readKplAggregate(bytes);
	if (aggregate === undefined) return unwrapAll(bytes);
	if ('problem' in aggregate) return {...unwrapAll(bytes), problem: aggregate.problem};
	return decodeAggregate(bytes, aggregate.records);
}

function unwrapAll(payload: Uint8Array): Decoded {
	const steps: DecodeStep[] = [];
	let bytes = payload;
	while (steps.length < stepCountMax) {
		const unwrapped = unwrap(bytes);
		if (unwrapped === undefined) break;
		if ('problem' in unwrapped) return {steps, ...classify(bytes), bytes, problem: unwrapped.problem};
		steps.push(...unwrapped.steps);
		bytes = unwrapped.bytes;
	}
	return {steps, ...classify(bytes), bytes};
}

function decodeAggregate(bytes: Uint8Array, records: readonly KplRecord[]): Decoded {
	const children = records.map(({data, ...keys}) => ({...keys, decoded: unwrapAll(data)}));
	const blocks = children.map(({partitionKey, explicitHashKey, decoded}, index) => {
		const hash = explicitHashKey === undefined ? '' : `, hash ${explicitHashKey}`;
		const body = decoded.format === 'hex' ? Buffer.from(decoded.bytes).toString('hex') : decoded.text;
		return `${index + 1} key ${partitionKey}${hash}: ${decodeTitle(decoded)}\n${body}`;
	});
	return {steps: [{name: `kpl ${records.length}`, details: []}], format: 'text', text: blocks.join('\n\n'), bytes, children};
}

/** `gzip › SNS › JSON`: the steps and what was found, for a title. */
export function decodeTitle(decoded: Decoded): string {
	if (decoded.children) return decoded.steps.map(step => step.name).join(' › ');
	const last = {json: 'JSON', text: 'text', hex: 'bytes'}[decoded.format];
	return [...decoded.steps.map(step => step.name), last].join(' › ');
}

type Unwrapped = {readonly steps: readonly DecodeStep[]; readonly bytes: Uint8Array} | {readonly problem: string};

function unwrap(bytes: Uint8Array): Unwrapped | undefined {
	return decompress(bytes) ?? unwrapBase64(bytes) ?? unwrapSns(bytes);
}

function decompress(bytes: Uint8Array): Unwrapped | undefined {
	const [first = 0, second = 0] = bytes;
	if (first === 0x1f && second === 0x8b) return inflated('gzip', () => gunzipSync(bytes, {maxOutputLength: inflatedBytesMax}));
	// A zlib header checks itself; so does its end, and ordinary text that begins with an x fails there.
	const isZlib = (first & 0x0f) === 8 && first >> 4 <= 7 && (first * 256 + second) % 31 === 0;
	return isZlib ? inflated('zlib', () => inflateSync(bytes, {maxOutputLength: inflatedBytesMax})) : undefined;
}

function inflated(name: string, inflate: () => Uint8Array): Unwrapped | undefined {
	try {
		return {steps: [{name, details: []}], bytes: inflate()};
	} catch (error) {
		const isTooMuch = error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
		// Anything else is not compressed data, however it begins, or it is broken.
		return isTooMuch ? {problem: `The ${name} data holds more than 8 MiB; it is shown as it came.`} : undefined;
	}
}

/** Base64 is taken off only where it wraps compressed data: any word of eight letters would do otherwise. */
function unwrapBase64(bytes: Uint8Array): Unwrapped | undefined {
	const steps: DecodeStep[] = [];
	let inner = bytes;
	while (steps.length < base64StepsMax) {
		const decoded = fromBase64(inner);
		if (!decoded) return undefined;
		steps.push({name: 'base64', details: []});
		inner = decoded;
		const unwrapped = decompress(inner);
		if (unwrapped) return 'problem' in unwrapped ? unwrapped : {steps: [...steps, ...unwrapped.steps], bytes: unwrapped.bytes};
	}
	return undefined;
}

function fromBase64(bytes: Uint8Array): Uint8Array | undefined {
	if (bytes.length < 16) return undefined;
	const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1').trim();
	return /^[\w+/\-\r\n]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : undefined;
}

function unwrapSns(bytes: Uint8Array): Unwrapped | undefined {
	const text = textOf(bytes);
	// Parsed only when the words are there: JSON of a megabyte costs milliseconds.
	if (text === undefined || !/^\s*\{/.test(text.slice(0, 64)) || !text.includes('"TopicArn"') || !text.includes('"Message"'))
		return undefined;
	try {
		const envelope = JSON.parse(text) as Readonly<Record<string, unknown>>; // It begins with a brace, so it is an object or throws.
		const {Type: type, TopicArn: topicArn, Message: message} = envelope;
		if (typeof type !== 'string' || typeof topicArn !== 'string' || typeof message !== 'string') return undefined;
		const details = ['Type', 'TopicArn', 'MessageId', 'Subject', 'Timestamp'].flatMap(label =>
			typeof envelope[label] === 'string' ? [[label, envelope[label]] as const] : [],
		);
		return {steps: [{name: 'SNS', details}], bytes: Buffer.from(message)};
	} catch {
		// Not an envelope: it is shown as the text it is.
		return undefined;
	}
}

function classify(bytes: Uint8Array): {readonly format: Decoded['format']; readonly text: string} {
	const text = textOf(bytes);
	if (text === undefined || looksBinary(text)) return {format: 'hex', text: ''};
	const isObject = text.length > jsonLengthMax && /^\s*[[{]/.test(text.slice(0, 64));
	return {format: isObject || isJson(text) ? 'json' : 'text', text};
}

function textOf(bytes: Uint8Array): string | undefined {
	try {
		return utf8.decode(bytes);
	} catch {
		// Not UTF-8: bytes.
		return undefined;
	}
}

/** Text holds few control characters and no NUL; the beginning tells. */
function looksBinary(text: string): boolean {
	const start = text.slice(0, 4096);
	if (start.includes('\0')) return true;
	const controls = start.match(/[\u0001-\u0008\u000E-\u001A\u001C-\u001F]/g)?.length ?? 0;
	return controls * 10 > start.length;
}
