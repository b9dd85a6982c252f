import type {MetricDatum} from '../action.ts';
import type {Consumer} from './consumer.ts';
import type {PlacedEntry} from './put.ts';
import type {StoredRecord} from './record-log.ts';
import type {Shard} from './shard.ts';
import type {KinesisState} from './state.ts';
import type {Stream} from './stream.ts';

/** Where it happened. */
export type MetricPlace = {readonly state: KinesisState; readonly stream: Stream};

/**
Counts a put of one record, or of several with one call.

@param written Whether each of the records found room in its shard.
@see [Monitoring the Amazon Kinesis Data Streams Service with Amazon CloudWatch](https://docs.aws.amazon.com/streams/latest/dev/monitoring-with-cloudwatch.html)
*/
export function countPut(
	place: MetricPlace,
	action: 'PutRecord' | 'PutRecords',
	entries: ReadonlyArray<{readonly placed: PlacedEntry; readonly isWritten: boolean}>,
): void {
	if (!place.state.environment.wiring.countMetric) return;
	const written = entries.filter(({isWritten}) => isWritten);
	const byteCount = written.reduce((total, {placed}) => total + placed.byteCount, 0);
	const throttledCount = entries.length - written.length;
	count(place, `${action}.Bytes`, byteCount);
	count(place, `${action}.Success`, written.length > 0 ? 1 : 0);
	count(place, 'WriteProvisionedThroughputExceeded', throttledCount);
	if (written.length > 0) {
		count(place, 'IncomingBytes', byteCount);
		count(place, 'IncomingRecords', written.length);
	}
	if (action === 'PutRecords') {
		count(place, 'PutRecords.Records', written.length);
		count(place, 'PutRecords.TotalRecords', entries.length);
		count(place, 'PutRecords.SuccessfulRecords', written.length);
		count(place, 'PutRecords.ThrottledRecords', throttledCount);
		count(place, 'PutRecords.FailedRecords', 0);
	}
	if (place.stream.shardLevelMetrics.size > 0) countPutByShard(place, entries);
}

function countPutByShard(place: MetricPlace, entries: ReadonlyArray<{readonly placed: PlacedEntry; readonly isWritten: boolean}>): void {
	for (const {placed, isWritten} of entries) {
		const {shard, byteCount} = placed;
		countShard(place, shard, 'WriteProvisionedThroughputExceeded', isWritten ? 0 : 1);
		if (!isWritten) continue;
		countShard(place, shard, 'IncomingBytes', byteCount);
		countShard(place, shard, 'IncomingRecords', 1);
	}
}

/** Counts a GetRecords. */
export function countGet(
	place: MetricPlace,
	shard: Shard,
	{records, millisBehindLatest}: {readonly records: readonly StoredRecord[]; readonly millisBehindLatest: number},
): void {
	if (!place.state.environment.wiring.countMetric) return;
	const byteCount = countBytes(records);
	count(place, 'GetRecords.Bytes', byteCount);
	count(place, 'GetRecords.Records', records.length);
	count(place, 'GetRecords.Success', 1);
	count(place, 'GetRecords.IteratorAgeMilliseconds', millisBehindLatest);
	count(place, 'ReadProvisionedThroughputExceeded', 0);
	countShard(place, shard, 'OutgoingBytes', byteCount);
	countShard(place, shard, 'OutgoingRecords', records.length);
	countShard(place, shard, 'IteratorAgeMilliseconds', millisBehindLatest);
	countShard(place, shard, 'ReadProvisionedThroughputExceeded', 0);
}

/** Counts a GetRecords that was one too many for its shard. */
export function countThrottledGet(place: MetricPlace, shard: Shard): void {
	count(place, 'GetRecords.Success', 0);
	count(place, 'ReadProvisionedThroughputExceeded', 1);
	countShard(place, shard, 'ReadProvisionedThroughputExceeded', 1);
}

/** Counts a SubscribeToShard. */
export function countSubscribe(place: MetricPlace, consumer: Consumer): void {
	countConsumer(place, consumer, 'SubscribeToShard.Success', 1);
}

/** Counts an event of a subscription. */
export function countEvent(
	place: MetricPlace,
	at: {readonly consumer: Consumer; readonly shard: Shard},
	{records, millisBehindLatest}: {readonly records: readonly StoredRecord[]; readonly millisBehindLatest: number},
): void {
	const byteCount = countBytes(records);
	countConsumer(place, at.consumer, 'SubscribeToShardEvent.Success', 1);
	countConsumer(place, at.consumer, 'SubscribeToShardEvent.Bytes', byteCount);
	countConsumer(place, at.consumer, 'SubscribeToShardEvent.Records', records.length);
	countConsumer(place, at.consumer, 'SubscribeToShardEvent.MillisBehindLatest', millisBehindLatest);
	countShard(place, at.shard, 'OutgoingBytes', byteCount);
	countShard(place, at.shard, 'OutgoingRecords', records.length);
}

/** Data and partition keys. */
export function countBytes(records: readonly StoredRecord[]): number {
	return records.reduce((total, {byteCount}) => total + byteCount, 0);
}

function count({state, stream}: MetricPlace, name: string, value: number): void {
	countDatum(state, stream.metricDimensions, name, value);
}

function countConsumer({state}: MetricPlace, consumer: Consumer, name: string, value: number): void {
	countDatum(state, consumer.metricDimensions, name, value);
}

/** Only where enhanced monitoring was enabled for this metric. */
function countShard({state, stream}: MetricPlace, shard: Shard, name: string, value: number): void {
	if (!stream.shardLevelMetrics.has(name)) return;
	countDatum(state, {StreamName: stream.name, ShardId: shard.id}, name, value);
}

function countDatum({environment}: KinesisState, dimensions: MetricDatum['dimensions'], name: string, value: number): void {
	environment.wiring.countMetric?.({namespace: 'AWS/Kinesis', name, dimensions, value, unit: unitOf(name)});
}

function unitOf(name: string): MetricDatum['unit'] {
	if (name.endsWith('Bytes')) return 'Bytes';
	return name.endsWith('Milliseconds') || name.endsWith('MillisBehindLatest') ? 'Milliseconds' : 'Count';
}
