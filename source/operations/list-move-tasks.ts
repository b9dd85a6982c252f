import type {MoveTask, QueueRef} from '../aws/queue.ts';
import type {Session} from '../aws/session.ts';
import {parseArn} from '../shared/arn.ts';
import {sleep, type Clock} from '../shared/clock.ts';
import {SluiceError} from '../shared/errors.ts';
import {listQueues} from './list-queues.ts';

/** The tasks of one dead-letter queue, newest first, or why they could not be read. */
export type QueueMoveTasks =
	| {readonly queueArn: string; readonly queueName: string; readonly tasks: readonly MoveTask[]}
	| {readonly queueArn: string; readonly queueName: string; readonly error: SluiceError};

/** ListMessageMoveTasks a second. */
const perSecondMax = 10;

/**
Message move tasks of one queue, or of every dead-letter queue that a queue's redrive policy names. Queues without a task are left out.

@throws What ListQueues answers. A queue that is denied or gone comes with its error.
*/
export async function* listMoveTasks(
	session: Session,
	options: {clock: Clock; queue?: QueueRef},
	{signal}: {signal?: AbortSignal} = {},
): AsyncGenerator<QueueMoveTasks> {
	const {clock, queue} = options;
	const within = signal ? {signal} : {};
	if (queue) {
		const {arn} = await session.queues.attributes(queue.url, within);
		yield* tasksOf(session, arn, within);
		return;
	}
	for (const arn of await deadLetterQueueArns(session, {clock, ...within})) {
		yield* tasksOf(session, arn, within);
		await sleep(clock, 1000 / perSecondMax, within);
	}
}

async function deadLetterQueueArns(session: Session, options: {clock: Clock; signal?: AbortSignal}): Promise<ReadonlySet<string>> {
	const arns = new Set<string>();
	for await (const described of listQueues(session, options)) {
		// A queue that cannot be read may have a dead-letter queue; there is no other way to know it.
		if ('details' in described && described.details.redrivePolicy) arns.add(described.details.redrivePolicy.deadLetterQueueArn);
	}
	return arns;
}

async function* tasksOf(session: Session, queueArn: string, within: {signal?: AbortSignal}): AsyncGenerator<QueueMoveTasks> {
	const queueName = parseArn(queueArn)?.resource ?? queueArn;
	try {
		const tasks = await session.queues.moveTasks(queueArn, within);
		if (tasks.length > 0) yield {queueArn, queueName, tasks};
	} catch (error) {
		if (!(error instanceof SluiceError) || error.code === 'aborted') throw error;
		yield {queueArn, queueName, error};
	}
}
