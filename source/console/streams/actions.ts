import type {Action} from '../action.ts';
import {step, type Step} from '../effects.ts';
import {openGate} from '../layers/gate.ts';
import {openSheet} from '../layers/sheet.ts';
import {pushPlace, type State} from '../state.ts';
import {controlActions, replayActions} from './control-actions.ts';
import {copyActions} from './copy-actions.ts';
import {detailsHere} from './details.ts';
import type {MergeGateRequest} from './gates.ts';
import {readHistory} from './refresh.ts';
import {laneOf, neighbourOf, splitPoint} from './shard-detail.ts';
import {streamRow, type StreamRow} from './state.ts';
import {openTab, shardUnderCursor, streamUnderCursor} from './subject.ts';
import {openRecord, tailActions} from './tail-actions.ts';
import {tailOf, tailRowIds} from './tail-state.ts';

const here = {places: ['streams', 'stream']} as const;
const inside = {places: ['stream']} as const;

function noStream(state: State): string | undefined {
	return streamUnderCursor(state) ? undefined : 'no stream under the cursor';
}

function withRow(act: (state: State, row: StreamRow) => Step): (state: State) => Step {
	return state => {
		const row = streamUnderCursor(state);
		return row ? act(state, row) : step(state);
	};
}

/** Why shards cannot be split or merged now. */
function notReshardable(state: State): string | undefined {
	const shard = shardUnderCursor(state);
	if (!openTab(state, 'shards')) return 'in the Shards tab';
	if (!shard) return 'no shard under the cursor';
	if (!shard.isOpen) return 'this shard is closed';
	const summary = streamUnderCursor(state)?.summary;
	if (summary?.mode === 'ON_DEMAND') return 'an on-demand stream does that by itself';
	return summary && summary.status !== 'ACTIVE' ? `the stream is ${summary.status}` : undefined;
}

/** What can be done to a stream: under the cursor of the list, or open. */
export const streamsActions: readonly Action[] = [
	{
		places: ['streams'],
		id: 'stream.open',
		label: 'Open the stream',
		hint: 'open',
		keys: ['enter'],
		danger: 'free',
		unavailable: noStream,
		perform: withRow((state, row) => step(pushPlace(state, {type: 'stream', name: row.ref.name, tab: 'overview'}))),
	},
	{
		...inside,
		id: 'stream.enter',
		label: 'Open the record, or tail the shard',
		hint: state => (openTab(state, 'shards') ? 'tail this' : openTab(state, 'history') ? 'read' : 'open'),
		keys: ['enter'],
		danger: 'free',
		unavailable: state => (hasRow(state) ? undefined : 'nothing to open here'),
		perform: withRow((state, row) => {
			const tail = openTab(state, 'tail');
			if (openTab(state, 'history')) return step(state, readHistory(row.ref.name));
			return tail ? openRecord(state, tail) : askTailStart(state, row);
		}),
	},
	...tailActions,
	...replayActions,
	{
		...here,
		id: 'stream.tail',
		label: 'Tail from …',
		hint: state => (openTab(state, 'tail') ? 'time' : 'tail from'),
		keys: ['t'],
		danger: 'free',
		unavailable: noStream,
		perform: withRow(askTailStart),
	},
	{
		...inside,
		id: 'shard.split',
		label: 'Split the shard',
		hint: 'split',
		keys: ['S'],
		danger: 'destroy',
		isPlanFirst: true,
		unavailable: notReshardable,
		perform: withRow(askSplit),
	},
	{
		...inside,
		id: 'shard.merge',
		label: 'Merge the shard with its neighbour',
		hint: 'merge',
		keys: ['M'],
		danger: 'destroy',
		isPlanFirst: true,
		unavailable: state => notReshardable(state) ?? (neighbourHere(state) ? undefined : 'it is the only open shard'),
		perform: withRow((state, row) => {
			const [shard, neighbour] = [shardUnderCursor(state), neighbourHere(state)];
			if (!shard || !neighbour) return step(state);
			const request: MergeGateRequest = {stream: row.ref.name, shardId: shard.shard.id, adjacentShardId: neighbour.shard.id};
			return openGate(state, 'merge', request);
		}),
	},
	{
		...inside,
		id: 'shard.of-key',
		label: 'Which shard has a key',
		hint: 'shard of key',
		keys: ['b'],
		danger: 'free',
		unavailable: state => (openTab(state, 'shards') ? undefined : 'in the Shards tab'),
		perform: withRow((state, row) => openSheet(state, 'shard of a key', {subject: {stream: row.ref.name}, values: {key: ''}})),
	},
	{
		...here,
		id: 'stream.put',
		label: 'Put a record',
		hint: 'put',
		keys: ['s'],
		danger: 'change',
		unavailable: noStream,
		perform: withRow((state, row) => openSheet(state, 'put', {subject: {stream: row.ref.name}, values: {key: '', data: '', hash: ''}})),
	},
	{
		...here,
		id: 'stream.details',
		label: 'Details: all that is known',
		hint: 'details',
		keys: ['d'],
		danger: 'free',
		unavailable: noStream,
		perform: withRow((state, row) => step({...state, layer: {type: 'details', top: 0, ...detailsHere(state, row)}})),
	},
	...controlActions,
	...copyActions,
];

/** Whether the cursor is on a record or a shard. */
function hasRow(state: State): boolean {
	const tail = openTab(state, 'tail');
	if (openTab(state, 'history')) return true;
	return tail ? tailRowIds(tailOf(state, tail.name)).length > 0 : shardUnderCursor(state) !== undefined;
}

/** On the Shards tab of the shard under the cursor: a closed one from its beginning. */
function askTailStart(state: State, row: StreamRow): Step {
	const shard = shardUnderCursor(state);
	const from = shard && !shard.isOpen ? 'oldest' : 'latest';
	return openSheet(state, 'tail', {
		subject: {stream: row.ref.name, ...(shard && {shard: shard.shard.id})},
		values: {from, ...(shard && {shards: 'one'})},
	});
}

function askSplit(state: State, row: StreamRow): Step {
	const view = shardUnderCursor(state);
	if (!view) return step(state);
	const {hashKeyEnd, hashKeyStart, id} = view.shard;
	const {at, isByLoad} = splitPoint(view, laneOf(state, row.ref.name, id));
	return openSheet(state, 'split', {
		subject: {stream: row.ref.name, shard: id, start: String(hashKeyStart), end: String(hashKeyEnd), ...(isByLoad && {half: String(at)})},
		values: {at: isByLoad ? 'load' : 'middle', key: ''},
	});
}

function neighbourHere(state: State) {
	const shard = shardUnderCursor(state);
	const place = openTab(state, 'shards');
	return shard && place ? neighbourOf(streamRow(state, place.name), shard.shard.id) : undefined;
}
