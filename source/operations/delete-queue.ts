import {isAborted} from '../aws/errors.ts';
import type {QueueAttributes, QueueRef} from '../aws/queue.ts';
import type {Session} from '../aws/session.ts';
import type {Clock} from '../shared/clock.ts';
import {SluiceError} from '../shared/errors.ts';
import {formatCount, plural} from '../shared/units.ts';
import {commandLine} from './command-line.ts';
import type {Outcome, Plan} from './plan.ts';
import {listAllSubscriptions, readersOf, subscriptionsTo} from './queue-flow.ts';
import {queueSettings} from './queue-settings.ts';
import {accountFact} from './where.ts';

export type DeleteQueueRequest = {readonly queue: QueueAttributes};

/**
Says what is lost with a queue, and what depends on it: queues whose failed messages come here, topics that deliver to it, functions that read it.

@throws What GetQueueAttributes answers. What else may not be read is said to be unknown.
*/
export async function planDeleteQueue(
	session: Session,
	options: {queue: QueueRef},
	tools: {clock: Clock; signal?: AbortSignal},
): Promise<Plan<DeleteQueueRequest>> {
	const within = tools.signal ? {signal: tools.signal} : {};
	const queue = await session.queues.attributes(options.queue.url, within);
	const [account, sources, topics, functions] = await Promise.all([
		accountFact(session, within),
		ifAllowed(async () => (await session.queues.deadLetterSources(queue.url, within)).map(({name}) => name)),
		ifAllowed(async () => subscriptionsTo(queue.arn, await listAllSubscriptions(session, tools)).map(({topicArn}) => lastOf(topicArn))),
		ifAllowed(async () => {
			const reading = await readersOf(session, queue.arn, within);
			return reading.status === 'known' ? reading.value.map(({functionName}) => functionName) : undefined;
		}),
	]);
	const count = queue.readyCount + queue.inFlightCount + queue.delayedCount;
	return {
		operation: 'delete-queue',
		level: 'whole',
		title: `Delete ${queue.name}`,
		verb: 'delete it',
		subject: {kind: 'queue', name: queue.name},
		facts: [
			account,
			{
				label: 'deletes',
				text: `the queue, about ${plural(count, 'message')} (${formatCount(queue.inFlightCount)} in flight, ${formatCount(queue.delayedCount)} delayed)`,
			},
			{label: 'for good', text: 'no undo; policy, tags, settings go too; name free after 60 s'},
			{label: 'is DLQ of', text: namesText(sources)},
			{label: 'sent by', text: namesText(topics, 'topic')},
			{label: 'read by', text: namesText(functions, 'function')},
		],
		warnings: dependencyWarnings(queue, {sources, topics, functions}),
		command: commandLine('delete-queue', queue.name),
		counts: {ready: queue.readyCount, 'in flight': queue.inFlightCount, delayed: queue.delayedCount},
		settings: queueSettings(queue),
		request: {queue},
	};
}

/**
Deletes the queue with all its messages. Changes real data, for good.

@see [DeleteQueue](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteQueue.html)
*/
export async function executeDeleteQueue(
	session: Session,
	plan: Plan<DeleteQueueRequest>,
	{signal}: {signal?: AbortSignal} = {},
): Promise<Outcome> {
	const {queue} = plan.request;
	await session.queues.delete(queue.url, signal ? {signal} : {});
	return {summary: `Deleted ${queue.name}. AWS takes up to 60 s; until then it may still answer.`};
}

type Names = readonly string[] | undefined;

function dependencyWarnings(queue: QueueAttributes, depends: {sources: Names; topics: Names; functions: Names}): string[] {
	const found: string[] = [];
	const count = queue.readyCount + queue.inFlightCount + queue.delayedCount;
	if (depends.sources?.length) found.push(`What fails in ${listed(depends.sources)} has nowhere to go then, and comes back.`);
	if (depends.topics?.length) found.push(`The subscription of ${listed(depends.topics)} stays and is refused from then on.`);
	if (depends.functions?.length) found.push(`The event source mapping of ${listed(depends.functions)} stays and fails from then on.`);
	if (count > 0) found.push('Messages are still in it: save or move them first.');
	return found;
}

function namesText(names: Names, noun?: string): string {
	if (names === undefined) return 'not known: may not be read';
	return names.length === 0 ? `no ${noun ?? 'queue'}` : `${noun ? `${noun} ` : ''}${listed(names)}`;
}

function listed(names: readonly string[]): string {
	const shown = names.slice(0, 3).join(', ');
	return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}

async function ifAllowed<Value>(read: () => Promise<Value>): Promise<Value | undefined> {
	try {
		return await read();
	} catch (error) {
		if (isAborted(error) || !(error instanceof SluiceError)) throw error;
		return undefined;
	}
}

function lastOf(arn: string): string {
	return arn.slice(arn.lastIndexOf(':') + 1);
}
