import {decodePayload} from '../../payload/decode.ts';
import {safePreview, safeText} from '../../payload/safe-text.ts';
import {shortShardId} from '../../operations/shard-id.ts';
import {formatBytes, formatTime} from '../../shared/units.ts';
import type {Column} from '../components/table.ts';
import {span} from '../line.ts';
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
export function recordColumns(state: State): ReadonlyArray<Column<TailRecord>> {
	const {glyphs} = state;
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
		{title: 'KEY', width: 12, align: 'left', priority: 1, cut: 'middle', cell: ({partitionKey}) => span(safePreview(partitionKey, 60))},
		{title: 'SIZE', width: 6, align: 'right', priority: 2, cell: ({data}) => span(formatBytes(data.byteLength), 'dim')},
		{title: 'DATA', width: 10, isFlexible: true, align: 'left', priority: 1, cell: record => span(previewOf(record, glyphs.path))},
	];
}

const previews = new WeakMap<TailRecord, string>();

/** The beginning of a record's data in one row: unwrapped where that is cheap, safe, and hexadecimal where it is no text. */
export function previewOf(record: TailRecord, path: string): string {
	const known = previews.get(record);
	if (known !== undefined) return known;
	const preview = makePreview(record.data, path);
	previews.set(record, preview);
	return preview;
}

function makePreview(data: Uint8Array, path: string): string {
	if (data.byteLength === 0) return '';
	if (data.byteLength > unwrappedBytesMax) return safePreview(dataText(data.subarray(0, previewWidthMax * 4)), previewWidthMax);
	const {bytes, format, steps, text} = decodePayload(data);
	const prefix = steps.map(({name}) => `${name} ${path} `).join('');
	return prefix + (format === 'hex' ? hexPreview(bytes) : safePreview(text, previewWidthMax));
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
