import type {EpochMs} from '../../shared/clock.ts';
import {SecondCounter} from './second-counter.ts';

/** Widths of a bar of the histogram, in seconds: from one second to an hour. */
export const barSeconds = [1, 5, 15, 60, 300, 900, 3600] as const;

/** Up to this width, bars are summed from seconds; wider ones from minutes. */
const finestMinuteBar = 60;
/** What the widest histogram of 15-second bars shows. */
const secondsKept = 2400;
const minutesKept = 24 * 60;

/** What happened, for histograms of any width: by the second for 40 minutes, by the minute for a day. A fixed number of bytes, whatever comes. */
export class BarCounter {
	readonly #seconds = new SecondCounter(secondsKept);
	readonly #minutes = new SecondCounter(minutesKept);

	add(atMs: EpochMs, amount: number): void {
		this.#seconds.add(atMs, amount);
		this.#minutes.add(atMs / 60, amount);
	}

	/** The `count` bars that end with the one that holds `lastSecond`, oldest first. Bars begin at multiples of their width. */
	bars(lastSecond: number, {count, seconds}: {count: number; seconds: number}): readonly number[] {
		if (seconds === 1) return this.#seconds.seconds(lastSecond, count);
		const [counter, units] = seconds < finestMinuteBar ? [this.#seconds, seconds] : [this.#minutes, seconds / 60];
		const lastBar = Math.floor(lastSecond / seconds);
		const all = counter.seconds((lastBar + 1) * units - 1, count * units);
		return Array.from({length: count}, (_, bar) => {
			let sum = 0;
			for (let unit = 0; unit < units; unit++) sum += all[bar * units + unit] ?? 0;
			return sum;
		});
	}

	/** Per second, over the `count` seconds that end with `lastSecond`. */
	rate(lastSecond: number, count: number): number {
		return this.#seconds.rate(lastSecond, count);
	}
}

/** The first second of the bar that holds a second. */
export function barStart(second: number, seconds: number): number {
	return Math.floor(second / seconds) * seconds;
}
