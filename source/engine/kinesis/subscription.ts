import type {Clock, EpochMs} from '../../shared/clock.ts';
import type {StreamEvent} from '../action.ts';
import {describeChildren} from './describe.ts';
import {streamNotFound} from './errors.ts';
import type {RecordRange} from './record-range.ts';
import {RecordsAnswer} from './records-answer.ts';
import type {Shard} from './shard.ts';
import type {Stream} from './stream.ts';

/** How long a subscription lives. */
export const subscriptionLifeMs = 300_000;

/** An idle subscription says so this often. Assumed: AWS's period is not documented. */
const heartbeatMs = 5000;

/** Data and partition keys of one event. */
const eventBytesMax = 1024 * 1024;
const eventRecordsMax = 10_000;
const bytesPerSecond = 2 * 1024 * 1024;

export type SubscriptionOptions = {
	readonly stream: Stream;
	readonly shard: Shard;
	readonly position: number;
	readonly clock: Clock;
	/** 2 MiB a second. */
	readonly enforceLimits: boolean;
	/** Told of each event. */
	readonly onEvent?: (event: {readonly records: RecordRange; readonly millisBehindLatest: number}) => void;
};

/**
A subscription to a shard: events as they are asked for.

It holds a position and nothing else, so a reader that is slow, or stops asking, costs no memory; the records wait in the shard. One that waits is woken by the put itself.

@see [SubscribeToShard](https://docs.aws.amazon.com/kinesis/latest/APIReference/API_SubscribeToShard.html)
*/
export class Subscription implements AsyncIterableIterator<StreamEvent, undefined> {
	readonly startedAtMs: EpochMs;
	readonly #options: SubscriptionOptions;
	readonly #endsAtMs: EpochMs;
	#position: number;
	#heartbeatAtMs: EpochMs;
	/** With limits, when the next event may leave. */
	#freeAtMs: EpochMs = 0;
	#hasEnded = false;
	/** Wakes the one who waits for the next event. */
	#wake: (() => void) | undefined = undefined;

	constructor(options: SubscriptionOptions) {
		this.#options = options;
		this.#position = options.position;
		this.startedAtMs = options.clock.nowMs();
		this.#endsAtMs = this.startedAtMs + subscriptionLifeMs;
		this.#heartbeatAtMs = this.startedAtMs + heartbeatMs;
	}

	[Symbol.asyncIterator](): this {
		return this;
	}

	/** Ends it cleanly: whoever waits learns that nothing comes any more. */
	end(): void {
		this.#hasEnded = true;
		this.#wake?.();
	}

	async next(): Promise<IteratorResult<StreamEvent, undefined>> {
		for (;;) {
			const nowMs = this.#options.clock.nowMs();
			if (this.#hasEnded || nowMs >= this.#endsAtMs) break;
			const event = this.#take(nowMs);
			if (event) return {done: false, value: {type: 'SubscribeToShardEvent', value: event}};
			await this.#waitUntil(Math.min(this.#endsAtMs, nowMs < this.#freeAtMs ? this.#freeAtMs : this.#heartbeatAtMs));
		}
		this.#hasEnded = true;
		return {done: true, value: undefined};
	}

	/** The reader has gone. */
	return(): Promise<IteratorResult<StreamEvent, undefined>> {
		this.end();
		return Promise.resolve({done: true, value: undefined});
	}

	/** What there is to send now. Throws when the stream has been deleted. */
	#take(nowMs: EpochMs): RecordsAnswer | undefined {
		const {stream, shard} = this.#options;
		if (stream.isGone) {
			this.#hasEnded = true;
			throw streamNotFound(stream);
		}
		if (nowMs < this.#freeAtMs) return undefined;
		shard.trim(stream.horizonMs(nowMs));
		if (this.#position < shard.log.end) return this.#takeRecords(nowMs);
		if (!shard.isOpen) {
			this.#hasEnded = true;
			// The one event without a ContinuationSequenceNumber, and the one with children.
			return new RecordsAnswer(this.#read(0), {MillisBehindLatest: 0, ChildShards: describeChildren(shard)});
		}
		return nowMs >= this.#heartbeatAtMs ? this.#event(this.#read(0), 0, nowMs) : undefined;
	}

	#read(countMax: number): RecordRange {
		return this.#options.shard.log.read(this.#position, {countMax, bytesMax: eventBytesMax});
	}

	#takeRecords(nowMs: EpochMs): RecordsAnswer {
		const {shard, enforceLimits} = this.#options;
		const records = this.#read(eventRecordsMax);
		this.#position = records.until;
		if (enforceLimits) {
			this.#freeAtMs = nowMs + Math.ceil((records.byteCount / bytesPerSecond) * 1000);
		}
		const behindMs = this.#position < shard.log.end ? nowMs - (records.lastArrivedAtMs ?? nowMs) : 0;
		return this.#event(records, behindMs, nowMs);
	}

	#event(records: RecordRange, millisBehindLatest: number, nowMs: EpochMs): RecordsAnswer {
		this.#options.onEvent?.({records, millisBehindLatest});
		this.#heartbeatAtMs = nowMs + heartbeatMs;
		return new RecordsAnswer(records, {
			ContinuationSequenceNumber: this.#options.shard.sequenceNumberBefore(this.#position, nowMs),
			MillisBehindLatest: millisBehindLatest,
		});
	}

	/** Waits for the shard to change, for the end, or for a time. */
	#waitUntil(atMs: EpochMs): Promise<void> {
		const {clock, shard} = this.#options;
		return new Promise(resolve => {
			const done = (): void => {
				cancel();
				unlisten();
				this.#wake = undefined;
				resolve();
			};
			const cancel = clock.schedule(atMs, done);
			const unlisten = shard.listen(done);
			this.#wake = done;
		});
	}
}
