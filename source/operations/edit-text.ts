import type {Message, MessageAttribute} from '../aws/queue.ts';
import type {MessageEdit} from './message-edit.ts';

/** Everything below this line is the body, byte for byte. */
const bodyLine = '# -- the body is everything below this line --';

/** What an editor made of a message; or why nothing can be made of it, with the line. */
export type ReadEdit = {readonly edit: Required<Pick<MessageEdit, 'body' | 'attributes'>>} | {readonly problem: string};

/**
A message as a file for an editor: what it is, in comments; its attributes, one a line; its body as it was sent.

`readEditText` reads it back.
*/
export function editText(message: Message): string {
	const {attributes, body, messageId, receiveCount, sentAtMs} = message;
	return [
		`# Message ${messageId}, sent ${new Date(sentAtMs).toISOString()}, received ${receiveCount} times.`,
		'# Save and leave to see the difference; nothing is sent before you confirm it.',
		'# Attributes, one a line: name: text, or name (Number): 12, or name (Binary): base64.',
		...Object.entries(attributes).map(([name, attribute]) => attributeLine(name, attribute)),
		bodyLine,
		body,
	].join('\n');
}

/**
Reads what an editor left of `editText`.

@param before The message that was edited: most editors end a file with a newline that nobody typed.
*/
export function readEditText(text: string, before: Pick<Message, 'body'>): ReadEdit {
	const [head, body] = cutAtBody(text);
	if (body === undefined) return {problem: `The line "${bodyLine}" is not there any more, so what the body is cannot be told.`};
	const attributes = new Map<string, MessageAttribute>();
	for (const [index, line] of head.split(/\r?\n/).entries()) {
		if (line.trim() === '' || line.startsWith('#')) continue;
		const read = readAttributeLine(line);
		if ('problem' in read) return {problem: `Line ${index + 1}: ${read.problem}`};
		if (attributes.has(read.name)) return {problem: `Line ${index + 1}: the attribute ${read.name} is there twice.`};
		attributes.set(read.name, read.attribute);
	}
	if (attributes.size > 10) return {problem: 'SQS takes at most 10 attributes.'};
	const edited = body.endsWith('\n') && !before.body.endsWith('\n') ? body.slice(0, -1) : body;
	return edited === '' ? {problem: 'SQS takes no empty message.'} : {edit: {body: edited, attributes: Object.fromEntries(attributes)}};
}

function cutAtBody(text: string): [head: string, body: string | undefined] {
	const [found = '', before = ''] = new RegExp(`(^|\\n)${bodyLine}(?:\\r?\\n|$)`).exec(text) ?? [];
	if (found === '') return [text, undefined];
	const start = text.indexOf(found);
	return [text.slice(0, start + before.length), text.slice(start + found.length)];
}

function attributeLine(name: string, {dataType, stringValue, binaryValue}: MessageAttribute): string {
	const shownName = /^[\w.-]+$/.test(name) ? name : JSON.stringify(name);
	const type = dataType === 'String' ? '' : ` (${dataType})`;
	return `${shownName}${type}: ${stringValue === undefined ? Buffer.from(binaryValue ?? new Uint8Array()).toString('base64') : valueText(stringValue)}`;
}

/** Quoted where a line could not hold it as it is. */
function valueText(value: string): string {
	return value === value.trim() && !/\p{Cc}|^"/u.test(value) ? value : JSON.stringify(value);
}

function readAttributeLine(line: string): {name: string; attribute: MessageAttribute} | {problem: string} {
	const [, quoted, plain, dataType = 'String', shown] =
		/^\s*(?:("(?:[^"\\]|\\.)*")|([\w.-]+))(?:\s*\(([^)]*)\))?\s*:\s*(.*?)\s*$/s.exec(line) ?? [];
	const name = quoted === undefined ? plain : unquoted(quoted);
	if (name === undefined || shown === undefined) return {problem: 'no attribute is named here; write name: value.'};
	const value = unquoted(shown);
	if (!/^(?:String|Number|Binary)(?:\..+)?$/.test(dataType)) return {problem: `"${dataType}" is none of String, Number, Binary.`};
	if (value === '') return {problem: `${name} has no value; SQS refuses empty ones.`};
	if (dataType.startsWith('Binary')) return {name, attribute: {dataType, binaryValue: Buffer.from(value, 'base64')}};
	if (dataType.startsWith('Number') && !Number.isFinite(Number(value))) return {problem: `${name} is a Number, "${value}" is none.`};
	return {name, attribute: {dataType, stringValue: value}};
}

function unquoted(text: string): string {
	if (!/^".*"$/s.test(text)) return text;
	try {
		// Between quotes JSON has nothing but a text.
		return JSON.parse(text) as string;
	} catch {
		// Quotes that are part of the value.
		return text;
	}
}
