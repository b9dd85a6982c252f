import {jsonLine} from '../payload/json-line.ts';
import type {Message, MessageAttribute, OutgoingMessage} from '../aws/queue.ts';
import {UsageError} from '../shared/errors.ts';
import {newDeduplicationId} from './transfer.ts';

/** A message as JSON keeps it: nothing lost, bytes as base64. What `--json` prints and files hold. */
export function messageJson(message: Message): object {
	const attributes = Object.fromEntries(Object.entries(message.attributes).map(([name, value]) => [name, attributeJson(value)]));
	return {...message, attributes};
}

function attributeJson({dataType, stringValue, binaryValue}: MessageAttribute): object {
	if (stringValue !== undefined) return {dataType, stringValue};
	return {dataType, binaryValue: Buffer.from(binaryValue ?? new Uint8Array()).toString('base64')};
}

/** One line, harmless to a terminal, which reads back as the same message. */
export function messageLine(message: Message): string {
	return jsonLine(messageJson(message));
}

/**
Reads a line that `messageLine` wrote, or any with a `body`, as a message to send. Ids, times and counts are the queue's to give.

@throws UsageError that says what is wrong with the line, and never shows it.
*/
export function readMessageLine(line: string): OutgoingMessage {
	const given = parseObject(line);
	const {body, delaySeconds} = given;
	if (typeof body !== 'string') throw new UsageError('The line has no "body" that is a text.');
	const text = (name: string): string | undefined => {
		const value = given[name];
		if (value === undefined || typeof value === 'string') return value;
		throw new UsageError(`"${name}" is no text.`);
	};
	if (delaySeconds !== undefined && typeof delaySeconds !== 'number') throw new UsageError('"delaySeconds" is no number.');
	const attributes = readAttributes(given['attributes']);
	const [groupId, deduplicationId, traceHeader] = [text('groupId'), text('deduplicationId'), text('traceHeader')];
	return {
		body,
		...(attributes && {attributes}),
		...(groupId !== undefined && {groupId}),
		...(deduplicationId !== undefined && {deduplicationId}),
		...(traceHeader !== undefined && {traceHeader}),
		...(delaySeconds !== undefined && {delaySeconds}),
	};
}

/**
Reads a line as `readMessageLine` does, fit for the queue that it goes to. For a FIFO queue a message that was received has a new deduplication ID, made of
its old id: the same file sent twice within five minutes is there once. A standard queue takes none.

@throws UsageError.
*/
export function readSavedLine(line: string, {isFifo}: {isFifo: boolean}): OutgoingMessage {
	const {deduplicationId, ...message} = readMessageLine(line);
	if (!isFifo) return message;
	const {messageId} = parseObject(line);
	const id = typeof messageId === 'string' && messageId !== '' ? newDeduplicationId({messageId}) : deduplicationId;
	return {...message, ...(id !== undefined && {deduplicationId: id})};
}

/**
The id, and the receipt handle where there is one, of a line of JSON; or the line itself as an id.

@throws UsageError for JSON without a `messageId`.
*/
export function readMessageRef(line: string): {messageId: string; receiptHandle?: string} {
	if (!line.trimStart().startsWith('{')) return {messageId: line.trim()};
	const {messageId, receiptHandle} = parseObject(line);
	if (typeof messageId !== 'string' || messageId === '') throw new UsageError('The line has no "messageId" that is a text.');
	return {messageId, ...(typeof receiptHandle === 'string' && receiptHandle !== '' && {receiptHandle})};
}

/**
Reads a line that a receive printed as a message that can be deleted. Its body is not kept; its size is.

@throws UsageError for a line without an id and a receipt handle.
*/
export function readReceivedLine(line: string): Message {
	const {messageId, receiptHandle} = readMessageRef(line);
	if (receiptHandle === undefined) throw new UsageError('The line has no "receiptHandle" that is a text.');
	const {bodyBytes, sentAtMs} = parseObject(line);
	return {
		messageId,
		receiptHandle,
		body: '',
		bodyBytes: typeof bodyBytes === 'number' ? bodyBytes : 0,
		sentAtMs: typeof sentAtMs === 'number' ? sentAtMs : 0,
		receiveCount: 1,
		attributes: {},
	};
}

function parseObject(line: string): Readonly<Record<string, unknown>> {
	let value: unknown;
	try {
		value = JSON.parse(line);
	} catch {
		// The parser's own words would show the text.
		throw new UsageError('The line is no JSON.');
	}
	if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new UsageError('The line is no JSON object.');
	return value as Readonly<Record<string, unknown>>;
}

function readAttributes(value: unknown): Record<string, MessageAttribute> | undefined {
	if (value === undefined) return undefined;
	if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new UsageError('"attributes" is no JSON object.');
	return Object.fromEntries(Object.entries(value).map(([name, attribute]) => [name, readAttribute(name, attribute)]));
}

function readAttribute(name: string, value: unknown): MessageAttribute {
	const {dataType, stringValue, binaryValue} = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
	if (typeof dataType === 'string' && typeof stringValue === 'string') return {dataType, stringValue};
	if (typeof dataType === 'string' && typeof binaryValue === 'string') return {dataType, binaryValue: Buffer.from(binaryValue, 'base64')};
	throw new UsageError(`The attribute "${name}" needs a "dataType" and a "stringValue" or "binaryValue" (base64).`);
}
