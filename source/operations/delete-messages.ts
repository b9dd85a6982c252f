import type {Message, QueueAttributes, QueueRef} from '../aws/queue.ts';
import type {Session} from '../aws/session.ts';
import type {Clock} from '../shared/clock.ts';
import {formatAge, formatBytes, plural} from '../shared/units.ts';
import {commandLine} from './command-line.ts';
import {deleteConfirmed} from './confirm.ts';
import {createFateCounter, type Ended, type MessageFate} from './message-fate.ts';
import {idWords, totalBytes} from './message-words.ts';
import {createGrace} from './pace.ts';
import type {Plan} from './plan.ts';
import {queueSettings} from './queue-settings.ts';
import type {UndoStore} from './undo.ts';
import {accountFact} from './where.ts';

export type DeleteMessagesRequest = {readonly queue: QueueAttributes; readonly messages: readonly Message[]};

/**
Says what deleting held messages will do. Changes nothing.

@param options.messages As they were received, with their receipt handles.
@throws What GetQueueAttributes answers.
*/
export async function planDeleteMessages(
	session: Session,
	options: {clock: Clock; queue: QueueRef; messages: readonly Message[]},
	{signal}: {signal?: AbortSignal} = {},
): Promise<Plan<DeleteMessagesRequest>> {
	const {clock, messages} = options;
	const within = signal ? {signal} : {};
	const [queue, account] = await Promise.all([session.queues.attributes(options.queue.url, within), accountFact(session, within)]);
	const count = messages.length;
	const oldestMs = Math.min(...messages.map(({sentAtMs}) => sentAtMs));
	return {
		operation: 'delete-messages',
		level: 'destroy',
		title: `Delete ${plural(count, 'message')} of ${queue.name}`,
		verb: count === 1 ? 'delete it' : 'delete them',
		subject: {kind: 'messages', name: `delete ${count}`},
		facts: [
			account,
			{
				label: 'deletes',
				text: `${plural(count, 'message')}, ${formatBytes(totalBytes(messages))}, oldest sent ${formatAge(clock.nowMs() - oldestMs)} ago`,
			},
			{label: 'for good', text: 'AWS keeps no copy; one kept here can be sent again for 10 minutes, as a new message'},
		],
		warnings: [],
		command: commandLine('delete', queue.name, ...idWords(messages)),
		counts: {},
		settings: queueSettings(queue),
		request: {queue, messages},
	};
}

export type DeleteMessagesOptions = {
	readonly clock: Clock;
	/** Gets what was deleted. */
	readonly undo?: UndoStore;
	/** Whether a message is still held by whoever received it; one that is not is left alone. Default: all are. */
	readonly isHeld?: (message: Message) => boolean;
};

/**
Deletes held messages, ten in a call, and tells of each what became of it. Changes real data, for good. Throws nothing.

A delete without an answer makes its messages doubtful. Stopped, it finishes the call under way within two seconds.
*/
export async function* executeDeleteMessages(
	session: Session,
	plan: Plan<DeleteMessagesRequest>,
	options: DeleteMessagesOptions,
	{signal}: {signal?: AbortSignal} = {},
): AsyncGenerator<MessageFate | Ended> {
	const {queue, messages} = plan.request;
	const counter = createFateCounter();
	const grace = createGrace(signal, options);
	let failure: Ended['error'];
	try {
		for (let start = 0; start < messages.length && !failure && !signal?.aborted; start += 10) {
			const {fates, error} = await deleteBatch(session, {
				...options,
				queue,
				messages: messages.slice(start, start + 10),
				signal: grace.signal,
			});
			for (const fate of fates) counter.add(fate);
			failure = signal?.aborted ? undefined : error;
			yield* fates;
		}
	} finally {
		grace.end();
	}
	const remainingCount = messages.length - counter.count();
	yield counter.ended({from: queue.name, remainingCount, isInterrupted: signal?.aborted ?? false, ...(failure && {error: failure})});
}

/** Deletes up to ten messages; also used by what looks through a whole queue. */
export async function deleteBatch(
	session: Session,
	options: DeleteMessagesOptions & {queue: QueueAttributes; messages: readonly Message[]; signal: AbortSignal},
): Promise<{fates: readonly MessageFate[]; error?: NonNullable<Ended['error']>}> {
	const {queue, undo, isHeld = () => true} = options;
	const held = options.messages.filter(isHeld);
	const fates: MessageFate[] = options.messages
		.filter(message => !held.includes(message))
		.map(message => ({type: 'failed', message, code: 'not-held', reason: 'it is not held any more; receive it again'}));
	if (held.length === 0) return {fates};
	const {results, error} = await deleteConfirmed(session, queue, held, options);
	for (const [index, message] of held.entries()) {
		const result = results[index] ?? {status: 'unanswered', reason: 'AWS said nothing about it'};
		if (result.status === 'deleted') {
			undo?.keep({message, queue: {name: queue.name, url: queue.url}, isFifo: queue.isFifo});
			fates.push({type: 'deleted', message});
		} else if (result.status === 'unanswered') fates.push({type: 'doubtful', message, step: 'delete', reason: result.reason});
		else if (result.code !== 'interrupted') fates.push({type: 'failed', message, code: result.code, reason: result.reason});
	}
	return {fates, ...(error && {error})};
}
