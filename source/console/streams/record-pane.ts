import {formatHashKeyHex, hashPartitionKey, rangeHolds} from '../../rules/hash-key.ts';
import {shortShardId} from '../../operations/shard-id.ts';
import {safeText} from '../../payload/safe-text.ts';
import {formatAge} from '../../shared/units.ts';
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
	const facts = recordFacts(state, stream, record);
	const rowsForData = Math.max(2, area.rows - facts.length - 1);
	return fitRows(
		[
			bodyHead(state, record.data, {title: 'data', columns: area.columns, aside: 'd details'}),
			...bodyView(record.data, {columns: area.columns, rows: rowsForData - 1, top: 0}),
			line(span(` ${state.glyphs.rule.repeat(Math.max(0, area.columns - 1))}`, 'dim')),
			...facts,
		],
		area.rows,
	);
}

/** One record, its data over the whole screen; each line is a row, so that what scrolls a list scrolls it. */
export function recordBody(state: State, place: StreamPlace, area: Area): readonly Line[] {
	const record = tailOf(state, place.name)?.opened;
	if (!record) return [blank, line(' This record is not here any more.')];
	const top = Math.max(0, cursorIndex(listOf(state, place), recordIds(state, place)));
	const facts = recordFacts(state, place.name, record);
	const head = bodyHead(state, record.data, {
		title: 'data',
		columns: area.columns,
		aside: `shard ${shortShardId(record.shardId)}   d details`,
	});
	return [...facts, head, ...bodyView(record.data, {columns: area.columns, rows: area.rows - 1 - facts.length, top})];
}

export function recordIds(state: State, place: StreamPlace): readonly string[] {
	const record = tailOf(state, place.name)?.opened;
	return record ? Array.from({length: bodyLineCount(record.data)}, (_, index) => String(index)) : [];
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
	return {key, isExplicit: shard && !rangeHolds({start: shard.hashKeyStart, end: shard.hashKeyEnd}, key)};
}
