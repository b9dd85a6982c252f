import {safeText} from '../../payload/safe-text.ts';
import {formatCount, plural} from '../../shared/units.ts';
import {problemLines} from '../layers/facts.ts';
import {blank, fitRows, line, lineWidth, span, type Area, type Line} from '../line.ts';
import {cursorId, visibleWindow} from '../list.ts';
import type {PlaceDefinition} from '../place-definition.ts';
import {listOf, type State} from '../state.ts';
import {agoText, coverageLines, kinds, needsAnotherLook, notLookedAt} from './coverage.ts';
import {findingDetail} from './detail.ts';
import {isSwept} from './judge.ts';
import {lookAround} from './look.ts';
import {candidateOf, findingRow, findingsHead, visibleFindings} from './rows.ts';
import {openFindings} from './state.ts';

/** Rows for the detail of the finding under the cursor, and for what was looked at. */
const detailRows = {short: 7, tall: 12};
const coverageRows = 2;
const tallFrom = 32;
const busiestCount = 3;

/** The first screen (0 Now): what is wrong, worst first, with its proof and the next key. */
export const nowPlace: PlaceDefinition<{readonly type: 'now'}> = {
	pane: 'now',
	crumb: () => undefined,
	isFilterable: () => true,
	hasFilterLine: (state, place) => listOf(state, place).filter !== '',
	candidates: state => openFindings(state).map(finding => candidateOf(state, finding)),
	ids: state => visibleFindings(state).map(({id}) => id),
	visibleRows: rows => listRows(rows),
	body(state, place, area) {
		const findings = visibleFindings(state);
		const calm = calmLines(state);
		const list = listOf(state, place);
		const ids = findings.map(({id}) => id);
		const cursor = cursorId(list, ids);
		const chosen = findings.find(({id}) => id === cursor);
		const window = visibleWindow(list, ids, Math.max(1, listRows(area.rows) - calm.length));
		const drawn = findings
			.slice(window.top, window.top + window.ids.length)
			.map(finding => findingRow(state, finding, {columns: area.columns, isCursor: finding === chosen}));
		const top = [...calm, ...(findings.length > 0 ? [findingsHead(area.columns), ...drawn] : emptyLines(state, area))];
		const coverageRowsMax = chosen ? coverageRows : coverageRows + 1 + detailRowsOf(area.rows);
		const coverage = coverageLines(state, {columns: area.columns, rowsMax: coverageRowsMax});
		const detail = chosen ? findingDetail(state, chosen, area.columns) : [];
		return [
			...fitRows(top, listRows(area.rows) + 1),
			blank,
			...(chosen ? [...fitRows(detail, detailRowsOf(area.rows)), blank] : []),
			...fitRows(coverage, coverageRowsMax),
		];
	},
	status(state, place) {
		const findings = visibleFindings(state);
		const ids = findings.map(({id}) => id);
		const chosen = findings.find(({id}) => id === cursorId(listOf(state, place), ids));
		return chosen ? line(` ${safeText(chosen.where)}: ${safeText(chosen.what)}.`) : blank;
	},
	enter: state => lookAround(state),
};

function detailRowsOf(rows: number): number {
	return rows >= tallFrom ? detailRows.tall : detailRows.short;
}

/** The table head, a blank row before and after the detail, and the coverage take the rest. */
function listRows(rows: number): number {
	return Math.max(1, rows - 3 - detailRowsOf(rows) - coverageRows);
}

/** `Nothing is burning`, where that is known: everything was looked at, and nothing worse than a risk was found. */
function calmLines(state: State): readonly Line[] {
	if (!isSwept(state) || openFindings(state).some(({rank}) => rank !== 'RISK')) return [];
	const looked = kinds(state).filter(({read}) => read > 0);
	if (!looked.some(({noun}) => noun === 'queues') && state.queues.rows.length > 0) return [];
	const oldestMs = looked.reduce((oldest, {oldestMs: each}) => Math.min(oldest, each ?? state.nowMs), state.nowMs);
	const age = state.nowMs - oldestMs < 60_000 ? 'all within 60 s' : `the oldest ${agoText(oldestMs, state.nowMs)}`;
	const counts = looked.map(({noun, read}) => plural(read, noun.slice(0, -1))).join(', ');
	// Trends take a second look, and topics and streams their turn: until then nobody knows.
	const isLooking = needsAnotherLook(state) || kinds(state).some(({read, all, failed}) => read + failed < all);
	const isSure = !isLooking && notLookedAt(state).length === 0;
	const head = isSure
		? `Nothing is burning: ${counts} looked at, ${age}.`
		: isLooking
			? `Nothing burns so far: ${counts} looked at.`
			: `Nothing burns in what could be looked at: ${counts}.`;
	return [line(span(` ${head}`, isSure ? 'ok' : undefined)), ...busiestLines(state), blank];
}

type Rows = State['queues']['rows'];

/** Each frame asks, among thousands of queues. */
const busiestOf = new WeakMap<Rows, Rows>();

function busiestQueues(rows: Rows): Rows {
	const known = busiestOf.get(rows);
	if (known) return known;
	const depth = ({attributes}: Rows[number]): number => (attributes?.readyCount ?? 0) + (attributes?.inFlightCount ?? 0);
	const busiest = rows
		.filter(row => depth(row) > 0)
		.toSorted((a, b) => depth(b) - depth(a))
		.slice(0, busiestCount);
	busiestOf.set(rows, busiest);
	return busiest;
}

/** The queues with the most messages, ready and in flight. */
function busiestLines(state: State): readonly Line[] {
	const busiest = busiestQueues(state.queues.rows);
	// One line: where there are risks besides, the rows are theirs.
	if (busiest.length === 0) return [];
	// Whole or not at all: half a number is a wrong number.
	const parts: Line[] = [];
	let room = state.size.columns - 11;
	for (const row of busiest) {
		const name = `${parts.length === 0 ? '' : '   '}${safeText(row.ref.name)}`;
		const {readyCount = 0, inFlightCount = 0} = row.attributes ?? {};
		const part = line(name, span(` ${formatCount(readyCount)} ready, ${formatCount(inFlightCount)} in flight`, 'dim'));
		if (parts.length > 0 && lineWidth(part) > room) break;
		room -= lineWidth(part);
		parts.push(part);
	}
	return [line(span(' Busiest: ', 'dim'), ...parts.flat())];
}

/** Before anything was found: what goes on, or that there is nothing. */
function emptyLines(state: State, area: Area): readonly Line[] {
	const {queues, context} = state;
	if (queues.status === 'failed' && queues.problem) return [blank, ...problemLines(queues.problem, area.columns)];
	const {filter} = listOf(state, {type: 'now'});
	if (filter !== '' && openFindings(state).length > 0)
		return [
			blank,
			line(` Nothing matches "${safeText(filter)}" among ${plural(openFindings(state).length, 'finding')}.`),
			line(span('   esc clears the filter.', 'dim')),
		];
	if (isSwept(state)) return [];
	const read = queues.rows.filter(row => row.attributes !== undefined || row.problem !== undefined).length;
	const names = queues.rows.slice(0, listRows(area.rows) - 3).map(row => line(span(`   ${safeText(row.ref.name)}`, 'dim')));
	const progress =
		queues.rows.length === 0
			? ` Looking at ${context.region}: reading the names of the queues …`
			: ` Looking: ${formatCount(read)} of ${plural(queues.rows.length, 'queue')} so far. What is wrong stands here at once.`;
	return [blank, line(progress), blank, ...names];
}
