import type {QueueAttributes, QueueRef} from '../../aws/queue.ts';
import type {Session} from '../../aws/session.ts';
import type {StreamConsumer, StreamRef, StreamSummary} from '../../aws/stream.ts';
import type {Subscription, TopicRef} from '../../aws/topic.ts';
import {queueName} from '../../aws/queues.ts';
import {parseArn} from '../../shared/arn.ts';
import type {Clock} from '../../shared/clock.ts';
import {SluiceError} from '../../shared/errors.ts';
import {isTemporaryConsumer} from '../consumers.ts';
import {describeEach, type Described} from '../describe-each.ts';
import {nearest} from '../did-you-mean.ts';
import {checkArn} from '../own-arn.ts';

export type Things = {readonly queues: readonly QueueRef[]; readonly topics: readonly TopicRef[]; readonly streams: readonly StreamRef[]};

export type DescribedThings = {
	readonly queues: ReadonlyArray<Described<QueueRef, QueueAttributes>>;
	readonly topics: ReadonlyArray<Described<TopicRef, readonly Subscription[]>>;
	readonly streams: ReadonlyArray<Described<StreamRef, StreamSummary & {readonly leftOvers?: readonly StreamConsumer[]}>>;
};

type Within = {readonly signal?: AbortSignal};

/** Calls at once and a second on AWS; local endpoints have no limit that must be shared. */
const pace = {parallelMax: 8, queuesPerSecond: 10, topicsPerSecond: 4, streamsPerSecond: 2, localPerSecond: 400};

/**
The names of all queues, topics and streams, or those that are asked for.

@param missing Takes up what could not be listed, as a sentence, so that the rest is still looked at.
@throws `not-found` for a name that nothing has.
*/
export async function listThings(
	session: Session,
	names: readonly string[],
	{within, missing}: {within: Within; missing: string[]},
): Promise<Things> {
	const all: Things = {
		queues: await collect('queues', session.queues.list(within), missing),
		topics: await collect('topics', session.topics.list(within), missing),
		streams: await collect('streams', session.streams.list(within), missing),
	};
	if (names.length === 0) return all;
	const wanted = names.map(text => readName(session, text));
	for (const {name, kind} of wanted) {
		const known = kinds.filter(each => kind === undefined || each === kind).flatMap(each => all[each].map(ref => ref.name));
		if (!known.includes(name)) throw notFound(name, known);
	}
	const isWanted =
		(kind: Kind) =>
		({name}: {readonly name: string}): boolean =>
			wanted.some(each => each.name === name && (each.kind ?? kind) === kind);
	return {
		queues: all.queues.filter(isWanted('queues')),
		topics: all.topics.filter(isWanted('topics')),
		streams: all.streams.filter(isWanted('streams')),
	};
}

const kinds = ['queues', 'topics', 'streams'] as const;
type Kind = (typeof kinds)[number];

/** A name may be of anything, a URL and an ARN say of what. */
function readName(session: Session, text: string): {readonly name: string; readonly kind?: Kind} {
	if (/^https?:\/\//.test(text)) return {name: queueName(text), kind: 'queues'};
	const arn = parseArn(text);
	if (arn?.service === 'sns') {
		checkArn(session, arn, {service: 'sns', noun: 'topic'});
		return {name: arn.resource, kind: 'topics'};
	}
	if (arn?.service === 'kinesis') {
		checkArn(session, arn, {service: 'kinesis', noun: 'stream'});
		return {name: arn.resource.replace(/^stream\//, ''), kind: 'streams'};
	}
	if (!arn) return {name: text};
	checkArn(session, arn, {service: 'sqs', noun: 'queue'});
	return {name: arn.resource, kind: 'queues'};
}

function notFound(name: string, known: readonly string[]): SluiceError {
	const near = nearest(name, known);
	return new SluiceError(`There is no queue, topic or stream called "${name}" here.`, {
		code: 'not-found',
		nextSteps: [near === undefined ? 'See what there is: sluice queues, sluice topics, sluice streams.' : `Did you mean ${near}?`],
	});
}

async function collect<Ref>(what: string, pages: AsyncIterable<readonly Ref[]>, missing: string[]): Promise<readonly Ref[]> {
	const refs: Ref[] = [];
	try {
		for await (const page of pages) refs.push(...page);
	} catch (error) {
		if (!(error instanceof SluiceError) || error.code === 'aborted') throw error;
		missing.push(`${what}: ${error.message}`);
	}
	return refs;
}

/** Reads what the rules need of each. What is denied or failing comes with its error. */
export async function describeThings(
	session: Session,
	clock: Clock,
	{things, within}: {things: Things; within: Within},
): Promise<DescribedThings> {
	const isAws = session.context.target === 'aws';
	const paced = (perSecond: number) => ({
		clock,
		parallelMax: pace.parallelMax,
		perSecondMax: isAws ? perSecond : pace.localPerSecond,
		...within,
	});
	return {
		queues: await all(things.queues, ref => session.queues.attributes(ref.url, within), paced(pace.queuesPerSecond)),
		topics: await all(things.topics, ref => readSubscriptions(session, ref, within), paced(pace.topicsPerSecond)),
		streams: await all(things.streams, ref => readStream(session, ref, within), paced(pace.streamsPerSecond)),
	};
}

async function all<Item, Details>(
	items: readonly Item[],
	describe: (item: Item) => Promise<Details>,
	options: Parameters<typeof describeEach>[2],
): Promise<ReadonlyArray<Described<Item, Details>>> {
	const described: Array<Described<Item, Details>> = [];
	for await (const one of describeEach(onePage(items), describe, options)) described.push(one);
	return described;
}

async function* onePage<Item>(items: readonly Item[]): AsyncGenerator<readonly Item[]> {
	yield items;
}

/** One call more for those that have consumers. Who may not list them is told what that needs. */
async function readStream(session: Session, {name}: StreamRef, within: Within) {
	const summary = await session.streams.summary(name, within);
	if (summary.consumerCount === 0) return summary;
	try {
		return {...summary, leftOvers: (await session.streams.consumers(summary, within)).filter(isTemporaryConsumer)};
	} catch (error) {
		if (!(error instanceof SluiceError) || error.code === 'aborted') throw error;
		return summary;
	}
}

/** One subscription that may not be read leaves its settings unknown; the others are told. */
async function readSubscriptions(session: Session, {arn}: TopicRef, within: Within): Promise<readonly Subscription[]> {
	const found: Subscription[] = [];
	for await (const page of session.topics.subscriptions(arn, within)) found.push(...page);
	const read: Subscription[] = [];
	for (const subscription of found) {
		try {
			const more = subscription.arn === undefined ? {} : await session.topics.subscriptionAttributes(subscription.arn, within);
			read.push({...subscription, ...more});
		} catch (error) {
			if (error instanceof SluiceError && error.code === 'aborted') throw error;
			read.push(subscription);
		}
	}
	return read;
}
