/** Different values counted at most; more tell nothing about what is common. */
const differentMax = 500;
/** Longer values are no help in a list of suggestions. */
const valueLengthMax = 60;

/** How often values occur. */
export class Tally {
	readonly #counts = new Map<string, number>();
	/** All that were told, also those too long or too many to be kept. */
	total = 0;

	add(value: string): void {
		this.total++;
		if (value.length > valueLengthMax) return;
		const count = this.#counts.get(value) ?? 0;
		if (count > 0 || this.#counts.size < differentMax) this.#counts.set(value, count + 1);
	}

	/** The commonest first; of equally common ones by their text. */
	commonest(): ReadonlyArray<readonly [value: string, count: number]> {
		return [...this.#counts].toSorted(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1));
	}

	/** `VALIDATION 11, TIMEOUT 4`, or `17 different values`. */
	note(): string {
		const commonest = this.commonest();
		if (commonest.length > 1 && commonest[0]?.[1] === 1) return `${commonest.length} different values`;
		return commonest
			.slice(0, 3)
			.map(([value, count]) => `${value} ${count}`)
			.join(', ');
	}
}
