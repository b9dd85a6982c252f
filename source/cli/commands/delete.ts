import type {Message, QueueRef} from '../../aws/queue.ts';
import type {Session} from '../../aws/session.ts';
import {executeDeleteMessages, planDeleteMessages} from '../../operations/delete-messages.ts';
import {executeDeleteSelected, planDeleteSelected} from '../../operations/delete-selected.ts';
import {findQueue} from '../../operations/find-queue.ts';
import {readReceivedLine} from '../../operations/message-json.ts';
import {UsageError} from '../../shared/errors.ts';
import {defineCommand, type Invocation} from '../command.ts';
import type {ExitCode} from '../exit-code.ts';
import {runGuarded} from '../gate.ts';
import {writeMessageEvents} from '../message-events.ts';
import {needSelection, selectionFlags} from '../message-selection.ts';
import {readLines} from '../standard-input.ts';
import {withSession} from '../workplace.ts';

/** Lines of `--received`; whoever has more deletes while receiving. */
const receivedMax = 10_000;

export const deleteCommand = defineCommand({
	name: 'delete',
	summary: 'Delete chosen messages of a queue, for good',
	takes: 'QUEUE',
	inputMin: 1,
	inputMax: 1,
	description: `Looks through the queue, deletes what is meant as it is found, and gives all else back. Every message is received for that, which counts.
With --received nothing is looked for: standard input holds what sluice receive printed, with its receipt handles.`,
	flags: {
		...selectionFlags,
		received: {type: 'boolean', description: 'The messages that sluice receive printed, from standard input'},
	},
	examples: [
		['sluice delete orders-dlq --filter VALIDATION --dry-run', 'What would be looked at, and deleted'],
		['sluice delete orders --received --yes < received.ndjson', 'What sluice receive printed before'],
	],
	async run(invocation) {
		const {flags, input} = invocation;
		const signal = invocation.interrupted();
		const isChosen = flags.ids !== undefined || flags.filter !== undefined || flags.all;
		if (flags.received && isChosen) throw new UsageError('--received says itself which messages are meant.');
		const selection = flags.received ? undefined : await needSelection(invocation, flags);
		const received = flags.received ? await readReceived(invocation) : [];
		return withSession(invocation, async session => {
			const queue = await findQueue(session, input[0] ?? '', {signal});
			if (!selection) return deleteReceived(invocation, session, {queue, messages: received, signal});
			return runGuarded(invocation, session, {
				plan: () => planDeleteSelected(session, {queue, selection}, {signal}),
				execute: plan => writeMessageEvents(invocation, executeDeleteSelected(session, plan, invocation, {signal})),
			});
		});
	},
});

function deleteReceived(
	invocation: Invocation,
	session: Session,
	{queue, messages, signal}: {queue: QueueRef; messages: readonly Message[]; signal: AbortSignal},
): Promise<ExitCode> {
	const {clock} = invocation;
	return runGuarded(invocation, session, {
		plan: () => planDeleteMessages(session, {clock, queue, messages}, {signal}),
		execute: plan => writeMessageEvents(invocation, executeDeleteMessages(session, plan, {clock}, {signal})),
	});
}

async function readReceived(invocation: Pick<Invocation, 'stdin'>): Promise<readonly Message[]> {
	const messages: Message[] = [];
	for await (const line of readLines(invocation)) {
		if (messages.length >= receivedMax) throw new UsageError(`Standard input holds more than ${receivedMax} messages.`);
		messages.push(readReceivedLine(line));
	}
	if (messages.length === 0) throw new UsageError('Standard input holds no message.');
	return messages;
}
