import {parameterValueInvalid} from './errors.ts';

/** As the wire has them: DataType, StringValue or BinaryValue (base64). */
export type MessageAttributes = Readonly<
	Record<string, {readonly DataType: string; readonly StringValue?: string | undefined; readonly BinaryValue?: string | undefined}>
>;

const nameBytesMax = 256;

/** Refuses attributes that SNS refuses, in its words. */
export function checkMessageAttributes(attributes: MessageAttributes): void {
	for (const name of Object.keys(attributes)) {
		checkName(name);
		const attribute = attributes[name];
		if (attribute) checkValue(name, attribute);
	}
}

function checkName(name: string): void {
	if (Buffer.byteLength(name) > nameBytesMax) throw parameterValueInvalid('Length of message attribute name must be less than 256 bytes.');
	const odd = /[^\w.-]/u.exec(name)?.[0];
	if (odd !== undefined) {
		const code = odd.codePointAt(0)?.toString(16).toUpperCase();
		throw parameterValueInvalid(
			`Invalid non-alphanumeric character '#x${code}' was found in the message attribute name. Can only include alphanumeric characters, hyphens, underscores, or dots.`,
		);
	}
	if (name.startsWith('.')) throw parameterValueInvalid("Invalid message attribute name starting with character '.' was found.");
	if (name.endsWith('.')) throw parameterValueInvalid("Invalid message attribute name ending with character '.' was found.");
	if (name.includes('..')) throw parameterValueInvalid("Message attribute name can not have successive '.' character.");
}

function checkValue(name: string, attribute: MessageAttributes[string]): void {
	const {DataType: type, StringValue: text, BinaryValue: binary} = attribute;
	const base = /^(Binary|Number|String)(?:\.|$)/.exec(type)?.[1];
	if (!base) {
		throw parameterValueInvalid(
			`The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
		);
	}
	const isBinary = base === 'Binary';
	const value = isBinary ? binary : text;
	if (value !== undefined && value !== '') return;
	const other = isBinary ? text : binary;
	if (other !== undefined && other !== '') {
		throw parameterValueInvalid(`The message attribute '${name}' with type '${type}' must use field '${isBinary ? 'Binary' : 'String'}'.`);
	}
	throw parameterValueInvalid(
		`The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${type}'.`,
	);
}

/** Bytes that count against the limit of a publication: names, types and values. */
export function messageAttributeBytes(attributes: MessageAttributes): number {
	let byteCount = 0;
	for (const name of Object.keys(attributes)) {
		const attribute = attributes[name];
		if (!attribute) continue;
		byteCount += Buffer.byteLength(name) + Buffer.byteLength(attribute.DataType);
		if (attribute.StringValue !== undefined) byteCount += Buffer.byteLength(attribute.StringValue);
		if (attribute.BinaryValue !== undefined) byteCount += Buffer.byteLength(attribute.BinaryValue, 'base64');
	}
	return byteCount;
}
