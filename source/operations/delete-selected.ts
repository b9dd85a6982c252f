import type {QueueAttributes, QueueRef} from '../aws/queue.ts';
import type {Session} from '../aws/session.ts';
import type {Clock} from '../shared/clock.ts';
import {commandLine} from './command-line.ts';
import {deleteBatch} from './delete-messages.ts';
import {createFateCounter, type Ended, type MessageFate} from './message-fate.ts';
import {createGrace} from './pace.ts';
import type {Plan} from './plan.ts';
import {queueSettings} from './queue-settings.ts';
import {selectionCount, selectionSubject, type Selection} from './selection.ts';
import {sweepAndAct, type SweepProgress} from './sweep-and-act.ts';
import {sweepFacts, sweepWarnings} from './sweep-facts.ts';
import type {UndoStore} from './undo.ts';
import {accountFact} from './where.ts';

export type DeleteSelectedRequest = {readonly queue: QueueAttributes; readonly selection: Selection};

/**
Says what deleting chosen messages of a queue will do, before any of them was seen. Changes nothing.

@throws What GetQueueAttributes answers.
*/
export async function planDeleteSelected(
	session: Session,
	options: {queue: QueueRef; selection: Selection},
	{signal}: {signal?: AbortSignal} = {},
): Promise<Plan<DeleteSelectedRequest>> {
	const {selection} = options;
	const within = signal ? {signal} : {};
	const [queue, account] = await Promise.all([session.queues.attributes(options.queue.url, within), accountFact(session, within)]);
	return {
		operation: 'delete-selected',
		level: 'destroy',
		title: `Delete messages of ${queue.name} ${selection.text}`,
		verb: 'delete them',
		subject: selectionSubject('delete', queue, selection),
		facts: [
			account,
			{label: 'deletes', text: `${selectionCount(selection)}, as they are found`},
			{label: 'for good', text: 'no undo; AWS keeps no copy'},
			...sweepFacts(queue, session.context.target),
			{label: 'stopped', text: 'what was deleted stays deleted; all else is given back'},
		],
		warnings: sweepWarnings(queue),
		command: commandLine('delete', queue.name, ...selection.words),
		counts: {ready: queue.readyCount},
		settings: queueSettings(queue),
		request: {queue, selection},
	};
}

/**
Looks through a queue and deletes what is chosen, ten at a time; gives all else back. Changes real data, for good. Throws nothing once begun.
*/
export async function* executeDeleteSelected(
	session: Session,
	plan: Plan<DeleteSelectedRequest>,
	options: {clock: Clock; undo?: UndoStore},
	{signal}: {signal?: AbortSignal} = {},
): AsyncGenerator<MessageFate | SweepProgress | Ended> {
	const {queue, selection} = plan.request;
	const {clock} = options;
	const counter = createFateCounter();
	const grace = createGrace(signal, {clock});
	try {
		const {notes, error, matchedCount, missingCount} = yield* sweepAndAct(
			session,
			{
				clock,
				queue,
				selection,
				counter,
				act: async messages => deleteBatch(session, {...options, queue, messages, signal: grace.signal}),
			},
			signal ? {signal} : {},
		);
		yield counter.ended({
			from: queue.name,
			remainingCount: matchedCount - counter.count(),
			missingCount,
			isInterrupted: signal?.aborted ?? false,
			...(error && {error}),
			notes,
		});
	} finally {
		grace.end();
	}
}
