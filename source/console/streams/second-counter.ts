import type {EpochMs} from '../../shared/clock.ts';

/** What happened in each second, for the last `secondsMax` seconds. A fixed number of bytes, whatever comes. */
export class SecondCounter {
	readonly #counts: Float64Array;
	#newestSecond: number | undefined = undefined;

	constructor(secondsMax: number) {
		this.#counts = new Float64Array(secondsMax);
	}

	/** What is older than the newest by more than the bound is forgotten. */
	add(atMs: EpochMs, amount: number): void {
		const second = Math.floor(atMs / 1000);
		const length = this.#counts.length;
		this.#newestSecond ??= second;
		if (second <= this.#newestSecond - length) return;
		if (second > this.#newestSecond) {
			const from = Math.max(this.#newestSecond + 1, second - length + 1);
			for (let passed = from; passed <= second; passed++) this.#counts[passed % length] = 0;
			this.#newestSecond = second;
		}
		this.#counts[second % length] = (this.#counts[second % length] ?? 0) + amount;
	}

	/** The `count` seconds that end with `lastSecond`, oldest first. */
	seconds(lastSecond: number, count: number): readonly number[] {
		return Array.from({length: count}, (_, index) => this.#at(lastSecond - count + 1 + index));
	}

	/** Per second, over the `count` seconds that end with `lastSecond`. */
	rate(lastSecond: number, count: number): number {
		let sum = 0;
		for (let second = lastSecond - count + 1; second <= lastSecond; second++) sum += this.#at(second);
		return sum / count;
	}

	#at(second: number): number {
		const newest = this.#newestSecond;
		if (newest === undefined || second > newest || second <= newest - this.#counts.length) return 0;
		return this.#counts[second % this.#counts.length] ?? 0;
	}
}
