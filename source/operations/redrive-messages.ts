import type {Message, QueueAttributes, QueueRef} from '../aws/queue.ts';
import type {Session} from '../aws/session.ts';
import {isAborted} from '../aws/errors.ts';
import type {Clock} from '../shared/clock.ts';
import {SluiceError} from '../shared/errors.ts';
import {formatSeconds, plural} from '../shared/units.ts';
import {watchCanary, watchSeconds, type CanaryEvent, type Verdict} from './canary.ts';
import {checkMessage} from './check-message.ts';
import {checkDestination, checkRate, checkTargetMode, destinationWord} from './check-move.ts';
import {commandLine} from './command-line.ts';
import {findSourceQueues} from './find-source-queues.ts';
import {createFateCounter, type Ended, type MessageFate} from './message-fate.ts';
import type {MessageEdit} from './message-edit.ts';
import {deduplicationText, idWords, inOrder, namesOf} from './message-words.ts';
import {
	destinationNames,
	endOfTransfers,
	runTransfers,
	transferFacts,
	type MoveMessagesOptions,
	type MoveMessagesRequest,
} from './move-messages.ts';
import type {Plan} from './plan.ts';
import {queueSettings} from './queue-settings.ts';
import {transferConsequences} from './redrive-consequences.ts';
import {redriveWarnings} from './redrive-warnings.ts';
import {createTransfers, type Transfer} from './transfer.ts';
import {TransferRunner} from './transfer-runner.ts';
import {accountFact} from './where.ts';

export type RedriveMessagesRequest = MoveMessagesRequest & {
	/** Whether one is sent first, and the others only when it does not come back. */
	readonly hasCanary: boolean;
};

export type RedriveMessagesChoice = {
	/** The dead-letter queue. */
	readonly queue: QueueRef;
	/** As they were received, with their receipt handles. */
	readonly messages: readonly Message[];
	/** Where all go. Default: each where it came from. */
	readonly destination?: QueueRef;
	/** The session of another context, where the destination is: needs one. */
	readonly to?: Session;
	/** Default: false, but true to another context. */
	readonly keepsOriginals?: boolean;
	readonly isStamped?: boolean;
	readonly hasCanary?: boolean;
	readonly ratePerSecond?: number;
	/** What a person changed, by message id; the others go as they are. */
	readonly edits?: ReadonlyMap<string, MessageEdit>;
};

/**
Says what sending chosen messages of a dead-letter queue back will do. Changes nothing. A whole queue without any choice is better redriven by AWS's own task:
`planRedrive`.

@throws `source-not-known` when a message does not tell where it came from and no destination is given; `wrong-destination`; `bad-rate`; `refused-by-mode`;
UsageError when an edited message is one that its queue would refuse.
*/
export async function planRedriveMessages(
	session: Session,
	choice: RedriveMessagesChoice,
	{signal}: {signal?: AbortSignal} = {},
): Promise<Plan<RedriveMessagesRequest>> {
	const {to = session, keepsOriginals = to !== session, isStamped = false, hasCanary = false, ratePerSecond, edits} = choice;
	const within = signal ? {signal} : {};
	checkRate(ratePerSecond);
	checkTargetMode(session, to);
	const [queue, account, toAccount] = await Promise.all([
		session.queues.attributes(choice.queue.url, within),
		accountFact(session, within),
		to === session ? undefined : accountFact(to, within),
	]);
	const messages = inOrder(choice.messages, queue);
	const destinationOf = await destinationsOf({session, to, queue, messages, destination: choice.destination}, within);
	const make = createTransfers({isStamped, ...(edits && {edits})});
	const transfers = messages.map(message => make(message, destinationOf(message)));
	checkEdited(transfers, edits);
	const targets = [...new Set(transfers.map(({destination}) => destination))];
	const names = destinationNames(transfers);
	const count = transfers.length;
	return {
		operation: 'redrive-messages',
		level: keepsOriginals ? 'change' : 'destroy',
		title: `Redrive ${plural(count, 'message')} of ${queue.name} to ${namesOf(names)}`,
		verb: `redrive ${count === 1 ? 'it' : 'them'}`,
		subject: {kind: 'messages', name: `redrive ${count}`},
		facts: [
			account,
			...(toAccount ? [{label: 'to', text: toAccount.text}] : []),
			...canaryFacts({transfers, queue, hasCanary}),
			...transferFacts({
				transfers,
				keepsOriginals,
				isStamped,
				...(edits && {edits}),
				...(ratePerSecond !== undefined && {ratePerSecond}),
			}),
		],
		consequences: transferConsequences({
			what: count === 1 ? 'this message' : plural(count, 'message'),
			isOne: count === 1,
			queue,
			targets,
			keepsOriginals,
			isStamped,
			...(edits && {editedCount: edits.size}),
			watchSeconds: firstWatchSeconds({transfers, queue, hasCanary}),
			ratePerSecond,
			elsewhere: toAccount?.text,
			deduplication: deduplicationText(transfers),
		}),
		warnings: warnings({queue, targets, transfers}),
		command: commandLine(
			'redrive',
			queue.name,
			...(edits && edits.size > 0 ? ['--ids', '-', '--edited'] : idWords(choice.messages)),
			...(choice.destination ? ['--to', destinationWord(choice.destination, to === session ? undefined : to)] : []),
			...(hasCanary ? ['--canary'] : []),
			...(isStamped ? ['--stamp'] : []),
			...(ratePerSecond === undefined ? [] : ['--rate', String(ratePerSecond)]),
		),
		counts: {},
		settings: {...queueSettings(queue), ...Object.assign({}, ...targets.map(target => queueSettings(target)))},
		request: {queue, transfers, keepsOriginals, hasCanary, ...(ratePerSecond !== undefined && {ratePerSecond})},
	};
}

/** What somebody has just written is refused before anything is sent. */
function checkEdited(transfers: readonly Transfer[], edits: ReadonlyMap<string, MessageEdit> | undefined): void {
	for (const {message, destination, outgoing} of transfers) if (edits?.has(message.messageId)) checkMessage(destination, outgoing);
}

export type RedriveMessagesOptions = MoveMessagesOptions & {
	/** Asked when the canary gave no verdict: whether to go on. Default: no. */
	readonly decide?: (verdict: Extract<CanaryEvent, {type: 'canary-verdict'}>) => Promise<boolean>;
};

/**
Sends chosen messages of a dead-letter queue back, each confirmed before its original is deleted. Changes real data. Throws nothing once begun.

With a canary, the newest whose group is not blocked goes first and is watched; when it comes back, the others stay.
*/
export async function* executeRedriveMessages(
	session: Session,
	plan: Plan<RedriveMessagesRequest>,
	options: RedriveMessagesOptions,
	{signal}: {signal?: AbortSignal} = {},
): AsyncGenerator<MessageFate | CanaryEvent | Ended> {
	const {queue, transfers, keepsOriginals, hasCanary, ratePerSecond} = plan.request;
	const {clock, to = session, undo, isHeld} = options;
	const runner = new TransferRunner({clock, source: queue, from: session, to, keepsOriginals, ratePerSecond, undo, isHeld, signal});
	const counter = createFateCounter();
	const within = signal ? {signal} : {};
	let rest = transfers;
	let canary: CanaryResult = {goesOn: true};
	try {
		const first = hasCanary && transfers.length > 1 ? chooseCanary(transfers) : undefined;
		if (first) {
			rest = transfers.filter(transfer => transfer !== first);
			const [fate] = await runner.run([first]);
			if (fate) {
				counter.add(fate);
				yield fate;
			}
			canary = yield* tryCanary({from: session, to}, {clock, queue, first, fate, decide: options.decide}, within);
		}
		if (canary.goesOn && !runner.ending()) yield* runTransfers(runner, rest, {counter, ratePerSecond});
	} finally {
		runner.end();
	}
	yield endOfTransfers({
		runner,
		counter,
		queue,
		transfers,
		isHeldBack: !canary.goesOn,
		...(canary.isInterrupted && {isInterrupted: true}),
		...(canary.note !== undefined && {notes: [canary.note]}),
	});
}

export type CanaryResult = {readonly goesOn: boolean; readonly note?: string; readonly isInterrupted?: boolean};

/** Watches the first message, when it arrived, and answers whether the others follow. */
export async function* tryCanary(
	sessions: {readonly from: Session; readonly to: Session},
	options: {
		clock: Clock;
		queue: QueueAttributes;
		first: Transfer;
		fate: MessageFate | undefined;
		decide: RedriveMessagesOptions['decide'];
	},
	within: {signal?: AbortSignal},
): AsyncGenerator<CanaryEvent, CanaryResult> {
	const {clock, queue, first, fate, decide = () => Promise.resolve(false)} = options;
	const {destination} = first;
	const newMessageId = fate && 'newMessageId' in fate ? fate.newMessageId : undefined;
	if (newMessageId === undefined) return {goesOn: false, note: 'The one that was to be tried first was not sent, so the others stay.'};
	try {
		for await (const event of watchCanary(sessions, {clock, dlq: queue, destination, messageId: newMessageId}, within)) {
			yield event;
			if (event.type !== 'canary-verdict') continue;
			if (event.verdict === 'gone-through') return {goesOn: true};
			const goesOn = event.verdict === 'no-verdict' && (await decide(event));
			return goesOn ? {goesOn} : {goesOn, note: noteOf(event.verdict, event.reason)};
		}
	} catch (error) {
		if (isAborted(error) || within.signal?.aborted) return {goesOn: false, isInterrupted: true};
		const reason = error instanceof Error ? error.message : String(error);
		return {goesOn: false, note: noteOf('no-verdict', reason.replace(/\.$/, ''))};
	}
	return {goesOn: false};
}

function noteOf(verdict: Verdict, reason: string): string {
	return verdict === 'came-back' ? `The one tried first came back: ${reason}.` : `No verdict on the one tried first: ${reason}.`;
}

/** The newest that would not overtake another of its group. */
export function chooseCanary(transfers: readonly Transfer[]): Transfer | undefined {
	const groups = new Set<string>();
	const heads = transfers.filter(({destination, message}) => {
		if (!destination.isFifo) return true;
		const group = message.groupId ?? '';
		if (groups.has(group)) return false;
		groups.add(group);
		return true;
	});
	return heads.reduce<Transfer | undefined>(
		(newest, head) => (!newest || head.message.sentAtMs > newest.message.sentAtMs ? head : newest),
		undefined,
	);
}

/** Finds where each message goes. */
async function destinationsOf(
	options: {session: Session; to: Session; queue: QueueAttributes; messages: readonly Message[]; destination: QueueRef | undefined},
	within: {signal?: AbortSignal},
): Promise<(message: Message) => QueueAttributes> {
	const {session, to, queue, messages, destination} = options;
	if (destination) {
		const found = await to.queues.attributes(destination.url, within);
		checkDestination(queue, found, {isOtherContext: to !== session});
		return () => found;
	}
	const unknownCount = messages.filter(({sourceQueueArn}) => sourceQueueArn === undefined).length;
	if (to !== session || unknownCount > 0) throw sourceNotKnown(queue, to === session ? unknownCount : messages.length);
	const sources = await findSourceQueues(
		session,
		messages.flatMap(({sourceQueueArn}) => sourceQueueArn ?? []),
		within,
	);
	for (const source of sources.values()) checkDestination(queue, source, {isOtherContext: false});
	return message => {
		const found = sources.get(message.sourceQueueArn ?? '');
		if (!found) throw sourceNotKnown(queue, 1);
		return found;
	};
}

function sourceNotKnown(queue: QueueAttributes, count: number): SluiceError {
	return new SluiceError(`${plural(count, 'message')} of ${queue.name} cannot tell which queue to go back to.`, {
		code: 'source-not-known',
		nextSteps: ['Give one queue for all: --to QUEUE'],
	});
}

function firstWatchSeconds({transfers, queue, hasCanary}: Parameters<typeof canaryFacts>[0]): number | undefined {
	const first = hasCanary && transfers.length > 1 ? chooseCanary(transfers) : undefined;
	return first && watchSeconds(first.destination, queue);
}

function canaryFacts(options: {transfers: readonly Transfer[]; queue: QueueAttributes; hasCanary: boolean}): Plan['facts'] {
	const {transfers, queue, hasCanary} = options;
	const first = hasCanary && transfers.length > 1 ? chooseCanary(transfers) : undefined;
	if (!first) return [];
	const watch = formatSeconds(watchSeconds(first.destination, queue));
	return [{label: 'first', text: `tries 1, ${first.message.messageId}, and watches up to ${watch} whether it comes back`}];
}

function warnings(options: {queue: QueueAttributes; targets: readonly QueueAttributes[]; transfers: readonly Transfer[]}): string[] {
	const {queue, targets, transfers} = options;
	// Of what AWS's own task warns of, this holds here, too: no reader, and failures that come back. The counts are of those chosen.
	const found = redriveWarnings({queue: {...queue, readyCount: 1, inFlightCount: 0, isFifo: false}, targets});
	if (transfers.some(({destination: {isFifo}, outgoing}) => isFifo && outgoing.deduplicationId === undefined))
		found.push('FIFO: a body that its queue took within the last 5 minutes already is swallowed, and the original is deleted.');
	return found;
}
