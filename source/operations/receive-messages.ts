import type {Message, QueueAttributes, QueueRef} from '../aws/queue.ts';
import type {Session} from '../aws/session.ts';
import {parseArn} from '../shared/arn.ts';
import {sleep, type Clock} from '../shared/clock.ts';
import {SluiceError} from '../shared/errors.ts';
import {formatSeconds, plural} from '../shared/units.ts';
import {commandLine} from './command-line.ts';
import {deleteBatch} from './delete-messages.ts';
import type {MessageFate} from './message-fate.ts';
import {createGrace} from './pace.ts';
import type {Plan} from './plan.ts';
import {queueSettings} from './queue-settings.ts';
import {accountFact} from './where.ts';

export type ReceiveRequest = {
	readonly queue: QueueAttributes;
	readonly count: number;
	readonly visibilityTimeoutSeconds: number;
	readonly waitSeconds: number;
	/** Whether each message is deleted once it was handed out. */
	readonly isDeleting: boolean;
};

export type ReceiveChoice = {
	readonly queue: QueueRef;
	/** Default: 10. */
	readonly count?: number;
	/** Default: the queue's own. */
	readonly visibilityTimeoutSeconds?: number;
	/** How long each receive waits for messages. 0–20. Default: 1. */
	readonly waitSeconds?: number;
	readonly isDeleting?: boolean;
};

/**
Says what receiving as a consumer does: unlike a peek, nothing is given back. Changes nothing.

@throws What GetQueueAttributes answers.
*/
export async function planReceive(
	session: Session,
	choice: ReceiveChoice,
	{signal}: {signal?: AbortSignal} = {},
): Promise<Plan<ReceiveRequest>> {
	const within = signal ? {signal} : {};
	const [queue, account] = await Promise.all([session.queues.attributes(choice.queue.url, within), accountFact(session, within)]);
	const {count = 10, visibilityTimeoutSeconds = queue.visibilityTimeoutSeconds, waitSeconds = 1, isDeleting = false} = choice;
	const dlqArn = queue.redrivePolicy?.deadLetterQueueArn;
	const limit = queue.redrivePolicy?.maxReceiveCount ?? 0;
	const facts = [
		account,
		{label: 'receives', text: `up to ${plural(count, 'message')}, each hidden for ${formatSeconds(visibilityTimeoutSeconds)}`},
		{
			label: 'then',
			text: isDeleting ? 'deletes each once it was written out' : 'gives nothing back: they come back when their time is over',
		},
		{label: 'counts', text: "each one's receive count goes up by 1, for good"},
		{
			label: 'may happen',
			text: dlqArn === undefined ? '' : `what was received ${plural(limit, 'time')} before goes to ${parseArn(dlqArn)?.resource ?? dlqArn}`,
		},
	];
	return {
		operation: 'receive',
		level: isDeleting ? 'destroy' : 'cost',
		title: `Receive ${isDeleting ? 'and delete ' : ''}messages of ${queue.name}`,
		verb: isDeleting ? 'receive and delete them' : 'receive them',
		subject: {kind: 'queue', name: queue.name},
		facts: facts.filter(({text}) => text !== ''),
		warnings: [],
		command: commandLine(
			'receive',
			queue.name,
			'--max',
			String(count),
			...(choice.visibilityTimeoutSeconds === undefined ? [] : ['--visibility', String(visibilityTimeoutSeconds)]),
			...(choice.waitSeconds === undefined ? [] : ['--wait', String(waitSeconds)]),
			...(isDeleting ? ['--delete'] : []),
		),
		counts: {},
		settings: queueSettings(queue),
		request: {queue, count, visibilityTimeoutSeconds, waitSeconds, isDeleting},
	};
}

/** Messages to be handed on; or what became of them afterwards. */
export type ReceiveEvent = {readonly type: 'received'; readonly messages: readonly Message[]} | MessageFate;

/** Empty answers in a row, after which a queue counts as dry. */
const emptyMax = 3;
const throttledMax = 8;

/**
Receives as a consumer does, until there are enough, the queue is dry, or it is told to stop.

With `isDeleting`, a batch is deleted when the next event is asked for: whoever took it has then done with it. Changes real data.

@throws What ReceiveMessage answers. What was received before stays hidden until its time is over.
*/
export async function* executeReceive(
	session: Session,
	plan: Plan<ReceiveRequest>,
	{clock}: {clock: Clock},
	{signal}: {signal?: AbortSignal} = {},
): AsyncGenerator<ReceiveEvent> {
	const {queue, count, visibilityTimeoutSeconds, waitSeconds, isDeleting} = plan.request;
	const grace = createGrace(signal, {clock});
	let receivedCount = 0;
	try {
		for (let emptyCount = 0, throttledCount = 0; receivedCount < count && emptyCount < emptyMax && !signal?.aborted;) {
			let messages: readonly Message[];
			try {
				const wanted = {count: Math.min(10, count - receivedCount), visibilityTimeoutSeconds, waitSeconds};
				messages = await session.queues.receive(queue.url, {...wanted, ...(signal && {signal})});
			} catch (error) {
				if (signal?.aborted) return;
				if (!(error instanceof SluiceError && error.code === 'throttled' && throttledCount++ < throttledMax)) throw error;
				await sleep(clock, Math.min(5000, 250 * 2 ** throttledCount), signal ? {signal} : {});
				continue;
			}
			emptyCount = messages.length === 0 ? emptyCount + 1 : 0;
			receivedCount += messages.length;
			if (messages.length === 0) continue;
			yield {type: 'received', messages};
			if (!isDeleting) continue;
			const {fates, error} = await deleteBatch(session, {clock, queue, messages, signal: grace.signal});
			yield* fates;
			if (error && !signal?.aborted) throw error;
		}
	} finally {
		grace.end();
	}
}
