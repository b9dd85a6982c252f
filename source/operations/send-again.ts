import type {QueueAttributes} from '../aws/queue.ts';
import type {Session} from '../aws/session.ts';
import type {Clock} from '../shared/clock.ts';
import {formatAgeByMinute, formatSeconds, plural} from '../shared/units.ts';
import {commandLine} from './command-line.ts';
import {createFateCounter, type Ended, type MessageFate} from './message-fate.ts';
import {inOrder, namesOf} from './message-words.ts';
import {destinationNames, endOfTransfers, runTransfers} from './move-messages.ts';
import type {Plan} from './plan.ts';
import {queueSettings} from './queue-settings.ts';
import {newDeduplicationId, type Transfer} from './transfer.ts';
import {TransferRunner} from './transfer-runner.ts';
import type {Undoable, UndoStore} from './undo.ts';
import {accountFact} from './where.ts';

export type SendAgainRequest = {
	readonly queue: QueueAttributes;
	readonly transfers: readonly Transfer[];
};

/**
Says what sending deleted or moved messages of one queue again will do. Changes nothing.

@param options.entries Of one queue; those of other queues are left out.
@throws What GetQueueAttributes answers: `queue-not-found` when the queue is gone, too.
*/
export async function planSendAgain(
	session: Session,
	options: {clock: Clock; entries: readonly Undoable[]},
	{signal}: {signal?: AbortSignal} = {},
): Promise<Plan<SendAgainRequest>> {
	const {clock} = options;
	const [first] = options.entries;
	if (!first) throw new Error('Nothing to send again.');
	const entries = options.entries.filter(({queue}) => queue.url === first.queue.url);
	const within = signal ? {signal} : {};
	const [queue, account] = await Promise.all([session.queues.attributes(first.queue.url, within), accountFact(session, within)]);
	const byId = new Map(entries.map(entry => [entry.message.messageId, entry]));
	const transfers = inOrder(
		entries.map(({message}) => message),
		queue,
	).map(message => againTransfer(byId.get(message.messageId) ?? first, queue));
	const count = transfers.length;
	const movedTo = [...new Set(entries.flatMap(entry => entry.movedTo ?? []))];
	const ageText = formatAgeByMinute(clock.nowMs() - Math.min(...entries.map(({atMs}) => atMs)));
	return {
		operation: 'send-again',
		level: 'change',
		title: `Send ${plural(count, 'message')} to ${queue.name} again`,
		verb: count === 1 ? 'send it' : 'send them',
		subject: {kind: 'queue', name: queue.name},
		facts: [
			account,
			{
				label: 'sends',
				text: `${plural(count, 'message')} that ${count === 1 ? 'was' : 'were'} ${movedTo.length > 0 ? 'moved' : 'deleted'} ${ageText} ago`,
			},
			{label: 'becomes', text: `each is new: new id, receive count 0, kept ${formatSeconds(queue.retentionSeconds)} from now`},
		],
		warnings: movedTo.length > 0 ? [`What was moved to ${namesOf(movedTo)} stays there: this is one more copy.`] : [],
		command: commandLine('send', queue.name, '--messages'),
		counts: {},
		settings: queueSettings(queue),
		request: {queue, transfers},
	};
}

/**
Sends messages again and forgets those that are confirmed. Changes real data. Throws nothing once begun.
*/
export async function* executeSendAgain(
	session: Session,
	plan: Plan<SendAgainRequest>,
	options: {clock: Clock; undo: UndoStore},
	{signal}: {signal?: AbortSignal} = {},
): AsyncGenerator<MessageFate | Ended> {
	const {queue, transfers} = plan.request;
	const {clock, undo} = options;
	const counter = createFateCounter();
	const runner = new TransferRunner({clock, source: queue, from: session, to: session, keepsOriginals: true, signal});
	try {
		for await (const fate of runTransfers(runner, transfers, {counter, ratePerSecond: undefined})) {
			if (fate.type === 'copied') undo.forget([fate.message.messageId]);
			yield fate;
		}
	} finally {
		runner.end();
	}
	const ended = endOfTransfers({runner, counter, queue, transfers});
	const {copied} = ended.tally;
	const isAll = copied === transfers.length && !ended.error;
	yield isAll ? {...ended, summary: `Sent ${plural(copied, 'message')} to ${namesOf(destinationNames(transfers))} again.`} : ended;
}

/** Always with a new deduplication ID, for the queue has seen the old one, and its text, perhaps a minute ago. The same when it is tried again. */
function againTransfer({message, atMs}: Undoable, destination: QueueAttributes): Transfer {
	const {attributes, body, groupId, traceHeader} = message;
	return {
		message,
		destination,
		outgoing: {
			body,
			attributes,
			...(groupId !== undefined && {groupId}),
			...(destination.isFifo && {deduplicationId: newDeduplicationId(message, String(atMs))}),
			...(traceHeader !== undefined && {traceHeader}),
		},
	};
}
