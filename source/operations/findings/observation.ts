import type {MoveTask, QueueAttributes} from '../../aws/queue.ts';
import type {StreamSummary} from '../../aws/stream.ts';
import type {Subscription, TopicAttributes} from '../../aws/topic.ts';
import type {EpochMs} from '../../shared/clock.ts';
import type {Point} from './finding.ts';
import type {QueueSample} from './samples.ts';
import type {Steady} from './steady.ts';

/** What the last peek of a queue saw. */
export type ObservedPeek = {
	readonly seenAtMs: EpochMs;
	readonly messages: ReadonlyArray<{
		readonly sentAtMs: EpochMs;
		readonly receiveCount: number;
		readonly groupId?: string;
		/** Message attributes, those in an SNS envelope included. */
		readonly attributeCount?: number;
	}>;
};

/** A function that reads a queue by an event source mapping. */
export type ObservedReader = {readonly name: string; readonly isEnabled: boolean; readonly timeoutSeconds?: number};

/** Minute values of CloudWatch, oldest first. Absent: not asked for, or not allowed. */
export type ObservedMetric = {readonly atMs: EpochMs; readonly points: readonly Point[]};

export type ObservedQueue = {
	readonly url: string;
	readonly name: string;
	readonly attributes?: QueueAttributes;
	readonly asOfMs?: EpochMs;
	/** Code of why the last look failed, such as `denied`. */
	readonly problemCode?: string;
	/** Oldest first, of the last ten minutes. */
	readonly samples: readonly QueueSample[];
	/** Since when nothing was deleted, as far as counts tell. */
	readonly steady?: Steady;
	/** Hidden by a peek of ours. */
	readonly heldCount: number;
	readonly peek?: ObservedPeek;
	/** Newest first; absent when not asked for. */
	readonly moveTasks?: readonly MoveTask[];
	/** Absent when not asked for. */
	readonly readers?: readonly ObservedReader[];
	/** ApproximateAgeOfOldestMessage, seconds. */
	readonly ageOfOldest?: ObservedMetric;
	/** NumberOfMessagesDeleted a minute. */
	readonly deleted?: ObservedMetric;
};

export type ObservedTopic = {
	readonly arn: string;
	readonly name: string;
	readonly attributes?: TopicAttributes;
	readonly asOfMs?: EpochMs;
	/** With their own attributes as far as they were read. */
	readonly subscriptions?: ReadonlyArray<Subscription & {readonly pendingSinceMs?: EpochMs}>;
	/** NumberOfNotificationsFailed a minute. */
	readonly failed?: ObservedMetric;
	/** The most attributes that a message of it was seen with. */
	readonly attributeCountMax?: number;
};

/** How a shard was seen to be written, and how far behind its newest record its reader is. */
export type ObservedShard = {
	readonly id: string;
	readonly recordsPerSecond: readonly Point[];
	readonly bytesPerSecond: readonly Point[];
	readonly behindMs: readonly Point[];
};

export type ObservedStream = {
	readonly name: string;
	readonly summary?: StreamSummary;
	readonly asOfMs?: EpochMs;
	/** From a tail of ours that reads now. */
	readonly shards?: readonly ObservedShard[];
	/** GetRecords.IteratorAgeMilliseconds, the highest of each minute. */
	readonly iteratorAgeMs?: ObservedMetric;
	/** Temporary consumers of tails, without those that we read with. Absent when not asked for. */
	readonly leftOvers?: ReadonlyArray<{readonly name: string; readonly createdAtMs: EpochMs}>;
	/** WriteProvisionedThroughputExceeded a minute. */
	readonly writesRefused?: ObservedMetric;
};

/** All that the rules judge. */
export type Observations = {
	readonly nowMs: EpochMs;
	readonly queues: readonly ObservedQueue[];
	readonly topics: readonly ObservedTopic[];
	readonly streams: readonly ObservedStream[];
	readonly queueByArn: ReadonlyMap<string, ObservedQueue>;
	/** Queues by the ARN of their dead-letter queue. */
	readonly sourcesByArn: ReadonlyMap<string, readonly ObservedQueue[]>;
	/** ARNs of the queues that a subscription has as its dead-letter queue. */
	readonly subscriptionDlqArns: ReadonlySet<string>;
	/** Whether every queue was looked at, so that one that nobody names is known to be nobody's dead-letter queue. */
	readonly isWhole: boolean;
	/** Whether the policies of queues decide, as on AWS; local endpoints may keep them only. */
	readonly enforcesPolicies: boolean;
};

/** Puts observations together, with who is whose dead-letter queue. */
export function relate(
	observed: Pick<Observations, 'nowMs' | 'queues' | 'topics' | 'streams'> & {isListed?: boolean; enforcesPolicies?: boolean},
): Observations {
	const {queues, topics, isListed = true, enforcesPolicies = true} = observed;
	const queueByArn = new Map<string, ObservedQueue>();
	const sourcesByArn = new Map<string, ObservedQueue[]>();
	for (const queue of queues) {
		if (queue.attributes) queueByArn.set(queue.attributes.arn, queue);
		const arn = queue.attributes?.redrivePolicy?.deadLetterQueueArn;
		if (arn === undefined) continue;
		const sources = sourcesByArn.get(arn);
		if (sources) sources.push(queue);
		else sourcesByArn.set(arn, [queue]);
	}
	const subscriptions = topics.flatMap(topic => topic.subscriptions ?? []);
	return {
		...observed,
		enforcesPolicies,
		queueByArn,
		sourcesByArn,
		subscriptionDlqArns: new Set(subscriptions.flatMap(({deadLetterQueueArn}) => deadLetterQueueArn ?? [])),
		isWhole: isListed && queues.every(queue => queue.attributes !== undefined || queue.problemCode !== undefined),
	};
}

export function sourcesOf(queue: ObservedQueue, {sourcesByArn}: Observations): readonly ObservedQueue[] {
	return sourcesByArn.get(queue.attributes?.arn ?? '') ?? [];
}

/** Whether a queue is known to take what failed elsewhere. */
export function isDeadLetterQueue(queue: ObservedQueue, observations: Observations): boolean {
	return sourcesOf(queue, observations).length > 0 || observations.subscriptionDlqArns.has(queue.attributes?.arn ?? '');
}
