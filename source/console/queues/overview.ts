import {safeText} from '../../payload/safe-text.ts';
import {formatAge, formatBytes, formatCount, formatSeconds, formatTime} from '../../shared/units.ts';
import {sparkline} from '../glyphs.ts';
import {problemLines} from '../layers/facts.ts';
import {blank, fitRows, line, span, type Area, type Line} from '../line.ts';
import {findingLines} from '../now/thing-lines.ts';
import type {PlaceDefinition} from '../place-definition.ts';
import type {Place} from '../place.ts';
import type {State} from '../state.ts';
import {refreshQueue} from './refresh.ts';
import {queueSentence} from './subject.ts';
import {moveTaskLines, watchMoveTasks} from './move-tasks.ts';
import {deadLetterQueueOf, formatNet, gained, netPerSecond, readyHistory, sourcesOfQueue} from './rows.ts';
import {queueRow, type QueueRow, type Sample} from './state.ts';

/** One queue: its numbers, its settings, where it dies. */
export const queuePlace: PlaceDefinition<Extract<Place, {type: 'queue'}>> = {
	pane: 'queues',
	isFilterable: () => false,
	crumb: place => place.name,
	aside: (state, place) => kindOf(queueRow(state, place.url)),
	tabs(state, place) {
		const held = state.queues.peeks[place.url]?.messages.length;
		return [
			{label: 'Overview', place, isCurrent: true},
			...(held === undefined
				? []
				: [{label: `Messages ${held}`, place: {type: 'messages', url: place.url, name: place.name} as const, isCurrent: false}]),
		];
	},
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
	enter: (state, place) => [refreshQueue(place.url), ...watchMoveTasks(state, place.url)],
	// The list counts the rows it shows; which moves go on, only one that was looked at says.
	glance: (state, place) => watchMoveTasks(state, place.url),
};

export function kindOf(row: QueueRow | undefined): Line {
	if (!row?.attributes) return blank;
	const {isFifo, createdAtMs} = row.attributes;
	return line(span(`${isFifo ? 'FIFO' : 'standard'}, since ${new Date(createdAtMs).toISOString().slice(0, 10)}`, 'dim'));
}

/** What the Overview tab shows; also the right side of the list on a wide screen. */
export function overviewLines(state: State, row: QueueRow, area: Area): readonly Line[] {
	const {attributes} = row;
	if (!attributes)
		return [blank, ...(row.problem ? problemLines(row.problem, area.columns) : [line(span(' Reading its attributes …', 'dim'))])];
	return fitRows(
		[
			...countLines(state, row),
			blank,
			...settingLines(state, row),
			blank,
			...relationLines(state, row),
			...moveTaskLines(state, row, area.columns),
			...findingLines(state, {kind: 'queue', id: row.ref.url}, area.columns),
			...historyLines(state, row, area),
			...(row.problem ? [blank, ...problemLines(row.problem, area.columns)] : []),
			blank,
			line(
				span(
					` Numbers: GetQueueAttributes ${row.asOfMs === undefined ? '' : formatTime(row.asOfMs)}; trends from the looks of this session.`,
					'dim',
				),
			),
		],
		area.rows,
	);
}

function countLines(state: State, row: QueueRow): readonly Line[] {
	const {attributes, samples} = row;
	if (!attributes) return [];
	const approximate = attributes.isFifo ? ' ' : state.glyphs.approximate;
	const nowMs = state.queues.asOfMs ?? state.nowMs;
	const net = netPerSecond(samples);
	const isRising = net !== undefined && net > 0.05;
	const trend = (values: readonly Sample[]): string => sparkline(readyHistory(values, nowMs), 8, state.glyphs);
	const flight = samples.map(sample => ({...sample, readyCount: sample.inFlightCount}));
	return [
		line(
			span(` READY${approximate}  `, 'dim'),
			span(formatCount(attributes.readyCount).padStart(9), 'bold'),
			'  ',
			span(trend(samples), 'accent'),
			'  ',
			span(formatNet(net, state.glyphs), isRising ? 'slow' : 'dim'),
		),
		line(
			span(` FLIGHT${approximate} `, 'dim'),
			formatCount(attributes.inFlightCount).padStart(9),
			'  ',
			span(trend(flight), 'accent'),
			span('  of 120,000', 'dim'),
		),
		line(span(` DELAYED${approximate}`, 'dim'), formatCount(attributes.delayedCount).padStart(9)),
		oldestLine(state, row),
	];
}

function oldestLine(state: State, row: QueueRow): Line {
	if (!row.oldest) return line(span(' OLDEST          ', 'dim'), state.glyphs.unknown, span('  p peeks to see', 'dim'));
	const {sentAtMs, seenAtMs, count} = row.oldest;
	return line(
		span(' OLDEST  ', 'dim'),
		`${formatAge(state.nowMs - sentAtMs)}*`.padStart(9),
		span(`  oldest of ${count} peeked at ${formatTime(seenAtMs, 'minute')}`, 'dim'),
	);
}

function settingLines(state: State, row: QueueRow): readonly Line[] {
	const {attributes} = row;
	if (!attributes) return [];
	const encryption = attributes.kmsKeyId ? `KMS ${safeText(attributes.kmsKeyId)}` : attributes.hasManagedEncryption ? 'SSE-SQS' : 'none';
	const fifo = attributes.isFifo ? `   Content-based deduplication ${attributes.hasContentBasedDeduplication ? 'on' : 'off'}` : '';
	return [
		line(span(' Visibility  ', 'dim'), formatSeconds(attributes.visibilityTimeoutSeconds)),
		line(
			span(' Retention   ', 'dim'),
			`${formatSeconds(attributes.retentionSeconds)}   `,
			span('Delay ', 'dim'),
			String(attributes.delaySeconds),
			span('   Long poll ', 'dim'),
			formatSeconds(attributes.waitTimeSeconds),
			span('   Size limit ', 'dim'),
			formatBytes(attributes.messageBytesMax),
		),
		line(span(' Encryption  ', 'dim'), encryption, fifo),
		redriveLine(state, row),
	];
}

function redriveLine(state: State, row: QueueRow): Line {
	const policy = row.attributes?.redrivePolicy;
	if (!policy)
		return line(
			span(' Redrive     ', 'dim'),
			sourcesOfQueue(state.queues, row).length > 0
				? span('none: this is a dead-letter queue', 'dim')
				: span('none: a message that fails comes back until it expires', 'slow'),
		);
	const dlq = deadLetterQueueOf(state.queues, row);
	const name = safeText(policy.deadLetterQueueArn.split(':').at(-1) ?? policy.deadLetterQueueArn);
	const more = dlq ? gained(dlq) : 0;
	const depth = dlq?.attributes ? `  ${formatCount(dlq.attributes.readyCount)}` : '';
	return line(
		span(' Redrive     ', 'dim'),
		`after ${policy.maxReceiveCount} receives to ${name}${depth}`,
		more > 0 ? span(`  +${formatCount(more)} lately`, 'fail') : '',
	);
}

function relationLines(state: State, row: QueueRow): readonly Line[] {
	const sources = sourcesOfQueue(state.queues, row);
	if (sources.length === 0) return [];
	return [
		line(
			span(' DLQ OF      ', 'dim'),
			sources.map(source => safeText(source.ref.name)).join(', '),
			span('   R sends messages back to where they came from', 'dim'),
		),
	];
}

/** On tall screens: READY of the last ten minutes as a block chart. */
function historyLines(state: State, row: QueueRow, area: Area): readonly Line[] {
	const height = 4;
	if (area.rows < 30 || row.samples.length < 2) return [];
	const width = Math.min(area.columns - 14, 80);
	const values = readyHistory(row.samples, state.queues.asOfMs ?? state.nowMs, {buckets: width, spanMs: 600_000});
	const largest = Math.max(1, ...values.map(value => value ?? 0));
	const {bars} = state.glyphs;
	const rows = Array.from({length: height}, (_, index) => {
		const floor = height - 1 - index;
		const cells = values.map(value => {
			if (value === undefined) return ' ';
			const eighths = Math.round((value / largest) * height * 8) - floor * 8;
			return eighths <= 0 ? (floor === 0 ? (bars[0] ?? ' ') : ' ') : (bars[Math.min(eighths, 8) - 1] ?? ' ');
		});
		return line(span(`  ${cells.join('')}`, 'accent'), span(index === 0 ? `  ${formatCount(largest)}` : '', 'dim'));
	});
	return [blank, line(span(' READY, last 10 min', 'dim')), ...rows];
}
