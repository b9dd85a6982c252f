import type {Session} from '../../../source/aws/session.ts';
import type {Shard, StreamSummary} from '../../../source/aws/stream.ts';
import {initialState} from '../../../source/console/initial-state.ts';
import type {Place} from '../../../source/console/place.ts';
import {goTo, type State} from '../../../source/console/state.ts';
import {updateStreams, type StreamsEvent} from '../../../source/console/streams/state.ts';
import type {TailRecord} from '../../../source/console/streams/tail-record.ts';
import {splitHashSpace} from '../../../source/rules/hash-key.ts';

export const nowMs = Date.UTC(2026, 10, 25, 3, 17, 31);

/** A console that shows a place of the streams pane; nothing outside is asked. */
export function aState(options: {columns?: number; rows?: number; place?: Place} = {}): State {
	const {columns = 80, place, rows = 24} = options;
	// Only what the initial state reads of a session.
	const session = {
		context: {name: 'local', target: 'engine', region: 'us-east-1', isProd: false},
		mode: () => 'CHANGE',
		login: {state: () => ({status: 'accepted'})},
	} as unknown as Session;
	const state = initialState({session, nowMs, size: {columns, rows}, environment: {LANG: 'C.UTF-8'}});
	return goTo(state, 'streams', place ? [{type: 'streams'}, place] : [{type: 'streams'}]);
}

export function after(state: State, ...events: readonly StreamsEvent[]): State {
	return events.reduce((current, event) => updateStreams(current, event).state, state);
}

export function aSummary(change: Partial<StreamSummary> = {}): StreamSummary {
	return {
		name: 'clicks',
		arn: 'arn:aws:kinesis:us-east-1:000000000000:stream/clicks',
		status: 'ACTIVE',
		mode: 'PROVISIONED',
		openShardCount: 4,
		consumerCount: 2,
		retentionHours: 24,
		encryption: 'NONE',
		createdAtMs: Date.UTC(2026, 9, 1),
		recordBytesMax: 1024 * 1024,
		shardMetrics: [],
		...change,
	};
}

export function shardId(number: number): string {
	return `shardId-${String(number).padStart(12, '0')}`;
}

/** Open shards of equal size, numbered from `first`. */
export function someShards(count: number, first = 0): readonly Shard[] {
	return splitHashSpace(count).map(({end, start}, index) => ({
		id: shardId(first + index),
		hashKeyStart: start,
		hashKeyEnd: end,
		sequenceNumberStart: '1',
	}));
}

export function aRecord(index: number, change: Partial<TailRecord> = {}): TailRecord {
	return {
		id: String(index),
		index,
		shardId: shardId(0),
		sequenceNumber: String(1000 + index),
		partitionKey: `truck_${index}`,
		data: Buffer.from(`{"n":${index}}`),
		arrivedAtMs: nowMs + index,
		readAtMs: nowMs + index,
		behindMs: 0,
		...change,
	};
}
