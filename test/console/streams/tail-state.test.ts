import {describe, expect, test} from 'vitest';
import type {TailSnapshot} from '../../../source/console/streams/tail-feed.ts';
import {TailMeter} from '../../../source/console/streams/tail-meter.ts';
import {tailAgain} from '../../../source/console/streams/state.ts';
import {beginTail, newestRowId, tailOf, tailPlaceOf, tailRowIds, togglePause} from '../../../source/console/streams/tail-state.ts';
import {cursorId, moveCursor, placeCursor, visibleWindow} from '../../../source/console/list.ts';
import {listOf, withList, type State} from '../../../source/console/state.ts';
import {after, aRecord, aState, nowMs} from './a-state.ts';

const place = tailPlaceOf('clicks');
const visibleRows = 5;

/** Records from one index to another, the latter not included. */
function aSnapshot(from: number, to: number, change: Partial<TailSnapshot> = {}): TailSnapshot {
	const rows = Array.from({length: to - from}, (_, index) => aRecord(from + index));
	const counts = {keptCount: rows.length, keptBytes: 0, leftCount: from, newerCount: 0, newerMatchCount: 0};
	return {rows, ...counts, filter: '', isHighlighting: false, meter: new TailMeter(nowMs).view(nowMs), ...change};
}

function drawn(state: State, snapshot: TailSnapshot): State {
	return after(state, {type: 'streams/tail-drawn', stream: 'clicks', startedAtMs: nowMs, snapshot, atMs: nowMs + 1000});
}

function aTail(): State {
	return beginTail(aState({place}), 'clicks', {from: 'latest', position: {type: 'latest'}});
}

function atCursor(state: State): string | undefined {
	return cursorId(listOf(state, place), tailRowIds(tailOf(state, 'clicks')));
}

function inWindow(state: State): readonly string[] {
	return visibleWindow(listOf(state, place), tailRowIds(tailOf(state, 'clicks')), visibleRows).ids;
}

/** As the arrow keys do. */
function moved(state: State, delta: number): State {
	return withList(state, place, moveCursor(listOf(state, place), tailRowIds(tailOf(state, 'clicks')), delta, visibleRows));
}

describe('a tail on screen', () => {
	test('shows the newest at the bottom, with the cursor on it', () => {
		const state = drawn(drawn(aTail(), aSnapshot(0, 3)), aSnapshot(0, 20));

		expect(atCursor(state)).toBe('19');
		expect(inWindow(state)).toEqual(['15', '16', '17', '18', '19']);
		expect(tailOf(state, 'clicks')?.paused).toBeUndefined();
	});

	test('stands still when the cursor moves up, with what was in view', () => {
		const live = moved(drawn(aTail(), aSnapshot(0, 20)), -2);

		const state = drawn(live, aSnapshot(0, 30));

		expect(tailOf(state, 'clicks')?.paused?.index).toBe(19);
		expect(atCursor(state)).toBe('17');
		expect(tailRowIds(tailOf(state, 'clicks')).slice(-2)).toEqual(['19', newestRowId]);
	});

	test('goes on when the cursor comes to the line that says what is newer', () => {
		const paused = drawn(moved(drawn(aTail(), aSnapshot(0, 20)), -2), aSnapshot(0, 30));
		const ids = tailRowIds(tailOf(paused, 'clicks'));
		const atNewest = withList(paused, place, placeCursor(listOf(paused, place), ids, ids.length - 1, visibleRows));

		const state = drawn(drawn(atNewest, aSnapshot(0, 20)), aSnapshot(0, 31));

		expect(tailOf(state, 'clicks')?.paused).toBeUndefined();
		expect(atCursor(state)).toBe('30');
	});

	test('stands still and goes on by a key', () => {
		const paused = togglePause(drawn(aTail(), aSnapshot(0, 20)), 'clicks');
		expect(tailOf(paused, 'clicks')?.paused).toEqual({index: 19, atMs: expect.any(Number)});
		expect(atCursor(paused)).toBe('19');

		const goingOn = drawn(togglePause(paused, 'clicks'), aSnapshot(0, 25));

		expect(tailOf(goingOn, 'clicks')?.paused).toBeUndefined();
		expect(atCursor(goingOn)).toBe('24');
	});

	test('can stand still before the first record', () => {
		const state = togglePause(drawn(aTail(), aSnapshot(0, 0)), 'clicks');

		expect(tailOf(state, 'clicks')?.paused?.index).toBe(-1);
		expect(tailRowIds(tailOf(state, 'clicks'))).toEqual([newestRowId]);
	});

	test('does not move under the cursor when the oldest records leave a view that stands still', () => {
		const paused = drawn(moved(drawn(aTail(), aSnapshot(0, 20)), -2), aSnapshot(0, 20));
		const before = inWindow(paused);

		const state = drawn(paused, aSnapshot(9, 20));

		expect(inWindow(state)).toEqual(before);
		expect(atCursor(state)).toBe('17');
	});

	test('ignores what an earlier tail of the same stream still draws', () => {
		const state = drawn(aTail(), aSnapshot(0, 3));

		const late = after(state, {
			type: 'streams/tail-drawn',
			stream: 'clicks',
			startedAtMs: nowMs - 1,
			snapshot: aSnapshot(0, 9),
			atMs: nowMs,
		});

		expect(tailOf(late, 'clicks')?.snapshot?.rows).toHaveLength(3);
	});

	test('keeps its records when reading fails, and says why', () => {
		const problem = {code: 'stream-not-found', message: 'There is no stream clicks.', nextSteps: []};

		const state = after(drawn(aTail(), aSnapshot(0, 3)), {type: 'streams/tail-ended', stream: 'clicks', startedAtMs: nowMs, problem});

		expect(tailOf(state, 'clicks')?.status).toBe('failed');
		expect(tailOf(state, 'clicks')?.snapshot?.rows).toHaveLength(3);
	});

	test('is read from the newest on when its tab is opened, but not again while it is read', () => {
		const asked = {type: 'streams/tail-asked', stream: 'clicks', atMs: nowMs} as const;

		const first = after(aState({place}), asked);
		expect(tailOf(first, 'clicks')?.start.from).toBe('latest');

		const state = drawn(first, aSnapshot(0, 3));
		expect(after(state, asked)).toBe(state);
	});

	test('that stopped keeps its records when its tab is opened again, and reads again when asked to', () => {
		const asked = {type: 'streams/tail-asked', stream: 'clicks', atMs: nowMs} as const;
		const problem = {code: 'denied', message: 'You may not kinesis:GetRecords.', nextSteps: []};
		const ended = {type: 'streams/tail-ended', stream: 'clicks', startedAtMs: nowMs, problem} as const;
		const state = after(drawn(aTail(), aSnapshot(0, 3)), ended);

		expect(after(state, asked)).toBe(state);

		const again = tailAgain(state, 'clicks');
		expect(again && tailOf(again.state, 'clicks')).toMatchObject({status: 'reading', start: {from: 'latest'}});
		expect(tailAgain(aTail(), 'clicks')).toBeUndefined();
	});

	test('is forgotten when it is closed', () => {
		expect(tailOf(after(drawn(aTail(), aSnapshot(0, 3)), {type: 'streams/tail-closed', stream: 'clicks'}), 'clicks')).toBeUndefined();
	});
});
