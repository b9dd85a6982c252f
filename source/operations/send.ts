import type {OutgoingMessage, QueueAttributes, QueueRef} from '../aws/queue.ts';
import type {Session} from '../aws/session.ts';
import {formatBytes, formatCount, formatSeconds} from '../shared/units.ts';
import {attributeWords} from './attribute-words.ts';
import {checkMessage} from './check-message.ts';
import {canShow, commandLine} from './command-line.ts';
import {messageBytes} from './message-size.ts';
import type {Outcome, Plan} from './plan.ts';
import {queueSettings} from './queue-settings.ts';
import {accountFact} from './where.ts';

export type SendRequest = {readonly queue: QueueAttributes; readonly message: OutgoingMessage};

/**
Says what sending a message will do, and checks it against the queue.

@throws UsageError when AWS would refuse the message; what GetQueueAttributes answers.
*/
export async function planSend(
	session: Session,
	options: {queue: QueueRef; message: OutgoingMessage},
	{signal}: {signal?: AbortSignal} = {},
): Promise<Plan<SendRequest>> {
	const {message} = options;
	const within = signal ? {signal} : {};
	const [queue, account] = await Promise.all([session.queues.attributes(options.queue.url, within), accountFact(session, within)]);
	checkMessage(queue, message);
	return {
		operation: 'send',
		level: 'change',
		title: `Send to ${queue.name}`,
		verb: 'send it',
		subject: {kind: 'queue', name: queue.name},
		facts: [account, ...facts(queue, message)],
		warnings: [],
		command: sendCommand(queue, message),
		counts: {},
		settings: queueSettings(queue),
		request: {queue, message},
	};
}

/** Sends the message. Changes real data. */
export async function executeSend(
	session: Session,
	plan: Plan<SendRequest>,
	{signal}: {signal?: AbortSignal} = {},
): Promise<Outcome & {messageId: string; sequenceNumber?: string}> {
	const {queue, message} = plan.request;
	const sent = await session.queues.send(queue.url, message, signal ? {signal} : {});
	return {summary: `Sent ${sent.messageId} to ${queue.name}.`, ...sent};
}

function facts(queue: QueueAttributes, message: OutgoingMessage): Plan['facts'] {
	const {attributes = {}, body, deduplicationId, delaySeconds, groupId} = message;
	const names = Object.keys(attributes);
	const delay = delaySeconds ?? queue.delaySeconds;
	const found = [
		{label: 'sends', text: `1 message, ${formatBytes(messageBytes(body, attributes))} of ${formatBytes(queue.messageBytesMax)}`},
		{label: 'attributes', text: names.join(', ')},
		{label: 'group', text: groupId ?? ''},
		{label: 'dedup', text: deduplicationId ?? (queue.isFifo ? 'by content: the same body within 5 minutes is swallowed' : '')},
		{label: 'visible', text: delay === 0 ? 'at once' : `after ${formatSeconds(delay)}`},
		{label: 'there', text: `about ${formatCount(queue.readyCount)} ready; kept ${formatSeconds(queue.retentionSeconds)}`},
	];
	return found.filter(({text}) => text !== '');
}

function sendCommand(queue: QueueAttributes, message: OutgoingMessage): string {
	const {attributes = {}, body, deduplicationId, delaySeconds, groupId} = message;
	const isShown = canShow(body);
	return commandLine(
		'send',
		queue.name,
		isShown ? body : '-',
		...(groupId === undefined ? [] : ['--group', groupId]),
		...(deduplicationId === undefined ? [] : ['--dedup', deduplicationId]),
		...(delaySeconds === undefined ? [] : ['--delay', String(delaySeconds)]),
		...attributeWords(attributes),
	);
}
