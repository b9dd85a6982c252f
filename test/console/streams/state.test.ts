import {describe, expect, test} from 'vitest';
import {streamPlace} from '../../../source/console/streams/pane.ts';
import {shardsOf, streamRow, updateStreams, visibleStreams} from '../../../source/console/streams/state.ts';
import {TailFeed} from '../../../source/console/streams/tail-feed.ts';
import {beginTail, tailOf} from '../../../source/console/streams/tail-state.ts';
import {emptyList} from '../../../source/console/list.ts';
import {goTo, withList} from '../../../source/console/state.ts';
import {after, aState, aSummary, nowMs, someShards} from './a-state.ts';

const ref = {name: 'clicks', arn: 'arn', status: 'ACTIVE'} as const;
const denied = {code: 'denied', message: 'You may not kinesis:DescribeStreamSummary.', nextSteps: []};

describe('the streams that are known', () => {
	test('stand in order of their names, and keep what was read of them when they are listed again', () => {
		const listed = after(aState(), {type: 'streams/listed', refs: [{...ref, name: 'views'}, ref], atMs: nowMs});
		const read = after(listed, {type: 'streams/read', stream: 'clicks', summary: aSummary(), atMs: nowMs});

		const state = after(read, {type: 'streams/listed', refs: [ref], atMs: nowMs + 1});

		expect(visibleStreams(listed).map(row => row.ref.name)).toEqual(['clicks', 'views']);
		expect(visibleStreams(state).map(row => row.summary?.openShardCount)).toEqual([4]);
	});

	test('show old numbers when reading them fails for once', () => {
		const read = after(
			aState(),
			{type: 'streams/listed', refs: [ref], atMs: nowMs},
			{type: 'streams/read', stream: 'clicks', summary: aSummary(), atMs: nowMs},
			{type: 'streams/shards', stream: 'clicks', shards: {status: 'ready', value: someShards(4)}},
		);

		const state = after(
			read,
			{type: 'streams/read-failed', stream: 'clicks', problem: denied},
			{type: 'streams/shards', stream: 'clicks', shards: {status: 'failed', problem: denied}},
		);

		expect(streamRow(state, 'clicks')).toMatchObject({problem: denied, summary: {openShardCount: 4}});
		expect(shardsOf(streamRow(state, 'clicks'))).toHaveLength(4);
		const again = after(state, {type: 'streams/read', stream: 'clicks', summary: aSummary(), atMs: nowMs});
		expect(streamRow(again, 'clicks')?.problem).toBeUndefined();
	});

	test('hold one that was opened by its name before the list was read', () => {
		const state = after(aState(), {type: 'streams/read', stream: 'clicks', summary: aSummary(), atMs: nowMs});

		expect(streamRow(state, 'clicks')?.ref).toEqual({name: 'clicks', arn: aSummary().arn, status: 'ACTIVE'});
	});

	test('are hidden by a filter on the name', () => {
		const listed = after(aState(), {type: 'streams/listed', refs: [{...ref, name: 'views'}, ref], atMs: nowMs});

		expect(visibleStreams(withList(listed, {type: 'streams'}, {...emptyList, filter: 'VIEW'})).length).toBe(0);
		expect(visibleStreams(withList(listed, {type: 'streams'}, {...emptyList, filter: 'iew'})).map(row => row.ref.name)).toEqual(['views']);
	});
});

describe('a tail', () => {
	const tail = {type: 'stream', name: 'clicks', tab: 'tail'} as const;

	test('goes on while another tab of its stream is open, and ends with the last', () => {
		const atShards = aState({place: {...tail, tab: 'shards'}});
		const elsewhere = goTo(atShards, 'streams', [{type: 'streams'}]);

		expect(streamPlace.close?.(atShards, tail)).toEqual([]);
		expect(streamPlace.close?.(elsewhere, tail).map(effect => [effect.type, effect.id])).toEqual([
			['cancel', 'tail/clicks'],
			['run', 'fan-out-end/clicks'],
			['run', 'tail-close/clicks'],
		]);
	});

	test('of another stream does not keep it', () => {
		const other = aState({place: {...tail, name: 'views'}});

		expect(streamPlace.close?.(other, tail)).toHaveLength(3);
	});
});

describe('a tail by fan-out that is denied', () => {
	const fanOut = {consumerArn: 'arn', name: 'sluice-tail-ab12', isTemporary: true};
	const event = {type: 'streams/fan-out-denied', stream: 'clicks', startedAtMs: nowMs, problem: denied, atMs: nowMs + 900} as const;
	const read = (from: 'latest' | 'oldest') => beginTail(aState(), 'clicks', {from, position: {type: from}, fanOut});

	test('reads by GetRecords what arrived since it began, and gives its consumer back', () => {
		const {effects, state} = updateStreams(read('latest'), event);

		expect(tailOf(state, 'clicks')).toMatchObject({status: 'reading', start: {from: 'latest', position: {type: 'time', atMs: nowMs}}});
		expect(tailOf(state, 'clicks')?.start.fanOut).toBeUndefined();
		expect(effects.map(({id}) => id)).toEqual(['tail/clicks', 'fan-out-end/clicks']);
	});

	test('begins where it was asked to', () => {
		expect(tailOf(updateStreams(read('oldest'), event).state, 'clicks')?.start).toEqual({from: 'oldest', position: {type: 'oldest'}});
	});

	test('keeps what it had read when it is denied in the middle, and stops', () => {
		const feed = new TailFeed({nowMs});
		const records = [{sequenceNumber: '1', partitionKey: 'k', data: Buffer.from('{}'), arrivedAtMs: nowMs}];
		feed.add({type: 'records', shardId: 'shardId-000000000000', records, millisBehindLatest: 0, atMs: nowMs});
		const snapshot = feed.snapshot({nowMs, filter: '', heldIndex: undefined});
		const drawn = after(read('latest'), {type: 'streams/tail-drawn', stream: 'clicks', startedAtMs: nowMs, snapshot, atMs: nowMs});

		const {effects, state} = updateStreams(drawn, event);

		expect(tailOf(state, 'clicks')).toMatchObject({status: 'failed', problem: denied, snapshot: {keptCount: 1}});
		expect(effects.map(({id}) => id)).toEqual(['fan-out-end/clicks']);
	});

	test('of a tail that was begun anew meanwhile is no news', () => {
		const state = read('latest');

		expect(updateStreams(state, {...event, startedAtMs: nowMs - 1})).toEqual({state, effects: []});
	});
});

describe('a reshard', () => {
	test('shows its seconds until it is done, and says so', () => {
		const listed = after(aState(), {type: 'streams/read', stream: 'clicks', summary: aSummary(), atMs: nowMs});
		const rows = listed.streams.rows.map(row => ({...row, reshard: {startedAtMs: nowMs, elapsedMs: 0, text: 'The split of shard 6'}}));
		const begun = {...listed, streams: {...listed.streams, rows}};

		const going = after(begun, {type: 'streams/resharding', stream: 'clicks', elapsedMs: 3000, atMs: nowMs + 3000});
		expect(streamRow(going, 'clicks')?.reshard?.elapsedMs).toBe(3000);

		const done = after(going, {type: 'streams/resharded', stream: 'clicks', text: 'clicks is ACTIVE again.'});
		expect(streamRow(done, 'clicks')?.reshard).toBeUndefined();
		expect(done.notices.at(-1)?.text).toBe('clicks is ACTIVE again.');
	});
});
