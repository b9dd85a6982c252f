import type {EpochMs} from '../../shared/clock.ts';
import {throttled} from './errors.ts';
import type {FifoTopic} from './fifo.ts';
import type {SnsState} from './state.ts';
import type {Topic} from './topic.ts';

const topicMessagesPerSecondMax = 3000;
const groupMessagesPerSecondMax = 300;

/** What was published to a FIFO topic in the second under way. */
export type RecentMessages = {second: number; count: number; readonly countsByGroup: Map<string, number>};

/**
Throws Throttled when a FIFO topic gets more messages a second than it takes, in an engine that keeps limits: 300 to a message group, and 3,000 in all unless the topic's scope is the group. Standard topics take any number.

@param groupIds Of each message of the request.
@see [Amazon SNS endpoints and quotas](https://docs.aws.amazon.com/general/latest/gr/sns.html)
*/
export function countFifoMessages(state: SnsState, topic: Topic, groupIds: ReadonlyArray<string | undefined>, nowMs: EpochMs): void {
	if (!topic.fifo || !state.environment.options.enforceLimits) return;
	const recent = recentMessages(topic.fifo, nowMs);
	recent.count += groupIds.length;
	const isScopeGroup = topic.attributes.get('FifoThroughputScope') === 'MessageGroup';
	if (!isScopeGroup && recent.count > topicMessagesPerSecondMax) throw throttled();
	for (const groupId of groupIds) {
		const count = (recent.countsByGroup.get(groupId ?? '') ?? 0) + 1;
		recent.countsByGroup.set(groupId ?? '', count);
		if (count > groupMessagesPerSecondMax) throw throttled();
	}
}

function recentMessages(fifo: FifoTopic, nowMs: EpochMs): RecentMessages {
	const second = Math.floor(nowMs / 1000);
	if (fifo.recent?.second !== second) fifo.recent = {second, count: 0, countsByGroup: new Map()};
	return fifo.recent;
}
