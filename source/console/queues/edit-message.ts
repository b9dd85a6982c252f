import type {Message} from '../../aws/queue.ts';
import {editText, readEditText} from '../../operations/edit-text.ts';
import {attributeWords} from '../../operations/attribute-words.ts';
import type {MessageEdit} from '../../operations/message-edit.ts';
import {differenceLines, factDifferenceLines} from '../difference.ts';
import type {EffectTools} from '../effects.ts';
import {line, span, type Line} from '../line.ts';
import type {State} from '../state.ts';

/** What was written about a message and not yet sent is kept until the console ends: the editor begins with it next time. */
function draftKey(messageId: string): string {
	return `edit-draft/${messageId}`;
}

/** Lets the operator edit a message. Answers the file as it was left; undefined when it cannot be used, which is said. */
export async function editMessage(tools: EffectTools, message: Message): Promise<string | undefined> {
	const key = draftKey(message.messageId);
	// Only this puts something under the key, and always a text.
	const draft = tools.shelf.get(key)?.value as string | undefined;
	const keep = (text: string): void => tools.shelf.put(key, {value: text, end: () => Promise.resolve(undefined)});
	const fail = (problem: string): void =>
		tools.dispatch({type: 'notice', text: `${problem} Nothing was sent.`, isFailure: true, atMs: tools.clock.nowMs()});
	const before = draft ?? editText(message);
	const edited = await tools.resting(tools.terminal.edit(before));
	if (edited.problem !== undefined) {
		const isWritten = edited.text !== undefined && edited.text !== before;
		if (isWritten) keep(edited.text);
		fail(isWritten ? `${edited.problem} e goes on from what was saved.` : edited.problem);
		return undefined;
	}
	if (edited.text === editText(message)) tools.shelf.take(key);
	else keep(edited.text);
	const read = readEditText(edited.text, message);
	if ('edit' in read) return edited.text;
	fail(`${read.problem} e goes on from what you wrote.`);
	return undefined;
}

/** What was written about a message was sent, so that the next edit begins anew. */
export function forgetDraft(tools: EffectTools, messageId: string): void {
	tools.shelf.take(draftKey(messageId));
}

/** A message by its id, among those held or seen of a queue. */
export function messageOf(state: State, url: string, messageId: string): Message | undefined {
	return state.queues.peeks[url]?.messages.find(({message}) => message.messageId === messageId)?.message;
}

/** What a file that `editMessage` answered says; it was read once already, so that there is an edit in it. */
export function editOf(message: Message, text: string): Required<Pick<MessageEdit, 'body' | 'attributes'>> {
	const read = readEditText(text, message);
	return 'edit' in read ? read.edit : {body: message.body, attributes: message.attributes};
}

/** Whether the file says anything else than the message. */
export function isEdited(message: Message, text: string): boolean {
	const {body, attributes} = editOf(message, text);
	return body !== message.body || attributeWords(attributes).join('\n') !== attributeWords(message.attributes).join('\n');
}

/** What is different: attributes, then the body. A frame asks as often as it is drawn, so what is known is kept by `owner`. */
export function editDifference(owner: object, message: Message, text: string): readonly Line[] {
	const known = linesOf.get(owner);
	if (known && known.text === text) return known.lines;
	const {body, attributes} = editOf(message, text);
	const facts = factDifferenceLines(factsOf(message.attributes), factsOf(attributes));
	const lines =
		facts.length > 0 && body === message.body
			? [...facts, line(span(' body: the same', 'dim'))]
			: [...facts, ...differenceLines(message.body, body)];
	linesOf.set(owner, {text, lines});
	return lines;
}

const linesOf = new WeakMap<object, {readonly text: string; readonly lines: readonly Line[]}>();

function factsOf(attributes: Message['attributes']): ReadonlyMap<string, string> {
	return new Map(
		Object.entries(attributes).map(([name, {dataType, stringValue, binaryValue}]) => [
			`attribute ${name}`,
			`${dataType === 'String' ? '' : `${dataType} `}${stringValue ?? Buffer.from(binaryValue ?? new Uint8Array()).toString('base64')}`,
		]),
	);
}
