import {safeText} from '../../payload/safe-text.ts';
import {readAudit} from '../../operations/audit.ts';
import {formatCount} from '../../shared/units.ts';
import {headLine, layOut, rowLine, type Column} from '../components/table.ts';
import {isAbort, run, type Effect} from '../effects.ts';
import {blank, fitRows, line, span, wrapText, type Area, type Line} from '../line.ts';
import {cursorId, underCursor, visibleWindow} from '../list.ts';
import type {PlaceDefinition, Tab} from '../place-definition.ts';
import type {ActivityTab, Place} from '../place.ts';
import {listOf, type State} from '../state.ts';
import {costText, tellCalls} from './call-cost.ts';
import {callColumns, changeColumns, doneColumns, noticeColumns, runningColumns} from './columns.ts';
import {runningRows, type RunningRow} from './rows.ts';
import {refreshTasks} from './tasks.ts';

type ActivityPlace = Extract<Place, {type: 'activity'}>;

/** What is read while the pane is on screen: calls of this session cost nothing, and the audit log is a file. */
const callsEveryMs = 1000;
const changesEveryMs = 5000;

/** Rows of the part about the thing under the cursor. */
const aboutRows = 8;

/** Activity (4): what runs, what ended, what was said, what was changed, what was asked of AWS. */
export const activityPlace: PlaceDefinition<ActivityPlace> = {
	pane: 'activity',
	isFilterable: () => false,
	crumb: () => undefined,
	tabs: (state, place) => tabs(state, place),
	order: (state, place) => line(span(place.tab === 'calls' ? costText(state) : '', 'dim')),
	ids: (state, place) => idsOf(state, place.tab),
	visibleRows: rows => rows - 2,
	body(state, place, area) {
		const rowCount = idsOf(state, place.tab).length;
		if (rowCount === 0) return emptyBody(state, place.tab);
		const about = aboutLines(state, place, area.columns);
		const aboutHeight = about.length === 0 ? 0 : Math.min(aboutRows, Math.max(0, area.rows - 6));
		const listRows = area.rows - aboutHeight;
		return [...fitRows(tableOf(state, place, {columns: area.columns, rows: listRows}), listRows), ...fitRows(about, aboutHeight)];
	},
	status: (state, place) => statusOf(state, place),
	enter: (_state, place) => [
		callsRead,
		...(place.tab === 'changes' ? [changesRead] : []),
		...(place.tab === 'running' ? [refreshTasks('open')] : []),
	],
};

const callsRead: Effect = run('activity/calls', async tools => {
	for (;;) {
		tellCalls(tools);
		await tools.sleep(callsEveryMs);
	}
});

const changesRead: Effect = run('activity/changes', async tools => {
	for (;;) {
		const {audit} = tools.session;
		try {
			const reading = audit ? await readAudit(audit) : {entries: [], problems: []};
			const problem = audit?.problem()?.message;
			tools.dispatch({type: 'activity/changes', reading: problem === undefined ? reading : {...reading, problems: [problem]}});
		} catch (error) {
			if (isAbort(error)) return;
			throw error;
		}
		await tools.sleep(changesEveryMs);
	}
});

const emptyText: Readonly<Record<ActivityTab, string>> = {
	running: ' Nothing runs: no redrive, no messages held, no tail.',
	done: ' Nothing ended in the last 7 days.',
	notices: ' Nothing was said yet.',
	changes: ' Nothing was changed from this machine yet.',
	calls: ' No call was made yet.',
};

function emptyBody(state: State, tab: ActivityTab): readonly Line[] {
	const {changes, changesProblem} = state.activity;
	if (tab === 'changes' && changes.status === 'loading') return [blank, line(span(' Reading the audit log \u2026', 'dim'))];
	const problem = tab === 'changes' && changesProblem !== undefined ? [line(span(` ${safeText(changesProblem)}`, 'fail'))] : [];
	return [blank, ...problem, line(span(emptyText[tab], 'dim'))];
}

function tabs(state: State, place: ActivityPlace): readonly Tab[] {
	const tab = (id: ActivityTab, label: string, count: number | undefined): Tab => ({
		label: count === undefined ? label : `${label} ${count}`,
		place: {type: 'activity', tab: id},
		isCurrent: place.tab === id,
	});
	const {changes, done} = state.activity;
	return [
		tab('running', 'Running', runningRows(state).length),
		tab('done', 'Done', done.length),
		tab('notices', 'Notices', state.notices.length),
		tab('changes', 'Changes', changes.status === 'ready' ? changes.value.length : undefined),
		tab('calls', 'API calls', undefined),
	];
}

function idsOf(state: State, tab: ActivityTab): readonly string[] {
	const {activity} = state;
	switch (tab) {
		case 'running':
			return runningRows(state).map(row => row.id);
		// Newest first: what is new must not move the cursor, so rows are known by their number from the oldest on.
		case 'done':
			return numbered(activity.done.length);
		case 'notices':
			return numbered(state.notices.length);
		case 'changes':
			return numbered(activity.changes.status === 'ready' ? activity.changes.value.length : 0);
		case 'calls':
			return activity.calls.map((_, index) => String(activity.callCount - index));
	}
}

function numbered(count: number): readonly string[] {
	return Array.from({length: count}, (_, index) => String(count - index));
}

function tableOf(state: State, place: ActivityPlace, area: Area): readonly Line[] {
	const {activity} = state;
	switch (place.tab) {
		case 'running':
			return table(state, place, area, {rows: runningRows(state), columns: runningColumns(state)});
		case 'done':
			return table(state, place, area, {rows: activity.done, columns: doneColumns(state)});
		case 'notices':
			return table(state, place, area, {rows: state.notices.toReversed(), columns: noticeColumns});
		case 'changes':
			return table(state, place, area, {rows: activity.changes.status === 'ready' ? activity.changes.value : [], columns: changeColumns});
		case 'calls':
			return table(state, place, area, {rows: activity.calls, columns: callColumns});
	}
}

function table<Row>(
	state: State,
	place: ActivityPlace,
	area: Area,
	content: {rows: readonly Row[]; columns: ReadonlyArray<Column<Row>>},
): readonly Line[] {
	const {rows, columns} = content;
	const list = listOf(state, place);
	const ids = idsOf(state, place.tab);
	const window = visibleWindow(list, ids, Math.max(1, area.rows - 1));
	const cursor = ids.indexOf(cursorId(list, ids) ?? '');
	const placed = layOut(columns, area.columns);
	const drawn = rows
		.slice(window.top, window.top + area.rows - 1)
		.map((row, index) => rowLine(placed, row, {isCursor: window.top + index === cursor, mark: ' '}));
	return [headLine(placed), ...drawn];
}

/** What runs under the cursor, in sentences, and what the words in the last column mean. */
function aboutLines(state: State, place: ActivityPlace, columns: number): readonly Line[] {
	const row = place.tab === 'running' ? runningUnderCursor(state) : undefined;
	if (!row) return [];
	const name = ` ${safeText(`${row.kind} ${row.what}`)} `;
	return [
		line(span(name, 'bold'), span(state.glyphs.rule.repeat(Math.max(0, columns - name.length)), 'dim')),
		...row.about.flatMap(text => wrapText(safeText(text), columns - 2)).map(text => line(` ${text}`)),
		blank,
		line(span(' Runs  AWS   goes on without sluice', 'dim')),
		line(span('       here  ends when you leave; says what was done and what remains', 'dim')),
	];
}

export function runningUnderCursor(state: State): RunningRow | undefined {
	const place = state.stacks.activity.at(-1);
	if (state.pane !== 'activity' || place?.type !== 'activity' || place.tab !== 'running') return undefined;
	const rows = runningRows(state);
	return underCursor(listOf(state, place), rows, row => row.id);
}

function statusOf(state: State, place: ActivityPlace): Line {
	switch (place.tab) {
		case 'running':
			return line(span(' Move tasks are read every 5 s while this tab is open, every 30 s otherwise.', 'dim'));
		case 'done':
			return line(span(' What was confirmed in this console and those before it, for 7 days.', 'dim'));
		case 'notices':
			return line(span(' All that stood in the status line.', 'dim'));
		case 'changes': {
			const {changesProblem} = state.activity;
			return changesProblem === undefined
				? line(span(' Each call that changed AWS from this machine. The same as: sluice audit', 'dim'))
				: line(span(` ${safeText(changesProblem)}`, 'slow'));
		}
		case 'calls': {
			const throttled = state.activity.calls.filter(call => call.outcome === 'throttled').length;
			const ids = idsOf(state, place.tab);
			const call = state.activity.calls[ids.indexOf(cursorId(listOf(state, place), ids) ?? '')];
			// Whole, for AWS's support: the row may have no room for it.
			const id = call?.requestId === undefined ? '' : `${safeText(call.requestId)}   `;
			return line(` ${id}`, span(`${throttled} of ${formatCount(state.activity.calls.length)} throttled   $ sums them up`, 'dim'));
		}
	}
}
