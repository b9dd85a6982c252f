import type {QueueAttributes, QueueRef} from '../aws/queue.ts';
import type {Session} from '../aws/session.ts';
import {formatCount, plural} from '../shared/units.ts';
import {commandLine} from './command-line.ts';
import type {Outcome, Plan} from './plan.ts';
import {queueSettings} from './queue-settings.ts';
import {accountFact} from './where.ts';

export type PurgeRequest = {readonly queue: QueueAttributes};

/**
Says what purging a queue will delete, from counts read now.

@throws What GetQueueAttributes answers.
*/
export async function planPurge(
	session: Session,
	options: {queue: QueueRef},
	{signal}: {signal?: AbortSignal} = {},
): Promise<Plan<PurgeRequest>> {
	const within = signal ? {signal} : {};
	const [queue, sources, account] = await Promise.all([
		session.queues.attributes(options.queue.url, within),
		session.queues.deadLetterSources(options.queue.url, within),
		accountFact(session, within),
	]);
	return {
		operation: 'purge',
		level: 'whole',
		title: `Purge ${queue.name}`,
		verb: 'purge it',
		subject: {kind: 'queue', name: queue.name},
		facts: [
			account,
			{
				label: 'deletes',
				text: `about ${formatCount(queue.readyCount)} ready, ${formatCount(queue.inFlightCount)} in flight, ${formatCount(queue.delayedCount)} delayed`,
			},
			{
				label: 'for good',
				text: 'no undo, AWS keeps no copy; takes up to 60 s; messages\nthat arrive meanwhile may go too; once per 60 s',
			},
		],
		warnings: warnings(queue, sources),
		command: commandLine('purge', queue.name),
		counts: {ready: queue.readyCount, 'in flight': queue.inFlightCount, delayed: queue.delayedCount},
		settings: queueSettings(queue),
		request: {queue},
	};
}

/**
Deletes all messages of a queue, those in flight and delayed too. Changes real data, for good.

@throws `purge-in-progress` within 60 seconds of another purge.
@see [PurgeQueue](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_PurgeQueue.html)
*/
export async function executePurge(session: Session, plan: Plan<PurgeRequest>, {signal}: {signal?: AbortSignal} = {}): Promise<Outcome> {
	const {queue} = plan.request;
	const {requestId} = await session.queues.purge(queue.url, signal ? {signal} : {});
	const count = queue.readyCount + queue.inFlightCount + queue.delayedCount;
	return {
		summary: `Purged ${queue.name}; about ${plural(count, 'message')} ${count === 1 ? 'is' : 'are'} gone.`,
		...(requestId !== undefined && {requestId}),
	};
}

function warnings(queue: QueueAttributes, sources: readonly QueueRef[]): string[] {
	const found: string[] = [];
	if (sources.length > 0) found.push(`What failed in ${namesOf(sources)} is kept here; after the purge nobody can tell why.`);
	if (queue.inFlightCount > 0)
		found.push(`Consumers are working on ${plural(queue.inFlightCount, 'message')} now; if they fail, there is no second try.`);
	return found;
}

/** `orders, refunds and 3 more` */
function namesOf(queues: readonly QueueRef[]): string {
	const names = queues.slice(0, 2).map(({name}) => name);
	return queues.length > names.length ? `${names.join(', ')} and ${queues.length - names.length} more` : names.join(' and ');
}
