import type {Message, QueueAttributes, QueueRef} from '../aws/queue.ts';
import type {Session} from '../aws/session.ts';
import type {Clock} from '../shared/clock.ts';
import {formatBytes, formatCount, formatSeconds, plural} from '../shared/units.ts';
import {checkDestination, checkRate, checkTargetMode, destinationWord} from './check-move.ts';
import {commandLine} from './command-line.ts';
import {createFateCounter, type Ended, type FateCounter, type MessageFate} from './message-fate.ts';
import type {MessageEdit} from './message-edit.ts';
import {messageBytes} from './message-size.ts';
import {deduplicationText, idWords, inOrder, namesOf, totalBytes} from './message-words.ts';
import type {Plan} from './plan.ts';
import {queueSettings} from './queue-settings.ts';
import {batchCountOf, createTransfers, transferBatches, type Transfer} from './transfer.ts';
import {TransferRunner} from './transfer-runner.ts';
import type {UndoStore} from './undo.ts';
import {accountFact} from './where.ts';

export type MoveMessagesRequest = {
	readonly queue: QueueAttributes;
	/** In the order in which they are sent. */
	readonly transfers: readonly Transfer[];
	readonly keepsOriginals: boolean;
	readonly ratePerSecond?: number;
};

export type MoveMessagesChoice = {
	readonly queue: QueueRef;
	/** As they were received, with their receipt handles. */
	readonly messages: readonly Message[];
	readonly destination: QueueRef;
	/** The session of another context, where the destination is. Default: the same. */
	readonly to?: Session;
	/** Default: false, but true to another context. */
	readonly keepsOriginals?: boolean;
	/** Adds the attribute `sluice.redriven`. */
	readonly isStamped?: boolean;
	/** At most so many a second. Default: as fast as it goes. */
	readonly ratePerSecond?: number;
};

/**
Says what moving held messages to another queue will do. Changes nothing.

@throws `wrong-destination` for a queue of the other type or the queue itself; `bad-rate`; `refused-by-mode` when the other context allows no change.
*/
export async function planMoveMessages(
	session: Session,
	choice: MoveMessagesChoice,
	{signal}: {signal?: AbortSignal} = {},
): Promise<Plan<MoveMessagesRequest>> {
	const {to = session, keepsOriginals = to !== session, isStamped = false, ratePerSecond} = choice;
	const within = signal ? {signal} : {};
	checkRate(ratePerSecond);
	checkTargetMode(session, to);
	const [queue, destination, account, toAccount] = await Promise.all([
		session.queues.attributes(choice.queue.url, within),
		to.queues.attributes(choice.destination.url, within),
		accountFact(session, within),
		to === session ? undefined : accountFact(to, within),
	]);
	checkDestination(queue, destination, {isOtherContext: to !== session});
	const make = createTransfers({isStamped});
	const transfers = inOrder(choice.messages, queue).map(message => make(message, destination));
	const count = transfers.length;
	const verb = keepsOriginals ? 'copy' : 'move';
	return {
		operation: 'move-messages',
		level: keepsOriginals ? 'change' : 'destroy',
		title: `${keepsOriginals ? 'Copy' : 'Move'} ${plural(count, 'message')} of ${queue.name} to ${destination.name}`,
		verb: `${verb} ${count === 1 ? 'it' : 'them'}`,
		subject: {kind: 'messages', name: `${verb} ${count}`},
		facts: [
			account,
			...(toAccount ? [{label: 'to', text: toAccount.text}] : []),
			...transferFacts({transfers, keepsOriginals, isStamped, ...(ratePerSecond !== undefined && {ratePerSecond})}),
		],
		warnings: moveWarnings(transfers),
		command: commandLine(
			'move',
			queue.name,
			'--to',
			destinationWord(destination, to === session ? undefined : to),
			...idWords(choice.messages),
			...(isStamped ? ['--stamp'] : []),
			...(keepsOriginals === (to !== session) ? [] : [keepsOriginals ? '--keep' : '--delete-originals']),
			...(ratePerSecond === undefined ? [] : ['--rate', String(ratePerSecond)]),
		),
		counts: {},
		settings: {...queueSettings(queue), ...queueSettings(destination)},
		request: {queue, transfers, keepsOriginals, ...(ratePerSecond !== undefined && {ratePerSecond})},
	};
}

export type MoveMessagesOptions = {
	readonly clock: Clock;
	/** The session of another context, as it was planned with. */
	readonly to?: Session;
	/** Gets what was moved. */
	readonly undo?: UndoStore;
	/** Whether a message is still held by whoever received it; one that is not stays where it is. Default: all are. */
	readonly isHeld?: (message: Message) => boolean;
};

/**
Moves held messages: each is sent, its copy confirmed by id and checksums, and only then deleted. Tells of each what became of it. Changes real data. Throws
nothing once begun.

Stopped at any point nothing is lost: the batch under way is finished within two seconds, and what is in both queues is named.
*/
export async function* executeMoveMessages(
	session: Session,
	plan: Plan<MoveMessagesRequest>,
	options: MoveMessagesOptions,
	{signal}: {signal?: AbortSignal} = {},
): AsyncGenerator<MessageFate | Ended> {
	const {queue, transfers, keepsOriginals, ratePerSecond} = plan.request;
	const {clock, to = session, undo, isHeld} = options;
	const runner = new TransferRunner({clock, source: queue, from: session, to, keepsOriginals, ratePerSecond, undo, isHeld, signal});
	const counter = createFateCounter();
	try {
		yield* runTransfers(runner, transfers, {counter, ratePerSecond});
	} finally {
		runner.end();
	}
	yield endOfTransfers({runner, counter, queue, transfers});
}

/** Runs batch after batch until all is done or the runner ends. */
export async function* runTransfers(
	runner: TransferRunner,
	transfers: readonly Transfer[],
	{counter, ratePerSecond}: {counter: FateCounter; ratePerSecond: number | undefined},
): AsyncGenerator<MessageFate> {
	for (const batch of transferBatches(transfers, {countMax: batchCountOf(ratePerSecond)})) {
		const fates = await runner.run(batch);
		for (const fate of fates) counter.add(fate);
		yield* fates;
		if (runner.ending()) return;
	}
}

/** The last event: what was done, and what was not touched. */
export function endOfTransfers(options: {
	runner: TransferRunner;
	counter: FateCounter;
	queue: QueueAttributes;
	transfers: readonly Transfer[];
	notes?: readonly string[];
	isInterrupted?: boolean;
	isHeldBack?: boolean;
}): Ended {
	const {runner, counter, queue, transfers, notes = [], isHeldBack = false} = options;
	const {isInterrupted = options.isInterrupted ?? false, error} = runner.ending() ?? {};
	return counter.ended({
		from: queue.name,
		to: namesOf(destinationNames(transfers)),
		remainingCount: transfers.length - counter.count(),
		isHeldBack,
		isInterrupted,
		...(error && {error}),
		notes,
	});
}

export function destinationNames(transfers: readonly Transfer[]): string[] {
	return [...new Set(transfers.map(({destination}) => destination.name))];
}

/** What is the same for a move, a copy and a redrive of chosen messages. */
export function transferFacts(options: {
	transfers: readonly Transfer[];
	keepsOriginals: boolean;
	isStamped: boolean;
	ratePerSecond?: number;
	edits?: ReadonlyMap<string, MessageEdit>;
}): Plan['facts'] {
	const {transfers, keepsOriginals, isStamped, ratePerSecond, edits = new Map<string, MessageEdit>()} = options;
	const edited = transfers.filter(({message}) => edits.has(message.messageId));
	const editedCount = edited.length;
	const messages = transfers.map(({message}) => message);
	const editedBytes = edited.reduce((sum, {outgoing}) => sum + messageBytes(outgoing.body, outgoing.attributes), 0);
	const bytes = editedBytes + totalBytes(messages.filter(({messageId}) => !edits.has(messageId)));
	const counts = new Map<string, number>();
	for (const {destination} of transfers) counts.set(destination.name, (counts.get(destination.name) ?? 0) + 1);
	const to = namesOf([...counts].map(([name, count]) => (counts.size === 1 ? name : `${name} ${count}`)));
	const retentions = [...new Set(transfers.map(({destination}) => formatSeconds(destination.retentionSeconds)))].join(' or ');
	const traced = messages.filter(({traceHeader}) => traceHeader !== undefined).length;
	const groups = new Set(messages.flatMap(({groupId}) => groupId ?? []));
	const asItIs = [
		...(editedCount === 0 ? ['body and attributes'] : editedCount < transfers.length ? ['body and attributes of the others'] : []),
		...(traced > 0 ? [`trace header of ${formatCount(traced)}`] : []),
		...(groups.size > 0 ? [plural(groups.size, 'message group')] : []),
	];
	const facts = [
		{label: 'sends', text: `${plural(transfers.length, 'message')}, ${formatBytes(bytes)}, to ${to}`},
		{
			label: 'edited',
			text: editedCount === 0 ? '' : `${formatCount(editedCount)} of them, ${editedCount === 1 ? 'a new text' : 'new texts'}`,
		},
		{label: 'then', text: keepsOriginals ? 'keeps the originals' : "deletes each original once its copy's id and MD5 agree"},
		{
			label: 'stopped',
			text: keepsOriginals ? 'what was copied stays copied' : 'nothing is lost; at worst a message is in both queues',
		},
		{label: 'becomes', text: `each is new: new id, receive count 0, kept ${retentions} from now`},
		{label: 'keeps', text: asItIs.join(', ')},
		{label: 'stamp', text: isStamped ? 'adds the attribute sluice.redriven = 1' : ''},
		{label: 'dedup', text: deduplicationText(transfers)},
		{label: 'rate', text: ratePerSecond === undefined ? '' : `at most ${formatCount(ratePerSecond)} per second`},
	];
	return facts.filter(({text}) => text !== '');
}

function moveWarnings(transfers: readonly Transfer[]): string[] {
	const found: string[] = [];
	const [first] = transfers;
	if (!first) return found;
	const {destination} = first;
	if (destination.readyCount > 0 && destination.inFlightCount === 0)
		found.push(`${destination.name} seems to have no reader: ${formatCount(destination.readyCount)} wait there and none is in flight.`);
	const contents = transfers.filter(({destination: {isFifo}, outgoing}) => isFifo && outgoing.deduplicationId === undefined);
	if (contents.length > 0)
		found.push(`FIFO: ${destination.name} swallows a body that it took within the last 5 minutes already, and the original is deleted.`);
	return found;
}
