import {consumersMax, isTemporaryConsumer, type ConsumerView} from '../../operations/consumers.ts';
import {safeText} from '../../payload/safe-text.ts';
import {formatAge, formatAgeByMinute, formatTime, plural} from '../../shared/units.ts';
import {headLine, layOut, rowLine, type Column} from '../components/table.ts';
import {problemLines, remarkLines} from '../layers/facts.ts';
import {blank, fitRows, line, span, type Area, type Line, type Span} from '../line.ts';
import {cursorId, visibleWindow} from '../list.ts';
import {listOf, type State} from '../state.ts';
import {streamRow} from './state.ts';
import type {StreamPlace} from './subject.ts';

/** The Consumers tab: who is registered to read by fan-out, and how far behind. */
export function consumersBody(state: State, place: StreamPlace, area: Area): readonly Line[] {
	const loaded = streamRow(state, place.name)?.consumers;
	if (!loaded || loaded.status === 'loading') return [blank, line(span(' Reading its consumers …', 'dim'))];
	if (loaded.status === 'failed') return [blank, ...problemLines(loaded.problem, area.columns)];
	const consumers = loaded.value;
	if (consumers.length === 0) return emptyLines();
	const list = listOf(state, place);
	const ids = consumers.map(({name}) => name);
	const notes = noteLines(state, place, {consumers, columns: area.columns});
	const window = visibleWindow(list, ids, Math.max(1, area.rows - 1 - notes.length));
	const cursor = cursorId(list, ids);
	const columns = layOut(consumerColumns(state, consumers, area.columns), area.columns);
	const rows = consumers
		.slice(window.top, window.top + window.ids.length)
		.map(consumer => rowLine(columns, consumer, {isCursor: consumer.name === cursor, mark: ' '}));
	return fitRows([headLine(columns), ...rows, ...notes], area.rows);
}

/** What the columns beside the name take, the margin included. */
const columnsBesideName = 52;
const whoWidth = 22;
const arnWidthMin = 40;

const arnCell = ({arn}: ConsumerView): Span => span(safeText(arn), 'dim');

function consumerColumns(state: State, consumers: readonly ConsumerView[], width: number): ReadonlyArray<Column<ConsumerView>> {
	const {glyphs, nowMs} = state;
	// As wide as the names are: what is known of them stands beside them, not at the other end of a wide screen.
	const longest = Math.max(...consumers.map(({name}) => name.length));
	const nameWidth = Math.max(20, Math.min(longest, width - columnsBesideName));
	const hasArn = width >= columnsBesideName + nameWidth + arnWidthMin + 1;
	return [
		{title: 'NAME', width: nameWidth, align: 'left', priority: 1, cut: 'middle', cell: ({name}) => span(safeText(name))},
		{
			title: 'STATUS',
			width: 8,
			align: 'left',
			priority: 1,
			cell: ({status}) => span(status, status === 'ACTIVE' ? 'ok' : 'slow'),
		},
		{
			title: 'BEHIND',
			width: 7,
			align: 'right',
			priority: 2,
			cell: ({behindMs}) =>
				behindMs === undefined ? span(glyphs.unknown, 'dim') : span(formatAge(behindMs), behindMs >= 60_000 ? 'slow' : undefined),
		},
		{title: 'AGE', width: 7, align: 'right', priority: 3, cell: ({createdAtMs}) => span(formatAgeByMinute(nowMs - createdAtMs), 'dim')},
		{
			title: 'WHO',
			width: whoWidth,
			isFlexible: !hasArn,
			align: 'left',
			priority: 2,
			cell: consumer => whoOf(state, consumer),
		},
		...(hasArn
			? [{title: 'ARN', width: arnWidthMin, isFlexible: true, align: 'left' as const, priority: 4, cut: 'middle' as const, cell: arnCell}]
			: []),
	];
}

function whoOf(state: State, consumer: ConsumerView) {
	if (!isTemporaryConsumer(consumer)) return span('');
	const isOurs = Object.values(state.streams.tails).some(tail => tail.start.fanOut?.consumerArn === consumer.arn);
	return isOurs ? span('the tail here', 'ok') : span('left over: D removes', 'slow');
}

function noteLines(
	state: State,
	place: StreamPlace,
	{columns, consumers}: {consumers: readonly ConsumerView[]; columns: number},
): readonly Line[] {
	const behindAtMs = consumers.find(consumer => consumer.behindAtMs !== undefined)?.behindAtMs;
	const shards = streamRow(state, place.name)?.summary?.openShardCount;
	const billed = shards === undefined ? '' : ` Each is billed for ${plural(shards, 'shard')}.`;
	return [
		blank,
		...remarkLines(
			`${plural(consumers.length, 'consumer')} of ${consumersMax}, each with 2 MiB/s of each shard for itself.${billed}`,
			columns,
		),
		...remarkLines(
			behindAtMs === undefined
				? 'BEHIND is known to CloudWatch only, minutes later, of those that read by fan-out.'
				: `BEHIND as of ${formatTime(behindAtMs)}, from CloudWatch.`,
			columns,
		),
		...remarkLines('Readers by GetRecords are not registered: AWS knows nothing of them.', columns),
	];
}

function emptyLines(): readonly Line[] {
	return [
		blank,
		line(' No consumer is registered: whoever reads this stream does so by GetRecords.'),
		blank,
		line(span('   + ', 'accent'), span('registers one. A tail can read by fan-out without it: : read by fan-out', 'dim')),
	];
}
