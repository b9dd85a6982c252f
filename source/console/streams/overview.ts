import {safeText} from '../../payload/safe-text.ts';
import {formatAge, formatBytes, formatCount, formatTime, plural} from '../../shared/units.ts';
import {problemLines} from '../layers/facts.ts';
import {blank, fitRows, line, span, type Area, type Line, type Span} from '../line.ts';
import {findingLines} from '../now/thing-lines.ts';
import type {State} from '../state.ts';
import {hashBar} from './hash-space.ts';
import {dateText, encryptionText, modeText, retentionText, statusSpan} from './rows.ts';
import {shardParts} from './shard-rows.ts';
import {shardsOf, type StreamRow} from './state.ts';
import {shardViews} from './subject.ts';
import {tailOf} from './tail-state.ts';

const labelWidth = 13;

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
	return fitRows(
		[
			...numberLines(row),
			blank,
			...settingLines(row),
			blank,
			...mapLines(state, row, area.columns),
			...reshardLines(row),
			...tailLines(state, row),
			...findingLines(state, {kind: 'stream', id: row.ref.name}, area.columns),
			...(row.problem ? [blank, ...problemLines(row.problem, area.columns)] : []),
			blank,
			...nextLines(state, row),
			blank,
			line(span(` Numbers: DescribeStreamSummary ${row.asOfMs === undefined ? '' : formatTime(row.asOfMs)}`, 'dim')),
		],
		area.rows,
	);
}

function fact(label: string, ...parts: ReadonlyArray<string | Span>): Line {
	return line(span(` ${label.padEnd(labelWidth)}`, 'dim'), ...parts);
}

function numberLines(row: StreamRow): readonly Line[] {
	const {summary} = row;
	if (!summary) return [];
	const open = summary.openShardCount;
	const closed = shardsOf(row).length === 0 ? undefined : shardsOf(row).filter(shard => shard.sequenceNumberEnd !== undefined).length;
	const isOnDemand = summary.mode === 'ON_DEMAND';
	return [
		fact('STATUS', statusSpan(row), `   ${modeText(summary.mode)}`),
		fact('SHARDS', span(`${formatCount(open)} open`, 'bold'), closed ? `, ${formatCount(closed)} closed and still readable` : ''),
		fact(
			'TAKES',
			isOnDemand
				? 'what comes, up to twice the busiest of 30 days'
				: `${formatCount(open * shardLimits.records)} records/s, ${formatBytes(open * shardLimits.writeBytes)}/s`,
		),
		fact('GIVES', `${formatBytes(open * shardLimits.readBytes)}/s, ${formatCount(open * 5)} reads/s, shared by all its readers`),
	];
}

function settingLines({summary}: StreamRow): readonly Line[] {
	if (!summary) return [];
	const consumers = summary.consumerCount === 0 ? 'none' : plural(summary.consumerCount, 'consumer');
	return [
		fact('Retention', retentionText(summary.retentionHours), span('   Record limit ', 'dim'), formatBytes(summary.recordBytesMax)),
		fact('Encryption', encryptionText(summary.encryption), span('   Registered (fan-out) ', 'dim'), consumers),
		fact('Created', dateText(summary.createdAtMs)),
		fact('ARN', safeText(summary.arn)),
	];
}

function mapLines(state: State, row: StreamRow, columns: number): readonly Line[] {
	if (row.shards?.status !== 'ready') return [];
	const width = Math.max(8, columns - 16);
	const bar = hashBar(shardParts(shardViews(row)), width, state.glyphs);
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
