import type {EpochMs} from '../../shared/clock.ts';
import {requestThrottled} from './errors.ts';
import type {Queue} from './queue.ts';

/** What is counted each on its own; a batch is one call. */
export type CountedCall = 'send' | 'receive' | 'delete';

const callsPerSecondMax = 300;

/** With high throughput, in AWS's largest regions. */
const highCallsPerSecondMax = 70_000;

/** The calls of a FIFO queue in the second under way. */
export type RecentCalls = {second: number; readonly counts: Map<string, number>};

/**
Throws RequestThrottled when a FIFO queue gets more calls a second than it takes, in an engine that keeps limits. Not asked of standard queues, which take any number.

With high throughput the limit of 300 holds for the sends to each message group, and the queue takes many more.

@param options.groupIds What is sent to.
@see [Amazon SQS message quotas](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html)
*/
export function countFifoCall(
	queue: Queue,
	call: CountedCall,
	options: {readonly nowMs: EpochMs; readonly groupIds?: readonly (string | undefined)[]},
): void {
	if (!queue.state.environment.options.enforceLimits) return;
	const {nowMs, groupIds = []} = options;
	const second = Math.floor(nowMs / 1000);
	queue.recentCalls ??= {second, counts: new Map()};
	if (queue.recentCalls.second !== second) {
		queue.recentCalls.second = second;
		queue.recentCalls.counts.clear();
	}
	const {counts} = queue.recentCalls;
	const isHigh = queue.settings.fifoThroughputLimit === 'perMessageGroupId';
	if (count(counts, call) > (isHigh ? highCallsPerSecondMax : callsPerSecondMax)) throw requestThrottled();
	if (!isHigh) return;
	for (const groupId of new Set(groupIds)) if (count(counts, `${call} ${groupId}`) > callsPerSecondMax) throw requestThrottled();
}

function count(counts: Map<string, number>, key: string): number {
	const next = (counts.get(key) ?? 0) + 1;
	counts.set(key, next);
	return next;
}
