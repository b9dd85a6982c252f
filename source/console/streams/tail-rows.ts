import {decodePayload} from '../../payload/decode.ts';
import {readKplAggregate} from '../../payload/kpl.ts';
import {safePreview, safeText} from '../../payload/safe-text.ts';
import {shortShardId} from '../../operations/shard-id.ts';
import {formatBytes, formatTime} from '../../shared/units.ts';
import type {Column} from '../components/table.ts';
import {span, type Look} from '../line.ts';
import type {State} from '../state.ts';
import {behindText} from './shard-rows.ts';
import {dataText, type TailRecord} from './tail-record.ts';

/** Cells of data drawn in a row at most: rows are no wider. */
const previewWidthMax = 300;
/** Larger data is not unwrapped for a row, only when it is opened. */
const unwrappedBytesMax = 64 * 1024;
/** Bytes that a row of undecodable data shows. */
const hexBytesMax = 64;

/** The columns of the tail. The data is last: nothing is drawn right of it. */
export function recordColumns(state: State, standsOut?: (record: TailRecord) => boolean): ReadonlyArray<Column<TailRecord>> {
	const {glyphs} = state;
	const look = (record: TailRecord): Look | undefined => (standsOut?.(record) ? 'match' : undefined);
	return [
		{title: 'ARRIVED', width: 12, align: 'left', priority: 1, cell: ({arrivedAtMs}) => span(formatTime(arrivedAtMs, 'ms'))},
		{title: 'SHARD', width: 5, align: 'right', priority: 2, cell: ({shardId}) => span(shortShardId(shardId))},
		{
			title: 'BEHIND',
			width: 6,
			align: 'right',
			priority: 3,
			cell: ({behindMs}) => span(behindText(behindMs, glyphs.unknown), behindMs === 0 ? 'dim' : 'slow'),
		},
		{
			title: 'KEY',
			width: 12,
			align: 'left',
			priority: 1,
			cut: 'middle',
			cell: record => span(safePreview(record.partitionKey, 60), look(record)),
		},
		{title: 'SIZE', width: 6, align: 'right', priority: 2, cell: record => span(sizeText(state, record), 'dim')},
		{
			title: 'DATA',
			width: 10,
			isFlexible: true,
			align: 'left',
			priority: 1,
			cell: record => span(previewOf(record, glyphs.path), look(record)),
		},
	];
}

/** A record of an aggregate hangs on it. */
function sizeText({glyphs}: State, {aggregate, data}: TailRecord): string {
	if (aggregate?.role !== 'child') return formatBytes(data.byteLength);
	return `${aggregate.isLast ? glyphs.lastBranch : glyphs.branch}${glyphs.rule}`;
}

const previews = new WeakMap<TailRecord, string>();

/** The beginning of a record's data in one row: unwrapped where that is cheap, safe, and hexadecimal where it is no text. */
export function previewOf(record: TailRecord, path: string): string {
	const known = previews.get(record);
	if (known !== undefined) return known;
	const preview = makePreview(record, path);
	previews.set(record, preview);
	return preview;
}

function makePreview({aggregate, data}: TailRecord, path: string): string {
	if (data.byteLength === 0) return '';
	if (aggregate?.role === 'parent') return aggregatePreview(data, aggregate.childCount, path);
	if (data.byteLength > unwrappedBytesMax) return safePreview(dataText(data.subarray(0, previewWidthMax * 4)), previewWidthMax);
	const {bytes, format, steps, text} = decodePayload(data);
	const prefix = steps.map(({name}) => `${name} ${path} `).join('');
	return prefix + (format === 'hex' ? hexPreview(bytes) : safePreview(text, previewWidthMax));
}

/** `kpl 14 › {…`: how many, and the first of them. */
function aggregatePreview(data: Uint8Array, childCount: number, path: string): string {
	const aggregate = readKplAggregate(data);
	const first = aggregate && 'records' in aggregate ? aggregate.records[0] : undefined;
	const text = first ? safePreview(dataText(first.data.subarray(0, previewWidthMax * 4)), previewWidthMax) : '';
	return `kpl ${childCount} ${path} ${text}`;
}

/** `1f 8b 08  ...`: bytes, then what of them is ASCII. */
function hexPreview(bytes: Uint8Array): string {
	const shown = bytes.subarray(0, hexBytesMax);
	const hex = [...shown].map(byte => byte.toString(16).padStart(2, '0')).join(' ');
	const ascii = [...shown].map(byte => (byte >= 0x20 && byte < 0x7f ? String.fromCodePoint(byte) : '.')).join('');
	return `${hex}  ${ascii}`;
}

/** `49665…0386`: the ends of a sequence number. */
export function shortSequence(sequenceNumber: string, ellipsis: string): string {
	return sequenceNumber.length <= 12 ? sequenceNumber : safeText(`${sequenceNumber.slice(0, 5)}${ellipsis}${sequenceNumber.slice(-4)}`);
}
