import type {MetricReading, MetricValue} from '../action.ts';
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
		const throttled = count('WriteProvisionedThroughputExceeded', isWritten ? 0 : 1);
		tellShard(this.#place, shard, isWritten ? [throttled, bytes('IncomingBytes', byteCount), count('IncomingRecords', 1)] : [throttled]);
	}

	/**
	Counts the put.

	@see [Monitoring the Amazon Kinesis Data Streams Service with Amazon CloudWatch](https://docs.aws.amazon.com/streams/latest/dev/monitoring-with-cloudwatch.html)
	*/
	count(action: 'PutRecord' | 'PutRecords'): void {
		const {state, stream} = this.#place;
		if (!state.environment.wiring.countMetrics) return;
		const writtenCount = this.#writtenCount;
		const values = [
			bytes(`${action}.Bytes`, this.#writtenBytes),
			count(`${action}.Success`, writtenCount > 0 ? 1 : 0),
			count('WriteProvisionedThroughputExceeded', this.#throttledCount),
		];
		if (writtenCount > 0) values.push(bytes('IncomingBytes', this.#writtenBytes), count('IncomingRecords', writtenCount));
		if (action === 'PutRecords') {
			values.push(
				count('PutRecords.Records', writtenCount),
				count('PutRecords.TotalRecords', writtenCount + this.#throttledCount),
				count('PutRecords.SuccessfulRecords', writtenCount),
				count('PutRecords.ThrottledRecords', this.#throttledCount),
				count('PutRecords.FailedRecords', 0),
			);
		}
		tell(state, stream.metricDimensions, values);
	}
}

/** Counts a GetRecords. */
export function countGet(
	place: MetricPlace,
	shard: Shard,
	{records, millisBehindLatest}: {readonly records: RecordRange; readonly millisBehindLatest: number},
): void {
	const {state, stream} = place;
	if (!state.environment.wiring.countMetrics) return;
	const {byteCount} = records;
	tell(state, stream.metricDimensions, [
		bytes('GetRecords.Bytes', byteCount),
		count('GetRecords.Records', records.count),
		count('GetRecords.Success', 1),
		milliseconds('GetRecords.IteratorAgeMilliseconds', millisBehindLatest),
		count('ReadProvisionedThroughputExceeded', 0),
	]);
	tellShard(place, shard, [
		bytes('OutgoingBytes', byteCount),
		count('OutgoingRecords', records.count),
		milliseconds('IteratorAgeMilliseconds', millisBehindLatest),
		count('ReadProvisionedThroughputExceeded', 0),
	]);
}

/** Counts a GetRecords that was one too many for its shard. */
export function countThrottledGet(place: MetricPlace, shard: Shard): void {
	const throttled = count('ReadProvisionedThroughputExceeded', 1);
	tell(place.state, place.stream.metricDimensions, [count('GetRecords.Success', 0), throttled]);
	tellShard(place, shard, [throttled]);
}

/** Counts a SubscribeToShard. */
export function countSubscribe({state}: MetricPlace, consumer: Consumer): void {
	tell(state, consumer.metricDimensions, [count('SubscribeToShard.Success', 1)]);
}

/** Counts an event of a subscription. */
export function countEvent(
	place: MetricPlace,
	at: {readonly consumer: Consumer; readonly shard: Shard},
	{records, millisBehindLatest}: {readonly records: RecordRange; readonly millisBehindLatest: number},
): void {
	const {byteCount} = records;
	tell(place.state, at.consumer.metricDimensions, [
		count('SubscribeToShardEvent.Success', 1),
		bytes('SubscribeToShardEvent.Bytes', byteCount),
		count('SubscribeToShardEvent.Records', records.count),
		milliseconds('SubscribeToShardEvent.MillisBehindLatest', millisBehindLatest),
	]);
	tellShard(place, at.shard, [bytes('OutgoingBytes', byteCount), count('OutgoingRecords', records.count)]);
}

/** Only those for which enhanced monitoring was enabled. */
function tellShard({state, stream}: MetricPlace, shard: Shard, values: readonly MetricValue[]): void {
	const wanted = stream.shardLevelMetrics;
	if (wanted.size === 0) return;
	const enabled = values.filter(({name}) => wanted.has(name));
	if (enabled.length > 0) tell(state, {StreamName: stream.name, ShardId: shard.id}, enabled);
}

function tell({environment}: KinesisState, dimensions: MetricReading['dimensions'], values: readonly MetricValue[]): void {
	environment.wiring.countMetrics?.({namespace: 'AWS/Kinesis', dimensions, values});
}

function count(name: string, value: number): MetricValue {
	return {name, value, unit: 'Count'};
}

function bytes(name: string, value: number): MetricValue {
	return {name, value, unit: 'Bytes'};
}

function milliseconds(name: string, value: number): MetricValue {
	return {name, value, unit: 'Milliseconds'};
}
