import type {QueueAttributes, QueueRef} from '../aws/queue.ts';
import type {Session} from '../aws/session.ts';
import type {Clock} from '../shared/clock.ts';
import {describeEach, type Described} from './describe-each.ts';

/**
All queues with their attributes, in AWS's order (by name), at most 8 calls at once; 20 a second on AWS, where others share the limit.

@throws What ListQueues answers. A queue whose attributes cannot be read comes with its error.
*/
export function listQueues(
	session: Session,
	options: {clock: Clock; prefix?: string; signal?: AbortSignal},
): AsyncIterable<Described<QueueRef, QueueAttributes>> {
	const {clock, prefix, signal} = options;
	const pages = session.queues.list({...(prefix !== undefined && {prefix}), ...(signal && {signal})});
	return describeEach(pages, queue => session.queues.attributes(queue.url, signal ? {signal} : {}), {
		clock,
		parallelMax: 8,
		perSecondMax: session.context.target === 'aws' ? 20 : 10_000,
		...(signal && {signal}),
	});
}
