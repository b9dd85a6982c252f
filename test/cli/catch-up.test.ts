import {expect, test} from 'vitest';
import {createCatchUp} from '../../source/operations/catch-up.ts';
import type {TailEvent} from '../../source/operations/tail-event.ts';

function started(shardId: string): TailEvent {
	return {type: 'shard-started', shardId, parentIds: []};
}

function read(shardId: string, millisBehindLatest: number): TailEvent {
	return {type: 'records', shardId, records: [], millisBehindLatest, atMs: 0};
}

function ended(shardId: string, ...childShardIds: readonly string[]): TailEvent {
	return {type: 'shard-ended', shardId, childShardIds};
}

function answers(events: readonly TailEvent[], closed: readonly string[] = []): readonly boolean[] {
	return events.map(createCatchUp({closedShardIds: new Set(closed)}));
}

test('a tail has caught up when no shard is behind any more', () => {
	expect(answers([started('0'), started('1'), read('0', 0), read('1', 5), read('1', 0)])).toEqual([false, false, false, false, true]);
});

test('a closed shard is done at its end only, and its children count', () => {
	expect(
		answers([started('0'), read('0', 0), ended('0', '1', '2'), started('1'), started('2'), read('1', 0), read('2', 0)], ['0']),
	).toEqual([false, false, false, false, false, false, true]);
});

test('a shard without children is done at its end', () => {
	expect(answers([started('0'), ended('0')], ['0'])).toEqual([false, true]);
});
