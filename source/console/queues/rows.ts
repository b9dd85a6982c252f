import type {FilterCandidate} from '../../payload/filter/candidate.ts';
import {safeText} from '../../payload/safe-text.ts';
import {formatAge, formatCount, formatSeconds} from '../../shared/units.ts';
import type {Column} from '../components/table.ts';
import {sparkline, type Glyphs} from '../glyphs.ts';
import {span, type Span} from '../line.ts';
import {findingCell} from '../now/thing-lines.ts';
import {passesFilter} from '../filters.ts';
import {listOf, type State} from '../state.ts';
import type {QueueRow, QueuesState, Sample} from './state.ts';

/** The list's rows in the order shown, without those that the filter hides. */
export function visibleQueues(state: State): readonly QueueRow[] {
	const {filter} = listOf(state, {type: 'queues'});
	const byUrl = rowsByUrl(state.queues);
	return state.queues.order.flatMap(url => {
		const row = byUrl.get(url);
		return row && passesFilter(filter, queueCandidate(state, row)) ? [row] : [];
	});
}

/** A queue as the filter sees it: its name, its type and its counts. */
export function queueCandidate(state: State, row: QueueRow): FilterCandidate {
	const {attributes} = row;
	return {
		text: row.ref.name,
		fields: {name: row.ref.name, type: attributes && (attributes.isFifo ? 'fifo' : 'std')},
		numbers: {
			readyCount: attributes?.readyCount,
			inFlightCount: attributes?.inFlightCount,
			delayedCount: attributes?.delayedCount,
			dlqCount: deadLetterQueueOf(state.queues, row)?.attributes?.readyCount,
			ageMs: row.oldest && state.nowMs - row.oldest.sentAtMs,
		},
		nowMs: state.nowMs,
	};
}

const byUrlOf = new WeakMap<QueuesState['rows'], ReadonlyMap<string, QueueRow>>();
const byArnOf = new WeakMap<QueuesState['rows'], ReadonlyMap<string, QueueRow>>();
const sourcesOf = new WeakMap<QueuesState['rows'], ReadonlyMap<string, readonly QueueRow[]>>();

function remembered<Value>(memory: WeakMap<QueuesState['rows'], Value>, rows: QueuesState['rows'], make: () => Value): Value {
	const known = memory.get(rows);
	if (known) return known;
	const made = make();
	memory.set(rows, made);
	return made;
}

function rowsByUrl(queues: QueuesState): ReadonlyMap<string, QueueRow> {
	return remembered(byUrlOf, queues.rows, () => new Map(queues.rows.map(row => [row.ref.url, row])));
}

function rowsByArn(queues: QueuesState): ReadonlyMap<string, QueueRow> {
	return remembered(
		byArnOf,
		queues.rows,
		() => new Map(queues.rows.flatMap(row => (row.attributes ? [[row.attributes.arn, row] as const] : []))),
	);
}

/** The dead-letter queue of a queue, where it is among those loaded. */
export function deadLetterQueueOf(queues: QueuesState, row: QueueRow): QueueRow | undefined {
	const arn = row.attributes?.redrivePolicy?.deadLetterQueueArn;
	return arn === undefined ? undefined : rowsByArn(queues).get(arn);
}

/** The loaded queues that this one is the dead-letter queue of. */
export function sourcesOfQueue(queues: QueuesState, row: QueueRow): readonly QueueRow[] {
	const bySource = remembered(sourcesOf, queues.rows, () => {
		const sources = new Map<string, QueueRow[]>();
		for (const candidate of queues.rows) {
			const arn = candidate.attributes?.redrivePolicy?.deadLetterQueueArn;
			if (arn !== undefined) sources.set(arn, [...(sources.get(arn) ?? []), candidate]);
		}
		return sources;
	});
	return bySource.get(row.attributes?.arn ?? '') ?? [];
}

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

/** The list's columns (by priority: NAME, TYPE, READY, FLIGHT, DLQ, OLDEST, 5 MIN, DELAY, then the wide ones). */
export function queueColumns(state: State): ReadonlyArray<Column<QueueRow>> {
	const {glyphs, nowMs, queues} = state;
	const approximate = glyphs.approximate;
	const count = (row: QueueRow, value: number | undefined): Span => countCell(state, row, value);
	return [
		{title: 'NAME', width: 20, isFlexible: true, align: 'left', priority: 1, cut: 'middle', cell: row => nameCell(row)},
		{
			title: 'TYPE',
			width: 4,
			align: 'left',
			priority: 2,
			cell: row => span(row.attributes ? (row.attributes.isFifo ? 'fifo' : 'std') : '', 'dim'),
		},
		{
			title: `READY${approximate}`,
			width: 6,
			align: 'right',
			priority: 3,
			cell: row => (row.problem && !row.attributes ? span(problemWord(row), 'slow') : count(row, row.attributes?.readyCount)),
		},
		{title: `FLIGHT${approximate}`, width: 7, align: 'right', priority: 4, cell: row => count(row, row.attributes?.inFlightCount)},
		{title: `DELAY${approximate}`, width: 6, align: 'right', priority: 8, cell: row => count(row, row.attributes?.delayedCount)},
		{
			title: 'OLDEST',
			width: 6,
			align: 'right',
			priority: 6,
			cell: row => (row.oldest ? span(`${formatAge(nowMs - row.oldest.sentAtMs).slice(0, 6)}*`, 'old') : span(glyphs.unknown, 'dim')),
		},
		{title: `DLQ${approximate}`, width: 7, align: 'left', priority: 5, cell: row => dlqCell(state, row)},
		{
			title: '5 MIN',
			width: 8,
			align: 'left',
			priority: 7,
			cell: row => span(sparkline(readyHistory(row.samples, queues.asOfMs ?? nowMs), 8, glyphs), row.problem ? 'old' : 'accent'),
		},
		{
			title: 'FOUND',
			width: 5,
			align: 'left',
			priority: 9,
			cell: row => findingCell(state, {kind: 'queue', id: row.ref.url}),
		},
		{title: 'NET/s', width: 8, align: 'right', priority: 9, cell: row => span(formatNet(netPerSecond(row.samples), glyphs), 'dim')},
		{
			title: 'MAX RECV',
			width: 8,
			align: 'right',
			priority: 10,
			cell: row => span(row.attributes?.redrivePolicy ? String(row.attributes.redrivePolicy.maxReceiveCount) : glyphs.unknown, 'dim'),
		},
		{
			title: 'RETENTION',
			width: 9,
			align: 'right',
			priority: 11,
			cell: row => span(row.attributes ? formatSeconds(row.attributes.retentionSeconds) : '', 'dim'),
		},
		{
			title: 'VISIBILITY',
			width: 10,
			align: 'right',
			priority: 12,
			cell: row => span(row.attributes ? formatSeconds(row.attributes.visibilityTimeoutSeconds) : '', 'dim'),
		},
	];
}

function nameCell(row: QueueRow): Span {
	if (row.goneAtMs !== undefined) return span(`${safeText(row.ref.name)}  gone`, 'old');
	return span(safeText(row.ref.name), row.attributes ? undefined : 'dim');
}

function problemWord(row: QueueRow): string {
	return row.problem?.code === 'denied' ? 'denied' : row.problem?.code === 'throttled' ? 'slowed' : 'failed';
}

function countCell(state: State, row: QueueRow, value: number | undefined): Span {
	if (value === undefined) return span(state.glyphs.unknown, 'dim');
	const isOld = row.problem !== undefined || row.goneAtMs !== undefined;
	return span(`${formatCount(value)}${isOld ? state.glyphs.old : ''}`, isOld ? 'old' : value === 0 ? 'dim' : undefined);
}

function dlqCell(state: State, row: QueueRow): Span {
	if (!row.attributes) return span('');
	if (!row.attributes.redrivePolicy) return span(sourcesOfQueue(state.queues, row).length > 0 ? state.glyphs.unknown : 'none', 'dim');
	const dlq = deadLetterQueueOf(state.queues, row);
	if (!dlq?.attributes) return span(state.glyphs.unknown, 'dim');
	const more = gained(dlq);
	const depth = formatCount(dlq.attributes.readyCount);
	return more > 0 ? span(`${depth} +${formatCount(more)}`, 'fail') : span(depth, dlq.attributes.readyCount > 0 ? 'slow' : 'dim');
}
