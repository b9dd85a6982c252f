import type {TailEvent} from '../../operations/tail-event.ts';
import type {EpochMs} from '../../shared/clock.ts';
import {TailBuffer, tailBufferLimits, type TailBufferLimits} from './tail-buffer.ts';
import {TailMeter, type MeterView} from './tail-meter.ts';
import {ownData, unfoldRecord, type TailRecord} from './tail-record.ts';

/** Counters move on screen at most this often. */
const metersEveryMs = 250;

/** What is drawn of a tail: records that pass the filter, up to where the view is held, and counters. */
export type TailSnapshot = {
	readonly rows: readonly TailRecord[];
	readonly keptCount: number;
	readonly keptBytes: number;
	/** Fell out of the buffer. */
	readonly leftCount: number;
	/** While the view is held: what came after it. */
	readonly newerCount: number;
	readonly newerMatchCount: number;
	/** The filter that `rows` passed, or that is marked in them. */
	readonly filter: string;
	readonly isHighlighting: boolean;
	readonly meter: MeterView;
};

export type SnapshotOptions = {
	readonly nowMs: EpochMs;
	readonly filter: string;
	/** The newest record in view while it is held. */
	readonly heldIndex: number | undefined;
	/** What does not match stays in view. */
	readonly isHighlighting?: boolean;
	/** How wide a bar of the histogram is. */
	readonly barSeconds?: number;
	/** First second of the bar under the cursor. */
	readonly bar?: number | undefined;
};

/** Takes in what a tail tells, outside the state, and says what is to be drawn of it. */
export class TailFeed {
	readonly #buffer: TailBuffer;
	readonly #meter: TailMeter;
	#recordCount = 0;
	#filter = '';
	#last: TailSnapshot | undefined = undefined;
	#lastMeterAtMs: EpochMs = 0;
	#isMeterOld = true;
	#barSeconds = 1;
	#bar: number | undefined = undefined;

	constructor(options: {nowMs: EpochMs; limits?: TailBufferLimits}) {
		this.#buffer = new TailBuffer(options.limits ?? tailBufferLimits);
		this.#meter = new TailMeter(options.nowMs);
	}

	add(event: TailEvent): void {
		this.#isMeterOld = true;
		if (event.type === 'records') this.#addRecords(event);
		this.#meter.event(event);
	}

	/** The same object as long as nothing differs. */
	snapshot(options: SnapshotOptions): TailSnapshot {
		const {bar, barSeconds = 1, filter, heldIndex, isHighlighting = false, nowMs} = options;
		if (filter !== this.#filter) this.#setFilter(filter);
		this.#buffer.hold(heldIndex);
		this.#buffer.setShowsAll(isHighlighting);
		const rows = this.#buffer.shown();
		if (bar !== this.#bar || barSeconds !== this.#barSeconds) this.#lookAt(bar, barSeconds);
		const meter = this.#meterView(nowMs);
		const isSame = this.#last?.rows === rows && this.#last.meter === meter && this.#last.filter === filter;
		if (this.#last && isSame && this.#last.isHighlighting === isHighlighting) return this.#last;
		this.#last = {
			rows,
			keptCount: this.#buffer.count,
			keptBytes: this.#buffer.bytes,
			leftCount: this.#buffer.leftCount,
			newerCount: this.#buffer.newer.count,
			newerMatchCount: this.#buffer.newer.matchCount,
			filter,
			isHighlighting,
			meter,
		};
		return this.#last;
	}

	#addRecords({atMs, millisBehindLatest, records, shardId}: Extract<TailEvent, {type: 'records'}>): void {
		for (const wire of records) {
			const index = this.#recordCount++;
			const record: TailRecord = {
				...wire,
				data: ownData(wire.data),
				id: String(index),
				index,
				shardId,
				behindMs: millisBehindLatest,
				readAtMs: atMs,
			};
			const [whole = record, ...children] = unfoldRecord(record);
			const isMatch = this.#buffer.add(whole);
			for (const child of children) this.#buffer.add(child);
			this.#recordCount += children.length;
			this.#meter.record(shardId, {partitionKey: wire.partitionKey, arrivedAtMs: wire.arrivedAtMs, bytes: record.data.byteLength}, isMatch);
		}
	}

	/** Another zoom, or another bar: shown at once. */
	#lookAt(bar: number | undefined, barSeconds: number): void {
		this.#bar = bar;
		this.#barSeconds = barSeconds;
		this.#isMeterOld = true;
		this.#lastMeterAtMs = 0;
	}

	#setFilter(filter: string): void {
		this.#filter = filter;
		this.#buffer.setFilter(filter);
		this.#meter.countMatchesFrom(this.#buffer.matches().filter(({aggregate}) => aggregate?.role !== 'child'));
		this.#isMeterOld = true;
		this.#lastMeterAtMs = 0;
	}

	#meterView(nowMs: EpochMs): MeterView {
		const isDue = this.#isMeterOld && nowMs - this.#lastMeterAtMs >= metersEveryMs;
		if (this.#last && !isDue) return this.#last.meter;
		this.#lastMeterAtMs = nowMs;
		this.#isMeterOld = false;
		return this.#meter.view(nowMs, {seconds: this.#barSeconds, bar: this.#bar});
	}
}
