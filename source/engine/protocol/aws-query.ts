import type {ListShape, MapShape, Members, Shape, StructureShape} from '../shape.ts';
import {checkBase64} from './base64.ts';
import {Mismatch} from './mismatch.ts';

/**
The parameters of a Query request as a tree: `Attribute.1.Name=x` is the node `Attribute` › `1` › `Name` with the value `x`.
*/
export type FormNode = {
	value: string | undefined;
	/** Most parameters have none. */
	children: Map<string, FormNode> | undefined;
};

export function createForm(): FormNode {
	return {value: undefined, children: undefined};
}

/** Reads `application/x-www-form-urlencoded` text into the form; `+` is a space. A parameter given again replaces the one before. */
export function readForm(text: string, form: FormNode): FormNode {
	if (text === '') return form;
	for (const pair of text.split('&')) {
		if (pair === '') continue;
		const equals = pair.indexOf('=');
		const name = decodeFormText(equals === -1 ? pair : pair.slice(0, equals));
		const value = equals === -1 ? '' : decodeFormText(pair.slice(equals + 1));
		place(form, name, value);
	}
	return form;
}

function place(form: FormNode, name: string, value: string): void {
	let node = form;
	if (name.includes('.')) for (const part of name.split('.')) node = childOf(node, part);
	else node = childOf(node, name);
	node.value = value;
}

function childOf(node: FormNode, name: string): FormNode {
	node.children ??= new Map();
	let child = node.children.get(name);
	if (!child) {
		child = createForm();
		node.children.set(name, child);
	}
	return child;
}

function decodeFormText(text: string): string {
	const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
	if (!spaced.includes('%')) return spaced;
	try {
		return decodeURIComponent(spaced);
	} catch {
		// Broken escapes and bytes that are not UTF-8 stand for themselves, as servers do with forms.
		return Buffer.from(
			spaced.replaceAll(/%([0-9a-fA-F]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16))),
			'latin1',
		).toString('utf8');
	}
}

/** Text of a top-level parameter, as `Action` and `Version`. */
export function formText(form: FormNode, name: string): string | undefined {
	return form.children?.get(name)?.value;
}

/** Reads a form as its shape says. Throws a Mismatch where a number, boolean, time or base64 is none. */
export function decodeForm(shape: StructureShape, form: FormNode): Record<string, unknown> {
	const value: Record<string, unknown> = {};
	decodeMembers(shape.required, form, value);
	decodeMembers(shape.optional, form, value);
	return value;
}

function decodeMembers(members: Members, form: FormNode, value: Record<string, unknown>): void {
	for (const name in members) {
		const shape = members[name];
		const decoded = shape && decodeMember(shape, name, form);
		if (decoded !== undefined) value[name] = decoded;
	}
}

function decodeMember(shape: Shape, name: string, form: FormNode): unknown {
	if (shape.type === 'list' || shape.type === 'map') {
		if (shape.flattenedName !== undefined) return decodeCollection(shape, form.children?.get(shape.flattenedName));
		const node = form.children?.get(name);
		const items = node?.children?.get(shape.type === 'list' ? 'member' : 'entry');
		// `Tags=` alone is how clients write an empty list.
		return items ? decodeCollection(shape, items) : node && (shape.type === 'list' ? [] : {});
	}
	const node = form.children?.get(name);
	return node && decodeValue(shape, name, node);
}

function decodeValue(shape: Shape, name: string, node: FormNode): unknown {
	switch (shape.type) {
		case 'structure':
			return decodeForm(shape, node);
		case 'list':
		case 'map': {
			const items = node.children?.get(shape.type === 'list' ? 'member' : 'entry');
			return decodeCollection(shape, items ?? node);
		}
		default:
			return node.value === undefined ? undefined : decodeScalar(shape, name, node.value);
	}
}

function decodeCollection(shape: ListShape | MapShape, node: FormNode | undefined): unknown {
	if (!node) return undefined;
	const items = itemsOf(node);
	if (shape.type === 'list')
		return items.map(item => decodeValue(shape.member as Shape, 'member', item)).filter(item => item !== undefined);
	const entries: Record<string, unknown> = {};
	for (const item of items) {
		const key = item.children?.get(shape.keyName ?? 'key')?.value;
		const valueNode = item.children?.get(shape.valueName ?? 'value');
		if (key === undefined || key === '__proto__') continue;
		entries[key] = valueNode ? decodeValue(shape.value as Shape, key, valueNode) : '';
	}
	return entries;
}

/**
Items in order of their numbers, which may start anywhere and have gaps. A single one may go without: the sample requests of Amazon SQS ask for `AttributeName=All` and set `Attribute.Name=…&Attribute.Value=…`.

@see [SetQueueAttributes](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html)
*/
function itemsOf(node: FormNode): readonly FormNode[] {
	const numbered = [...(node.children ?? [])].filter(([index]) => /^\d+$/.test(index));
	if (numbered.length === 0) return node.children || node.value ? [node] : [];
	return numbered.toSorted(([left], [right]) => Number(left) - Number(right)).map(([, item]) => item);
}

function decodeScalar(shape: Shape, name: string, text: string): unknown {
	switch (shape.type) {
		case 'integer':
		case 'long':
			if (!/^[+-]?\d+$/.test(text.trim()))
				throw new Mismatch(`Value (${text}) for parameter ${name} is invalid. Reason: Must be an integer.`);
			return Number(text);
		case 'double':
			if (text.trim() === '' || Number.isNaN(Number(text)))
				throw new Mismatch(`Value (${text}) for parameter ${name} is invalid. Reason: Must be a number.`);
			return Number(text);
		case 'boolean': {
			const lower = text.toLowerCase();
			if (lower !== 'true' && lower !== 'false')
				throw new Mismatch(`Value (${text}) for parameter ${name} is invalid. Reason: Must be true or false.`);
			return lower === 'true';
		}
		case 'timestamp': {
			const epochMs = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text);
			if (Number.isNaN(epochMs))
				throw new Mismatch(`Value (${text}) for parameter ${name} is invalid. Reason: Must be a time in ISO 8601 form.`);
			return epochMs;
		}
		case 'blob':
			return checkBase64(text);
		default:
			return text;
	}
}
