import {cutToWidth, safeText} from '../../payload/safe-text.ts';
import {formatAge, formatBytes, formatCount, formatTime, plural} from '../../shared/units.ts';
import {problemLines} from '../layers/facts.ts';
import {headLine, layOut, rowLine} from '../components/table.ts';
import {beside, blank, fitRows, line, span, type Area, type Line, type Span} from '../line.ts';
import {findingLines} from '../now/thing-lines.ts';
import type {State} from '../state.ts';
import {shardBar} from './hash-space.ts';
import {incomingPerSecond, incomingText} from './incoming.ts';
import {dateText, encryptionText, modeText, retentionText, statusSpan} from './rows.ts';
import {shardColumns, shardParts} from './shard-rows.ts';
import {shardsOf, type StreamRow} from './state.ts';
import {shardViews} from './subject.ts';
import {tailOf} from './tail-state.ts';

const labelWidth = 13;

/** Where the screen is wider than this by what a list of shards needs, that list stands on the right. */
const leftWidth = 92;
const shardsWidthMin = 60;

/** What one open shard takes and gives a second. */
const shardLimits = {records: 1000, writeBytes: 1024 * 1024, readBytes: 2 * 1024 * 1024};

/** What the Overview tab shows; also the right side of the list on a wide screen. */
export function overviewLines(state: State, row: StreamRow, area: Area): readonly Line[] {
	const {summary} = row;
	if (!summary)
		return [
			blank,
			...(row.problem ? problemLines(row.problem, area.columns) : [line(span(` Reading ${safeText(row.ref.name)} …`, 'dim'))]),
		];
	const rightWidth = area.columns - leftWidth - 1;
	const hasRight = rightWidth >= shardsWidthMin && row.shards?.status === 'ready';
	const right = hasRight ? shardLines(state, row, {columns: rightWidth, rows: area.rows}) : [];
	const columns = hasRight ? leftWidth : area.columns;
	const left = fitRows(
		[
			...numberLines(state, row),
			blank,
			...settingLines(row, columns),
			blank,
			...mapLines(state, row, columns),
			...reshardLines(row),
			...tailLines(state, row),
			...findingLines(state, {kind: 'stream', id: row.ref.name}, columns),
			...(row.problem ? [blank, ...problemLines(row.problem, columns)] : []),
			blank,
			...nextLines(state, row),
			blank,
			line(span(` Numbers: DescribeStreamSummary ${row.asOfMs === undefined ? '' : formatTime(row.asOfMs)}`, 'dim')),
		],
		area.rows,
	);
	return hasRight ? beside(left, right, {leftWidth, rightWidth, rows: area.rows, rule: state.glyphs.vertical}) : left;
}

/** Its shards with what the tail knows of them: beside the rest, where a screen is wide enough. */
function shardLines(state: State, row: StreamRow, area: Area): readonly Line[] {
	const meter = tailOf(state, row.ref.name)?.snapshot?.meter;
	const lanes = new Map(meter?.isRateKnown ? meter.lanes.map(lane => [lane.shardId, lane]) : []);
	const open = shardViews(row).filter(view => view.isOpen);
	const columns = layOut(shardColumns(state), area.columns);
	const drawn = open.slice(0, area.rows - 3).map(view => {
		const lane = lanes.get(view.shard.id);
		return rowLine(columns, {...view, ...(lane && {lane}), isLast: false}, {isCursor: false, mark: ' '});
	});
	const more = open.length - drawn.length;
	return [
		headLine(columns),
		...drawn,
		...(more > 0 ? [line(span(`   and ${plural(more, 'more open shard')}`, 'dim'))] : []),
		...(meter ? [] : [blank, line(span('   What each takes is known while a tail reads.', 'dim'))]),
	];
}

function fact(label: string, ...parts: ReadonlyArray<string | Span>): Line {
	return line(span(` ${label.padEnd(labelWidth)}`, 'dim'), ...parts);
}

function numberLines(state: State, row: StreamRow): readonly Line[] {
	const {summary} = row;
	if (!summary) return [];
	const rate = incomingPerSecond(state, row.ref.name);
	const open = summary.openShardCount;
	const closed = shardsOf(row).length === 0 ? undefined : shardsOf(row).filter(shard => shard.sequenceNumberEnd !== undefined).length;
	const isOnDemand = summary.mode === 'ON_DEMAND';
	return [
		fact('STATUS', statusSpan(row), `   ${modeText(summary.mode)}`),
		fact('SHARDS', span(`${formatCount(open)} open`, 'bold'), closed ? `, ${formatCount(closed)} closed and still readable` : ''),
		...(rate === undefined
			? []
			: [fact('IN', span(`${incomingText(rate)}/s`, 'bold'), span('   the last whole minute, by CloudWatch', 'dim'))]),
		fact(
			'TAKES',
			isOnDemand
				? 'what comes, up to twice the busiest of 30 days'
				: `${formatCount(open * shardLimits.records)} records/s, ${formatBytes(open * shardLimits.writeBytes)}/s`,
		),
		fact('GIVES', `${formatBytes(open * shardLimits.readBytes)}/s, ${formatCount(open * 5)} reads/s for all readers together`),
	];
}

function settingLines(row: StreamRow, columns: number): readonly Line[] {
	const {summary} = row;
	if (!summary) return [];
	return [
		fact('Retention', retentionText(summary.retentionHours), span('   Record limit ', 'dim'), formatBytes(summary.recordBytesMax)),
		fact('Encryption', encryptionText(summary.encryption), span('   Created ', 'dim'), dateText(summary.createdAtMs)),
		fact('Consumers', ...consumersText(row, columns - labelWidth - 2)),
		...tagLines(row, columns - labelWidth - 2),
		fact('ARN', safeText(summary.arn)),
	];
}

/** Those that read by fan-out, by name; how far behind, where that is known. */
function consumersText({consumers, summary}: StreamRow, width: number): ReadonlyArray<string | Span> {
	const count = summary?.consumerCount ?? 0;
	if (count === 0) return ['none registered', span('   others read by GetRecords', 'dim')];
	if (consumers?.status !== 'ready') return [`${formatCount(count)} registered`];
	const each = consumers.value.map(({behindMs, name, status}) => {
		const behind = behindMs === undefined ? '' : ` ${formatAge(behindMs)} behind`;
		return `${safeText(name)}${status === 'ACTIVE' ? '' : ` ${status}`}${behind}`;
	});
	return [cutToWidth(each.join(', '), width)];
}

function tagLines({tags}: StreamRow, width: number): readonly Line[] {
	if (tags?.status !== 'ready') return [];
	const each = Object.entries(tags.value).toSorted(([a], [b]) => (a < b ? -1 : 1));
	if (each.length === 0) return [];
	return [fact('Tags', cutToWidth(each.map(([key, value]) => `${safeText(key)}=${safeText(value)}`).join('  '), width))];
}

function mapLines(state: State, row: StreamRow, columns: number): readonly Line[] {
	if (row.shards?.status !== 'ready') return [];
	const width = Math.max(8, columns - 16);
	const bar = shardBar(shardParts(shardViews(row)), {width, glyphs: state.glyphs});
	return [line(span(' hash 0 ', 'dim'), span(bar, 'accent'), span(`${state.glyphs.tee[1]} 2^128`, 'dim'))];
}

export function reshardLines({reshard}: StreamRow): readonly Line[] {
	if (!reshard) return [];
	return [blank, line(span(' UPDATING', 'slow'), ` ${formatAge(reshard.elapsedMs)}   ${reshard.text}; it is read and written as before.`)];
}

function tailLines(state: State, row: StreamRow): readonly Line[] {
	const meter = tailOf(state, row.ref.name)?.snapshot?.meter;
	if (!meter) return [];
	const hot = meter.lanes.filter(lane => !lane.isEnded && lane.recordsPerSecond > 0.8 * shardLimits.records);
	return [
		blank,
		fact(
			'TAIL',
			`${formatCount(Math.round(meter.recordsPerSecond))}/s, ${formatBytes(Math.round(meter.bytesPerSecond))}/s   seen ${formatCount(meter.seenCount)}`,
			hot.length > 0 ? span(`   ${plural(hot.length, 'shard')} HOT`, 'fail') : '',
		),
	];
}

function nextLines(state: State, row: StreamRow): readonly Line[] {
	const isTailed = tailOf(state, row.ref.name) !== undefined;
	return [
		line(span('   t', 'accent'), isTailed ? ' reads it again from …, tab shows the tail' : ' reads it live: from latest, oldest or a time'),
		line(span(' tab', 'accent'), ' to its shards: where the keys are, split and merge'),
		line(span('   s', 'accent'), ' puts a record'),
	];
}
