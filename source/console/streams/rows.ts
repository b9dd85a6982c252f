import {safeText} from '../../payload/safe-text.ts';
import {formatCount} from '../../shared/units.ts';
import type {Column} from '../components/table.ts';
import {span, type Look, type Span} from '../line.ts';
import type {State} from '../state.ts';
import type {StreamRow} from './state.ts';

/** The list's columns. */
export function streamColumns(state: State): ReadonlyArray<Column<StreamRow>> {
	const {glyphs} = state;
	const known = (row: StreamRow, show: (summary: NonNullable<StreamRow['summary']>) => Span): Span =>
		row.summary ? show(row.summary) : span(row.problem ? problemWord(row) : glyphs.unknown, row.problem ? 'slow' : 'dim');
	return [
		{title: 'NAME', width: 18, isFlexible: true, align: 'left', priority: 1, cut: 'middle', cell: row => span(safeText(row.ref.name))},
		{title: 'STATUS', width: 8, align: 'left', priority: 2, cell: row => statusSpan(row)},
		{title: 'MODE', width: 11, align: 'left', priority: 4, cell: row => (row.summary ? span(modeText(row.summary.mode)) : span(''))},
		{
			title: 'OPEN',
			width: 5,
			align: 'right',
			priority: 3,
			cell: row => known(row, ({openShardCount}) => span(formatCount(openShardCount))),
		},
		{
			title: 'RETENTION',
			width: 9,
			align: 'right',
			priority: 5,
			cell: row => (row.summary ? span(retentionText(row.summary.retentionHours)) : span('')),
		},
		{
			title: 'CONSUMERS',
			width: 9,
			align: 'right',
			priority: 6,
			cell: row =>
				row.summary ? span(formatCount(row.summary.consumerCount), row.summary.consumerCount === 0 ? 'dim' : undefined) : span(''),
		},
		{
			title: 'ENCRYPTION',
			width: 10,
			align: 'left',
			priority: 7,
			cell: row =>
				row.summary ? span(encryptionText(row.summary.encryption), row.summary.encryption === 'NONE' ? 'dim' : undefined) : span(''),
		},
		{
			title: 'CREATED',
			width: 10,
			align: 'left',
			priority: 8,
			cell: row => (row.summary ? span(dateText(row.summary.createdAtMs), 'dim') : span('')),
		},
	];
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
