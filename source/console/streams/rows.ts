import type {StreamSummary} from '../../aws/stream.ts';
import {safeText} from '../../payload/safe-text.ts';
import {formatCount} from '../../shared/units.ts';
import type {Column} from '../components/table.ts';
import {span, type Look, type Span} from '../line.ts';
import {mayReadMetrics} from '../queues/facts.ts';
import type {State} from '../state.ts';
import {incomingPerSecond, incomingText} from './incoming.ts';
import type {StreamRow} from './state.ts';

/** A name is read whole, up to so many cells, before it is told how many consumers read and how the stream is encrypted. */
const nameWidth = {min: 18, wanted: 40};

/** The list's columns. */
export function streamColumns(state: State): ReadonlyArray<Column<StreamRow>> {
	const {glyphs, streams} = state;
	const longest = Math.max(0, ...streams.rows.map(({ref}) => ref.name.length));
	const known =
		(show: (summary: StreamSummary) => Span, otherwise = ''): Column<StreamRow>['cell'] =>
		({summary}) =>
			summary ? show(summary) : span(otherwise, 'dim');
	return [
		{
			title: 'NAME',
			width: nameWidth.min,
			isFlexible: true,
			wants: {width: Math.min(nameWidth.wanted, Math.max(nameWidth.min, longest)), before: 6},
			align: 'left',
			priority: 1,
			cut: 'middle',
			cell: row => span(safeText(row.ref.name)),
		},
		{title: 'STATUS', width: 8, align: 'left', priority: 2, cell: row => statusSpan(row)},
		{title: 'MODE', width: 11, align: 'left', priority: 4, cell: row => modeCell(row)},
		{
			title: 'OPEN',
			width: 5,
			align: 'right',
			priority: 3,
			cell: known(({openShardCount}) => span(formatCount(openShardCount)), glyphs.unknown),
		},
		...(mayReadMetrics(state) ? [incomingColumn(state)] : []),
		{title: 'RETENTION', width: 9, align: 'right', priority: 5, cell: known(({retentionHours}) => span(retentionText(retentionHours)))},
		{
			title: 'CONSUMERS',
			width: 9,
			align: 'right',
			priority: 6,
			cell: known(({consumerCount}) => span(formatCount(consumerCount), consumerCount === 0 ? 'dim' : undefined)),
		},
		{
			title: 'ENCRYPTION',
			width: 10,
			align: 'left',
			priority: 7,
			cell: known(({encryption}) => span(encryptionText(encryption), encryption === 'NONE' ? 'dim' : undefined)),
		},
		{title: 'CREATED', width: 10, align: 'left', priority: 8, cell: known(({createdAtMs}) => span(dateText(createdAtMs), 'dim'))},
	];
}

function incomingColumn(state: State): Column<StreamRow> {
	return {
		title: 'IN/S',
		width: 6,
		align: 'right',
		priority: 4,
		cell({ref}) {
			const rate = incomingPerSecond(state, ref.name);
			return rate === undefined ? span(state.glyphs.unknown, 'dim') : span(incomingText(rate), rate === 0 ? 'dim' : undefined);
		},
	};
}

/** What the summary says, or why there is none. */
function modeCell(row: StreamRow): Span {
	if (row.summary) return span(modeText(row.summary.mode));
	return row.problem ? span(problemWord(row), 'slow') : span('');
}

function problemWord(row: StreamRow): string {
	return row.problem?.code === 'denied' ? 'denied' : row.problem?.code === 'throttled' ? 'slowed' : 'failed';
}

const statusLooks: Readonly<Record<StreamRow['ref']['status'], Look | undefined>> = {
	ACTIVE: 'ok',
	CREATING: 'slow',
	UPDATING: 'slow',
	DELETING: 'fail',
};

export function statusSpan({ref, summary}: StreamRow): Span {
	const status = summary?.status ?? ref.status;
	return span(status, statusLooks[status]);
}

export function modeText(mode: 'PROVISIONED' | 'ON_DEMAND'): string {
	return mode === 'PROVISIONED' ? 'provisioned' : 'on-demand';
}

/** `24h`, `7d` */
export function retentionText(hours: number): string {
	return hours > 24 && hours % 24 === 0 ? `${hours / 24}d` : `${hours}h`;
}

export function encryptionText(encryption: string): string {
	return encryption === 'NONE' ? 'none' : safeText(encryption);
}

export function dateText(atMs: number): string {
	return new Date(atMs).toISOString().slice(0, 10);
}
