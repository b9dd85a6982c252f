import type {QueueAttributes, QueueRef} from '../aws/queue.ts';
import type {Session} from '../aws/session.ts';
import type {Clock, EpochMs} from '../shared/clock.ts';
import type {Random} from '../shared/random.ts';
import {formatAge, formatCount, plural} from '../shared/units.ts';
import {commandLine} from './command-line.ts';
import type {Outcome, Plan} from './plan.ts';
import {queueSettings} from './queue-settings.ts';
import {saveQueue} from './save-queue.ts';
import {asideNameOf} from './set-aside.ts';
import {estimateSweep} from './sweep-facts.ts';
import {accountFact} from './where.ts';

export type PurgeRequest = {readonly queue: QueueAttributes; readonly savePath?: string};

export type PurgeChoice = {
	readonly queue: QueueRef;
	/** Saves everything to this file first, and purges only when that copy is on the disk. */
	readonly savePath?: string;
	/** What a peek saw of the queue: how old the oldest is now, and of how many. */
	readonly seen?: {readonly oldestMs: number; readonly count: number};
};

/**
Says what purging a queue will delete, from counts read now.

@throws What GetQueueAttributes answers.
*/
export async function planPurge(
	session: Session,
	options: PurgeChoice,
	{signal}: {signal?: AbortSignal} = {},
): Promise<Plan<PurgeRequest>> {
	const {savePath, seen} = options;
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
				text: `about ${formatCount(queue.readyCount)} ready, ${formatCount(queue.inFlightCount)} in flight, ${formatCount(queue.delayedCount)} delayed${savePath === undefined ? seenText(seen) : ''}`,
			},
			...(savePath === undefined ? [] : [{label: 'first', text: `saves all to a file, and purges only when that is whole:\n${savePath}`}]),
			{
				label: 'for good',
				text: 'no undo, AWS keeps no copy; takes up to 60 s; messages\nthat arrive meanwhile may go too; once per 60 s',
			},
		],
		warnings: warnings(queue, sources),
		command: commandLine('purge', queue.name, ...(savePath === undefined ? [] : ['--save', savePath])),
		counts: {ready: queue.readyCount, 'in flight': queue.inFlightCount, delayed: queue.delayedCount},
		settings: queueSettings(queue),
		alternatives: alternatives(queue, {isDlq: sources.length > 0, target: session.context.target}),
		request: {queue, ...(savePath !== undefined && {savePath})},
	};
}

/** Shorter than the fact, for the dialog has little room. */
function seenText(seen: PurgeChoice['seen']): string {
	if (!seen) return '';
	const looked = seen.count === 1 ? '1 of them was looked at' : `${formatCount(seen.count)} of them were looked at`;
	return `\noldest sent ${formatAge(seen.oldestMs)} ago; ${looked}`;
}

function alternatives(
	queue: QueueAttributes,
	{isDlq, target}: {isDlq: boolean; target: Session['context']['target']},
): Plan['alternatives'] {
	const {count, receiveCount} = estimateSweep(queue, target);
	const asideName = isDlq ? asideNameOf(queue.name) : undefined;
	return [
		{id: 'save', text: `save them to a file first (about ${formatCount(count)}, ${plural(2 * receiveCount, 'request')})`},
		...(asideName === undefined ? [] : [{id: 'aside', text: `set aside: move them all to ${asideName}`}]),
	];
}

/** A file in the folder that sluice was started in: `orders-dlq-20261125T031600Z.ndjson` */
export function savePathFor(queue: QueueRef, nowMs: EpochMs): string {
	const time = new Date(nowMs).toISOString().replaceAll(/[-:]|\.\d+/g, '');
	return `${queue.name}-${time}.ndjson`;
}

/**
Deletes all messages of a queue, those in flight and delayed too. Changes real data, for good.

@throws `purge-in-progress` within 60 seconds of another purge; with a file to save to, whatever kept it from being a whole copy: then nothing is deleted.
@see [PurgeQueue](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_PurgeQueue.html)
*/
export async function executePurge(
	session: Session,
	plan: Plan<PurgeRequest>,
	options: {clock: Clock; random: Random; onProgress?: (text: string) => void},
	{signal}: {signal?: AbortSignal} = {},
): Promise<Outcome> {
	const {queue, savePath} = plan.request;
	const within = signal ? {signal} : {};
	if (savePath === undefined) {
		const count = queue.readyCount + queue.inFlightCount + queue.delayedCount;
		return purge(session, queue, {count: `about ${plural(count, 'message')} ${count === 1 ? 'is' : 'are'} gone.`, ...within});
	}
	return saveQueue(
		session,
		{
			...options,
			queue,
			path: savePath,
			whenSaved: ({savedCount}) =>
				purge(session, queue, {count: `${plural(savedCount, 'message')} saved to ${savePath} first.`, ...within}),
		},
		within,
	);
}

async function purge(session: Session, queue: QueueRef, {count, signal}: {count: string; signal?: AbortSignal}): Promise<Outcome> {
	const {requestId} = await session.queues.purge(queue.url, signal ? {signal} : {});
	return {summary: `Purged ${queue.name}; ${count}`, ...(requestId !== undefined && {requestId})};
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
