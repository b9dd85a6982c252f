import {isAborted} from '../aws/errors.ts';
import type {QueueAttributes, QueueRef} from '../aws/queue.ts';
import type {Reading} from '../aws/reading.ts';
import type {Session} from '../aws/session.ts';
import type {Subscription} from '../aws/topic.ts';
import type {Clock} from '../shared/clock.ts';
import {SluiceError} from '../shared/errors.ts';
import {allowedSenders, listAllSubscriptions, readersOf, subscriptionsTo, type AllowedSender, type QueueReader} from './queue-flow.ts';
import {flowMeasures, ratesOf, readQueueSeries, type QueueRates} from './queue-metrics.ts';
import {attributesIfAllowed} from './redrive-policy.ts';

/** Something about a queue that could not be read, and why. */
export type NotRead = {readonly what: string; readonly why: string; readonly code: string};

/** Everything about one queue that can be read without touching a message. What could not be read is absent, and listed. */
export type QueueDescription = {
	readonly queue: QueueAttributes;
	readonly tags?: Readonly<Record<string, string>>;
	/** With how many messages it has now, where that may be read. */
	readonly deadLetterQueue?: {readonly name: string; readonly arn: string; readonly readyCount?: number};
	/** Queues whose failed messages come here. */
	readonly sources?: readonly string[];
	/** Subscriptions that deliver here, with their filters. */
	readonly subscriptions?: readonly Subscription[];
	/** Whom the policy lets send, beside topics that are subscribed. */
	readonly allowedSenders: readonly AllowedSender[];
	readonly readers?: readonly QueueReader[];
	readonly rates?: QueueRates;
	readonly notRead: readonly NotRead[];
};

/** Subscriptions whose own attributes are read. */
const subscriptionsMax = 20;

/**
Reads everything about a queue.

@param options.hasMetrics Asks CloudWatch for rates and ages too, at $0.00005.
@throws What GetQueueAttributes answers; whatever else is missing is listed.
*/
export async function describeQueue(
	session: Session,
	ref: QueueRef,
	options: {clock: Clock; hasMetrics: boolean; signal?: AbortSignal},
): Promise<QueueDescription> {
	const {signal, hasMetrics} = options;
	const within = signal ? {signal} : {};
	const notRead: NotRead[] = [];
	const optional = collect(notRead);
	const queue = await session.queues.attributes(ref.url, within);
	const [tags, sources, subscriptions, readers, rates, deadLetterQueue] = await Promise.all([
		optional('tags', () => session.queues.tags(queue.url, within)),
		optional('sources', async () => (await session.queues.deadLetterSources(queue.url, within)).map(({name}) => name)),
		optional('subscriptions', () => readSubscriptions(session, queue.arn, options)),
		optional('readers', async () => valueOf(await readersOf(session, queue.arn, within))),
		hasMetrics ? optional('rates', () => readRates(session, queue.name, options)) : undefined,
		readDeadLetterQueue(session, queue, within),
	]);
	return {
		queue,
		...(tags && {tags}),
		...(deadLetterQueue && {deadLetterQueue}),
		...(sources && {sources}),
		...(subscriptions && {subscriptions}),
		allowedSenders: allowedSenders(queue.policy).filter(({source}) => !subscriptions?.some(({topicArn}) => topicArn === source)),
		...(readers && {readers}),
		...(rates && {rates}),
		notRead,
	};
}

type Optional = <Value>(what: string, read: () => Promise<Value>) => Promise<Value | undefined>;

/** Turns failures into entries of a list, so that each greys one thing only. An endpoint without the service is no failure. */
function collect(notRead: NotRead[]): Optional {
	return async (what, read) => {
		try {
			return await read();
		} catch (error) {
			if (isAborted(error) || !(error instanceof SluiceError)) throw error;
			if (error.code !== 'absent') notRead.push({what, why: error.message, code: error.code});
			return undefined;
		}
	};
}

function valueOf<Value>(reading: Reading<Value>): Value {
	if (reading.status === 'known') return reading.value;
	if (reading.status === 'not-allowed') throw reading.error;
	throw new SluiceError(reading.error.message, {code: 'absent', cause: reading.error});
}

async function readSubscriptions(
	session: Session,
	queueArn: string,
	options: {clock: Clock; signal?: AbortSignal},
): Promise<readonly Subscription[]> {
	const found = subscriptionsTo(queueArn, await listAllSubscriptions(session, options));
	const detailed: Subscription[] = [];
	for (const [index, subscription] of found.entries()) {
		detailed.push(
			index < subscriptionsMax && subscription.arn !== undefined
				? {
						...subscription,
						...(await session.topics.subscriptionAttributes(subscription.arn, options.signal ? {signal: options.signal} : {})),
					}
				: subscription,
		);
	}
	return detailed;
}

/** CloudWatch lags by a minute or two, and an idle queue is silent. */
const ratesSpanMs = 10 * 60_000;

async function readRates(session: Session, name: string, {clock, signal}: {clock: Clock; signal?: AbortSignal}): Promise<QueueRates> {
	const toMs = clock.nowMs();
	const range = {fromMs: toMs - ratesSpanMs, toMs, periodSeconds: 60, ...(signal && {signal})};
	const found = valueOf(await readQueueSeries(session, {...range, names: [name], wanted: flowMeasures}));
	const empty = {ready: [], oldest: [], sent: [], deleted: [], received: [], empty: []};
	return ratesOf(found.get(name) ?? empty, toMs);
}

async function readDeadLetterQueue(
	session: Session,
	queue: QueueAttributes,
	within: {signal?: AbortSignal},
): Promise<QueueDescription['deadLetterQueue']> {
	const arn = queue.redrivePolicy?.deadLetterQueueArn;
	if (arn === undefined) return undefined;
	const name = arn.slice(arn.lastIndexOf(':') + 1);
	const url = `${queue.url.slice(0, queue.url.lastIndexOf('/') + 1)}${name}`;
	// Its dead-letter queue is of the same account and region, so its URL differs in the name only.
	const dlq = await attributesIfAllowed(session, url, within);
	return {name, arn, ...(dlq && {readyCount: dlq.readyCount})};
}
