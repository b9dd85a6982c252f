import type {TailEvent} from '../../operations/tail-event.ts';
import type {EpochMs} from '../../shared/clock.ts';
import {TailBuffer, tailBufferLimits, type TailBufferLimits} from './tail-buffer.ts';
import {TailMeter, type MeterView} from './tail-meter.ts';
import {ownData, type TailRecord} from './tail-record.ts';

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
	/** The filter that `rows` passed. */
	readonly filter: string;
	readonly meter: MeterView;
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
	snapshot(options: {nowMs: EpochMs; filter: string; heldIndex: number | undefined}): TailSnapshot {
		const {filter, heldIndex, nowMs} = options;
		if (filter !== this.#filter) this.#setFilter(filter);
		this.#buffer.hold(heldIndex);
		const rows = this.#buffer.shown();
		const meter = this.#meterView(nowMs);
		if (this.#last && this.#last.rows === rows && this.#last.meter === meter && this.#last.filter === filter) return this.#last;
		this.#last = {
			rows,
			keptCount: this.#buffer.count,
			keptBytes: this.#buffer.bytes,
			leftCount: this.#buffer.leftCount,
			newerCount: this.#buffer.newer.count,
			newerMatchCount: this.#buffer.newer.matchCount,
			filter,
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
			const isMatch = this.#buffer.add(record);
			this.#meter.record(shardId, {...record, bytes: record.data.byteLength}, isMatch);
		}
	}

	#setFilter(filter: string): void {
		this.#filter = filter;
		this.#buffer.setFilter(filter);
		this.#meter.countMatchesFrom(this.#buffer.matches());
		this.#isMeterOld = true;
		this.#lastMeterAtMs = 0;
	}

	#meterView(nowMs: EpochMs): MeterView {
		const isDue = this.#isMeterOld && nowMs - this.#lastMeterAtMs >= metersEveryMs;
		if (this.#last && !isDue) return this.#last.meter;
		this.#lastMeterAtMs = nowMs;
		this.#isMeterOld = false;
		return this.#meter.view(nowMs);
	}
}
