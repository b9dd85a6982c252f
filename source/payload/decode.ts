import {inflate, inflatedBytesInAllMax, type InflateBudget} from './compression.ts';
import {readEnvelope} from './envelopes.ts';
import {isJson, jsonLengthMax} from './json-view.ts';
import {readKplAggregate, type KplRecord} from './kpl.ts';
import {readAvroSingleObject, readGlue, readSchemaHeader} from './schema-header.ts';

/** One wrapping that was taken off, from outside in, or an envelope that was recognised and left on. */
export type DecodeStep = {
	/** `gzip`, `base64`, `SNS`, `EventBridge`, `Glue` */
	readonly name: string;
	/** What tells it from others of its kind, for titles: the id of a schema. */
	readonly id?: string;
	/** What the wrapping says of itself: a topic, a time, the id of a schema. From outside: make it safe before drawing. */
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
const base64StepsMax = 2;

const utf8 = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true});

/**
Takes the wrappings off a body or record: a KPL aggregate; gzip, zlib, zstd; base64 of these; a header that names a schema; an SNS envelope. What is left
is JSON, text or bytes. Envelopes of EventBridge, S3 and CloudWatch Logs and pointers to S3 are named and left as they are, for their members belong to
the message.

Looks at nothing outside; the same input gives the same answer. Never throws: what cannot be decoded stays as it is.
*/
export function decodePayload(payload: string | Uint8Array): Decoded {
	const bytes: Uint8Array = typeof payload === 'string' ? Buffer.from(payload) : payload;
	const budget = {bytesLeft: inflatedBytesInAllMax};
	return decodeKpl(bytes, budget) ?? unwrapAll(bytes, budget);
}

function decodeKpl(bytes: Uint8Array, budget: InflateBudget): Decoded | undefined {
	const aggregate = readKplAggregate(bytes);
	if (aggregate === undefined) return undefined;
	if ('problem' in aggregate) return {...unwrapAll(bytes, budget), problem: aggregate.problem};
	return decodeAggregate(bytes, aggregate.records, budget);
}

function unwrapAll(payload: Uint8Array, budget: InflateBudget): Decoded {
	const steps: DecodeStep[] = [];
	let bytes = payload;
	while (steps.length < stepCountMax) {
		const unwrapped = unwrap(bytes, budget);
		if (unwrapped === undefined) break;
		steps.push(...unwrapped.steps);
		if ('decoded' in unwrapped) return {...unwrapped.decoded, steps: [...steps, ...unwrapped.decoded.steps]};
		bytes = unwrapped.bytes;
		if (unwrapped.isLast)
			return {steps, ...(unwrapped.hasSchema ? classifySchemaData(bytes) : classify(bytes)), bytes, ...problemOf(unwrapped)};
	}
	return {steps, ...classify(bytes), bytes};
}

function problemOf({problem}: {readonly problem?: string}): {readonly problem?: string} {
	return problem === undefined ? {} : {problem};
}

function decodeAggregate(bytes: Uint8Array, records: readonly KplRecord[], budget: InflateBudget): Decoded {
	const children = records.map(({data, ...keys}) => ({...keys, decoded: unwrapAll(data, budget)}));
	const blocks = children.map(({partitionKey, explicitHashKey, decoded}, index) => {
		const hash = explicitHashKey === undefined ? '' : `, hash ${explicitHashKey}`;
		const body = decoded.format === 'hex' ? Buffer.from(decoded.bytes).toString('hex') : decoded.text;
		return `${index + 1} key ${partitionKey}${hash}: ${decodeTitle(decoded)}\n${body}`;
	});
	return {steps: [{name: `kpl ${records.length}`, details: []}], format: 'text', text: blocks.join('\n\n'), bytes, children};
}

/** `gzip › SNS › JSON`, `Confluent 42 › bytes`: the steps and what was found, for a title. */
export function decodeTitle(decoded: Decoded): string {
	const steps = decoded.steps.map(({name, id}) => (id === undefined ? name : `${name} ${id}`));
	if (decoded.children) return steps.join(' › ');
	const last = {json: 'JSON', text: 'text', hex: 'bytes'}[decoded.format];
	return [...steps, last].join(' › ');
}

/** What text and filters look at: the decoded text, or bytes read as UTF-8 where they are no text. Of an aggregate one for each record. */
export function decodedTexts(decoded: Decoded): readonly string[] {
	if (decoded.children) return decoded.children.flatMap(child => decodedTexts(child.decoded));
	return [decoded.format === 'hex' ? Buffer.from(decoded.bytes).toString('utf8') : decoded.text];
}

type Unwrapped =
	| {
			readonly steps: readonly DecodeStep[];
			readonly bytes: Uint8Array;
			/** Whether nothing more is to be looked for inside. */
			readonly isLast?: boolean;
			readonly hasSchema?: boolean;
			readonly problem?: string;
	  }
	/** An aggregate inside base64. */
	| {readonly steps: readonly DecodeStep[]; readonly decoded: Decoded};

function unwrap(bytes: Uint8Array, budget: InflateBudget): Unwrapped | undefined {
	return unwrapCompressed(bytes, budget) ?? unwrapBase64(bytes, budget) ?? unwrapSchemaHeader(bytes, budget) ?? unwrapEnvelope(bytes);
}

function unwrapCompressed(bytes: Uint8Array, budget: InflateBudget): Unwrapped | undefined {
	const inflated = inflate(bytes, budget);
	if (!inflated) return undefined;
	if ('problem' in inflated) return {steps: [], bytes, isLast: true, problem: inflated.problem};
	return {steps: [{name: inflated.name, details: []}], bytes: inflated.bytes};
}

/** Base64 is taken off only where what it wraps is surely recognised: any word of eight letters would do otherwise. */
function unwrapBase64(bytes: Uint8Array, budget: InflateBudget): Unwrapped | undefined {
	const steps: DecodeStep[] = [];
	let inner = bytes;
	while (steps.length < base64StepsMax) {
		const decoded = fromBase64(inner);
		if (!decoded) return undefined;
		steps.push({name: 'base64', details: []});
		inner = decoded;
		const kpl = readKplAggregate(inner);
		if (kpl && 'records' in kpl) return {steps, decoded: decodeAggregate(inner, kpl.records, budget)};
		const unwrapped = unwrapCompressed(inner, budget) ?? unwrapSureHeader(inner, budget);
		// Of what could not be opened the base64 stays on: it is shown as it came.
		if (unwrapped && 'bytes' in unwrapped)
			return unwrapped.steps.length === 0 ? {...unwrapped, bytes} : {...unwrapped, steps: [...steps, ...unwrapped.steps]};
	}
	return undefined;
}

function fromBase64(bytes: Uint8Array): Uint8Array | undefined {
	if (bytes.length < 16) return undefined;
	const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1').trim();
	return isBase64Text(text.replace(/={1,2}$/, '')) ? Buffer.from(text, 'base64') : undefined;
}

/** A regular expression over millions of characters at once can run out of stack. */
const regexCharactersMax = 64 * 1024;

function isBase64Text(text: string): boolean {
	for (let at = 0; at < text.length; at += regexCharactersMax)
		if (!/^[\w+/\-\r\n]+$/.test(text.slice(at, at + regexCharactersMax))) return false;
	return text !== '';
}

/** Those that chance does not make. */
function unwrapSureHeader(bytes: Uint8Array, budget: InflateBudget): Unwrapped | undefined {
	const found = readGlue(bytes, budget) ?? readAvroSingleObject(bytes);
	return found && {steps: [found.step], bytes: found.bytes, isLast: true, hasSchema: true, ...problemOf(found)};
}

function unwrapSchemaHeader(bytes: Uint8Array, budget: InflateBudget): Unwrapped | undefined {
	const found = readSchemaHeader(bytes, budget);
	return found && {steps: [found.step], bytes: found.bytes, isLast: true, hasSchema: true, ...problemOf(found)};
}

function unwrapEnvelope(bytes: Uint8Array): Unwrapped | undefined {
	const text = textOf(bytes);
	const envelope = text === undefined ? undefined : readEnvelope(text);
	if (!envelope) return undefined;
	const steps = [envelope.step];
	return envelope.message === undefined ? {steps, bytes, isLast: true} : {steps, bytes: Buffer.from(envelope.message)};
}

/** JSON, or bytes for a schema: Avro and Protobuf hold enough letters to look like text, and are none. */
function classifySchemaData(bytes: Uint8Array): {readonly format: Decoded['format']; readonly text: string} {
	const found = classify(bytes);
	return found.format === 'json' ? found : {format: 'hex', text: ''};
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

/** Text holds few control characters, and fewer when one is a NUL; the beginning tells. */
function looksBinary(text: string): boolean {
	const start = text.slice(0, 4096);
	const controls = start.match(/[\u0000-\u0008\u000E-\u001A\u001C-\u001F]/g)?.length ?? 0;
	return controls * (start.includes('\0') ? 20 : 10) > start.length;
}
