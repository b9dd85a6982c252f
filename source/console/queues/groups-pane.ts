import type {ValueGroup} from '../../operations/message-groups.ts';
import {cutToWidth, displayWidth, safeText} from '../../payload/safe-text.ts';
import type {EpochMs} from '../../shared/clock.ts';
import {formatAge, formatAgeByMinute, formatCount, plural} from '../../shared/units.ts';
import {headLine, layOut, rowLine, type Column} from '../components/table.ts';
import {sparkline} from '../glyphs.ts';
import {blank, fitRows, line, span, type Area, type Line} from '../line.ts';
import {cursorId, visibleWindow} from '../list.ts';
import type {Place} from '../place.ts';
import type {PlaceDefinition} from '../place-definition.ts';
import {listOf, type State} from '../state.ts';
import {causeLines} from './cause-rows.ts';
import {groupId, groupsOf, groupUnderCursor} from './groups.ts';
import {heldText, messageTabs} from './messages-pane.ts';
import {messageBody} from './message-body.ts';
import {messageColumns} from './message-rows.ts';
import {isMessagesOpen} from './messages-state.ts';
import {closePeek, countdown} from './peek-effects.ts';
import {queueRow} from './state.ts';

type GroupsPlace = Extract<Place, {type: 'groups'}>;

/** From this width on the messages of the group stand beside it. */
const besideColumnsMin = 160;
/** Values are cut at so many characters; a wider column is a gap. */
const valueWidthMax = 40;

/** What the held messages have in common: values, when they were sent, and causes. */
export const groupsPlace: PlaceDefinition<GroupsPlace> = {
	pane: 'queues',
	isFilterable: () => false,
	crumb: () => 'messages',
	aside: (state, place) => heldText(state, place),
	asideShort: (state, place) => heldText(state, place, {isShort: true}),
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
		const sentAtMs = new Map(state.queues.peeks[place.url]?.messages.map(({message}) => [message.messageId, message.sentAtMs]));
		const likely = causeLines(causes, {nowMs: state.nowMs, sentAtMs, columns: area.columns});
		return [...tableLines(state, place, values, area), ...sentLines(state, place, area.columns), ...likely].slice(0, area.rows);
	},
	detailColumnsMin: besideColumnsMin,
	detail: (state, place, area) => groupDetail(state, place, area),
	status(state, place) {
		const {values} = groupsOf(state, place.url);
		if (values.length === 0) return blank;
		const count = state.queues.peeks[place.url]?.messages.length ?? 0;
		const fields = new Set(values.map(({field}) => field)).size;
		return line(` Made from the ${formatCount(count)} messages held, no others. ${plural(fields, 'field')} that divide them best.`);
	},
	enter: (_state, place) => [countdown(place.url)],
	close: (state, place) => (isMessagesOpen(state, place.url) ? [] : [closePeek(place.url)]),
};

/** The messages of the group under the cursor, and the body of the oldest of them. */
function groupDetail(state: State, place: GroupsPlace, area: Area): readonly Line[] {
	const group = groupUnderCursor(state);
	if (!group) return [];
	const members = (state.queues.peeks[place.url]?.messages ?? []).filter(({message}) => group.messageIds.has(message.messageId));
	const [oldest] = members;
	if (!oldest) return [];
	const rows = Math.min(members.length, Math.floor(area.rows / 2) - 2);
	const columns = layOut(messageColumns(state, queueRow(state, place.url), {messages: members, hasStates: false}), area.columns);
	const title = ` ${plural(members.length, 'message')} with ${safeText(group.field)} ${safeText(group.value)} `;
	const head = [
		span(cutToWidth(title, area.columns), 'dim'),
		span(state.glyphs.rule.repeat(Math.max(0, area.columns - displayWidth(title))), 'dim'),
	];
	const list = members.slice(0, rows).map(peeked => rowLine(columns, peeked, {isCursor: false, mark: ' '}));
	const more = members.length > rows ? [line(span(`   and ${plural(members.length - rows, 'more', 'more')}`, 'dim'))] : [];
	const above = [head, headLine(columns), ...list, ...more];
	const aside = `attributes ${Object.keys(oldest.message.attributes).length}`;
	return [...above, ...messageBody(state, oldest, {queueName: place.name, area: {...area, rows: area.rows - above.length}, top: 0, aside})];
}

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
		{
			title: 'VALUE',
			width: 16,
			isFlexible: true,
			widthMax: valueWidthMax,
			align: 'left',
			priority: 1,
			cell: group => span(safeText(group.value), 'accent'),
		},
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
