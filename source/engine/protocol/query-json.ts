import type {Members, Shape, StructureShape} from '../shape.ts';

/*
The JSON that AWS answers Query requests with when they ask for it: API Gateway does, and so did boto 2. It is older than AWS JSON, and otherwise than there absent members are null and flattened maps lists of pairs.
*/

/** Two lists are called by their names inside of AWS. */
const innerNames: Readonly<Record<string, string>> = {Messages: 'messages', QueueUrls: 'queueUrls'};

/** The answer of an action. Without an output there is no result. */
export function encodeQueryJson(options: {
	readonly action: string;
	readonly shape: StructureShape;
	readonly value: unknown;
	readonly requestId: string;
}): string {
	const {action, shape, value, requestId} = options;
	const hasResult = shape.hasEmptyResult || Object.keys(shape.required).length + Object.keys(shape.optional).length > 0;
	const result = hasResult ? {[`${action}Result`]: plain(shape, value ?? {})} : {};
	return JSON.stringify({[`${action}Response`]: {...result, ResponseMetadata: {RequestId: requestId}}});
}

export function encodeQueryJsonError(error: {
	readonly code: string;
	readonly message: string;
	readonly fault: 'Sender' | 'Receiver';
	readonly requestId: string;
}): string {
	const {code, message, fault, requestId} = error;
	return JSON.stringify({Error: {Code: code, Message: message, Type: fault}, RequestId: requestId});
}

// The casts hold because handlers are typed by the same shape.
function plain(shape: Shape, value: unknown): unknown {
	if (value === undefined || value === null) return null;
	switch (shape.type) {
		case 'timestamp':
			return (value as number) / 1000;
		case 'list':
			return (value as readonly unknown[]).map(item => plain(shape.member as Shape, item));
		case 'map': {
			const entries = Object.entries(value as Readonly<Record<string, unknown>>).filter(([, item]) => item !== undefined);
			const {flattenedName, keyName = 'key', valueName = 'value'} = shape;
			if (flattenedName === undefined) return Object.fromEntries(entries.map(([key, item]) => [key, plain(shape.value as Shape, item)]));
			return entries.map(([key, item]) => ({[keyName]: key, [valueName]: plain(shape.value as Shape, item)}));
		}
		case 'structure': {
			const members: Members = {...shape.required, ...shape.optional};
			const found = value as Readonly<Record<string, unknown>>;
			return Object.fromEntries(Object.entries(members).map(([name, member]) => [innerNames[name] ?? name, plain(member, found[name])]));
		}
		default:
			return value;
	}
}
