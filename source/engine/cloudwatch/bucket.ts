import type {EpochMs} from '../../shared/clock.ts';

/** Distinct values that a bucket tells apart; beyond them it keeps two significant digits, which are 90 for each power of ten. */
const exactValueCountMax = 150;

/** The values of one period of a metric, or of several periods in a row that are all alike. */
export class Bucket {
	startMs: EpochMs;
	/** Periods in a row, of which each is like this one. */
	repeatCount = 1;
	sampleCount = 0;
	sum = 0;
	minimum = 0;
	maximum = 0;
	/** How often each value came. Undefined while all are the same; `unknown` when only statistics of them are known. */
	values: Map<number, number> | 'unknown' | undefined = undefined;

	constructor(startMs: EpochMs) {
		this.startMs = startMs;
	}

	/** @param count How often the value came. */
	add(value: number, count: number): void {
		if (this.sampleCount === 0) {
			this.minimum = value;
			this.maximum = value;
		} else if (this.values !== undefined || value !== this.minimum) {
			this.#tellApart(value, count);
			if (value < this.minimum) this.minimum = value;
			if (value > this.maximum) this.maximum = value;
		}
		this.sampleCount += count;
		this.sum += value * count;
	}

	/** Adds values of which only the statistics are known. */
	addStatistics(statistics: Statistics): void {
		const {sampleCount, sum, minimum, maximum} = statistics;
		if (sampleCount === 0) return;
		if (minimum === maximum) {
			this.add(minimum, sampleCount);
			this.sum += sum - minimum * sampleCount;
			return;
		}
		this.minimum = this.sampleCount === 0 ? minimum : Math.min(this.minimum, minimum);
		this.maximum = this.sampleCount === 0 ? maximum : Math.max(this.maximum, maximum);
		this.sampleCount += sampleCount;
		this.sum += sum;
		this.values = 'unknown';
	}

	/** Adds one period of another bucket. */
	addBucket(other: Bucket): void {
		if (!(other.values instanceof Map) || this.values === 'unknown') {
			this.addStatistics(other);
			if (other.values === 'unknown') this.values = 'unknown';
			return;
		}
		const {sum} = this;
		for (const [value, count] of other.values) this.add(value, count);
		// Where values were rounded, the sum was not.
		this.sum = sum + other.sum;
		this.minimum = Math.min(this.minimum, other.minimum);
		this.maximum = Math.max(this.maximum, other.maximum);
	}

	/** Forgets what it holds and holds one value. */
	reset(value: number): void {
		this.sampleCount = 0;
		this.sum = 0;
		this.values = undefined;
		this.add(value, 1);
	}

	/** Whether a period of this bucket is like one of the other. */
	isLike(other: Bucket): boolean {
		return (
			this.sum === other.sum &&
			this.sampleCount === other.sampleCount &&
			this.minimum === other.minimum &&
			this.maximum === other.maximum &&
			this.values === undefined &&
			other.values === undefined
		);
	}

	/** The same for other periods. */
	copy(startMs: EpochMs, repeatCount: number): Bucket {
		const copy = new Bucket(startMs);
		copy.repeatCount = repeatCount;
		copy.sampleCount = this.sampleCount;
		copy.sum = this.sum;
		copy.minimum = this.minimum;
		copy.maximum = this.maximum;
		copy.values = this.values instanceof Map ? new Map(this.values) : this.values;
		return copy;
	}

	#tellApart(value: number, count: number): void {
		if (this.values === 'unknown') return;
		this.values ??= new Map([[this.minimum, this.sampleCount]]);
		const isKnown = this.values.has(value) || this.values.size < exactValueCountMax;
		const key = isKnown ? value : roundToTwoDigits(value);
		this.values.set(key, (this.values.get(key) ?? 0) + count);
	}
}

export type Statistics = {
	readonly sampleCount: number;
	readonly sum: number;
	readonly minimum: number;
	readonly maximum: number;
};

function roundToTwoDigits(value: number): number {
	if (value === 0) return 0;
	const unit = 10 ** (Math.floor(Math.log10(Math.abs(value))) - 1);
	return Math.round(value / unit) * unit;
}
