import {safeText} from '../../payload/safe-text.ts';
import {formatCount, formatTime} from '../../shared/units.ts';
import {headLine, layOut, rowLine, type Column} from '../components/table.ts';
import {run} from '../effects.ts';
import {blank, fitRows, line, span, type Area, type Line, type Look} from '../line.ts';
import {cursorId, visibleWindow} from '../list.ts';
import type {PlaceDefinition, Tab} from '../place-definition.ts';
import type {ActivityTab, Place} from '../place.ts';
import type {ApiCall} from '../../aws/session.ts';
import {listOf, type Notice, type State} from '../state.ts';
import {runningRows, type RunningRow} from './rows.ts';

type ActivityPlace = Extract<Place, {type: 'activity'}>;

/** How often the API calls are read while they are on screen. */
const callsEveryMs = 1000;

/** Activity (4): what runs, what was said, what was asked of AWS. */
export const activityPlace: PlaceDefinition<ActivityPlace> = {
	pane: 'activity',
	isFilterable: () => false,
	crumb: () => undefined,
	tabs: (state, place) => tabs(state, place),
	order: state => line(span(`${formatCount(state.activity.callCount)} calls in this session`, 'dim')),
	ids: (state, place) => idsOf(state, place.tab),
	visibleRows: rows => rows - 2,
	body(state, place, area) {
		const lines = tableOf(state, place, area);
		return lines ?? [blank, line(span(emptyText[place.tab], 'dim'))];
	},
	status: (_state, place) => line(span(place.tab === 'running' ? ' AWS goes on without sluice; here ends when you leave.' : '', 'dim')),
	enter: () => [
		run('activity/calls', async tools => {
			for (;;) {
				tools.dispatch({type: 'activity/calls', calls: tools.session.calls().toReversed(), callCount: tools.session.callCount()});
				await tools.sleep(callsEveryMs);
			}
		}),
	],
};

const emptyText: Readonly<Record<ActivityTab, string>> = {
	running: ' Nothing runs: no redrive, no messages held.',
	notices: ' Nothing was said yet.',
	calls: ' No call was made yet.',
};

function tabs(state: State, place: ActivityPlace): readonly Tab[] {
	const tab = (id: ActivityTab, label: string): Tab => ({label, place: {type: 'activity', tab: id}, isCurrent: place.tab === id});
	return [
		tab('running', `Running ${runningRows(state).length}`),
		tab('notices', `Notices ${state.notices.length}`),
		tab('calls', 'API calls'),
	];
}

function idsOf(state: State, tab: ActivityTab): readonly string[] {
	switch (tab) {
		case 'running':
			return runningRows(state).map(row => row.id);
		case 'notices':
			return state.notices.map((_, index) => String(index));
		case 'calls':
			return state.activity.calls.map((_, index) => String(index));
	}
}

function tableOf(state: State, place: ActivityPlace, area: Area): readonly Line[] | undefined {
	switch (place.tab) {
		case 'running':
			return table(state, place, area, {rows: runningRows(state), columns: runningColumns});
		case 'notices':
			return table(state, place, area, {rows: state.notices.toReversed(), columns: noticeColumns});
		case 'calls':
			return table(state, place, area, {rows: state.activity.calls, columns: callColumns});
	}
}

function table<Row>(
	state: State,
	place: ActivityPlace,
	area: Area,
	content: {rows: readonly Row[]; columns: ReadonlyArray<Column<Row>>},
): readonly Line[] | undefined {
	const {rows, columns} = content;
	if (rows.length === 0) return undefined;
	const list = listOf(state, place);
	const ids = idsOf(state, place.tab);
	const window = visibleWindow(list, ids, area.rows - 1);
	const cursor = ids.indexOf(cursorId(list, ids) ?? '');
	const placed = layOut(columns, area.columns);
	const drawn = rows
		.slice(window.top, window.top + area.rows - 1)
		.map((row, index) => rowLine(placed, row, {isCursor: window.top + index === cursor, mark: ' '}));
	return fitRows([headLine(placed), ...drawn], area.rows);
}

const runningColumns: ReadonlyArray<Column<RunningRow>> = [
	{title: 'WHAT', width: 30, isFlexible: true, align: 'left', priority: 1, cell: row => span(safeText(row.what))},
	{title: 'WHERE', width: 18, align: 'left', priority: 3, cut: 'middle', cell: row => span(safeText(row.where))},
	{title: 'DONE', width: 20, align: 'left', priority: 2, cell: row => span(row.done)},
	{title: 'RUNS', width: 4, align: 'left', priority: 2, cell: row => span(row.by, 'dim')},
];

const noticeColumns: ReadonlyArray<Column<Notice>> = [
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

const outcomeLooks: Readonly<Record<ApiCall['outcome'], Look>> = {
	ok: 'ok',
	refused: 'slow',
	throttled: 'slow',
	denied: 'fail',
	failed: 'fail',
};

const callColumns: ReadonlyArray<Column<ApiCall>> = [
	{title: 'TIME', width: 9, align: 'left', priority: 1, cell: call => span(formatTime(call.atMs), 'dim')},
	{title: 'CALL', width: 30, align: 'left', priority: 1, cell: call => span(`${call.service}:${call.action}`)},
	{title: 'MS', width: 6, align: 'right', priority: 2, cell: call => span(formatCount(Math.round(call.durationMs)), 'dim')},
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
