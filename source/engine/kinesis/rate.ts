import type {EpochMs} from '../../shared/clock.ts';

/**
A budget that refills evenly and holds one second's worth.

Whatever is left pays for a request, even one that is larger: the budget then stays below zero until time has paid it back. So one record of 10 MiB can be written to a shard of 1 MiB/s, and nothing else for nine seconds.
*/
export class Rate {
	readonly #perSecond: number;
	#left: number;
	#atMs: EpochMs = 0;

	constructor(perSecond: number) {
		this.#perSecond = perSecond;
		this.#left = perSecond;
	}

	/** Whether `amount` may be taken now. Takes nothing. */
	allows(amount: number, nowMs: EpochMs): boolean {
		this.#refill(nowMs);
		return this.#left >= Math.min(amount, this.#perSecond);
	}

	take(amount: number, nowMs: EpochMs): void {
		this.#refill(nowMs);
		this.#left -= amount;
	}

	#refill(nowMs: EpochMs): void {
		const passedMs = Math.max(0, nowMs - this.#atMs);
		this.#left = Math.min(this.#perSecond, this.#left + (passedMs / 1000) * this.#perSecond);
		this.#atMs = nowMs;
	}
}
