import {cbor, tag} from '@smithy/core/cbor';
import type {Members, Shape, StructureShape} from '../shape.ts';
import {Mismatch} from './mismatch.ts';

/** Tagged values, as the decoder gives them. */
type Tagged = {readonly tag: number | bigint; readonly value: unknown};

/** Smaller numbers are seconds: 10^11 seconds are the year 5138, 10^11 milliseconds were in 1973. */
const secondsMax = 1e11;

/** Decodes the body of a request. Throws an empty Mismatch when it is no CBOR map. */
export function parseCborBody(body: Uint8Array): Readonly<Record<string, unknown>> {
	let value: unknown;
	try {
		value = cbor.deserialize(body);
	} catch {
		// AWS does not say what is wrong with the bytes. Nesting beyond the stack's depth ends here too.
		throw new Mismatch('');
	}
	if (!isMap(value)) throw new Mismatch('');
	return value;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array) && !isTagged(value);
}

function isTagged(value: unknown): value is Tagged {
	// The decoder marks tagged values with a symbol of its own, which no map on the wire can have.
	return typeof value === 'object' && value !== null && Object.getOwnPropertySymbols(value).length > 0;
}

/** Reads a decoded map as its shape says: byte strings become base64 text, times milliseconds. Throws a Mismatch where a type is wrong. */
export function readCbor(shape: StructureShape, map: Readonly<Record<string, unknown>>): Record<string, unknown> {
	const value: Record<string, unknown> = {};
	readMembers(shape.required, map, value);
	readMembers(shape.optional, map, value);
	return value;
}

function readMembers(members: Members, map: Readonly<Record<string, unknown>>, value: Record<string, unknown>): void {
	for (const [name, shape] of Object.entries(members)) {
		// Own properties only: a key `__proto__` on the wire changes what a map inherits.
		const found = Object.hasOwn(map, name) ? map[name] : undefined;
		if (found !== undefined && found !== null) value[name] = read(shape, found);
	}
}

function read(shape: Shape, value: unknown): unknown {
	switch (shape.type) {
		case 'string':
			return typeof value === 'string' ? value : refuse('an String');
		case 'integer':
		case 'long':
			return typeof value === 'number' || typeof value === 'bigint' ? Math.floor(Number(value)) : refuse('an Integer');
		case 'double':
			return typeof value === 'number' ? value : refuse('an Double');
		case 'boolean':
			return typeof value === 'boolean' ? value : refuse('an Boolean');
		case 'timestamp':
			return readTime(isTagged(value) ? value.value : value);
		case 'blob':
			return value instanceof Uint8Array
				? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64')
				: refuse('a Blob');
		case 'list':
			if (!Array.isArray(value)) throw new Mismatch('Expected list or null');
			return value.filter(item => item !== null).map(item => read(shape.member, item));
		case 'map':
			return readMap(shape.value, value);
		case 'structure':
			return isMap(value) ? readCbor(shape, value) : refuse('a structure');
	}
}

function readMap(shape: Shape, value: unknown): Readonly<Record<string, unknown>> {
	if (!isMap(value)) throw new Mismatch('Expected map or null');
	const entries: Record<string, unknown> = {};
	for (const [key, item] of Object.entries(value)) {
		if (item !== null && item !== undefined && key !== '__proto__') entries[key] = read(shape, item);
	}
	return entries;
}

/** Java's SDK sends milliseconds under the tag that means seconds; others send seconds with a fraction. */
function readTime(value: unknown): number {
	if (typeof value !== 'number' && typeof value !== 'bigint') return refuse('milliseconds since epoch');
	const time = Number(value);
	if (!Number.isFinite(time)) return refuse('milliseconds since epoch');
	return Math.round(Math.abs(time) > secondsMax ? time : time * 1000);
}

function refuse(as: string): never {
	throw new Mismatch(`A CBOR value can not be converted to ${as}`);
}

/** CBOR of an answer: blobs as byte strings, times as tag 1 with **integer milliseconds** (Java's clients fail on floats and take seconds for 1970). */
export function encodeCbor(shape: StructureShape, value: unknown): Uint8Array {
	return cbor.serialize(toCbor(shape, value));
}

function toCbor(shape: Shape, value: unknown): unknown {
	// The casts hold because handlers are typed by the same shape.
	switch (shape.type) {
		case 'blob':
			return Buffer.from(value as string, 'base64');
		case 'timestamp':
			return tag({tag: 1, value: Math.round(value as number)});
		case 'list':
			return (value as readonly unknown[]).map(item => toCbor(shape.member, item));
		case 'map':
			return mapValues(value, () => shape.value);
		case 'structure':
			return mapValues(value, name => shape.required[name] ?? shape.optional[name]);
		default:
			return value;
	}
}

/** Absent members stay out: the encoder refuses undefined. */
function mapValues(value: unknown, shapeOf: (name: string) => Shape | undefined): Record<string, unknown> {
	const entries: Record<string, unknown> = {};
	for (const [name, item] of Object.entries(value as Readonly<Record<string, unknown>>)) {
		const shape = shapeOf(name);
		if (shape && item !== undefined && item !== null) entries[name] = toCbor(shape, item);
	}
	return entries;
}

export function encodeCborError({type, message}: {readonly type: string; readonly message: string}): Uint8Array {
	return cbor.serialize(message === '' ? {__type: type} : {__type: type, message});
}
