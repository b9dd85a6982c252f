import {lastWholeMinute} from '../../operations/findings/metrics.ts';
import type {FilterCandidate} from '../../payload/filter/candidate.ts';
import {formatTime} from '../../shared/units.ts';
import type {Glyphs} from '../glyphs.ts';
import {pinsOf} from '../memory.ts';
import {passesFilter} from '../filters.ts';
import {listOf, type State} from '../state.ts';
import {factsOf} from './facts.ts';
import {dlqArnOf} from './topology.ts';
import {addressOf, rowAt, rowAtAddress} from './row-index.ts';
import type {QueueRow, QueuesState, Sample} from './state.ts';

type Shown = {
	readonly state: Pick<State, 'nowMs'>;
	readonly rows: QueuesState['rows'];
	readonly filter: string;
	readonly pins: readonly string[];
	readonly facts: QueuesState['facts'];
	readonly urls: readonly string[];
};

/** Made once a change of the list, however often a frame asks: a list may have thousands of rows. */
const shownOf = new WeakMap<QueuesState['order'], Shown>();

/** The rows of these queues. */
export function rowsOf(state: State, urls: readonly string[]): readonly QueueRow[] {
	return urls.flatMap(url => rowAt(state.queues.rows, url) ?? []);
}

/** The URLs of the list's rows, which are their ids, in the order shown: what is pinned on top, whatever the filter, then what passes it. */
export function visibleQueueUrls(state: State): readonly string[] {
	const {filter} = listOf(state, {type: 'queues'});
	const {order, rows, facts} = state.queues;
	const pins = pinsOf(state, 'queues');
	// Every queue that has a place in the order has a row.
	if (filter === '' && pins.length === 0) return order;
	const known = shownOf.get(order);
	// A filter may ask for ages, and for tags.
	const isSame = known?.rows === rows && known.filter === filter && known.pins === pins;
	if (isSame && (filter === '' || (known.state.nowMs === state.nowMs && known.facts === facts))) return known.urls;
	const isPinned = new Set(pins);
	const listed = rowsOf(state, order);
	const pinned = pins.length === 0 ? [] : listed.filter(row => isPinned.has(row.ref.name));
	const others = listed.filter(row => !isPinned.has(row.ref.name) && (filter === '' || passesFilter(filter, queueCandidate(state, row))));
	const urls = [...pinned, ...others].map(row => row.ref.url);
	shownOf.set(order, {state, rows, filter, pins, facts, urls});
	return urls;
}

/** A queue as the filter sees it: its name, its type and its counts. */
export function queueCandidate(state: State, row: QueueRow): FilterCandidate {
	const {attributes} = row;
	const tags = factsOf(state, row.ref.url).tags;
	return {
		text: row.ref.name,
		...(tags?.status === 'known' && {tags: tags.value}),
		fields: {name: row.ref.name, type: typeOf(row)},
		numbers: {
			readyCount: attributes?.readyCount,
			inFlightCount: attributes?.inFlightCount,
			delayedCount: attributes?.delayedCount,
			dlqCount: deadLetterQueueOf(state.queues, row)?.attributes?.readyCount,
			ageMs: oldestOf(state, row)?.ageMs,
		},
		nowMs: state.nowMs,
	};
}

/** Known before anything is read of a queue: the name of a FIFO queue ends with `.fifo`, and no other's does. */
export function typeOf({ref}: QueueRow): 'fifo' | 'std' {
	return ref.name.endsWith('.fifo') ? 'fifo' : 'std';
}

const sourcesOf = new WeakMap<QueuesState['rows'], ReadonlyMap<string, readonly QueueRow[]>>();

function remembered<Value>(memory: WeakMap<QueuesState['rows'], Value>, rows: QueuesState['rows'], make: () => Value): Value {
	const known = memory.get(rows);
	if (known) return known;
	const made = make();
	memory.set(rows, made);
	return made;
}

/** The dead-letter queue of a queue, where it is among those loaded. */
export function deadLetterQueueOf(queues: QueuesState, row: QueueRow): QueueRow | undefined {
	const arn = dlqArnOf(queues, row);
	if (arn === undefined) return undefined;
	return rowAtAddress(queues.rows, addressOf(arn));
}

/** The loaded queues that this one is the dead-letter queue of. */
export function sourcesOfQueue(queues: QueuesState, row: QueueRow): readonly QueueRow[] {
	const bySource = sourcesByAddress(queues);
	return bySource.size === 0 ? none : (bySource.get(addressOf(row.ref.url)) ?? none);
}

/** The loaded queues that are the dead-letter queue of another. */
export function deadLetterQueues(queues: QueuesState): readonly QueueRow[] {
	return [...sourcesByAddress(queues).keys()].flatMap(address => rowAtAddress(queues.rows, address) ?? []);
}

function sourcesByAddress(queues: QueuesState): ReadonlyMap<string, readonly QueueRow[]> {
	return remembered(sourcesOf, queues.rows, () => {
		const sources = new Map<string, QueueRow[]>();
		for (const candidate of queues.rows) {
			const arn = dlqArnOf(queues, candidate);
			if (arn === undefined) continue;
			const known = sources.get(addressOf(arn));
			if (known) known.push(candidate);
			else sources.set(addressOf(arn), [candidate]);
		}
		return sources;
	});
}

const none: readonly QueueRow[] = [];

/** READY per eighth of the last five minutes; undefined where nothing was read. */
export function readyHistory(
	samples: readonly Sample[],
	nowMs: number,
	options: {buckets: number; spanMs: number} = {buckets: 8, spanMs: 300_000},
): ReadonlyArray<number | undefined> {
	const {buckets, spanMs} = options;
	const values: Array<number | undefined> = Array.from({length: buckets}, () => undefined);
	for (const {atMs, readyCount} of samples) {
		const index = buckets - 1 - Math.floor(((nowMs - atMs) / spanMs) * buckets);
		if (index >= 0 && index < buckets) values[index] = Math.max(values[index] ?? 0, readyCount);
	}
	return values;
}

/** Messages a second that READY changed by over the last minute of samples; undefined before there are two. */
export function netPerSecond(samples: readonly Sample[]): number | undefined {
	const last = samples.at(-1);
	const first = samples.find(sample => last !== undefined && last.atMs - sample.atMs <= 60_000);
	if (!last || !first || last.atMs - first.atMs < 2000) return undefined;
	return ((last.readyCount - first.readyCount) * 1000) / (last.atMs - first.atMs);
}

export function formatNet(perSecond: number | undefined, glyphs: Glyphs): string {
	if (perSecond === undefined) return glyphs.unknown;
	if (Math.abs(perSecond) < 0.05) return 'steady';
	const text = Math.abs(perSecond) < 10 ? perSecond.toFixed(1) : Math.round(perSecond).toString();
	return `${perSecond > 0 ? '+' : ''}${text}/s`;
}

/** What a dead-letter queue gained in the time its samples cover, at most ten minutes. */
export function gained(row: QueueRow): number {
	const first = row.samples[0];
	const last = row.samples.at(-1);
	return first && last ? last.readyCount - first.readyCount : 0;
}

/** Over which time that was: `in 10 min`, and before so long was looked, since when, which stays as it is on a quiet screen. */
export function gainedWhen({samples}: QueueRow): string {
	const [first, last] = [samples[0], samples.at(-1)];
	const isWhole = first !== undefined && last !== undefined && last.atMs - first.atMs > 9 * 60_000;
	return isWhole || !first ? 'in 10 min' : `since ${formatTime(first.atMs, 'minute')}`;
}

/** How old the oldest message is. A peek counts from the first send, as the expiry of a DLQ does, and wins there; CloudWatch knows now. */
export function oldestOf(state: State, row: QueueRow): {readonly ageMs: number; readonly isPeeked: boolean} | undefined {
	const peeked = row.oldest && {ageMs: state.nowMs - row.oldest.sentAtMs, isPeeked: true};
	const isDlq = sourcesOfQueue(state.queues, row).length > 0;
	if (peeked && isDlq) return peeked;
	const metric = state.now.metrics?.ageOfOldest.get(row.ref.url);
	const point = metric && lastWholeMinute(metric);
	return point ? {ageMs: point.value * 1000, isPeeked: false} : peeked;
}
