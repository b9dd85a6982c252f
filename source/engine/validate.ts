import {base64ByteCount, type NumberShape, type Shape, type StringShape, type StructureShape, type Violation} from './shape.ts';

/** AWS reports at most this many violations. */
const violationCountMax = 10;

/** Checks required members, lengths, patterns, enums and ranges. The value must already have the right types (the protocol saw to that). */
export function validate(shape: StructureShape, value: Readonly<Record<string, unknown>>): readonly Violation[] {
	// Nearly always all is well, and then nobody needs the path of each member, of which a call of 500 records has thousands.
	if (isValidStructure(shape, value)) return [];
	const found: Violation[] = [];
	validateStructure(shape, value, '', found);
	return found.slice(0, violationCountMax);
}

function isValidStructure({required, optional}: StructureShape, value: Readonly<Record<string, unknown>>): boolean {
	for (const name in required) if (value[name] === undefined || !isValid(required[name], value[name])) return false;
	for (const name in optional) if (value[name] !== undefined && !isValid(optional[name], value[name])) return false;
	return true;
}

/** Whether {@link validateValue} finds nothing. */
function isValid(shape: Shape, value: unknown): boolean {
	// The casts hold as they do there.
	switch (shape.type) {
		case 'string':
			return isValidString(shape, value as string);
		case 'integer':
		case 'long':
		case 'double':
			return !((value as number) < (shape.min ?? -Infinity)) && !((value as number) > (shape.max ?? Infinity));
		case 'list':
			return (
				hasValidLength(shape, (value as readonly unknown[]).length) &&
				(value as readonly unknown[]).every(item => isValid(shape.member, item))
			);
		case 'map': {
			const entries = Object.entries(value as Readonly<Record<string, unknown>>);
			return (
				hasValidLength(shape, entries.length) && entries.every(([key, item]) => isValidString(shape.key, key) && isValid(shape.value, item))
			);
		}
		case 'structure':
			return isValidStructure(shape, value as Readonly<Record<string, unknown>>);
		case 'blob':
			return shape.maxBytes === undefined || base64ByteCount(value as string) <= shape.maxBytes;
		case 'boolean':
		case 'timestamp':
			return true;
	}
}

function isValidString(shape: StringShape, value: string): boolean {
	if (shape.values && !shape.values.includes(value)) return false;
	if (shape.pattern && !shape.pattern.test(value)) return false;
	return hasValidLength(shape, value.length);
}

function hasValidLength(
	{minLength = 0, maxLength = Infinity}: {readonly minLength?: number; readonly maxLength?: number},
	length: number,
): boolean {
	return length >= minLength && length <= maxLength;
}

function validateStructure(shape: StructureShape, value: Readonly<Record<string, unknown>>, path: string, found: Violation[]): void {
	for (const name in shape.required) {
		const memberPath = joinPath(path, lowerFirst(name));
		if (value[name] === undefined)
			found.push({path: memberPath, value: null, kind: 'required', constraint: 'Member must not be null', member: name});
		else validateValue(shape.required[name], value[name], memberPath, name, found);
	}
	for (const name in shape.optional) {
		if (value[name] !== undefined) validateValue(shape.optional[name], value[name], joinPath(path, lowerFirst(name)), name, found);
	}
}

function validateValue(shape: Shape, value: unknown, path: string, member: string, found: Violation[]): void {
	// The casts hold because the protocol layer has checked the types against the same shape.
	switch (shape.type) {
		case 'string':
			validateString(shape, value as string, path, member, found);
			return;
		case 'integer':
		case 'long':
		case 'double':
			validateNumber(shape, value as number, path, member, found);
			return;
		case 'list': {
			const items = value as readonly unknown[];
			validateLength(shape, items.length, items, path, member, found);
			for (let index = 0; index < items.length; index++)
				validateValue(shape.member, items[index], `${path}.${index + 1}.member`, member, found);
			return;
		}
		case 'map': {
			const entries = value as Readonly<Record<string, unknown>>;
			validateLength(shape, Object.keys(entries).length, entries, path, member, found);
			for (const key of Object.keys(entries)) {
				validateString(shape.key, key, path, member, found);
				validateValue(shape.value, entries[key], `${path}.${key}.member`, member, found);
			}
			return;
		}
		case 'structure':
			validateStructure(shape, value as Readonly<Record<string, unknown>>, path, found);
			return;
		case 'blob':
			if (shape.maxBytes !== undefined && base64ByteCount(value as string) > shape.maxBytes) {
				const byteCount = base64ByteCount(value as string);
				const shown = `java.nio.HeapByteBuffer[pos=0 lim=${byteCount} cap=${byteCount}]`;
				found.push({
					path,
					value: shown,
					kind: 'length',
					constraint: `Member must have length less than or equal to ${shape.maxBytes}`,
					member,
				});
			}
			return;
		case 'boolean':
		case 'timestamp':
	}
}

function validateString(shape: StringShape, value: string, path: string, member: string, found: Violation[]): void {
	if (shape.values && !shape.values.includes(value)) {
		found.push({path, value, kind: 'enum', constraint: `Member must satisfy enum value set: [${shape.values.join(', ')}]`, member});
		return;
	}
	if (shape.pattern && !shape.pattern.test(value)) {
		const source = shape.pattern.source.replace(/^\^(?:\(\?:)?/, '').replace(/\)?\$$/, '');
		found.push({path, value, kind: 'pattern', constraint: `Member must satisfy regular expression pattern: ${source}`, member});
	}
	validateLength(shape, value.length, value, path, member, found);
}

function validateLength(
	shape: {readonly minLength?: number; readonly maxLength?: number},
	length: number,
	value: unknown,
	path: string,
	member: string,
	found: Violation[],
): void {
	if (shape.minLength !== undefined && length < shape.minLength) {
		found.push({path, value, kind: 'length', constraint: `Member must have length greater than or equal to ${shape.minLength}`, member});
	}
	if (shape.maxLength !== undefined && length > shape.maxLength) {
		found.push({path, value, kind: 'length', constraint: `Member must have length less than or equal to ${shape.maxLength}`, member});
	}
}

function validateNumber(shape: NumberShape, value: number, path: string, member: string, found: Violation[]): void {
	if (shape.min !== undefined && value < shape.min) {
		found.push({path, value, kind: 'range', constraint: `Member must have value greater than or equal to ${shape.min}`, member});
	}
	if (shape.max !== undefined && value > shape.max) {
		found.push({path, value, kind: 'range', constraint: `Member must have value less than or equal to ${shape.max}`, member});
	}
}

function joinPath(path: string, name: string): string {
	return path === '' ? name : `${path}.${name}`;
}

function lowerFirst(name: string): string {
	return name.charAt(0).toLowerCase() + name.slice(1);
}
