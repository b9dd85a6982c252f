import type {QueueRef} from '../aws/queue.ts';
import type {Session} from '../aws/session.ts';
import {formatCount} from '../shared/units.ts';
import {commandLine} from './command-line.ts';
import type {Plan} from './plan.ts';
import {accountFact} from './where.ts';

export type CancelRedriveRequest = {readonly sourceArn: string};

/**
Says what cancelling the redrive of a dead-letter queue will do. Changes nothing.

@throws What GetQueueAttributes or ListMessageMoveTasks answer.
*/
export async function planCancelRedrive(
	session: Session,
	options: {queue: QueueRef},
	{signal}: {signal?: AbortSignal} = {},
): Promise<Plan<CancelRedriveRequest>> {
	const within = signal ? {signal} : {};
	const [queue, account] = await Promise.all([session.queues.attributes(options.queue.url, within), accountFact(session, within)]);
	const [task] = await session.queues.moveTasks(queue.arn, within);
	const moved = task
		? `${formatCount(task.movedCount)} of ${task.toMoveCount === undefined ? 'an unknown number' : formatCount(task.toMoveCount)}`
		: 'not known';
	return {
		operation: 'cancel-redrive',
		level: 'change',
		title: `Cancel the redrive of ${queue.name}`,
		verb: 'cancel it',
		subject: {kind: 'queue', name: queue.name},
		facts: [account, {label: 'moved', text: moved}, {label: 'then', text: 'AWS goes on moving for a moment; what has moved stays moved'}],
		warnings: [],
		command: commandLine('redrive', queue.name, '--cancel'),
		counts: {},
		settings: {},
		request: {sourceArn: queue.arn},
	};
}
