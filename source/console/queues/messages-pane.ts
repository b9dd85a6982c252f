import {undoKeptMs} from '../../operations/undo.ts';
import {safeText} from '../../payload/safe-text.ts';
import {formatCount, formatTime, plural} from '../../shared/units.ts';
import {headLine, layOut, rowLine, titleAt} from '../components/table.ts';
import {step} from '../effects.ts';
import {problemLines} from '../layers/facts.ts';
import {blank, fitRows, line, span, type Area, type Line} from '../line.ts';
import {sortByColumn, sortOf, sortText} from '../list-sort.ts';
import {cursorId, visibleWindow} from '../list.ts';
import type {PlaceDefinition, Tab} from '../place-definition.ts';
import type {Place} from '../place.ts';
import {listOf, type State} from '../state.ts';
import {messageSortValues} from './message-columns.ts';
import {messageBody} from './message-body.ts';
import {isPlain, messageColumns, secondsLeft, stateCell} from './message-rows.ts';
import {causeCount} from './groups.ts';
import {candidateOf, hiddenCount, isMessagesOpen, visibleMessages, type PeekView, type ScanProgress} from './messages-state.ts';
import {closePeek, countdown} from './peek-effects.ts';
import {refreshQueue} from './refresh.ts';
import {queueRow} from './state.ts';

type MessagesPlace = Extract<Place, {type: 'messages'}>;

/** From this width on the body stands beside the list, as the detail of the row. */
const besideColumnsMin = 160;

/** Peeked messages of one queue: held, kept, given back. */
export const messagesPlace: PlaceDefinition<MessagesPlace> = {
	pane: 'queues',
	isFilterable: () => true,
	crumb: () => 'messages',
	aside: (state, place) => heldText(state, place),
	asideShort: (state, place) => heldText(state, place, {isShort: true}),
	tabs: messageTabs,
	order: (state, place) => orderText(state, state.queues.peeks[place.url]),
	candidates: (state, place) => state.queues.peeks[place.url]?.messages.map(({message}) => candidateOf(state, place.url, message)) ?? [],
	sortBy(state, place, {cell, width}) {
		const view = state.queues.peeks[place.url];
		const name = view && titleAt(placedColumns(state, place, view, width), cell);
		if (!view || name === undefined) return step(state);
		return sortByColumn(state, {list: 'messages', values: messageSortValues, name, rows: view.messages});
	},
	ids: (state, place) => visibleMessages(state, place).map(({message}) => message.messageId),
	visibleRows: rows => listRows(rows),
	body(state, place, area) {
		const view = state.queues.peeks[place.url];
		if (!view || view.messages.length === 0) return emptyBody(view, area.columns);
		if (state.size.columns >= besideColumnsMin) return listLines(state, place, view, area);
		const rowsForList = Math.min(listRows(area.rows), Math.max(1, visibleMessages(state, place).length)) + 1;
		const rowsForBody = area.rows - rowsForList;
		return [
			...listLines(state, place, view, {columns: area.columns, rows: rowsForList}),
			...selectedBody(state, place, {columns: area.columns, rows: rowsForBody}),
		];
	},
	detailColumnsMin: besideColumnsMin,
	detail: (state, place, area) => selectedBody(state, place, area),
	status: (state, place) => statusText(state, place),
	enter: (_state, place) => [countdown(place.url), refreshQueue(place.url)],
	close: (state, place) => (isMessagesOpen(state, place.url) ? [] : [closePeek(place.url)]),
};

/** Rows of messages shown beside a body: half the room. */
function listRows(rows: number): number {
	return Math.max(3, Math.floor(rows / 2) - 1);
}

function placedColumns(state: State, place: MessagesPlace, view: PeekView, width: number) {
	// While all is held and kept, or gone, the breadcrumb and the marks say it.
	const hasStates = !view.messages.every(peeked => isPlain(peeked, state.nowMs));
	const isBodyBeside = state.size.columns >= besideColumnsMin;
	return layOut(messageColumns(state, queueRow(state, place.url), {messages: view.messages, hasStates, isBodyBeside}), width);
}

function listLines(state: State, place: MessagesPlace, view: PeekView, area: Area): readonly Line[] {
	const list = listOf(state, place);
	const shown = visibleMessages(state, place);
	const ids = shown.map(({message}) => message.messageId);
	const cursor = cursorId(list, ids);
	const window = visibleWindow(list, ids, area.rows - 1);
	const columns = placedColumns(state, place, view, area.columns);
	const rows = shown.slice(window.top, window.top + window.ids.length).map(peeked => {
		const id = peeked.message.messageId;
		const mark = peeked.state.status === 'gone' ? 'x' : peeked.state.status === 'doubtful' ? '?' : list.marked.has(id) ? '*' : ' ';
		return rowLine(columns, peeked, {isCursor: id === cursor, mark});
	});
	return fitRows([headLine(columns), ...rows], area.rows);
}

function selectedBody(state: State, place: MessagesPlace, area: Area): readonly Line[] {
	const view = state.queues.peeks[place.url];
	const id = cursorId(listOf(state, place), messagesPlace.ids(state, place));
	const peeked = view?.messages.find(({message}) => message.messageId === id);
	if (!peeked) return [];
	const aside = `${stateCell(peeked, state.nowMs).text}   attributes ${Object.keys(peeked.message.attributes).length}`;
	return messageBody(state, peeked, {queueName: place.name, area, top: 0, aside});
}

/** How much is held, marked, and when the first comes back: right end of the breadcrumb. */
export function heldText(
	state: State,
	place: {readonly url: string; readonly name: string},
	{isShort = false}: {isShort?: boolean} = {},
): Line {
	const view = state.queues.peeks[place.url];
	if (!view) return blank;
	if (view.scan) return scanText(view.scan, listOf(state, {type: 'messages', url: place.url, name: place.name}).marked.size);
	if (view.isLook) return line(span('Looked at without receiving: nothing changes.', 'ok'));
	const held = hiddenCount(view.messages);
	if (isShort) return line(`held ${held}`, span(backText(state, view), 'ok'));
	const total = queueRow(state, place.url)?.attributes;
	const about = total ? ` of about ${total.readyCount + total.inFlightCount}` : '';
	const marked = listOf(state, {type: 'messages', url: place.url, name: place.name}).marked.size;
	const parts = [`held ${held}${about}`, ...(marked > 0 ? [`${marked} marked`] : [])];
	return line(parts.join(', '), span(backText(state, view), 'ok'));
}

/** How far a scan is: it goes on when this is left. */
function scanText({isRunning, lookedCount, aboutCount, matchedCount}: ScanProgress, markedCount: number): Line {
	const marked = markedCount > 0 ? `, ${markedCount} marked` : '';
	const looked = isRunning
		? `looking: ${formatCount(lookedCount)} of about ${formatCount(aboutCount)}`
		: `looked at ${formatCount(lookedCount)}`;
	return line(span(looked, isRunning ? 'ok' : undefined), `, ${plural(matchedCount, 'match', 'matches')}${marked}`);
}

/** List and Groups, the two ways to look at what is held. */
export function messageTabs(
	state: State,
	place: {readonly type: 'messages' | 'groups'; readonly url: string; readonly name: string},
): readonly Tab[] {
	const {url, name} = place;
	const causes = causeCount(state, url) ?? 0;
	return [
		{label: 'List', place: {type: 'messages', url, name}, isCurrent: place.type === 'messages'},
		{
			label: causes > 0 ? `Groups ${causes}` : 'Groups',
			place: {type: 'groups', url, name},
			isCurrent: place.type === 'groups',
		},
	];
}

/** When the first of them comes back by itself. */
function backText(state: State, view: PeekView): string {
	const ends = view.messages.flatMap(({state: now}) => ('heldUntilMs' in now ? [now.heldUntilMs] : []));
	if (ends.length === 0) return '';
	// What should be kept and is not any more comes back at its time, whatever happens here.
	if (view.isKept && !isAllKept(view)) return `  back ${formatTime(Math.min(...ends))}`;
	return `  back in ${secondsLeft(Math.min(...ends), state.nowMs)}`;
}

/** Whether everything held is extended in time. */
function isAllKept({messages}: PeekView): boolean {
	return messages.every(({state}) => state.status !== 'held' || state.isKept);
}

function orderText(state: State, view: PeekView | undefined): Line {
	if (!view) return blank;
	const sort = sortOf(state, 'messages', messageSortValues);
	const progress = view.status === 'collecting' && !view.scan ? `${view.isLook ? 'looking' : 'receiving'} …  ` : '';
	const group = view.group ? `${view.group.label}   ` : '';
	return line(span(group, 'match'), span(`${progress}${sort ? sortText(sort) : 'oldest first'}, ${view.messages.length} seen`, 'dim'));
}

function statusText(state: State, place: MessagesPlace): Line {
	const view = state.queues.peeks[place.url];
	if (!view) return blank;
	if (view.problem) return line(span(` ${view.problem.message}`, 'fail'));
	if (view.scan) {
		const {filter, isRunning} = view.scan;
		return line(
			` Found by ${safeText(filter)}${isRunning ? '; still looking.   : cancel scan' : '; all were given back.   p peeks to act on some'}`,
		);
	}
	if (view.isLook)
		return line(view.messages.length === 0 ? '' : ' Copies of what lies in the queue, for reading.   p holds them, to act on some');
	const doubtful = doubtText(state, place, view);
	if (doubtful) return line(span(` ${doubtful}`, 'slow'));
	if (view.holdProblem?.code === 'queue-not-found')
		return line(span(` ${safeText(place.name)} is gone, or hidden from you.`, 'fail'), ' What you see is a copy; o saves it.');
	const held = hiddenCount(view.messages);
	if (held === 0) return line(view.messages.length === 0 ? '' : ' Nothing is held any more: what you see is a copy.   p peeks again');
	const ends = view.messages.flatMap(({state: now}) => ('heldUntilMs' in now ? [now.heldUntilMs] : []));
	const until = formatTime(Math.max(...ends));
	if (view.holdProblem) return line(` What is held is back by ${until}. `, span(safeText(view.holdProblem.message), 'fail'));
	const gone = goneText(state, view);
	if (gone) return line(` ${gone}`);
	const how = view.isKept ? 'kept while you look; esc or 5 min idle gives back' : `until ${until}; esc gives back`;
	return line(` ${formatCount(held)} hidden from consumers, ${how}.`);
}

/** What is not known of the message under the cursor, whose delete was not answered. */
function doubtText(state: State, place: MessagesPlace, view: PeekView): string | undefined {
	const id = cursorId(listOf(state, place), messagesPlace.ids(state, place));
	const found = view.messages.find(({message}) => message.messageId === id)?.state;
	if (found?.status !== 'doubtful') return undefined;
	return found.backAtMs > state.nowMs
		? `Its delete was not answered: it is gone, or back at ${formatTime(found.backAtMs)}.`
		: 'Its delete was not answered: it may be gone, may come back.   p looks again';
}

/** With some deleted or moved, what the mark means, and how long they can be sent again. */
function goneText(state: State, view: PeekView): string | undefined {
	const goneAtMs = view.messages.flatMap(({state: now}) => (now.status === 'gone' ? [now.atMs] : []));
	if (goneAtMs.length === 0) return undefined;
	const leftMs = Math.max(...goneAtMs) + undoKeptMs - state.nowMs;
	const undo =
		state.queues.undoableCount > 0 && leftMs > 0 ? `; z can send it again for ${plural(Math.ceil(leftMs / 60_000), 'more minute')}` : '';
	return `x = deleted or moved${undo}.`;
}

function emptyBody(view: PeekView | undefined, columns: number): readonly Line[] {
	if (view?.problem) return [blank, ...problemLines(view.problem, columns)];
	if (view?.scan && view.messages.length === 0)
		return [blank, line(span(view.scan.isRunning ? ' Nothing found yet …' : ` Nothing matches ${safeText(view.scan.filter)}.`, 'dim'))];
	if (view?.isLook)
		return [
			blank,
			line(view.status === 'collecting' ? span(' Looking …', 'dim') : ' The queue has no message: none ready, in flight or delayed.'),
		];
	if (!view || view.status === 'collecting') return [blank, line(span(' Receiving …', 'dim'))];
	return [
		blank,
		line(' No message could be received: the queue is empty, or others hold what it has.'),
		line(span('   p receives again    esc back', 'dim')),
	];
}
