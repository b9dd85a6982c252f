import type {MoveTask, QueueAttributes, QueueRef} from '../../aws/queue.ts';
import type {Session} from '../../aws/session.ts';
import type {Clock, EpochMs} from '../../shared/clock.ts';
import {SluiceError} from '../../shared/errors.ts';
import type {Described} from '../describe-each.ts';
import {collectMetrics, metricSpanMs, metricsToAsk, type FindingMetrics} from './metrics.ts';
import {isDeadLetterQueue, relate, type Observations, type ObservedQueue} from './observation.ts';
import {describeThings, listThings, type DescribedThings, type Things} from './read-things.ts';
import {readQueueReaders, type QueueReaders} from './readers.ts';
import {historyMs} from './samples.ts';
import {nextSteady} from './steady.ts';

type Counted = {readonly read: number; readonly all: number};

/** What was looked at, and what was not and why. */
export type Coverage = {
	readonly queues: Counted;
	readonly topics: Counted;
	readonly streams: Counted;
	/** `records: You may not sqs:GetQueueAttributes.` */
	readonly missing: readonly string[];
	/** What some rules would have liked to know besides, and why they do not. */
	readonly remarks?: readonly string[];
	readonly hasMetrics: boolean;
};

export type Look = {readonly observations: Observations; readonly coverage: Coverage};

/** Looks again and again; what was seen before gives the trends. */
export type Lookout = {
	/** @throws `not-found` for a name that nothing has. What cannot be read is told in the coverage. */
	look(within?: {signal?: AbortSignal}): Promise<Look>;
};

type Within = {readonly signal?: AbortSignal};

/**
Makes something that looks at all queues, topics and streams, or at those of these names and the queues that they depend on.

@param options.mayReadMetrics CloudWatch has a price on AWS: there it is asked only when this is true. Elsewhere it always is.
*/
export function createLookout(session: Session, options: {clock: Clock; names?: readonly string[]; mayReadMetrics?: boolean}): Lookout {
	const {clock, names = [], mayReadMetrics = false} = options;
	const isMetered = mayReadMetrics || session.context.target !== 'aws';
	let before: ReadonlyMap<string, ObservedQueue> = new Map();
	return {
		async look(within = {}) {
			const missing: string[] = [];
			const things = await withNeighbours(session, await listThings(session, names, {within, missing}), {names, within});
			const described = await describeThings(session, clock, {things, within});
			const nowMs = clock.nowMs();
			const metrics = isMetered ? await readMetrics(session, described, {nowMs, within, missing}) : undefined;
			const queues = described.queues.map(each => observedQueue(each, {before: before.get(each.item.url), metrics, nowMs}));
			before = new Map(queues.map(queue => [queue.url, queue]));
			const observations = relate({
				nowMs,
				enforcesPolicies: session.context.target === 'aws',
				queues,
				...observedOthers(described, {metrics, nowMs}),
			});
			const tasks = await readMoveTasks(session, observations, within);
			const {readers, remark} = await readReaders(session, {clock, within});
			const whole = queues.map(queue => ({
				...queue,
				...tasks.get(queue.url),
				...(readers && queue.attributes && {readers: readers.get(queue.attributes.arn) ?? []}),
			}));
			return {
				observations: relate({...observations, queues: whole}),
				coverage: {
					...coverageOf(described, {missing, hasMetrics: metrics !== undefined}),
					...(remark !== undefined && {remarks: [remark]}),
				},
			};
		},
	};
}

/** A queue cannot be judged without its dead-letter queue, nor one of those without its sources. */
async function withNeighbours(
	session: Session,
	things: Things,
	{names, within}: {names: readonly string[]; within: Within},
): Promise<Things> {
	if (names.length === 0) return things;
	const found = new Map(things.queues.map(ref => [ref.url, ref]));
	for (const {url} of things.queues) {
		try {
			const {redrivePolicy} = await session.queues.attributes(url, within);
			const name = redrivePolicy?.deadLetterQueueArn.split(':').at(-1);
			const neighbours = [
				...(await session.queues.deadLetterSources(url, within)),
				...(name === undefined ? [] : [await session.queues.find(name, within)]),
			];
			for (const ref of neighbours) found.set(ref.url, ref);
		} catch (error) {
			// What cannot be read is told when the queue itself is; a neighbour that is gone or elsewhere leaves its rules unknown.
			if (!(error instanceof SluiceError) || error.code === 'aborted') throw error;
		}
	}
	return {...things, queues: [...found.values()]};
}

function observedQueue(
	described: Described<QueueRef, QueueAttributes>,
	{before, metrics, nowMs}: {before: ObservedQueue | undefined; metrics: FindingMetrics | undefined; nowMs: EpochMs},
): ObservedQueue {
	const {url, name} = described.item;
	const earlier = before?.samples.filter(({atMs}) => nowMs - atMs <= historyMs) ?? [];
	if ('error' in described) return {...before, url, name, heldCount: 0, samples: earlier, problemCode: described.error.code};
	const {readyCount, inFlightCount} = described.details;
	const samples = [...earlier, {atMs: nowMs, readyCount, inFlightCount}];
	const steady = nextSteady(before?.steady, samples);
	const ageOfOldest = metrics?.ageOfOldest.get(url);
	const deleted = metrics?.deleted.get(url);
	return {
		url,
		name,
		heldCount: 0,
		attributes: described.details,
		asOfMs: nowMs,
		samples,
		...(steady && {steady}),
		...(ageOfOldest && {ageOfOldest}),
		...(deleted && {deleted}),
	};
}

function observedOthers(
	{topics, streams}: DescribedThings,
	{metrics, nowMs}: {metrics: FindingMetrics | undefined; nowMs: EpochMs},
): Pick<Observations, 'topics' | 'streams'> {
	return {
		topics: topics.map(described => {
			const {arn, name} = described.item;
			const failed = metrics?.failed.get(arn);
			return {arn, name, asOfMs: nowMs, ...('details' in described && {subscriptions: described.details}), ...(failed && {failed})};
		}),
		streams: streams.map(described => {
			const {name} = described.item;
			const iteratorAgeMs = metrics?.iteratorAgeMs.get(name);
			const writesRefused = metrics?.writesRefused.get(name);
			return {
				name,
				asOfMs: nowMs,
				...('details' in described && {
					summary: described.details,
					...(described.details.leftOvers && {leftOvers: described.details.leftOvers}),
				}),
				...(iteratorAgeMs && {iteratorAgeMs}),
				...(writesRefused && {writesRefused}),
			};
		}),
	};
}

/** Of queues that hold messages, of all topics and streams. */
async function readMetrics(
	session: Session,
	described: DescribedThings,
	{nowMs, within, missing}: {nowMs: EpochMs; within: Within; missing: string[]},
): Promise<FindingMetrics | undefined> {
	const holding = described.queues.flatMap(each =>
		'details' in each && each.details.readyCount + each.details.inFlightCount > 0 ? [each.item] : [],
	);
	const asked = metricsToAsk({
		queues: holding,
		topics: described.topics.map(({item}) => item),
		streams: described.streams.map(({item}) => item),
	});
	if (asked.length === 0) return undefined;
	try {
		const range = {fromMs: nowMs - metricSpanMs, toMs: nowMs, periodSeconds: 60, ...within};
		const reading = await session.metrics.read(
			asked.map(({query}) => query),
			range,
		);
		if (reading.status === 'known') return collectMetrics(asked, reading.value, nowMs);
		missing.push(`CloudWatch: ${reading.error.message}`);
	} catch (error) {
		if (!(error instanceof SluiceError) || error.code === 'aborted') throw error;
		missing.push(`CloudWatch: ${error.message}`);
	}
	return undefined;
}

/** Not every endpoint knows move tasks, and not everybody may list them: then the rules say that they need them. */
async function readMoveTasks(
	session: Session,
	observations: Observations,
	within: Within,
): Promise<ReadonlyMap<string, {readonly moveTasks: readonly MoveTask[]}>> {
	const tasks = new Map<string, {moveTasks: readonly MoveTask[]}>();
	for (const queue of observations.queues) {
		if (!queue.attributes || !isDeadLetterQueue(queue, observations)) continue;
		try {
			tasks.set(queue.url, {moveTasks: await session.queues.moveTasks(queue.attributes.arn, within)});
		} catch (error) {
			if (!(error instanceof SluiceError) || error.code === 'aborted') throw error;
		}
	}
	return tasks;
}

/** Which functions read which queue. To know it is a help and no need: a denial does not make the look incomplete. */
async function readReaders(
	session: Session,
	{clock, within}: {clock: Clock; within: Within},
): Promise<{readonly readers?: QueueReaders; readonly remark?: string}> {
	try {
		const reading = await readQueueReaders(session, {clock, ...within});
		if (reading.status === 'known') return {readers: reading.value};
		return reading.status === 'absent' ? {} : {remark: `Which functions read the queues is not known: ${reading.error.message}`};
	} catch (error) {
		if (!(error instanceof SluiceError) || error.code === 'aborted') throw error;
		return {remark: `Which functions read the queues is not known: ${error.message}`};
	}
}

function coverageOf({queues, topics, streams}: DescribedThings, told: {missing: readonly string[]; hasMetrics: boolean}): Coverage {
	const counted = (each: ReadonlyArray<Described<unknown, unknown>>): Counted => ({
		read: each.filter(one => 'details' in one).length,
		all: each.length,
	});
	const failures = [...queues, ...topics, ...streams].flatMap(each =>
		'error' in each ? [`${each.item.name}: ${each.error.message}`] : [],
	);
	return {
		queues: counted(queues),
		topics: counted(topics),
		streams: counted(streams),
		missing: [...told.missing, ...failures],
		hasMetrics: told.hasMetrics,
	};
}
