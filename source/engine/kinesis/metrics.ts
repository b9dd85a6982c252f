import type {MetricDatum} from '../action.ts';
import type {Consumer} from './consumer.ts';
import type {PlacedEntry} from './put.ts';
import type {RecordRange} from './record-range.ts';
import type {Shard} from './shard.ts';
import type {KinesisState} from './state.ts';
import type {Stream} from './stream.ts';

/** Where it happened. */
export type MetricPlace = {readonly state: KinesisState; readonly stream: Stream};

/** What became of the records of a put. */
export class PutTally {
	readonly #place: MetricPlace;
	#writtenCount = 0;
	#writtenBytes = 0;
	#throttledCount = 0;

	constructor(place: MetricPlace) {
		this.#place = place;
	}

	/** @param isWritten Whether it found room in its shard. */
	add({shard, byteCount}: PlacedEntry, isWritten: boolean): void {
		if (isWritten) {
			this.#writtenCount++;
			this.#writtenBytes += byteCount;
		} else {
			this.#throttledCount++;
		}
		if (this.#place.stream.shardLevelMetrics.size === 0) return;
		countShard(this.#place, shard, 'WriteProvisionedThroughputExceeded', isWritten ? 0 : 1);
		if (!isWritten) return;
		countShard(this.#place, shard, 'IncomingBytes', byteCount);
		countShard(this.#place, shard, 'IncomingRecords', 1);
	}

	/**
	Counts the put.

	@see [Monitoring the Amazon Kinesis Data Streams Service with Amazon CloudWatch](https://docs.aws.amazon.com/streams/latest/dev/monitoring-with-cloudwatch.html)
	*/
	count(action: 'PutRecord' | 'PutRecords'): void {
		const place = this.#place;
		if (!place.state.environment.wiring.countMetric) return;
		const writtenCount = this.#writtenCount;
		count(place, `${action}.Bytes`, this.#writtenBytes);
		count(place, `${action}.Success`, writtenCount > 0 ? 1 : 0);
		count(place, 'WriteProvisionedThroughputExceeded', this.#throttledCount);
		if (writtenCount > 0) {
			count(place, 'IncomingBytes', this.#writtenBytes);
			count(place, 'IncomingRecords', writtenCount);
		}
		if (action === 'PutRecords') {
			count(place, 'PutRecords.Records', writtenCount);
			count(place, 'PutRecords.TotalRecords', writtenCount + this.#throttledCount);
			count(place, 'PutRecords.SuccessfulRecords', writtenCount);
			count(place, 'PutRecords.ThrottledRecords', this.#throttledCount);
			count(place, 'PutRecords.FailedRecords', 0);
		}
	}
}

/** Counts a GetRecords. */
export function countGet(
	place: MetricPlace,
	shard: Shard,
	{records, millisBehindLatest}: {readonly records: RecordRange; readonly millisBehindLatest: number},
): void {
	if (!place.state.environment.wiring.countMetric) return;
	const {byteCount} = records;
	count(place, 'GetRecords.Bytes', byteCount);
	count(place, 'GetRecords.Records', records.count);
	count(place, 'GetRecords.Success', 1);
	count(place, 'GetRecords.IteratorAgeMilliseconds', millisBehindLatest);
	count(place, 'ReadProvisionedThroughputExceeded', 0);
	countShard(place, shard, 'OutgoingBytes', byteCount);
	countShard(place, shard, 'OutgoingRecords', records.count);
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
	{records, millisBehindLatest}: {readonly records: RecordRange; readonly millisBehindLatest: number},
): void {
	const {byteCount} = records;
	countConsumer(place, at.consumer, 'SubscribeToShardEvent.Success', 1);
	countConsumer(place, at.consumer, 'SubscribeToShardEvent.Bytes', byteCount);
	countConsumer(place, at.consumer, 'SubscribeToShardEvent.Records', records.count);
	countConsumer(place, at.consumer, 'SubscribeToShardEvent.MillisBehindLatest', millisBehindLatest);
	countShard(place, at.shard, 'OutgoingBytes', byteCount);
	countShard(place, at.shard, 'OutgoingRecords', records.count);
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
