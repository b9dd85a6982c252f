import type {QueueAttributes} from '../../../source/aws/queue.ts';
import type {Subscription} from '../../../source/aws/topic.ts';
import type {Claim, Point} from '../../../source/operations/findings/finding.ts';
import {
	relate,
	type Observations,
	type ObservedQueue,
	type ObservedStream,
	type ObservedTopic,
} from '../../../source/operations/findings/observation.ts';
import type {Rule} from '../../../source/operations/findings/rule.ts';
import type {QueueSample} from '../../../source/operations/findings/samples.ts';
import {displayWidth} from '../../../source/payload/safe-text.ts';
import {nextSteady} from '../../../source/operations/findings/steady.ts';

/** 25 Nov 2026, 03:12 UTC. */
export const nowMs = Date.UTC(2026, 10, 25, 3, 12);
export const dayMs = 86_400_000;
export const minuteMs = 60_000;

export function arnOf(name: string): string {
	return `arn:aws:sqs:eu-west-1:123456789012:${name}`;
}

/** Looks ten seconds apart that end now: READY alone, or READY and FLIGHT. */
export function looks(...counts: ReadonlyArray<number | readonly [ready: number, inFlight: number]>): readonly QueueSample[] {
	return counts.map((count, index) => {
		const [readyCount, inFlightCount] = typeof count === 'number' ? [count, 0] : count;
		return {atMs: nowMs - (counts.length - 1 - index) * 10_000, readyCount, inFlightCount};
	});
}

/** Values a minute apart that end now. */
export function minutes(...values: readonly number[]): readonly Point[] {
	return values.map((value, index) => ({atMs: nowMs - (values.length - 1 - index) * minuteMs, value}));
}

type QueueOptions = Partial<Omit<ObservedQueue, 'attributes'>> & {readonly attributes?: Partial<QueueAttributes> | 'unread'};

/** A queue that was looked at just now. Its counts are those of the newest sample. */
export function aQueue(name: string, options: QueueOptions = {}): ObservedQueue {
	const {attributes, samples = looks(0), ...rest} = options;
	const last = samples.at(-1);
	const steady = nextSteady(undefined, samples);
	return {
		url: `https://sqs/${name}`,
		name,
		samples,
		heldCount: 0,
		asOfMs: nowMs,
		...(steady && {steady}),
		...(attributes !== 'unread' && {
			attributes: {
				url: `https://sqs/${name}`,
				name,
				arn: arnOf(name),
				isFifo: name.endsWith('.fifo'),
				readyCount: last?.readyCount ?? 0,
				inFlightCount: last?.inFlightCount ?? 0,
				delayedCount: 0,
				visibilityTimeoutSeconds: 30,
				retentionSeconds: 4 * 86_400,
				delaySeconds: 0,
				messageBytesMax: 262_144,
				waitTimeSeconds: 0,
				hasContentBasedDeduplication: false,
				hasManagedEncryption: true,
				createdAtMs: 0,
				modifiedAtMs: 0,
				raw: {},
				...attributes,
			},
		}),
		...rest,
	};
}

/** A queue whose dead-letter queue is `NAME-dlq`. */
export function aSource(name: string, options: QueueOptions & {maxReceiveCount?: number} = {}): ObservedQueue {
	const {maxReceiveCount = 5, attributes, ...rest} = options;
	const dlq = name.endsWith('.fifo') ? name.replace('.fifo', '-dlq.fifo') : `${name}-dlq`;
	const redrivePolicy = {deadLetterQueueArn: arnOf(dlq), maxReceiveCount};
	return aQueue(name, {attributes: {redrivePolicy, ...(attributes === 'unread' ? {} : attributes)}, ...rest});
}

export function aTopic(name: string, options: Partial<ObservedTopic> = {}): ObservedTopic {
	return {arn: `arn:aws:sns:eu-west-1:123456789012:${name}`, name, asOfMs: nowMs, ...options};
}

export function aSubscription(endpoint: string, options: Partial<Subscription> = {}): Subscription {
	return {
		arn: `arn:aws:sns:eu-west-1:123456789012:t:${endpoint}`,
		topicArn: 'arn:aws:sns:eu-west-1:123456789012:order-events',
		protocol: 'sqs',
		endpoint: arnOf(endpoint),
		owner: '123456789012',
		isRaw: false,
		...options,
	};
}

export function aStream(name: string, options: Partial<ObservedStream> = {}): ObservedStream {
	return {
		name,
		asOfMs: nowMs,
		summary: {
			name,
			arn: `arn:aws:kinesis:eu-west-1:123456789012:stream/${name}`,
			status: 'ACTIVE',
			mode: 'PROVISIONED',
			openShardCount: 4,
			consumerCount: 0,
			retentionHours: 24,
			encryption: 'NONE',
			createdAtMs: 0,
			recordBytesMax: 1_048_576,
			shardMetrics: [],
		},
		...options,
	};
}

export type Observed = {
	readonly queues?: readonly ObservedQueue[];
	readonly topics?: readonly ObservedTopic[];
	readonly streams?: readonly ObservedStream[];
	readonly isListed?: boolean;
	readonly enforcesPolicies?: boolean;
};

export function observe({queues = [], topics = [], streams = [], isListed = true, enforcesPolicies = true}: Observed): Observations {
	return relate({nowMs, queues, topics, streams, isListed, enforcesPolicies});
}

/** What a rule says of all that was observed: its claims as `thing: what`, and what it needs as `thing needs …`. */
/** Cells of WHAT at 80 columns. */
export const whatCells = 38;

/** Every claim made here must also fit the first screen at 80 columns: a sentence that is cut there is told to no one. */
export function verdicts(rule: Rule, observed: Observed): readonly string[] {
	return judge(rule, observe(observed)).flatMap(({name, verdict}) =>
		'needs' in verdict ? [`${name} needs ${verdict.needs}`] : verdict.map(({what, where}) => `${where ?? name}: ${fitting(rule, what)}`),
	);
}

function fitting({id}: Rule, what: string): string {
	const cells = displayWidth(what);
	if (cells > whatCells) throw new Error(`${id}: "${what}" has ${cells} cells, WHAT has ${whatCells} at 80 columns.`);
	return what;
}

/** The first claim of a rule. */
export function claimOf(rule: Rule, observed: Observed): Claim {
	const claim = judge(rule, observe(observed)).flatMap(({verdict}) => ('needs' in verdict ? [] : verdict))[0];
	if (!claim) throw new Error(`${rule.id} claims nothing: ${verdicts(rule, observed).join(', ')}`);
	return claim;
}

function judge(rule: Rule, observations: Observations) {
	switch (rule.about) {
		case 'queue':
			return observations.queues.map(queue => ({name: queue.name, verdict: rule.judge(queue, observations)}));
		case 'topic':
			return observations.topics.map(topic => ({name: topic.name, verdict: rule.judge(topic, observations)}));
		case 'stream':
			return observations.streams.map(stream => ({name: stream.name, verdict: rule.judge(stream, observations)}));
	}
}
