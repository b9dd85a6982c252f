import {formatHashKeyHex, hashPartitionKey, rangeHolds} from '../../rules/hash-key.ts';
import {shortShardId} from '../../operations/shard-id.ts';
import {safeText} from '../../payload/safe-text.ts';
import {formatAge} from '../../shared/units.ts';
import {bodyFormOf} from '../body-form.ts';
import {bodyHead, bodyLineCount, bodyView} from '../body-view.ts';
import {blank, fitRows, line, span, type Area, type Line} from '../line.ts';
import {cursorIndex} from '../list.ts';
import {listOf, type State} from '../state.ts';
import {shortSequence} from './tail-rows.ts';
import {streamRow} from './state.ts';
import {shardViews, type StreamPlace} from './subject.ts';
import type {TailRecord} from './tail-record.ts';
import {tailOf} from './tail-state.ts';

/** A record beside the list: its data, then what is known of it. */
export function recordBeside(state: State, stream: string, record: TailRecord | undefined, area: Area): readonly Line[] {
	if (!record) return [];
	const facts = [...recordFacts(state, stream, record), ...sameKeyLines(state, stream, record, area)];
	const rowsForData = Math.max(2, area.rows - facts.length - 1);
	const isLarge = record.data.byteLength > largeBytes;
	const data = isLarge ? firstPart(record) : record.data;
	const form = bodyFormOf(state, formThing(stream));
	return fitRows(
		[
			bodyHead(state, data, {
				title: isLarge ? 'first 64 KiB' : 'data',
				columns: area.columns,
				aside: isLarge ? '⏎ all of it' : 'd details',
				form,
			}),
			...bodyView(data, {columns: area.columns, rows: rowsForData - 1, top: 0, form}),
			line(span(` ${state.glyphs.rule.repeat(Math.max(0, area.columns - 1))}`, 'dim')),
			...facts,
		],
		area.rows,
	);
}

/** What the choice of pretty, raw or hex is kept for. */
export function formThing(stream: string): string {
	return `stream ${stream}`;
}

/** Larger data is shown by its beginning, until it is opened. */
const largeBytes = 1024 * 1024;
const firstBytes = 64 * 1024;
const firstParts = new WeakMap<TailRecord, Uint8Array>();

/** The same bytes for the same record: views are kept by them. */
function firstPart(record: TailRecord): Uint8Array {
	const known = firstParts.get(record) ?? record.data.slice(0, firstBytes);
	firstParts.set(record, known);
	return known;
}

/** Where there is room: how to go along the key, and which keys make the most of what is shown. */
function sameKeyLines(state: State, stream: string, record: TailRecord, area: Area): readonly Line[] {
	if (area.rows < 14) return [];
	const keys = keysInView(tailOf(state, stream)?.snapshot?.rows ?? []);
	return [
		line(
			span(' same key  ', 'dim'),
			span('> ', 'accent'),
			'next   ',
			span('< ', 'accent'),
			`previous of ${safeText(record.partitionKey.slice(0, 40))}`,
		),
		line(span(` ${state.glyphs.rule.repeat(Math.max(0, area.columns - 1))}`, 'dim')),
		line(
			span(' keys in view  ', 'dim'),
			keys.map(({key, share}) => `${safeText(key.slice(0, 24))} ${Math.round(share * 100)} %`).join('   '),
		),
	];
}

const keysInViewMax = 2;
/** They are counted in so many of the newest rows. */
const keysFromMax = 500;
const keysOfRows = new WeakMap<readonly TailRecord[], ReadonlyArray<{readonly key: string; readonly share: number}>>();

/** The busiest keys among the rows of the list. */
function keysInView(rows: readonly TailRecord[]): ReadonlyArray<{readonly key: string; readonly share: number}> {
	const known = keysOfRows.get(rows);
	if (known) return known;
	const counts = new Map<string, number>();
	const newest = rows.slice(-keysFromMax);
	for (const {partitionKey} of newest) counts.set(partitionKey, (counts.get(partitionKey) ?? 0) + 1);
	const top = [...counts].toSorted((a, b) => b[1] - a[1]).slice(0, keysInViewMax);
	const found = top.map(([key, count]) => ({key, share: count / newest.length}));
	keysOfRows.set(rows, found);
	return found;
}

/** One record, its data over the whole screen; each line is a row, so that what scrolls a list scrolls it. */
export function recordBody(state: State, place: StreamPlace, area: Area): readonly Line[] {
	const record = tailOf(state, place.name)?.opened;
	if (!record) return [blank, line(' This record is not here any more.')];
	const top = Math.max(0, cursorIndex(listOf(state, place), recordIds(state, place)));
	const facts = recordFacts(state, place.name, record);
	const form = bodyFormOf(state, formThing(place.name));
	const head = bodyHead(state, record.data, {
		title: 'data',
		columns: area.columns,
		aside: `shard ${shortShardId(record.shardId)}   v view   d details`,
		form,
	});
	return [...facts, head, ...bodyView(record.data, {columns: area.columns, rows: area.rows - 1 - facts.length, top, form})];
}

export function recordIds(state: State, place: StreamPlace): readonly string[] {
	const record = tailOf(state, place.name)?.opened;
	return record
		? Array.from({length: bodyLineCount(record.data, bodyFormOf(state, formThing(place.name)))}, (_, index) => String(index))
		: [];
}

function recordFacts(state: State, stream: string, record: TailRecord): readonly Line[] {
	const {glyphs} = state;
	const hash = hashOf(state, stream, record);
	const behind = record.behindMs === 0 ? '' : `, ${formatAge(record.behindMs)} behind the newest`;
	return [
		line(span(' arrived   ', 'dim'), new Date(record.arrivedAtMs).toISOString()),
		line(
			span(' key       ', 'dim'),
			safeText(record.partitionKey),
			span('   hash ', 'dim'),
			`0x${formatHashKeyHex(hash.key).slice(0, 4)}${glyphs.ellipsis}`,
			hash.isExplicit ? span('   explicit hash key', 'slow') : '',
		),
		line(
			span(' sequence  ', 'dim'),
			shortSequence(record.sequenceNumber, glyphs.ellipsis),
			span(`   shard ${shortShardId(record.shardId)}${behind}`, 'dim'),
		),
	];
}

/** A record whose key's hash lies outside its shard was put with an explicit hash key. Undefined while the shards are not read. */
export function hashOf(state: State, stream: string, record: TailRecord): {readonly key: bigint; readonly isExplicit: boolean | undefined} {
	const key = hashPartitionKey(record.partitionKey);
	const shard = shardViews(streamRow(state, stream)).find(view => view.shard.id === record.shardId)?.shard;
	// A record in an aggregate lies where the aggregate was put.
	if (record.aggregate?.role === 'child') return {key, isExplicit: undefined};
	return {key, isExplicit: shard && !rangeHolds({start: shard.hashKeyStart, end: shard.hashKeyEnd}, key)};
}
