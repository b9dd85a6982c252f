import {isDeepStrictEqual} from 'node:util';
import type {Shard, StreamRef, StreamSummary} from '../../aws/stream.ts';
import {safeText} from '../../payload/safe-text.ts';
import {isTemporaryConsumer, type ConsumerView} from '../../operations/consumers.ts';
import type {FanOut} from '../../operations/fan-out.ts';
import type {EpochMs} from '../../shared/clock.ts';
import {step, type Step} from '../effects.ts';
import type {Event} from '../event.ts';
import {passesFilter} from '../filters.ts';
import {sortedRows, type SortValues} from '../list-sort.ts';
import {listOf, withNotice, type Loadable, type Problem, type State} from '../state.ts';
import type {StreamHistory} from './history-pane.ts';
import {incomingPerSecond} from './incoming.ts';
import {endFanOutOf} from './fan-out-shelf.ts';
import {withReplay, type ReplayView} from './replay-view.ts';
import {tailEffect} from './tail-effects.ts';
import {beginTail, drawTail, tailOf, withoutTail, withTail, type TailEventOfConsole, type TailStart, type TailView} from './tail-state.ts';

export type StreamRow = {
	readonly ref: StreamRef;
	readonly summary?: StreamSummary;
	/** When the summary was read. */
	readonly asOfMs?: EpochMs;
	/** Why the last reading failed; older numbers stay. */
	readonly problem?: Problem;
	/** All shards, closed ones included. Those read before stay while they are read again. */
	readonly shards?: Loadable<readonly Shard[]>;
	readonly consumers?: Loadable<readonly ConsumerView[]>;
	readonly tags?: Loadable<Readonly<Record<string, string>>>;
	/** From CloudWatch, once asked for. */
	readonly history?: Loadable<StreamHistory>;
	/** A split or merge that was begun here and is not done yet. */
	readonly reshard?: {readonly startedAtMs: EpochMs; readonly elapsedMs: number; readonly text: string};
};

export type StreamsState = {
	readonly status: 'idle' | 'loading' | 'ready' | 'failed';
	readonly problem?: Problem;
	/** By name. */
	readonly rows: readonly StreamRow[];
	readonly asOfMs?: EpochMs;
	/** What is being read, by stream name. */
	readonly tails: Readonly<Record<string, TailView>>;
	/** Replays that run here, oldest first. */
	readonly replays: readonly ReplayView[];
};

export const initialStreams: StreamsState = {status: 'idle', rows: [], tails: {}, replays: []};

export type StreamsEvent =
	| TailEventOfConsole
	| {readonly type: 'streams/loading'}
	| {readonly type: 'streams/listed'; readonly refs: readonly StreamRef[]; readonly atMs: EpochMs}
	| {readonly type: 'streams/list-failed'; readonly problem: Problem}
	| {readonly type: 'streams/read'; readonly stream: string; readonly summary: StreamSummary; readonly atMs: EpochMs}
	| {readonly type: 'streams/read-failed'; readonly stream: string; readonly problem: Problem}
	| {readonly type: 'streams/shards'; readonly stream: string; readonly shards: Loadable<readonly Shard[]>}
	| ({readonly type: 'streams/told'; readonly stream: string} & Partial<Pick<StreamRow, 'consumers' | 'history' | 'tags'>>)
	| {readonly type: 'streams/replaying'; readonly replay: ReplayView}
	| {readonly type: 'streams/replayed'; readonly id: string}
	| {readonly type: 'streams/resharding'; readonly stream: string; readonly elapsedMs: number; readonly atMs: EpochMs}
	| {readonly type: 'streams/resharded'; readonly stream: string; readonly text: string; readonly isFailure?: boolean};

export function isStreamsEvent(event: Event): event is StreamsEvent {
	return event.type.startsWith('streams/');
}

export function updateStreams(state: State, event: StreamsEvent): Step {
	const {streams} = state;
	switch (event.type) {
		case 'streams/loading':
			return step({...state, streams: {...streams, status: streams.status === 'ready' ? 'ready' : 'loading'}});
		case 'streams/listed': {
			const next = listed(streams, event.refs);
			// The time is that of the news: a list that says the same again leaves the screen as it is.
			const isSame = streams.status === 'ready' && isDeepStrictEqual(next.rows, streams.rows);
			return step({...state, streams: {...next, asOfMs: isSame ? streams.asOfMs : event.atMs}});
		}
		case 'streams/list-failed':
			return step({...state, streams: {...streams, status: 'failed', problem: event.problem}});
		case 'streams/read':
			return step(withStream(state, event.stream, read(streamRow(state, event.stream), event)));
		case 'streams/read-failed':
			return step(withStream(state, event.stream, {problem: event.problem}));
		case 'streams/shards':
			return step(withStream(state, event.stream, {shards: event.shards}));
		case 'streams/told': {
			const {stream, type: _type, ...told} = event;
			return step(withStream(state, stream, told));
		}
		case 'streams/replaying':
			return step({...state, streams: {...streams, replays: withReplay(streams.replays, event.replay)}});
		case 'streams/replayed':
			return step({...state, streams: {...streams, replays: streams.replays.filter(({id}) => id !== event.id)}});
		case 'streams/resharding': {
			const reshard = streamRow(state, event.stream)?.reshard;
			const moved = {...state, nowMs: Math.max(state.nowMs, event.atMs)};
			return step(reshard ? withStream(moved, event.stream, {reshard: {...reshard, elapsedMs: event.elapsedMs}}) : state);
		}
		case 'streams/resharded':
			return step(withNotice(withStream(state, event.stream, {reshard: undefined}), event.text, event.isFailure ? {isFailure: true} : {}));
		default:
			return updateTail(state, event);
	}
}

function read(row: StreamRow | undefined, event: {summary: StreamSummary; atMs: EpochMs}): Partial<StreamRow> {
	const isSame = row?.problem === undefined && isDeepStrictEqual(row?.summary, event.summary);
	return {summary: event.summary, asOfMs: isSame ? row?.asOfMs : event.atMs, problem: undefined};
}

function updateTail(state: State, event: TailEventOfConsole): Step {
	const view = tailOf(state, event.stream);
	switch (event.type) {
		case 'streams/tail-asked': {
			// What is kept of one that stopped may be all that there is: it goes only when that is asked for.
			if (view && (view.status !== 'failed' || keptCount(view) > 0)) return step(state);
			const start = view?.start ?? {from: 'latest', position: {type: 'latest'}};
			return startTail({...state, nowMs: Math.max(state.nowMs, event.atMs)}, event.stream, start);
		}
		case 'streams/tail-drawn':
			return step(view?.startedAtMs === event.startedAtMs ? drawTail(state, event.stream, event) : state);
		case 'streams/tail-ended': {
			if (view?.startedAtMs !== event.startedAtMs) return step(state);
			const {problem} = event;
			return step(withTail(state, event.stream, problem ? {...view, status: 'failed', problem} : {...view, status: 'ended'}));
		}
		case 'streams/tail-closed':
			return step(withoutTail(state, event.stream));
		case 'streams/fan-out-denied':
			return view?.startedAtMs === event.startedAtMs ? withoutFanOut(state, view, event) : step(state);
		case 'streams/tail-fan-out': {
			const start = {...(view?.start ?? {from: 'latest', position: {type: 'latest'} as const}), fanOut: event.fanOut};
			return startTail({...state, nowMs: Math.max(state.nowMs, event.atMs)}, event.stream, start);
		}
	}
}

/** Reads a stream from here on, in place of what was read of it before; by fan-out if it was read so. */
export function startTail(state: State, stream: string, start: TailStart): Step {
	const fanOut = start.fanOut ?? tailOf(state, stream)?.start.fanOut;
	const whole = fanOut ? {...start, fanOut} : start;
	return step(beginTail(state, stream, whole), tailEffect(stream, {start: whole, startedAtMs: state.nowMs}));
}

/** Reads a tail that stopped from its start again; what it kept goes, unless its stream was deleted. Undefined for one that reads. */
export function tailAgain(state: State, stream: string): Step | undefined {
	const view = tailOf(state, stream);
	if (view?.status !== 'failed') return undefined;
	if (view.problem?.code === 'stream-not-found' && keptCount(view) > 0)
		return step({...state, failure: `${safeText(stream)} was deleted. o saves what is kept; t reads a new one of that name.`});
	return startTail(state, stream, view.start);
}

function keptCount({snapshot}: TailView): number {
	return snapshot?.keptCount ?? 0;
}

/** By GetRecords again, from the same start; a temporary consumer goes. */
export function tailByPolling(state: State, stream: string): Step {
	const {fanOut: _gone, ...start} = tailOf(state, stream)?.start ?? {from: 'latest', position: {type: 'latest'} as const};
	const begun = beginTail(state, stream, start);
	return step(begun, tailEffect(stream, {start, startedAtMs: state.nowMs}), endFanOutOf(stream));
}

/** Nothing was read yet: all that came since is read by GetRecords. Else what was read stays in view, and `r` begins anew. Either way a temporary consumer goes. */
function withoutFanOut(state: State, view: TailView, event: Extract<TailEventOfConsole, {type: 'streams/fan-out-denied'}>): Step {
	const {atMs, problem, startedAtMs, stream} = event;
	const {fanOut: _denied, ...start} = view.start;
	if ((view.snapshot?.meter.seenCount ?? 0) > 0)
		return step(withTail(state, stream, {...view, start, status: 'failed', problem, fanOutDenied: problem}), endFanOutOf(stream));
	const position = start.position.type === 'latest' ? ({type: 'time', atMs: startedAtMs} as const) : start.position;
	const begun = beginTail({...state, nowMs: Math.max(state.nowMs, atMs)}, stream, {...start, position});
	const next = tailOf(begun, stream);
	return step(
		next ? withTail(begun, stream, {...next, fanOutDenied: problem}) : begun,
		tailEffect(stream, {start: {...start, position}, startedAtMs: begun.nowMs}),
		endFanOutOf(stream),
	);
}

export function streamRow(state: State, name: string): StreamRow | undefined {
	return state.streams.rows.find(row => row.ref.name === name);
}

/** The list's rows, without those that its filter hides. */
export function visibleStreams(state: State): readonly StreamRow[] {
	const {filter} = listOf(state, {type: 'streams'});
	const rows =
		filter === ''
			? state.streams.rows
			: state.streams.rows.filter(row => passesFilter(filter, {text: row.ref.name, fields: {name: row.ref.name}, nowMs: state.nowMs}));
	return sortedRows(state, rows, {list: 'streams', values: streamSortValues});
}

/** What the list can be sorted by, by the title of the column. */
export const streamSortValues: SortValues<StreamRow> = {
	NAME: row => row.ref.name,
	STATUS: row => row.summary?.status ?? row.ref.status,
	MODE: row => row.summary?.mode,
	OPEN: row => row.summary?.openShardCount,
	'IN/S': (row, state) => incomingPerSecond(state, row.ref.name),
	RETENTION: row => row.summary?.retentionHours,
	CONSUMERS: row => row.summary?.consumerCount,
	ENCRYPTION: row => row.summary?.encryption,
	CREATED: row => row.summary?.createdAtMs,
};

/** Temporary consumers that no tail here reads with: left over by a program that ended badly, or of one that runs elsewhere. */
export function leftOversOf(consumers: readonly ConsumerView[], own: FanOut | undefined): readonly ConsumerView[] {
	return consumers.filter(each => isTemporaryConsumer(each) && each.arn !== own?.consumerArn);
}

/** The shards as far as they are read. */
export function shardsOf(row: StreamRow | undefined): readonly Shard[] {
	return row?.shards?.status === 'ready' ? row.shards.value : [];
}

function listed(streams: StreamsState, refs: readonly StreamRef[]): StreamsState {
	const known = new Map(streams.rows.map(row => [row.ref.name, row]));
	const rows = refs.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map((ref): StreamRow => ({...known.get(ref.name), ref}));
	return {...streams, status: 'ready', problem: undefined, rows};
}

/** A stream that is not listed yet is added: it was opened by its name. */
function withStream(state: State, name: string, change: Partial<StreamRow>): State {
	const {rows} = state.streams;
	const isKnown = rows.some(row => row.ref.name === name);
	if (isKnown) {
		const changed = rows.map(row => (row.ref.name === name ? merged(row, change) : row));
		return {...state, streams: {...state.streams, rows: changed}};
	}
	if (!change.summary) return state;
	const {arn, status} = change.summary;
	return {...state, streams: {...state.streams, rows: [...rows, merged({ref: {name, arn, status}}, change)]}};
}

/** Shards that were read stay when reading them again fails for once. */
function merged(row: StreamRow, change: Partial<StreamRow>): StreamRow {
	const isWorse = change.shards !== undefined && change.shards.status !== 'ready' && row.shards?.status === 'ready';
	const status = change.summary?.status ?? row.ref.status;
	const kept = {...(isWorse && {shards: row.shards}), ...keptOf(row, change)};
	return {...row, ...change, ...kept, ref: {...row.ref, status}};
}

/** What is only being read again stays as it was. */
function keptOf(row: StreamRow, change: Partial<StreamRow>): Partial<StreamRow> {
	return {
		...(change.consumers?.status === 'loading' && row.consumers?.status === 'ready' && {consumers: row.consumers}),
		...(change.tags?.status === 'loading' && row.tags?.status === 'ready' && {tags: row.tags}),
		...(change.history?.status === 'loading' && row.history?.status === 'ready' && {history: row.history}),
	};
}
