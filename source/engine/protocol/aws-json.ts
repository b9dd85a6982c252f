import type {Members, Shape, StructureShape} from '../shape.ts';
import {checkBase64} from './base64.ts';
import {Mismatch} from './mismatch.ts';

const listUnexpected = 'Start of list found where not expected';
const structureUnexpected = 'Start of structure or map found where not expected.';

/** How AWS names a JSON value's type when it stands where it must not. */
const javaNames: Readonly<Record<string, string>> = {
	boolean: 'class java.lang.Boolean',
	number: 'class com.amazon.coral.value.json.numbers.TruncatingBigNumber',
	string: 'class java.lang.String',
};

/** Parses the body of a request. Throws an empty Mismatch when it is no JSON object. */
export function parseJsonBody(text: string): Record<string, unknown> {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		// AWS does not say what is wrong with the text.
		throw new Mismatch('');
	}
	if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Mismatch('');
	return value as Record<string, unknown>;
}

/**
Checks a parsed JSON value against its shape and brings it into the engine's form, **in place**: nulls become absent, timestamps milliseconds, fractions of integers are cut. What needs no change is not copied. Unknown members stay and nobody looks at them.

Throws a Mismatch in AWS's words where the type is wrong.
*/
export function conformStructure(shape: StructureShape, value: Record<string, unknown>): void {
	conformMembers(shape.required, value);
	conformMembers(shape.optional, value);
}

function conformMembers(members: Members, value: Record<string, unknown>): void {
	for (const name in members) {
		const found = value[name];
		if (found === undefined) continue;
		if (found === null) {
			value[name] = undefined;
			continue;
		}
		// Members are strings more often than anything else.
		const shape = members[name];
		if (!shape) continue;
		if (shape.type === 'string' && typeof found === 'string') continue;
		const conformed = conform(shape, found);
		if (conformed !== found) value[name] = conformed;
	}
}

function conform(shape: Shape, value: {}): unknown {
	switch (shape.type) {
		case 'string':
			return typeof value === 'string' ? value : refuse(value, 'an String');
		case 'integer':
			return typeof value === 'number' ? cutInteger(value) : refuse(value, 'an Integer');
		case 'long':
			return typeof value === 'number' ? Math.floor(value) : refuse(value, 'an Long');
		case 'double':
			return typeof value === 'number' ? value : refuse(value, 'an Double');
		case 'boolean':
			return typeof value === 'boolean' ? value : refuseBoolean(value);
		case 'timestamp':
			return typeof value === 'number' ? Math.round(value * 1000) : refuse(value, 'milliseconds since epoch');
		case 'blob':
			return typeof value === 'string' ? checkBase64(value) : refuse(value, 'a Blob');
		case 'list':
			return conformList(shape.member, value);
		case 'map':
			return conformMap(shape.value, value);
		case 'structure':
			if (typeof value !== 'object') throw new Mismatch('Expected null');
			if (Array.isArray(value)) throw new Mismatch(listUnexpected);
			// An object that JSON.parse made and that is no array.
			conformStructure(shape, value as Record<string, unknown>);
			return value;
	}
}

function conformList(member: Shape, value: {}): unknown {
	if (typeof value !== 'object') throw new Mismatch('Expected list or null');
	if (!Array.isArray(value)) throw new Mismatch(structureUnexpected);
	let hasNull = false;
	for (let index = 0; index < value.length; index++) {
		const found = value[index];
		if (found === null) {
			hasNull = true;
			continue;
		}
		const conformed = conform(member, found);
		if (conformed !== found) value[index] = conformed;
	}
	return hasNull ? value.filter(item => item !== null) : value;
}

function conformMap(member: Shape, value: {}): unknown {
	if (typeof value !== 'object') throw new Mismatch('Expected map or null');
	if (Array.isArray(value)) throw new Mismatch(listUnexpected);
	const entries = value as Record<string, unknown>;
	for (const key of Object.keys(entries)) {
		const found = entries[key];
		if (found === null || found === undefined) {
			delete entries[key];
			continue;
		}
		const conformed = conform(member, found);
		// A key `__proto__` is an own property here, and assigning to it would not reach it; its value is left as it came.
		if (conformed !== found && key !== '__proto__') entries[key] = conformed;
	}
	return entries;
}

function cutInteger(value: number): number {
	return Math.min(Math.max(Math.floor(value), -2_147_483_648), 2_147_483_647);
}

function refuse(value: {}, as: string): never {
	if (typeof value === 'object') throw new Mismatch(Array.isArray(value) ? listUnexpected : structureUnexpected);
	throw new Mismatch(`${javaNames[typeof value]} can not be converted to ${as}`);
}

function refuseBoolean(value: {}): never {
	if (typeof value === 'string') throw new Mismatch(`'${value.toUpperCase()}' can not be converted to an Boolean`);
	return refuse(value, 'an Boolean');
}

/** JSON text of an answer: timestamps as epoch seconds with a fraction, absent members left out. */
export function encodeJson(shape: StructureShape, value: unknown): string {
	return JSON.stringify(hasTimestamp(shape) ? seconds(shape, value) : value);
}

const timestampShapes = new WeakMap<Shape, boolean>();

function hasTimestamp(shape: Shape): boolean {
	const known = timestampShapes.get(shape);
	if (known !== undefined) return known;
	// Shapes may contain themselves (none does today); the mark ends the walk.
	timestampShapes.set(shape, false);
	const found = childShapes(shape).some(child => child.type === 'timestamp' || hasTimestamp(child));
	timestampShapes.set(shape, found);
	return found;
}

function childShapes(shape: Shape): readonly Shape[] {
	if (shape.type === 'list') return [shape.member as Shape];
	if (shape.type === 'map') return [shape.value as Shape];
	if (shape.type !== 'structure') return [];
	return [...Object.values(shape.required as Members), ...Object.values(shape.optional as Members)];
}

/** A copy with timestamps as seconds; branches without timestamps are shared, not copied. */
function seconds(shape: Shape, value: unknown): unknown {
	if (value === undefined || value === null) return undefined;
	if (shape.type === 'timestamp') return (value as number) / 1000;
	if (!hasTimestamp(shape)) return value;
	// The casts hold because handlers are typed by the same shape.
	if (shape.type === 'list') return (value as readonly unknown[]).map(item => seconds(shape.member as Shape, item));
	const copy: Record<string, unknown> = {...(value as Record<string, unknown>)};
	for (const name of Object.keys(copy)) {
		const child = shape.type === 'structure' ? (shape.required[name] ?? shape.optional[name]) : (shape as {value: Shape}).value;
		if (child) copy[name] = seconds(child, copy[name]);
	}
	return copy;
}

/**
The body of a JSON error.

SerializationException alone spells `Message` with a capital; a body that could not be read at all has no message.
*/
export function encodeJsonError(error: {readonly type: string; readonly message: string}): string {
	if (error.message === '') return JSON.stringify({__type: error.type});
	if (error.type.endsWith('SerializationException')) return JSON.stringify({__type: error.type, Message: error.message});
	return JSON.stringify({__type: error.type, message: error.message});
}
