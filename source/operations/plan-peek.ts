import type {QueueAttributes, QueueRef} from '../aws/queue.ts';
import type {Session} from '../aws/session.ts';
import {formatCount, formatSeconds, plural} from '../shared/units.ts';
import {commandLine} from './command-line.ts';
import type {Plan} from './plan.ts';
import {queueName} from '../aws/queues.ts';

export type PeekRequest = {
	readonly queue: QueueAttributes;
	readonly count: number;
	readonly visibilityTimeoutSeconds: number;
	readonly isKept: boolean;
};

/** Few enough receives that one more matters. */
const fewReceives = 3;

/**
Says what peeking at a queue will do, from attributes read now.

@param options.visibilityTimeoutSeconds How long each message is hidden from its consumers. 0 glances at it without hiding. Default: 20.
@param options.count Default: 10.
@throws What GetQueueAttributes answers.
*/
export async function planPeek(
	session: Session,
	options: {queue: QueueRef; count?: number; visibilityTimeoutSeconds?: number; isKept?: boolean},
	{signal}: {signal?: AbortSignal} = {},
): Promise<Plan<PeekRequest>> {
	const queue = await session.queues.attributes(options.queue.url, signal ? {signal} : {});
	const {visibilityTimeoutSeconds = 20} = options;
	const isGlance = visibilityTimeoutSeconds === 0;
	const request = {
		queue,
		count: isGlance ? Math.min(options.count ?? 10, 10) : (options.count ?? 10),
		visibilityTimeoutSeconds,
		isKept: options.isKept ?? !isGlance,
	};
	const facts = [
		{label: 'will happen', text: willHappen(request)},
		{label: 'may happen', text: mayHappen(queue)},
		{label: 'cannot happen', text: isGlance ? 'nothing is deleted' : 'nothing is deleted; what is held is given back on leaving'},
		{label: 'competes with', text: competesWith(queue)},
		{label: 'costs', text: costs(request)},
	];
	return {
		operation: 'peek',
		level: 'cost',
		title: `Peek at ${queue.name}`,
		verb: 'peek so',
		subject: {kind: 'queue', name: queue.name},
		facts: facts.filter(({text}) => text !== ''),
		warnings: warnings(queue),
		command: commandLine(
			'peek',
			queue.name,
			'--max',
			String(request.count),
			'--visibility',
			String(visibilityTimeoutSeconds),
			request.isKept ? '--keep' : undefined,
		),
		counts: {ready: queue.readyCount},
		settings: {
			'max receives': String(queue.redrivePolicy?.maxReceiveCount ?? 'none'),
			'dead-letter queue': queue.redrivePolicy?.deadLetterQueueArn ?? 'none',
		},
		request,
	};
}

function willHappen({count, visibilityTimeoutSeconds}: PeekRequest): string {
	const hidden =
		visibilityTimeoutSeconds === 0
			? `up to ${plural(count, 'message')} are shown and not hidden; seen again means counted again`
			: `up to ${plural(count, 'message')} are hidden from the consumers for ${formatSeconds(visibilityTimeoutSeconds)} each`;
	return `${hidden}\neach one's receive count goes up by 1, for good`;
}

function mayHappen({redrivePolicy}: QueueAttributes): string {
	if (!redrivePolicy) return '';
	const {deadLetterQueueArn, maxReceiveCount} = redrivePolicy;
	const times = maxReceiveCount === 1 ? 'once' : `${formatCount(maxReceiveCount)} times`;
	return `a message already received ${times} goes to ${arnName(deadLetterQueueArn)} by\nthis receive, and is not shown here  (limit: ${maxReceiveCount})`;
}

/** Lambda functions and pipes are not known here; what is in flight shows that somebody reads. */
function competesWith({inFlightCount}: QueueAttributes): string {
	return inFlightCount === 0 ? 'nobody seen: nothing is in flight' : `consumers: they hold ${plural(inFlightCount, 'message')} now`;
}

function costs({count, visibilityTimeoutSeconds, isKept}: PeekRequest): string {
	if (visibilityTimeoutSeconds === 0) return '1 request';
	const receives = Math.ceil(count / 10);
	const kept = isKept ? `, then ${receives} for each ${formatSeconds(Math.ceil(visibilityTimeoutSeconds / 2))} held` : '';
	return `${receives}–${receives + 2} requests${kept}, ${receives} to give back`;
}

function warnings({isFifo, name, redrivePolicy}: QueueAttributes): string[] {
	const found: string[] = [];
	if (redrivePolicy && redrivePolicy.maxReceiveCount <= fewReceives) {
		const {deadLetterQueueArn, maxReceiveCount} = redrivePolicy;
		found.push(`${name} allows ${plural(maxReceiveCount, 'receive')}: looking often sends messages to ${arnName(deadLetterQueueArn)}.`);
	}
	if (isFifo) found.push('Held groups stand still for their consumers; you see at most the head of each group.');
	return found;
}

function arnName(arn: string): string {
	return queueName(arn.replaceAll(':', '/'));
}
