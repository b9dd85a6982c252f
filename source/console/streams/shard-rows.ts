import {shortShardId} from '../../operations/shard-id.ts';
import type {ShardView} from '../../operations/shards.ts';
import {formatBytes, formatCount} from '../../shared/units.ts';
import type {Column} from '../components/table.ts';
import {span, type Span} from '../line.ts';
import type {State} from '../state.ts';
import {shareOfRange, shortRange, type HashPart} from './hash-space.ts';
import type {LaneView} from './tail-meter.ts';

/** Records and bytes a second that one shard takes. */
export const shardRecordsMax = 1000;
export const shardBytesMax = 1024 * 1024;
/** From this part of a limit on a shard is hot, … */
const hotShare = 0.8;
/** … and up to this one it is cold: its neighbour could take it, too. */
const coldShare = 0.05;

/** A shard with what the tail knows of it. */
export type ShardRow = ShardView & {
	readonly lane?: LaneView;
	/** Closed: it hangs on the tree below the open ones. */
	readonly isLast: boolean;
};

export function rangeOf({shard}: ShardView): {readonly start: bigint; readonly end: bigint} {
	return {start: shard.hashKeyStart, end: shard.hashKeyEnd};
}

/** The open shards as parts of the hash space. */
export function shardParts(views: readonly ShardView[]): readonly HashPart[] {
	return views.filter(view => view.isOpen).map(view => ({...rangeOf(view), label: shortShardId(view.shard.id)}));
}

/** The larger part of its two write limits that a shard uses, 0 to 1 and beyond. */
export function usedShare(lane: Pick<LaneView, 'bytesPerSecond' | 'recordsPerSecond'>): number {
	return Math.max(lane.recordsPerSecond / shardRecordsMax, lane.bytesPerSecond / shardBytesMax);
}

export function isHot(lane: Pick<LaneView, 'bytesPerSecond' | 'isEnded' | 'recordsPerSecond'>): boolean {
	return !lane.isEnded && usedShare(lane) > hotShare;
}

function isCold(lane: LaneView): boolean {
	return usedShare(lane) <= coldShare;
}

/** Per second: `0.4`, `4.2`, `930`. */
export function rateText(perSecond: number): string {
	return perSecond > 0 && perSecond < 9.95 ? perSecond.toFixed(1) : formatCount(Math.round(perSecond));
}

/** How far behind, for a narrow column. */
export function behindText(behindMs: number | undefined, unknown: string): string {
	if (behindMs === undefined) return unknown;
	const seconds = Math.floor(behindMs / 1000);
	if (seconds < 100) return `${seconds}s`;
	if (seconds < 6000) return `${Math.floor(seconds / 60)}m`;
	return seconds < 360_000 ? `${Math.floor(seconds / 3600)}h` : `${Math.floor(seconds / 86_400)}d`;
}

export function shardColumns(state: State): ReadonlyArray<Column<ShardRow>> {
	const {glyphs} = state;
	const rate = (row: ShardRow, show: (lane: LaneView) => string): Span =>
		row.lane && row.isOpen ? span(show(row.lane), isHot(row.lane) ? 'fail' : undefined) : span(row.isOpen ? glyphs.unknown : '', 'dim');
	return [
		{title: 'SHARD', width: 6, align: 'left', priority: 1, cell: row => shardCell(state, row)},
		{
			title: 'SHARE',
			width: 6,
			align: 'right',
			priority: 2,
			cell: row => span(row.isOpen ? `${(shareOfRange(rangeOf(row)) * 100).toFixed(1)}%` : ''),
		},
		{title: 'REC/S', width: 6, align: 'right', priority: 2, cell: row => rate(row, lane => rateText(lane.recordsPerSecond))},
		{title: 'OF LIMIT', width: 8, align: 'right', priority: 3, cell: row => rate(row, lane => `${Math.round(usedShare(lane) * 100)} %`)},
		{title: 'BYTES/S', width: 7, align: 'right', priority: 4, cell: row => rate(row, lane => formatBytes(Math.round(lane.bytesPerSecond)))},
		{title: 'BEHIND', width: 6, align: 'right', priority: 5, cell: row => rate(row, lane => behindText(lane.behindMs, glyphs.unknown))},
		{
			title: 'KEYS',
			width: 6,
			align: 'right',
			priority: 6,
			cell: row => rate(row, lane => `${formatCount(lane.sample.keyCount)}${lane.sample.isCut ? '+' : ''}`),
		},
		{title: 'HASH RANGE', width: 15, align: 'left', priority: 7, cell: row => span(shortRange(rangeOf(row), glyphs), 'dim')},
		{title: 'STATE', width: 14, isFlexible: true, align: 'left', priority: 1, cell: row => stateCell(row)},
	];
}

function shardCell(state: State, row: ShardRow): Span {
	const number = shortShardId(row.shard.id);
	if (row.isOpen) return span(number);
	return span(`${row.isLast ? state.glyphs.lastBranch : state.glyphs.branch} ${number}`, 'dim');
}

function stateCell({childIds, closedBy, isOpen, lane}: ShardRow): Span {
	if (isOpen) {
		if (lane && isHot(lane)) return span('open  HOT', 'fail');
		return lane && isCold(lane) ? span('open  cold', 'dim') : span('open');
	}
	const into = childIds.map(shortShardId).join(' and ');
	if (closedBy === undefined) return span('closed', 'dim');
	return span(closedBy === 'split' ? `split to ${into}` : `merged to ${into}`, 'dim');
}
