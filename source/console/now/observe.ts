import {
	relate,
	type Observations,
	type ObservedPeek,
	type ObservedQueue,
	type ObservedReader,
	type ObservedShard,
	type ObservedStream,
	type ObservedTopic,
} from '../../operations/findings/observation.ts';
import type {Point} from '../../operations/findings/finding.ts';
import {nextSteady, type Steady} from '../../operations/findings/steady.ts';
import type {EpochMs} from '../../shared/clock.ts';
import {hiddenCount, type PeekView} from '../queues/messages-state.ts';
import type {QueueRow} from '../queues/state.ts';
import type {State} from '../state.ts';
import type {LaneView, MeterView} from '../streams/tail-meter.ts';
import {leftOversOf, type StreamRow} from '../streams/state.ts';
import type {TopicRow} from '../topics/state.ts';
import {pendingKey} from './state.ts';

/** Messages of a peek that are remembered when they are given back, oldest first, and queues they are remembered of. */
const peekMessagesMax = 200;
const peeksMax = 200;

/** All that this session knows, as the rules want it. */
export function observe(state: State, nowMs: EpochMs): Observations {
	return observeAll(state, observeQueues(state, state.queues.rows), nowMs);
}

/** Some of the queues; those that are gone are none. */
export function observeQueues(state: State, rows: readonly QueueRow[]): readonly ObservedQueue[] {
	return rows.filter(row => row.goneAtMs === undefined).map(row => observedQueue(state, row));
}

/** All queues, once they are observed, with all else. */
export function observeAll(state: State, queues: readonly ObservedQueue[], nowMs: EpochMs): Observations {
	return relate({
		nowMs,
		isListed: state.queues.status === 'ready',
		enforcesPolicies: state.context.target === 'aws',
		queues,
		topics: state.topics.rows.map(row => observedTopic(state, row)),
		streams: state.streams.rows.map(row => observedStream(state, row)),
	});
}

function observedQueue(state: State, row: QueueRow): ObservedQueue {
	const {url, name} = row.ref;
	const {now, queues} = state;
	const view = queues.peeks[url];
	const steady = now.steady.get(url);
	const peek = now.peeks.get(url);
	const ageOfOldest = now.metrics?.ageOfOldest.get(url);
	const deleted = now.metrics?.deleted.get(url);
	const readers = readersOf(state, row);
	return {
		url,
		name,
		samples: row.samples,
		heldCount: view ? hiddenCount(view.messages) : 0,
		...(row.attributes && {attributes: row.attributes}),
		...(row.asOfMs !== undefined && {asOfMs: row.asOfMs}),
		...(row.problem && {problemCode: row.problem.code}),
		...(readers && {readers}),
		...(row.moveTasks && {moveTasks: row.moveTasks}),
		...(steady && {steady}),
		...(peek && {peek}),
		...(ageOfOldest && {ageOfOldest}),
		...(deleted && {deleted}),
	};
}

/** As the queue's own look told when it was opened, or the list of all, whichever is newer. */
function readersOf({now, queues}: State, {ref, attributes}: QueueRow): readonly ObservedReader[] | undefined {
	const own = queues.facts[ref.url]?.readers;
	if (own?.status === 'known' && own.atMs >= (now.readers?.atMs ?? 0))
		return own.value.map(({functionName: name, isEnabled, timeoutSeconds}) => ({
			name,
			isEnabled,
			...(timeoutSeconds !== undefined && {timeoutSeconds}),
		}));
	return attributes && now.readers ? (now.readers.byArn.get(attributes.arn) ?? noReaders) : undefined;
}

const noReaders: readonly ObservedReader[] = [];

function observedTopic({now}: State, row: TopicRow): ObservedTopic {
	const {arn, name} = row.ref;
	const asOfMs = now.subscriptionsAtMs.get(arn);
	const failed = now.metrics?.failed.get(arn);
	const subscriptions = row.subscriptions?.status === 'ready' ? row.subscriptions.value : undefined;
	return {
		arn,
		name,
		...(row.attributes && {attributes: row.attributes}),
		...(asOfMs !== undefined && {asOfMs}),
		...(failed && {failed}),
		...(subscriptions && {
			subscriptions: subscriptions.map(subscription => {
				const pendingSinceMs = subscription.arn === undefined ? now.pendingSinceMs.get(pendingKey(arn, subscription.endpoint)) : undefined;
				return pendingSinceMs === undefined ? subscription : {...subscription, pendingSinceMs};
			}),
		}),
	};
}

function observedStream({now, streams}: State, row: StreamRow): ObservedStream {
	const {name} = row.ref;
	const tail = streams.tails[name];
	const meter = tail?.status === 'reading' ? tail.snapshot?.meter : undefined;
	const iteratorAgeMs = now.metrics?.iteratorAgeMs.get(name);
	const writesRefused = now.metrics?.writesRefused.get(name);
	return {
		name,
		...(row.summary && {summary: row.summary}),
		...(row.asOfMs !== undefined && {asOfMs: row.asOfMs}),
		...(meter && {shards: meter.lanes.filter(lane => !lane.isEnded).map(lane => observedShard(meter, lane))}),
		...(iteratorAgeMs && {iteratorAgeMs}),
		...(writesRefused && {writesRefused}),
		...(row.consumers?.status === 'ready' && {leftOvers: leftOversOf(row.consumers.value, tail?.start.fanOut)}),
	};
}

/** Seconds that the tail has not seen yet are no zeros. */
function observedShard(meter: MeterView, lane: LaneView): ObservedShard {
	const {barSeconds, lastBar, sampleMs} = meter;
	const seen = lane.bars.slice(-Math.max(0, Math.floor(sampleMs / 1000 / barSeconds)));
	// A bar of a zoomed histogram is no second: then the rate alone is known.
	const recordsPerSecond =
		barSeconds === 1
			? seen.map((value, index): Point => ({atMs: (lastBar - (seen.length - 1 - index)) * 1000, value}))
			: [{atMs: lastBar * 1000, value: lane.recordsPerSecond}];
	const last = recordsPerSecond.at(-1);
	return {
		id: lane.shardId,
		recordsPerSecond,
		bytesPerSecond: last ? [{atMs: last.atMs, value: lane.bytesPerSecond}] : [],
		behindMs: last && lane.behindMs !== undefined ? [{atMs: last.atMs, value: lane.behindMs}] : [],
	};
}

/** What is steady after the newest samples of each queue. */
export function steadyOf(state: State): ReadonlyMap<string, Steady> {
	const steady = new Map<string, Steady>();
	for (const {ref, samples, goneAtMs} of state.queues.rows) {
		if (goneAtMs !== undefined || samples.length === 0) continue;
		const next = nextSteady(state.now.steady.get(ref.url), samples);
		if (next) steady.set(ref.url, next);
	}
	return steady;
}

/** The peeks as they are after messages came, were moved or given back. */
export function peeksOf(before: State, after: State, atMs: EpochMs): ReadonlyMap<string, ObservedPeek> {
	const peeks = new Map(after.now.peeks);
	for (const [url, view] of Object.entries(after.queues.peeks)) {
		const earlier = before.queues.peeks[url];
		if (earlier?.messages === view.messages || view.messages.length === 0) continue;
		const isMore = (earlier?.messages.length ?? 0) < view.messages.length;
		peeks.set(url, {seenAtMs: isMore ? atMs : (peeks.get(url)?.seenAtMs ?? atMs), messages: peekedMessages(view)});
	}
	return peeks.size <= peeksMax ? peeks : new Map([...peeks].slice(-peeksMax));
}

/** Those that are not known to be gone. */
function peekedMessages(view: PeekView): ObservedPeek['messages'] {
	return view.messages
		.filter(({state}) => state.status !== 'gone')
		.map(({message}) => ({
			sentAtMs: message.sentAtMs,
			receiveCount: message.receiveCount,
			...(message.groupId !== undefined && {groupId: message.groupId}),
		}))
		.toSorted((a, b) => a.sentAtMs - b.sentAtMs)
		.slice(0, peekMessagesMax);
}
