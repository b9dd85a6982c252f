import {isPlainText} from '../../shared/plain-text.ts';
import {invalidMessageContents, invalidParameterValue, invalidValue} from './errors.ts';
import type {MessageAttributes, MessageAttributeValue} from './message.ts';

/** What XML 1.0 forbids, surrogates aside. */
const illegalPattern = /[\0-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

/** Whether a body or a string value holds only characters that SQS takes. */
export function isLegalText(text: string): boolean {
	return isPlainText(text) || (text.isWellFormed() && !illegalPattern.test(text));
}

/** Throws InvalidMessageContents. */
export function checkBody(body: string): void {
	if (!isLegalText(body)) throw invalidMessageContents();
}

const idPattern = /^[\w!"#$%&'()*+,\-./:;<=>?@[\\\]^`{|}~]{1,128}$/;

/** Checks a message group ID, a deduplication ID or a receive request attempt ID. */
export function checkId(parameter: string, value: string | undefined): void {
	if (value === undefined || idPattern.test(value)) return;
	throw invalidValue({
		value,
		parameter,
		reason: `${parameter} can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
	});
}

const attributeCountMax = 10;
const attributeNameBytesMax = 256;
const attributeNamePattern = /^[\w.-]+$/;
const reservedNamePattern = /^(?:aws|amazon)\./i;
const dataTypePattern = /^(?:String|Number|Binary)(?:\..+)?$/;
const numberPattern = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/**
Throws InvalidParameterValue when a name, type or value is not one that SQS takes.

@see [Amazon SQS message attributes](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html)
*/
export function checkMessageAttributes(attributes: MessageAttributes): void {
	const names = Object.keys(attributes);
	if (names.length > attributeCountMax)
		throw invalidParameterValue(`Number of message attributes [${names.length}] exceeds the allowed maximum [${attributeCountMax}].`);
	for (const name of names) {
		checkAttributeName(name);
		// The key was just listed.
		checkAttributeValue(name, attributes[name] as MessageAttributeValue);
	}
}

function checkAttributeName(name: string): void {
	if (Buffer.byteLength(name) > attributeNameBytesMax)
		throw invalidParameterValue('Message (user) attribute names must be shorter than 256 Bytes');
	if (reservedNamePattern.test(name) || name.startsWith('.') || name.endsWith('.'))
		throw invalidParameterValue(
			"You can't use message attribute names beginning with 'AWS.' or 'Amazon.'. These strings are reserved for internal use. Additionally, they cannot start or end with '.'.",
		);
	if (!attributeNamePattern.test(name) || name.includes('..'))
		throw invalidParameterValue(
			'Message (user) attributes name can only contain upper and lower score characters, digits, periods, hyphens and underscores. ',
		);
}

/** Also for system attributes. */
export function checkAttributeValue(name: string, value: MessageAttributeValue): void {
	const {DataType: dataType} = value;
	if (!dataType) throw invalidParameterValue(`The message attribute '${name}' must contain non-empty message attribute type.`);
	if (!dataTypePattern.test(dataType) || dataType.length > attributeNameBytesMax)
		throw invalidParameterValue(
			`The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
		);
	const text = dataType.startsWith('Binary') ? value.BinaryValue : value.StringValue;
	if (!text) {
		const baseType = dataType.split('.', 1)[0];
		throw invalidParameterValue(`Message (user) attribute '${name}' must contain a non-empty value of type '${baseType}'.`);
	}
	if (dataType.startsWith('Binary')) return;
	if (!isLegalText(text)) throw invalidParameterValue(`Message (user) attribute '${name}' value contains invalid characters.`);
	if (dataType.startsWith('Number') && !isNumber(text))
		throw invalidParameterValue(`Can't cast the value of message (user) attribute '${name}' to a number.`);
}

const digitCountMax = 38;
const exponentMin = -128;
const exponentMax = 126;

/** Up to 38 digits, between 10^-128 and 10^126; the text is kept as it is. */
function isNumber(text: string): boolean {
	if (!numberPattern.test(text)) return false;
	const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
	const [whole = '', fraction = ''] = mantissa.replace(/^[+-]/, '').split('.');
	const digits = (whole + fraction).replace(/^0+/, '').replace(/0+$/, '');
	if (digits === '') return true;
	const leadingZeros = (whole + fraction).length - (whole + fraction).replace(/^0+/, '').length;
	const magnitude = whole.length - leadingZeros - 1 + Number(exponent);
	return digits.length <= digitCountMax && magnitude >= exponentMin && magnitude <= exponentMax;
}

/** What attributes add to a message's size: names, types and values. */
export function attributesByteCount(attributes: MessageAttributes): number {
	let byteCount = 0;
	for (const name of Object.keys(attributes)) {
		const value = attributes[name];
		if (!value) continue;
		byteCount += Buffer.byteLength(name) + Buffer.byteLength(value.DataType);
		if (value.BinaryValue !== undefined) byteCount += Buffer.byteLength(value.BinaryValue, 'base64');
		if (value.StringValue !== undefined) byteCount += Buffer.byteLength(value.StringValue);
	}
	return byteCount;
}
