import {shortShardId} from '../../operations/shard-id.ts';
import type {ShardView} from '../../operations/shards.ts';
import {cutToWidth, displayWidth, padToWidth, safeText} from '../../payload/safe-text.ts';
import {canSplitAt, middleOfRange} from '../../rules/hash-key.ts';
import {formatCount, plural} from '../../shared/units.ts';
import {blank, line, span, type Line} from '../line.ts';
import type {State} from '../state.ts';
import {partsOfSplit, shareText} from './hash-space.ts';
import {partsAt, type SampledPart} from './key-sample.ts';
import {rangeOf, rateText, shardRecordsMax, usedShare} from './shard-rows.ts';
import type {StreamRow} from './state.ts';
import {shardViews} from './subject.ts';
import type {LaneView, MeterView} from './tail-meter.ts';
import {tailOf} from './tail-state.ts';

/** Two neighbours that together use up to this much of one shard can be merged without harm. */
const mergeableShare = 0.5;

/** What the tail of a stream knows. */
export function meterOf(state: State, stream: string): MeterView | undefined {
	return tailOf(state, stream)?.snapshot?.meter;
}

export function laneOf(state: State, stream: string, shardId: string): LaneView | undefined {
	return meterOf(state, stream)?.lanes.find(lane => lane.shardId === shardId);
}

/** Where a shard is best split: at half of the load that was seen, else in the middle. */
export function splitPoint(view: ShardView, lane: LaneView | undefined): {readonly at: bigint; readonly isByLoad: boolean} {
	const range = rangeOf(view);
	const half = lane?.sample.halvesAt;
	return half !== undefined && canSplitAt(range, half) ? {at: half, isByLoad: true} : {at: middleOfRange(range), isByLoad: false};
}

/** The open shard that M merges this one with: the right one, or the left one of the last. */
export function neighbourOf(row: StreamRow | undefined, shardId: string): ShardView | undefined {
	const open = shardViews(row).filter(view => view.isOpen);
	const index = open.findIndex(({shard}) => shard.id === shardId);
	return index === -1 ? undefined : (open[index + 1] ?? open[index - 1]);
}

/** About one shard: its keys, what a split gives, whether a neighbour could take it. */
export function shardDetail(state: State, row: StreamRow, view: ShardView): readonly Line[] {
	const stream = row.ref.name;
	if (!view.isOpen) return [blank, ...closedLines(view, row)];
	const lane = laneOf(state, stream, view.shard.id);
	const sampled = lane && lane.sample.recordCount > 0 ? lane : undefined;
	return [
		blank,
		sampled ? keysLine(view, sampled) : noSampleLine(view),
		...splitLines(view, sampled),
		...(sampled ? [oneKeyLine(sampled)] : []),
		mergeLine(state, row, view),
		readersLine(row, view),
	];
}

function noSampleLine({shard}: ShardView): Line {
	return line(` shard ${shortShardId(shard.id)}: `, span('tail for 60 s to see where the keys are', 'dim'), span('   t', 'accent'));
}

function keysLine({shard}: ShardView, {sample}: LaneView): Line {
	const top = sample.top.map(({key, share}) => `${safeText(key.slice(0, 24))} ${Math.round(share * 100)}`).join(', ');
	const share = Math.round(sample.top.reduce((sum, key) => sum + key.share, 0) * 100);
	const keys = `${sample.isCut ? 'more than ' : ''}${plural(sample.keyCount, 'key')}`;
	return line(` shard ${shortShardId(shard.id)}: ${keys}; the top ${sample.top.length} make ${share} %: ${top} %`);
}

function splitLines(view: ShardView, lane: LaneView | undefined): readonly Line[] {
	const {at} = splitPoint(view, lane);
	const parts = lane && partsAt(lane.sample, at);
	if (parts)
		return [
			line(span(' S', 'accent'), ` split would give   ${partLoad(parts.lower, lane)}`),
			line(`${' '.repeat(22)}${partLoad(parts.upper, lane)}`),
		];
	const {lower, upper} = partsOfSplit(rangeOf(view), at);
	return [line(span(' S', 'accent'), ` split in the middle:  ${shareText(lower)}`), line(`${' '.repeat(21)} and  ${shareText(upper)}`)];
}

const partNamesWidth = 35;
const namesMax = 2;

/** `truck_3 and 18 more keys             465/s  47 %`: who goes there, how much, and how much of a shard's limit that is. */
export function partLoad({keyCount, names, share}: SampledPart, lane: LaneView): string {
	const more = keyCount - Math.min(namesMax, names.length);
	const named = names
		.slice(0, namesMax)
		.map(name => safeText(name.slice(0, 12)))
		.join(', ');
	const others = more === 0 ? '' : ` and ${plural(more, 'more key')}`;
	const isTooLong = displayWidth(named + others) > partNamesWidth;
	const who = keyCount === 0 ? 'no key that was seen' : `${named}${isTooLong ? ` and ${formatCount(more)} more` : others}`;
	const used = Math.round(share * usedShare(lane) * 100);
	return `${padToWidth(cutToWidth(who, partNamesWidth), partNamesWidth)} ${`${rateText(share * lane.recordsPerSecond)}/s`.padStart(6)} ${`${used} %`.padStart(5)}`;
}

function oneKeyLine({recordsPerSecond, sample}: LaneView): Line {
	const largest = (sample.top[0]?.share ?? 0) * recordsPerSecond;
	const isTooLarge = largest >= shardRecordsMax;
	const limit = formatCount(shardRecordsMax);
	return line(
		span(` One key alone above ${limit}/s cannot be split; the largest here is ${rateText(largest)}/s.`, isTooLarge ? 'fail' : 'dim'),
	);
}

function mergeLine(state: State, row: StreamRow, view: ShardView): Line {
	const neighbour = neighbourOf(row, view.shard.id);
	if (!neighbour) return line(span(' It is the only open shard: nothing to merge it with.', 'dim'));
	const both = [view, neighbour].toSorted((a, b) => (a.shard.hashKeyStart < b.shard.hashKeyStart ? -1 : 1));
	const used = both.flatMap(({shard}) => laneOf(state, row.ref.name, shard.id) ?? []).map(usedShare);
	const together = used.length === 2 ? used.reduce((sum, share) => sum + share, 0) : undefined;
	const load = together === undefined ? '' : ` and together use ${Math.round(together * 100)} % of one`;
	const isTooMuch = together !== undefined && together > mergeableShare;
	const colder = isTooMuch ? coldestPair(state, row) : undefined;
	if (colder)
		return line(
			` ${colder.shards.join(' and ')} are neighbours and together ${Math.round(colder.share * 100)} %: `,
			span('M', 'accent'),
			' on one of them merges them.',
		);
	return line(
		span(' M', 'accent'),
		span(` merges ${both.map(({shard}) => shortShardId(shard.id)).join(' and ')}: neighbours${load}.`, isTooMuch ? 'slow' : undefined),
	);
}

/** The neighbours that use least together, when that is little enough to merge them. */
function coldestPair(state: State, row: StreamRow): {readonly shards: readonly string[]; readonly share: number} | undefined {
	const open = shardViews(row)
		.filter(view => view.isOpen)
		.map(({shard}) => ({number: shortShardId(shard.id), lane: laneOf(state, row.ref.name, shard.id)}));
	const pairs = open.slice(1).flatMap((right, index) => {
		const left = open[index];
		if (!left?.lane || !right.lane) return [];
		return [{shards: [left.number, right.number], share: usedShare(left.lane) + usedShare(right.lane)}];
	});
	return pairs.filter(({share}) => share <= mergeableShare).toSorted((a, b) => a.share - b.share)[0];
}

/** What a split means for those that read. */
function readersLine({summary}: StreamRow, {shard}: ShardView): Line {
	const count = summary?.consumerCount ?? 0;
	const who =
		count === 0
			? 'Whoever reads it'
			: count === 1
				? 'Its consumer'
				: count === 2
					? 'Both consumers'
					: `All ${formatCount(count)} consumers`;
	const they = count <= 1 ? 'it' : 'they';
	return line(
		span(
			` ${who} must finish shard ${shortShardId(shard.id)} before ${count === 0 ? 'reading' : `${they} may read`} its two parts.`,
			'dim',
		),
	);
}

function closedLines({childIds, closedBy, shard}: ShardView, row: StreamRow): readonly Line[] {
	const into = childIds.map(shortShardId).join(' and ');
	const how = closedBy === undefined ? 'is closed' : closedBy === 'split' ? `was split into ${into}` : `was merged into ${into}`;
	return [
		line(` shard ${shortShardId(shard.id)} ${how}: it takes no records any more.`),
		line(
			span(` What it holds stays readable until it is ${row.summary?.retentionHours ?? 24}h old.`, 'dim'),
			span('   t', 'accent'),
			span(' reads it', 'dim'),
		),
	];
}
