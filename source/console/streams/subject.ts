import type {Shard} from '../../aws/stream.ts';
import {viewShards, type ShardView} from '../../operations/shards.ts';
import {shortShardId} from '../../operations/shard-id.ts';
import {cursorId, matchesText, underCursor} from '../list.ts';
import type {Place} from '../place.ts';
import {currentPlace, listOf, type State} from '../state.ts';
import {shardsOf, streamRow, visibleStreams, type StreamRow} from './state.ts';
import {tailOf, tailPlaceOf, tailRowIds} from './tail-state.ts';
import type {TailRecord} from './tail-record.ts';

export type StreamPlace = Extract<Place, {type: 'stream'}>;

/** The stream that keys act on: under the cursor of the list, or the one that is open. */
export function streamUnderCursor(state: State): StreamRow | undefined {
	const place = state.stacks.streams.at(-1);
	if (state.pane === 'streams' && place?.type === 'stream')
		return streamRow(state, place.name) ?? {ref: {name: place.name, arn: '', status: 'ACTIVE'}};
	const rows = visibleStreams(state);
	return underCursor(listOf(state, {type: 'streams'}), rows, row => row.ref.name);
}

/** The stream's place on screen, when it shows this tab. */
export function openTab(state: State, tab: StreamPlace['tab']): StreamPlace | undefined {
	const place = currentPlace(state);
	return place.type === 'stream' && place.tab === tab ? place : undefined;
}

const viewsOf = new WeakMap<readonly Shard[], readonly ShardView[]>();

/** All shards: the open ones in order of their hash keys, then the closed ones. */
export function shardViews(row: StreamRow | undefined): readonly ShardView[] {
	const shards = shardsOf(row);
	const known = viewsOf.get(shards);
	if (known) return known;
	const views = viewShards(shards);
	viewsOf.set(shards, views);
	return views;
}

/** Those that the place's filter lets through, by number. */
export function visibleShards(state: State, place: StreamPlace): readonly ShardView[] {
	const {filter} = listOf(state, place);
	return shardViews(streamRow(state, place.name)).filter(({shard}) => matchesText(shortShardId(shard.id), filter));
}

export function shardUnderCursor(state: State): ShardView | undefined {
	const place = openTab(state, 'shards');
	if (!place) return undefined;
	const views = visibleShards(state, place);
	return underCursor(listOf(state, place), views, ({shard}) => shard.id);
}

/** The record under the cursor of the tail, or the one that is open. */
export function recordUnderCursor(state: State): TailRecord | undefined {
	const place = currentPlace(state);
	if (place.type !== 'stream') return undefined;
	const view = tailOf(state, place.name);
	if (place.tab === 'record') return view?.opened;
	if (place.tab !== 'tail') return undefined;
	const id = cursorId(listOf(state, place), tailRowIds(view));
	return view?.snapshot?.rows.find(record => record.id === id);
}

/** Records of a tail that are marked and still kept, in order. A record within an aggregate counts by itself, unless its aggregate is marked, which holds it. */
export function markedRecords(state: State, stream: string): readonly TailRecord[] {
	const {marked} = listOf(state, tailPlaceOf(stream));
	if (marked.size === 0) return [];
	const records = (tailOf(state, stream)?.snapshot?.rows ?? []).filter(({id}) => marked.has(id));
	const wholes = new Set(records.flatMap(({aggregate, sequenceNumber}) => (aggregate?.role === 'parent' ? [sequenceNumber] : [])));
	return records.filter(({aggregate, sequenceNumber}) => aggregate?.role !== 'child' || !wholes.has(sequenceNumber));
}

/** What the view shows of a tail, as the stream has it: records within an aggregate are in its data already. */
export function shownRecords(state: State, stream: string): readonly TailRecord[] {
	return (tailOf(state, stream)?.snapshot?.rows ?? []).filter(({aggregate}) => aggregate?.role !== 'child');
}
