import {isDeepStrictEqual} from 'node:util';
import type {MoveTask, QueueAttributes, QueueRef} from '../../aws/queue.ts';
import type {Subscription} from '../../aws/topic.ts';
import type {EpochMs} from '../../shared/clock.ts';
import {step, type Step} from '../effects.ts';
import type {Event} from '../event.ts';
import type {Problem, State} from '../state.ts';
import {takeSubscriptions, type KnownSenders} from './known-senders.ts';
import {keep} from '../preferences.ts';
import {orderQueues} from './order.ts';
import {rowAt, withRowsChanged} from './row-index.ts';
import {withFacts, type FactsEvent, type QueueFacts} from './facts.ts';
import type {HistorySpan} from './history.ts';
import type {PeekView} from './messages-state.ts';
import type {LastSeen} from './last-seen.ts';
import type {Topology} from './topology.ts';

export type QueueRow = {
	readonly ref: QueueRef;
	readonly attributes?: QueueAttributes;
	/** When the attributes were read as they are: a later reading that says the same leaves it. */
	readonly asOfMs?: EpochMs;
	/** Why the last reading failed; older numbers stay. */
	readonly problem?: Problem;
	/** When the list stopped naming it: shown a while, as gone. */
	readonly goneAtMs?: EpochMs;
	/** Counts of the last ten minutes, oldest first. */
	readonly samples: readonly Sample[];
	/** Of a queue that was opened: one a minute, of a day at most. */
	readonly minutes?: readonly Sample[];
	/** Its newest message move tasks, where it is a dead-letter queue that was looked at. */
	readonly moveTasks?: readonly MoveTask[];
	/** When the oldest message of the last peek was first sent, and when that was seen. */
	readonly oldest?: {readonly sentAtMs: EpochMs; readonly seenAtMs: EpochMs; readonly count: number};
};

export type Sample = {readonly atMs: EpochMs; readonly readyCount: number; readonly inFlightCount: number; readonly delayedCount?: number};

export type QueuesState = {
	readonly historySpan: HistorySpan;
	/** What is known around queues that were opened, by URL; newest last. */
	readonly facts: Readonly<Record<string, QueueFacts>>;
	/** All subscriptions of the account, as they were last read. */
	readonly subscriptions?: {readonly value: readonly Subscription[]; readonly atMs: EpochMs};
	/** Topics by queue, of this session or the one before. */
	readonly knownSenders?: KnownSenders;
	/** Who was whose dead-letter queue when this account and region were last looked at whole. */
	readonly remembered?: Topology;
	readonly status: 'loading' | 'ready' | 'failed';
	readonly problem?: Problem;
	readonly rows: readonly QueueRow[];
	/** URLs as they are shown. Changes only while no key was pressed for a while. */
	readonly order: readonly string[];
	readonly orderedAtMs: EpochMs;
	readonly asOfMs?: EpochMs;
	/** While the names are read for the first time: since when, and when the newest came. */
	readonly listing?: {readonly sinceMs: EpochMs; readonly atMs: EpochMs} | undefined;
	/** AWS throttled: until then half as many calls are made. */
	readonly slowedUntilMs?: EpochMs | undefined;
	/** Messages held or given back, by queue URL. */
	readonly peeks: Readonly<Record<string, PeekView>>;
	/** What was last seen of queues that were peeked at, by URL; newest last. */
	readonly lastSeen: Readonly<Record<string, LastSeen>>;
	/** Queues whose peek sheet was accepted in this session, by URL. */
	readonly peekAccepted: readonly string[];
	/** Whether messages can be seen here without receiving them; absent until it was asked. */
	readonly canLook?: boolean;
	/** Deleted or moved messages that can be sent again. */
	readonly undoableCount: number;
};

export const initialQueues: QueuesState = {
	status: 'loading',
	rows: [],
	historySpan: '1h',
	facts: {},
	order: [],
	orderedAtMs: 0,
	peeks: {},
	lastSeen: {},
	peekAccepted: [],
	undoableCount: 0,
};

export type QueuesEvent =
	| FactsEvent
	| {readonly type: 'queues/slowed'; readonly untilMs: EpochMs | undefined}
	| {readonly type: 'queues/topology'; readonly topology: Topology}
	| {readonly type: 'queues/can-look'; readonly canLook: boolean}
	| {
			readonly type: 'queues/listed';
			readonly refs: readonly QueueRef[];
			readonly isWhole: boolean;
			/** When the first page was asked for. */
			readonly sinceMs?: EpochMs;
			readonly atMs: EpochMs;
	  }
	| {readonly type: 'queues/list-failed'; readonly problem: Problem; readonly atMs: EpochMs}
	| {
			readonly type: 'queues/counted';
			readonly readings: ReadonlyArray<
				{readonly url: string; readonly attributes: QueueAttributes} | {readonly url: string; readonly problem: Problem}
			>;
			readonly atMs: EpochMs;
	  }
	| {readonly type: 'queues/move-tasks'; readonly url: string; readonly tasks: readonly MoveTask[]; readonly atMs: EpochMs};

/** Samples kept: ten minutes at one in five seconds, and the newest. */
const sampleCountMax = 122;
const sampleEveryMs = 5000;
/** Of an opened queue: a day at one a minute. */
const minuteCountMax = 24 * 60;
const sampleAgeMsMax = 10 * 60_000;
/** A row stays this long after its queue is gone. */
const goneShownMs = 60_000;
/** A new order is applied only after so long without a key … */
const stillMs = 5000;
/** … and not more often than this. */
const orderEveryMs = 10_000;

export function isQueuesEvent(event: Event): event is QueuesEvent {
	return event.type.startsWith('queues/');
}

export function updateQueues(state: State, event: QueuesEvent): Step {
	switch (event.type) {
		case 'queues/listed':
			return step(reorder(withQueues(state, listed(state.queues, event)), event.atMs));
		case 'queues/list-failed':
			return step(withQueues(state, {...state.queues, status: 'failed', problem: event.problem}));
		case 'queues/counted':
			return step(reorder(withQueues(state, counted(state.queues, event)), event.atMs, {isSameList: true}));
		case 'queues/slowed':
			return step(withQueues(state, {...state.queues, slowedUntilMs: event.untilMs}));
		case 'queues/topology':
			return step(
				withQueues(state, {...state.queues, remembered: event.topology}),
				keep({topologies: {[state.memoryKey]: event.topology}}),
			);
		case 'queues/can-look':
			return step(withQueues(state, {...state.queues, canLook: event.canLook}));
		case 'queues/facts':
			return step(withQueues(state, {...state.queues, facts: withFacts(state.queues.facts, event)}));
		case 'queues/subscriptions':
			return takeSubscriptions(state, event);
		case 'queues/move-tasks':
			return step(
				withQueues(state, {
					...state.queues,
					rows: withRowsChanged(state.queues.rows, [event.url], row => ({...row, moveTasks: event.tasks})),
				}),
			);
	}
}

export function withQueues(state: State, queues: QueuesState): State {
	return {...state, queues};
}

export function queueRow(state: State, url: string): QueueRow | undefined {
	return rowAt(state.queues.rows, url);
}

function listed(queues: QueuesState, event: Extract<QueuesEvent, {type: 'queues/listed'}>): QueuesState {
	const known = new Map(queues.rows.map(row => [row.ref.url, row]));
	const named = new Set(event.refs.map(ref => ref.url));
	const rows: QueueRow[] = event.refs.map(ref => ({...(known.get(ref.url) ?? {ref, samples: []}), goneAtMs: undefined}));
	for (const row of queues.rows) {
		if (named.has(row.ref.url)) continue;
		if (!event.isWhole) rows.push(row);
		else if (event.atMs - (row.goneAtMs ?? event.atMs) < goneShownMs) rows.push({...row, goneAtMs: row.goneAtMs ?? event.atMs});
	}
	const isFirst = !event.isWhole && queues.status === 'loading';
	const listing = isFirst ? {sinceMs: event.sinceMs ?? event.atMs, atMs: event.atMs} : undefined;
	return {...queues, status: event.isWhole ? 'ready' : queues.status, problem: undefined, rows, listing};
}

function counted(queues: QueuesState, event: Extract<QueuesEvent, {type: 'queues/counted'}>): QueuesState {
	const readings = new Map(event.readings.map(reading => [reading.url, reading]));
	let isNews = false;
	const rows = withRowsChanged(queues.rows, readings.keys(), row => {
		const reading = readings.get(row.ref.url);
		if (!reading) return row;
		if ('problem' in reading) {
			if (isDeepStrictEqual(row.problem, reading.problem)) return row;
			isNews = true;
			return {...row, problem: reading.problem};
		}
		const isSame = row.problem === undefined && isDeepStrictEqual(row.attributes, reading.attributes);
		if (!isSame) isNews = true;
		return {
			...row,
			attributes: isSame ? row.attributes : reading.attributes,
			problem: undefined,
			asOfMs: isSame ? row.asOfMs : event.atMs,
			samples: withSample(row.samples, reading.attributes, event.atMs),
			...(queues.facts[row.ref.url] && {minutes: withMinute(row, event.atMs)}),
		};
	});
	return {...queues, rows, asOfMs: isNews ? event.atMs : queues.asOfMs};
}

function withSample(samples: readonly Sample[], attributes: QueueAttributes, atMs: EpochMs): readonly Sample[] {
	const {readyCount, inFlightCount, delayedCount} = attributes;
	const first = samples.findIndex(sample => atMs - sample.atMs <= sampleAgeMsMax);
	const recent = first === -1 ? [] : samples.slice(Math.max(first, samples.length - sampleCountMax + 1));
	const [last, before] = [recent.at(-1), recent.at(-2)];
	// Only the newest may stand closer than that to the one before.
	const kept = last && before && last.atMs - before.atMs < sampleEveryMs ? recent.slice(0, -1) : recent;
	return [...kept, {atMs, readyCount, inFlightCount, delayedCount}];
}

/** The last sample of each minute that is over. */
function withMinute({minutes = [], samples}: QueueRow, atMs: EpochMs): readonly Sample[] {
	const last = samples.at(-1);
	const newest = minutes.at(-1);
	const isDue = last !== undefined && (newest === undefined || atMs - newest.atMs >= 60_000);
	return isDue ? [...minutes.slice(-(minuteCountMax - 1)), last] : minutes;
}

/** Sorts anew when the operator has been still; otherwise only adds what is new and drops what is gone. */
function reorder(state: State, atMs: EpochMs, {isSameList = false} = {}): State {
	const {queues} = state;
	const isFirst = queues.orderedAtMs === 0;
	const mayMove = isFirst || (atMs - state.lastKeyAtMs >= stillMs && atMs - queues.orderedAtMs >= orderEveryMs);
	if (mayMove) {
		const hasCounts = queues.rows.some(row => row.attributes);
		return withQueues(state, {...queues, order: sameOrder(queues.order, orderQueues(state)), orderedAtMs: hasCounts ? atMs : 0});
	}
	if (isSameList) return state;
	const urls = new Set(queues.rows.map(row => row.ref.url));
	const kept = queues.order.filter(url => urls.has(url));
	if (kept.length === queues.rows.length && kept.length === queues.order.length) return state;
	const known = new Set(kept);
	const added = queues.rows.filter(row => !known.has(row.ref.url)).map(row => row.ref.url);
	return withQueues(state, {...queues, order: [...kept, ...added.toSorted()]});
}

/** The order before, where nothing moved: what was made of it holds. */
function sameOrder(before: readonly string[], after: readonly string[]): readonly string[] {
	return before.length === after.length && before.every((url, index) => url === after[index]) ? before : after;
}

/** Sorts at once: somebody asked for it. */
export function sortNow(state: State): State {
	return withQueues(state, {...state.queues, order: orderQueues(state), orderedAtMs: Math.max(1, state.nowMs)});
}
