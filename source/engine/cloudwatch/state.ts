import type {EpochMs} from '../../shared/clock.ts';
import type {MetricReading, MetricValue, StateEnvironment} from '../action.ts';
import {Metric, metricKey, sortDimensions, type Dimension, type MetricName} from './metric.ts';
import {minuteMs, type Series} from './series.ts';

/** Metrics of an account and region. One more makes room by dropping those that were silent for the longest. */
export const metricCountMax = 50_000;

/** A queue that holds nothing and that nobody uses is silent after this time. */
const sleepAfterMs = 6 * 60 * minuteMs;

/** Readings of gauges that are made up for at once, so that a long silence of many queues does not hold everything up. */
const readingCountMax = 100_000;

/** The series of a queue, topic or stream, found without making keys. */
type Counted = {readonly byName: Map<string, Series>; usedAtMs: EpochMs};

/** CloudWatch in one account and region. */
export class CloudWatchState {
	readonly environment: StateEnvironment;
	readonly #metrics = new Map<string, Metric>();
	#counted = new WeakMap<MetricReading['dimensions'], Counted>();
	/** Up to where gauges have been read: the start of a minute. */
	#gaugedUntilMs: EpochMs;

	constructor(environment: StateEnvironment) {
		this.environment = environment;
		this.#gaugedUntilMs = startOfMinute(environment.clock.nowMs());
	}

	/** Counts what has just happened. It is done for every message, so it must cost next to nothing. */
	count(reading: MetricReading): void {
		const nowMs = this.environment.clock.nowMs();
		const counted = this.#countedOf(reading.dimensions, nowMs);
		counted.usedAtMs = nowMs;
		for (const value of reading.values) this.#seriesOf(counted, reading, value).add(value.value, nowMs);
	}

	/** The metric of that name, made where there is none. */
	metric(name: MetricName): Metric {
		const key = metricKey(name);
		let metric = this.#metrics.get(key);
		if (!metric) {
			if (this.#metrics.size >= metricCountMax) this.#makeRoom();
			metric = new Metric(name);
			this.#metrics.set(key, metric);
		}
		return metric;
	}

	find(name: MetricName): Metric | undefined {
		return this.#metrics.get(metricKey(name));
	}

	/** All metrics by their keys. */
	all(): ReadonlyArray<readonly [key: string, metric: Metric]> {
		return [...this.#metrics];
	}

	/**
	Reads the gauges of the minutes that have ended since it was last called, each as it was at its end.

	To be called before anything changes: what is read afterwards shows the past as it is now.
	*/
	catchUp(nowMs: EpochMs): void {
		const untilMs = startOfMinute(nowMs);
		const fromMs = this.#gaugedUntilMs;
		this.#gaugedUntilMs = untilMs;
		let readingCount = 0;
		let stepMs = minuteMs;
		for (let endMs = fromMs + minuteMs; endMs <= untilMs; endMs += stepMs) {
			readingCount = this.#readGauges({readAtMs: endMs, minuteAtMs: endMs - minuteMs, nowMs});
			const stepCountMax = Math.max(1, Math.floor(readingCountMax / Math.max(1, readingCount)));
			stepMs = Math.max(stepMs, Math.ceil((untilMs - fromMs) / minuteMs / stepCountMax) * minuteMs);
		}
	}

	/** Reads the gauges as they are, for the minute that has begun. */
	readGaugesNow(nowMs: EpochMs): void {
		this.catchUp(nowMs);
		this.#readGauges({readAtMs: nowMs, minuteAtMs: nowMs, nowMs});
	}

	/** Gives the number of readings. */
	#readGauges({readAtMs, minuteAtMs, nowMs}: {readAtMs: EpochMs; minuteAtMs: EpochMs; nowMs: EpochMs}): number {
		const readings = this.environment.wiring.readGauges?.(readAtMs) ?? [];
		for (const reading of readings) {
			const counted = this.#countedOf(reading.dimensions, readAtMs);
			if (isIdle(reading) && readAtMs - counted.usedAtMs >= sleepAfterMs) continue;
			for (const value of reading.values) this.#seriesOf(counted, reading, value).set(value.value, nowMs, minuteAtMs);
		}
		return readings.length;
	}

	#countedOf(dimensions: MetricReading['dimensions'], nowMs: EpochMs): Counted {
		let counted = this.#counted.get(dimensions);
		if (!counted) {
			counted = {byName: new Map(), usedAtMs: nowMs};
			this.#counted.set(dimensions, counted);
		}
		return counted;
	}

	#seriesOf(counted: Counted, {namespace, dimensions}: MetricReading, {name, unit}: MetricValue): Series {
		let series = counted.byName.get(name);
		if (!series) {
			series = this.metric({namespace, name, dimensions: toDimensions(dimensions)}).series(unit);
			counted.byName.set(name, series);
		}
		return series;
	}

	#makeRoom(): void {
		const bySilence = [...this.#metrics].map(([key, metric]) => ({key, lastMs: metric.lastMs}));
		bySilence.sort((left, right) => left.lastMs - right.lastMs);
		for (const {key} of bySilence.slice(0, Math.ceil(metricCountMax / 10))) this.#metrics.delete(key);
		// What was remembered of them must not be added to any more.
		this.#counted = new WeakMap();
	}
}

function startOfMinute(atMs: EpochMs): EpochMs {
	return atMs - (atMs % minuteMs);
}

function isIdle({values}: MetricReading): boolean {
	return values.every(({value}) => value === 0);
}

function toDimensions(dimensions: MetricReading['dimensions']): readonly Dimension[] {
	return sortDimensions(Object.entries(dimensions).map(([Name, Value]) => ({Name, Value})));
}
