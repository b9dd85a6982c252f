import type {Message, QueueAttributes, QueueRef} from '../aws/queue.ts';
import type {Session} from '../aws/session.ts';
import {SluiceError} from '../shared/errors.ts';
import {formatCount, formatSeconds, plural} from '../shared/units.ts';
import {watchSeconds, type CanaryEvent} from './canary.ts';
import {checkDestination, checkRate, checkTargetMode, destinationWord} from './check-move.ts';
import {commandLine} from './command-line.ts';
import {findByArn} from './find-source-queues.ts';
import {createFateCounter, type Ended, type MessageFate} from './message-fate.ts';
import type {MessageEdit} from './message-edit.ts';
import {namesOf} from './message-words.ts';
import type {MoveMessagesOptions} from './move-messages.ts';
import type {Plan} from './plan.ts';
import {queueSettings} from './queue-settings.ts';
import {tryCanary, type CanaryResult, type RedriveMessagesOptions} from './redrive-messages.ts';
import {transferConsequences} from './redrive-consequences.ts';
import {redriveWarnings} from './redrive-warnings.ts';
import {selectionCount, selectionSubject, type Selection} from './selection.ts';
import {sweepAndAct, type SweepAndActEnd, type SweepProgress} from './sweep-and-act.ts';
import {sweepFacts, sweepWarnings} from './sweep-facts.ts';
import {createTransfers, transferBatches, batchCountOf, type Transfer} from './transfer.ts';
import {TransferRunner} from './transfer-runner.ts';
import {accountFact} from './where.ts';

export type MoveSelectedRequest = {
	readonly queue: QueueAttributes;
	readonly selection: Selection;
	/** Undefined: each where it came from. */
	readonly destination?: QueueAttributes;
	readonly keepsOriginals: boolean;
	readonly isStamped: boolean;
	/** Whether the first one found is tried first. */
	readonly hasCanary: boolean;
	readonly ratePerSecond?: number;
	readonly edits?: ReadonlyMap<string, MessageEdit>;
};

export type MoveSelectedChoice = {
	readonly verb: 'move' | 'redrive';
	readonly queue: QueueRef;
	readonly selection: Selection;
	/** Default, for a redrive only: each where it came from. */
	readonly destination?: QueueRef;
	/** The session of another context, where the destination is. */
	readonly to?: Session;
	/** Default: false, but true to another context. */
	readonly keepsOriginals?: boolean;
	readonly isStamped?: boolean;
	readonly hasCanary?: boolean;
	readonly ratePerSecond?: number;
	/** What a person changed, by message id; the others go as they are. */
	readonly edits?: ReadonlyMap<string, MessageEdit>;
};

/** How many sources' attributes are read for a plan. */
const sourcesMax = 10;

/**
Says what moving chosen messages of a queue will do, or sending them back, before any of them was seen. Changes nothing.

@throws `wrong-destination`, `bad-rate`, `refused-by-mode`; `source-not-known` when nothing says where they go.
*/
export async function planMoveSelected(
	session: Session,
	choice: MoveSelectedChoice,
	{signal}: {signal?: AbortSignal} = {},
): Promise<Plan<MoveSelectedRequest>> {
	const {
		verb,
		selection,
		to = session,
		keepsOriginals = to !== session,
		isStamped = false,
		hasCanary = false,
		ratePerSecond,
		edits,
	} = choice;
	const within = signal ? {signal} : {};
	checkRate(ratePerSecond);
	checkTargetMode(session, to);
	const [queue, account, toAccount, destination, sources] = await Promise.all([
		session.queues.attributes(choice.queue.url, within),
		accountFact(session, within),
		to === session ? undefined : accountFact(to, within),
		choice.destination && to.queues.attributes(choice.destination.url, within),
		choice.destination ? [] : session.queues.deadLetterSources(choice.queue.url, within),
	]);
	if (destination) checkDestination(queue, destination, {isOtherContext: to !== session});
	else if (to !== session || sources.length === 0) throw sourceNotKnown(queue);
	const targets = destination
		? [destination]
		: await Promise.all(sources.slice(0, sourcesMax).map(({url}) => session.queues.attributes(url, within)));
	const request = {
		queue,
		selection,
		...(destination && {destination}),
		keepsOriginals,
		isStamped,
		hasCanary,
		...(ratePerSecond !== undefined && {ratePerSecond}),
		...(edits && {edits}),
	};
	const word = keepsOriginals ? 'copy' : verb;
	return {
		operation: `${verb}-selected`,
		level: keepsOriginals ? 'change' : 'destroy',
		title: `${word.charAt(0).toUpperCase()}${word.slice(1)} messages of ${queue.name} ${selection.text}`,
		verb: `${word} them`,
		subject: selectionSubject(word, queue, selection),
		facts: [
			account,
			...moveFacts({...request, targets, sources}),
			...(toAccount ? [{label: 'there', text: toAccount.text}] : []),
			...sweepFacts(queue, session.context.target, ratePerSecond),
		],
		consequences: consequencesOf({...request, targets, sources}, toAccount?.text),
		warnings: [...redriveWarnings({queue: {...queue, inFlightCount: 0}, targets}), ...sweepWarnings(queue)],
		command: commandLine(
			verb,
			queue.name,
			...(choice.destination ? ['--to', destinationWord(choice.destination, to === session ? undefined : to)] : []),
			...(edits ? ['--ids', '-', '--edited'] : selection.words),
			...(hasCanary ? ['--canary'] : []),
			...(isStamped ? ['--stamp'] : []),
			...(keepsOriginals === (to !== session) ? [] : [keepsOriginals ? '--keep' : '--delete-originals']),
			...(ratePerSecond === undefined ? [] : ['--rate', String(ratePerSecond)]),
		),
		counts: {ready: queue.readyCount},
		settings: {...queueSettings(queue), ...Object.assign({}, ...targets.map(target => queueSettings(target)))},
		request,
	};
}

/**
Looks through a queue and moves what is chosen, each confirmed before its original is deleted; gives all else back. Changes real data. Throws nothing once
begun.

With a canary, the first one found is sent and watched while nothing else is held; the others follow unless it came back.
*/
export async function* executeMoveSelected(
	session: Session,
	plan: Plan<MoveSelectedRequest>,
	options: Pick<MoveMessagesOptions, 'clock' | 'to' | 'undo'> & Pick<RedriveMessagesOptions, 'decide'>,
	{signal}: {signal?: AbortSignal} = {},
): AsyncGenerator<MessageFate | SweepProgress | CanaryEvent | Ended> {
	const {queue, selection, destination, keepsOriginals, hasCanary, ratePerSecond} = plan.request;
	const {clock, to = session, undo, decide} = options;
	const within = signal ? {signal} : {};
	const counter = createFateCounter();
	const runner = new TransferRunner({clock, source: queue, from: session, to, keepsOriginals, ratePerSecond, undo, signal});
	const mover = createMover({session, request: plan.request, runner}, within);
	const sweepOptions = {clock, queue, counter, act: mover.act, ...(ratePerSecond !== undefined && {ratePerSecond})};
	// What was sent and has come back is a message that was acted on already.
	const fresh: Selection = {...selection, matches: message => !mover.sentIds.has(message.messageId) && selection.matches(message)};
	let matchedCount = 0;
	let end: Partial<SweepAndActEnd> = {};
	let canary: CanaryResult = {goesOn: true};
	let missingCount = 0;
	try {
		if (hasCanary) {
			const {countMax: _, knownCount: __, ...one} = fresh;
			end = yield* sweepAndAct(session, {...sweepOptions, selection: {...one, countMax: 1}}, within);
			matchedCount = end.matchedCount ?? 0;
			// The second look tells what else was not seen; without a first there is none.
			if (matchedCount === 0 && !signal?.aborted) missingCount = selection.knownCount ?? 0;
			const first = mover.last();
			if (first) canary = yield* tryCanary({from: session, to}, {clock, queue, ...first, decide}, within);
		}
		const isMore = selection.countMax === undefined || selection.countMax > matchedCount;
		if (canary.goesOn && !runner.ending() && isMore && (!hasCanary || matchedCount > 0)) {
			end = yield* sweepAndAct(session, {...sweepOptions, selection: withoutFirst(fresh, matchedCount)}, within);
			matchedCount += end.matchedCount ?? 0;
		}
	} finally {
		runner.end();
	}
	const error = runner.ending()?.error ?? end.error;
	yield counter.ended({
		from: queue.name,
		to: destination?.name ?? namesOf(mover.names()),
		remainingCount: Math.max(0, matchedCount - counter.count() - mover.skippedCount()),
		missingCount: missingCount + (end.missingCount ?? 0),
		isHeldBack: !canary.goesOn,
		isInterrupted: (signal?.aborted ?? false) || canary.isInterrupted === true,
		...(error && {error}),
		notes: [...(canary.note === undefined ? [] : [canary.note]), ...(canary.goesOn ? (end.notes ?? []) : [])],
	});
}

function withoutFirst(selection: Selection, count: number): Selection {
	if (count === 0) return selection;
	return {
		...selection,
		...(selection.countMax !== undefined && {countMax: selection.countMax - count}),
		...(selection.knownCount !== undefined && {knownCount: selection.knownCount - count}),
	};
}

type Mover = {
	readonly act: (messages: readonly Message[]) => Promise<{fates: readonly MessageFate[]; error?: SluiceError}>;
	/** New ids of what was sent. */
	readonly sentIds: ReadonlySet<string>;
	/** The last message that was acted on. */
	last(): {first: Transfer; fate: MessageFate | undefined} | undefined;
	names(): readonly string[];
	/** Messages that had come back, and were left alone. */
	skippedCount(): number;
};

/** Finds where each message goes, each source once, and sends it there. */
function createMover(
	options: {session: Session; request: MoveSelectedRequest; runner: TransferRunner},
	within: {signal?: AbortSignal},
): Mover {
	const {session, request, runner} = options;
	const {destination, edits, isStamped, queue, ratePerSecond} = request;
	const make = createTransfers({isStamped, ...(edits && {edits})});
	const sources = new Map<string, QueueAttributes | SluiceError>();
	const sentIds = new Set<string>();
	const names = new Set<string>();
	let skippedCount = 0;
	let last: {first: Transfer; fate: MessageFate | undefined} | undefined;

	async function destinationOf({sourceQueueArn}: Message): Promise<QueueAttributes | SluiceError> {
		if (destination) return destination;
		if (sourceQueueArn === undefined) return sourceNotKnown(queue);
		let found = sources.get(sourceQueueArn);
		if (!found) {
			found = await findByArn(session, sourceQueueArn, within).catch((error: unknown) => {
				if (error instanceof SluiceError) return error;
				throw error;
			});
			sources.set(sourceQueueArn, found);
		}
		return found;
	}

	return {
		sentIds,
		async act(messages) {
			const fates: MessageFate[] = [];
			const transfers: Transfer[] = [];
			for (const message of messages) {
				// It came back while it was on its way here, after `matches` had seen it.
				if (sentIds.has(message.messageId)) {
					skippedCount++;
					continue;
				}
				const target = await destinationOf(message);
				if (target instanceof SluiceError) fates.push({type: 'failed', message, code: target.code, reason: target.message});
				else transfers.push(make(message, target));
			}
			for (const batch of transferBatches(transfers, {countMax: batchCountOf(ratePerSecond)})) {
				const batchFates = await runner.run(batch);
				for (const fate of batchFates) {
					if (!('newMessageId' in fate) || fate.newMessageId === undefined) continue;
					sentIds.add(fate.newMessageId);
					names.add(fate.to ?? '');
				}
				fates.push(...batchFates);
				const [first] = batch;
				if (first) last = {first, fate: batchFates.find(({message}) => message === first.message)};
			}
			const {error} = runner.ending() ?? {};
			return {fates, ...(error && {error})};
		},
		last: () => last,
		skippedCount: () => skippedCount,
		names: () => [...names],
	};
}

function moveFacts(options: MoveSelectedRequest & {targets: readonly QueueAttributes[]; sources: readonly QueueRef[]}): Plan['facts'] {
	const {destination, edits, hasCanary, isStamped, keepsOriginals, queue, ratePerSecond, selection, sources, targets} = options;
	const to = destination ? destination.name : `where each came from: ${namesOf(sources.map(({name}) => name))}`;
	const watch = Math.max(...targets.map(target => watchSeconds(target, queue)));
	const facts = [
		{label: 'sends', text: `${selectionCount(selection)}, to ${to}`},
		{label: 'edited', text: edits ? `${plural(edits.size, 'new text')}, as given` : ''},
		{label: 'first', text: hasCanary ? `tries 1, and watches up to ${formatSeconds(watch)} whether it comes back` : ''},
		{label: 'then', text: keepsOriginals ? 'keeps the originals' : "deletes each original once its copy's id and MD5 agree"},
		{label: 'becomes', text: 'each is new: new id, receive count 0, a fresh clock; body, attributes and group as they are'},
		{label: 'stamp', text: isStamped ? 'adds the attribute sluice.redriven = 1' : ''},
		{label: 'dedup', text: dedupText(targets)},
		{label: 'rate', text: ratePerSecond === undefined ? '' : `at most ${formatCount(ratePerSecond)} per second`},
		{
			label: 'stopped',
			text: keepsOriginals ? 'what was copied stays copied' : 'nothing is lost; at worst a message is in both queues',
		},
	];
	return facts.filter(({text}) => text !== '');
}

function consequencesOf(options: Parameters<typeof moveFacts>[0], elsewhere: string | undefined): readonly string[] {
	const {destination, edits, hasCanary, queue, selection, sources, targets} = options;
	return transferConsequences({
		...options,
		what: selectionCount(selection),
		...(!destination && {to: `where each came from (${namesOf(sources.map(({name}) => name))})`}),
		...(edits && {editedCount: edits.size}),
		...(hasCanary && {watchSeconds: Math.max(...targets.map(target => watchSeconds(target, queue)))}),
		elsewhere,
		deduplication: dedupText(targets),
	});
}

function dedupText(targets: readonly QueueAttributes[]): string {
	const fifo = targets.filter(({isFifo}) => isFifo);
	if (fifo.length === 0) return '';
	return fifo.every(({hasContentBasedDeduplication}) => hasContentBasedDeduplication)
		? 'by content, as the queue does it: the same body within 5 minutes is swallowed'
		: 'new for each: sluice- and its message id';
}

function sourceNotKnown(queue: QueueAttributes): SluiceError {
	return new SluiceError(`Messages of ${queue.name} cannot tell which queue to go back to.`, {
		code: 'source-not-known',
		nextSteps: ['Give one queue for all: --to QUEUE'],
	});
}
