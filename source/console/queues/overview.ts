import {safeText} from '../../payload/safe-text.ts';
import {formatTime} from '../../shared/units.ts';
import {problemLines} from '../layers/facts.ts';
import {blank, fitRows, line, span, wrapLine, wrapText, type Area, type Line} from '../line.ts';
import {findingsAround} from './findings-around.ts';
import {findingLines} from '../now/thing-lines.ts';
import type {PlaceDefinition} from '../place-definition.ts';
import type {Place} from '../place.ts';
import type {State} from '../state.ts';
import {factsOf} from './facts.ts';
import {hourLines, hourRows, readHour} from './hour.ts';
import {deadLetterLines, deadLetterRowsMin} from './last-seen.ts';
import {readFacts} from './read-facts.ts';
import {ratesOfQueue, readRates} from './rates.ts';
import {refreshQueue} from './refresh.ts';
import {queueTabs} from './tabs.ts';
import {queueSentence} from './subject.ts';
import {moveTaskLines, watchMoveTasks} from './move-tasks.ts';
import {numberLines} from './overview-numbers.ts';
import {relationLines, settingLines} from './overview-settings.ts';
import {queueRow, type QueueRow} from './state.ts';

/** Below so many rows there is no room for the hour. */
const tallFrom = 30;

/** Where the text behind the labels begins. */
const textIndent = 13;

/** After the cursor has come to rest: so much longer, until metrics are asked for. */
const glanceMs = 700;

/** One queue: its numbers, its settings, where it dies. */
export const queuePlace: PlaceDefinition<Extract<Place, {type: 'queue'}>> = {
	pane: 'queues',
	isFilterable: () => false,
	crumb: place => place.name,
	aside: (state, place) => kindOf(queueRow(state, place.url)),
	tabs: (state, place) => queueTabs(state, place),
	order: () => blank,
	ids: () => [],
	visibleRows: rows => rows,
	body(state, place, area) {
		const row = queueRow(state, place.url);
		return row ? overviewLines(state, row, area) : [blank, line(span(` Reading ${safeText(place.name)} …`, 'dim'))];
	},
	status(state, place) {
		const row = queueRow(state, place.url);
		return row ? queueSentence(state, row) : blank;
	},
	enter: (state, place) => [
		refreshQueue(place.url),
		readFacts(place.url),
		readRates(place.url),
		...(state.size.rows < tallFrom ? [] : [readHour(place.url, {restMs: 0, hasRates: false})]),
		...watchMoveTasks(state, place.url),
	],
	// The list counts the rows it shows; which moves go on, only one that was looked at says. The hour, where it is free or agreed to, once the cursor stays.
	glance: (state, place) => [...watchMoveTasks(state, place.url), readHour(place.url, {restMs: glanceMs, hasRates: true})],
};

export function kindOf(row: QueueRow | undefined): Line {
	if (!row?.attributes) return blank;
	const {isFifo, createdAtMs} = row.attributes;
	return line(span(`${isFifo ? 'FIFO' : 'standard'}, since ${new Date(createdAtMs).toISOString().slice(0, 7)}`, 'dim'));
}

/** What the Overview tab shows; also the right side of the list on a wide screen. */
export function overviewLines(state: State, row: QueueRow, area: Area): readonly Line[] {
	const {attributes} = row;
	if (!attributes)
		return [blank, ...(row.problem ? problemLines(row.problem, area.columns) : [line(span(' Reading its attributes …', 'dim'))])];
	const told = [
		...wrapped(numberLines(state, row, area), area),
		blank,
		...wrapped(settingLines(state, row), area),
		...withBlankBefore(wrapped(relationLines(state, row), area)),
		...moveTaskLines(state, row, area.columns),
		...withBlankBefore(findingLines(state, {kind: 'queue', id: row.ref.url}, area.columns, findingsAround(state, row))),
	];
	const foot = [
		...(row.problem ? [blank, ...problemLines(row.problem, area.columns)] : []),
		blank,
		...wrapText(numbersText(state, row), area.columns - 2).map(text => line(span(` ${text}`, 'dim'))),
	];
	const room = area.rows - told.length - foot.length;
	return fitRows([...told, ...tallLines(state, row, {columns: area.columns, rows: room}), ...foot], area.rows);
}

/** On tall screens: the last hour, and below it what was last seen of where messages die. */
function tallLines(state: State, row: QueueRow, area: Area): readonly Line[] {
	if (area.rows < hourRows + 1) return [];
	const hour = [blank, ...hourLines(state, row, area)];
	const left = area.rows - hour.length - 1;
	return left < deadLetterRowsMin ? hour : [...hour, ...withBlankBefore(deadLetterLines(state, row, {...area, rows: left}))];
}

/** Where the numbers come from, and how old they are. */
function numbersText(state: State, row: QueueRow): string {
	const read = row.asOfMs === undefined ? '' : ` ${formatTime(row.asOfMs)}`;
	const rates = ratesOfQueue(state, row.ref.url);
	const {flow} = factsOf(state, row.ref.url);
	const why = flow && flow.status !== 'known' ? ` ${safeText(flow.problem.message)}` : '';
	if (!rates) return `Numbers: GetQueueAttributes${read}; trends from own looks.${why}`;
	const minutes = rates.atMs === undefined ? undefined : Math.max(0, Math.round(((row.asOfMs ?? state.nowMs) - rates.atMs) / 60_000));
	const age = minutes === undefined ? 'silent' : `${minutes} min old`;
	return `Numbers: GetQueueAttributes${read}; rates, oldest: CloudWatch, ${age}.`;
}

/** Beside a list there may be less room than the sentences take. */
function wrapped(lines: readonly Line[], {columns}: Area): readonly Line[] {
	return lines.flatMap(one => wrapLine(one, {columns: columns - 1, indent: textIndent}));
}

function withBlankBefore(lines: readonly Line[]): readonly Line[] {
	return lines.length === 0 ? [] : [blank, ...lines];
}
