import type {IteratorPosition} from '../../aws/stream.ts';
import type {FanOut} from '../../operations/fan-out.ts';
import type {EpochMs} from '../../shared/clock.ts';
import {emptyList, type ListState} from '../list.ts';
import type {Place} from '../place.ts';
import {listOf, withList, type Problem, type State} from '../state.ts';
import type {TailSnapshot} from './tail-feed.ts';
import type {TailRecord} from './tail-record.ts';

export type TailStart = {
	/** As it was typed: `latest`, `-15m`. */
	readonly from: string;
	readonly position: IteratorPosition;
	/** Absent: all that are open. */
	readonly shardIds?: readonly string[];
	/** Reads by fan-out, as this consumer. */
	readonly fanOut?: FanOut;
};

/** One tail as it is drawn. The records themselves are kept by its feed (tail-feed.ts). */
export type TailView = {
	readonly start: TailStart;
	readonly startedAtMs: EpochMs;
	/** `ended`: every shard was read to its end. */
	readonly status: 'reading' | 'ended' | 'failed';
	readonly problem?: Problem;
	readonly snapshot?: TailSnapshot;
	/** Set while the view stands still; reading goes on. */
	readonly paused?: {readonly atMs: EpochMs; /** Of the newest record in view; −1 when there was none. */ readonly index: number};
	/** Why it does not read by fan-out, though that was asked for. */
	readonly fanOutDenied?: Problem;
	/** Whether what does not match the filter stays in view. */
	readonly isHighlighting?: boolean;
	/** How wide a bar of the histogram is, in seconds. Default: 1. */
	readonly barSeconds?: number;
	/** First second of the bar under the cursor. */
	readonly bar?: number;
	/** Shown over the whole screen by the record tab. */
	readonly opened?: TailRecord;
};

export type TailEventOfConsole =
	/** The tail tab was opened: reads from the newest on unless something is read already. */
	| {readonly type: 'streams/tail-asked'; readonly stream: string; readonly atMs: EpochMs}
	| {
			readonly type: 'streams/tail-drawn';
			readonly stream: string;
			readonly startedAtMs: EpochMs;
			readonly snapshot: TailSnapshot;
			readonly atMs: EpochMs;
	  }
	| {readonly type: 'streams/tail-ended'; readonly stream: string; readonly startedAtMs: EpochMs; readonly problem?: Problem}
	| {readonly type: 'streams/tail-closed'; readonly stream: string}
	/** Subscriptions are denied: it reads by GetRecords instead, or stops where it had read some. */
	| {
			readonly type: 'streams/fan-out-denied';
			readonly stream: string;
			readonly startedAtMs: EpochMs;
			readonly problem: Problem;
			readonly atMs: EpochMs;
	  }
	/** A consumer is there: from now on the tail reads by fan-out. */
	| {readonly type: 'streams/tail-fan-out'; readonly stream: string; readonly fanOut: FanOut; readonly atMs: EpochMs};

/** Without a key for so long a tail on AWS reads no more: its reads are those of the stream's consumers. */
const tailAsleepAfterMs = 10 * 60_000;

/** Since when a tail sleeps; undefined while it reads. */
export function tailAsleepSinceMs({context, lastKeyAtMs}: Pick<State, 'context' | 'lastKeyAtMs'>, nowMs: EpochMs): EpochMs | undefined {
	const sinceMs = lastKeyAtMs + tailAsleepAfterMs;
	return context.target === 'aws' && nowMs > sinceMs ? sinceMs : undefined;
}

/** The last row while the view stands still: going there goes on. */
export const newestRowId = 'newest';

export function tailPlaceOf(stream: string): Extract<Place, {type: 'stream'}> {
	return {type: 'stream', name: stream, tab: 'tail'};
}

export function tailOf(state: State, stream: string): TailView | undefined {
	return state.streams.tails[stream];
}

/** Row ids of the tail's list, for the cursor. */
export function tailRowIds(view: TailView | undefined): readonly string[] {
	if (!view?.snapshot) return [];
	const known = idsOf.get(view.snapshot.rows) ?? view.snapshot.rows.map(record => record.id);
	idsOf.set(view.snapshot.rows, known);
	return view.paused ? [...known, newestRowId] : known;
}

const idsOf = new WeakMap<readonly TailRecord[], readonly string[]>();

export function withTail(state: State, stream: string, view: TailView): State {
	return {...state, streams: {...state.streams, tails: {...state.streams.tails, [stream]: view}}};
}

export function withoutTail(state: State, stream: string): State {
	const {[stream]: _closed, ...tails} = state.streams.tails;
	return {...state, streams: {...state.streams, tails}};
}

/** A new tail, with nothing read yet. The filter of the place stays. */
export function beginTail(state: State, stream: string, start: TailStart): State {
	const place = tailPlaceOf(stream);
	const {filter} = listOf(state, place);
	return withList(withTail(state, stream, {start, startedAtMs: state.nowMs, status: 'reading'}), place, {...emptyList, filter});
}

/** Stands still, or goes on. */
export function togglePause(state: State, stream: string): State {
	const view = tailOf(state, stream);
	return view?.paused ? goOn(state, stream, view) : pauseTail(state, stream);
}

/** Stands still, if it does not already. */
export function pauseTail(state: State, stream: string): State {
	const view = tailOf(state, stream);
	return view && !view.paused ? pause(state, stream, view) : state;
}

function pause(state: State, stream: string, view: TailView): State {
	const index = view.snapshot?.rows.at(-1)?.index ?? -1;
	return withTail(state, stream, {...view, paused: {atMs: state.nowMs, index}});
}

function goOn(state: State, stream: string, view: TailView): State {
	const {bar: _bar, paused: _paused, ...going} = view;
	return follow(withTail(state, stream, going), stream);
}

/** What was just drawn replaces what was there. The cursor stays at the newest record, or with its own when that is another: then the view stands still. */
export function drawTail(state: State, stream: string, event: {readonly snapshot: TailSnapshot; readonly atMs: EpochMs}): State {
	const view = tailOf(state, stream);
	if (!view) return state;
	const next = withTail({...state, nowMs: Math.max(state.nowMs, event.atMs)}, stream, {...view, snapshot: event.snapshot});
	if (!view.paused) {
		if (isAtNewest(listOf(state, tailPlaceOf(stream)), view)) return follow(next, stream);
		// The operator moved away from the newest: the picture they moved in stays.
		return pause({...state, nowMs: next.nowMs}, stream, view);
	}
	if (listOf(state, tailPlaceOf(stream)).cursorId === newestRowId) return goOn(next, stream, {...view, snapshot: event.snapshot});
	return keepPlace(next, stream, {before: view.snapshot, after: event.snapshot});
}

function isAtNewest({cursorId}: ListState, {snapshot}: TailView): boolean {
	const rows = snapshot?.rows ?? [];
	return cursorId === undefined || rows.length === 0 || cursorId === rows.at(-1)?.id || cursorId === newestRowId;
}

/** The cursor goes to the newest record, the rows above it fill the list. */
function follow(state: State, stream: string): State {
	const place = tailPlaceOf(stream);
	const ids = tailRowIds(tailOf(state, stream));
	const last = ids.at(-1);
	const {cursorId: _old, ...list} = listOf(state, place);
	return withList(state, place, {
		...list,
		...(last !== undefined && {cursorId: last}),
		cursorIndex: Math.max(0, ids.length - 1),
		top: ids.length,
	});
}

/** Rows that fell out above the window do not move it. */
function keepPlace(state: State, stream: string, {after, before}: {before: TailSnapshot | undefined; after: TailSnapshot}): State {
	if (!before || before.rows === after.rows || before.filter !== after.filter) return state;
	const first = after.rows[0];
	const found = first ? before.rows.findIndex(record => record.index >= first.index) : before.rows.length;
	const goneCount = found === -1 ? before.rows.length : found;
	if (goneCount === 0) return state;
	const place = tailPlaceOf(stream);
	const list = listOf(state, place);
	return withList(state, place, {...list, top: Math.max(0, list.top - goneCount), cursorIndex: Math.max(0, list.cursorIndex - goneCount)});
}
