import {missingPermission} from '../../operations/findings/missing-permission.ts';
import {safeText} from '../../payload/safe-text.ts';
import {formatAge, formatAgeByMinute, formatBytes, formatCount, formatCountWithin, formatSeconds} from '../../shared/units.ts';
import type {Across, Column} from '../components/table.ts';
import {sparkline} from '../glyphs.ts';
import {span, type Span} from '../line.ts';
import {listLook} from '../memory.ts';
import {findingCell} from '../now/thing-lines.ts';
import type {Problem, State} from '../state.ts';
import {factsOf} from './facts.ts';
import {deadLetterQueueOf, formatNet, gained, netPerSecond, oldestOf, readyHistory, sourcesOfQueue, typeOf} from './rows.ts';
import type {QueueRow} from './state.ts';

/** The columns that are chosen: all, unless `v` hid some, and tags that it added. */
export function queueColumns(state: State): ReadonlyArray<Column<QueueRow>> {
	const {hidden = [], tags = []} = listLook(state, 'queues');
	const all = [...allColumns(state), ...tags.map((key, index) => tagColumn(state, key, index))];
	return hidden.length === 0 ? all : all.filter(({title}) => title === 'NAME' || !hidden.includes(columnName(title)));
}

/** A title without its mark of approximation: what settings call the column. */
export function columnName(title: string): string {
	return title.replace(/[^A-Za-z0-9 /:._-]+$/, '').replace(/[~]$/, '');
}

const oldestWidth = 6;
const dlqWidth = 7;

/** Every column (by priority: NAME, TYPE, READY, FLIGHT, DLQ, OLDEST, 5 MIN, DELAY, then the wide ones). */
export function allColumns(state: State): ReadonlyArray<Column<QueueRow>> {
	const {glyphs, nowMs, queues} = state;
	const approximate = glyphs.approximate;
	const count = (row: QueueRow, value: number | undefined, width: number): Span => countCell(state, row, {value, width});
	return [
		{
			title: 'NAME',
			width: 20,
			isFlexible: true,
			wants: {width: 35, before: 9},
			align: 'left',
			priority: 1,
			cut: 'middle',
			cell: row => nameCell(row),
		},
		{
			title: 'TYPE',
			width: 4,
			align: 'left',
			priority: 2,
			cell: row => span(typeOf(row), 'dim'),
		},
		{
			title: `READY${approximate}`,
			width: 6,
			align: 'right',
			priority: 3,
			cell: row => count(row, row.attributes?.readyCount, 6),
		},
		{title: `FLIGHT${approximate}`, width: 7, align: 'right', priority: 4, cell: row => count(row, row.attributes?.inFlightCount, 7)},
		{title: `DELAY${approximate}`, width: 6, align: 'right', priority: 8, cell: row => count(row, row.attributes?.delayedCount, 6)},
		{
			title: 'OLDEST',
			width: oldestWidth,
			align: 'right',
			priority: 6,
			cell: row => oldestCell(state, row),
		},
		{title: `DLQ${approximate}`, width: dlqWidth, align: 'left', priority: 5, cell: row => dlqCell(state, row)},
		{
			title: '5 MIN',
			width: 8,
			align: 'left',
			priority: 7,
			cell: row => span(sparkline(readyHistory(row.samples, queues.asOfMs ?? nowMs), 8, glyphs), row.problem ? 'old' : 'accent'),
		},
		...wideColumns(state),
	];
}

/** Where there is room. */
function wideColumns(state: State): ReadonlyArray<Column<QueueRow>> {
	const {glyphs} = state;
	return [
		{
			title: 'FOUND',
			width: 5,
			align: 'left',
			priority: 9,
			cell: row => findingCell(state, {kind: 'queue', id: row.ref.url}),
		},
		{title: 'NET/s', width: 8, align: 'right', priority: 9, cell: row => span(formatNet(netPerSecond(row.samples), glyphs), 'dim')},
		{
			title: 'MAX RECV',
			width: 8,
			align: 'right',
			priority: 10,
			cell: row => span(row.attributes?.redrivePolicy ? String(row.attributes.redrivePolicy.maxReceiveCount) : glyphs.unknown, 'dim'),
		},
		{
			title: 'RETENTION',
			width: 9,
			align: 'right',
			priority: 11,
			cell: row => span(row.attributes ? formatSeconds(row.attributes.retentionSeconds) : '', 'dim'),
		},
		{
			title: 'VISIBILITY',
			width: 10,
			align: 'right',
			priority: 12,
			cell: row => span(row.attributes ? formatSeconds(row.attributes.visibilityTimeoutSeconds) : '', 'dim'),
		},
		{
			title: 'SIZE',
			width: 6,
			align: 'right',
			priority: 13,
			cell: row => span(row.attributes ? formatBytes(row.attributes.messageBytesMax) : '', 'dim'),
		},
		{title: 'KMS', width: 12, align: 'left', priority: 14, cut: 'middle', cell: row => keyCell(row)},
		{
			title: 'CREATED',
			width: 10,
			align: 'left',
			priority: 15,
			cell: row => span(row.attributes ? new Date(row.attributes.createdAtMs).toISOString().slice(0, 10) : '', 'dim'),
		},
	];
}

/** Tags are read for the rows on screen, a call each, and only where one of them is a column. */
function tagColumn(state: State, key: string, index: number): Column<QueueRow> {
	return {
		title: `TAG:${safeText(key)}`,
		width: 12,
		align: 'left',
		priority: 8 + index / 100,
		cell(row) {
			const {tags} = factsOf(state, row.ref.url);
			if (!tags) return span(state.glyphs.unknown, 'dim');
			if (tags.status !== 'known') return span(tags.status === 'not-allowed' ? 'denied' : state.glyphs.unknown, 'dim');
			return span(safeText(tags.value[key] ?? ''));
		},
	};
}

function keyCell(row: QueueRow): Span {
	if (!row.attributes) return span('');
	const {kmsKeyId, hasManagedEncryption} = row.attributes;
	return kmsKeyId ? span(safeText(kmsKeyId)) : span(hasManagedEncryption ? 'SSE-SQS' : 'none', 'dim');
}

/** From the last peek with `*`, which ages by the minute; else from CloudWatch, which tells a minute's. */
function oldestCell(state: State, row: QueueRow): Span {
	const oldest = oldestOf(state, row);
	if (!oldest) return span(state.glyphs.unknown, 'dim');
	const text = oldest.isPeeked ? `${formatAgeByMinute(oldest.ageMs)}*` : formatAge(oldest.ageMs);
	// `12h05m*` and `13d21h*` are a cell too wide: then the larger unit says enough.
	const fitted = text.length <= oldestWidth ? text : text.replace(/(?<=^\d+[dhm])\d+[hms]/, '');
	return span(fitted, oldest.isPeeked ? 'old' : undefined);
}

function nameCell(row: QueueRow): Span {
	if (row.goneAtMs !== undefined) return span(`${safeText(row.ref.name)}  gone`, 'old');
	return span(safeText(row.ref.name), row.attributes ? undefined : 'dim');
}

/** Where nothing is known of a queue but its name: why, across the columns of its numbers. */
export function acrossOf(state: State, row: QueueRow): Across | undefined {
	const {problem} = row;
	if (!problem || row.attributes || row.goneAtMs !== undefined) return undefined;
	const from = `READY${state.glyphs.approximate}`;
	return {from, text: problemText(problem), key: {at: '5 MIN', text: 'w why'}, look: 'slow'};
}

/** `denied sqs:GetQueueAttributes` */
function problemText({code, message}: Problem): string {
	if (code === 'throttled') return 'throttled, asked again soon';
	if (code !== 'denied') return safeText(message);
	return `denied ${missingPermission({message, resource: ''})?.permission ?? 'sqs:GetQueueAttributes'}`;
}

function countCell(state: State, row: QueueRow, {value, width}: {value: number | undefined; width: number}): Span {
	if (value === undefined) return span(state.glyphs.unknown, 'dim');
	const isOld = row.problem !== undefined || row.goneAtMs !== undefined;
	return span(
		`${formatCountWithin(value, isOld ? width - 1 : width)}${isOld ? state.glyphs.old : ''}`,
		isOld ? 'old' : value === 0 ? 'dim' : undefined,
	);
}

function dlqCell(state: State, row: QueueRow): Span {
	const dlq = deadLetterQueueOf(state.queues, row);
	if (!row.attributes && !dlq) return span('');
	if (row.attributes && !row.attributes.redrivePolicy)
		return span(sourcesOfQueue(state.queues, row).length > 0 ? state.glyphs.unknown : ' none', 'dim');
	if (!dlq?.attributes) return span(state.glyphs.unknown, 'dim');
	const more = gained(dlq);
	const {readyCount} = dlq.attributes;
	if (more <= 0) return span(formatCountWithin(readyCount, dlqWidth).padStart(3), readyCount > 0 ? 'slow' : 'dim');
	const plain = `${formatCount(readyCount).padStart(3)} +${formatCount(more)}`;
	if (plain.length <= dlqWidth) return span(plain, 'fail');
	const gain = `+${formatCountWithin(more, 3)}`;
	const depth = formatCountWithin(readyCount, dlqWidth - gain.length - 1);
	return span(depth.length + gain.length < dlqWidth ? `${depth} ${gain}` : `${depth}${gain}`, 'fail');
}
