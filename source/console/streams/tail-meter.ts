import type {TailEvent} from '../../operations/tail-event.ts';
import type {EpochMs} from '../../shared/clock.ts';
import {KeySample, loadCellCount, type KeySampleView} from './key-sample.ts';
import {BarCounter, barStart} from './bar-counter.ts';
import {SecondCounter} from './second-counter.ts';

/** Seconds that bytes are counted back: more than a rate needs. */
const secondsKept = 300;
/** Bars drawn at most. */
export const barsShown = 120;
/** So many bars are drawn on the narrowest screen. */
const barsVisibleMin = 60;
/** A rate is that of so many whole seconds, or of those since the tail began. */
const rateSeconds = 5;
/** Throttles are told of this time. */
const throttlesWithinMs = 5 * 60_000;
const throttlesKeptMax = 1000;
/** A shard read up to less than this behind the furthest is at the front. */
const frontMs = 3000;
/** A shard is read once a second; answers take a moment. */
const readLagMsMax = 1500;
/** Samples of keys are looked at this often; that costs more than the rest. */
const samplesEveryMs = 2000;
/** Lanes kept: those that ended long ago go first. */
const lanesMax = 500;

export type LaneView = {
	readonly shardId: string;
	readonly isEnded: boolean;
	readonly recordsPerSecond: number;
	readonly bytesPerSecond: number;
	/** Undefined before the first answer. */
	readonly behindMs?: number;
	/** Records in each bar, oldest first. */
	readonly bars: readonly number[];
	/** Why it is not read at the moment. */
	readonly backedOff?: {readonly isThrottled: boolean; readonly message: string};
	readonly sample: KeySampleView;
};

export type MeterView = {
	/** How wide a bar is. */
	readonly barSeconds: number;
	/** First second, since 1970, of the last bar. */
	readonly lastBar: number;
	readonly seenCount: number;
	readonly matchCount: number;
	/** Before the first whole second is read, rates are 0 and mean nothing. */
	readonly isRateKnown: boolean;
	readonly recordsPerSecond: number;
	readonly bytesPerSecond: number;
	readonly bars: readonly number[];
	readonly matchBars: readonly number[];
	readonly matchesPerSecond: number;
	readonly lanes: readonly LaneView[];
	readonly throttledCount: number;
	/** Records seen in each of `loadCellCount` equal parts of the hash space. */
	readonly load: readonly number[];
	/** How long the sample has been taken. */
	readonly sampleMs: number;
	/** From the arrival of the oldest record seen to that of the newest. Unlike the time it stands still while nothing comes. */
	readonly sampledMs: number;
};

type Lane = {
	readonly shardId: string;
	readonly records: BarCounter;
	readonly bytes: SecondCounter;
	readonly sample: KeySample;
	sampleView: KeySampleView;
	isEnded: boolean;
	behindMs: number | undefined;
	/** Up to when the shard is read, as far as answers say. */
	readUpToMs: EpochMs | undefined;
	backedOff: {isThrottled: boolean; message: string} | undefined;
};

/**
Counts what a tail reads, by the second in which the records arrived in the stream, so that reads in bursts do not show as bursts.

Its memory has a bound that does not depend on what is read.
*/
export class TailMeter {
	readonly #records = new BarCounter();
	readonly #bytes = new SecondCounter(secondsKept);
	#matches = new BarCounter();
	readonly #lanes = new Map<string, Lane>();
	readonly #load: number[] = Array.from({length: loadCellCount}, () => 0);
	readonly #startedAtMs: EpochMs;
	#throttles: EpochMs[] = [];
	#skewMs: number | undefined = undefined;
	#sampledAtMs: EpochMs = 0;
	#loadView: readonly number[] = [];
	#seenCount = 0;
	#oldestAtMs = Infinity;
	#newestAtMs = -Infinity;
	#matchCount = 0;

	constructor(startedAtMs: EpochMs) {
		this.#startedAtMs = startedAtMs;
	}

	/** A record that was read; those of one answer before that answer. */
	record(
		shardId: string,
		record: {readonly partitionKey: string; readonly arrivedAtMs: EpochMs; readonly bytes: number},
		isMatch: boolean,
	): void {
		const lane = this.#lane(shardId);
		const {arrivedAtMs, bytes, partitionKey} = record;
		this.#seenCount++;
		this.#oldestAtMs = Math.min(this.#oldestAtMs, arrivedAtMs);
		this.#newestAtMs = Math.max(this.#newestAtMs, arrivedAtMs);
		this.#records.add(arrivedAtMs, 1);
		this.#bytes.add(arrivedAtMs, bytes);
		lane.records.add(arrivedAtMs, 1);
		lane.bytes.add(arrivedAtMs, bytes);
		const cell = lane.sample.add(partitionKey);
		this.#load[cell] = (this.#load[cell] ?? 0) + 1;
		if (!isMatch) return;
		this.#matchCount++;
		this.#matches.add(arrivedAtMs, 1);
	}

	/** A new filter: what is kept was looked through, everything else counts from now on. */
	countMatchesFrom(kept: ReadonlyArray<{readonly arrivedAtMs: EpochMs}>): void {
		this.#matchCount = kept.length;
		this.#matches = new BarCounter();
		for (const {arrivedAtMs} of kept) this.#matches.add(arrivedAtMs, 1);
	}

	event(event: TailEvent): void {
		const lane = this.#lane(event.shardId);
		switch (event.type) {
			case 'shard-started':
				return;
			case 'records':
				lane.behindMs = event.millisBehindLatest;
				lane.readUpToMs = event.atMs - event.millisBehindLatest;
				lane.backedOff = undefined;
				this.#learnSkew(event);
				return;
			case 'backed-off': {
				const isThrottled = event.error.code === 'throttled';
				lane.backedOff = {isThrottled, message: event.error.message};
				if (isThrottled) this.#throttles = [...this.#throttles.slice(-throttlesKeptMax), event.retryAtMs];
				return;
			}
			case 'resumed':
				lane.backedOff = undefined;
				return;
			case 'shard-ended':
				lane.isEnded = true;
				lane.behindMs = undefined;
		}
	}

	/**
	@param options.seconds How wide a bar is. Default: a second.
	@param options.bar A second that must be among the bars, however long ago.
	*/
	view(nowMs: EpochMs, options: {seconds?: number; bar?: number | undefined} = {}): MeterView {
		const {bar, seconds = 1} = options;
		const last = this.#lastWholeSecond(nowMs);
		// An old bar under the cursor is the leftmost.
		const oldest = (barStart(last, seconds) / seconds - barsVisibleMin + 1) * seconds;
		const end = bar !== undefined && bar < oldest ? bar + (barsVisibleMin - 1) * seconds : last;
		const range = {count: barsShown, seconds};
		const read = this.#wholeSecondsRead(last);
		const rateOver = Math.max(1, Math.min(rateSeconds, read));
		if (nowMs - this.#sampledAtMs >= samplesEveryMs) {
			this.#sampledAtMs = nowMs;
			for (const lane of this.#lanes.values()) lane.sampleView = lane.sample.view();
			this.#loadView = [...this.#load];
		}
		return {
			barSeconds: seconds,
			lastBar: barStart(end, seconds),
			seenCount: this.#seenCount,
			matchCount: this.#matchCount,
			isRateKnown: read > 0,
			recordsPerSecond: this.#records.rate(last, rateOver),
			bytesPerSecond: this.#bytes.rate(last, rateOver),
			bars: this.#records.bars(end, range),
			matchBars: this.#matches.bars(end, range),
			matchesPerSecond: this.#matches.rate(last, rateOver),
			lanes: [...this.#lanes.values()].map(lane => laneView(lane, {last, end, range, rateOver})),
			throttledCount: this.#throttles.filter(atMs => nowMs - atMs < throttlesWithinMs).length,
			load: this.#loadView,
			sampleMs: nowMs - this.#startedAtMs,
			sampledMs: this.#seenCount === 0 ? 0 : this.#newestAtMs - this.#oldestAtMs,
		};
	}

	/** Whole seconds that were read from their beginning, up to this one. */
	#wholeSecondsRead(last: number): number {
		return last - Math.ceil(Math.min(this.#startedAtMs, this.#oldestAtMs) / 1000) + 1;
	}

	/** Our clock and the stream's differ, and reading takes a while: how far the newest record seems to be behind us when nothing is. */
	#learnSkew({atMs, millisBehindLatest, records}: Extract<TailEvent, {type: 'records'}>): void {
		const newest = records.at(-1);
		if (newest && millisBehindLatest === 0) this.#skewMs = Math.min(this.#skewMs ?? atMs - newest.arrivedAtMs, atMs - newest.arrivedAtMs);
	}

	/** The last second that all shards at the front have been read to the end of. Those that lag do not hold it back. */
	#lastWholeSecond(nowMs: EpochMs): number {
		const ends = [...this.#lanes.values()].flatMap(({isEnded, readUpToMs}) => (isEnded || readUpToMs === undefined ? [] : [readUpToMs]));
		const furthestMs = ends.length === 0 ? nowMs : Math.max(...ends);
		const front = ends.filter(endMs => furthestMs - endMs < frontMs);
		return Math.floor((Math.min(furthestMs, ...front) - this.#skewBeyondReading()) / 1000) - 1;
	}

	/** A read once a second explains a lag of up to a second; what is beyond that is the clocks'. */
	#skewBeyondReading(): number {
		const skewMs = this.#skewMs ?? 0;
		return skewMs < 0 || skewMs > readLagMsMax ? skewMs : 0;
	}

	#lane(shardId: string): Lane {
		const known = this.#lanes.get(shardId);
		if (known) return known;
		if (this.#lanes.size >= lanesMax) {
			const ended = [...this.#lanes.values()].find(lane => lane.isEnded);
			if (ended) this.#lanes.delete(ended.shardId);
		}
		const sample = new KeySample();
		const lane: Lane = {
			shardId,
			records: new BarCounter(),
			bytes: new SecondCounter(secondsKept),
			sample,
			sampleView: sample.view(),
			isEnded: false,
			behindMs: undefined,
			readUpToMs: undefined,
			backedOff: undefined,
		};
		this.#lanes.set(shardId, lane);
		return lane;
	}
}

function laneView(
	lane: Lane,
	{end, last, range, rateOver}: {last: number; end: number; range: {count: number; seconds: number}; rateOver: number},
): LaneView {
	const {backedOff, behindMs, bytes, isEnded, records, sampleView, shardId} = lane;
	return {
		shardId,
		isEnded,
		recordsPerSecond: records.rate(last, rateOver),
		bytesPerSecond: bytes.rate(last, rateOver),
		...(behindMs !== undefined && {behindMs}),
		bars: records.bars(end, range),
		...(backedOff && {backedOff}),
		sample: sampleView,
	};
}
