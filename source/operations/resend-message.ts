import type {Message, OutgoingMessage, QueueAttributes, QueueRef} from '../aws/queue.ts';
import type {Session} from '../aws/session.ts';
import {formatBytes, formatSeconds} from '../shared/units.ts';
import {attributeWords} from './attribute-words.ts';
import {checkMessage} from './check-message.ts';
import {canShow, commandLine} from './command-line.ts';
import {createFateCounter, type Ended, type MessageFate} from './message-fate.ts';
import type {MessageEdit} from './message-edit.ts';
import {messageBytes} from './message-size.ts';
import {endOfTransfers, runTransfers, type MoveMessagesOptions} from './move-messages.ts';
import type {Plan} from './plan.ts';
import {queueSettings} from './queue-settings.ts';
import {newDeduplicationId, type Transfer} from './transfer.ts';
import {TransferRunner} from './transfer-runner.ts';
import {accountFact} from './where.ts';

export type ResendRequest = {readonly queue: QueueAttributes; readonly transfer: Transfer; readonly isOriginalKept: boolean};

/**
Says what sending an edited message and deleting the old one will do. Changes nothing. The texts before and after are the caller's to show.

@param options.message As it was received, with its receipt handle.
@param options.destination Default: the queue that it is in.
@param options.isOriginalKept Default: false.
@throws UsageError when AWS would refuse the message.
*/
export async function planResend(
	session: Session,
	options: {queue: QueueRef; message: Message; edit: MessageEdit; destination?: QueueRef; isOriginalKept?: boolean},
	{signal}: {signal?: AbortSignal} = {},
): Promise<Plan<ResendRequest>> {
	const {message, edit, isOriginalKept = false} = options;
	const within = signal ? {signal} : {};
	const [queue, account, chosen] = await Promise.all([
		session.queues.attributes(options.queue.url, within),
		accountFact(session, within),
		options.destination && session.queues.attributes(options.destination.url, within),
	]);
	const destination = chosen ?? queue;
	const outgoing = applyEdit(message, edit, destination);
	checkMessage(destination, outgoing);
	return {
		operation: 'resend',
		level: 'change',
		title: `Send ${message.messageId.slice(0, 8)} again to ${destination.name}, edited`,
		verb: 'send it',
		subject: {kind: 'queue', name: destination.name},
		facts: [account, ...resendFacts({message, outgoing, destination, isOriginalKept})],
		warnings: isSame(message, outgoing) ? ['Nothing was changed: the same text is sent again.'] : [],
		command: resendCommand(destination, outgoing),
		counts: {},
		settings: {...queueSettings(queue), ...queueSettings(destination)},
		request: {queue, transfer: {message, destination, outgoing}, isOriginalKept},
	};
}

/**
Sends the edited message and, once it is confirmed by id and checksums, deletes the old one. Changes real data. Throws nothing once begun.
*/
export async function* executeResend(
	session: Session,
	plan: Plan<ResendRequest>,
	options: Pick<MoveMessagesOptions, 'clock' | 'undo' | 'isHeld'>,
	{signal}: {signal?: AbortSignal} = {},
): AsyncGenerator<MessageFate | Ended> {
	const {queue, transfer, isOriginalKept} = plan.request;
	const counter = createFateCounter();
	const runner = new TransferRunner({...options, source: queue, from: session, to: session, keepsOriginals: isOriginalKept, signal});
	let newMessageId: string | undefined;
	try {
		for await (const fate of runTransfers(runner, [transfer], {counter, ratePerSecond: undefined})) {
			if (fate.type === 'moved' || fate.type === 'copied') ({newMessageId} = fate);
			yield fate;
		}
	} finally {
		runner.end();
	}
	const ended = endOfTransfers({runner, counter, queue, transfers: [transfer]});
	const old = isOriginalKept ? 'kept' : 'deleted';
	yield newMessageId === undefined
		? ended
		: {...ended, summary: `Sent ${newMessageId} to ${transfer.destination.name} and ${old} the old one.`};
}

function applyEdit(message: Message, edit: MessageEdit, destination: QueueAttributes): OutgoingMessage {
	const {body = message.body, attributes = message.attributes, groupId = message.groupId, delaySeconds} = edit;
	// Always a new one: a queue that deduplicates by content would swallow a text that it took within the last 5 minutes.
	const deduplicationId = destination.isFifo
		? (edit.deduplicationId ?? newDeduplicationId(message, JSON.stringify([body, attributes])))
		: undefined;
	return {
		body,
		attributes,
		...(groupId !== undefined && {groupId}),
		...(deduplicationId !== undefined && {deduplicationId}),
		...(delaySeconds !== undefined && {delaySeconds}),
		...(message.traceHeader !== undefined && {traceHeader: message.traceHeader}),
	};
}

function resendFacts(options: {
	message: Message;
	outgoing: OutgoingMessage;
	destination: QueueAttributes;
	isOriginalKept: boolean;
}): Plan['facts'] {
	const {message, outgoing, destination, isOriginalKept} = options;
	const [before, after] = [messageBytes(message.body, message.attributes), messageBytes(outgoing.body, outgoing.attributes)];
	const facts = [
		{label: 'sends', text: `1 message, ${formatBytes(before)} → ${formatBytes(after)} of ${formatBytes(destination.messageBytesMax)}`},
		{label: 'attributes', text: attributeChanges(message.attributes, outgoing.attributes ?? {})},
		{label: 'group', text: outgoing.groupId ?? ''},
		{label: 'dedup', text: outgoing.deduplicationId === undefined ? '' : `new: ${outgoing.deduplicationId}`},
		{label: 'then', text: isOriginalKept ? 'keeps the old one' : "deletes the old one once the new one's id and MD5 agree"},
		{label: 'becomes', text: `new: new id, receive count 0, kept ${formatSeconds(destination.retentionSeconds)} from now`},
	];
	return facts.filter(({text}) => text !== '');
}

/** `adds errorCode, changes total, removes note`; empty when they stay. */
function attributeChanges(before: Message['attributes'], after: Message['attributes']): string {
	const text = (attributes: Message['attributes'], name: string): string | undefined =>
		attributeWords({[name]: attributes[name] ?? {dataType: ''}})[1];
	const names = (verb: string, found: readonly string[]): string[] => (found.length === 0 ? [] : [`${verb} ${found.join(', ')}`]);
	const both = Object.keys(after).filter(name => name in before);
	return [
		...names(
			'adds',
			Object.keys(after).filter(name => !(name in before)),
		),
		...names(
			'changes',
			both.filter(name => text(before, name) !== text(after, name)),
		),
		...names(
			'removes',
			Object.keys(before).filter(name => !(name in after)),
		),
	].join(', ');
}

function isSame(message: Message, {attributes = {}, body, groupId}: OutgoingMessage): boolean {
	return body === message.body && groupId === message.groupId && attributeChanges(message.attributes, attributes) === '';
}

/** The new message as a `sluice send`; the old one is then deleted by its id. */
function resendCommand(destination: QueueAttributes, {attributes = {}, body, deduplicationId, groupId}: OutgoingMessage): string {
	return commandLine(
		'send',
		destination.name,
		canShow(body) ? body : '-',
		...(groupId === undefined ? [] : ['--group', groupId]),
		...(deduplicationId === undefined ? [] : ['--dedup', deduplicationId]),
		...attributeWords(attributes),
	);
}
