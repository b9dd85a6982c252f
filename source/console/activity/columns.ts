import type {AuditEntry} from '../../aws/audit.ts';
import type {ApiCall} from '../../aws/session.ts';
import {outcomeText, parametersText, resourceName, whoText} from '../../operations/audit.ts';
import {safeText} from '../../payload/safe-text.ts';
import {formatCount, formatTime} from '../../shared/units.ts';
import type {Column} from '../components/table.ts';
import {span, type Look} from '../line.ts';
import type {Notice, State} from '../state.ts';
import type {RunningRow} from './rows.ts';
import type {DoneEntry} from './state.ts';

export function runningColumns({glyphs}: State): ReadonlyArray<Column<RunningRow>> {
	const orUnknown = (text: string): string => (text === '' ? glyphs.unknown : text);
	return [
		{title: 'WHAT', width: 8, align: 'left', priority: 1, cell: row => span(safeText(row.kind), 'bold')},
		{title: '', width: 18, isFlexible: true, align: 'left', priority: 1, cut: 'middle', cell: row => span(safeText(row.what))},
		{title: 'WHERE', width: 11, align: 'left', priority: 2, cut: 'middle', cell: row => span(safeText(row.where))},
		{title: 'DONE', width: 17, align: 'left', priority: 3, cell: row => span(safeText(row.done))},
		{title: 'RATE', width: 6, align: 'right', priority: 5, cell: row => span(orUnknown(row.rate), 'dim')},
		{title: 'LEFT', width: 5, align: 'right', priority: 6, cell: row => span(orUnknown(row.left), 'dim')},
		{title: 'RUNS', width: 4, align: 'left', priority: 4, cell: row => span(row.by, 'dim')},
	];
}

export function doneColumns(state: State): ReadonlyArray<Column<DoneEntry>> {
	return [
		{title: 'TIME', width: 13, align: 'left', priority: 1, cell: entry => span(dayAndTime(entry.atMs, state.nowMs), 'dim')},
		{
			title: 'WHAT',
			width: 40,
			isFlexible: true,
			align: 'left',
			priority: 1,
			cell: entry => span(safeText(entry.text), entry.isFailure ? 'fail' : undefined),
		},
		{title: 'CONTEXT', width: 14, align: 'left', priority: 2, cut: 'middle', cell: entry => span(safeText(entry.context), 'dim')},
	];
}

/** The day only where it is another one. */
function dayAndTime(atMs: number, nowMs: number): string {
	const day = new Date(atMs).toISOString().slice(5, 10);
	return day === new Date(nowMs).toISOString().slice(5, 10) ? formatTime(atMs) : `${day} ${formatTime(atMs, 'minute')}`;
}

export const noticeColumns: ReadonlyArray<Column<Notice>> = [
	{title: 'TIME', width: 9, align: 'left', priority: 1, cell: notice => span(formatTime(notice.atMs), 'dim')},
	{
		title: 'NOTICE',
		width: 40,
		isFlexible: true,
		align: 'left',
		priority: 1,
		cell: notice =>
			span(safeText(notice.detail === undefined ? notice.text : `${notice.text}  ${notice.detail}`), notice.isFailure ? 'fail' : undefined),
	},
];

export const changeColumns: ReadonlyArray<Column<AuditEntry>> = [
	{
		title: 'TIME',
		width: 15,
		align: 'left',
		priority: 1,
		cell: ({atMs}) => span(new Date(atMs).toISOString().slice(5, 19).replace('T', ' '), 'dim'),
	},
	{title: 'ACTION', width: 22, align: 'left', priority: 1, cell: ({action}) => span(safeText(action))},
	{title: 'ON', width: 14, align: 'left', priority: 2, cut: 'middle', cell: entry => span(safeText(resourceName(entry)))},
	{
		title: 'OUTCOME',
		width: 8,
		align: 'left',
		priority: 1,
		cell: entry => span(safeText(outcomeText(entry)), entry.outcome === 'done' ? 'ok' : entry.outcome === 'partly' ? 'slow' : 'fail'),
	},
	{title: 'WHO', width: 14, align: 'left', priority: 3, cut: 'middle', cell: entry => span(safeText(whoText(entry)), 'dim')},
	{title: 'CONTEXT', width: 12, align: 'left', priority: 4, cut: 'middle', cell: ({context}) => span(safeText(context?.name ?? ''), 'dim')},
	{title: 'WHAT', width: 12, isFlexible: true, align: 'left', priority: 2, cell: entry => span(safeText(parametersText(entry)), 'dim')},
];

const outcomeLooks: Readonly<Record<ApiCall['outcome'], Look>> = {
	ok: 'ok',
	refused: 'slow',
	throttled: 'slow',
	denied: 'fail',
	failed: 'fail',
};

export const callColumns: ReadonlyArray<Column<ApiCall>> = [
	{title: 'TIME', width: 9, align: 'left', priority: 1, cell: call => span(formatTime(call.atMs), 'dim')},
	{title: 'CALL', width: 30, align: 'left', priority: 1, cell: call => span(`${call.service}:${call.action}`)},
	{title: 'MS', width: 5, align: 'right', priority: 2, cell: call => span(formatCount(Math.round(call.durationMs)), 'dim')},
	{title: 'OUTCOME', width: 9, align: 'left', priority: 1, cell: call => span(call.outcome, outcomeLooks[call.outcome])},
	{
		title: 'CODE, REQUEST ID',
		width: 16,
		isFlexible: true,
		align: 'left',
		priority: 3,
		cell: call => span(safeText([call.code, call.requestId].filter(Boolean).join('  ')), 'dim'),
	},
];
