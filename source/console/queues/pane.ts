import {displayWidth, safeText} from '../../payload/safe-text.ts';
import {formatTime, plural} from '../../shared/units.ts';
import {headLine, layOut, rowLine, titleAt} from '../components/table.ts';
import {problemLines} from '../layers/facts.ts';
import {blank, line, span, type Line, type Span} from '../line.ts';
import {cursorId, visibleWindow} from '../list.ts';
import {sortByColumn} from '../list-sort.ts';
import type {PlaceDefinition} from '../place-definition.ts';
import {listOf, type State} from '../state.ts';
import {nearest} from '../../operations/did-you-mean.ts';
import {run, step} from '../effects.ts';
import {sinceText} from '../now/rows.ts';
import {lookAtMetrics} from '../now/look-metrics.ts';
import {pinsOf} from '../memory.ts';
import {acrossOf, queueColumns, columnName} from './columns.ts';
import {orderText, sortValues} from './order.ts';
import {asleepAfterMs, refreshQueues} from './refresh.ts';
import {queueCandidate, rowsOf, visibleQueueUrls} from './rows.ts';
import {isFromMemory} from './topology.ts';
import {queueRow, type QueueRow, sortNow} from './state.ts';
import {isDlq, queueSentence, queueUnderCursor} from './subject.ts';

/** Table head and legend. */
const furnitureRows = 2;

/** The list of queues (1 Queues). */
export const queuesPlace: PlaceDefinition<{readonly type: 'queues'}> = {
	pane: 'queues',
	isFilterable: () => true,
	crumb: () => undefined,
	order: state =>
		state.queues.asOfMs === undefined
			? soFar(state)
			: line(...paceSpans(state), span(`${orderText(state)}   as of ${formatTime(state.queues.asOfMs)}`, 'dim')),
	candidates: state => state.queues.rows.map(row => queueCandidate(state, row)),
	sortBy(state, _place, {cell, width}) {
		const title = titleAt(layOut(queueColumns(state), width), cell);
		if (title === undefined) return step(state);
		const {state: sorted, effects} = sortByColumn(state, {
			list: 'queues',
			values: sortValues,
			name: columnName(title),
			rows: state.queues.rows,
		});
		return step(sortNow(sorted), ...effects);
	},
	ids: visibleQueueUrls,
	visibleRows: rows => Math.max(1, rows - furnitureRows),
	body(state, place, area) {
		const ids = visibleQueueUrls(state);
		if (ids.length === 0) return emptyBody(state, area.columns);
		const list = listOf(state, place);
		const cursor = cursorId(list, ids);
		const pins = pinsOf(state, 'queues');
		const window = visibleWindow(list, ids, Math.max(1, area.rows - furnitureRows));
		const columns = layOut(queueColumns(state), area.columns);
		const drawn = rowsOf(state, window.ids).map(row =>
			rowLine(columns, row, {
				isCursor: row.ref.url === cursor,
				mark: list.marked.has(row.ref.url) ? '*' : pins.includes(row.ref.name) ? '^' : isDlq(state, row) ? 'D' : ' ',
				across: acrossOf(state, row),
			}),
		);
		const filler = Array.from({length: Math.max(0, area.rows - furnitureRows - drawn.length)}, () => blank);
		return [headLine(columns), ...drawn, ...filler, legend(state, area.columns)];
	},
	beside: (state, _place, url) => ({type: 'queue', url, name: queueRow(state, url)?.ref.name ?? url}),
	status(state) {
		const row = queueUnderCursor(state);
		return row ? queueSentence(state, row) : blank;
	},
	enter: state => [...refreshQueues(state), run('now/metrics', lookAtMetrics)],
};

/** `412 queues so far, 1.8 s`, once reading the names takes more than a second. */
function soFar({queues: {listing, rows}}: State): Line {
	const elapsedMs = listing ? listing.atMs - listing.sinceMs : 0;
	return elapsedMs < 1000 ? blank : line(span(`${plural(rows.length, 'queue')} so far, ${(elapsedMs / 1000).toFixed(1)} s`, 'dim'));
}

function legend(state: State, columns: number): Line {
	const {approximate, old, unknown} = state.glyphs;
	const peeked = newestPeek(state);
	const parts = [
		...(peeked ? [`* oldest of ${peeked.count} peeked at ${formatTime(peeked.seenAtMs, 'minute')}, by first send`] : []),
		`${unknown} not known`,
		`${old} old number`,
		...(pinsOf(state, 'queues').length > 0 ? ['^ pinned'] : []),
		'D is a DLQ',
		`${approximate} approximate`,
	];
	// As much as there is room for, most needed first: half a sentence explains nothing.
	let text = '';
	for (const part of parts) {
		const longer = text === '' ? ` ${part}` : `${text}   ${part}`;
		if (displayWidth(longer) > columns) break;
		text = longer;
	}
	return line(span(text, 'dim'));
}

/** The last of the peeks that tell an age in the list. */
function newestPeek(state: State): QueueRow['oldest'] {
	let newest: QueueRow['oldest'];
	for (const {oldest} of state.queues.rows) if (oldest && oldest.seenAtMs > (newest?.seenAtMs ?? 0)) newest = oldest;
	return newest;
}

function emptyBody(state: State, columns: number): readonly Line[] {
	const {queues, context, connection} = state;
	if (queues.status === 'failed' && queues.problem) return [blank, ...problemLines(queues.problem, columns)];
	if (queues.status === 'loading') return [blank, line(span(` Reading the names of the queues in ${context.region} …`, 'dim'))];
	const {filter} = listOf(state, {type: 'queues'});
	if (filter !== '' && queues.rows.length > 0) {
		return [
			blank,
			line(` Nothing matches "${safeText(filter)}" among ${plural(queues.rows.length, 'queue')}.`),
			line(span(`   ${nearestText(state, filter)}esc clears the filter.`, 'dim')),
		];
	}
	const account = connection.status === 'ready' ? ` of ${connection.identity.accountId}` : '';
	return [
		blank,
		line(` No queues in ${context.region}${account}.`),
		line(span('   Other regions: c. Create one: : create queue. With demo traffic: sluice demo.', 'dim')),
	];
}

/** Why the numbers come more slowly than usual, or not at all. */
function paceSpans(state: State): readonly Span[] {
	const {slowedUntilMs, remembered} = state.queues;
	if (remembered && isFromMemory(state.queues)) return [span(`DLQs as of ${sinceText(remembered.atMs, state.nowMs)}   `, 'old')];
	if (state.nowMs - state.lastKeyAtMs > asleepAfterMs) return [span('asleep, any key wakes   ', 'slow')];
	if (slowedUntilMs === undefined) return [];
	return [span(`throttled: half pace until ${formatTime(slowedUntilMs)}   `, 'slow')];
}

/** The name most like a filter that nothing matches. */
function nearestText(state: State, filter: string): string {
	const name = nearest(
		filter,
		state.queues.rows.map(({ref}) => ref.name),
	);
	return name === undefined ? '' : `Nearest: ${safeText(name)}. `;
}
