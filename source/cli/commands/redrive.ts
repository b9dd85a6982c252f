import type {QueueRef} from '../../aws/queue.ts';
import type {Session} from '../../aws/session.ts';
import {findQueue} from '../../operations/find-queue.ts';
import type {MessageEdit} from '../../operations/message-edit.ts';
import {executeMoveSelected, planMoveSelected} from '../../operations/move-selected.ts';
import {cancelRedrive} from '../../operations/move-task.ts';
import {planCancelRedrive} from '../../operations/plan-cancel-redrive.ts';
import {executeRedrive, planRedrive} from '../../operations/redrive.ts';
import {selectAll, type Selection} from '../../operations/selection.ts';
import {safeText} from '../../payload/safe-text.ts';
import {UsageError} from '../../shared/errors.ts';
import {ask, canAsk} from '../ask.ts';
import {defineCommand, type Invocation} from '../command.ts';
import {type Destination, withDestination} from '../destination.ts';
import {type ExitCode} from '../exit-code.ts';
import {runForEach} from '../for-each-queue.ts';
import {runGuarded} from '../gate.ts';
import {writeMessageEvents} from '../message-events.ts';
import {readEdited, readSelection, selectionFlags} from '../message-selection.ts';
import {followMoveTask} from '../move-task-progress.ts';
import {withSession} from '../workplace.ts';

export const redriveCommand = defineCommand({
	name: 'redrive',
	summary: 'Move the messages of a dead-letter queue back to where they came from',
	takes: 'QUEUE…',
	inputMin: 1,
	inputMax: 50,
	description: `Starts AWS's own message move task for the whole queue and follows it to its end. The task goes on without sluice: Ctrl-C only stops looking.
Each message becomes new where it arrives: new id, receive count 0, retention from the start. Asks for the queue's name.
With --ids, --filter, --all, --canary, --stamp or another context, sluice moves them itself, and ends when it is stopped: each is sent, its copy
confirmed by id and MD5, and only then deleted here.`,
	flags: {
		to: {type: 'text', placeholder: 'QUEUE', description: 'To this queue instead; PROFILE/QUEUE copies to another context'},
		...selectionFlags,
		edited: {type: 'boolean', description: 'With --ids -: send the body and attributes of those JSON lines instead'},
		canary: {type: 'boolean', description: 'Try one first, and the others only when it does not come back'},
		stamp: {type: 'boolean', description: 'Add the attribute sluice.redriven = 1'},
		keep: {type: 'boolean', description: 'Keep the originals'},
		deleteOriginals: {type: 'boolean', description: 'To another context: delete the originals'},
		rate: {type: 'number', placeholder: 'N', min: 1, max: 500, description: 'At most N messages per second (default: as fast as AWS can)'},
		detach: {type: 'boolean', description: 'Start the task and leave at once'},
		watch: {type: 'boolean', description: 'Start nothing; follow the task that is running'},
		cancel: {type: 'boolean', description: 'Start nothing; cancel the task that is running. What has moved stays moved'},
	},
	examples: [
		['sluice redrive orders-dlq --dry-run', 'Where the messages would go, and what may go wrong'],
		['sluice redrive orders-dlq --rate 10', 'Slowly, so that the consumer keeps up'],
		['sluice redrive orders-dlq refunds-dlq', 'Several, after one question'],
		['sluice redrive orders-dlq --filter TIMEOUT --canary', 'Only some, and one of them first'],
		[
			'sluice redrive orders-dlq --ids - --edited < mended.ndjson',
			'Other bodies for these, one JSON object with messageId and body a line',
		],
	],
	async run(invocation) {
		const {flags, input} = invocation;
		checkFlags(flags, input.length);
		const signal = invocation.interrupted();
		return withSession(invocation, async session => {
			const queues: QueueRef[] = [];
			for (const name of input) queues.push(await findQueue(session, name, {signal}));
			// One at least is given.
			const queue = queues[0] as QueueRef;
			if (flags.watch) return followMoveTask(invocation, session, {queue, signal});
			if (flags.cancel) {
				return runGuarded(invocation, session, {
					plan: () => planCancelRedrive(session, {queue}, {signal}),
					execute: plan => cancelRedrive(session, plan.request, {signal}),
				});
			}
			const {selection, edits} = flags.edited
				? await readEdited(invocation)
				: {selection: await readSelection(invocation, flags), edits: undefined};
			return withDestination(invocation, session, {text: flags.to, signal}, destination => {
				const isByHand = selection !== undefined || flags.canary || flags.stamp || flags.keep || destination?.to !== undefined;
				if (!isByHand) return redriveByTask(invocation, session, {queues, destination: destination?.queue, flags, signal});
				if (flags.detach) throw new UsageError('--detach leaves AWS to go on; what sluice moves itself ends with sluice.');
				return redriveHere(invocation, session, {
					queues,
					destination,
					selection: selection ?? selectAll(limitOf(flags)),
					edits,
					flags,
					signal,
				});
			});
		});
	},
});

type Flags = Parameters<typeof redriveCommand.run>[0]['flags'];

/** What does not go together, before anything is asked. */
function checkFlags(flags: Pick<Flags, 'watch' | 'cancel' | 'edited' | 'ids'>, queueCount: number): void {
	if (flags.watch && flags.cancel) throw new UsageError('--watch follows a task and --cancel ends it.', {nextSteps: ['Give one of them.']});
	if (flags.edited && flags.ids !== '-')
		throw new UsageError('--edited takes messages from standard input.', {nextSteps: ['Add --ids -, and one JSON object a line.']});
	if (queueCount > 1 && (flags.watch || flags.cancel || flags.ids !== undefined))
		throw new UsageError('--watch, --cancel and --ids are about one queue.', {nextSteps: ['Give one queue at a time.']});
}

function limitOf({max}: {max: number | undefined}): {countMax?: number} {
	return max === undefined ? {} : {countMax: max};
}

type Common = {readonly queues: readonly QueueRef[]; readonly signal: AbortSignal};

/** AWS's own tasks, which survive leaving. */
async function redriveByTask(
	invocation: Invocation,
	session: Session,
	options: Common & {
		destination: QueueRef | undefined;
		flags: {readonly rate: number | undefined; readonly detach: boolean; readonly max: number | undefined};
	},
): Promise<ExitCode> {
	const {queues, destination, flags, signal} = options;
	if (flags.max !== undefined)
		throw new UsageError("AWS's own task moves all.", {nextSteps: ['Add --all, and sluice moves --max N itself.']});
	const choice = {...(destination && {destination}), ...(flags.rate !== undefined && {ratePerSecond: flags.rate})};
	const begun: QueueRef[] = [];
	const code = await runForEach(invocation, session, {
		verb: 'redrive',
		queues,
		signal,
		plan: queue => planRedrive(session, {queue, ...choice}, {signal}),
		async execute({queue, plan}) {
			const outcome = await executeRedrive(session, plan, {signal});
			begun.push(queue);
			return outcome;
		},
	});
	if (flags.detach || invocation.globals.dryRun) return code;
	let worst = code;
	for (const queue of begun) worst = Math.max(worst, await followMoveTask(invocation, session, {queue, signal}));
	return worst;
}

async function redriveHere(
	invocation: Invocation,
	session: Session,
	options: Common & {
		destination: Destination | undefined;
		selection: Selection;
		edits: ReadonlyMap<string, MessageEdit> | undefined;
		flags: {
			readonly canary: boolean;
			readonly stamp: boolean;
			readonly keep: boolean;
			readonly deleteOriginals: boolean;
			readonly rate: number | undefined;
		};
	},
): Promise<ExitCode> {
	const {queues, destination, selection, edits, flags, signal} = options;
	const {clock} = invocation;
	const to = destination?.to;
	const keepsOriginals = flags.keep || (to !== undefined && !flags.deleteOriginals);
	const choice = {
		verb: 'redrive' as const,
		selection,
		keepsOriginals,
		isStamped: flags.stamp,
		hasCanary: flags.canary,
		...(destination && {destination: destination.queue}),
		...(to && {to}),
		...(flags.rate !== undefined && {ratePerSecond: flags.rate}),
		...(edits && {edits}),
	};
	const decide = ({reason}: {readonly reason: string}): Promise<boolean> => goOnWithoutVerdict(invocation, reason);
	// A copy changes nothing here, so the other context's mode counts.
	return runForEach(invocation, keepsOriginals ? (to ?? session) : session, {
		verb: 'redrive',
		queues,
		signal,
		plan: queue => planMoveSelected(session, {...choice, queue}, {signal}),
		execute: ({plan}) => writeMessageEvents(invocation, executeMoveSelected(session, plan, {clock, decide, ...(to && {to})}, {signal})),
	});
}

/** Only a person can know; without one, the others stay. */
async function goOnWithoutVerdict(invocation: Invocation, reason: string): Promise<boolean> {
	if (!canAsk(invocation)) return false;
	return (await ask(invocation, `No verdict: ${safeText(reason)}. Type y to send the others all the same: `))?.trim() === 'y';
}
