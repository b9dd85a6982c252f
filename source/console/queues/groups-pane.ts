import type {Cause, ValueGroup} from '../../operations/message-groups.ts';
import {safeText} from '../../payload/safe-text.ts';
import type {EpochMs} from '../../shared/clock.ts';
import {formatAge, formatAgeByMinute, formatCount, plural} from '../../shared/units.ts';
import {headLine, layOut, rowLine, type Column} from '../components/table.ts';
import {sparkline} from '../glyphs.ts';
import {blank, fitRows, line, span, type Area, type Line} from '../line.ts';
import {cursorId, visibleWindow} from '../list.ts';
import type {Place} from '../place.ts';
import type {PlaceDefinition} from '../place-definition.ts';
import {listOf, type State} from '../state.ts';
import {groupId, groupsOf, groupUnderCursor} from './groups.ts';
import {heldText, messageTabs} from './messages-pane.ts';
import {isMessagesOpen} from './messages-state.ts';
import {closePeek, countdown} from './peek-effects.ts';

type GroupsPlace = Extract<Place, {type: 'groups'}>;

/** Still coming: one of them was sent this recently. */
const recentMs = 10 * 60_000;
const causesShownMax = 5;

/** What the held messages have in common: values, when they were sent, and causes. */
export const groupsPlace: PlaceDefinition<GroupsPlace> = {
	pane: 'queues',
	isFilterable: () => false,
	crumb: () => 'messages',
	aside: (state, place) => heldText(state, place),
	tabs: messageTabs,
	order: (state, place) => line(span(`what these ${state.queues.peeks[place.url]?.messages.length ?? 0} have in common`, 'dim')),
	ids: (state, place) => groupsOf(state, place.url).values.map(group => groupId(group)),
	visibleRows: rows => tableRows(rows),
	body(state, place, area) {
		const {values, causes} = groupsOf(state, place.url);
		if (values.length === 0)
			return [
				blank,
				line(' Nothing divides these messages into a few groups.'),
				line(span('   p peeks more; tab goes back to the list.', 'dim')),
			];
		return [...tableLines(state, place, values, area), ...sentLines(state, place, area.columns), ...causeLines(state, causes)].slice(
			0,
			area.rows,
		);
	},
	status(state) {
		const group = groupUnderCursor(state);
		if (!group) return blank;
		return line(
			` ${plural(group.messageIds.size, 'message')} with ${safeText(group.field)} ${safeText(group.value)}. Made from the messages held, no others.`,
		);
	},
	enter: (_state, place) => [countdown(place.url)],
	close: (state, place) => (isMessagesOpen(state, place.url) ? [] : [closePeek(place.url)]),
};

/** Half of the room is for the values; the rest for times and causes. */
function tableRows(rows: number): number {
	return Math.max(3, Math.floor(rows / 2) - 1);
}

function tableLines(state: State, place: GroupsPlace, values: readonly ValueGroup[], area: Area): readonly Line[] {
	const list = listOf(state, place);
	const ids = values.map(group => groupId(group));
	const rowsForTable = Math.min(tableRows(area.rows), values.length);
	const window = visibleWindow(list, ids, rowsForTable);
	const cursor = cursorId(list, ids);
	const columns = layOut(groupColumns(state), area.columns);
	const rows = values
		.slice(window.top, window.top + rowsForTable)
		.map(group => rowLine(columns, group, {isCursor: groupId(group) === cursor, mark: ' '}));
	return fitRows([headLine(columns), ...rows], rowsForTable + 2);
}

function groupColumns(state: State): ReadonlyArray<Column<ValueGroup>> {
	const ago = (atMs: EpochMs): string => `${formatAgeByMinute(state.nowMs - atMs)} ago`;
	return [
		{title: 'FIELD', width: 20, align: 'left', priority: 1, cut: 'middle', cell: group => span(safeText(group.field))},
		{title: 'VALUE', width: 16, isFlexible: true, align: 'left', priority: 1, cell: group => span(safeText(group.value), 'accent')},
		{title: 'COUNT', width: 5, align: 'right', priority: 1, cell: group => span(formatCount(group.messageIds.size))},
		{title: 'FIRST SENT', width: 10, align: 'left', priority: 2, cell: group => span(ago(group.firstSentAtMs), 'dim')},
		{title: 'LAST SENT', width: 10, align: 'left', priority: 2, cell: group => span(ago(group.lastSentAtMs), 'dim')},
	];
}

/** When the messages were sent, from the first to now. */
function sentLines(state: State, place: GroupsPlace, columns: number): readonly Line[] {
	const messages = state.queues.peeks[place.url]?.messages ?? [];
	const firstMs = Math.min(...messages.map(({message}) => message.sentAtMs));
	const width = Math.min(columns - 32, 80);
	const spanMs = Math.max(1, state.nowMs - firstMs);
	const counts = Array.from({length: width}, () => 0);
	for (const {message} of messages) {
		const index = Math.min(width - 1, Math.floor(((message.sentAtMs - firstMs) / spanMs) * width));
		counts[index] = (counts[index] ?? 0) + 1;
	}
	return [
		line(span(` when sent  ${formatAge(spanMs)} ago `, 'dim'), span(sparkline(counts, width, state.glyphs), 'accent'), span(' now', 'dim')),
		blank,
	];
}

function causeLines(state: State, causes: readonly Cause[]): readonly Line[] {
	if (causes.length === 0) return [];
	const lines = causes.slice(0, causesShownMax).map(cause => {
		const what = cause.values
			.map(({field, value}, index) => (index === 0 ? safeText(value) : `${safeText(field)} is ${safeText(value)}`))
			.join(', ');
		return line(
			span(String(cause.messageIds.size).padStart(5), 'bold'),
			`  ${what}`,
			span(`   ${whenText(state, cause)}`, isRecent(state, cause) ? 'slow' : 'dim'),
		);
	});
	return [line(span(` Looks like ${plural(causes.length, 'cause')}:`, 'dim')), ...lines];
}

function isRecent(state: State, cause: Cause): boolean {
	return state.nowMs - cause.lastSentAtMs < recentMs;
}

function whenText(state: State, cause: Cause): string {
	const since = formatAgeByMinute(state.nowMs - cause.firstSentAtMs);
	if (isRecent(state, cause)) return `since ${since}, still coming`;
	return `${since} ago, all within ${formatAge(cause.lastSentAtMs - cause.firstSentAtMs)}; over`;
}
