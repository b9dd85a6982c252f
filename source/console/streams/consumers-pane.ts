import {consumersMax, isTemporaryConsumer, type ConsumerView} from '../../operations/consumers.ts';
import {safeText} from '../../payload/safe-text.ts';
import {formatAge, formatAgeByMinute, formatTime, plural} from '../../shared/units.ts';
import {headLine, layOut, rowLine, type Column} from '../components/table.ts';
import {problemLines} from '../layers/facts.ts';
import {blank, fitRows, line, span, type Area, type Line} from '../line.ts';
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
	const window = visibleWindow(list, ids, Math.max(1, area.rows - 6));
	const cursor = cursorId(list, ids);
	const columns = layOut(consumerColumns(state), area.columns);
	const rows = consumers
		.slice(window.top, window.top + window.ids.length)
		.map(consumer => rowLine(columns, consumer, {isCursor: consumer.name === cursor, mark: ' '}));
	return fitRows([headLine(columns), ...rows, ...noteLines(state, place, consumers)], area.rows);
}

function consumerColumns(state: State): ReadonlyArray<Column<ConsumerView>> {
	const {glyphs, nowMs} = state;
	return [
		{title: 'NAME', width: 20, isFlexible: true, align: 'left', priority: 1, cut: 'middle', cell: ({name}) => span(safeText(name))},
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
			width: 22,
			align: 'left',
			priority: 2,
			cell: consumer => whoOf(state, consumer),
		},
	];
}

function whoOf(state: State, consumer: ConsumerView) {
	if (!isTemporaryConsumer(consumer)) return span('');
	const isOurs = Object.values(state.streams.tails).some(tail => tail.start.fanOut?.consumerArn === consumer.arn);
	return isOurs ? span('the tail here', 'ok') : span('left over: D removes', 'slow');
}

function noteLines(state: State, place: StreamPlace, consumers: readonly ConsumerView[]): readonly Line[] {
	const behindAtMs = consumers.find(consumer => consumer.behindAtMs !== undefined)?.behindAtMs;
	const shards = streamRow(state, place.name)?.summary?.openShardCount;
	return [
		blank,
		line(
			span(
				` ${plural(consumers.length, 'consumer')} of ${consumersMax}, each with 2 MiB/s of each shard for itself${shards === undefined ? '' : `; billed for ${plural(shards, 'shard')} each`}.`,
				'dim',
			),
		),
		line(
			span(behindAtMs === undefined ? ' How far behind: not known' : ` BEHIND as of ${formatTime(behindAtMs)}, from CloudWatch`, 'dim'),
			span(behindAtMs === undefined ? '; CloudWatch tells of those that read by fan-out, minutes later.' : '.', 'dim'),
		),
		line(span(' Readers by GetRecords are not registered: AWS knows nothing of them.', 'dim')),
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
